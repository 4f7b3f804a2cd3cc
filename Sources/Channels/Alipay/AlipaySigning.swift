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
    private let trust: AlipayTrust
    private let meetsOther: @Sendable (String) -> Void

    /// `meetsOther` is told what an answer names as its certificate when that is not installed.
    package init(
        _ settings: AlipaySettings,
        meetsOther: @escaping @Sendable (_ serial: String) -> Void = { _ in }
    ) {
        privateKey = settings.privateKey
        trust = settings.trust
        self.meetsOther = meetsOther
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

    /// Checks the signature of an answer; in certificate mode by the certificate it names.
    ///
    /// *Errors*: `UnusableAnswer`.
    func check(
        _ signature: String, by serial: String?, over bytes: [UInt8]
    ) throws(UnusableAnswer) {
        let key: RSAPublicKey
        switch trust {
        case .key(let known): key = known
        case .certificates(let certificates):
            guard let serial else {
                throw UnusableAnswer(
                    .badSignature, "no alipay_cert_sn: an application in key mode?")
            }
            guard let signer = certificates.signers.first(where: { $0.serial == serial }) else {
                let named = AlipaySigning.named(serial)
                meetsOther(named)
                throw UnusableAnswer(.badSignature, AlipaySigning.otherCertificate + named)
            }
            key = signer.key
        }
        guard let signature = Base64.bytes(signature),
            key.verifiesSHA256(bytes, signature: signature)
        else { throw UnusableAnswer(.badSignature, "wrong signature") }
    }

    /// Whether a notification is signed by Alipay; it names no certificate.
    func isRight(_ signature: String, over bytes: [UInt8]) -> Bool {
        guard let signature = Base64.bytes(signature) else { return false }
        let keys =
            switch trust {
            case .key(let key): [key]
            case .certificates(let certificates): certificates.signers.map(\.key)
            }
        return keys.contains { $0.verifiesSHA256(bytes, signature: signature) }
    }

    /// How the doubt begins about an answer that names a certificate which is not installed.
    package static let otherCertificate = "other alipay_cert_sn "

    /// Thirty-two hexadecimal digits may be shown: they are a digest, not a person's number.
    private static func named(_ serial: String) -> String {
        let isDigest =
            serial.utf8.count == 32
            && serial.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        return isDigest ? serial : "(unprintable)"
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
        try signing.check(
            sign, by: answer.text("alipay_cert_sn"), over: Array(body[member.range]))
        node = member.value
    }

    func text(_ name: String) -> String? { node.text(name) }
}
