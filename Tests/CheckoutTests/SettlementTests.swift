// The bank against the statements, on a real database: booked once, zero-sum, in whose books it belongs;
// what differs has a case, and what was wrong is reversed and never changed.

import Checkout
import Ledger
import Payments
import Persistence
import Retail
import Testing

@Suite struct SettlementTests {
    private static let account = "1900000109"

    private var yesterday: StatementOf {
        get throws {
            StatementOf(
                wallet: .weChatPay, account: SettlementTests.account,
                day: try BusinessDate(iso: "2019-10-31"))
        }
    }

    /// Two sales of one store and one of another; their fees are 1.4 and 0.6 fen, of which a fen each
    /// is booked.
    private func stated(_ shop: Shop) async throws {
        var source = MadeStatement(wallet: .weChatPay)
        for (store, fee) in [("0101", 7_000), ("0101", 7_000), ("0102", Int64(6_000))] {
            let till = try await shop.till("01", store: store)
            let (_, number) = try await till.sold(Fixture.syrup)
            try source.add(try shop.weChatPay.proof(of: number), fee: fee)
        }
        let statement = try yesterday
        _ = try await Reconciler(driver: try shop.process.driver).run(
            source, account: statement.account, day: statement.day, how: .fetched)
    }

    private func entry(
        _ fen: Int64, _ reference: String = "BANK1", on date: String = "2019-10-31",
        days: [String] = ["2019-10-31"]
    ) throws -> SettlementEntry {
        SettlementEntry(
            receivedOn: try BusinessDate(iso: date), amount: Money(fen: fen),
            wallet: .weChatPay, account: SettlementTests.account, reference: reference,
            days: try days.map { try BusinessDate(iso: $0) })
    }

    private func record(_ entries: SettlementEntry..., in shop: Shop) async throws -> Int {
        let finance = try await shop.till(by: "1900").session
        return try await shop.process.counter.recordSettlements(
            entries.map { (nil, $0) }, by: finance)
    }

    /// What stands at the bank and in clearing, by store.
    private func balances(_ shop: Shop) async throws -> [[Int64]] {
        try await shop.read { transaction in
            try ["0101", "0102"].map { store in
                let balance = try LedgerTable.trialBalance(
                    store: StoreID(store), in: transaction)
                #expect(try balance.sum() == .zero)
                return [balance[.bank].fen, balance[.clearing(wallet: "wechat")].fen]
            }
        }
    }

    private func state(_ shop: Shop) async throws -> SettlementState {
        let finance = try await shop.till(by: "1900").session
        return try await shop.process.counter.settlementDay(of: try yesterday, by: finance)
            .line.state
    }

    private func cases(_ shop: Shop) async throws -> [String] {
        try await shop.read { transaction in
            try transaction.rows(
                """
                SELECT cause, state, amount_fen FROM payment_case WHERE cause LIKE 'settlement-%'
                ORDER BY opened_at_us, case_id
                """, []
            ).map {
                "\(try $0.text("cause")) \(try $0.text("state")) \(try $0.integer("amount_fen"))"
            }
        }
    }

    private static let usual = Fixture.usual.fen
    private static var whole: Int64 { 3 * usual - 2 }

    @Test("What came to the fen is booked by store, once, and the day is settled")
    func whole() async throws {
        try await withShop { shop in
            try await stated(shop)
            let usual = SettlementTests.usual
            #expect(try await state(shop) == .open)
            #expect(try await balances(shop) == [[0, 2 * usual - 1], [0, usual - 1]])
            #expect(try await record(try entry(SettlementTests.whole), in: shop) == 1)
            #expect(try await balances(shop) == [[2 * usual - 1, 0], [usual - 1, 0]])
            #expect(try await record(try entry(SettlementTests.whole), in: shop) == 0)
            #expect(try await balances(shop) == [[2 * usual - 1, 0], [usual - 1, 0]])
            #expect(try await state(shop) == .settled)
            #expect(try await cases(shop).isEmpty)
            // The statement once more changes nothing.
            _ = try await Reconciler(driver: try shop.process.driver).again(try yesterday)
            #expect(try await state(shop) == .settled)
        }
    }

