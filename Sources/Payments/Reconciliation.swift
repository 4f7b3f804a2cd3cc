// One number, seen from both sides: what our books have of it and what the wallet's statement has. They
// agree, or they differ in exactly one class, the gravest: whoever clears that one looks again.
//
// Trap: days are compared by Beijing's calendar, and a payment near midnight is begun on one day and
// made on the next. The wallet's own time of it decides where there is one.

package import Retail

/// How the two sides differ.
package enum BreakClass: String, CaseIterable, Sendable {
    /// 长款: the wallet took money that our books do not count.
    case channelOnly = "channel-only"
    /// 短款: our books count money that the wallet does not show.
    case booksOnly = "books-only"
    case amount
    /// Money given back that only one side knows of, or of another amount.
    case refund
    /// The statement shows one number twice.
    case duplicate
    case otherDay = "other-day"
    /// The fee is not the rate that the line itself names.
    case fee

    package var chineseName: String {
        switch self {
        case .channelOnly: "长款"
        case .booksOnly: "短款"
        case .amount: "金额不符"
        case .refund: "退款不符"
        case .duplicate: "重复"
        case .otherDay: "跨日"
        case .fee: "手续费不符"
        }
    }

    package var englishName: String {
        switch self {
        case .channelOnly: "channel only"
        case .booksOnly: "books only"
        case .amount: "amount"
        case .refund: "refund"
        case .duplicate: "duplicate"
        case .otherDay: "other day"
        case .fee: "fee"
        }
    }
}

/// What our books have of a payment or a refund.
package struct BookedMoney: Equatable, Sendable {
    package enum State: Equatable, Sendable {
        case done
        /// Ended, and no money moved or stayed.
        case notDone
        /// Nobody knows yet.
        case open
    }

    package let state: State
    package let amount: Money
    /// The days on which the wallet may show it: one, where the wallet told its time.
    package let firstDay: BusinessDate
    package let lastDay: BusinessDate

    package init(
        state: State, amount: Money, firstDay: BusinessDate, lastDay: BusinessDate
    ) {
        self.state = state
        self.amount = amount
        self.firstDay = firstDay
        self.lastDay = lastDay
    }

    fileprivate func mayStand(on day: BusinessDate) -> Bool { firstDay <= day && day <= lastDay }
}

/// Agreement, or what differs.
package enum Comparison: Equatable, Sendable {
    case agreement
    case differs(BreakClass, books: Money?, channel: Money?)
}

/// Which side's word it is about.
package enum ReconciledKind: Sendable {
    case payment, refund
}

