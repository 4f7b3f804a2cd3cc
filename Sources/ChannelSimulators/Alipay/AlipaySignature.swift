// The signatures of Alipay's open platform (RSA2), written from the public description and sharing
// nothing with the till's.

internal import Cryptography

enum AlipaySignature {
    /// The text that a request signs: every field that is not empty, but for `sign`, sorted.
    static func signedText(_ fields: [String: String]) -> [UInt8] {
        let joined = fields.filter { $0.key != "sign" && !$0.value.isEmpty }
            .sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
            .map { "\($0.key)=\($0.value)" }
            .joined(separator: "&")
        return Array(joined.utf8)
    }

    static func isRight(_ fields: [String: String], key: RSAPublicKey) -> Bool {
        guard let sign = fields["sign"], let signature = Base64.bytes(sign) else { return false }
        return key.verifiesSHA256(signedText(fields), signature: signature)
    }
}
