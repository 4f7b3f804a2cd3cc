// The other side's key: checks what it signed. Whoever may change this key may invent payments, so
// it comes from configuration only, never from an answer.

internal import COpenSSL

/// An RSA public key.
package struct RSAPublicKey: Sendable {
    private let handle: KeyHandle

    /// Reads SubjectPublicKeyInfo or PKCS#1, as PEM or as bare Base 64.
    ///
    /// *Errors*: `CryptographyError.unreadableKey`.
    package init(pem: String) throws(CryptographyError) {
        let der = try KeyText.der(pem)
        let parsed = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var place = buffer.baseAddress
            var again = buffer.baseAddress
            return unsafe d2i_PUBKEY(nil, &place, buffer.count)
                ?? d2i_PublicKey(EVP_PKEY_RSA, nil, &again, buffer.count)
        }
        ERR_clear_error()
        guard let key = unsafe parsed else { throw .unreadableKey }
        handle = try unsafe KeyHandle(owning: key)
    }

    /// The same, or the key in an X.509 certificate: the certificate is taken at its word, its
    /// dates and its issuer are not looked at.
    ///
    /// *Errors*: `CryptographyError.unreadableKey`.
    package init(keyOrCertificate text: String) throws(CryptographyError) {
        if let key = try? RSAPublicKey(pem: text) {
            self = key
            return
        }
        let der = try KeyText.der(text)
        let parsed = unsafe der.withUnsafeBufferPointer { buffer in
            var place = buffer.baseAddress
            return unsafe d2i_X509(nil, &place, buffer.count)
        }
        defer { ERR_clear_error() }
        guard let certificate = unsafe parsed else { throw .unreadableKey }
        defer { unsafe X509_free(certificate) }
        guard let key = unsafe X509_get_pubkey(certificate) else { throw .unreadableKey }
        handle = try unsafe KeyHandle(owning: key)
    }

    /// Whether the signature (RSASSA-PKCS1-v1_5 with SHA-256) is right for the message.
    package func verifiesSHA256(_ message: [UInt8], signature: [UInt8]) -> Bool {
        guard !signature.isEmpty, let context = unsafe EVP_MD_CTX_new() else { return false }
        defer {
            unsafe EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        return unsafe handle.withKey { key in
            unsafe EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1
                && EVP_DigestVerify(context, signature, signature.count, message, message.count)
                    == 1
        }
    }
}
