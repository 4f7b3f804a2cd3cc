// WeChat Pay v3 as a merchant meets it, without HTTP: requests signed by the test's own code, answers
// read only after their signature has been checked.

import ChannelSimulators
import Cryptography
import Retail
import Testing

@Suite("WeChat Pay v3")
struct WeChatV3PlayTests {
    private let world = FakeWorld()
    private let books: Books
    private let play: WeChatV3Play
    private let privateKey: RSAPrivateKey
    private let platformKey: RSAPublicKey
    private let (appID, merchantID, serial): (String, String, String)

    init() throws {
        let credentials = try Merchant.credentials.get()
        books = Books(Ledger(), surroundings: world.surroundings)
        play = WeChatV3Play(credentials: credentials, books: books)
        let settings = try credentials.channels(base: "http://127.0.0.1:1")["wechatV3"]
        func text(_ name: String) throws -> String { try #require(settings?[name]?.string) }
        privateKey = try RSAPrivateKey(pem: text("privateKey"))
        platformKey = try RSAPublicKey(pem: text("platformKey"))
        (appID, merchantID, serial) = (
            try text("appID"), try text("merchantID"), try text("certificateSerial")
        )
    }

    private func code(_ account: String = "lin") throws -> String {
        let entropy = world.entropy()
        return try #require(
            books.change {
                $0.issueCode(account: account, wallet: .wechat, entropy: entropy, at: $1)
            }
        ).digits
    }

    private func ask(
        _ call: Call, _ target: String, _ body: String = "", name: String = "",
        seconds: Int64? = nil, serial: String? = nil, signs: String? = nil, twist: Twist = .none
    ) throws -> (status: Int, answer: JSON) {
        let method = body.isEmpty ? "GET" : "POST"
        let stamp = seconds ?? world.now.microseconds / 1_000_000
        let text = "\(method)\n\(target)\n\(stamp)\nn0\n\(signs ?? body)\n"
        let signature = Base64.text(try privateKey.signSHA256(Array(text.utf8)))
        let line =
            "WECHATPAY2-SHA256-RSA2048 mchid=\"\(merchantID)\",nonce_str=\"n0\","
            + "signature=\"\(signature)\",timestamp=\"\(stamp)\","
            + "serial_no=\"\(serial ?? self.serial)\""
        let reply = play.reply(
            to: WeChatV3Request(
                method: method, target: target, authorization: line, body: Array(body.utf8)),
            call: call, name: name, twist: twist)
        let signed =
            Array(
                "\(reply.headers["Wechatpay-Timestamp"] ?? "")\n".utf8)
            + Array("\(reply.headers["Wechatpay-Nonce"] ?? "")\n".utf8) + reply.body
            + Array("\n".utf8)
        let isRight = Base64.bytes(reply.headers["Wechatpay-Signature"] ?? "").map {
            platformKey.verifiesSHA256(signed, signature: $0)
        }
        if case .badSignature = twist {
            #expect(isRight == false)
        } else {
            #expect(isRight == true)
        }
        return (reply.status, try #require(JSON(reading: reply.body)))
    }

    private func pay(
        _ code: String, number: String = "n1", fen: Int = 6_510, twist: Twist = .none
    ) throws -> (status: Int, answer: JSON) {
        try ask(.pay, "/v3/pay/transactions/codepay", order(code, number, fen), twist: twist)
    }

    private func order(_ code: String, _ number: String = "n1", _ fen: Int = 6_510) -> String {
        "{\"appid\":\"\(appID)\",\"mchid\":\"\(merchantID)\",\"description\":\"药品\","
            + "\"out_trade_no\":\"\(number)\",\"payer\":{\"auth_code\":\"\(code)\"},"
            + "\"amount\":{\"total\":\(fen),\"currency\":\"CNY\"},"
            + "\"scene_info\":{\"device_ip\":\"127.0.0.1\",\"store_info\":{\"out_id\":\"0101\"}}}"
    }

    private func query(_ number: String = "n1", twist: Twist = .none) throws -> JSON {
        try ask(
            .query, "/v3/pay/transactions/out-trade-no/\(number)?mchid=\(merchantID)",
            name: number, twist: twist
        ).answer
    }

    @Test("A payment is answered with every field, and found by both numbers")
    func pays() throws {
        let (status, answer) = try pay(code())
        #expect(status == 200)
        #expect(answer["trade_state"]?.string == "SUCCESS")
        #expect(answer["amount"]?["total"]?.integer == 6_510)
        #expect(answer["success_time"]?.string == "2026-11-23T11:09:25+08:00")
        let trade = try #require(answer["transaction_id"]?.string)
        #expect(trade.utf8.count == 28)
        #expect(try query() == answer)
        let byTrade = try ask(
            .query, "/v3/pay/transactions/id/\(trade)?mchid=\(merchantID)", name: trade)
        #expect(byTrade.answer == answer)
        #expect(
            books.change { $0.order(OrderKey(wallet: .wechat, number: "n1"), at: $1) }?
                .debited.fen == 6_510)
    }

    @Test("What is not signed by the merchant, now, for these bytes, is refused and does nothing")
    func signatures() throws {
        let (target, body) = ("/v3/pay/transactions/codepay", order(try code()))
        let now = world.now.microseconds / 1_000_000
        let refused = [
            try ask(.pay, target, body, seconds: now - 301),
            try ask(.pay, target, body, seconds: now + 301),
            try ask(.pay, target, body, serial: "00"),
            try ask(.pay, target, body, signs: body + " "),
        ]
        for (status, answer) in refused {
            #expect(status == 401 && answer["code"]?.string == "SIGN_ERROR")
        }
        for line in ["", "WECHATPAY2-SHA256-RSA2048", "Basic x", "WECHATPAY2-SHA256-RSA2048 a=b"] {
            let reply = play.reply(
                to: WeChatV3Request(
                    method: "POST", target: target, authorization: line, body: Array(body.utf8)),
                call: .pay, name: "", twist: .none)
            #expect((400...401).contains(reply.status))
        }
        #expect(books.change { $0.order(OrderKey(wallet: .wechat, number: "n1"), at: $1) } == nil)
    }

