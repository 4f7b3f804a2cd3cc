// Hashes over a stream. SHA-1 because WeChat Pay v3 names the hash of a statement with it: there it
// guards against accidents on the way, as the provider means it, and nothing of ours relies on it to
// resist forgery. SHA-256 to say later which file it was.

internal import COpenSSL

/// A message digest of bytes that come in pieces.
@safe package final class RunningDigest {
    package enum Algorithm: Sendable {
        case sha1, sha256
    }

    private let context: OpaquePointer

    /// *Errors*: `CryptographyError.failed`.
    package init(_ algorithm: Algorithm) throws(CryptographyError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .failed("digest") }
        unsafe self.context = context
        let kind =
            switch algorithm {
            case .sha1: unsafe EVP_sha1()
            case .sha256: unsafe EVP_sha256()
            }
        let status = unsafe EVP_DigestInit_ex(context, kind, nil)
        guard status == 1 else { throw .failed("digest") }
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    package func update(_ bytes: ArraySlice<UInt8>) {
        _ = unsafe bytes.withUnsafeBytes { bytes in
            unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        }
    }

    /// The hash; to be called once.
    ///
    /// Empty when the library gave up, which equals no hash.
    package func finish() -> [UInt8] {
        var result = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard unsafe EVP_DigestFinal_ex(context, &result, &length) == 1 else { return [] }
        return Array(result.prefix(Int(length)))
    }
}
