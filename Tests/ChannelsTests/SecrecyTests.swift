// Keys and payment codes must not leak by way of a description, a dump, an error or a doubt, also
// when the channel itself sends them back where a code belongs.

import Channels
import Cryptography
import Payments
import Retail
import Testing

@Suite("Secrets stay secret")
struct SecrecyTests {
    private func expectSilent(_ value: Any, about secrets: [String]) {
        var dumped = ""
        dump(value, to: &dumped)
        for text in ["\(value)", String(reflecting: value), dumped] {
            for secret in secrets { #expect(!text.contains(secret)) }
        }
    }

    @Test("Settings and clients print no key")
    func settings() throws {
        let wechat = try WeChatPayFixtures.settings()
        let secrets = [WeChatPayFixtures.key, String(AlipayFixtures.merchantKey.prefix(40))]
        expectSilent(wechat, about: secrets)
        #expect("\(wechat)".contains("1900000109"))
        let alipay = try AlipayFixtures.settings()
        expectSilent(alipay, about: secrets)
        #expect("\(alipay)".contains("2021004100000001"))
        let third = try WeChatPayV3Fixtures.settings()
        expectSilent(third, about: secrets)
        #expect("\(third)".contains("1900000109"))
        let transport = Script(body: "").transport
        expectSilent(
            WeChatPayV3Client(third, transport: transport, sources: Fixtures.sources),
            about: secrets)
        expectSilent(
            WeChatPayClient(wechat, transport: transport, sources: Fixtures.sources),
            about: secrets)
        expectSilent(
            AlipayClient(alipay, transport: transport, sources: Fixtures.sources), about: secrets)
    }

    @Test("Requests print neither the payment code nor the signature")
    func requests() async throws {
        let wire = WeChatPayWire(try WeChatPayFixtures.settings())
        let asked = try Fixtures.request(code: Fixtures.wechatCode, payableFor: .seconds(120))
        let request = try #require(wire.pay(asked, nonce: "n"))
        #expect(String(decoding: request.body.value, as: UTF8.self).contains(Fixtures.wechatCode))
        expectSilent(request, about: [Fixtures.wechatCode, "sign"])
        let third = WeChatPayV3Wire(try WeChatPayV3Fixtures.settings())
        let longer = try Fixtures.request(code: Fixtures.wechatCode, payableFor: .minutes(3))
        let signed = try #require(third.pay(longer, at: Fixtures.startedAt, nonce: "n"))
        expectSilent(signed, about: [Fixtures.wechatCode, "signature"])
        let alipay = AlipayWire(try AlipayFixtures.settings())
        let other = try Fixtures.request(code: Fixtures.alipayCode, payableFor: .minutes(3))
        let form = try #require(alipay.pay(other, at: Fixtures.startedAt))
        expectSilent(form, about: [Fixtures.alipayCode, "biz_content"])
    }

    @Test(
        "A channel that sends a code or a key back does not get it into the journal",
        arguments: [
            Fixtures.wechatCode, "CODE_134567890123456789", "密钥", "a b", "a=b", "",
            String(repeating: "A", count: 65), WeChatPayFixtures.key + WeChatPayFixtures.key + "xx",
        ])
    func echoes(code: String) throws {
        let wechat = WeChatPayOutcomeMapping(try WeChatPayFixtures.settings())
        let number = try Fixtures.number()
        for body in [
            WeChatPayFixtures.failed(code), try WeChatPayFixtures.state(code),
            WeChatPayFixtures.xml(["return_code": "FAIL", "return_msg": code]),
        ] {
            let bytes = Array(body.utf8)
            let question = OrderQuestion.merchantOrderNumber(number)
            expectHidden(code, in: AttemptEvent.payAnswered(wechat.pay(bytes, asked: number)))
            expectHidden(
                code,
                in: AttemptEvent.queryAnswered(
                    wechat.query(bytes, asked: question), askedAt: Fixtures.startedAt))
        }
        let (request, asked) = (try RefundFixtures.request(), try RefundFixtures.question())
        for body in [WeChatPayFixtures.failed(code), try WeChatPayFixtures.refundState(code)] {
            let bytes = Array(body.utf8)
            let events: [RefundEvent] = [
                .sendAnswered(wechat.refund(bytes, asked: request)),
                .queryAnswered(
                    wechat.queryRefund(bytes, asked: asked), askedAt: Fixtures.startedAt),
            ]
            for event in events { expectHidden(code, event.fieldText.line, "\(event)") }
        }
        let alipay = AlipayOutcomeMapping(try AlipayFixtures.settings())
        let refused = Array(try AlipayFixtures.failed(.refund, code).utf8)
        let refusal = RefundEvent.sendAnswered(alipay.refund(refused, asked: request))
        expectHidden(code, refusal.fieldText.line, "\(refusal)")
        let node = AlipayFixtures.node([("code", "40004"), ("sub_code", code)])
        for body in [
            try AlipayFixtures.answer(.pay, node: node), "{\"error_response\":\(node)}",
        ] {
            expectHidden(
                code, in: AttemptEvent.payAnswered(alipay.pay(Array(body.utf8), asked: number)))
        }
    }

    private func expectHidden(_ code: String, in event: AttemptEvent) {
        expectHidden(code, event.fieldText.line, "\(event)")
    }

    private func expectHidden(_ code: String, _ texts: String...) {
        guard !code.isEmpty else { return }
        for text in texts { #expect(!text.contains(code)) }
    }
}
