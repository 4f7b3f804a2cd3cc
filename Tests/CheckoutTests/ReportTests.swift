// The daily report: one figure for all scanned payments, who may read what, and a signature that later
// facts do not reach.

import Checkout
import Ledger
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct ReportTests {
    @Test("R12 R29 聚合支付 is 41 and 42 together, less what goes back to wallets; the day adds up")
    func oneFigure() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold(quantity: 3)
            try await till.giveBack(sale, [pieces(1)])
            try await till.sold(Fixture.syrup, by: .alipay)
            let number = try orderNumber()
            shop.alipay.customerPaid(number.digits, Fixture.usual)
            let found = try await till.ringUp()
            try await till.supplement(found, number.digits)
            try await till.complete(found)
            let inCash = try await till.ringUp(Fixture.plaster)
            try await till.cash(inCash, Money(fen: 2_000))
            try await till.complete(inCash)
            let report = try await day(shop, till)
            let figures = report.figures
            #expect(figures.salesCount == 4)
            #expect(figures.scanned.fen == 3_600 + 2 * Fixture.usual.fen)
            #expect(figures.scannedBack.fen == 1_200)
            #expect(try figures.aggregated.fen == 2_400 + 2 * Fixture.usual.fen)
            #expect(try figures.cash.fen == 1_200)
            #expect(figures.cashReceived.fen == 2_000 && figures.change.fen == 800)
            #expect(try figures.net == figures.cash.adding(figures.aggregated))
            #expect((report.supplements.count, report.supplements.amount) == (1, Fixture.usual))
            #expect(report.sales.filter(\.isSupplemented).map(\.sale) == [found])
            #expect(report.returns.map(\.amount.fen) == [1_200])
            #expect(report.doubt.isEmpty && report.refundsDue.isEmpty && report.open.count == 0)
            let date = report.date
            let finance = try await shop.till(by: "1900").session
            let chain = try await counter(shop).chainReport(from: date, to: date, by: finance)
            let byWallet = chain.wallets.reduce(0) { $0 + $1.amount.fen }
            #expect(byWallet == figures.scanned.fen, "the wallets add up to the one figure")
            #expect(Set(chain.wallets.map(\.name)) == ["wechat", "alipay"])
            #expect(chain.total == figures)
        }
    }

    @Test("R35 cash after a scan is listed: on the same sale, and on a new one of the same goods")
    func cashAfterScan() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let counter = try counter(shop)
            let date = try await day(shop, till).date
            let finance = try await shop.till(by: "1900").session
            func listed() async throws -> [CashAfterScan] {
                try await counter.cashAfterScan(from: date, to: date, by: finance)
            }
            // Scanned and posted; scanned in part and the rest in cash; cash alone: nothing to list.
            try await till.sold()
            let plain = try await till.ringUp(Fixture.plaster)
            try await till.cash(plain, Money(fen: 2_000))
            try await till.complete(plain)
            #expect(try await listed().isEmpty)

            // A manager took cash over a scan in doubt.
            let over = try await till.ringUp()
            shop.weChatPay.next(.lost(.connectionLost))
            let scanned = try await till.pay(over)
            try await till.cash(over, Money(fen: 7_000), override: .manager())
            try await till.complete(over)
            #expect(try await listed().map(\.sale) == [over])
            #expect(try await listed().map(\.number) == [scanned.digits])
            #expect(try await listed().first?.approvedBy == "李店长")
            #expect(try await listed().first?.isNewSale == false)
            try await shop.pass(.minutes(3), lookingEvery: .seconds(1))

            // The obvious way round: held in doubt, and the same goods rung up anew for cash.
            let held = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            shop.weChatPay.silence(.connectionLost)
            let debited = try await till.pay(held)
            try await till.perform(.suspend(sale: held, note: ""))
            try await shop.pass(.minutes(1), lookingEvery: .seconds(1))
            let anew = try await till.ringUp()
            try await till.cash(anew, Money(fen: 7_000))
            try await till.complete(anew)
            // Other goods of another amount are another customer's.
            let other = try await till.ringUp(Fixture.plaster)
            try await till.cash(other, Money(fen: 2_000))
            try await till.complete(other)
            let last = try #require(try await listed().last)
            #expect(try await listed().count == 2)
            #expect((last.sale, last.number, last.isNewSale) == (anew, debited.digits, true))
            shop.weChatPay.silence(nil)
            try await shop.pass(.minutes(1), lookingEvery: .seconds(1))
            // Posted by itself since: the customer has paid twice.
            #expect(try await till.receipt(held) != nil)
            #expect(try await listed().map(\.state).last == "succeeded")
            #expect(try await listed().count == 2)
        }
    }

    @Test("R35 after half an hour a scan is another customer's")
    func cashMuchLater() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let finance = try await shop.till(by: "1900").session
            for minutes in [29, 31] {
                let sale = try await till.ringUp()
                shop.weChatPay.next(.declines(.notEnoughMoney))
                try await till.pay(sale)
                try await shop.pass(.minutes(Int64(minutes)), lookingEvery: .minutes(1))
                try await till.cash(sale, Money(fen: 7_000))
                try await till.complete(sale)
            }
            let date = try await day(shop, till).date
            let found = try await counter(shop).cashAfterScan(from: date, to: date, by: finance)
            #expect(found.map(\.state) == ["declined"])
        }
    }

    @Test("A balance is the sum of its entries, page by page, each once")
    func accountEntries() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            for _ in 0..<60 { try await till.sold() }
            try await till.sold(by: .alipay)
            let finance = try await shop.till(by: "1900").session
            let counter = try counter(shop)
            let date = try await day(shop, till).date
            for (account, count) in [
                (Account.clearing(wallet: "wechat"), 60), (.doubt, 122),
                (.clearing(wallet: "alipay"), 1), (.fees, 0),
            ] {
                var (seen, sum) = (Set<String>(), Int64(0))
                var cursor: AccountEntryCursor?
                while true {
                    let report = try await counter.accountReport(
                        account, of: till.session.store, from: date, to: date, after: cursor,
                        by: finance)
                    for entry in report.entries {
                        seen.insert("\(entry.fact) \(entry.subject) \(entry.line)")
                        sum += (entry.debit == account ? 1 : -1) * entry.amount.fen
                    }
                    guard report.hasMore, let last = report.entries.last else { break }
                    cursor = AccountEntryCursor(last)
                }
                let balance = try await shop.read { try LedgerTable.trialBalance(in: $0) }
                #expect(seen.count == count, "\(account.name)")
                #expect(sum == balance[account].fen, "\(account.name)")
            }
        }
    }

    @Test("How long 补单 took counts from the scan, or from the debit where no till had scanned")
    func supplements() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            #expect(try await day(shop, till).supplements.median == nil)
            try await till.sold()
            for (serial, wait) in [(UInt32(1), Int64(10)), (2, 200), (3, 90), (4, 300)] {
                let number = try orderNumber(serial: serial)
                shop.alipay.customerPaid(number.digits, Fixture.usual)
                let found = try await till.ringUp()
                shop.clock.advance(by: .seconds(wait))
                try await till.supplement(found, number.digits)
                try await till.complete(found)
            }
            var found = try await day(shop, till).supplements
            #expect(found.median == .seconds(90), "the lower one of the two in the middle")
            #expect((found.count, found.share(of: 5)) == (4, 8_000))
            // Scanned here, unheard of, and found 34 seconds later.
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await till.pay(sale)
            shop.clock.advance(by: .seconds(34))
            try await till.supplement(sale, number.digits)
            try await till.complete(sale)
            found = try await day(shop, till).supplements
            #expect((found.count, found.median) == (5, .seconds(90)))
            let date = try await day(shop, till).date
            let times = try await shop.process.database.read { transaction in
                try ReportTable.recoveries(of: .chain, from: date, to: date, in: transaction)
            }
            #expect(times.map(\.wholeSeconds) == [10, 34, 90, 200, 300])
            let finance = try await shop.till(by: "1900").session
            let chain = try await counter(shop).chainReport(from: date, to: date, by: finance)
            #expect(chain.methods.map(\.name) == ["41", "42"])
            #expect(
                chain.methods.reduce(0) { $0 + $1.amount.fen }
                    == chain.wallets.reduce(0) { $0 + $1.amount.fen })
            #expect(chain.dates.map(\.date) == [date])
            #expect(chain.dates[0].figures == chain.total)
        }
    }

    @Test("A day is compared with the day before and the same day of the week before")
    func compared() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.sold()
            let report = try await day(shop, till)
            let finance = try await shop.till(by: "1900").session
            let (counter, store) = (try counter(shop), till.session.store)
            #expect(report.compared.map(\.figures) == [DayFigures(), DayFigures()])
            var date = report.date
            for after in 1...8 {
                date = try date.next()
                let later = try await counter.dayReport(of: store, on: date, by: finance)
                let chain = try await counter.chainReport(from: date, to: date, by: finance)
                for compared in [later.compared, chain.compared] {
                    #expect(compared.map(\.which) == [.dayBefore, .weekBefore])
                    #expect((compared[0].figures == report.figures) == (after == 1))
                    #expect((compared[1].figures == report.figures) == (after == 7))
                    let amounts = after == 7 ? [Money(fen: 1_200)] : []
                    #expect(compared[1].hours.map(\.amount) == amounts)
                    #expect(compared[0].date == (try date.previous()))
                }
            }
            let first = try BusinessDate(iso: "2000-01-03")
            let early = try await counter.dayReport(of: store, on: first, by: finance)
            #expect(early.compared.map(\.which) == [.dayBefore])
            let month = try await counter.chainReport(from: report.date, to: date, by: finance)
            #expect(month.compared.isEmpty)
        }
    }

    @Test("A signed day never changes; what comes later is booked into the next")
    func signed() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.sold()
            let late = try await till.ringUp()
            try await till.pay(late)
            let before = try await day(shop, till)
            let manager = try await shop.till(by: "1001").session
            let counter = try counter(shop)
            let store = till.session.store
            let signed = try await counter.signDay(
                store, before.date, counted: Money(fen: 100), by: manager)
            #expect(signed.aggregated == (try before.figures.aggregated))
            // Paid before, posted after.
            try await till.complete(late)
            let after = try await counter.dayReport(of: store, on: before.date, by: manager)
            #expect(after.figures == before.figures)
            #expect(after.signed == signed)
            let next = try await counter.dayReport(
                of: store, on: before.date.next(), by: manager)
            #expect(next.figures.scanned == Fixture.usual)
            #expect(next.sales.map(\.sale) == [late])
            let again = try await counter.signDay(
                store, before.date, counted: nil, by: manager)
            #expect(again == signed, "the first signature stays")
            let balance = try await shop.read { try LedgerTable.trialBalance(in: $0) }
            #expect(balance[.overShort].fen == -100 && balance[.drawer].fen == 100)
            #expect(after.doubt.map(\.amount.fen) == [-Fixture.usual.fen], "paid, not posted")
            #expect(next.doubt.isEmpty)
        }
    }

    @Test("A day to come cannot be signed, nor a day of another store, nor by another person")
    func whoSigns() async throws {
        try await withShop { shop in
            let counter = try counter(shop)
            let store = try StoreID("0101")
            let today = try await counter.today(of: store)
            let manager = try await shop.till(by: "1001").session
            await #expect(throws: OperatorNotice.unreadable(field: "date")) {
                try await counter.signDay(store, today.next(), counted: nil, by: manager)
            }
            for staff in ["1007", "1101", "1900"] {
                let other = try await shop.till(by: staff).session
                await #expect(throws: OperatorNotice.overrideRefused, "\(staff)") {
                    try await counter.signDay(store, today, counted: nil, by: other)
                }
            }
        }
    }

    @Test("A manager reads the own store alone, those above all of them, others nothing")
    func whoReads() async throws {
        try await withShop { shop in
            let counter = try counter(shop)
            for (staff, store, mayReadStore, mayReadChain) in [
                ("1007", "0101", false, false), ("1001", "0101", true, false),
                ("1001", "0102", false, false), ("1101", "0102", true, false),
                ("1900", "0101", true, true),
            ] {
                let session = try await shop.till(by: staff).session
                let id = try StoreID(store)
                let date = try await counter.today(of: id)
                let isRead = await allowed {
                    _ = try await counter.dayReport(of: id, on: date, by: session)
                }
                #expect(isRead == mayReadStore, "\(staff) \(store)")
                let isMonthRead = await allowed {
                    _ = try await counter.storeReport(of: id, from: date, to: date, by: session)
                }
                #expect(isMonthRead == mayReadStore, "\(staff) \(store)")
                let isChainRead = await allowed {
                    _ = try await counter.chainReport(from: date, to: date, by: session)
                    _ = try await counter.balanceReport(of: id, until: date, by: session)
                }
                #expect(isChainRead == mayReadChain, "\(staff)")
            }
        }
    }

    private func allowed(_ body: () async throws -> Void) async -> Bool {
        do {
            try await body()
            return true
        } catch {
            #expect(error as? OperatorNotice == .overrideRefused)
            return false
        }
    }

    private func counter(_ shop: Shop) throws -> Counter { try shop.process.counter }

    private func day(_ shop: Shop, _ till: Till) async throws -> DayReport {
        let finance = try await shop.till(by: "1900").session
        let store = till.session.store
        let counter = try counter(shop)
        return try await counter.dayReport(
            of: store, on: counter.today(of: store), by: finance)
    }
}
