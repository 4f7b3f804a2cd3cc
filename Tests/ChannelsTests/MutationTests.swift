// Ten thousand accidents each. Nothing may trap, and whatever is made of a damaged answer is either
// "unresolved" or exactly what the undamaged one said: nothing in between can be made without the
// key.

import Channels
import Payments
import Retail
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
        for round in 0..<Self.count {
            let body = bodies[round % bodies.count]
            let damaged = random.mutated(body)
            let question = OrderQuestion.merchantOrderNumber(number)
            let pay = mapping.pay(damaged, asked: number)
            #expect(pay.name == "unresolved" || pay == mapping.pay(body, asked: number))
            let query = mapping.query(damaged, asked: question)
            #expect(query.name == "unresolved" || query == mapping.query(body, asked: question))
            let reverse = mapping.reverse(damaged, asked: number)
            #expect(reverse.name == "unresolved" || reverse == mapping.reverse(body, asked: number))
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
        for round in 0..<Self.count {
            let body = bodies[round % bodies.count]
            let damaged = random.mutated(body)
            let pay = mapping.pay(damaged, asked: number)
            #expect(pay.name == "unresolved" || pay == mapping.pay(body, asked: number))
            let query = mapping.query(damaged, asked: question)
            #expect(query.name == "unresolved" || query == mapping.query(body, asked: question))
            let cancel = mapping.cancel(damaged, asked: number)
            #expect(cancel.name == "unresolved" || cancel == mapping.cancel(body, asked: number))
        }
    }
}
