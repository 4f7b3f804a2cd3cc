// Hashes of the channels' signatures. MD5 is here because WeChat Pay v2 signs with it by default;
// nothing of ours relies on it to resist forgery where HMAC-SHA256 can be chosen.

internal import COpenSSL

/// Message digests.
package enum Digest {
    /// The 16 bytes of MD5 (RFC 1321).
    package static func md5(_ bytes: [UInt8]) -> [UInt8] {
        unsafe digest(bytes, EVP_md5(), length: 16)
    }

    /// The 32 bytes of SHA-256 (FIPS 180-4).
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        unsafe digest(bytes, EVP_sha256(), length: 32)
    }

    private static func digest(
        _ bytes: [UInt8], _ algorithm: OpaquePointer?, length: Int
    ) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: length)
        let status = unsafe EVP_Digest(bytes, bytes.count, &result, nil, algorithm, nil)
        // A library without the hash is a broken installation, found at the first signature. An
        // empty digest instead would make every signature look right.
        precondition(status == 1, "libcrypto has no usable digest")
        return result
    }
}
