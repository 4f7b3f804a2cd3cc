// What wallets tell by themselves, written anew here: an honest one is heard, and each way of being
// false is as if nothing had come.

import Channels
import Cryptography
import Payments
import Retail
import Testing

@Suite("Notifications")
struct NotificationTests {
    private static let now = Fixtures.startedAt
    private static let apiKey = "0123456789abcdef0123456789abcdef"

    // MARK: WeChat Pay v2

    private func v2(
        _ told: [(String, String)], key: String = WeChatPayFixtures.key,
        _ envelope: [String: String] = [:]
    ) throws -> NotificationMessage {
        let inside =
            "<root>" + told.map { "<\($0.0)><![CDATA[\($0.1)]]></\($0.0)>" }.joined() + "</root>"
        let hash = Hex.lower(Digest.md5(Array(key.utf8)))
        let hidden = try AES256(key: Array(hash.utf8))?.hiddenECB(Array(inside.utf8)) ?? []
        let fields = [
            ("return_code", "SUCCESS"), ("appid", "wx2421b1c4370ec43b"), ("mch_id", "1900000109"),
            ("nonce_str", "x"), ("req_info", Base64.text(hidden)),
        ].map { ($0.0, envelope[$0.0] ?? $0.1) }
        let body = "<xml>" + fields.map { "<\($0.0)>\($0.1)</\($0.0)>" }.joined() + "</xml>"
        return NotificationMessage(headers: [], body: Array(body.utf8))
    }

    @Test("WeChat Pay v2: a refund is named, and nothing is proven: it is asked about")
    func weChatV2() throws {
        let listener = WeChatPayNotifications(try WeChatPayFixtures.settings())
        let told = [("out_refund_no", "R-1"), ("refund_status", "SUCCESS"), ("refund_fee", "1")]
        let message = try v2(told)
        let heard = try listener.read(message, at: NotificationTests.now)
        #expect(heard == .refundMoved(refundNumber: "R-1"))
        #expect(listener.reply(to: message, isTaken: true).body.contains("<return_code>SUCCESS<"))
        #expect(listener.reply(to: message, isTaken: false).body.contains("<return_code>FAIL<"))
    }

    @Test(
        "WeChat Pay v2: an order that was scanned is paid, by its signature; altered it is nothing")
    func weChatV2Paid() throws {
        let settings = try WeChatPayFixtures.settings()
        let listener = WeChatPayNotifications(settings)
        let number = try Fixtures.number().digits
        func message(_ changes: [String: String] = [:], altered: String? = nil)
            -> NotificationMessage
        {
            let fields = [
                ("return_code", "SUCCESS"), ("result_code", "SUCCESS"),
                ("appid", "wx2421b1c4370ec43b"), ("mch_id", "1900000109"), ("nonce_str", "x"),
                ("trade_type", "NATIVE"), ("total_fee", "6510"), ("out_trade_no", number),
                ("transaction_id", "4200001987202611230000000001"),
                ("time_end", "20261123154207"),
            ].map { FlatXML.Field($0.0, changes[$0.0] ?? $0.1) }
            let text = FlatXML.text(of: WeChatPaySigning(settings).signed(fields))
            let sent = altered.map { text.replacing("6510", with: $0) } ?? text
            return NotificationMessage(headers: [], body: Array(sent.utf8))
        }
        guard case .paid(let proof) = try listener.read(message(), at: NotificationTests.now)
        else {
            Issue.record("not heard as paid")
            return
        }
        #expect(proof.merchantOrderNumber == number)
        #expect(proof.amount == Money(fen: 6_510))
        #expect(refusal(listener, message(altered: "6511")) == .badSignature)
        #expect(refusal(listener, message(["mch_id": "1900000110"])) == .foreignAnswer)
        #expect(refusal(listener, message(["result_code": "FAIL", "err_code": "X"])) != nil)
    }

