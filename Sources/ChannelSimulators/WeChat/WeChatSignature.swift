// The signature of WeChat Pay v2, written from the public description and sharing nothing with the
// till's: fields sorted by name, joined, the key at the end, MD5 or HMAC-SHA256 in upper-case hex.

internal import Cryptography

/// The two ways in which v2 messages are signed.
package enum WeChatSignature: String, Sendable {
    case md5 = "MD5"
    case hmacSHA256 = "HMAC-SHA256"

    /// The signature of all fields that are not empty, but for `sign` itself.
    package func of(_ fields: [String: String], key: String) -> String {
        let joined = fields.filter { $0.key != "sign" && !$0.value.isEmpty }
            .sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
            .map { "\($0.key)=\($0.value)" }
            .joined(separator: "&")
        let message = Array((joined + "&key=" + key).utf8)
        switch self {
        case .md5: return Hex.upper(Digest.md5(message))
        case .hmacSHA256:
            return Hex.upper(HMACSHA256.code(key: Array(key.utf8), message: message))
        }
    }
}
