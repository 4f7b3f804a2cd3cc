// A day and its shifts: each drawer is over or short once, by its shift's count or by the day's.

import Checkout
import Ledger
import Persistence
import Retail
import Sales
import Testing

@Suite struct ShiftDayTests {
    @Test("A day whose shifts are counted is over or short by their counts, and not once more")
    func dayOfShifts() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.soldForCash()
            try await till.giveDrawer(counting: [.fifty: 1, .ten: 1, .five: 1])
            let report = try await shop.today()
            #expect(report.uncounted.isEmpty && report.shifts.count == 1)
            #expect(try report.overShort?.fen == -10)
            let counter = try shop.process.counter
            let manager = try await shop.till(by: "1001").session
            await #expect(throws: OperatorNotice.shiftCashMoved, "a page from before the count") {
                _ = try await counter.signDay(
                    manager.store, report.date, counted: Money(fen: 6_500),
                    of: [RegisterID("01")], by: manager)
            }
            await #expect(throws: OperatorNotice.shiftCashMoved) {
                _ = try await counter.signDay(
                    manager.store, report.date, counted: Money(fen: 6_500), by: manager)
            }
            let signed = try await counter.signDay(
                manager.store, report.date, counted: nil, by: manager)
            #expect(signed.counted == nil && signed.cash == Fixture.usual)
            #expect(try await shop.balance()[.overShort].fen == 10)
        }
    }

    @Test("What no shift has counted the day's count covers, and ends: neither is booked twice")
    func dayOfBoth() async throws {
        try await withShop { shop in
            let (one, two) = (try await shop.till(), try await shop.till("02"))
            try await one.soldForCash()
            try await one.giveDrawer(counting: [.fifty: 1, .ten: 1, .five: 1])
            try await two.setFloat(30_000)
            try await two.soldForCash()
            let report = try await shop.today()
            #expect(report.uncounted.map(\.digits) == ["02"])
            let counter = try shop.process.counter
            let manager = try await shop.till(by: "1001").session
            // Takings of register 02, one yuan short.
            let signed = try await counter.signDay(
                manager.store, report.date, counted: Money(fen: 6_410), of: report.uncounted,
                by: manager)
            #expect(try signed.counted?.subtracting(signed.cash).fen == -100)
            var balance = try await shop.balance()
            #expect(balance[.overShort].fen == 10 + 100)
            #expect(try await shop.today().overShort?.fen == -110, "as the ledger says, once")
            #expect(try await two.shift().shift == nil, "it was counted, and is over")
            await #expect(throws: OperatorNotice.shiftNotOpen) {
                try await two.perform(.countShift(shift: 1, CashCount([:])))
            }

            // The next shift of that register has the float, and none of the difference.
            try await two.soldForCash()
            let shift = try #require(try await two.shift().shift)
            #expect(shift.id.no == 2 && shift.float.fen == 30_000)
            let count = try await two.count([
                .hundred: 3, .fifty: 1, .ten: 1, .five: 1, .tenth: 1,
            ])
            #expect(try count.difference == .zero)
            try await two.close(left: 30_000)
            balance = try await shop.balance()
            #expect(balance[.overShort].fen == 110)
            let later = try await counter.dayReport(
                of: manager.store, on: report.date.next(), by: manager)
            #expect(later.shifts.map(\.shift.id.register.digits) == ["02"], "a signed day stays")
        }
    }

    @Test(
        "A day that is counted the next morning leaves that morning's cash to whoever counts it next",
        arguments: [false, true])
    func nextMorning(_ isHandedOver: Bool) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.soldForCash()
            let date = try await shop.today().date
            shop.clock.advance(by: .hours(20))
            let plaster = try await till.ringUp(Fixture.plaster)
            try await till.cash(plaster, Money(fen: 1_200))
            try await till.complete(plaster)
            let manager = try await shop.till(by: "1001").session
            let counter = try shop.process.counter
            _ = try await counter.signDay(
                manager.store, date, counted: Fixture.usual, by: manager)
            #expect(try await shop.today().uncounted.map(\.digits) == ["01"])

            try await till.soldForCash()
            #expect(try await till.shift().shift?.float.fen == 1_200)
            let later = try await shop.today().date
            if isHandedOver {
                let count = try await till.count([
                    .fifty: 1, .twenty: 1, .five: 1, .one: 2, .tenth: 1,
                ])
                #expect(try count.difference == .zero)
                try await till.close(left: 0)
                #expect(try await shop.today().uncounted.isEmpty)
                _ = try await counter.signDay(manager.store, later, counted: nil, by: manager)
            } else {
                // Both are takings of the new day, and go with its count.
                _ = try await counter.signDay(
                    manager.store, later, counted: Money(fen: 7_710), by: manager)
                shop.clock.advance(by: .hours(24))
                try await till.soldForCash()
                #expect(try await till.shift().shift?.float == .zero)
            }
            #expect(try await shop.balance()[.overShort] == .zero)
        }
    }

    @Test("A day that is signed uncounted leaves its shifts open, and they book into the next")
    func signedUncounted() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.soldForCash()
            let date = try await shop.today().date
            let manager = try await shop.till(by: "1001").session
            _ = try await (try shop.process).counter.signDay(
                manager.store, date, counted: nil, by: manager)
            try await till.giveDrawer(counting: [.fifty: 1, .ten: 1, .five: 1])
            let booked = try await shop.read { transaction in
                try ShiftReportTable.list(
                    store: StoreID("0101"), from: date.next(), to: date.next(), withOpen: false,
                    limit: 9, in: transaction
                ).map(\.bookedOn)
            }
            #expect(booked == [try date.next().iso])
            #expect(try await shop.balance()[.overShort].fen == 10)
        }
    }

    @Test("A list of shifts that is cut says so, and its total is of all of them", arguments: 1...3)
    func cut(_ limit: Int64) async throws {
        try await withShop { shop in
            for register in ["01", "02"] {
                let till = try await shop.till(register)
                try await till.soldForCash()
                try await till.giveDrawer(counting: [.fifty: 1, .ten: 1, .five: 1])
            }
            let (counter, date) = (try shop.process.counter, try await shop.today().date)
            let finance = try await shop.till(by: "1900").session
            for store in [nil, try StoreID("0101")] {
                let report = try await counter.shiftReport(
                    of: store, from: date, to: date, atMost: limit, by: finance)
                #expect(report.shifts.count == min(2, Int(limit)))
                #expect(report.isCut == (limit == 1) && report.overShort.fen == -20)
            }
            let other = try await counter.shiftReport(
                of: StoreID("0102"), from: date, to: date, atMost: limit, by: finance)
            #expect(!other.isCut && other.overShort == .zero && other.shifts.isEmpty)
        }
    }

    @Test("Of shifts a manager reads the own store's, area managers their stores', finance all")
    func whoReads() async throws {
        try await withShop { shop in
            let counter = try shop.process.counter
            let finance = try await shop.till(by: "1900").session
            try await counter.change(.addRegion(name: "西区"), by: finance)
            try await counter.change(
                .addArea(region: 1, name: "南片", manager: StaffID("1800")), by: finance)
            try await counter.change(
                .move(StoreID("0101"), area: 1, from: BusinessDate(iso: "2019-01-01")),
                by: finance)
            let date = try BusinessDate(iso: "2019-10-31")
            for (staff, store, mayRead) in [
                ("1007", "0101", false), ("1001", "0101", true), ("1001", "0102", false),
                ("1001", nil, false), ("1900", nil, true), ("1900", "0102", true),
                ("1800", nil, false), ("1800", "0101", true), ("1800", "0102", false),
            ] as [(String, String?, Bool)] {
                let session = try await shop.till(by: staff).session
                let id = try store.map(StoreID.init)
                do {
                    _ = try await counter.shiftReport(of: id, from: date, to: date, by: session)
                    #expect(mayRead, "\(staff) \(store ?? "")")
                } catch OperatorNotice.overrideRefused {
                    #expect(!mayRead, "\(staff) \(store ?? "")")
                }
            }
        }
    }
}

extension Shop {
    func balance() async throws -> TrialBalance {
        try await read { try LedgerTable.trialBalance(in: $0) }
    }

    /// Today's report of store 0101, as its manager reads it.
    func today() async throws -> DayReport {
        let manager = try await till(by: "1001").session
        let counter = try process.counter
        return try await counter.dayReport(
            of: manager.store, on: counter.today(of: manager.store), by: manager)
    }
}