    @Test("WeChat Pay v2: of another key, merchant or form it is as if nothing had come")
    func weChatV2False() throws {
        let listener = WeChatPayNotifications(try WeChatPayFixtures.settings())
        let told = [("out_refund_no", "R-1")]
        let messages: [(NotificationMessage, Doubt.Kind)] = [
            (try v2(told, key: String(repeating: "9", count: 32)), .badSignature),
            (try v2(told, ["appid": "wx0"]), .foreignAnswer),
            (try v2(told, ["mch_id": "1"]), .foreignAnswer),
            (try v2(told, ["return_code": "FAIL"]), .unlistedCode),
            (try v2(told, ["req_info": "?"]), .badSignature),
            (try v2([("out_refund_no", "")]), .malformed),
            (try v2([("out_refund_no", "R 1")]), .malformed),
            (NotificationMessage(headers: [], body: Array("<xml>".utf8)), .malformed),
            (NotificationMessage(headers: [], body: []), .malformed),
        ]
        for (message, kind) in messages {
            #expect(kind == refusal(listener, message))
        }
    }

    // MARK: WeChat Pay v3

    private func v3(
        _ kind: String, _ content: String, key: String = apiKey,
        _ head: WeChatPayV3Fixtures.Head = WeChatPayV3Fixtures.Head(),
        algorithm: String = "AEAD_AES_256_GCM", data: String = "transaction"
    ) throws -> NotificationMessage {
        let nonce = "fdasflkja484"
        let sealed =
            try AES256(key: Array(key.utf8))?.sealed(
                Array(content.utf8), nonce: Array(nonce.utf8),
                authenticating: Array("transaction".utf8)) ?? []
        let body =
            "{\"id\":\"EV-1\",\"event_type\":\"\(kind)\",\"resource\":{\"algorithm\":"
            + "\"\(algorithm)\",\"ciphertext\":\"\(Base64.text(sealed))\",\"nonce\":\"\(nonce)\","
            + "\"associated_data\":\"\(data)\"}}"
        let headers = try WeChatPayV3Fixtures.headers(of: body, head)
        return NotificationMessage(
            headers: headers.map { NotificationMessage.Field($0.name, $0.value) },
            body: Array(body.utf8))
    }

    private func v3Listener() throws -> WeChatPayV3Notifications {
        let settings = try WeChatPayV3Fixtures.settings(notificationKey: NotificationTests.apiKey)
        return try #require(WeChatPayV3Notifications(settings))
    }

    private func v3Refund(_ status: String, _ changes: [String: String] = [:]) -> String {
        let fields = [
            ("mchid", "1900000109"), ("out_trade_no", "2026112315420501010200038742"),
            ("out_refund_no", "R-1"), ("refund_id", "50000000382019052709732678859"),
            ("refund_status", status), ("success_time", "2026-11-23T16:00:00+08:00"),
        ].map { "\"\($0.0)\":\"\(changes[$0.0] ?? $0.1)\"" }.joined(separator: ",")
        return "{\(fields),\"amount\":{\"total\":6510,\"refund\":2170}}"
    }

