// What a bank received, spread over days and stores: every fen once, whatever came.

import Ledger
import Retail
import Testing

@Suite struct SettlementTests {
    private static func money(_ fen: [Int64]) -> [Money] { fen.map { Money(fen: $0) } }

    @Test(
        "A day is settled, short or over by what came, and late when nothing did in time",
        arguments: [
            (100, 0, 0, 0, SettlementState.open), (100, 0, 0, 4, .open), (100, 0, 0, 5, .late),
            (100, 100, 1, 9, .settled), (100, 99, 1, 0, .short), (100, 101, 1, 0, .over),
            // Reversed: as if it had never come.
            (100, 0, 0, 30, .late), (0, 0, 0, 30, .settled), (-50, 0, 0, 5, .late),
            (-50, -50, 1, 5, .settled), (-50, 0, 1, 5, .over),
        ])
    func states(
        _ net: Int64, _ received: Int64, _ records: Int64, _ age: Int, _ state: SettlementState
    ) {
        #expect(
            SettlementState(
                net: Money(fen: net), received: Money(fen: received), records: records, age: age)
                == state)
        #expect(state.isBreak == ![.open, .settled].contains(state))
    }

    @Test(
        "Over days the oldest is filled first, and the last has what is left",
        arguments: [
            (300, [100, 200], [100, 200]), (250, [100, 200], [100, 150]),
            (50, [100, 200], [50, 0]), (350, [100, 200], [100, 250]), (70, [100], [70]),
            (-30, [100, -30], [0, -30]), (70, [-30, 100], [-30, 100]), (-10, [100], [-10]),
            (0, [], []),
        ] as [(Int64, [Int64], [Int64])])
    func days(_ received: Int64, _ open: [Int64], _ shares: [Int64]) throws {
        let found = try SettlementSharing.days(
            Money(fen: received), open: SettlementTests.money(open))
        #expect(found.map(\.fen) == shares)
        if !open.isEmpty { #expect(found.map(\.fen).reduce(0, +) == received) }
    }

    @Test(
        "Over stores each has its own part, or a share in proportion, to the fen",
        arguments: [
            (300, [100, 200], [100, 200]), (150, [100, 200], [50, 100]),
            (100, [1, 1, 1], [34, 33, 33]), (2, [1, 1, 1], [1, 1, 0]),
            (-100, [1, 3], [-25, -75]), (70, [100, -30], [100, -30]), (50, [100, -30], [50, 0]),
            (10, [0, 0], [10, 0]), (0, [5, 5], [0, 0]), (5, [-1, -1], [5, 0]),
            (.max, [.max - 1, 0], [.max, 0]), (.min + 1, [1, 0], [.min + 1, 0]), (9, [], []),
        ] as [(Int64, [Int64], [Int64])])
    func stores(_ amount: Int64, _ parts: [Int64], _ shares: [Int64]) throws {
        let found = try SettlementSharing.stores(
            Money(fen: amount), of: SettlementTests.money(parts))
        #expect(found.map(\.fen) == shares)
    }

    @Test(
        "By what is open: the rest goes where it is missing, what is too much by what is owed",
        arguments: [
            // The second half of a day whose first went to the one store that is owed.
            (50, [70, -20], [120, -20], [70, -20]), (1, [0, 0, 1], [1, 1, 1], [0, 0, 1]),
            (30, [70, -20], [120, -20], [30, 0]), (10, [0, 0], [1, 3], [3, 7]),
            (-20, [-20, 0], [30, 40], [-20, 0]), (10, [0, 10], [10, 10], [0, 10]),
            (9, [], [], []),
        ] as [(Int64, [Int64], [Int64], [Int64])])
    func open(_ amount: Int64, _ open: [Int64], _ owed: [Int64], _ shares: [Int64]) throws {
        let found = try SettlementSharing.stores(
            Money(fen: amount), of: SettlementTests.money(open),
            owed: SettlementTests.money(owed))
        #expect(found.map(\.fen) == shares)
    }

    @Test("What does not fit is an error and no trap")
    func overflow() {
        #expect(throws: LedgerError.overflow) {
            try SettlementSharing.stores(Money(fen: 1), of: SettlementTests.money([.max, .max]))
        }
        #expect(throws: LedgerError.overflow) {
            try SettlementSharing.days(
                Money(fen: .max), open: SettlementTests.money([.min, 1]))
        }
    }

    @Test("It goes from clearing to the bank, and back below zero", arguments: [500, -500])
    func entries(_ fen: Int64) throws {
        let booked = try BookedFact(
            settled: Money(fen: fen), by: "wechat",
            .settlement(reference: "R", seq: 1, day: BusinessDate(iso: "2026-11-25")),
            store: StoreID("0101"), on: BusinessDate(iso: "2026-11-26"))
        let clearing = Account.clearing(wallet: "wechat")
        #expect(booked.entries.map(\.amount.fen) == [500])
        #expect(booked.entries.map(\.debit) == [fen > 0 ? .bank : clearing])
        #expect(booked.entries.map(\.credit) == [fen > 0 ? clearing : .bank])
        #expect(booked.fact.kind == "settlement" && booked.fact.subject == "R/1/2026-11-25")
    }
}
