// UnionPay's files of a clearing day: in a zip one of trades (INN…ZM_…) and one of errors (INN…ZME_…),
// both lines of columns of fixed width, counted in bytes of GBK. There is no header, no total and no
// year: the day of clearing stands in the file's name.
//
// A line of the errors is a dispute (差错: a chargeback, an adjustment). It moves money that no line of
// the trades shows, so it is never passed over: the statement is not taken for whole, and a person
// looks at it.
//
// Source: UnionPay open platform, 平台接入接口规范 第3部分 文件接口, 6.1 ZM and 6.2 ZME.

package import Payments
package import Retail

/// Reads the lines of UnionPay's files.
package struct UnionPayStatementText: StatementFormat {
    private enum File {
        case trades
        case errors
        /// Neither of the two.
        case other
    }

    package static let isCountedInBytes = true

    private let day: BusinessDate?
    private var settledOn: BusinessDate?
    private let expected: BusinessDate?
    private var file = File.other
    private var lists = 0

    /// All lines, or those that belong to a day.
    package init(of day: BusinessDate? = nil, settledOn expected: BusinessDate? = nil) {
        self.day = day
        self.expected = expected
    }

    package mutating func beginFile(named name: [UInt8]) {
        let parts = UnionPayFileName(name)
        settledOn = parts?.settledOn
        switch parts?.kind {
        case "ZM": file = .trades
        case "ZME": file = .errors
        default: file = .other
        }
        if case .trades = file { lists += 1 }
    }

    package mutating func read(_ line: StatementLines.Line, into batch: inout StatementBatch) {
        if case .other = file { return }
        guard let bytes = line.bytes else {
            batch.problems.append(StatementProblem(.lineTooLong, line: line.number))
            return
        }
        if StatementField.trimmed(bytes).isEmpty { return }
        guard case .trades = file, let settledOn else {
            batch.problems.append(StatementProblem(.dispute, line: line.number))
            return
        }
        do throws(StatementLineError) {
            let trade = UnionPayStatementLine(bytes: bytes, settledOn: settledOn)
            let row = try trade.row(line.number)
            guard try isWanted(row, settledOn) else { return }
            batch.rows.append(row)
        } catch {
            batch.problems.append(StatementProblem(error.kind, line: line.number))
        }
    }

    package mutating func endFile(into batch: inout StatementBatch) {
        guard case .trades = file, let expected, settledOn != expected else { return }
        batch.problems.append(StatementProblem(.otherDay))
    }

    package mutating func end(isArchive: Bool, into batch: inout StatementBatch) {
        switch lists {
        case 1: break
        case 0: batch.problems.append(StatementProblem(isArchive ? .missingFile("ZM") : .noHeader))
        default: batch.problems.append(StatementProblem(.severalFiles))
        }
    }

    /// Whether a line of this clearing day belongs to the day that is wanted.
    ///
    /// Its own file's, and the first hour of the next one's. What was cleared days late belongs to the
    /// day of its clearing, so that each line belongs to one day.
    ///
    /// *Errors*: `StatementLineError`, for a line from the future.
    private func isWanted(
        _ row: StatementRow, _ settledOn: BusinessDate
    ) throws(StatementLineError) -> Bool {
        guard let date = try? BusinessDate(of: row.at, turnsAt: .zero), let after = try? date.next()
        else { throw StatementLineError(.otherDay) }
        guard let day else { return true }
        guard settledOn == day else { return date == day }
        guard date <= settledOn else { throw StatementLineError(.otherDay) }
        return after != day
    }
}

/// `INN26112588ZM_898310058120001`: the day of clearing, and what kind of file it is.
private struct UnionPayFileName {
    let settledOn: BusinessDate
    let kind: String

    init?(_ name: [UInt8]) {
        // A path may stand before it.
        let last = name.split(separator: UInt8(ascii: "/")).last ?? []
        guard let text = String(validating: last, as: UTF8.self), text.utf8.count > 14,
            text.hasPrefix("INN")
        else { return nil }
        let digits = Array(text.utf8.dropFirst(3).prefix(6))
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let year = Int(String(decoding: digits[0..<2], as: UTF8.self)),
            let month = Int(String(decoding: digits[2..<4], as: UTF8.self)),
            let day = Int(String(decoding: digits[4..<6], as: UTF8.self)),
            let date = try? BusinessDate(year: 2_000 + year, month: month, day: day)
        else { return nil }
        settledOn = date
        // Two characters stand between the date and the kind.
        kind = String(decoding: text.utf8.dropFirst(11).prefix { $0 != 0x5F }, as: UTF8.self)
    }
}
