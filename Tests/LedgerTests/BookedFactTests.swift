// Each fact told in entries, reckoned by hand.

import Ledger
import Retail
import Sales
import Testing

@Suite struct BookedFactTests {
    /// A sale and its entries, `debit < credit amount`.
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let sale: @Sendable () throws -> Sale
        let entries: [String]
    }

    static let rows: [Row] = [
        Row(testDescription: "in cash, with change") {
            try Shop.sale(fen: 1_650, tenders: [Shop.cash(fen: 1_650, received: 2_000)])
        } entries: {
            ["counter < sales 1650", "drawer < counter 2000", "counter < drawer 350"]
        },
        Row(testDescription: "in cash, counted out") {
            try Shop.sale(fen: 1_650, tenders: [Shop.cash(fen: 1_650, received: 1_650)])
        } entries: {
            ["counter < sales 1650", "drawer < counter 1650"]
        },
        Row(testDescription: "by a wallet, with a discount") {
            try Shop.sale(
                fen: 1_000, quantity: 2, discount: .amount(Money(fen: 300)),
                tenders: [Shop.scanned(fen: 1_700)])
        } entries: {
            ["counter < sales 2000", "discounts < counter 300", "doubt < counter 1700"]
        },
        Row(testDescription: "part in cash, after a scan that failed") {
            try Shop.sale(
                fen: 1_650,
                tenders: [
                    Shop.scanned(1, fen: 1_650, state: .failed),
                    Shop.cash(2, fen: 650, received: 700),
                    Shop.scanned(3, fen: 1_000, serial: 2),
                ])
        } entries: {
            [
                "counter < sales 1650", "drawer < counter 700", "counter < drawer 50",
                "doubt < counter 1000",
            ]
        },
        Row(testDescription: "R11 by a retired method and in cash") {
            try Shop.sale(
                fen: 1_650,
                tenders: [Shop.recorded(fen: 1_000), Shop.cash(2, fen: 650, received: 650)])
        } entries: {
            ["counter < sales 1650", "retired.11 < counter 1000", "drawer < counter 650"]
        },
        Row(testDescription: "for nothing") {
            try Shop.sale(fen: 300, discount: .amount(Money(fen: 300)), tenders: [])
        } entries: {
            ["counter < sales 300", "discounts < counter 300"]
        },
    ]

    @Test("A posted sale, and nothing is left at the counter", arguments: rows)
    func sale(_ row: Row) throws {
        let booked = try BookedFact(posted: row.sale())
        #expect(booked.entries.map(words) == row.entries)
        #expect(try balance(booked)[.counter] == .zero)
        #expect(booked.date == (try Shop.date()))
        #expect((booked.fact.kind, booked.fact.subject) == ("sale", "sale-1"))
    }

    @Test("A sale that is not paid exactly is not booked")
    func unpaid() throws {
        let sale = try Shop.sale(fen: 1_650, tenders: [Shop.scanned(fen: 1_000)])
        #expect(throws: LedgerError.unbalanced) { try BookedFact(posted: sale) }
    }

    @Test("A wallet's part of a sale names its payment")
    func named() throws {
        let sale = try Shop.sale(
            fen: 1_000, tenders: [Shop.scanned(fen: 1_000, serial: 7)])
        let named = try BookedFact(posted: sale).entries.filter { $0.number != nil }
        #expect(named.map(words) == ["doubt < counter 1000"])
        #expect(named.first?.number == (try Shop.number(7)))
    }

    @Test("A debit waits in doubt; with its sale the doubt is gone, and the wallet owes it")
    func debit() throws {
        let sale = try Shop.sale(fen: 1_000, tenders: [Shop.scanned(fen: 1_000)])
        let debit = try BookedFact(
            debited: Money(fen: 1_000), by: "wechat", number: Shop.number(), store: sale.store,
            sale: sale.id, on: Shop.date())
        #expect(try balance(debit)[.doubt] == Money(fen: -1_000))
        let both = try balance(debit, BookedFact(posted: sale))
        #expect(both[.doubt] == .zero)
        #expect(both[.clearing(wallet: "wechat")] == Money(fen: 1_000))
        #expect(both[.sales] == Money(fen: -1_000))
        #expect(try both.sum() == .zero)
        let gone = try BookedFact(
            gone: .debitUndone(Shop.number()), Money(fen: 1_000), by: "wechat",
            number: Shop.number(), store: sale.store, sale: sale.id, on: Shop.date())
        #expect(try balance(debit, gone).lines.allSatisfy { $0.balance == .zero })
    }

    @Test("Goods come back in cash and to the wallet; that part is owed until it has gone back")
    func goodsBack() throws {
        let made = try Shop.back(
            goods: [500, 700],
            [
                GivingBack(tender: 1, method: 1, amount: Money(fen: 200), kind: .cash),
                GivingBack(
                    tender: 2, method: 41, amount: Money(fen: 1_000),
                    kind: .wallet(order: Shop.number())),
            ])
        let booked = try BookedFact(made)
        #expect(
            booked.entries.map(words) == [
                "returns < counter 1200", "counter < drawer 200", "counter < refunds-due 1000",
            ])
        #expect(booked.date == (try Shop.date(24)))
        let refund = try BookedFact(
            refunded: Money(fen: 1_000), by: "wechat",
            as: RefundNumber(
                at: Shop.now, store: made.store, register: made.register, serial: 1),
            of: Shop.number(), store: made.store, sale: made.sale, on: Shop.date(25))
        let both = try balance(booked, refund)
        #expect(both[.refundsDue] == .zero)
        #expect(both[.clearing(wallet: "wechat")] == Money(fen: -1_000))
        #expect(both[.counter] == .zero)
    }

    @Test("R11 a retired method has a figure of its own, sold and given back, and 聚合支付 none of it")
    func retired() throws {
        let sale = try BookedFact(
            posted: Shop.sale(fen: 1_650, tenders: [Shop.recorded(fen: 1_650)]))
        let back = try BookedFact(
            Shop.back(
                goods: [700],
                [GivingBack(tender: 1, method: 11, amount: Money(fen: 700), kind: .recorded)]))
        #expect(back.entries.map(words) == ["returns < counter 700", "counter < retired.11 700"])
        var figures = DayFigures()
        for booked in [sale, back] {
            for entry in booked.entries {
                try figures.add(
                    booked.fact.kind, debit: entry.debit, credit: entry.credit, entry.amount,
                    facts: 1)
            }
        }
        #expect((figures.byRetired.fen, figures.retiredBack.fen) == (1_650, 700))
        #expect(try figures.retired.fen == 950 && figures.net.fen == 950)
        #expect(try figures.aggregated == .zero && figures.cash == .zero)
        #expect(try balance(sale, back)[.retired(method: 11)].fen == 950)
        var twice = figures
        try twice.add(figures)
        #expect(try twice.retired.fen == 1_900 && twice.hasRetired)
    }

    @Test("Cash of an imported sale is its day's, and no drawer's; what goes back is a drawer's")
    func imported() throws {
        let old = try BookedFact(
            posted: Shop.sale(fen: 650, tenders: [Shop.cash(fen: 650, received: 700)]),
            cashIn: .safe)
        #expect(!old.movesCash)
        #expect(
            old.entries.map(words) == [
                "counter < sales 650", "safe < counter 700", "counter < safe 50",
            ])
        let sale = try BookedFact(
            posted: Shop.sale(fen: 1_650, tenders: [Shop.cash(fen: 1_650, received: 2_000)]))
        let back = try BookedFact(
            Shop.back(
                goods: [300],
                [GivingBack(tender: 1, method: 1, amount: Money(fen: 300), kind: .cash)]))
        var figures = DayFigures()
        for booked in [old, sale, back] {
            for entry in booked.entries {
                try figures.add(
                    booked.fact.kind, debit: entry.debit, credit: entry.credit, entry.amount,
                    facts: 1)
            }
        }
        #expect((figures.cashReceived.fen, figures.change.fen) == (2_700, 400))
        #expect(try figures.cash.fen == 2_000 && figures.net.fen == 2_000)
        #expect(try figures.drawerCash.fen == 1_350 && figures.importedCash.fen == 650)
        var twice = figures
        try twice.add(figures)
        #expect(try twice.drawerCash.fen == 2_700 && twice.importedCash.fen == 1_300)
        #expect(try balance(old, sale, back)[.safe].fen == 650)
    }

    @Test("A return whose money is not its goods' is not booked")
    func unequalReturn() throws {
        let made = try Shop.back(
            goods: [500],
            [GivingBack(tender: 1, method: 1, amount: Money(fen: 499), kind: .cash)])
        #expect(throws: LedgerError.unbalanced) { try BookedFact(made) }
    }

    private func words(_ entry: Entry) -> String {
        "\(entry.debit.name) < \(entry.credit.name) \(entry.amount.fen)"
    }

    private func balance(_ facts: BookedFact...) throws -> TrialBalance {
        var balance = TrialBalance()
        for entry in facts.flatMap(\.entries) {
            try balance.add(debit: entry.debit, credit: entry.credit, entry.amount)
        }
        return balance
    }
}

