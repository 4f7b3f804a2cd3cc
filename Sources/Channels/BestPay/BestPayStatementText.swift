// BestPay's file: UTF-8, one line in front and then a line for each trade, values parted by `|`, amounts
// in fen. There is no public specification. A public client shows the file's name, the first five
// values and their kinds (0001 payment, 0002 refund, 0006 reversal).
//
// Assumed, and in docs/channels.md to be confirmed: that the line in front holds merchant, day, number
// of lines, and the sums of payments and of what went back; and that a sixth and a seventh value are
// the time and the fee. A file without such a line in front is not taken for whole.

package import Payments
package import Retail

/// Reads the lines of BestPay's file.
package struct BestPayStatementText: StatementFormat {
    private let merchant: String?
    private let expected: BusinessDate?
    private var day: BusinessDate?
    private var account = ""
    private var isBegun = false
    private var stated = StatementSums()
    private var sums = StatementSums()

    package init(merchant: String? = nil, of day: BusinessDate? = nil) {
        self.merchant = merchant
        expected = day
    }

    package mutating func beginFile(named name: [UInt8]) {}

    package mutating func read(_ line: StatementLines.Line, into batch: inout StatementBatch) {
        guard let bytes = line.bytes else {
            batch.problems.append(StatementProblem(.lineTooLong, line: line.number))
            return
        }
        if StatementField.trimmed(bytes).isEmpty { return }
        let values = bytes.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            .map(StatementField.trimmed)
        do throws(StatementLineError) {
            guard isBegun else {
                isBegun = true
                try begin(values)
                return
            }
            guard let day else { return }
            let row = try BestPayStatementLine(values: values, day: day, account: account)
                .row(line.number)
            if let date = try? BusinessDate(of: row.at, turnsAt: .zero), date != day {
                batch.problems.append(StatementProblem(.otherDay, line: line.number))
            }
            batch.rows.append(row)
            sums.add(1, to: .rows)
            sums.add(row.orderAmount.microyuan, to: .paymentReceipts)
            sums.add(row.refundAmount.microyuan, to: .refundReceipts)
        } catch {
            batch.problems.append(StatementProblem(error.kind, line: line.number))
        }
    }

    package mutating func endFile(into batch: inout StatementBatch) {}

    package mutating func end(isArchive: Bool, into batch: inout StatementBatch) {
        guard day != nil else {
            batch.problems.append(StatementProblem(.noHeader))
            return
        }
        if sums.isTooLarge { batch.problems.append(StatementProblem(.sumTooLarge)) }
        batch.problems += stated.differences(from: sums).map {
            StatementProblem(.totalsDiffer($0))
        }
    }

    /// `02310109000199000|20261125|3|7847|830`.
    private mutating func begin(
        _ values: [ArraySlice<UInt8>]
    ) throws(StatementLineError) {
        guard values.count >= 5, let account = StatementField.identifier(values[0]),
            let day = BestPayStatementText.date(values[1])
        else { throw StatementLineError(.noHeader) }
        guard merchant == nil || account == merchant else {
            throw StatementLineError(.otherAccount(account))
        }
        guard expected == nil || day == expected else { throw StatementLineError(.otherDay) }
        for (column, value) in [
            (StatementColumn.rows, values[2]), (.paymentReceipts, values[3]),
            (.refundReceipts, values[4]),
        ] {
            guard let number = StatementField.count(value) else {
                throw StatementLineError(.totalsUnreadable)
            }
            guard !column.isCount else {
                stated[column] = number
                continue
            }
            let (microyuan, overflow) = number.multipliedReportingOverflow(by: 10_000)
            guard !overflow else { throw StatementLineError(.totalsUnreadable) }
            stated[column] = microyuan
        }
        self.account = account
        self.day = day
    }

    private static func date(_ bytes: ArraySlice<UInt8>) -> BusinessDate? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.utf8.count == 8, let time = try? CivilTime(compact: text + "000000") else {
            return nil
        }
        return try? BusinessDate(of: time.timestamp, turnsAt: .zero)
    }
}

extension Money {
    /// *Unit*: millionths of a yuan; what does not fit counts as the largest there is.
    fileprivate var microyuan: Int64 {
        let (value, overflow) = fen.multipliedReportingOverflow(by: 10_000)
        return overflow ? .max : value
    }
}
