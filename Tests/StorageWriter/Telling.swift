// What a writer says of each body once it has returned: a line, so that half of one is seen as half.

/// One answer that a writer has had from the database, and passed on.
package struct Telling: Equatable, Sendable {
    package enum Kind: String, Sendable {
        /// The body returned.
        case done
        /// The body threw: because it was to, a row was missing, a version had gone by, or a
        /// constraint said no.
        case stopped
        case missing
        case stale
        case constraint
        /// A read outside any body, after the body of that index.
        case saw
    }

    package let kind: Kind
    package let index: Int64
    /// The number under which the body has signed; of one that threw, and of a read, the greatest
    /// number that it saw when it began.
    package let number: Int64
    /// The greatest number of which the writer had been told when it handed this in.
    package let after: Int64
    /// What the statements answered, in order.
    package let notes: [Int64]

    package init(_ kind: Kind, index: Int64, number: Int64, after: Int64, notes: [Int64]) {
        self.kind = kind
        self.index = index
        self.number = number
        self.after = after
        self.notes = notes
    }

    package var line: String {
        let noted = notes.map(String.init).joined(separator: ",")
        return "\(kind.rawValue) \(index) \(number) \(after) \(noted)"
    }

    /// Nil for any other line.
    package init?(line: String) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 5, let kind = Kind(rawValue: String(words[0])),
            let index = Int64(words[1]), let number = Int64(words[2]), let after = Int64(words[3])
        else { return nil }
        let notes = words[4].split(separator: ",").map { Int64($0) }
        guard !notes.contains(nil) else { return nil }
        self.init(
            kind, index: index, number: number, after: after, notes: notes.compactMap(\.self))
    }
}
