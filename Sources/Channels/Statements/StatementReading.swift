// From the bytes of a statement, as a wallet sends them or a person has saved them, to its rows.
// What it is packed in is told by its first bytes, its character set by the first of each file, so
// that one way reads all of them: gzip, zip or neither, UTF-8 or GBK. Whatever is wrong with them
// becomes a problem.

internal import Archives
internal import Cryptography
package import Payments
package import Retail

/// Reads a statement, piece by piece.
package final class StatementReading<Format: StatementFormat> {
    private enum Container {
        case undecided([UInt8])
        case plain
        case gzip(GzipReader)
        case zip(ZipReader)
    }

    private var container = Container.undecided([])
    private var format: Format
    private var file: StatementFile?
    private var room: Int
    private let sizeMax: Int
    private let day: BusinessDate?
    private let name: [UInt8]
    private let seen: ((ArraySlice<UInt8>) -> Void)?
    private var batch = StatementBatch()
    private var report = StatementReport()
    private var areArchives = false
    /// Of what comes, before it is unpacked: which file it was.
    private let hash = try? RunningDigest(.sha256)

    /// Nothing more needs to be fed: the verdict stands.
    package private(set) var isOver = false

    /// A day of a million sales has a third of it.
    ///
    /// *Unit*: bytes, unpacked.
    package static var sizeMaxUsual: Int { 1 << 30 }

    /// The first bytes name gzip or zip.
    private static var magicSize: Int { 4 }

    /// `seen` is shown the bytes as they are unpacked, for their hash; `name` is the file's, where it
    /// is known.
    package init(
        _ format: Format, of day: BusinessDate? = nil, sizeMax: Int = 1 << 30, name: String = "",
        seen: ((ArraySlice<UInt8>) -> Void)? = nil
    ) {
        self.format = format
        self.day = day
        self.name = Array(name.utf8)
        self.sizeMax = sizeMax
        room = sizeMax
        self.seen = seen
    }

    /// What these bytes brought.
    package func feed(_ bytes: ArraySlice<UInt8>) -> StatementBatch {
        guard !isOver else { return StatementBatch() }
        hash?.update(bytes)
        do throws(ArchiveError) {
            try unpack(bytes)
        } catch {
            giveUp(error)
        }
        return handOver()
    }

    /// The last rows and problems, and what they all amount to.
    ///
    /// `problem` is what ended it too early.
    package func end(
        _ problem: StatementProblem? = nil
    ) -> (batch: StatementBatch, verdict: StatementVerdict) {
        if let problem {
            batch.problems.append(problem)
        } else if !isOver {
            do throws(ArchiveError) {
                try finish()
                report.sha256 = hash.map { Hex.lower($0.finish()) }
            } catch {
                giveUp(error)
            }
        }
        isOver = true
        let rest = handOver()
        return (rest, report.problemCount == 0 ? .complete(report) : .broken(report))
    }

    private func giveUp(_ error: ArchiveError) {
        isOver = true
        batch.problems.append(
            StatementProblem(.unreadable(chinese: error.chinese, english: error.english)))
    }

    /// Counts what has come together since the last time.
    private func handOver() -> StatementBatch {
        for row in batch.rows {
            if !report.totals.add(row) {
                batch.problems.append(StatementProblem(.sumTooLarge, line: row.line))
            }
            let date = try? BusinessDate(of: row.at, turnsAt: .zero)
            if let day, date != day {
                batch.problems.append(StatementProblem(.otherDay, line: row.line))
            }
        }
        for problem in batch.problems { report.note(problem) }
        defer { batch = StatementBatch() }
        return batch
    }

    // Containers.

    private func unpack(_ bytes: ArraySlice<UInt8>) throws(ArchiveError) {
        switch container {
        case .undecided(let before):
            let start = before + bytes
            guard start.count >= Self.magicSize else {
                container = .undecided(start)
                return
            }
            try decide(start)
            try unpack(start[...])
        case .plain: try plain(bytes)
        case .gzip(let reader):
            try reader.feed(bytes) { piece throws(ArchiveError) in self.text(piece) }
        case .zip(let reader):
            try reader.feed(bytes) { part throws(ArchiveError) in
                switch part {
                case .file(let name): try self.beginFile(named: name)
                case .bytes(let piece): self.text(piece)
                case .fileEnd: self.endFile()
                }
            }
        }
    }

    private func decide(_ start: [UInt8]) throws(ArchiveError) {
        areArchives = start.starts(with: [0x50, 0x4B])
        if areArchives {
            container = .zip(try ZipReader(sizeMax: sizeMax))
            return
        }
        try beginFile(named: name)
        container =
            start.starts(with: [0x1F, 0x8B]) ? .gzip(try GzipReader(sizeMax: sizeMax)) : .plain
    }

    private func plain(_ bytes: ArraySlice<UInt8>) throws(ArchiveError) {
        room -= bytes.count
        guard room >= 0 else { throw .tooLarge }
        text(bytes)
    }

    private func finish() throws(ArchiveError) {
        switch container {
        case .undecided(let start):
            try beginFile(named: name)
            text(start[...])
        case .plain: break
        case .gzip(let reader): try reader.end()
        case .zip(let reader): try reader.end()
        }
        endFile()
        format.end(isArchive: areArchives, into: &batch)
    }

    // Files.

    private func beginFile(named name: [UInt8]) throws(ArchiveError) {
        file = try StatementFile(isAsItIs: Format.isCountedInBytes)
        format.beginFile(named: name)
    }

    private func text(_ bytes: ArraySlice<UInt8>) {
        seen?(bytes)
        for line in file?.feed(bytes) ?? [] { format.read(line, into: &batch) }
    }

    private func endFile() {
        guard let file else { return }
        for line in file.end() { format.read(line, into: &batch) }
        format.endFile(into: &batch)
        self.file = nil
    }
}

/// One file's lines, out of UTF-8 or GBK, or as they are.
private final class StatementFile {
    private var lines = StatementLines()
    private let chinese: ChineseText
    private var isUTF8: Bool?
    private var start: [UInt8] = []

    /// Enough of a file to hold its first Chinese words.
    ///
    /// *Unit*: bytes.
    private static let startSize = 1_024

    /// *Errors*: `ArchiveError.unavailable`.
    init(isAsItIs: Bool) throws(ArchiveError) {
        chinese = try ChineseText()
        isUTF8 = isAsItIs ? true : nil
    }

    func feed(_ bytes: ArraySlice<UInt8>) -> [StatementLines.Line] {
        guard let isUTF8 else {
            start += bytes
            return start.count < StatementFile.startSize ? [] : decide()
        }
        return isUTF8 ? lines.feed(bytes) : lines.feed(chinese.feed(bytes)[...])
    }

    func end() -> [StatementLines.Line] {
        var rest = isUTF8 == nil ? decide() : []
        if isUTF8 == false { rest += lines.feed(chinese.end()[...]) }
        if let last = lines.end() { rest.append(last) }
        return rest
    }

    private func decide() -> [StatementLines.Line] {
        isUTF8 = StatementFile.isUTF8(start.prefix(StatementFile.startSize))
        defer { start = [] }
        return feed(start[...])
    }

    /// Whether this is UTF-8, but for a last character that may be cut off.
    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        (0..<4).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
    }
}
