// Answers that come in another order than they were asked for, and the sweep as it runs in earnest
// (hard cases 1, 9 and 16).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct TimingTests {
    @Test("R07 the answer to pay comes after recovery has asked: counted once")
    func answerAfterQuery() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.payGate.shut()
            try await shop.besideBackground {
                let number = try await till.scan(sale)
                await shop.weChatPay.payGate.arrival()
                try await shop.pass(.seconds(19))
                #expect(try await shop.attempt(number).state == .sending)
                try await shop.pass(.seconds(2))
                #expect(try await till.receipt(sale) != nil)
                shop.weChatPay.payGate.open()
            }
            #expect(try await shop.count("payment_case") == 0)
            #expect(try await shop.count("claim") == 1)
        }
    }

    @Test("P1 42 is told paid, and our own reversal gives it back before that is heard: not posted")
    func staleAnswerTo42() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await till.pay(sale)
            try await till.perform(.takeBack(sale: sale, number))
            shop.clock.advance(by: .seconds(61))
            shop.weChatPay.queryGate.shut()
            async let answered = try? till.supplement(sale, number.digits)
            await shop.weChatPay.queryGate.arrival()
            shop.weChatPay.queryGate.letOthersPass()
            try await shop.pass(.seconds(30))
            #expect(shop.weChatPay.order(number)?.state == .reversed)
            shop.weChatPay.queryGate.open()
            #expect(await answered == nil)
            #expect(try await shop.count("claim") == 0)
        }
    }

    @Test("A notification comes before the answer, and twice: counted once, F9 as usual")
    func notifiedFirst() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.payGate.shut()
            try await shop.besideBackground {
                let number = try await till.scan(sale)
                await shop.weChatPay.payGate.arrival()
                let order = try #require(shop.weChatPay.order(number))
                let proof = PaidProof(
                    merchantOrderNumber: order.number, channelTradeNumber: order.tradeNumber,
                    amount: order.amount, currency: order.currency,
                    merchantAccount: order.account, paidAt: order.paidAt)
                let driver = try shop.process.driver
                await driver.feed(.notified(proof), to: number, by: .channel)
                await driver.feed(.notified(proof), to: number, by: .channel)
                shop.weChatPay.payGate.open()
            }
            try await till.complete(sale)
            #expect(try await shop.count("payment_case") == 0)
        }
    }

    @Test(
        "P1 a valid notification for another order or merchant changes nothing",
        arguments: [true, false])
    func foreignNotification(_ isAnotherOrder: Bool) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.asksForPassword)
            let number = try await till.pay(sale)
            let other = try orderNumber().digits
            let proof = PaidProof(
                merchantOrderNumber: isAnotherOrder ? other : number.digits,
                channelTradeNumber: "4200", amount: Fixture.usual, currency: "CNY",
                merchantAccount: isAnotherOrder ? "1900000109" : "1900000999", paidAt: nil)
            await (try shop.process.driver).feed(.notified(proof), to: number, by: .channel)
            #expect(try await shop.attempt(number).isOpen)
            #expect(try await shop.claim(number) == nil)
            try await shop.pass(.minutes(2), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).state == .reversed(.deadline))
        }
    }

    @Test(
        "R38 P4 the sweep ticks on while what it began is still going on, and begins nothing twice")
    func inEarnest() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            var sales: [SaleID] = []
            for _ in 0..<20 {
                let sale = try await till.ringUp()
                shop.weChatPay.next(.debitsUnheard(.connectionLost))
                try await till.pay(sale)
                try await till.perform(.suspend(sale: sale, note: ""))
                sales.append(sale)
            }
            try await shop.sweep(for: .seconds(10))
            for sale in sales { #expect(try await till.receipt(sale) != nil) }
            #expect(try await shop.count("claim") == 20)
        }
    }

    @Test("A dead channel shows its light after two calls without an answer, and since when")
    func lights() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            func light() async throws -> ChannelHealth.Light? {
                try await till.state().channels.first { $0.wallet == .weChatPay }?.light
            }
            #expect(try await light() == .working)
            shop.weChatPay.next(.asksForPassword)
            try await till.pay(sale)
            shop.weChatPay.silence(.timeout)
            try await shop.pass(.seconds(3))
            #expect(try await light() == .slow)
            try await shop.pass(.seconds(10))
            #expect(try await light() == .down)
            shop.weChatPay.silence(nil)
            try await shop.pass(.seconds(10))
            #expect(try await light() == .working)
        }
    }

    @Test("News reaches the pages of the store it is about, and ends when the server does")
    func news() async throws {
        try await withShop { shop in
            let here = shop.news.listen(to: try StoreID("0101"))
            let there = shop.news.listen(to: try StoreID("0102"))
            try await shop.till().ringUp()
            shop.news.close()
            var heard = [0, 0]
            for await _ in here { heard[0] += 1 }
            for await _ in there { heard[1] += 1 }
            #expect(heard == [1, 0])
        }
    }
}
