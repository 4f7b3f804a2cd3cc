// Alipay's RSA2 signatures. A request is signed over its sorted parameters; an answer is signed
// over the exact bytes of one value inside it, so those bytes are cut out of what came and never
// written anew. An answer becomes a `SignedAlipayAnswer` only here and only after its signature was
// right.
//
// Source: Alipay open platform, 自行实现签名, 自行实现验签.

internal import Cryptography
internal import Payments

/// Signs requests and checks answers.
package struct AlipaySigning: Sendable {
    private let privateKey: RSAPrivateKey
    private let alipayPublicKey: RSAPublicKey

    package init(_ settings: AlipaySettings) {
        privateKey = settings.privateKey
        alipayPublicKey = settings.alipayPublicKey
    }

    /// The text that is signed: all parameters that are not empty, sorted, not percent-encoded.
    package static func signedText(of parameters: [(name: String, value: String)]) -> String {
        parameters.filter { $0.name != "sign" && !$0.value.isEmpty }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { $0.name + "=" + $0.value }.joined(separator: "&")
    }

    /// The signature of a request; nil when the key does not sign.
    func signature(of parameters: [(name: String, value: String)]) -> String? {
        let text = AlipaySigning.signedText(of: parameters)
        guard let signature = try? privateKey.signSHA256(Array(text.utf8)) else { return nil }
        return Base64.text(signature)
    }

    func isRight(_ signature: String, over bytes: [UInt8]) -> Bool {
        guard let signature = Base64.bytes(signature) else { return false }
        return alipayPublicKey.verifiesSHA256(bytes, signature: signature)
    }
}

/// The value of the response node of an answer whose signature is right.
package struct SignedAlipayAnswer: Sendable {
    private let node: JSONValue

    /// Reads and checks a body.
    ///
    /// *Errors*: `UnusableAnswer`.
    init(
        _ body: [UInt8], to method: AlipayMethod, _ signing: AlipaySigning
    ) throws(UnusableAnswer) {
        let answer: JSONValue
        do {
            answer = try JSONReader.value(of: body)
        } catch {
            throw UnusableAnswer(.malformed, "JSON")
        }
        let expected = answer.member(method.responseName)
        let failed = answer.member("error_response")
        guard let member = expected ?? failed, expected == nil || failed == nil,
            case .object = member.value
        else { throw UnusableAnswer(.malformed, "no response node") }
        guard let sign = answer.text("sign") else {
            // The gateway's own errors come unsigned; they prove nothing, but the code helps
            // whoever has to repair the configuration.
            let code = member.value.text("sub_code") ?? member.value.text("code") ?? ""
            throw UnusableAnswer(.badSignature, "unsigned " + WireText.code(code))
        }
        guard signing.isRight(sign, over: Array(body[member.range])) else {
            throw UnusableAnswer(.badSignature, "wrong signature")
        }
        node = member.value
    }

    func text(_ name: String) -> String? { node.text(name) }
}
