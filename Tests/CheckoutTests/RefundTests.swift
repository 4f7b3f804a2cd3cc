// What becomes of refunds whose requests or answers are lost, late, postponed or refused: one number,
// one effect, and whatever cannot be settled has a case.

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct RefundTests {
    @Test("Its answer is lost and it is asked again: one effect, one number")
    func answerLost() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 2)
            shop.weChatPay.nextRefund(.doneUnheard(.connectionLost))
            try await till.giveBack(sale, [pieces(1)])
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["unresolved"])
            #expect(OperatorNotice(try await till.refunds(of: sale)[0]) == .refundAsking)
            try await shop.pass(.seconds(10), lookingEvery: .seconds(1))
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
            #expect(shop.weChatPay.order(number)?.kept == 1_200)
            #expect(shop.weChatPay.refundsAsked.values.map(\.count) == [1])
        }
    }

    @Test("Its request is lost: the same is sent again under the same number")
    func requestLost() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold()
            shop.weChatPay.nextRefund(.lost(.timeout), .lost(.httpStatus))
            try await till.giveBack(sale, [pieces(1)])
            try await shop.pass(.minutes(3), lookingEvery: .seconds(2))
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
            #expect(shop.weChatPay.order(number)?.kept == 0)
            #expect(shop.weChatPay.refundsAsked.values.map(\.count) == [3])
        }
    }

    @Test("Its request arrives after the same was sent again: one effect")
    func requestLate() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 2)
            shop.weChatPay.nextRefund(.arrivesLater)
            try await till.giveBack(sale, [pieces(1)])
            try await shop.pass(.minutes(2), lookingEvery: .seconds(2))
            shop.weChatPay.deliverDelayedRefunds()
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
            #expect(shop.weChatPay.order(number)?.kept == 1_200)
        }
    }

    @Test("Promised, and done a day later")
    func promised() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold()
            shop.weChatPay.nextRefund(.processing)
            try await till.giveBack(sale, [pieces(1)])
            #expect(OperatorNotice(try await till.refunds(of: sale)[0]) == .refundPromised)
            try await shop.pass(.hours(24), lookingEvery: .minutes(5))
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["accepted"])
            shop.weChatPay.finishRefunds()
            try await shop.pass(.minutes(10), lookingEvery: .minutes(1))
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
            #expect(shop.weChatPay.order(number)?.kept == 0)
        }
    }

    @Test("The merchant's balance is too low: later, the same number, no case before its time")
    func later() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold()
            shop.weChatPay.nextRefund(.later, .later, .neverSent)
            try await till.giveBack(sale, [pieces(1)])
            let refund = try #require(try await till.refunds(of: sale).first)
            #expect(refund.isOpen)
            try await shop.pass(.minutes(5), lookingEvery: .seconds(5))
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
            #expect(try await shop.cases(about: refund.number.text) == [])
        }
    }

    @Test("A final no: a case, its reservation is free again, and what is left can be refunded")
    func failed() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 2)
            shop.weChatPay.nextRefund(.failed(.accountAbnormal))
            try await till.giveBack(sale, [pieces(1)])
            let failed = try #require(try await till.refunds(of: sale).first)
            #expect(failed.state.name == "failed")
            let failure = RefundFailure(kind: .accountAbnormal, code: "TEST")
            #expect(OperatorNotice(failed) == .refundFailed(failure))
            #expect(try await shop.cases(about: failed.number.text) == ["refund-failed"])
            #expect(try await shop.claim(number)?.refunded == .zero)
            #expect(shop.weChatPay.order(number)?.kept == 2_400)
            try await till.giveBack(sale, [pieces(1)])
            #expect(shop.weChatPay.order(number)?.kept == 1_200)
            await #expect(throws: OperatorNotice.everythingReturned) {
                try await till.giveBack(sale, [pieces(1)])
            }
        }
    }

    @Test("Closed by the channel after its promise: failed, with a case")
    func closed() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold()
            shop.weChatPay.nextRefund(.processing)
            try await till.giveBack(sale, [pieces(1)])
            shop.weChatPay.finishRefunds(failing: .closed)
            try await shop.pass(.minutes(1), lookingEvery: .seconds(5))
            let refund = try #require(try await till.refunds(of: sale).first)
            #expect(refund.state.name == "failed")
            #expect(try await shop.claim(number)?.refunded == .zero)
            #expect(try await shop.cases(about: refund.number.text) == ["refund-failed"])
        }
    }

    @Test("No word for long: a case once, asking goes on, and the case closes with the word")
    func silence() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold()
            shop.weChatPay.silence(.timeout)
            shop.weChatPay.nextRefund(.doneUnheard(.timeout))
            try await till.giveBack(sale, [pieces(1)])
            try await shop.pass(.minutes(20), lookingEvery: .seconds(10))
            let refund = try #require(try await till.refunds(of: sale).first)
            #expect(OperatorNotice(refund) == .refundStillOpen)
            let subject = refund.number.text
            #expect(try await shop.cases(about: subject) == ["refund-unresolved-too-long"])
            shop.weChatPay.silence(nil)
            try await shop.pass(.minutes(5), lookingEvery: .seconds(10))
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
            #expect(
                try await shop.cases(about: subject) == ["refund-unresolved-too-long (answered)"])
        }
    }

    @Test("Another amount went back than was asked: a case")
    func otherAmount() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold(quantity: 2)
            shop.weChatPay.nextRefund(.doneOther(Money(fen: 1_000)))
            try await till.giveBack(sale, [pieces(1)])
            let refund = try #require(try await till.refunds(of: sale).first)
            #expect(refund.state.name == "succeeded")
            #expect(try await shop.cases(about: refund.number.text) == ["refund-other-amount"])
        }
    }

    @Test("A cashier asks about an open refund; about one that has ended its state is the answer")
    func asked() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold()
            shop.weChatPay.nextRefund(.doneUnheard(.timeout))
            try await till.giveBack(sale, [pieces(1)])
            let number = try #require(try await till.refunds(of: sale).first).number
            #expect(try await till.state().refunds.map(\.refund.number) == [number])
            let elsewhere = try await shop.till(store: "0102")
            await #expect(throws: OperatorNotice.notFoundHere(what: number.grouped)) {
                try await elsewhere.perform(.askAboutRefund(number))
            }
            #expect(try await till.perform(.askAboutRefund(number)).sale == sale)
            try await shop.settle()
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
            await #expect(throws: OperatorNotice.refunded) {
                try await till.perform(.askAboutRefund(number))
            }
            #expect(try await till.state().refunds.isEmpty)
        }
    }

    @Test("The same key: one return, one refund, the same answer after a restart and a year later")
    func sameKey() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 3)
            let first = try await till.giveBack(sale, [pieces(1)], key: "return")
            try await shop.restart()
            shop.clock.advance(by: .days(365))
            let again = try await shop.till().giveBack(sale, [pieces(1)], key: "return")
            #expect(again == first)
            #expect(try await shop.count("sale_return") == 1)
            #expect(shop.weChatPay.order(number)?.kept == 2_400)
            await #expect(throws: OperatorNotice.actKeyReused) {
                try await shop.till().giveBack(sale, [pieces(2)], key: "return")
            }
        }
    }

    @Test("A number that exists already, as after a restore, is drawn anew")
    func numberTaken() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 2)
            shop.numbering.force([4_711, 4_711, 4_712])
            try await till.giveBack(sale, [pieces(1)])
            try await till.giveBack(sale, [pieces(1)])
            #expect(Set(try await till.refunds(of: sale).map(\.number)).count == 2)
            #expect(shop.weChatPay.order(number)?.kept == 0)
        }
    }
}