    @Test("Short and over are breaks with a case each, which end when it is all there")
    func differs() async throws {
        try await withShop { shop in
            try await stated(shop)
            let whole = SettlementTests.whole
            _ = try await record(try entry(whole - 100), in: shop)
            #expect(try await state(shop) == .short)
            #expect(try await cases(shop) == ["settlement-short open 100"])
            let bank = try await balances(shop).map { $0[0] }.reduce(0, +)
            #expect(bank == whole - 100)
            shop.clock.advance(by: .seconds(1))
            _ = try await record(try entry(150, "BANK2"), in: shop)
            #expect(try await state(shop) == .over)
            #expect(
                try await cases(shop)
                    == ["settlement-short closed 100", "settlement-over open -50"])
            shop.clock.advance(by: .seconds(1))
            let finance = try await shop.till(by: "1900").session
            let counter = try shop.process.counter
            try await counter.reverseSettlement("BANK2", reason: "记错", by: finance)
            #expect(try await state(shop) == .short)
            #expect(try await balances(shop).map { $0[0] }.reduce(0, +) == whole - 100)
            await #expect(throws: OperatorNotice.settlementRefused(.alreadyReversed)) {
                try await counter.reverseSettlement("BANK2", reason: "记错", by: finance)
            }
            shop.clock.advance(by: .seconds(1))
            // Recorded anew under the same reference, with the right amount.
            #expect(try await record(try entry(100, "BANK2"), in: shop) == 1)
            #expect(try await state(shop) == .settled)
            #expect(try await cases(shop).allSatisfy { $0.contains("closed") })
            let records = try await shop.read {
                try SettlementTable.records(under: "BANK2", in: $0)
            }
            #expect(records.map(\.amount.fen) == [150, -150, 100])
            #expect(records.map(\.isReversal) == [false, true, false])
        }
    }

    @Test("What has not come in time is late, once, and ends when it comes")
    func late() async throws {
        try await withShop { shop in
            try await stated(shop)
            let rounds = StatementRounds(driver: try shop.process.driver, accounts: [])
            shop.clock.advance(by: .days(4))
            await rounds.round()
            #expect(try await cases(shop).isEmpty)
            shop.clock.advance(by: .days(1))
            for _ in 0..<2 { await rounds.round() }
            #expect(try await cases(shop) == ["settlement-late open \(SettlementTests.whole)"])
            _ = try await record(
                try entry(SettlementTests.whole, on: "2019-11-05"), in: shop)
            #expect(try await cases(shop) == ["settlement-late closed \(SettlementTests.whole)"])
        }
    }

    @Test("All lines of a file or none, and what is refused changes nothing")
    func refused() async throws {
        try await withShop { shop in
            try await stated(shop)
            let counter = try shop.process.counter
            let finance = try await shop.till(by: "1900").session
            let good = try entry(SettlementTests.whole)
            let refused: [(SettlementEntry, SettlementRefusal)] = [
                (try entry(0), .badAmount), (try entry(1, ""), .badReference),
                (try entry(1, String(repeating: "9", count: 65)), .badReference),
                (try entry(1, "a\u{7}"), .badReference), (try entry(1, days: []), .badDays),
                (try entry(1, on: "2019-11-01"), .inFuture),
                (
                    try entry(1, "BANK9", days: ["2019-10-30"]),
                    .dayWithoutStatement(try BusinessDate(iso: "2019-10-30"))
                ),
                (try entry(1), .referenceTaken("BANK1")),
            ]
            for (bad, refusal) in refused {
                await #expect(throws: OperatorNotice.settlementRefused(.line(3, refusal))) {
                    try await counter.recordSettlements([(2, good), (3, bad)], by: finance)
                }
            }
            #expect(try await shop.count("settlement") == 0)
            #expect(try await shop.count("settlement_day") == 0)
            for staff in ["1007", "1001", "1800"] {
                let other = try await shop.till(by: staff).session
                await #expect(throws: OperatorNotice.overrideRefused) {
                    try await counter.recordSettlements([(nil, good)], by: other)
                }
                await #expect(throws: OperatorNotice.overrideRefused) {
                    try await counter.reverseSettlement("BANK1", reason: "x", by: other)
                }
            }
            _ = try await record(good, in: shop)
            for reason in ["", " \n", String(repeating: "长", count: 201)] {
                await #expect(throws: OperatorNotice.settlementRefused(.needsReason)) {
                    try await counter.reverseSettlement("BANK1", reason: reason, by: finance)
                }
            }
            await #expect(throws: OperatorNotice.notFoundHere(what: "x")) {
                try await counter.reverseSettlement("x", reason: "x", by: finance)
            }
        }
    }

    /// A statement of lines that were never here: what each store got or gave back.
    private func believe(_ lines: [(store: String, fen: Int64)], in shop: Shop) async throws {
        var source = MadeStatement(wallet: .weChatPay)
        for (place, line) in lines.enumerated() {
            let money = Money(fen: abs(line.fen))
            let isRefund = line.fen < 0
            source.rows.append(
                StatementRow(
                    line: place + 2, kind: isRefund ? .refund : .payment,
                    orderNumber: "20191031120000\(line.store)020000000\(place)",
                    tradeNumber: "42\(place)", refundNumber: isRefund ? "R\(place)" : nil,
                    channelRefundNumber: isRefund ? "50\(place)" : nil,
                    orderAmount: isRefund ? .zero : money, settledAmount: isRefund ? .zero : money,
                    refundAmount: isRefund ? money : .zero,
                    settledRefundAmount: isRefund ? money : .zero, at: afternoon, account: "",
                    state: .succeeded))
        }
        let statement = try yesterday
        _ = try await Reconciler(driver: try shop.process.driver).run(
            source, account: statement.account, day: statement.day, how: .fetched)
    }

    private func bank(_ shop: Shop) async throws -> [Int64] {
        try await balances(shop).map { $0[0] }
    }

    @Test("What comes in parts ends at each store with what it is owed, and goes back as it came")
    func parts() async throws {
        try await withShop { shop in
            let finance = try await shop.till(by: "1900").session
            let counter = try shop.process.counter
            try await believe([("0101", 120), ("0102", -20)], in: shop)
            _ = try await record(try entry(50), in: shop)
            #expect(try await bank(shop) == [50, 0])
            _ = try await record(try entry(50, "BANK2"), in: shop)
            #expect(try await bank(shop) == [120, -20])
            #expect(try await state(shop) == .settled)
            try await counter.reverseSettlement("BANK1", reason: "记错", by: finance)
            #expect(try await bank(shop) == [70, -20])
            _ = try await record(try entry(50), in: shop)
            #expect(try await bank(shop) == [120, -20])
            try await counter.reverseSettlement("BANK2", reason: "记错", by: finance)
            #expect(try await bank(shop) == [50, 0])
            // The statement comes anew, and the rest goes where it is missing now.
            try await believe([("0101", 10), ("0102", 41)], in: shop)
            _ = try await record(try entry(1, "BANK3"), in: shop)
            #expect(try await bank(shop) == [10, 41])
        }
    }

    @Test("Stores that are owed alike keep no fen of each other's")
    func alike() async throws {
        try await withShop { shop in
            try await believe([("0101", 1), ("0102", 1)], in: shop)
            for (reference, expected) in [("BANK1", [Int64(1), 0]), ("BANK2", [1, 1])] {
                _ = try await record(try entry(1, reference), in: shop)
                #expect(try await bank(shop) == expected)
            }
        }
    }

    @Test("A case that a person has closed does not stand for another difference")
    func differsAnew() async throws {
        try await withShop { shop in
            func next(_ fen: Int64) async throws -> [String] {
                shop.clock.advance(by: .seconds(1))
                try await believe([("0101", fen)], in: shop)
                return try await cases(shop)
            }
            try await believe([("0101", 1_000)], in: shop)
            _ = try await record(try entry(900), in: shop)
            #expect(try await cases(shop) == ["settlement-short open 100"])
            _ = try await shop.write { transaction in
                try transaction.execute(
                    """
                    UPDATE payment_case SET state = 'closed', closed_at_us = 1,
                        closed_how = 'accepted by 1900: seen' WHERE cause = 'settlement-short'
                    """, [])
            }
            // The same once more is what was looked into.
            #expect(try await next(1_000) == ["settlement-short closed 100"])
            let one = ["settlement-short closed 100", "settlement-short open 130"]
            #expect(try await next(1_030) == one)
            #expect(try await next(1_030) == one)
            let two = [one[0], "settlement-short closed 130", "settlement-short open 110"]
            #expect(try await next(1_010) == two)
            // What ended by itself comes again.
            let three =
                Array(two.dropLast()) + [
                    "settlement-short closed 110", "settlement-short open 130",
                ]
            #expect(try await next(1_030) == three)
        }
    }

    @Test("What no store of ours made is in the bank's sum, and named on the day's page")
    func nobodys() async throws {
        try await withShop { shop in
            var source = MadeStatement(wallet: .weChatPay)
            let (_, number) = try await shop.till().sold(Fixture.syrup)
            try source.add(try shop.weChatPay.proof(of: number))
            source.rows.append(
                StatementRow(
                    line: 9, kind: .payment, orderNumber: "strange-number0101",
                    tradeNumber: "1",
                    orderAmount: Money(fen: 70), settledAmount: Money(fen: 70), at: afternoon,
                    account: "", state: .succeeded))
            let statement = try yesterday
            _ = try await Reconciler(driver: try shop.process.driver).run(
                source, account: statement.account, day: statement.day, how: .fetched)
            let finance = try await shop.till(by: "1900").session
            let counter = try shop.process.counter
            let day = try await counter.settlementDay(of: statement, by: finance)
            #expect(day.shares.map(\.store.digits) == ["0000", "0101"])
            _ = try await record(try entry(SettlementTests.usual + 70), in: shop)
            #expect(try await balances(shop)[0] == [SettlementTests.usual + 70, -70])
            let lines = try await counter.statementLines(of: statement, after: "", by: finance)
            #expect(lines.rows.count == 2 && lines.next == nil)
        }
    }
}
