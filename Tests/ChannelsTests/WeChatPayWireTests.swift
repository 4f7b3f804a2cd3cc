// What leaves for WeChat Pay, to the byte. The signatures were computed by another program.

import Channels
import Payments
import Retail
import Testing

@Suite("WeChat Pay requests")
struct WeChatPayWireTests {
    private func sent(
        _ settings: WeChatPaySettings, _ call: (WeChatPayClient) async throws -> Void
    ) async throws -> HTTPRequest? {
        let script = Script(body: "")
        let client = WeChatPayClient(
            settings, transport: script.transport, sources: Fixtures.sources)
        try await call(client)
        let requests = await script.requests
        #expect(requests.count <= 1)
        return requests.first
    }

    private func text(_ request: HTTPRequest) -> String {
        String(decoding: request.body.value, as: UTF8.self)
    }

    @Test("A pay call says exactly this", arguments: WeChatPaySettings.SignType.allCases)
    func pay(type: WeChatPaySettings.SignType) async throws {
        let request = try #require(
            try await sent(WeChatPayFixtures.settings(type)) { client in
                let asked = try Fixtures.request(
                    code: Fixtures.wechatCode, payableFor: client.pace.payableFor)
                _ = await client.pay(SendPermit(afterCommitOf: asked))
            })
        let (extra, sign) =
            switch type {
            case .md5: ("", "3C129C37DA2BF310330347C9E12DFF35")
            case .hmacSHA256:
                (
                    "<sign_type>HMAC-SHA256</sign_type>",
                    "08EC5E99FAF4E9EB6CE0FB2987970813605ADE058E89D1F35D32BF4273EB1329"
                )
            }
        #expect(request.url == "http://127.0.0.1:9/pay/micropay")
        #expect(request.contentType == "text/xml; charset=utf-8")
        #expect(!request.showsCertificate)
        let expected =
            "<xml><appid>wx2421b1c4370ec43b</appid><auth_code>134567890123456789</auth_code>"
            + "<body>药品-聚合支付</body><device_info>010102</device_info>"
            + "<fee_type>CNY</fee_type><mch_id>1900000109</mch_id>"
            + "<nonce_str>5K8264ILTKCH16CQ</nonce_str>"
            + "<out_trade_no>2026112315420501010200038741</out_trade_no>" + extra
            + "<spbill_create_ip>127.0.0.1</spbill_create_ip>"
            + "<time_expire>20261123154335</time_expire><time_start>20261123154205</time_start>"
            + "<total_fee>6510</total_fee><sign>\(sign)</sign></xml>"
        #expect(text(request) == expected)
    }

    @Test("A query by our number and by the wallet's")
    func query() async throws {
        let settings = try WeChatPayFixtures.settings()
        let number = try Fixtures.number()
        let ours = try #require(
            try await sent(settings) { _ = await $0.query(.merchantOrderNumber(number)) })
        #expect(ours.url == "http://127.0.0.1:9/pay/orderquery")
        #expect(
            text(ours)
                == "<xml><appid>wx2421b1c4370ec43b</appid><mch_id>1900000109</mch_id>"
                + "<nonce_str>5K8264ILTKCH16CQ</nonce_str>"
                + "<out_trade_no>2026112315420501010200038741</out_trade_no>"
                + "<sign_type>HMAC-SHA256</sign_type>"
                + "<sign>70DD36F50B0237614596341EC0DA8286B22139CD868D3DA6219EC9B93482CD4C</sign>"
                + "</xml>")
        let trade = OrderQuestion.channelTradeNumber(WeChatPayFixtures.trade)
        let theirs = try #require(try await sent(settings) { _ = await $0.query(trade) })
        #expect(
            text(theirs)
                == "<xml><appid>wx2421b1c4370ec43b</appid><mch_id>1900000109</mch_id>"
                + "<nonce_str>5K8264ILTKCH16CQ</nonce_str><sign_type>HMAC-SHA256</sign_type>"
                + "<transaction_id>4200002026112315420712345678</transaction_id>"
                + "<sign>A842FC65183CC95D0789C3D57C4A0D272037ACAC850D5DB647CDE30CE3B8C989</sign>"
                + "</xml>")
    }

    @Test("A reversal shows the client certificate")
    func reverse() async throws {
        let asked = ReverseRequest(number: try Fixtures.number(), amount: Fixtures.amount)
        let request = try #require(
            try await sent(WeChatPayFixtures.settings()) {
                _ = await $0.reverse(SendPermit(afterCommitOf: asked))
            })
        #expect(request.url == "http://127.0.0.1:9/secapi/pay/reverse")
        #expect(request.showsCertificate)
        #expect(text(request).contains("<out_trade_no>2026112315420501010200038741<"))
    }

    @Test("A subject with markup, control characters or too much text cannot break the request")
    func subjects() async throws {
        let long = String(repeating: "药", count: 200)
        for (subject, body) in [
            ("<a>&\"'", "&lt;a&gt;&amp;\"'"), ("a\u{0}b\nc", "a b c"), ("", "-"), ("\u{7}", "-"),
            (long, String(repeating: "药", count: 42)), ("]]>", "]]&gt;"),
        ] {
            let request = try #require(
                try await sent(WeChatPayFixtures.settings()) { client in
                    let asked = try Fixtures.request(
                        code: Fixtures.wechatCode, subject: subject,
                        payableFor: client.pace.payableFor)
                    _ = await client.pay(SendPermit(afterCommitOf: asked))
                })
            #expect(text(request).contains("<body>\(body)</body>"))
            #expect(throws: Never.self) { try FlatXML(reading: request.body.value) }
        }
    }

    @Test("What must not be sent is not sent, and says so")
    func neverSent() async throws {
        let settings = try WeChatPayFixtures.settings()
        let tooShort = try Fixtures.request(code: Fixtures.wechatCode, payableFor: .seconds(90))
        let otherWallet = try Fixtures.request(
            code: Fixtures.alipayCode, payableFor: .seconds(120))
        let nothing = try Fixtures.request(
            code: Fixtures.wechatCode, amount: .zero, payableFor: .seconds(120))
        for asked in [tooShort, otherWallet, nothing] {
            let request = try await sent(settings) { client in
                let answer = await client.pay(SendPermit(afterCommitOf: asked))
                #expect(answer.name == "neverSent")
            }
            #expect(request == nil)
        }
        for number in ["", "4200x", String(repeating: "4", count: 33), "42<"] {
            let request = try await sent(settings) { client in
                let answer = await client.query(.channelTradeNumber(number))
                #expect(answer.name == "unresolved")
            }
            #expect(request == nil)
        }
    }

    @Test("Without randomness nothing is sent")
    func noNonce() async throws {
        let script = Script(body: "")
        let client = WeChatPayClient(
            try WeChatPayFixtures.settings(), transport: script.transport,
            sources: WireSources(now: { Fixtures.startedAt }, nonce: { nil }))
        let asked = try Fixtures.request(code: Fixtures.wechatCode, payableFor: .seconds(120))
        #expect(await client.pay(SendPermit(afterCommitOf: asked)).name == "neverSent")
        let reverse = ReverseRequest(number: asked.number, amount: asked.amount)
        #expect(await client.reverse(SendPermit(afterCommitOf: reverse)).name == "neverSent")
        #expect(await client.query(.merchantOrderNumber(asked.number)).name == "unresolved")
        #expect(await script.requests.isEmpty)
    }
}
