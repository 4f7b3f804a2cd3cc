// Ten thousand accidents each. Nothing may trap, and whatever is made of a damaged answer is either
// "unresolved" or exactly what the undamaged one said: nothing in between can be made without the
// key.

import Channels
import Payments
import Retail
import TestSupport
import Testing

@Suite("Damaged answers")
struct MutationTests {
    private static let count = 10_000

    @Test("The readers survive anything")
    func readers() throws {
        var random = SeededRandom(seed: 20_261_123)
        let xml = Array(try WeChatPayFixtures.paid().utf8)
        let json = Array(try AlipayFixtures.paid().utf8)
        var read = (xml: 0, json: 0)
        for round in 0..<Self.count {
            let noise = (0..<random.below(64)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let isNoise = round % 4 == 0
            if (try? FlatXML(reading: isNoise ? noise : random.mutated(xml))) != nil {
                read.xml += 1
            }
            if (try? JSONReader.value(of: isNoise ? noise : random.mutated(json))) != nil {
                read.json += 1
            }
        }
        // Some damage leaves a readable text and some does not; both paths must have been taken.
        #expect((1..<Self.count).contains(read.xml))
        #expect((1..<Self.count).contains(read.json))
    }

    @Test("WeChat Pay: damage makes no outcome")
    func wechat() throws {
        var random = SeededRandom(seed: 65_10)
        let mapping = WeChatPayOutcomeMapping(try WeChatPayFixtures.settings())
        let number = try Fixtures.number()
        let bodies = [
            try WeChatPayFixtures.paid(), WeChatPayFixtures.failed("NOTENOUGH"),
            WeChatPayFixtures.failed("USERPAYING"), try WeChatPayFixtures.state("REVOKED"),
            try WeChatPayFixtures.state("SUCCESS"),
            WeChatPayFixtures.answer(["result_code": "SUCCESS", "recall": "N"]),
        ].map { Array($0.utf8) }
        let question = OrderQuestion.merchantOrderNumber(number)
        let pays = bodies.map { mapping.pay($0, asked: number) }
        let queries = bodies.map { mapping.query($0, asked: question) }
        let reversals = bodies.map { mapping.reverse($0, asked: number) }
        #expect(pays.map(\.name).prefix(3) == ["paid", "declined", "awaitingShopper"])
        #expect(queries.map(\.name)[3...4] == ["closed", "paid"])
        for round in 0..<Self.count {
            let index = round % bodies.count
            let damaged = random.mutated(bodies[index])
            let pay = mapping.pay(damaged, asked: number)
            let query = mapping.query(damaged, asked: question)
            let reversal = mapping.reverse(damaged, asked: number)
            // A plain comparison: ten thousand expectations cost more than what they expect.
            let isHarmless =
                (pay.name == "unresolved" || pay == pays[index])
                && (query.name == "unresolved" || query == queries[index])
                && (reversal.name == "unresolved" || reversal == reversals[index])
            if !isHarmless { Issue.record("round \(round): \(pay), \(query), \(reversal)") }
        }
    }

    @Test("Alipay: damage makes no outcome")
    func alipay() throws {
        var random = SeededRandom(seed: 2_088)
        let mapping = AlipayOutcomeMapping(try AlipayFixtures.settings())
        let number = try Fixtures.number()
        let question = OrderQuestion.merchantOrderNumber(number)
        let bodies = [
            try AlipayFixtures.paid(), try AlipayFixtures.failed(.pay, "ACQ.PAYMENT_FAIL"),
            try AlipayFixtures.state("TRADE_CLOSED"), try AlipayFixtures.state("TRADE_SUCCESS"),
            try AlipayFixtures.failed(.query, "ACQ.TRADE_NOT_EXIST"),
            try AlipayFixtures.cancelled(),
        ].map { Array($0.utf8) }
        let pays = bodies.map { mapping.pay($0, asked: number) }
        let queries = bodies.map { mapping.query($0, asked: question) }
        let reversals = bodies.map { mapping.cancel($0, asked: number) }
        #expect(pays.map(\.name).prefix(2) == ["paid", "declined"])
        #expect(queries.map(\.name)[2...4] == ["closed", "paid", "notFound"])
        #expect(reversals.last == .reversed)
        for round in 0..<Self.count {
            let index = round % bodies.count
            let damaged = random.mutated(bodies[index])
            let pay = mapping.pay(damaged, asked: number)
            let query = mapping.query(damaged, asked: question)
            let reversal = mapping.cancel(damaged, asked: number)
            let isHarmless =
                (pay.name == "unresolved" || pay == pays[index])
                && (query.name == "unresolved" || query == queries[index])
                && (reversal.name == "unresolved" || reversal == reversals[index])
            if !isHarmless { Issue.record("round \(round): \(pay), \(query), \(reversal)") }
        }
    }

    @Test("Refunds: damage makes no outcome at either channel")
    func refunds() throws {
        var random = SeededRandom(seed: 20_00)
        let wechat = WeChatPayOutcomeMapping(try WeChatPayFixtures.settings())
        let alipay = AlipayOutcomeMapping(try AlipayFixtures.settings())
        let (request, question) = (try RefundFixtures.request(), try RefundFixtures.question())
        let sends = [
            try WeChatPayFixtures.refundAccepted(), WeChatPayFixtures.failed("TRADE_OVERDUE"),
            try AlipayFixtures.refunded(), try AlipayFixtures.failed(.refund, "ACQ.BUYER_ERROR"),
        ].map { Array($0.utf8) }
        let queries = [
            try WeChatPayFixtures.refundState("SUCCESS"),
            try WeChatPayFixtures.refundState("REFUNDCLOSE"), try AlipayFixtures.refundState(),
            try AlipayFixtures.refundState(["refund_status": "", "refund_amount": ""]),
        ].map { Array($0.utf8) }
        func said(_ index: Int, _ send: [UInt8], _ query: [UInt8]) -> (
            RefundAnswer, RefundQueryAnswer
        ) {
            index < 2
                ? (wechat.refund(send, asked: request), wechat.queryRefund(query, asked: question))
                : (alipay.refund(send, asked: request), alipay.queryRefund(query, asked: question))
        }
        let whole = sends.indices.map { said($0, sends[$0], queries[$0]) }
        #expect(whole.map(\.0.name) == ["accepted", "failed", "done", "failed"])
        #expect(whole.map(\.1.name) == ["done", "failed", "done", "notFound"])
        for round in 0..<Self.count {
            let index = round % sends.count
            let (send, query) = said(
                index, random.mutated(sends[index]), random.mutated(queries[index]))
            let isHarmless =
                (send.name == "unresolved" || send == whole[index].0)
                && (query.name == "unresolved" || query == whole[index].1)
            if !isHarmless { Issue.record("round \(round): \(send), \(query)") }
        }
    }
}