    struct Wrong: CustomTestStringConvertible, Sendable {
        let from, to, code: String
        var testDescription: String { "\(from) → \(to)" }
    }

    @Test(
        "A wrong field is refused with its code",
        arguments: [
            Wrong(
                from: "\"out_trade_no\":\"n1\"", to: "\"out_trade_no\":\"n/1\"", code: "PARAM_ERROR"
            ),
            Wrong(from: "\"total\":6510", to: "\"total\":0", code: "PARAM_ERROR"),
            Wrong(from: "\"total\":6510", to: "\"total\":65.1", code: "PARAM_ERROR"),
            Wrong(from: "CNY", to: "USD", code: "PARAM_ERROR"),
            Wrong(from: "store_info", to: "store", code: "PARAM_ERROR"),
            Wrong(from: "\"auth_code\":\"1", to: "\"auth_code\":\"2", code: "AUTH_CODE_ERROR"),
            Wrong(from: "\"appid\":\"wx", to: "\"appid\":\"wy", code: "APPID_MCHID_NOT_MATCH"),
            Wrong(from: "\"mchid\":\"1", to: "\"mchid\":\"2", code: "MCH_NOT_EXISTS"),
            Wrong(from: "{\"appid", to: "{{\"appid", code: "PARAM_ERROR"),
        ])
    func fields(_ wrong: Wrong) throws {
        let body = order(try code()).replacing(wrong.from, with: wrong.to, maxReplacements: 1)
        let (status, answer) = try ask(.pay, "/v3/pay/transactions/codepay", body)
        #expect(status == 400 && answer["code"]?.string == wrong.code)
    }

    @Test("Refusals of the wallet, each with its code")
    func refusals() throws {
        #expect(try pay(code("poor"), number: "p").answer["code"]?.string == "NOT_ENOUGH")
        #expect(try pay(code("slow"), number: "s").answer["code"]?.string == "USERPAYING")
        #expect(try query("s")["trade_state"]?.string == "USERPAYING")
        #expect(try query("s")["out_trade_no"] == nil)
        _ = try pay(code())
        #expect(try pay(code(), fen: 1).answer["code"]?.string == "OUT_TRADE_NO_USED")
        #expect(try query("absent")["code"]?.string == "ORDER_NOT_EXIST")
        #expect(
            try ask(.query, "/v3/pay/transactions/out-trade-no/n1?mchid=2", name: "n1")
                .answer["code"]?.string == "PARAM_ERROR")
    }

    @Test("Reversed once, whoever asks how often; the money is back")
    func reverses() throws {
        _ = try pay(code())
        let body = "{\"appid\":\"\(appID)\",\"mchid\":\"\(merchantID)\"}"
        for _ in 0..<2 {
            let (status, answer) = try ask(
                .reverse, "/v3/pay/transactions/out-trade-no/n1/reverse", body, name: "n1")
            #expect(status == 200 && answer["out_trade_no"]?.string == "n1")
        }
        #expect(try query()["trade_state"]?.string == "REVOKED")
        let order = books.change { $0.order(OrderKey(wallet: .wechat, number: "n1"), at: $1) }
        #expect(order?.returned.fen == 6_510)
    }

    @Test("A refund is accepted, arrives, and is found by its number")
    func refunds() throws {
        _ = try pay(code())
        func refund(_ number: String, _ fen: Int, total: Int = 6_510) throws -> JSON {
            try ask(
                .refund, "/v3/refund/domestic/refunds",
                "{\"out_trade_no\":\"n1\",\"out_refund_no\":\"\(number)\","
                    + "\"amount\":{\"refund\":\(fen),\"total\":\(total),\"currency\":\"CNY\"}}"
            ).answer
        }
        func found(_ number: String) throws -> JSON {
            try ask(.refundQuery, "/v3/refund/domestic/refunds/\(number)", name: number).answer
        }
        #expect(try refund("r1", 2_000)["status"]?.string == "PROCESSING")
        world.pass(.seconds(3))
        #expect(try found("r1")["status"]?.string == "SUCCESS")
        #expect(try found("r1")["success_time"]?.string?.hasSuffix("+08:00") == true)
        #expect(try refund("r1", 2_000)["status"]?.string == "SUCCESS")
        #expect(try refund("r2", 4_511)["code"]?.string == "INVALID_REQUEST")
        #expect(try refund("r2", 10, total: 6_511)["code"]?.string == "INVALID_REQUEST")
        #expect(try found("r2")["code"]?.string == "RESOURCE_NOT_EXISTS")
        #expect(try query()["trade_state"]?.string == "REFUND")
    }

    @Test("Faults: system errors before and after the work, another amount, a wrong signature")
    func twists() throws {
        #expect(
            try pay(code(), number: "a", twist: .systemErrorInstead).answer["code"]?.string
                == "SYSTEM_ERROR")
        #expect(try query("a")["code"]?.string == "ORDER_NOT_EXIST")
        #expect(try pay(code(), number: "b", twist: .systemErrorAfter).status == 500)
        #expect(try query("b")["trade_state"]?.string == "SUCCESS")
        #expect(
            try pay(code(), number: "c", twist: .wrongAmount).answer["amount"]?["total"]?.integer
                == 6_610)
        _ = try pay(code(), number: "d", twist: .badSignature)
        #expect(try query("d", twist: .notFound)["code"]?.string == "ORDER_NOT_EXIST")
    }
}
