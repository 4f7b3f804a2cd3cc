// The symmetric cipher, as the channels' notifications use it: AES-256-GCM of WeChat Pay v3, and ECB of
// v2, which only hides. Nothing of ours is encrypted by ECB.

internal import COpenSSL

/// AES with a key of 256 bits.
package struct AES256: Sendable {
    package static let keyLength = 32
    /// *Source*: NIST SP 800-38D: 96 bits.
    package static let nonceLength = 12
    /// What GCM appends to a ciphertext, to tell whether it was changed.
    package static let tagLength = 16

    private let key: [UInt8]

    /// Nil for a key of another length.
    package init?(key: [UInt8]) {
        guard key.count == AES256.keyLength else { return nil }
        self.key = key
    }

    /// Encrypts by GCM: the ciphertext, and the tag behind it.
    ///
    /// *Errors*: `CryptographyError.failed`, also for a nonce of another length. A nonce must never be
    /// used twice with one key.
    package func sealed(
        _ message: [UInt8], nonce: [UInt8], authenticating data: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        guard nonce.count == AES256.nonceLength else { throw .failed("nonce") }
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .failed("cipher") }
        defer {
            unsafe EVP_CIPHER_CTX_free(context)
            ERR_clear_error()
        }
        guard
            unsafe EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            unsafe feed(data, into: nil, { unsafe EVP_EncryptUpdate(context, $0, $1, $2, $3) })
                != nil
        else { throw .failed("encrypt") }
        var result = [UInt8](repeating: 0, count: message.count)
        guard
            unsafe feed(
                message, into: &result, { unsafe EVP_EncryptUpdate(context, $0, $1, $2, $3) })
                == message.count
        else { throw .failed("encrypt") }
        var none = [UInt8](repeating: 0, count: AES256.tagLength)
        var count: Int32 = 0
        guard unsafe EVP_EncryptFinal_ex(context, &none, &count) == 1, count == 0 else {
            throw .failed("encrypt")
        }
        var tag = [UInt8](repeating: 0, count: AES256.tagLength)
        guard
            unsafe EVP_CIPHER_CTX_ctrl(
                context, EVP_CTRL_GCM_GET_TAG, Int32(AES256.tagLength), &tag) == 1
        else { throw .failed("encrypt") }
        return result + tag
    }

    /// Decrypts what `sealed` made; nil when key, nonce, data or a single bit is another.
    package func opened(
        _ sealed: [UInt8], nonce: [UInt8], authenticating data: [UInt8]
    ) -> [UInt8]? {
        guard nonce.count == AES256.nonceLength, sealed.count >= AES256.tagLength,
            let context = unsafe EVP_CIPHER_CTX_new()
        else { return nil }
        defer {
            unsafe EVP_CIPHER_CTX_free(context)
            ERR_clear_error()
        }
        let message = Array(sealed.dropLast(AES256.tagLength))
        var tag = Array(sealed.suffix(AES256.tagLength))
        var result = [UInt8](repeating: 0, count: message.count)
        guard
            unsafe EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            unsafe feed(data, into: nil, { unsafe EVP_DecryptUpdate(context, $0, $1, $2, $3) })
                != nil,
            unsafe feed(
                message, into: &result, { unsafe EVP_DecryptUpdate(context, $0, $1, $2, $3) })
                == message.count,
            unsafe EVP_CIPHER_CTX_ctrl(
                context, EVP_CTRL_GCM_SET_TAG, Int32(AES256.tagLength), &tag) == 1
        else { return nil }
        var none = [UInt8](repeating: 0, count: AES256.tagLength)
        var count: Int32 = 0
        guard unsafe EVP_DecryptFinal_ex(context, &none, &count) == 1, count == 0 else {
            return nil
        }
        return result
    }

    /// Decrypts ECB with the padding of PKCS #7; nil for what cannot be.
    ///
    /// Who can decrypt has not been told who encrypted: blocks can be taken from one message into
    /// another, so nothing that is read here proves anything.
    package func openedECB(_ hidden: [UInt8]) -> [UInt8]? {
        guard !hidden.isEmpty, let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        defer {
            unsafe EVP_CIPHER_CTX_free(context)
            ERR_clear_error()
        }
        var result = [UInt8](repeating: 0, count: hidden.count + AES256.tagLength)
        guard
            unsafe EVP_DecryptInit_ex(context, EVP_aes_256_ecb(), nil, key, nil) == 1,
            let count = unsafe feed(
                hidden, into: &result, { unsafe EVP_DecryptUpdate(context, $0, $1, $2, $3) })
        else { return nil }
        var rest = [UInt8](repeating: 0, count: AES256.tagLength * 2)
        var restCount: Int32 = 0
        guard unsafe EVP_DecryptFinal_ex(context, &rest, &restCount) == 1 else { return nil }
        return Array(result.prefix(count)) + rest.prefix(Int(restCount))
    }

    /// Encrypts ECB with the padding of PKCS #7, for who plays the other side.
    ///
    /// *Errors*: `CryptographyError.failed`.
    package func hiddenECB(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .failed("cipher") }
        defer {
            unsafe EVP_CIPHER_CTX_free(context)
            ERR_clear_error()
        }
        var result = [UInt8](repeating: 0, count: message.count + AES256.tagLength)
        guard
            unsafe EVP_EncryptInit_ex(context, EVP_aes_256_ecb(), nil, key, nil) == 1,
            let count = unsafe feed(
                message, into: &result, { unsafe EVP_EncryptUpdate(context, $0, $1, $2, $3) })
        else { throw .failed("encrypt") }
        var rest = [UInt8](repeating: 0, count: AES256.tagLength * 2)
        var restCount: Int32 = 0
        guard unsafe EVP_EncryptFinal_ex(context, &rest, &restCount) == 1 else {
            throw .failed("encrypt")
        }
        return Array(result.prefix(count)) + rest.prefix(Int(restCount))
    }

    private typealias Update = (
        UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int32>?, UnsafePointer<UInt8>?, Int32
    ) -> Int32

    /// How many bytes came out; nil when the library refuses, or the length is none of C's.
    private func feed(
        _ bytes: [UInt8], into place: UnsafeMutablePointer<UInt8>?, _ update: Update
    ) -> Int? {
        guard let length = Int32(exactly: bytes.count) else { return nil }
        // A null pointer would mean something else to the library.
        guard length > 0 else { return 0 }
        var count: Int32 = 0
        guard unsafe update(place, &count, bytes, length) == 1 else { return nil }
        return Int(count)
    }
}
