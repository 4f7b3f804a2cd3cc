// Owns one EVP_PKEY of libcrypto and frees it with the last copy of the key that holds it.

internal import COpenSSL

/// A parsed key of libcrypto.
@safe final class KeyHandle: Sendable {
    // Never written after init. libcrypto counts references to an EVP_PKEY atomically, and signing,
    // verifying and serialising only read it, so threads may share it (openssl-threads, man7).
    private nonisolated(unsafe) let key: OpaquePointer

    /// Takes over an `EVP_PKEY` that the caller owns; it must be a key of this kind.
    init(
        owning key: OpaquePointer, kind: Int32 = EVP_PKEY_RSA
    ) throws(CryptographyError) {
        unsafe self.key = key
        guard unsafe EVP_PKEY_get_base_id(key) == kind else {
            throw .unreadableKey
        }
    }

    deinit {
        unsafe EVP_PKEY_free(key)
    }

    /// Lends the key for the duration of the call.
    func withKey<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        unsafe body(key)
    }

    /// DER from one of libcrypto's two-step writers: ask for the length, then for the bytes.
    func der(
        _ write: (OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
    ) throws(CryptographyError) -> [UInt8] {
        let length = unsafe write(key, nil)
        guard length > 0 else { throw .failed("serialise a key") }
        var bytes = [UInt8](repeating: 0, count: Int(length))
        let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var place = buffer.baseAddress
            return unsafe write(key, &place)
        }
        guard written == length else { throw .failed("serialise a key") }
        return bytes
    }
}
