// What WeChat Pay v3 is asked, to the letter, and how it is signed.

import Channels
import Cryptography
import Payments
import Retail
import Testing

@Suite("WeChat Pay v3 requests")
struct WeChatPayV3WireTests {
    private let wire: WeChatPayV3Wire

    init() throws {
        wire = WeChatPayV3Wire(try WeChatPayV3Fixtures.settings())
    }

    private func body(_ request: HTTPRequest) -> String {
        String(decoding: request.body.value, as: UTF8.self)
    }

    private func signedFields(_ request: HTTPRequest) throws -> [String: String] {
        let line = try #require(request.headers.value.only("authorization"))
        #expect(line.hasPrefix("WECHATPAY2-SHA256-RSA2048 "))
        var fields: [String: String] = [:]
        for part in line.dropFirst("WECHATPAY2-SHA256-RSA2048 ".count).split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            fields[String(pair[0])] = String(pair[1].dropFirst().dropLast())
        }
        return fields
    }

    @Test("Pay: the fields, in order, and the target")
    func pay() throws {
        let asked = try Fixtures.request(code: Fixtures.wechatCode, payableFor: .minutes(3))
        let request = try #require(wire.pay(asked, at: Fixtures.startedAt, nonce: "n1"))
        #expect(request.method == .post)
        #expect(request.url == "http://127.0.0.1:9/v3/pay/transactions/codepay")
        #expect(request.contentType == "application/json")
        let subject = "\\u836f\\u54c1-\\u805a\\u5408\\u652f\\u4ed8"
        #expect(
            body(request)
                == "{\"appid\":\"wx2421b1c4370ec43b\",\"mchid\":\"1900000109\","
                + "\"description\":\"\(subject)\","
                + "\"out_trade_no\":\"\(try Fixtures.number().digits)\","
                + "\"payer\":{\"auth_code\":\"134567890123456789\"},"
                + "\"amount\":{\"total\":6510,\"currency\":\"CNY\"},"
                + "\"scene_info\":{\"device_ip\":\"127.0.0.1\",\"device_id\":\"010102\","
                + "\"store_info\":{\"out_id\":\"0101\"}}}")
    }

    @Test("The signature covers method, target, time, nonce and body as they go")
    func signature() throws {
        let asked = try Fixtures.request(code: Fixtures.wechatCode, payableFor: .minutes(3))
        let question = OrderQuestion.merchantOrderNumber(try Fixtures.number())
        let now = Fixtures.startedAt
        let requests = [
            try #require(wire.pay(asked, at: now, nonce: "n1")),
            try #require(wire.query(question, at: now, nonce: "n2")),
            try #require(
                wire.reverse(
                    ReverseRequest(number: try Fixtures.number(), amount: Fixtures.amount),
                    at: now, nonce: "n3")),
            try #require(wire.refund(try RefundFixtures.request(), at: now, nonce: "n4")),
            try #require(wire.queryRefund(try RefundFixtures.question(), at: now, nonce: "n5")),
        ]
        let key = try RSAPublicKey(
            pem: RSAPrivateKey(pem: AlipayFixtures.merchantKey).publicKeyPEM())
        for request in requests {
            let fields = try signedFields(request)
            #expect(fields["mchid"] == "1900000109")
            #expect(fields["serial_no"] == WeChatPayV3Fixtures.serial)
            #expect(
                request.headers.value.only("Wechatpay-Serial") == WeChatPayV3Fixtures.keyID)
            let target = request.url.dropFirst("http://127.0.0.1:9".count)
            let text =
                "\(request.method.rawValue)\n\(target)\n\(now.microseconds / 1_000_000)\n"
                + "\(fields["nonce_str"] ?? "")\n\(body(request))\n"
            let signature = try #require(Base64.bytes(fields["signature"] ?? ""))
            #expect(key.verifiesSHA256(Array(text.utf8), signature: signature))
            #expect(fields["timestamp"] == "\(now.microseconds / 1_000_000)")
        }
    }

    @Test("The text that is signed is the one of the provider's own example")
    func example() {
        // 签名生成: the example of a GET.
        #expect(
            WeChatPayV3Signing.signedText(
                .get, "/v3/refund/domestic/refunds/123123123123", at: 1_554_208_460,
                nonce: "593BEC0C930BF1AFEB40B4A08C8FB242", body: "")
                == "GET\n/v3/refund/domestic/refunds/123123123123\n1554208460\n"
                + "593BEC0C930BF1AFEB40B4A08C8FB242\n\n")
    }

    @Test("Queries ask by our number or by the wallet's")
    func query() throws {
        let number = try Fixtures.number()
        let ours = wire.query(.merchantOrderNumber(number), at: Fixtures.startedAt, nonce: "n")
        #expect(ours?.method == .get && ours?.body.value.isEmpty == true)
        #expect(
            ours?.url
                == "http://127.0.0.1:9/v3/pay/transactions/out-trade-no/\(number.digits)"
                + "?mchid=1900000109")
        let theirs = wire.query(
            .channelTradeNumber(WeChatPayV3Fixtures.trade), at: Fixtures.startedAt, nonce: "n")
        #expect(
            theirs?.url
                == "http://127.0.0.1:9/v3/pay/transactions/id/\(WeChatPayV3Fixtures.trade)"
                + "?mchid=1900000109")
        for hostile in ["", "1/../2", "12?x=1", "一二三", String(repeating: "1", count: 33)] {
            let request = wire.query(
                .channelTradeNumber(hostile), at: Fixtures.startedAt, nonce: "n")
            #expect(request == nil)
        }
    }

    @Test("What must not be sent is not written")
    func unwritten() throws {
        let now = Fixtures.startedAt
        let alipay = try Fixtures.request(code: Fixtures.alipayCode, payableFor: .minutes(3))
        #expect(wire.pay(alipay, at: now, nonce: "n") == nil)
        // A request that is delayed could still be taken after this attempt was given up.
        let short = try Fixtures.request(code: Fixtures.wechatCode, payableFor: .seconds(119))
        #expect(wire.pay(short, at: now, nonce: "n") == nil)
        let nothing = try Fixtures.request(
            code: Fixtures.wechatCode, amount: .zero, payableFor: .minutes(3))
        #expect(wire.pay(nothing, at: now, nonce: "n") == nil)
    }

    @Test("A refund and the question about it")
    func refund() throws {
        let asked = try RefundFixtures.request()
        let request = try #require(wire.refund(asked, at: Fixtures.startedAt, nonce: "n"))
        #expect(request.url == "http://127.0.0.1:9/v3/refund/domestic/refunds")
        #expect(body(request).contains("\"out_refund_no\":\"\(asked.refund.text)\""))
        #expect(
            body(request).contains(
                "\"amount\":{\"refund\":\(asked.amount.fen),\"total\":\(asked.paid.fen),"
                    + "\"currency\":\"CNY\"}"))
        let question = wire.queryRefund(
            try RefundFixtures.question(), at: Fixtures.startedAt, nonce: "n")
        #expect(
            question?.url == "http://127.0.0.1:9/v3/refund/domestic/refunds/" + asked.refund.text)
    }
}
