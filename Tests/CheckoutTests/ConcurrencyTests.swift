// Real tasks at the same moment, a thousand rounds: two windows, two tills, one key. Exactly one
// wins, the others get the same answer or a refusal, and the auditor finds nothing.

import Checkout
import DatabaseForTests
import Ledger
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct ConcurrencyTests {
    private static let rounds = 200

    @Test("R20 P2 two windows press F9 at once: one posting, one receipt, both get good news")
    func twoF9() async throws {
        try await withShop { shop in
            let windows = try await [shop.till(), shop.till(by: "1012")]
            for round in 0..<ConcurrencyTests.rounds {
                let sale = try await windows[0].ringUp()
                try await windows[0].cash(sale, Fixture.usual)
                let key = round.isMultiple(of: 2) ? "f9-\(round)" : nil
                let answers = await together(windows) { try await $0.complete(sale, key: key) }
                #expect(answers.map(\.outcome) == [ActOutcome(sale: sale), ActOutcome(sale: sale)])
            }
            #expect(try await shop.count("print_job") == Int64(ConcurrencyTests.rounds))
        }
    }

    @Test("R19 P2 two windows begin a payment at once: one attempt, one debit")
    func twoScans() async throws {
        try await withShop { shop in
            let windows = try await [shop.till(), shop.till(by: "1012")]
            for round in 0..<ConcurrencyTests.rounds {
                let sale = try await windows[0].ringUp()
                let isSameKey = round.isMultiple(of: 2)
                let code = PaymentCode.test(.weChatPay, UInt32(round))
                let act = Act.beginPayment(
                    sale: sale, code: code, amount: nil, isNotIdentityCard: false)
                let answers = await together(windows) { till in
                    try await till.perform(
                        act, key: isSameKey ? "scan-\(round)" : "\(till.session.staff.id)-\(round)")
                }
                #expect(answers.count { $0.outcome != nil } == (isSameKey ? 2 : 1))
                #expect(answers.compactMap(\.notice) == (isSameKey ? [] : [.attemptOpen]))
                try await shop.settle()
                #expect(try await windows[0].attempts(of: sale).count == 1)
                try await windows[0].complete(sale)
            }
            #expect(shop.weChatPay.orders.count == ConcurrencyTests.rounds)
        }
    }

    @Test(
        "R26 P2 one number scanned for 42 at two tills at once: one claim, the other hears where"
    )
    func oneNumberTwoTills() async throws {
        try await withShop { shop in
            let tills = try await [shop.till("01"), shop.till("02")]
            for round in 0..<ConcurrencyTests.rounds {
                let sales = [try await tills[0].ringUp(), try await tills[1].ringUp()]
                let number = try orderNumber(serial: UInt32(round))
                let order = shop.alipay.customerPaid(number.digits, Fixture.usual)
                // One scans the lower number of the bill, the other the upper.
                let entries = [
                    number.digits, round.isMultiple(of: 2) ? number.digits : order.tradeNumber,
                ]
                let answers = await together([0, 1]) { index in
                    try await tills[index].supplement(sales[index], entries[index])
                }
                let winner = answers[0].outcome == nil ? 1 : 0
                #expect(answers[winner].outcome?.sale == sales[winner])
                #expect(
                    answers[1 - winner].notice
                        == .numberOfOpenSale(here: true, register: winner == 0 ? "01" : "02"))
                try await tills[winner].complete(sales[winner])
                try await tills[1 - winner].perform(.voidSale(sale: sales[1 - winner]))
            }
            #expect(try await shop.count("claim") == Int64(ConcurrencyTests.rounds))
        }
    }

    @Test("P2 the same key at once: one line, one payment by 42, and the same answer for both")
    func sameKey() async throws {
        try await withShop { shop in
            let windows = try await [shop.till(), shop.till(by: "1012")]
            for round in 0..<ConcurrencyTests.rounds {
                let add = Act.addLine(sale: nil, entry: Fixture.syrup, quantity: 1)
                let begun = await together(windows) {
                    try await $0.perform(add, key: "add-\(round)")
                }
                #expect(begun[0].outcome != nil)
                #expect(begun[0].outcome == begun[1].outcome)
                let sale = try #require(begun[0].outcome?.sale)
                #expect(try await windows[0].sale(sale).lines.map(\.quantity) == [1])
                let number = try orderNumber(serial: UInt32(round))
                shop.alipay.customerPaid(number.digits, Fixture.usual)
                let found = await together(windows) {
                    try await $0.supplement(sale, number.digits, key: "42-\(round)")
                }
                #expect(found[0].outcome?.sale == sale)
                #expect(found[0].outcome == found[1].outcome)
                try await windows[0].complete(sale)
            }
        }
    }

    @Test("R25 P6 cash and a scan at once: one of them is taken, never both")
    func cashAgainstScan() async throws {
        try await withShop { shop in
            let windows = try await [shop.till(), shop.till(by: "1012")]
            for _ in 0..<(ConcurrencyTests.rounds / 2) {
                let sale = try await windows[0].ringUp()
                let answers = await together([0, 1]) { index in
                    if index == 0 { return try await windows[0].cash(sale, Fixture.usual) }
                    try await windows[1].scan(sale)
                    return ActOutcome(sale: sale)
                }
                #expect(answers.count { $0.outcome != nil } == 1)
                let refusal = answers.compactMap(\.notice)
                #expect(refusal == [.cashWhileInDoubt] || refusal == [.alreadyPaidInFull])
                try await shop.settle()
                try await windows[0].complete(sale)
                #expect(try await windows[0].sale(sale).tenders.count == 1)
            }
        }
    }

    @Test(
        "A sale is in a day's signature or not in the day, whichever of the two comes first",
        .enabled(if: (try? TestEngine.asked()) == .postgres, "one writer at a time"),
        arguments: [true, false])
    func signingAgainstBooking(_ isBookedFirst: Bool) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.cash(sale, Fixture.usual)
            let manager = try await shop.till(by: "1001").session
            let (counter, date) = (try shop.process.counter, try await shop.today().date)
            @Sendable func act(isBooking: Bool) async throws {
                if isBooking {
                    try await till.complete(sale)
                } else {
                    _ = try await counter.signDay(manager.store, date, counted: nil, by: manager)
                }
            }
            let hold = Hold()
            try shop.process.database.holdNextWrite(hold)
            async let first: Void = act(isBooking: isBookedFirst)
            await hold.arrival()
            async let second: Void = act(isBooking: !isBookedFirst)
            // The other one comes to its end meanwhile, or waits for this.
            await hold.release(after: .milliseconds(500))
            _ = try await (first, second)
            let day = try await shop.read { transaction in
                (
                    try ReportTable.days(
                        of: .store(manager.store), from: date, to: date, in: transaction
                    ).first?.figures.net ?? .zero,
                    try SignedDayTable.find(store: manager.store, on: date, in: transaction)?.net
                )
            }
            #expect(day.0 == (isBookedFirst ? Fixture.usual : .zero))
            #expect(day.1 == day.0, "what was signed is what is in the books")
            #expect(try await till.receipt(sale) != nil)
        }
    }

    @Test(
        "An import is in a day's signature or a correction after it",
        .enabled(if: (try? TestEngine.asked()) == .postgres, "one writer at a time"))
    func signingAgainstImport() async throws {
        try await withShop(at: .local("2019-09-26 09:00:00")) { shop in
            let manager = try await shop.till(by: "1001").session
            let (counter, date) = (try shop.process.counter, try BusinessDate(iso: "2019-09-25"))
            let rows = [
                "0101,A-1,2019-09-25,18:30,01,1007,goods,0002,,1,12.00,12.00",
                "0101,A-1,2019-09-25,18:30,01,1007,tender,1,,,,12.00",
            ]
            let hold = Hold()
            try shop.process.database.holdNextWrite(hold)
            async let first = shop.importSales(rows)
            await hold.arrival()
            async let second = counter.signDay(manager.store, date, counted: nil, by: manager)
            await hold.release(after: .milliseconds(500))
            let (imported, signed) = try await (first, second)
            #expect(imported.corrections == 0 && signed.net.fen == 1_200)
        }
    }

    @Test(
        "R07 P2 the sweep, a cashier who asks and one with 42, all at once: one claim, one receipt"
    )
    func everybodyAtOnce() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            for _ in 0..<(ConcurrencyTests.rounds / 2) {
                let sale = try await till.ringUp()
                shop.weChatPay.next(.debitsUnheard(.connectionLost))
                let number = try await till.pay(sale)
                shop.clock.advance(by: .seconds(2))
                let driver = try shop.process.driver
                let answers = await together([0, 1, 2]) { who in
                    switch who {
                    case 0: try await shop.sweep()
                    case 1: await driver.feed(.askRequested, to: number, by: .sweep)
                    default: return try await till.supplement(sale, number.digits)
                    }
                    return ActOutcome(sale: sale)
                }
                if let notice = answers[2].notice {
                    let receipt = try #require(try await till.receipt(sale))
                    #expect(notice == .alreadyPosted(receipt: receipt))
                }
                #expect(try await shop.claim(number) != nil)
                try await till.complete(sale)
                #expect(try await till.receipt(sale) != nil)
            }
        }
    }
}
