// A shift: counts by notes and coins, what should be there, and when it may be given on.

import Retail
import Sales
import Testing

@Suite struct ShiftTests {
    private let cashier = try? StaffID("1007")
    private let next = try? StaffID("1012")
    private static let limit = Money(fen: 1_000)

    private func shift(
        float: Int64 = 20_000, waitingBefore: Int64 = 0, cashFacts: Int64 = 0
    ) throws -> Shift {
        Shift(
            id: ShiftID(store: try StoreID("0101"), register: try RegisterID("01"), no: 3),
            cashier: try #require(cashier), openedAt: Timestamp(microseconds: 0),
            carried: Money(fen: 5_000), waitingBefore: Money(fen: waitingBefore),
            float: Money(fen: float), cashFacts: cashFacts)
    }

    private func handover(
        left: Int64, to other: StaffID? = nil, isApproved: Bool = false
    ) throws -> ShiftHandover {
        let giver = try #require(cashier)
        return ShiftHandover(
            by: giver, to: try other ?? #require(next), left: Money(fen: left),
            approval: isApproved ? Approval(by: try StaffID("1001"), reason: "r") : nil)
    }

    private let later = Timestamp(microseconds: 1)

    @Test(
        "A count is what its notes and coins come to",
        arguments: [
            ([:], 0, ""),
            ([.hundred: 3, .five: 1], 30_500, "10000x3,500x1"),
            (
                [
                    .hundred: 1, .fifty: 1, .twenty: 1, .ten: 1, .five: 1, .one: 1, .half: 1,
                    .tenth: 1,
                ], 18_660, "10000x1,5000x1,2000x1,1000x1,500x1,100x1,50x1,10x1"
            ),
            ([.tenth: 99_999, .half: 0], 999_990, "10x99999"),
        ] as [([Denomination: Int64], Int64, String)])
    func counted(_ pieces: [Denomination: Int64], _ fen: Int64, _ text: String) throws {
        let count = try CashCount(pieces)
        #expect(count.total.fen == fen)
        #expect(count.text == text)
    }

    @Test(
        "Pieces that no drawer holds are refused, never trapped on",
        arguments: [-1, 100_000, Int64.max, Int64.min])
    func unreadable(_ number: Int64) {
        #expect(throws: ShiftRefusal.countUnreadable) { try CashCount([.hundred: number]) }
    }

    @Test(
        "What should be there: the float, what was booked, and what waits beside what did before",
        arguments: [
            (0, 0, 0, 20_000), (6_510, 0, 0, 26_510), (-1_200, 0, 0, 18_800),
            (0, 5_000, 0, 25_000), (0, 0, 5_000, 15_000), (6_510, 5_000, 5_000, 26_510),
        ] as [(Int64, Int64, Int64, Int64)])
    func expected(_ booked: Int64, _ waiting: Int64, _ before: Int64, _ fen: Int64) throws {
        let shift = try shift(waitingBefore: before)
        let expected = try shift.expected(
            booked: Money(fen: booked), waiting: Money(fen: waiting))
        #expect(expected.fen == fen)
    }

