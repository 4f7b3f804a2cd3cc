// What one number is on both sides, a row for every way in which they agree or differ.

import Payments
import Retail
import Testing

@Suite struct ReconciliationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var kind = ReconciledKind.payment
        var books: BookedMoney?
        var rows: [StatementRow] = []
        var elsewhere: Set<StatementRow.Kind> = []
        let expected: Comparison
        var news: StatementRow?

        init(
            _ words: String, of kind: ReconciledKind = .payment, books: BookedMoney? = nil,
            rows: [StatementRow] = [], elsewhere: Set<StatementRow.Kind> = [],
            _ expected: Comparison, news: StatementRow? = nil
        ) {
            testDescription = words
            self.kind = kind
            self.books = books
            self.rows = rows
            self.elsewhere = elsewhere
            self.expected = expected
            self.news = news
        }
    }

    private static func day(_ number: Int) -> BusinessDate {
        guard let day = try? BusinessDate(year: 2026, month: 11, day: number) else {
            preconditionFailure("no such day")
        }
        return day
    }

    private static func booked(
        _ state: BookedMoney.State, _ fen: Int64 = 1_980, _ first: Int = 23, _ last: Int? = nil
    ) -> BookedMoney {
        BookedMoney(
            state: state, amount: Money(fen: fen), firstDay: day(first),
            lastDay: day(last ?? first))
    }

    private static func row(
        _ kind: StatementRow.Kind = .payment, fen: Int64 = 1_980, line: Int = 2,
        fee: Int64 = 0, ppm: Int64? = nil, trade: String = "4200",
        _ state: StatementRow.State = .succeeded
    ) -> StatementRow {
        let amount = Money(fen: fen)
        let isPayment = kind == .payment
        return StatementRow(
            line: line, kind: kind, orderNumber: "2026", tradeNumber: trade,
            refundNumber: kind == .refund ? "R2026" : nil,
            orderAmount: isPayment ? amount : .zero, settledAmount: isPayment ? amount : .zero,
            refundAmount: isPayment ? .zero : amount, fee: StatementFee(microyuan: fee),
            feeRate: ppm.map { StatementRate(partsPerMillion: $0) },
            at: Timestamp(microseconds: 1_795_419_725_000_000), account: "1900000109",
            state: state)
    }

    private static let sum = Money(fen: 1_980)
    private static let payments: [Case] = [
        Case("both sides", books: booked(.done), rows: [row()], .agreement),
        Case("neither side", .agreement),
        Case(
            "a debit that our books do not know", rows: [row()],
            .differs(.channelOnly, books: nil, channel: sum)),
        Case(
            "a debit that ended as none", books: booked(.notDone), rows: [row()],
            .differs(.channelOnly, books: nil, channel: sum), news: row()),
        Case(
            "a debit in doubt is heard", books: booked(.open), rows: [row()],
            .differs(.channelOnly, books: nil, channel: sum), news: row()),
        Case("in doubt, and no line", books: booked(.open), .agreement),
        Case(
            "a missing line", books: booked(.done), .differs(.booksOnly, books: sum, channel: nil)),
        Case(
            "a line in another day's statement", books: booked(.done), elsewhere: [.payment],
            .agreement),
        Case("of another day, and no line here", books: booked(.done, 1_980, 22), .agreement),
        Case(
            "another amount", books: booked(.done, 1_981), rows: [row()],
            .differs(.amount, books: Money(fen: 1_981), channel: sum)),
        Case(
            "a doubled line", books: booked(.done), rows: [row(), row(line: 3)],
            .differs(.duplicate, books: sum, channel: Money(fen: 3_960))),
        Case(
            "a second debit under one number", books: booked(.open),
            rows: [row(), row(line: 3, trade: "4201")],
            .differs(.duplicate, books: nil, channel: Money(fen: 3_960))),
        Case(
            "a line of another day", books: booked(.done, 1_980, 22), rows: [row()],
            .differs(.otherDay, books: sum, channel: sum)),
        Case(
            "begun before midnight, shown on the next day", books: booked(.done, 1_980, 22, 23),
            rows: [row()], .agreement),
        Case(
            "begun before midnight, expected on the next day", books: booked(.done, 1_980, 23, 24),
            .agreement),
        Case(
            "the fee that the rate makes", books: booked(.done),
            rows: [row(fee: 118_800, ppm: 6_000)], .agreement),
        Case(
            "a fee rounded to the fen", books: booked(.done),
            rows: [row(fee: 120_000, ppm: 6_000)], .agreement),
        Case(
            "another fee", books: booked(.done), rows: [row(fee: 200_000, ppm: 6_000)],
            .differs(.fee, books: Money(fen: 12), channel: Money(fen: 20))),
    ]

    private static let reversals: [Case] = [
        Case(
            "taken and taken back, and so in our books", books: booked(.notDone),
            rows: [row(), row(.reversal, line: 3)], .agreement),
        Case(
            "taken and taken back, and nobody knows yet", books: booked(.open),
            rows: [row(), row(.reversal, line: 3)], .agreement),
        Case(
            "taken back, and our books count it", books: booked(.done),
            rows: [row(), row(.reversal, line: 3)], .differs(.refund, books: sum, channel: sum)),
        Case(
            "taken back on the next day", books: booked(.notDone, 1_980, 22),
            rows: [row(.reversal)], .agreement),
        Case(
            "taken, and back in the next day's statement", books: booked(.notDone), rows: [row()],
            elsewhere: [.reversal], .agreement, news: row()),
        Case(
            "taken and back on another day, and taken here once more", books: booked(.notDone),
            rows: [row()], elsewhere: [.payment, .reversal],
            .differs(.duplicate, books: nil, channel: sum), news: row()),
        Case(
            "taken back, and the debit of the same day is not shown", books: booked(.notDone),
            rows: [row(.reversal)], .differs(.refund, books: nil, channel: sum)),
        Case(
            "taken back with another sum than was taken", books: booked(.notDone),
            rows: [row(), row(.reversal, fen: 980, line: 3)],
            .differs(.refund, books: nil, channel: Money(fen: 980))),
        Case(
            "taken back a second time, on the day after", books: booked(.notDone, 1_980, 22),
            rows: [row(.reversal)], elsewhere: [.payment, .reversal],
            .differs(.duplicate, books: nil, channel: sum)),
        Case(
            "taken back, and unknown", rows: [row(.reversal)],
            .differs(.refund, books: nil, channel: sum)),
        Case(
            "taken back twice", books: booked(.notDone),
            rows: [row(), row(.reversal, line: 3), row(.reversal, line: 4)],
            .differs(.duplicate, books: nil, channel: sum)),
    ]

    private static let refunds: [Case] = [
        Case("both sides", of: .refund, books: booked(.done), rows: [row(.refund)], .agreement),
        Case(
            "promised there, open here", of: .refund, books: booked(.open),
            rows: [row(.refund, .processing)], .agreement),
        Case(
            "known to have been given back from the statement alone", of: .refund,
            books: booked(.open), rows: [row(.refund)],
            .differs(.refund, books: nil, channel: sum), news: row(.refund)),
        Case(
            "failed here, given back there", of: .refund, books: booked(.notDone),
            rows: [row(.refund)], .differs(.refund, books: nil, channel: sum), news: row(.refund)),
        Case(
            "given back here, failed there", of: .refund, books: booked(.done),
            rows: [row(.refund, .failed)], .differs(.refund, books: sum, channel: nil)),
        Case(
            "failed on both sides", of: .refund, books: booked(.notDone),
            rows: [row(.refund, .failed)], .agreement),
        Case(
            "nobody here gave it back", of: .refund, rows: [row(.refund)],
            .differs(.refund, books: nil, channel: sum)),
        Case(
            "a missing line", of: .refund, books: booked(.done),
            .differs(.refund, books: sum, channel: nil)),
        Case(
            "its line in another day's statement", of: .refund, books: booked(.done),
            elsewhere: [.refund], .agreement),
        Case(
            "another amount", of: .refund, books: booked(.done, 980), rows: [row(.refund)],
            .differs(.refund, books: Money(fen: 980), channel: sum)),
        Case(
            "a doubled line", of: .refund, books: booked(.done),
            rows: [row(.refund), row(.refund, line: 3)],
            .differs(.duplicate, books: sum, channel: Money(fen: 3_960))),
        Case(
            "of another day", of: .refund, books: booked(.done, 1_980, 20), rows: [row(.refund)],
            .differs(.otherDay, books: sum, channel: sum)),
    ]

    @Test("A pair agrees, or differs in one class", arguments: payments + reversals + refunds)
    func compares(_ row: Case) {
        let found = Reconciliation.compare(
            row.kind, row.books, row.rows, on: ReconciliationTests.day(23),
            elsewhere: row.elsewhere)
        #expect(found == row.expected)
        #expect(Reconciliation.news(row.kind, row.books, row.rows) == row.news)
    }

    @Test("Every class has a row above")
    func everyClass() {
        let all =
            ReconciliationTests.payments + ReconciliationTests.reversals
            + ReconciliationTests.refunds
        let met = all.compactMap { row -> BreakClass? in
            guard case .differs(let kind, _, _) = row.expected else { return nil }
            return kind
        }
        #expect(Set(met) == Set(BreakClass.allCases))
    }
}