package enum Reconciliation {
    /// Compares what stands under one number.
    ///
    /// `rows` are its lines in the statement of `day`; `elsewhere`, the kinds of its lines in the
    /// statements of other days.
    package static func compare(
        _ kind: ReconciledKind, _ books: BookedMoney?, _ rows: [StatementRow],
        on day: BusinessDate, elsewhere: Set<StatementRow.Kind> = []
    ) -> Comparison {
        let rows = rows.filter { $0.state != .failed || kind == .refund }
        switch kind {
        case .payment: return payment(books, rows, day, elsewhere)
        case .refund: return refund(books, rows, day, elsewhere)
        }
    }

    /// The line that proves what the books do not count yet: to be heard like the wallet's word.
    ///
    /// Nil where it was taken back again, or is there twice: then nothing is plain.
    package static func news(
        _ kind: ReconciledKind, _ books: BookedMoney?, _ rows: [StatementRow]
    ) -> StatementRow? {
        guard let books, books.state != .done, rows.count == 1, let row = rows.first else {
            return nil
        }
        switch (kind, row.kind) {
        case (.payment, .payment): return row.state == .failed ? nil : row
        case (.refund, .refund): return row.state == .succeeded ? row : nil
        case (.payment, _), (.refund, _): return nil
        }
    }

    private static func payment(
        _ books: BookedMoney?, _ rows: [StatementRow], _ day: BusinessDate,
        _ elsewhere: Set<StatementRow.Kind>
    ) -> Comparison {
        let taken = rows.filter { $0.kind == .payment }
        let back = rows.filter { $0.kind == .reversal }
        let isDone = books?.state == .done
        let counted = isDone ? books?.amount : nil
        if taken.count > 1 || back.count > 1 {
            let twice =
                taken.count > 1 ? sum(taken.map { $0.orderAmount }) : back.first?.refundAmount
            return .differs(.duplicate, books: counted, channel: twice)
        }
        if let back = back.first {
            return reversal(back, of: taken.first, books, day, elsewhere)
        }
        guard let row = taken.first else {
            guard let books, isDone, books.lastDay == day, !elsewhere.contains(.payment) else {
                return .agreement
            }
            return .differs(.booksOnly, books: books.amount, channel: nil)
        }
        guard let books, isDone else {
            // Taken back on another day, as our books say; and taken there, too, it is here twice.
            let isBack = books?.state == .notDone && elsewhere.contains(.reversal)
            if isBack, !elsewhere.contains(.payment) { return .agreement }
            return .differs(
                isBack ? .duplicate : .channelOnly, books: nil, channel: row.orderAmount)
        }
        if row.orderAmount != books.amount {
            return .differs(.amount, books: books.amount, channel: row.orderAmount)
        }
        if !books.mayStand(on: day) {
            return .differs(.otherDay, books: books.amount, channel: row.orderAmount)
        }
        return fee(of: row)
    }

    /// What was taken back whole belongs to a debit that the wallet shows too, and to nothing that our
    /// books count.
    private static func reversal(
        _ back: StatementRow, of taken: StatementRow?, _ books: BookedMoney?, _ day: BusinessDate,
        _ elsewhere: Set<StatementRow.Kind>
    ) -> Comparison {
        let counted = books?.state == .done ? books?.amount : nil
        let differs = Comparison.differs(.refund, books: counted, channel: back.refundAmount)
        if counted != nil { return differs }
        if let taken { return taken.orderAmount == back.refundAmount ? .agreement : differs }
        if elsewhere.contains(.reversal) {
            return .differs(.duplicate, books: nil, channel: back.refundAmount)
        }
        // The debit may stand in an earlier day's statement, which need not be here; where ours
        // began on this day there is none.
        guard let books, elsewhere.contains(.payment) || books.firstDay != day else {
            return differs
        }
        return .agreement
    }

    private static func refund(
        _ books: BookedMoney?, _ rows: [StatementRow], _ day: BusinessDate,
        _ elsewhere: Set<StatementRow.Kind>
    ) -> Comparison {
        let shown = rows.filter { $0.state != .failed }
        let isDone = books?.state == .done
        let counted = isDone ? books?.amount : nil
        if shown.count > 1 {
            return .differs(
                .duplicate, books: counted, channel: sum(shown.map { $0.refundAmount }))
        }
        guard let row = shown.first else {
            guard let books, isDone else { return .agreement }
            let isMissing = books.lastDay == day && !elsewhere.contains(.refund)
            guard isMissing || !rows.isEmpty else { return .agreement }
            return .differs(.refund, books: books.amount, channel: nil)
        }
        guard let books else {
            return .differs(.refund, books: nil, channel: row.refundAmount)
        }
        switch books.state {
        case .done: break
        case .open where row.state != .succeeded: return .agreement
        case .open, .notDone:
            return .differs(.refund, books: nil, channel: row.refundAmount)
        }
        if row.refundAmount != books.amount {
            return .differs(.refund, books: books.amount, channel: row.refundAmount)
        }
        if !books.mayStand(on: day) {
            return .differs(.otherDay, books: books.amount, channel: row.refundAmount)
        }
        return .agreement
    }

    /// A fee may be rounded to the fen either way; more than that is another fee.
    private static func fee(of row: StatementRow) -> Comparison {
        guard let rate = row.feeRate else { return .agreement }
        let (product, overflow) = row.settledAmount.fen.multipliedReportingOverflow(
            by: rate.partsPerMillion)
        guard !overflow else { return .agreement }
        // Fen times a millionth, in millionths of a yuan.
        let expected = product / 100
        let (distance, tooFar) = expected.subtractingReportingOverflow(row.fee.microyuan)
        guard tooFar || distance.magnitude > 10_000 else { return .agreement }
        return .differs(
            .fee, books: StatementFee(microyuan: expected).money, channel: row.fee.money)
    }

    /// The sum, or the first where it is too large for any amount.
    private static func sum(_ amounts: [Money]) -> Money? {
        var sum = Money.zero
        for amount in amounts {
            guard let more = try? sum.adding(amount) else { return amounts.first }
            sum = more
        }
        return sum
    }
}

extension StatementRow {
    /// What ties the line to our books: the refund's number, or else the order's.
    package var number: String {
        switch kind {
        case .payment, .reversal: orderNumber
        case .refund: refundNumber ?? channelRefundNumber ?? orderNumber
        }
    }
}

extension StatementRow.State {
    package var name: String {
        switch self {
        case .succeeded: "succeeded"
        case .processing: "processing"
        case .failed: "failed"
        case .needsPerson: "needsPerson"
        case .unlisted: "unlisted"
        }
    }

    package init?(name: String) {
        switch name {
        case "succeeded": self = .succeeded
        case "processing": self = .processing
        case "failed": self = .failed
        case "needsPerson": self = .needsPerson
        case "unlisted": self = .unlisted
        default: return nil
        }
    }
}