    @Test("Sums that do not fit are refused")
    func overflow() throws {
        let shift = try shift()
        #expect(throws: ShiftRefusal.amountOutOfRange) {
            try shift.expected(booked: Money(fen: .max), waiting: .zero)
        }
        let far = ShiftCount(
            no: 1, by: try StaffID("1007"), at: later, count: try CashCount([.one: 1]),
            expected: Money(fen: .min))
        #expect(throws: ShiftRefusal.amountOutOfRange) { try far.difference }
    }

    @Test("A float is put right until the first cash, and never after")
    func float() throws {
        var shift = try shift()
        try shift.setFloat(Money(fen: 30_000), waiting: .zero)
        #expect(shift.float.fen == 30_000)
        #expect(throws: ShiftRefusal.amountOutOfRange) {
            try shift.setFloat(Money(fen: -1), waiting: .zero)
        }
        #expect(throws: ShiftRefusal.amountOutOfRange) {
            try shift.setFloat(Money(fen: Money.saleMax.fen + 1), waiting: .zero)
        }
        #expect(throws: ShiftRefusal.floatFixed) {
            try shift.setFloat(.zero, waiting: Money(fen: 1))
        }
        var sold = try self.shift(cashFacts: 1)
        #expect(throws: ShiftRefusal.floatFixed) { try sold.setFloat(.zero, waiting: .zero) }
        try shift.count(
            CashCount([:]), expecting: .zero, by: #require(cashier), at: later)
        #expect(throws: ShiftRefusal.floatFixed) { try shift.setFloat(.zero, waiting: .zero) }
        #expect(shift.float.fen == 30_000)
    }

    @Test("It is counted once more, not twice; and again when cash has moved since")
    func recount() throws {
        var shift = try shift()
        let (who, should) = (try #require(cashier), Money(fen: 20_000))
        for _ in 1...2 {
            #expect(shift.mayCount(expecting: should))
            try shift.count(CashCount([.hundred: 1]), expecting: should, by: who, at: later)
        }
        #expect(!shift.mayCount(expecting: should))
        #expect(throws: ShiftRefusal.countedTwice) {
            try shift.count(CashCount([.hundred: 2]), expecting: should, by: who, at: later)
        }
        let moved = Money(fen: 26_510)
        for _ in 1...2 {
            try shift.count(CashCount([.hundred: 2]), expecting: moved, by: who, at: later)
        }
        #expect(!shift.mayCount(expecting: moved))
        #expect(shift.counts.map(\.no) == [1, 2, 3, 4])
    }

    @Test("It is not given on uncounted, nor by a count from before the last cash")
    func uncounted() throws {
        var shift = try shift()
        let should = Money(fen: 20_000)
        func close(expecting expected: Money) throws {
            try shift.close(
                try handover(left: 0), expecting: expected, waiting: .zero, limit: Self.limit,
                at: later)
        }
        #expect(throws: ShiftRefusal.notCounted) { try close(expecting: should) }
        try shift.count(
            CashCount([.hundred: 2]), expecting: should, by: #require(cashier), at: later)
        #expect(throws: ShiftRefusal.cashMovedSinceCount) {
            try close(expecting: Money(fen: 20_001))
        }
        try close(expecting: should)
        #expect(throws: ShiftRefusal.notOpen) { try close(expecting: should) }
    }

    @Test(
        "A difference above the limit needs a superior; the limit itself does not",
        arguments: [(1_000, false), (1_010, true), (-1_000, false), (-1_010, true), (0, false)]
            as [(Int64, Bool)])
    func limit(_ difference: Int64, _ needsManager: Bool) throws {
        let pieces: [Denomination: Int64] = [.tenth: (20_000 + difference) / 10]
        for isApproved in [false, true] {
            var shift = try shift()
            let should = Money(fen: 20_000)
            try shift.count(
                CashCount(pieces), expecting: should, by: #require(cashier), at: later)
            let handover = try handover(left: 0, isApproved: isApproved)
            do {
                try shift.close(
                    handover, expecting: should, waiting: .zero, limit: Self.limit, at: later)
                #expect(isApproved || !needsManager)
                guard case .closed(let close) = shift.state else {
                    Issue.record("still open")
                    continue
                }
                #expect(try close.difference.fen == difference)
            } catch {
                #expect(error == .needsManager(Money(fen: difference)))
                #expect(needsManager && !isApproved)
            }
        }
    }

    @Test("No more stays than was counted, and nobody gives a drawer to oneself")
    func whoAndHowMuch() throws {
        var shift = try shift()
        let should = Money(fen: 20_000)
        try shift.count(
            CashCount([.hundred: 2]), expecting: should, by: #require(cashier), at: later)
        for left: Int64 in [20_001, -1] {
            #expect(throws: ShiftRefusal.leftTooMuch(should)) {
                try shift.close(
                    try handover(left: left), expecting: should, waiting: .zero,
                    limit: Self.limit, at: later)
            }
        }
        #expect(throws: ShiftRefusal.nextIsSame) {
            try shift.close(
                try handover(left: 0, to: cashier), expecting: should, waiting: .zero,
                limit: Self.limit, at: later)
        }
        #expect(shift.state == .open)
    }
}
