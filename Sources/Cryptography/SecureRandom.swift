// Randomness for nonces, session tokens and salts: the library's generator, seeded by the kernel.

internal import COpenSSL

/// Bytes nobody can predict.
package enum SecureRandom {
    /// As many random bytes as asked for.
    ///
    /// *Errors*: `CryptographyError.failed` when the generator is not seeded.
    package static func bytes(_ count: Int) throws(CryptographyError) -> [UInt8] {
        guard count > 0 else { return [] }
        var result = [UInt8](repeating: 0, count: count)
        guard unsafe RAND_bytes(&result, Int32(clamping: count)) == 1 else {
            throw .failed("random bytes")
        }
        return result
    }
}
