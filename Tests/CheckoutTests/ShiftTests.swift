// Shifts at a register: they begin by themselves, what is missing is theirs, and what is open goes to
// the next person by name.

import Checkout
import Ledger
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct ShiftTests {
    private func close(_ till: Till, _ no: Int64) async throws -> ShiftClose {
        let id = ShiftID(store: till.session.store, register: till.session.register, no: no)
        let found = try await till.shop.read { try ShiftTable.find(id, in: $0) }
        guard case .closed(let close) = try #require(found).state else {
            throw OperatorNotice.shiftNotOpen
        }
        return close
    }

    @Test(
        "A register sells for cash without anybody having typed a float; the shift is the seller's")
    func byItself() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            #expect(try await till.shift().shift == nil)
            try await till.sold()
            #expect(try await till.shift().shift == nil, "no cash, no drawer")
            try await till.soldForCash()
            let shift = try #require(try await till.shift().shift)
            #expect(shift.id.no == 1 && shift.cashier == till.session.staff.id)
            #expect(shift.float == .zero && shift.cashFacts == 1)
            #expect(try await shop.till("02").shift().shift == nil)
        }
    }

    @Test(
        "Whoever signs in to sell has a shift, whoever only looks has none; it is not begun twice")
    func signingIn() async throws {
        try await withShop { shop in
            let counter = try shop.process.counter
            for (staff, number) in [
                ("1001", nil), ("1900", nil), ("1007", 1), ("1012", 1),
            ] as [(String, Int64?)] {
                let session = try await counter.signIn(
                    StaffID(staff), pin: Fixture.pin(of: staff), store: StoreID("0101"),
                    register: RegisterID("01"), tokenHash: "hash-\(staff)")
                #expect(try await counter.shift(of: session).shift?.id.no == number, "\(staff)")
            }
            #expect(
                try await shop.till().shift().shift?.cashier.digits == "1007",
                "it stays with whoever opened it, until it is given on")
        }
    }

    @Test("Several who sign in at once at a register begin one shift")
    func signingInAtOnce() async throws {
        try await withShop { shop in
            let counter = try shop.process.counter
            try await withThrowingTaskGroup(of: Int64?.self) { group in
                for number in 1...6 {
                    group.addTask {
                        let session = try await counter.signIn(
                            StaffID("1007"), pin: Fixture.pin(of: "1007"), store: StoreID("0101"),
                            register: RegisterID("02"), tokenHash: "hash-\(number)")
                        return try await counter.shift(of: session).shift?.id.no
                    }
                }
                for try await no in group { #expect(no == 1) }
            }
            #expect(try await shop.count("shift") == 1)
        }
    }

    @Test("A shift that counts right leaves its drawer, and the next begins with what was left")
    func right() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.setFloat(20_000)
            let sold = try await till.soldForCash(10_000)
            try await till.giveBack(sold, [pieces(1)], toCash: true)
            try await till.soldForCash()
            // 200.00 + 65.10
            let count = try await till.count([.hundred: 2, .fifty: 1, .ten: 1, .five: 1, .tenth: 1])
            #expect(count.expected.fen == 26_510)
            #expect(try count.difference == .zero)
            try await till.close(left: 15_000)
            #expect(try await close(till, 1).left.fen == 15_000)
            let balance = try await shop.balance()
            #expect(balance[.drawer].fen == 15_000, "the ledger's drawer is the drawer")
            #expect(balance[.safe].fen == -20_000 + 11_510)
            #expect(balance[.overShort] == .zero)

            let next = try await shop.till(by: "1012")
            try await next.soldForCash()
            let shift = try #require(try await next.shift().shift)
            #expect(shift.id.no == 2 && shift.float.fen == 15_000)
            #expect(shift.cashier == next.session.staff.id)
        }
    }

    @Test("R36 cash that really was a scan makes its shift short by exactly that")
    func cashThatWasAScan() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.setFloat(10_000)
            try await till.soldForCash()
            // The customer paid by phone elsewhere; the cashier chose cash, and no cash came.
            try await till.soldForCash()
            let count = try await till.count([.hundred: 1, .fifty: 1, .ten: 1, .five: 1, .tenth: 1])
            #expect(try count.difference == Money(fen: -Fixture.usual.fen))
            await #expect(throws: OperatorNotice.shiftNeedsManager(Money(fen: -6_510))) {
                try await till.close(left: 10_000)
            }
            try await till.close(left: 10_000, override: try .manager(reason: "顾客已扫码，收银员选了现金"))
            let balance = try await shop.balance()
            #expect(balance[.overShort].fen == 6_510, "it stays cash in the books, and is missing")
            let close = try await close(till, 1)
            #expect(close.approval?.by.digits == "1001")
            let report = try await shop.today()
            #expect(try report.shifts.map { try $0.close?.difference.fen } == [-6_510])
        }
    }

    @Test("What should be there is told in counts alone, and a third count is refused")
    func blind() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.soldForCash()
            #expect(try await till.shift().shift?.counts == [])
            try await till.count([.ten: 6])
            var state = try await till.shift()
            #expect(state.isCounted && state.mayCount && !state.needsManager)
            try await till.count([.ten: 5])
            state = try await till.shift()
            #expect(!state.mayCount && state.needsManager)
            #expect(state.shift?.counts.map(\.count.total.fen) == [6_000, 5_000])
            await #expect(throws: OperatorNotice.shiftCountedTwice) {
                try await till.count([.ten: 6, .five: 1, .tenth: 1])
            }
            await #expect(throws: OperatorNotice.shiftFloatFixed) { try await till.setFloat(1) }
        }
    }

    @Test("A count from before the last cash is no count: not after a sale, nor after cash in hand")
    func moved() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.soldForCash()
            let notes: [Denomination: Int64] = [.fifty: 1, .ten: 1, .five: 1, .tenth: 1]
            try await till.count(notes)
            let open = try await till.ringUp()
            try await till.cash(open, Money(fen: 1_000))
            await #expect(throws: OperatorNotice.shiftCashMoved) {
                try await till.close(left: 0)
            }
            // The ten yuan lie in the drawer, and the ledger does not know of them yet.
            let again = try await till.count([.fifty: 1, .ten: 2, .five: 1, .tenth: 1])
            #expect(try again.difference == .zero)
            try await till.close(left: 7_510)
            #expect(try await close(till, 1).waiting.fen == 1_000)

            // The next shift has them in its float, and posts the sale: they count once.
            let next = try await shop.till(by: "1012")
            try await next.cash(open, Money(fen: 5_510))
            try await next.complete(open)
            let last = try await next.count([.hundred: 1, .twenty: 1, .ten: 1, .tenth: 2])
            #expect(try last.difference == .zero)
            try await next.close(to: "1007", left: 13_020)
            #expect(try await shop.balance()[.drawer].fen == 13_020)
        }
    }

    @Test("Both give their PIN, and it is never one person's alone")
    func both() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.setFloat(0)
            try await till.count([:])
            let before = try await shop.count("shift_handover")
            await #expect(throws: OperatorNotice.shiftPINWrong(isNext: false)) {
                try await till.close(left: 0, pin: "0")
            }
            await #expect(throws: OperatorNotice.shiftPINWrong(isNext: true)) {
                try await till.close(left: 0, toPIN: "0")
            }
            await #expect(throws: OperatorNotice.shiftPINWrong(isNext: true), "of another store") {
                try await till.close(to: "1107", left: 0)
            }
            await #expect(throws: OperatorNotice.shiftNextIsSame) {
                try await till.close(to: "1007", left: 0)
            }
            await #expect(throws: OperatorNotice.shiftLeftTooMuch(.zero)) {
                try await till.close(left: 1)
            }
            #expect(try await till.shift().shift?.id.no == 1)
            #expect(try await shop.count("shift_handover") == before)
            try await till.close(left: 0)
            await #expect(throws: OperatorNotice.shiftNotOpen) {
                try await till.close(left: 0, shift: 1)
            }
        }
    }

    @Test("One key closes once and prints one slip, however often it is sent")
    func once() async throws {
        try await withShop(printers: ["0101/01": "127.0.0.1:1"]) { shop in
            let till = try await shop.till()
            try await till.setFloat(10_000)
            try await till.count([.hundred: 1])
            for _ in 1...3 { try await till.close(left: 4_000, shift: 1, key: "close") }
            #expect(try await shop.count("print_job") == 1)
            #expect(try await shop.count("ledger_entry") == 2)
            #expect(try await shop.balance()[.drawer].fen == 4_000)
            try await till.perform(.reprintShiftSlip(shift: 1))
            let now = shop.clock.now
            let jobs = try await shop.read {
                try PrintJobTable.due(at: now, limit: 9, in: $0).map { ($0.paper, $0.copy) }
            }
            #expect(jobs.map(\.0) == [.shiftSlip(1), .shiftSlip(1)])
            #expect(Set(jobs.map(\.1)) == [0, 1])
        }
    }

    @Test(
        "P1 what is open goes to the next person by name, blocks nothing, and is read by them alone"
    )
    func handedOver() async throws {
        try await withShop(printers: ["0101/01": "127.0.0.1:1"]) { shop in
            let till = try await shop.till()
            try await till.sold()
            let held = try await till.ringUp()
            try await till.perform(.suspend(sale: held, note: "取药"))
            let other = try await shop.till("02")
            let theirs = try await other.ringUp()
            try await other.perform(.suspend(sale: theirs, note: "别的款台"))
            let doubted = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.timeout))
            let number = try await till.pay(doubted)
            try await till.setFloat(0)
            try await till.count([:])
            try await till.close(left: 0)

            let next = try await shop.till(by: "1012")
            let given = try await next.shift().given
            #expect(given.map(\.item.kind) == [.sale, .held, .payment, .paper])
            #expect(given.map(\.item.subject).contains(number.digits))
            #expect(Set(given.map(\.by.digits)) == ["1007"])
            #expect(given.first { $0.item.kind == .held }?.item.words == "止咳糖浆 · 取药")
            #expect(try await till.shift().given.isEmpty)
            #expect(try await next.state().handed.count == 4)
            // It goes on by itself meanwhile.
            try await shop.pass(.seconds(5))
            #expect(try await !shop.attempt(number).isOpen)
            try await next.perform(.readHandover)
            #expect(try await next.shift().given.isEmpty)
            #expect(try await next.state().handed.isEmpty)
        }
    }

    /// Whether it was this one that closed the shift.
    private func closes(_ till: Till, _ key: String) async throws -> Bool {
        do {
            try await till.close(left: 6_510, shift: 1, key: key)
            return true
        } catch let notice as OperatorNotice {
            #expect([.shiftNotOpen, .shiftCashMoved].contains(notice))
            return false
        }
    }

    @Test(
        "Two that close at once, and two that sell and close: one shift ends, and its count is true"
    )
    func together() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.soldForCash()
            let notes: [Denomination: Int64] = [.fifty: 1, .ten: 1, .five: 1, .tenth: 1]
            try await till.count(notes)
            let sale = try await till.ringUp(Fixture.plaster)
            async let first = closes(till, "a")
            async let second = closes(till, "b")
            async let sold: Void = till.sellAtOnce(sale)
            let closed = try await [first, second]
            try await sold
            #expect(closed != [true, true])
            if closed == [false, false] {
                // The sale was quicker: the count is stale, and said to be.
                try await till.count([.fifty: 1, .twenty: 1, .five: 1, .one: 2, .tenth: 1])
                try await till.close(left: 7_710)
            }
            #expect(try await shop.balance()[.overShort] == .zero)
        }
    }
}

extension Till {
    fileprivate func sellAtOnce(_ sale: SaleID) async throws {
        try await cash(sale, Money(fen: 1_200))
        try await complete(sale)
    }
}
