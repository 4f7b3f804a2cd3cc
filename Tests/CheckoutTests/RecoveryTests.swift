// What the sweep does with what a process left behind, and with answers that come late or wrong: it
// asks, it reverses, it never pays again (P1 to P4, hard cases 1 to 7 and 12).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct RecoveryTests {
    @Test("P4 killed before the request left: asked about, never sent again, free when it is sure")
    func beforeSend() async throws {
        try await withShop { shop in
            let before = try await shop.till()
            let sale = try await before.ringUp()
            let number = try await before.scan(sale)
            try shop.crash()
            try await shop.restart()
            let till = try await shop.till()
            try await shop.pass(.seconds(5))
            #expect(try await shop.attempt(number).isOpen)
            #expect(try await till.attempts(of: sale).map(\.worker) == ["worker-2"])
            await #expect(throws: OperatorNotice.attemptOpen) { try await till.scan(sale) }
            try await shop.pass(.minutes(3), lookingEvery: .seconds(1))
            #expect(
                try await shop.attempt(number).state
                    == .declined(Decline(kind: .neverArrived, code: "")))
            #expect(shop.weChatPay.asked.isEmpty)
            try await till.pay(sale)
            try await till.complete(sale)
        }
    }

    @Test(
        "R07 P4 killed after the debit, before its answer was stored: posted within five seconds"
    )
    func afterDebit() async throws {
        try await withShop { shop in
            let before = try await shop.till()
            let sale = try await before.ringUp()
            let database = try shop.process.database
            shop.weChatPay.afterWork { _ in database.kill() }
            let number = try await before.scan(sale)
            try await shop.settle()
            shop.weChatPay.afterWork(nil)
            #expect(shop.weChatPay.order(number)?.debits.count == 1)
            try await shop.restart()
            #expect(try await shop.attempt(number).state == .sending)
            try await shop.pass(.seconds(5))
            #expect(try await shop.till().receipt(sale) != nil)
            #expect(shop.weChatPay.asked == [number.digits: 1])
        }
    }

    @Test(
        "P4 killed while reversing, with the reversal done or not: reversed once it is confirmed",
        arguments: [FakeChannel.Reverse.honest, .lost, .doneUnheard])
    func whileReversing(_ fate: FakeChannel.Reverse) async throws {
        try await withShop { shop in
            let before = try await shop.till()
            let sale = try await before.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await before.pay(sale)
            try await before.perform(.takeBack(sale: sale, number))
            let database = try shop.process.database
            shop.weChatPay.next(fate)
            shop.weChatPay.afterWork { call in if call == .reverse { database.kill() } }
            try await shop.pass(.seconds(20))
            shop.weChatPay.afterWork(nil)
            #expect(database.isDead)
            try await shop.restart()
            #expect(
                try await shop.attempt(number).state
                    == .reversing(Reversal(cause: .cashier, progress: .sending)))
            try await shop.pass(.minutes(1), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).state == .reversed(.cashier))
            #expect(shop.weChatPay.order(number)?.kept == 0)
            let till = try await shop.till()
            try await till.pay(sale, .alipay)
            try await till.complete(sale)
        }
    }

    @Test("P4 an outage that ends in a crash leaves many open; all of them are posted, each once")
    func manyOpen() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            shop.weChatPay.silence(.connectionLost)
            var sales: [SaleID] = []
            for _ in 0..<150 {
                let sale = try await till.ringUp()
                shop.weChatPay.next(.debitsUnheard(.connectionLost))
                try await till.pay(sale)
                try await till.perform(.suspend(sale: sale, note: ""))
                sales.append(sale)
            }
            try shop.crash()
            shop.weChatPay.silence(nil)
            try await shop.restart()
            try await shop.pass(.seconds(5))
            let back = try await shop.till()
            for sale in sales { #expect(try await back.receipt(sale) != nil) }
        }
    }

    @Test("P1 still in doubt after five minutes: a case is opened, and closed by the posting")
    func escalated() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.timeout))
            shop.weChatPay.silence(.timeout)
            let number = try await till.pay(sale)
            try await shop.pass(.minutes(6), lookingEvery: .seconds(1))
            #expect(try await shop.cases(number) == ["unresolved-too-long"])
            #expect(shop.weChatPay.reversals == 0, "silence is no reason to give money back")
            shop.weChatPay.silence(nil)
            try await shop.pass(.minutes(1), lookingEvery: .seconds(1))
            #expect(try await till.receipt(sale) != nil)
            #expect(try await shop.cases(number) == ["unresolved-too-long (answered)"])
        }
    }

    @Test(
        "P3 the request arrives after a query said not found: still posted",
        arguments: [10, 50, 80])
    func arrivesLate(_ seconds: Int64) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.arrivesLater)
            let number = try await till.pay(sale)
            try await shop.pass(.seconds(seconds))
            #expect(try await shop.attempt(number).isOpen)
            shop.weChatPay.deliverDelayed()
            try await shop.pass(.minutes(2), lookingEvery: .seconds(1))
            let order = try #require(shop.weChatPay.order(number))
            #expect(try await (till.receipt(sale) != nil) == (order.kept > 0))
            #expect(try await !shop.attempt(number).isOpen)
        }
    }

    @Test("P1 paid after it had ended as not paid: a case with the proof, the sale stays as it is")
    func lateSuccess() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.declines(.notEnoughMoney))
            let number = try await till.pay(sale)
            try await till.cash(sale, Fixture.usual)
            try await till.complete(sale)
            let order = shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            let proof = PaidProof(
                merchantOrderNumber: number.digits, channelTradeNumber: order.tradeNumber,
                amount: Fixture.usual, currency: "CNY", merchantAccount: order.account,
                paidAt: order.paidAt)
            let driver = try shop.process.driver
            await driver.feed(.notified(proof), to: number, by: .channel)
            await driver.feed(.notified(proof), to: number, by: .channel)
            #expect(try await shop.cases(number) == ["late-success"])
            #expect(try await shop.claim(number) == nil)
            #expect(try await till.sale(sale).tenders.map(\.state) == [.failed, .paid])
            // Without the case this would be silence, and the auditor would say so.
        }
    }

    @Test(
        "P1 the wallet debited another amount: given back, and a case says so",
        arguments: [true, false])
    func wrongAmount(_ isHeard: Bool) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(isHeard ? .debitsOther(Money(fen: 651)) : .lost(.timeout))
            let number = try await till.pay(sale)
            if !isHeard { shop.weChatPay.customerPaid(number.digits, Money(fen: 651)) }
            try await shop.pass(.seconds(40))
            #expect(try await shop.attempt(number).state == .reversed(.wrongAmount))
            #expect(shop.weChatPay.order(number)?.kept == 0)
            #expect(try await shop.cases(number) == ["wrong-amount"])
            try await till.pay(sale)
            try await till.complete(sale)
        }
    }

    enum Fate: CaseIterable, Equatable, Sendable {
        case debitedUnheard
        case confirmedAfterwards
        case arrivesAfterwards
        case neverDebited
    }

    @Test("R22 a voided sale's debit is given back, whenever it comes", arguments: Fate.allCases)
    func voided(_ fate: Fate) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            switch fate {
            case .debitedUnheard: shop.weChatPay.next(.debitsUnheard(.connectionLost))
            case .confirmedAfterwards: shop.weChatPay.next(.asksForPassword)
            case .arrivesAfterwards: shop.weChatPay.next(.arrivesLater)
            case .neverDebited: shop.weChatPay.next(.lost(.connectionLost))
            }
            let number = try await till.pay(sale)
            if fate == .arrivesAfterwards {
                // A void and a new sale would be the short way round to cash (R35, R39).
                await #expect(throws: OperatorNotice.asking) {
                    try await till.perform(.voidSale(sale: sale))
                }
                shop.clock.advance(by: .seconds(60))
            }
            try await till.perform(.voidSale(sale: sale))
            shop.clock.advance(by: .seconds(2))
            switch fate {
            case .confirmedAfterwards: shop.weChatPay.confirm(number)
            case .arrivesAfterwards:
                try await shop.pass(.seconds(20))
                shop.weChatPay.deliverDelayed()
            case .debitedUnheard, .neverDebited: break
            }
            let next = try await till.ringUp(Fixture.plaster)
            #expect(next != sale, "the register is free at once")
            try await shop.pass(.minutes(3), lookingEvery: .seconds(1))
            #expect(try await !shop.attempt(number).isOpen)
            #expect((shop.weChatPay.order(number)?.kept ?? 0) == 0)
            #expect(try await till.sale(sale).state == .voided)
            #expect(try await shop.claim(number) == nil)
        }
    }

    @Test("P1 a voided sale's debit that cannot be reversed any more is a case")
    func orphanTooLate() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await till.pay(sale)
            try await till.perform(.voidSale(sale: sale))
            // The till's server was off for two days.
            shop.clock.advance(by: .hours(48))
            try await shop.pass(.minutes(2), lookingEvery: .seconds(1))
            #expect(try await shop.cases(number).contains("orphan-paid"))
            #expect(try await till.sale(sale).state == .voided)
        }
    }

    @Test(
        "Reversals whose answers are lost or put off end as reversed, and money is back once",
        arguments: [
            [FakeChannel.Reverse.lost, .lost], [.doneUnheard], [.again, .again, .doneUnheard],
            [.lost, .neverSent],
        ])
    func stubbornReversal(_ fates: [FakeChannel.Reverse]) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await till.pay(sale)
            shop.weChatPay.change { $0.reverses = fates }
            try await till.perform(.takeBack(sale: sale, number))
            try await shop.pass(.minutes(2), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).state == .reversed(.cashier))
            #expect(shop.weChatPay.order(number)?.returned == Fixture.usual)
            try await till.cash(sale, Fixture.usual)
            try await till.complete(sale)
        }
    }

    @Test(
        "A debit that another sale has taken by 42 is not counted again by its own attempt"
    )
    func claimedElsewhere() async throws {
        try await withShop { shop in
            let first = try await shop.till("01")
            let sale = try await first.ringUp()
            shop.weChatPay.next(.lost(.connectionLost))
            let number = try await first.pay(sale)
            // The wallet says that both of these are one debit: a fault of its own.
            let other = try orderNumber()
            shop.weChatPay.change { $0.nextTradeNumbers = ["4200009999", "4200009999"] }
            shop.weChatPay.customerPaid(other.digits, Fixture.usual)
            let second = try await shop.till("02")
            let taken = try await second.ringUp()
            try await second.supplement(taken, other.digits)
            try await second.complete(taken)
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            try await shop.pass(.seconds(5))
            #expect(try await shop.cases(number) == ["claimed-elsewhere"])
            #expect(try await first.sale(sale).tenders.map(\.state) == [.failed])
        }
    }
}
