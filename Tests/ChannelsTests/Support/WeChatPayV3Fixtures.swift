// WeChat Pay v3's side of the wire, written anew for the tests: JSON as text, signed in the head with a
// key of its own.

import Channels
import Cryptography
import Payments
import Retail

enum WeChatPayV3Fixtures {
    static let keyID = "PUB_KEY_ID_0119000001092026112400000000000001"
    static let serial = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
    static let trade = "4200000123202611234567890123"

    /// Made once per test run: keys take a while to find.
    private static let platformKey = Result { try RSAPrivateKey.generate(bits: 2_048) }
    private static let strangerKey = Result { try RSAPrivateKey.generate(bits: 2_048) }

    static func settings(
        base: String = "http://127.0.0.1:9", answerTimeoutMilliseconds: Int = 5_000,
        platformKeys: [(id: String, text: String)]? = nil, notificationKey: String? = nil,
        notifyURL: String? = nil
    ) throws -> WeChatPayV3Settings {
        try WeChatPayV3Settings(
            base: base, appID: "wx2421b1c4370ec43b", merchantID: "1900000109",
            privateKeyText: AlipayFixtures.merchantKey, certificateSerial: serial,
            platformKeyTexts: platformKeys ?? [(keyID, try platformKey.get().publicKeyPEM())],
            notificationKey: notificationKey, notifyURL: notifyURL,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds)
    }

    static func platformKeyText() throws -> String { try platformKey.get().publicKeyPEM() }

    /// How an answer's head differs from an honest one.
    struct Head: Sendable {
        var seconds: Int64 = Fixtures.startedAt.microseconds / 1_000_000
        var serial = keyID
        var isStrangers = false
        var leavesOut: String?
    }

    static func headers(of body: String, _ head: Head = Head()) throws -> [HTTPHeader] {
        let key = try head.isStrangers ? strangerKey.get() : platformKey.get()
        let text = "\(head.seconds)\nc5ac7061fccab6bf3e254dcf98995b8c\n\(body)\n"
        return [
            HTTPHeader("wechatpay-timestamp", "\(head.seconds)"),
            HTTPHeader("Wechatpay-Nonce", "c5ac7061fccab6bf3e254dcf98995b8c"),
            HTTPHeader("Wechatpay-Signature", Base64.text(try key.signSHA256(Array(text.utf8)))),
            HTTPHeader("Wechatpay-Serial", head.serial),
        ].filter { $0.name != head.leavesOut }
    }

    static func answer(
        _ body: String, status: Int = 200, _ head: Head = Head()
    ) throws -> HTTPOutcome {
        .answered(status: status, body: Array(body.utf8), headers: try headers(of: body, head))
    }

    static func failed(_ code: String, status: Int = 400) throws -> HTTPOutcome {
        try answer("{\"code\":\"\(code)\",\"message\":\"说明\"}", status: status)
    }

    static func paidBody(
        _ changes: [String: String] = [:], total: Int = 6_510, state: String = "SUCCESS"
    ) throws -> String {
        let fields = [
            ("appid", "wx2421b1c4370ec43b"), ("mchid", "1900000109"),
            ("out_trade_no", try Fixtures.number().digits), ("transaction_id", trade),
            ("trade_type", "MICROPAY"), ("trade_state", state),
            ("success_time", "2026-11-23T15:42:07+08:00"),
        ].map { ($0.0, changes[$0.0] ?? $0.1) }.filter { !$0.1.isEmpty }
        let texts = fields.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",")
        return "{\(texts),\"amount\":{\"total\":\(total),\"currency\":\"CNY\"}}"
    }

    static func refundBody(
        _ changes: [String: String] = [:], refund: Int64? = nil, status: String = "SUCCESS"
    ) throws -> String {
        let asked = try RefundFixtures.request()
        let fields = [
            ("refund_id", "50000000382019052709732678859"), ("out_refund_no", asked.refund.text),
            ("out_trade_no", asked.order.digits), ("transaction_id", trade), ("status", status),
            ("success_time", "2026-11-23T16:00:00+08:00"),
        ].map { ($0.0, changes[$0.0] ?? $0.1) }.filter { !$0.1.isEmpty }
        let texts = fields.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",")
        return "{\(texts),\"amount\":{\"refund\":\(refund ?? asked.amount.fen),\"total\":1}}"
    }
}
