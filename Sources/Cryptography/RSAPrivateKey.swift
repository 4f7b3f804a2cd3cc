// The merchant's key: signs what we send to Alipay, and in the simulated network what Alipay
// answers.

internal import COpenSSL

/// An RSA private key.
package struct RSAPrivateKey: Sendable, CustomStringConvertible {
    private let handle: KeyHandle

    /// Reads PKCS#8 or PKCS#1, as PEM or as the bare Base 64 the Alipay console hands out.
    ///
    /// *Errors*: `CryptographyError.unreadableKey`, also for an encrypted key or another kind.
    package init(pem: String) throws(CryptographyError) {
        let der = try KeyText.der(pem)
        let parsed = unsafe der.withUnsafeBufferPointer { buffer in
            var place = buffer.baseAddress
            return unsafe d2i_AutoPrivateKey(nil, &place, buffer.count)
        }
        ERR_clear_error()
        guard let key = unsafe parsed else { throw .unreadableKey }
        handle = try unsafe KeyHandle(owning: key)
    }

    private init(handle: KeyHandle) {
        self.handle = handle
    }

    /// A fresh key of 1,024 to 8,192 bits.
    ///
    /// *Errors*: `CryptographyError.failed`.
    package static func generate(bits: Int) throws(CryptographyError) -> RSAPrivateKey {
        guard (1_024...8_192).contains(bits) else { throw .failed("generate: number of bits") }
        guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil) else {
            throw .failed("generate")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits)) == 1,
            unsafe EVP_PKEY_keygen(context, &key) == 1, let key = unsafe key
        else { throw .failed("generate") }
        return RSAPrivateKey(handle: try unsafe KeyHandle(owning: key))
    }

    /// The key as PKCS#8 PEM, unencrypted: for a key file that only its owner can read.
    package func pem() throws(CryptographyError) -> String {
        let information = unsafe handle.withKey { key in unsafe EVP_PKEY2PKCS8(key) }
        guard let information = unsafe information else { throw .failed("serialise a key") }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(information) }
        let der = try unsafe handle.der { _, place in
            unsafe i2d_PKCS8_PRIV_KEY_INFO(information, place)
        }
        return KeyText.pem(der, label: "PRIVATE KEY")
    }

    /// The public half as SubjectPublicKeyInfo PEM.
    package func publicKeyPEM() throws(CryptographyError) -> String {
        let der = try unsafe handle.der { key, place in unsafe i2d_PUBKEY(key, place) }
        return KeyText.pem(der, label: "PUBLIC KEY")
    }

    /// The RSASSA-PKCS1-v1_5 signature with SHA-256 (Alipay's RSA2).
    ///
    /// *Errors*: `CryptographyError.failed`.
    package func signSHA256(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .failed("sign") }
        defer { unsafe EVP_MD_CTX_free(context) }
        var length = 0
        let isReady = unsafe handle.withKey { key in
            unsafe EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1
                && EVP_DigestSign(context, nil, &length, message, message.count) == 1
        }
        guard isReady, length > 0 else { throw .failed("sign") }
        var signature = [UInt8](repeating: 0, count: length)
        guard
            unsafe EVP_DigestSign(context, &signature, &length, message, message.count) == 1,
            length <= signature.count
        else { throw .failed("sign") }
        return Array(signature.prefix(length))
    }

    package var description: String { "RSAPrivateKey(…)" }
}
