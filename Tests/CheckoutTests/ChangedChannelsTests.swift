// A restart with other channels than before: one taken out of the configuration, or set up for another
// merchant account. Nobody's payment is forgotten over it (P4), none is called "not debited" on the
// word of somebody who cannot know (P3), and no till stands still.

import Checkout
import Logging
import Payments
import Persistence
import Retail
import Sales
import Testing

/// The process as it runs after a change of the configuration.
struct Changed {
    let shop: Shop
    let driver: PaymentDriver
    let sweep: UnresolvedAttempts

    var counter: Counter { Counter(driver: driver) }

    /// Restarts the shop with these channels.
    init(
        _ shop: Shop, _ channels: [any Channel],
        others: [(account: String, channel: any Channel)] = [],
        accounts: MerchantAccounts? = nil
    ) async throws {
        try await shop.restart()
        let before = try shop.process.driver
        var settings = shop.settings
        if let accounts { settings.merchantAccounts = accounts }
        self.shop = shop
        driver = PaymentDriver(
            database: before.database, channels: Channels(channels, others: others),
            surroundings: before.surroundings, news: shop.news, settings: settings,
            worker: before.worker, background: before.background, health: ChannelHealth(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        sweep = UnresolvedAttempts(driver: driver)
        try await sweep.prepare()
    }

    func pass(_ pause: Pause) async throws {
        let end = shop.clock.now.advanced(by: pause)
        while shop.clock.now < end {
            shop.clock.advance(by: .seconds(1))
            await sweep.run()
        }
    }
}

@Suite struct ChangedChannelsTests {
    @Test("P1 P4 a channel is gone: the till works, a person has a case, and it goes on once back")
    func removed() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.alipay.next(.debitsUnheard(.connectionLost))
            let number = try await till.pay(sale, .alipay)
            try shop.crash()

            let changed = try await Changed(shop, [shop.weChatPay])
            let state = try await changed.counter.till(of: till.session)
            #expect(state.tray.map(\.attempt.number) == [number])
            #expect(state.sale?.attempts.count == 1)
            try await changed.pass(.minutes(6))
            #expect(try await shop.attempt(number).isOpen)
            #expect(try await shop.cases(number) == ["unresolved-too-long"])
            await #expect(throws: OperatorNotice.numberUnanswered) {
                try await changed.counter.perform(
                    .supplement(sale: sale, entry: number.digits), key: "k1", by: till.session)
            }
            try shop.crash()

            try await shop.restart()
            try await shop.pass(.seconds(5))
            #expect(try await shop.till().receipt(sale) != nil)
            #expect(try await shop.cases(number) == ["unresolved-too-long (answered)"])
        }
    }

    @Test("A channel that is gone does not lock an open sale on which it once declined")
    func removedAfterDecline() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.alipay.next(.declines(.notEnoughMoney))
            try await till.pay(sale, .alipay)
            try shop.crash()
            let changed = try await Changed(shop, [shop.weChatPay])
            let cash = Act.takeCash(sale: sale, received: Fixture.usual, nil)
            _ = try await changed.counter.perform(cash, key: "k1", by: till.session)
            _ = try await changed.counter.perform(
                .complete(sale: sale), key: "k2", by: till.session)
            #expect(try await shop.till().receipt(sale) != nil)
        }
    }

    @Test("P4 many open payments of a channel that is gone stop nobody else's")
    func removedWithMany() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            shop.alipay.silence(.connectionLost)
            for _ in 0..<70 {
                let sale = try await till.ringUp()
                shop.alipay.next(.lost(.connectionLost))
                try await till.pay(sale, .alipay)
                try await till.perform(.suspend(sale: sale, note: ""))
            }
            shop.clock.advance(by: .seconds(10))
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            try await till.pay(sale)
            try shop.crash()
            let changed = try await Changed(shop, [shop.weChatPay])
            // Where other processes may live a lease passes first; then two looks, of 64 each.
            try await changed.pass(.seconds(7))
            #expect(try await shop.till().receipt(sale) != nil)
            try shop.crash()
            shop.alipay.silence(nil)
            try await shop.restart()
            try await shop.pass(.minutes(3), lookingEvery: .seconds(1))
            #expect(try await shop.count("attempt WHERE is_open = 1") == 0)
        }
    }

    @Test("P3 another merchant account does not know the order, and that proves nothing")
    func otherAccount() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await till.pay(sale)
            try shop.crash()

            let other = FakeChannel(.weChatPay, account: "1900000110", clock: shop.clock)
            let changed = try await Changed(
                shop, [other, shop.alipay],
                accounts: [.weChatPay: "1900000110", .alipay: "2088000000000001"])
            try await changed.pass(.minutes(6))
            #expect(try await shop.attempt(number).isOpen)
            #expect(try await shop.cases(number) == ["unresolved-too-long"])
            await #expect(throws: OperatorNotice.numberUnanswered) {
                try await changed.counter.perform(
                    .supplement(sale: sale, entry: number.digits), key: "k1", by: till.session)
            }
            #expect(other.queries == 0, "whoever holds another account is not asked")
            try shop.crash()

            try await shop.restart()
            try await shop.pass(.seconds(5))
            #expect(try await shop.till().receipt(sale) != nil)
        }
    }

    @Test("A voided sale's debit waits for its channel rather than be called too late")
    func reversing() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.alipay.next(.debitsUnheard(.connectionLost))
            let number = try await till.pay(sale, .alipay)
            try await till.perform(.voidSale(sale: sale))
            try shop.crash()
            let changed = try await Changed(shop, [shop.weChatPay])
            try await changed.pass(.minutes(6))
            #expect(try await shop.attempt(number).isOpen)
            try shop.crash()
            try await shop.restart()
            try await shop.pass(.minutes(2), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).state == .reversed(.orphan))
            #expect(shop.alipay.order(number)?.kept == 0)
        }
    }

    @Test("P4 an open refund waits for its channel, with a case, and goes on once it is back")
    func refundRemoved() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(by: .alipay)
            shop.alipay.nextRefund(.lost(.connectionLost))
            try await till.giveBack(sale, [pieces(1)])
            try shop.crash()
            let changed = try await Changed(shop, [shop.weChatPay])
            try await changed.pass(.minutes(11))
            let refund = try #require(try await till.refunds(of: sale).first)
            #expect(refund.isOpen)
            let subject = refund.number.text
            #expect(try await shop.cases(about: subject) == ["refund-unresolved-too-long"])
            try shop.crash()
            try await shop.restart()
            try await shop.pass(.minutes(2), lookingEvery: .seconds(1))
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
            #expect(shop.alipay.order(number)?.kept == 0)
        }
    }

    @Test("Another merchant account is neither sent a refund nor asked about one")
    func refundOfOtherAccount() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 2)
            shop.weChatPay.nextRefund(.lost(.connectionLost))
            try await till.giveBack(sale, [pieces(1)])
            try shop.crash()
            let other = FakeChannel(.weChatPay, account: "1900000110", clock: shop.clock)
            let changed = try await Changed(
                shop, [other, shop.alipay],
                accounts: [.weChatPay: "1900000110", .alipay: "2088000000000001"])
            try await changed.pass(.minutes(3))
            #expect(try await till.refunds(of: sale).map(\.isOpen) == [true])
            #expect(other.refundsAsked.isEmpty)
            #expect(other.refundQueries == 0)
            await #expect(throws: OperatorNotice.walletCannotRefund(.weChatPay)) {
                try await changed.counter.perform(
                    .returnGoods(
                        sale: sale, lines: [pieces(1)], reason: .quality, toCash: false, nil),
                    key: "k1", by: till.session)
            }
            try shop.crash()
            try await shop.restart()
            try await shop.pass(.minutes(2), lookingEvery: .seconds(1))
            #expect(shop.weChatPay.order(number)?.kept == 1_200)
        }
    }

    @Test("R39 a channel that may take longer than the minute: 42 works at the minute all the same")
    func slowAnswers() async throws {
        try await withShop { shop in
            let pace = ChannelPace(
                firstQueryAfter: .seconds(2), queryEvery: .seconds(5), queryEveryMax: .seconds(30),
                shopperMax: .seconds(45), reverseNotBefore: .seconds(15), reverseEvery: .seconds(5),
                reverseWithin: .hours(24), payableFor: .seconds(90), escalateAfter: .minutes(5),
                answerMax: .seconds(65))
            let slow = FakeChannel(.weChatPay, account: "1900000109", clock: shop.clock, pace: pace)
            let changed = try await Changed(shop, [slow, shop.alipay])
            let till = try await shop.till()
            let sale = try await till.ringUp()
            // Its answer is not awaited: the call is under way all the while.
            _ = try await changed.counter.perform(
                .beginPayment(
                    sale: sale, code: PaymentCode.test(.weChatPay, 1), amount: nil,
                    isNotIdentityCard: false), key: "k1", by: till.session)
            let number = try #require(try await till.attempts(of: sale).last).attempt.number
            slow.customerPaid(number.digits, Fixture.usual)
            shop.clock.advance(by: .seconds(60))
            let outcome = try await changed.counter.perform(
                .supplement(sale: sale, entry: number.digits), key: "k2", by: till.session)
            #expect(outcome.say == .numberConfirmed)
            #expect(try await shop.cases(number) == [])
            try await till.complete(sale)
        }
    }
}