    @Test("WeChat Pay v3: a payment is proven, a refund that arrived too, any other end is asked")
    func weChatV3() throws {
        let listener = try v3Listener()
        let paid = try listener.read(
            try v3("TRANSACTION.SUCCESS", try WeChatPayV3Fixtures.paidBody()),
            at: NotificationTests.now)
        guard case .paid(let proof) = paid else { return #expect(Bool(false), "\(paid)") }
        #expect(proof.merchantOrderNumber == (try Fixtures.number().digits))
        #expect(proof.channelTradeNumber == WeChatPayV3Fixtures.trade)
        #expect(proof.amount == Money(fen: 6_510))
        #expect(proof.merchantAccount == "1900000109")
        let refunded = try listener.read(
            try v3("REFUND.SUCCESS", v3Refund("SUCCESS")), at: NotificationTests.now)
        guard case .refunded(let back) = refunded else {
            return #expect(Bool(false), "\(refunded)")
        }
        #expect(back.refundNumber == "R-1")
        #expect(back.amount == Money(fen: 2_170))
        for (kind, status) in [
            ("REFUND.CLOSED", "CLOSED"), ("REFUND.ABNORMAL", "ABNORMAL"),
            ("REFUND.SUCCESS", "PROCESSING"),
        ] {
            let heard = try listener.read(
                try v3(kind, v3Refund(status)), at: NotificationTests.now)
            #expect(heard == .refundMoved(refundNumber: "R-1"))
        }
        let message = try v3("COUPON.USE", "{}")
        let other = try listener.read(message, at: NotificationTests.now)
        #expect(other == .other(kind: "COUPON.USE"))
        #expect(listener.reply(to: message, isTaken: true).status == 200)
        #expect(listener.reply(to: message, isTaken: false).status == 500)
    }

    @Test("WeChat Pay v3: forged, old, cut, of another merchant: as if nothing had come")
    func weChatV3False() throws {
        typealias Head = WeChatPayV3Fixtures.Head
        let listener = try v3Listener()
        let paid = try WeChatPayV3Fixtures.paidBody()
        let long = Head(seconds: NotificationTests.now.microseconds / 1_000_000 - 301)
        let kind = "TRANSACTION.SUCCESS"
        let messages: [(NotificationMessage, Doubt.Kind)] = [
            (try v3(kind, paid, Head(isStrangers: true)), .badSignature),
            (try v3(kind, paid, long), .badSignature),
            (try v3(kind, paid, Head(serial: "ABC")), .badSignature),
            (try v3(kind, paid, Head(leavesOut: "Wechatpay-Nonce")), .badSignature),
            (try v3(kind, paid, key: String(repeating: "x", count: 32)), .badSignature),
            (try v3(kind, paid, data: "refund"), .badSignature),
            (try v3(kind, paid, algorithm: "ROT13"), .malformed),
            (try v3(kind, "[]"), .malformed), (try v3(kind, "{"), .malformed),
            (
                try v3(kind, WeChatPayV3Fixtures.paidBody(["mchid": "1900000108"])),
                .foreignAnswer
            ),
            (try v3(kind, WeChatPayV3Fixtures.paidBody(["appid": "wx0"])), .foreignAnswer),
            (try v3(kind, WeChatPayV3Fixtures.paidBody(state: "NOTPAY")), .unlistedCode),
            (try v3(kind, WeChatPayV3Fixtures.paidBody(total: 0)), .malformed),
            (try v3("REFUND.SUCCESS", v3Refund("SUCCESS", ["mchid": "1"])), .foreignAnswer),
            (try v3("REFUND.SUCCESS", v3Refund("SUCCESS", ["refund_id": ""])), .malformed),
        ]
        for (index, (message, kind)) in messages.enumerated() {
            #expect(kind == refusal(listener, message), "\(index)")
        }
        let honest = try v3(kind, paid)
        for place in stride(from: 0, to: honest.body.count, by: 7) {
            var body = honest.body
            body[place] ^= 1
            let changed = NotificationMessage(headers: honest.headers, body: body)
            #expect(refusal(listener, changed) == .badSignature)
        }
    }

    @Test("WeChat Pay v3: without the key there is no ear, and a key has 32 characters")
    func weChatV3Key() throws {
        #expect(WeChatPayV3Notifications(try WeChatPayV3Fixtures.settings()) == nil)
        #expect(throws: SettingsError.self) {
            try WeChatPayV3Fixtures.settings(notificationKey: "short")
        }
    }

    // MARK: Alipay

    private func alipay(
        _ changes: [String: String?] = [:], bend: (String) -> String = { $0 }
    ) throws -> NotificationMessage {
        var fields: [String: String?] = [
            "notify_time": "2026-11-23 15:42:08", "notify_type": "trade_status_sync",
            "notify_id": "ac05099524730693a8b330c5ecf72da9786", "app_id": "2021004100000001",
            "charset": "utf-8", "version": "1.0", "trade_no": AlipayFixtures.trade,
            "out_trade_no": try Fixtures.number().digits, "trade_status": "TRADE_SUCCESS",
            "total_amount": "65.10", "gmt_payment": "2026-11-23 15:42:07",
            "subject": "药品 & 器械+1=2", "passback_params": "",
        ]
        fields.merge(changes) { _, new in new }
        let present = fields.compactMapValues { $0 }.sorted { $0.key < $1.key }
        let text = present.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        let sign = try AlipayFixtures.signature(bend(text))
        let form = (present.map { ($0.key, $0.value) } + [("sign", sign), ("sign_type", "RSA2")])
            .map { "\($0.0)=\(encoded($0.1))" }.joined(separator: "&")
        return NotificationMessage(headers: [], body: Array(form.utf8))
    }

    private func encoded(_ text: String) -> String {
        text.utf8.map { unit in
            switch unit {
            case 48...57, 65...90, 97...122: String(Unicode.Scalar(unit))
            case 32: "+"
            default: "%" + (unit < 16 ? "0" : "") + String(unit, radix: 16)
            }
        }.joined()
    }

