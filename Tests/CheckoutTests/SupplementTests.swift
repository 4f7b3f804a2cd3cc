// Method 42 (补单): either number, found wherever it is, refused with what to do next (R22, R26,
// R27).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

/// A number that some till of the chain made a few minutes ago.
func orderNumber(
    _ store: String = "0101", _ register: String = "02", ago: Pause = .minutes(5),
    before moment: Timestamp = afternoon, serial: UInt32 = 4_711
) throws -> MerchantOrderNumber {
    let made = moment.advanced(by: Pause(microseconds: -ago.microseconds))
    return MerchantOrderNumber(
        at: made, store: try StoreID(store), register: try RegisterID(register), serial: serial)
}

@Suite struct SupplementTests {
    @Test("R26 a number our database does not know at all is taken on the wallet's word")
    func unknownHere() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber()
            let order = shop.alipay.customerPaid(number.digits, Fixture.usual)
            let outcome = try await till.supplement(sale, number.digits)
            #expect(outcome.say == .numberConfirmed)
            try await till.complete(sale)
            let claim = try #require(try await shop.claim(number))
            #expect(claim.wallet == .alipay)
            #expect(claim.tradeNumber == order.tradeNumber)
            #expect(try await till.sale(sale).tenders.map(\.method) == [42])
        }
    }

    @Test(
        "R26 the upper number of the bill, the wallet's own, leads to the same payment and says so")
    func tradeNumber() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await till.pay(sale)
            let trade = try #require(shop.weChatPay.order(number)).tradeNumber
            let outcome = try await till.supplement(sale, trade)
            #expect(outcome.say == .tradeNumberConfirmed)
            #expect(outcome.say.notice?.text.chinese.contains("交易单号") == true)
            #expect(try await shop.attempt(number).isOpen == false)
            try await till.complete(sale)
            #expect(try await till.sale(sale).tenders.map(\.method) == [42])
            let other = try await shop.till("02")
            let next = try await other.ringUp()
            await #expect(
                throws: OperatorNotice.numberPosted(
                    store: "0101", at: afternoon, receipt: "0101-01-20191031-0001")
            ) { try await other.supplement(next, trade) }
        }
    }

    @Test("R26 the wallet's own number of a payment made at a till that is gone")
    func tradeNumberUnknownHere() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let order = shop.alipay.customerPaid(try orderNumber().digits, Fixture.usual)
            #expect(
                try await till.supplement(sale, order.tradeNumber).say == .tradeNumberConfirmed)
            try await till.complete(sale)
        }
    }

    @Test(
        "R27 Alipay's own number begins with the date too, and one in ten passes our check digit",
        arguments: [true, false], [true, false])
    func tradeNumberThatReadsAsOurs(_ isKnownHere: Bool, _ isOtherWalletSilent: Bool) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            // 20191031 22:00:14 as a time of ours: not yet, at a quarter to four.
            let body = "201910312200149202640505085"
            let trade = body + "\(CheckDigit.of(body))"
            #expect((try? MerchantOrderNumber(reading: trade)) != nil)
            shop.alipay.change { $0.nextTradeNumbers = [trade] }
            if isKnownHere {
                shop.alipay.next(.debitsUnheard(.connectionLost))
                try await till.pay(sale, .alipay)
            } else {
                shop.alipay.customerPaid(try orderNumber().digits, Fixture.usual)
            }
            if isOtherWalletSilent { shop.weChatPay.silence(.timeout) }
            #expect(try await till.supplement(sale, trade).say == .tradeNumberConfirmed)
            try await till.complete(sale)
            #expect(try await till.sale(sale).tenders.map(\.method) == [42])
        }
    }

    @Test("R24 42 works after the database was restored from an old backup")
    func restored() async throws {
        try await withShop { shop in
            let before = try await shop.till()
            let sale = try await before.ringUp()
            try shop.crash()
            try await shop.backUp()
            try await shop.restart()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await shop.till().pay(sale)
            try shop.crash()
            try await shop.restore()
            try await shop.restart()
            let till = try await shop.till()
            #expect(try await till.attempts(of: sale).isEmpty)
            #expect(try await till.supplement(sale, number.digits).say == .numberConfirmed)
            try await till.complete(sale)
        }
    }

    @Test("R24 a sale that was voided leaves its payment to another sale of the same amount")
    func afterVoid() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.declines(.other))
            let number = try await till.pay(sale)
            try await till.perform(.voidSale(sale: sale))
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            let again = try await till.ringUp()
            try await till.supplement(again, number.digits)
            try await till.complete(again)
            #expect(try await shop.claim(number)?.sale == again)
        }
    }

    @Test(
        "N8 where success posts by itself, 42 does too, and says confirmed",
        arguments: [true, false])
    func automatic(_ isKnownHere: Bool) async throws {
        try await withShop(completesAutomatically: true) { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            var number = try orderNumber()
            if isKnownHere {
                shop.weChatPay.next(.debitsUnheard(.connectionLost))
                number = try await till.pay(sale)
            } else {
                shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            }
            #expect(try await till.supplement(sale, number.digits).say == .numberConfirmed)
            let receipt = try #require(try await till.receipt(sale))
            #expect(try await till.sale(sale).tenders.map(\.method) == [42])
            await #expect(throws: OperatorNotice.alreadyPosted(receipt: receipt)) {
                try await till.supplement(sale, number.digits)
            }
        }
    }

    @Test("42 pays what cash has left open, and nothing but exactly that")
    func rest() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber()
            shop.weChatPay.customerPaid(number.digits, Money(fen: 5_510))
            await #expect(
                throws: OperatorNotice.numberUnequal(
                    paid: Money(fen: 5_510), left: Fixture.usual)
            ) { try await till.supplement(sale, number.digits) }
            try await till.cash(sale, Money(fen: 1_000))
            try await till.supplement(sale, number.digits)
            try await till.complete(sale)
        }
    }
}
