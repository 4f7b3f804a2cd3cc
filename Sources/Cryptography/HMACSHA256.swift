// The keyed hash of WeChat Pay v2 (sign_type=HMAC-SHA256).

internal import COpenSSL

/// HMAC with SHA-256.
///
/// *Source*: RFC 2104, vectors of RFC 4231.
package enum HMACSHA256 {
    /// The 32 bytes of the code.
    package static func code(key: [UInt8], message: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        let made = unsafe HMAC(
            EVP_sha256(), key, Int32(clamping: key.count), message, message.count, &result,
            &length)
        // As with the digests: an empty code instead would make every signature look right.
        unsafe precondition(made != nil && length == 32, "libcrypto has no usable HMAC")
        return result
    }
}
