// UnionPay's signature, version 5.1.0: the sorted fields, joined; their SHA-256 as small
// hexadecimal; and over those 64 letters RSA with SHA-256. An answer becomes a
// `SignedUnionPayAnswer` only here and only after its signature was right.
//
// Trap: an answer brings the certificate that it was signed with (`signPubKeyCert`). It is not
// looked at: whoever can forge an answer can send a certificate, too. The key comes from the
// configuration alone.
//
// Source: UnionPay open platform, 平台接入接口规范, 签名机制 (5.1.0, signMethod 01).

internal import Cryptography
internal import Payments

/// Signs requests and checks answers.
package struct UnionPaySigning: Sendable {
    private let privateKey: RSAPrivateKey
    private let unionPayKeys: [RSAPublicKey]

    package init(_ settings: UnionPaySettings) {
        privateKey = settings.privateKey
        unionPayKeys = settings.unionPayKeys
    }

    /// What is signed: of all fields that are not empty, but for `signature`, the digest in
    /// letters.
    package static func signedText(of fields: [(name: String, value: String)]) -> [UInt8] {
        let text = fields.filter { $0.name != "signature" && !$0.value.isEmpty }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { $0.name + "=" + $0.value }.joined(separator: "&")
        return Array(Hex.lower(Digest.sha256(Array(text.utf8))).utf8)
    }

    /// The signature of a request; nil when the key does not sign.
    func signature(of fields: [(name: String, value: String)]) -> String? {
        guard let signature = try? privateKey.signSHA256(UnionPaySigning.signedText(of: fields))
        else { return nil }
        return Base64.text(signature)
    }

    func isRight(_ answer: UnionPayForm) -> Bool { isRight(answer.fields) }

    func isRight(_ fields: [String: String]) -> Bool {
        guard let signature = fields["signature"].flatMap(Base64.bytes) else { return false }
        let text = UnionPaySigning.signedText(
            of: fields.map { (name: $0.key, value: $0.value) })
        return unionPayKeys.contains { $0.verifiesSHA256(text, signature: signature) }
    }
}

/// An answer whose signature is right, and its code.
package struct SignedUnionPayAnswer: Sendable {
    let code: String
    private let fields: UnionPayForm

    /// Reads and checks a body.
    ///
    /// *Errors*: `UnusableAnswer`.
    init(
        _ body: [UInt8], _ signing: UnionPaySigning, bytesMax: Int = UnionPayForm.bytesMaxUsual
    ) throws(UnusableAnswer) {
        let answer: UnionPayForm
        do {
            answer = try UnionPayForm(reading: body, bytesMax: bytesMax)
        } catch {
            throw UnusableAnswer(.malformed, "form")
        }
        guard signing.isRight(answer) else {
            let isSigned = answer.text("signature") != nil
            throw UnusableAnswer(
                .badSignature,
                isSigned
                    ? "wrong signature"
                    : "unsigned " + WireText.code(answer.text("respCode") ?? ""))
        }
        guard let code = answer.text("respCode") else {
            throw UnusableAnswer(.malformed, "no respCode")
        }
        self.code = code
        fields = answer
    }

    func text(_ name: String) -> String? { fields.text(name) }
}
