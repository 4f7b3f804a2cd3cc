// What the formats of the wallets' statements have in common: lines in, rows and problems out.
// Packing and character sets are gone before (`StatementReading`).

package import Payments

/// A wallet's statement, line by line.
package protocol StatementFormat: Sendable {
    /// Its columns are counted in bytes: lines come as they are, and not in UTF-8.
    static var isCountedInBytes: Bool { get }
    /// A file begins: the only one, or the next of an archive.
    ///
    /// The name is in whatever encoding it has, and empty where nobody knows it.
    mutating func beginFile(named name: [UInt8])
    mutating func read(_ line: StatementLines.Line, into batch: inout StatementBatch)
    mutating func endFile(into batch: inout StatementBatch)
    /// After the last file: what is missing, and what does not agree.
    mutating func end(isArchive: Bool, into batch: inout StatementBatch)
}

extension StatementFormat {
    package static var isCountedInBytes: Bool { false }
}

/// Where the columns stand, found by their names: the wallets add some now and then.
struct StatementHeader<Column: RawRepresentable<Int> & CaseIterable & Sendable>: Sendable {
    /// By the column; looked at for each value of a file, so it is no dictionary.
    private var places: [Int?] = Column.allCases.map { _ in nil }
    let width: Int
    /// A column that was there before.
    private(set) var twice: String?

    /// `name` says what a header's word means; nil for the many that are not needed.
    init(_ names: [ArraySlice<UInt8>], _ name: (String) -> Column?) {
        width = names.count
        for (place, bytes) in names.enumerated() {
            let word = String(decoding: StatementField.trimmed(bytes), as: UTF8.self)
            guard let column = name(word) else { continue }
            if places[column.rawValue] != nil { twice = word }
            places[column.rawValue] = place
        }
    }

    func has(_ column: Column) -> Bool { places[column.rawValue] != nil }

    /// The value of a line in a column; nil when either has none.
    func value(_ column: Column, _ values: [ArraySlice<UInt8>]) -> ArraySlice<UInt8>? {
        guard let place = places[column.rawValue], values.indices.contains(place) else {
            return nil
        }
        return StatementField.trimmed(values[place])
    }
}

/// A line that gives no row.
struct StatementLineError: Error {
    let kind: StatementProblem.Kind

    init(_ kind: StatementProblem.Kind) {
        self.kind = kind
    }
}

extension ArraySlice<UInt8> {
    /// Whether it is this text.
    func isText(_ text: String) -> Bool {
        elementsEqual(text.utf8)
    }

    /// Whether this text stands in it.
    func containsText(_ text: String) -> Bool {
        place(of: Array(text.utf8)) != nil
    }

    /// What stands behind the first place of this text.
    func behind(_ text: String) -> ArraySlice<UInt8>? {
        let sought = Array(text.utf8)
        return place(of: sought).map { self[($0 + sought.count)...] }
    }

    private func place(of sought: [UInt8]) -> Int? {
        guard let first = sought.first else { return startIndex }
        var rest = self
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: sought) { return start }
            rest = rest.dropFirst()
        }
        return nil
    }
}