extension BookedFactTests.Row {
    init(
        testDescription: String, _ sale: @escaping @Sendable () throws -> Sale,
        entries: () -> [String]
    ) {
        self.init(testDescription: testDescription, sale: sale, entries: entries())
    }
}

@Suite struct ShiftEntryTests {
    @Test(
        "A shift in entries: its float, what its count found, what was taken out",
        arguments: [
            (20_000, 20_000, 20_000, 20_000, []),
            (5_000, 20_000, 20_000, 20_000, ["safe drawer 15000"]),
            (20_000, 5_000, 5_000, 5_000, ["drawer safe 15000"]),
            (0, 0, 6_500, 6_500, ["drawer over-short 10"]),
            (0, 0, 6_600, 1_000, ["over-short drawer 90", "drawer safe 5600"]),
        ] as [(Int64, Int64, Int64, Int64, [String])])
    func closed(
        _ carried: Int64, _ float: Int64, _ counted: Int64, _ left: Int64, _ entries: [String]
    ) throws {
        let booked = float == 0 ? Int64(6_510) : 0
        let shift = Shift(
            id: ShiftID(store: try StoreID("0101"), register: try RegisterID("02"), no: 7),
            cashier: try StaffID("1007"), openedAt: Timestamp(microseconds: 0),
            carried: Money(fen: carried), waitingBefore: .zero, float: Money(fen: float))
        let close = ShiftClose(
            by: try StaffID("1007"), to: try StaffID("1012"), at: Timestamp(microseconds: 1),
            expected: Money(fen: float + booked), counted: Money(fen: counted),
            left: Money(fen: left), waiting: .zero, approval: nil)
        let fact = try BookedFact(closed: shift, close, on: try BusinessDate(iso: "2026-11-28"))
        #expect(fact.fact.kind == "shift" && fact.fact.subject == "02/7")
        // "credit debit amount", in which direction the money goes.
        #expect(
            fact.entries.map { "\($0.credit.name) \($0.debit.name) \($0.amount.fen)" } == entries)
        // What was in it and what went in and out is what was left.
        let moved = fact.entries.map { ($0.debit == .drawer ? 1 : -1) * $0.amount.fen }
        #expect(carried + booked + moved.reduce(0, +) == left)
    }

    @Test("Amounts that do not fit are an error")
    func overflow() throws {
        let shift = Shift(
            id: ShiftID(store: try StoreID("0101"), register: try RegisterID("02"), no: 7),
            cashier: try StaffID("1007"), openedAt: Timestamp(microseconds: 0),
            carried: Money(fen: .min), waitingBefore: .zero, float: Money(fen: 1))
        #expect(throws: LedgerError.overflow) {
            try BookedFact(floatOf: shift, on: try BusinessDate(iso: "2026-11-28"))
        }
    }
}
