// WeChat Pay v3's signatures. What is signed is the request as it goes over the line, and the answer as
// it came; an answer becomes a `SignedWeChatPayV3Answer` only here, and only after its signature was
// right. A refusal is signed like a success, whatever its HTTP status.
//
// Source: WeChat Pay v3, 签名生成, 签名验证, 微信支付公钥.

internal import Cryptography
internal import Payments
internal import Retail

/// Signs requests and checks answers.
package struct WeChatPayV3Signing: Sendable {
    private static let scheme = "WECHATPAY2-SHA256-RSA2048"
    /// How far an answer's time may be from ours.
    ///
    /// *Source*: 签名验证: older than five minutes is to be refused.
    private static let ageMax = Pause.minutes(5)

    private let settings: WeChatPayV3Settings

    package init(_ settings: WeChatPayV3Settings) {
        self.settings = settings
    }

    /// What is signed of a request.
    package static func signedText(
        _ method: HTTPRequest.Method, _ target: String, at seconds: Int64, nonce: String,
        body: String
    ) -> String {
        "\(method.rawValue)\n\(target)\n\(seconds)\n\(nonce)\n\(body)\n"
    }

    /// The line that a request proves itself with; nil when the key does not sign.
    func authorization(
        _ method: HTTPRequest.Method, _ target: String, at now: Timestamp, nonce: String,
        body: String
    ) -> String? {
        let seconds = now.microseconds / 1_000_000
        let text = WeChatPayV3Signing.signedText(
            method, target, at: seconds, nonce: nonce, body: body)
        guard let signature = try? settings.privateKey.signSHA256(Array(text.utf8)) else {
            return nil
        }
        let fields = [
            ("mchid", settings.merchantID), ("nonce_str", nonce),
            ("signature", Base64.text(signature)), ("timestamp", String(seconds)),
            ("serial_no", settings.certificateSerial),
        ]
        return WeChatPayV3Signing.scheme + " "
            + fields.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
    }

    /// Whether these bytes are the platform's word of now.
    ///
    /// *Errors*: `UnusableAnswer` with what is wrong.
    func check(
        _ body: [UInt8], _ headers: [HTTPHeader], at now: Timestamp
    ) throws(UnusableAnswer) {
        func field(_ name: String) throws(UnusableAnswer) -> String {
            guard let value = headers.only("Wechatpay-" + name), !value.isEmpty else {
                throw UnusableAnswer(.badSignature, "no Wechatpay-" + name)
            }
            return value
        }
        let (stamp, nonce) = (try field("Timestamp"), try field("Nonce"))
        guard let key = settings.platformKeys[try field("Serial")] else {
            throw UnusableAnswer(.badSignature, "unknown Wechatpay-Serial")
        }
        guard let seconds = Int64(stamp), (0...4_102_444_800).contains(seconds) else {
            throw UnusableAnswer(.badSignature, "Wechatpay-Timestamp")
        }
        let age = now.since(Timestamp(microseconds: seconds * 1_000_000))
        guard age <= WeChatPayV3Signing.ageMax,
            age.microseconds >= -WeChatPayV3Signing.ageMax.microseconds
        else { throw UnusableAnswer(.badSignature, "Wechatpay-Timestamp is not of now") }
        let text = Array("\(stamp)\n\(nonce)\n".utf8) + body + [UInt8(ascii: "\n")]
        guard let signature = Base64.bytes(try field("Signature")),
            key.verifiesSHA256(text, signature: signature)
        else { throw UnusableAnswer(.badSignature, "wrong signature") }
    }
}

/// An answer whose signature is right: done, or refused with a code.
package struct SignedWeChatPayV3Answer: Sendable {
    /// Whether the HTTP status says that it was done.
    let isDone: Bool
    private let content: JSONValue

    /// Reads and checks what came.
    ///
    /// *Errors*: `UnusableAnswer`, also for what was never sent.
    init(
        _ outcome: HTTPOutcome, _ signing: WeChatPayV3Signing, at now: Timestamp
    ) throws(UnusableAnswer) {
        guard case .answered(let status, let body, let headers) = outcome else {
            _ = try outcome.usableBody()
            throw UnusableAnswer(.malformed, "no answer")
        }
        do throws(UnusableAnswer) {
            try signing.check(body, headers, at: now)
        } catch {
            // What stands between us and the channel signs nothing; its status says more.
            guard status == 200 else { throw UnusableAnswer(.httpStatus, "\(status)") }
            throw error
        }
        do {
            content = try JSONReader.value(of: body)
        } catch {
            throw UnusableAnswer(.malformed, "JSON")
        }
        guard case .object = content else { throw UnusableAnswer(.malformed, "no object") }
        isDone = status == 200
        guard isDone || (400...599).contains(status) || status == 202 else {
            throw UnusableAnswer(.httpStatus, "\(status)")
        }
    }

    func text(_ name: String) -> String? { content.text(name) }

    /// A member of the object under a name.
    func text(_ name: String, in object: String) -> String? {
        content.member(object)?.value.text(name)
    }

    /// The error code of a refusal; nil when the call was done.
    func refusal() throws(UnusableAnswer) -> String? {
        if isDone { return nil }
        guard let code = text("code") else { throw UnusableAnswer(.malformed, "no code") }
        return code
    }
}
