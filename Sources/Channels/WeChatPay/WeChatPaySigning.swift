// WeChat Pay v2's signature: a keyed hash over the sorted fields, both ways. An answer becomes a
// `SignedWeChatPayAnswer` only here and only after its signature was right, so the mapping that
// decides about money cannot be handed an unsigned one.
//
// Source: WeChat Pay v2, 安全规范 · 签名算法.

internal import Cryptography
internal import Payments

/// Makes and checks signatures with the merchant's key.
package struct WeChatPaySigning: Sendable {
    private let key: Masked<String>
    private let signType: WeChatPaySettings.SignType

    package init(_ settings: WeChatPaySettings) {
        key = settings.key
        signType = settings.signType
    }

    /// The signature over all fields that are not empty, except `sign` itself.
    package func signature(of fields: [FlatXML.Field]) -> String {
        let signed = fields.filter { $0.name != "sign" && !$0.value.isEmpty }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let text = signed.map { $0.name + "=" + $0.value + "&" }.joined() + "key=" + key.value
        switch signType {
        case .md5:
            return Hex.upper(Digest.md5(Array(text.utf8)))
        case .hmacSHA256:
            return Hex.upper(
                HMACSHA256.code(key: Array(key.value.utf8), message: Array(text.utf8)))
        }
    }

    /// The fields in order of their names, with the signature at the end.
    package func signed(_ fields: [FlatXML.Field]) -> [FlatXML.Field] {
        let sorted = fields.filter { !$0.value.isEmpty }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return sorted + [FlatXML.Field("sign", signature(of: sorted))]
    }

    func isRight(_ answer: FlatXML) -> Bool {
        guard let sign = answer.text("sign") else { return false }
        return ConstantTime.areEqual(
            Array(sign.utf8), Array(signature(of: answer.fields).utf8))
    }
}

/// An answer whose signature is right and whose envelope says that it was understood.
package struct SignedWeChatPayAnswer: Sendable {
    private let fields: FlatXML

    /// Reads and checks a body.
    ///
    /// *Errors*: `UnusableAnswer`.
    init(_ body: [UInt8], _ signing: WeChatPaySigning) throws(UnusableAnswer) {
        let answer: FlatXML
        do {
            answer = try FlatXML(reading: body)
        } catch {
            throw UnusableAnswer(.malformed, "XML")
        }
        let isSigned = signing.isRight(answer)
        switch answer.text("return_code") {
        case "SUCCESS":
            guard isSigned else { throw UnusableAnswer(.badSignature, "wrong signature") }
        case "FAIL":
            // This answer carries no signature, so anybody on the way could have written it: it
            // proves nothing, not even that the request was refused.
            let reason = SignedWeChatPayAnswer.reason(answer.text("return_msg") ?? "")
            throw UnusableAnswer(isSigned ? .listedCode : .badSignature, "FAIL: " + reason)
        case nil:
            throw UnusableAnswer(.malformed, "no return_code")
        default:
            throw UnusableAnswer(isSigned ? .unlistedCode : .badSignature, "return_code")
        }
        fields = answer
    }

    func text(_ name: String) -> String? { fields.text(name) }

    /// The message comes from outside and may say anything, so only its kind goes into the journal.
    private static func reason(_ message: String) -> String {
        if message.contains("签名") { return "the signature was not accepted" }
        if message.lowercased().contains("appid") { return "the app ID was not accepted" }
        if message.contains("mch_id") || message.contains("商户号") {
            return "the merchant ID was not accepted"
        }
        return "not accepted"
    }
}
