// Accounts, balances and shifts of a store that has moved: for an area manager its days in the own area.

import Checkout
import Ledger
import Persistence
import Retail
import Testing

@Suite struct OwnDaysTests {
    @Test("Of a store that was another's in between, neither account nor balance has those days")
    func between() async throws {
        try await withShop { shop in
            let (counter, finance) = try await shop.areas()
            let area = try await shop.till(by: "1800").session
            let store = try StoreID("0101")
            let clearing = Account.clearing(wallet: "wechat")
            var dates: [BusinessDate] = []
            for place in [Int64(1), 2, 1, 2] {
                try await shop.move("0101", to: place)
                dates.append(try await counter.today(of: store))
                try await shop.till().sold(Fixture.syrup)
                shop.clock.advance(by: .hours(24))
            }
            func told(_ first: Int, _ last: Int, _ session: Session) async throws -> [String] {
                try await counter.accountReport(
                    clearing, of: store, from: dates[first], to: dates[last], after: nil,
                    by: session
                ).entries.map(\.date)
            }
            let isos = dates.map(\.iso)
            #expect(try await told(0, 2, area) == [isos[2], isos[0]])
            #expect(try await told(0, 3, area) == [isos[2], isos[0]])
            #expect(try await told(0, 3, finance) == isos.reversed())
            await #expect(throws: OperatorNotice.overrideRefused) { _ = try await told(1, 1, area) }
            for (until, count) in [(0, Int64(1)), (1, 1), (2, 2), (3, 2)] {
                let report = try await counter.balanceReport(
                    of: store, until: dates[until], by: area)
                #expect(report.isOfOwnDays, "\(until)")
                #expect(report.balance[clearing].fen == count * Fixture.usual.fen, "\(until)")
            }
            let whole = try await counter.balanceReport(of: store, until: dates[3], by: finance)
            #expect(!whole.isOfOwnDays && whole.balance[clearing].fen == 4 * Fixture.usual.fen)
        }
    }

    @Test("An open shift is told to who looks after the store today")
    func openShift() async throws {
        try await withShop { shop in
            let (counter, finance) = try await shop.areas()
            let area = try await shop.till(by: "1800").session
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.cash(sale, Fixture.usual)
            try await till.complete(sale)
            let first = try await counter.today(of: till.session.store)
            let last = try first.next()
            func shifts(_ session: Session) async throws -> Int {
                try await counter.shiftReport(
                    of: till.session.store, from: first, to: last, by: session
                ).shifts.count
            }
            #expect(try await shifts(area) == 1)
            try await shop.move("0101", to: 2, inDays: 1)
            shop.clock.advance(by: .hours(24))
            #expect(try await shifts(area) == 0)
            #expect(try await shifts(finance) == 1)
        }
    }
}
