// The gateway's side of the wire, written anew for the tests: JSON as text, signed in the head with a
// key of its own.

import Channels
import Cryptography
import Payments
import Retail

enum AggregatorFixtures {
    static let terminal = "T12345678"
    static let nonce = "5K8264ILTKCH16CQ"
    static let trade = "4200000123202611234567890123"
    private static let gatewaySeed = [UInt8](repeating: 7, count: 32)
    private static let strangerSeed = [UInt8](repeating: 8, count: 32)
    private static let terminalSeed = [UInt8](repeating: 9, count: 32)

    static func settings() throws -> AggregatorSettings {
        try AggregatorSettings(
            base: "http://127.0.0.1:9", terminal: terminal,
            privateKeyText: try Ed25519PrivateKey(seed: terminalSeed).pem(),
            gatewayKeyTexts: [try Ed25519PrivateKey(seed: gatewaySeed).publicKey().base64])
    }

    /// How an answer's head differs from an honest one.
    struct Head: Sendable {
        var at: Timestamp = Fixtures.startedAt
        var nonce = AggregatorFixtures.nonce
        var isStrangers = false
        var signedStatus: Int?
        var leavesOut: String?
    }

    static func answer(
        _ body: String, status: Int = 200, _ head: Head = Head()
    ) throws -> HTTPOutcome {
        let key = try Ed25519PrivateKey(seed: head.isStrangers ? strangerSeed : gatewaySeed)
        let named = try Ed25519PrivateKey(seed: gatewaySeed).publicKey().id
        let text =
            "counterfoil-answer-1\n\(head.signedStatus ?? status)\n\(head.at.microseconds)\n"
            + "\(head.nonce)\n\(Hex.lower(Digest.sha256(Array(body.utf8))))\n"
        return .answered(
            status: status, body: Array(body.utf8),
            headers: [
                HTTPHeader("Counterfoil-Key", named),
                HTTPHeader("Counterfoil-Timestamp", "\(head.at.microseconds)"),
                HTTPHeader(
                    "Counterfoil-Signature", Base64.text(try key.sign(Array(text.utf8)))),
            ].filter { $0.name != head.leavesOut })
    }

    static func refused(_ code: String, status: Int = 409) throws -> HTTPOutcome {
        try answer(
            #"{"code":"\#(code)","message_zh":"","message_en":"","next":"query"}"#, status: status)
    }

    static func payment(
        _ status: String, _ changes: [String: String] = [:], more: String = ""
    ) throws -> String {
        let number = try Fixtures.number().digits
        let texts = [
            ("number", number), ("reference", number), ("terminal", terminal),
            ("store", "0101"), ("register", "91"), ("wallet", "wechat"), ("status", status),
            ("currency", "CNY"), ("subject", "药品"), ("trade_number", trade),
        ].map { "\"\($0.0)\":\"\(changes[$0.0] ?? $0.1)\"" }.joined(separator: ",")
        let numbers = [
            ("amount_fen", "6510"), ("refunded_fen", "0"), ("started_at", "1"),
            ("paid_at", "\(Fixtures.at("20261123154207").microseconds)"),
        ].map { "\"\($0.0)\":\(changes[$0.0] ?? $0.1)" }.joined(separator: ",")
        return "{\(texts),\(numbers)\(more)}"
    }

    static func refund(
        _ status: String, _ request: RefundRequest, amount: Int64? = nil, more: String = ""
    ) -> String {
        #"{"number":"R2026112315420501910000001","reference":"\#(request.refund.text)","#
            + #""payment":"\#(request.order.digits)","kind":"refund","status":"\#(status)","#
            + #""amount_fen":\#(amount ?? request.amount.fen),"started_at":1\#(more)}"#
    }
}
