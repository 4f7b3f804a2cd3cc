// SHA-1 over a stream, because WeChat Pay v3 names the hash of a statement with it. It guards
// against accidents on the way, as the provider means it; nothing of ours relies on it to resist
// forgery.

internal import COpenSSL

/// SHA-1 (FIPS 180-4) of bytes that come in pieces.
@safe package final class SHA1 {
    private let context: OpaquePointer

    /// *Errors*: `CryptographyError.failed`.
    package init() throws(CryptographyError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .failed("SHA-1") }
        unsafe self.context = context
        let status = unsafe EVP_DigestInit_ex(context, EVP_sha1(), nil)
        guard status == 1 else { throw .failed("SHA-1") }
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    package func update(_ bytes: ArraySlice<UInt8>) {
        _ = unsafe bytes.withUnsafeBytes { bytes in
            unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        }
    }

    /// The 20 bytes; to be called once.
    ///
    /// Empty when the library gave up, which equals no hash.
    package func finish() -> [UInt8] {
        var result = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard unsafe EVP_DigestFinal_ex(context, &result, &length) == 1 else { return [] }
        return Array(result.prefix(Int(length)))
    }
}