    @Test("Alipay: a payment is proven; a refund is named and asked about")
    func alipayHeard() throws {
        let listener = AlipayNotifications(try AlipayFixtures.settings())
        for status in ["TRADE_SUCCESS", "TRADE_FINISHED"] {
            let heard = try listener.read(
                try alipay(["trade_status": status]), at: NotificationTests.now)
            guard case .paid(let proof) = heard else { return #expect(Bool(false), "\(heard)") }
            #expect(proof.merchantOrderNumber == (try Fixtures.number().digits))
            #expect(proof.channelTradeNumber == AlipayFixtures.trade)
            #expect(proof.amount == Money(fen: 6_510))
        }
        let refund = try alipay([
            "out_biz_no": "R-1", "refund_fee": "21.70", "gmt_refund": "2026-11-23 16:00:00.123",
        ])
        #expect(
            try listener.read(refund, at: NotificationTests.now)
                == .refundMoved(refundNumber: "R-1"))
        let closed = try alipay(["trade_status": "TRADE_CLOSED"])
        #expect(
            try listener.read(closed, at: NotificationTests.now) == .other(kind: "TRADE_CLOSED"))
        #expect(listener.reply(to: closed, isTaken: true).body == "success")
        #expect(listener.reply(to: closed, isTaken: false).body == "fail")
    }

    @Test("Alipay: forged, of another application, unreadable: as if nothing had come")
    func alipayFalse() throws {
        let listener = AlipayNotifications(try AlipayFixtures.settings())
        let honest = try alipay()
        let twice = NotificationMessage(
            headers: [], body: honest.body + Array("&total_amount=0.01".utf8))
        let messages: [(NotificationMessage, Doubt.Kind)] = [
            (try alipay(bend: { $0 + "?" }), .badSignature),
            (try alipay(["app_id": "2021004100000002"]), .foreignAnswer),
            (try alipay(["trade_status": "TRADE_LATER"]), .unlistedCode),
            (try alipay(["total_amount": "65.1x"]), .malformed),
            (try alipay(["out_trade_no": nil]), .malformed),
            (try alipay(["refund_fee": "1.00", "out_biz_no": nil]), .malformed),
            (twice, .malformed),
            (NotificationMessage(headers: [], body: Array("a=%".utf8)), .malformed),
            (NotificationMessage(headers: [], body: Array("a=%C3".utf8)), .malformed),
            (NotificationMessage(headers: [], body: []), .badSignature),
        ]
        for (index, (message, kind)) in messages.enumerated() {
            #expect(kind == refusal(listener, message), "\(index)")
        }
    }

    // MARK: the addresses that requests name

    @Test("Requests name where to tell, only where that is set")
    func addresses() throws {
        let url = "https://pay.example.com/notify/x"
        func text(_ request: HTTPRequest?) throws -> String {
            String(decoding: try #require(request).body.value, as: UTF8.self)
        }
        let refund = try RefundFixtures.request()
        for isSet in [true, false] {
            let address = isSet ? url : nil
            let v2 = try text(
                WeChatPayWire(try WeChatPayFixtures.settings(notifyURL: address))
                    .refund(refund, nonce: "n"))
            #expect(v2.contains("<notify_url>\(url)</notify_url>") == isSet)
            let v3 = try text(
                WeChatPayV3Wire(try WeChatPayV3Fixtures.settings(notifyURL: address))
                    .refund(refund, at: NotificationTests.now, nonce: "n"))
            #expect(v3.contains("\"notify_url\":\"\(url)\"") == isSet)
            let pay = try Fixtures.request(
                code: "281234567890123456", payableFor: .minutes(5))
            let wire = AlipayWire(try AlipayFixtures.settings(notifyURL: address))
            let paid = try text(
                wire.pay(pay, at: NotificationTests.now))
            #expect(paid.contains("notify_url=https%3A%2F%2Fpay.example.com%2Fnotify%2Fx") == isSet)
            #expect(
                try !text(wire.refund(refund, at: NotificationTests.now)).contains("notify_url"))
        }
    }

    private func refusal(
        _ listener: some NotificationListener, _ message: NotificationMessage
    ) -> Doubt.Kind? {
        do throws(UnusableNotification) {
            _ = try listener.read(message, at: NotificationTests.now)
            return nil
        } catch {
            return error.doubt.kind
        }
    }
}
