// Ed25519 (RFC 8032): how terminals sign what they ask of the gateway, and the gateway what it
// answers. Small keys, one way to sign, nothing to configure wrongly.

internal import COpenSSL

/// An Ed25519 private key.
package struct Ed25519PrivateKey: Sendable, CustomStringConvertible {
    private let handle: KeyHandle

    private init(handle: KeyHandle) {
        self.handle = handle
    }

    /// From the 32 bytes that RFC 8032 calls the secret key.
    ///
    /// *Errors*: `CryptographyError.unreadableKey`.
    package init(seed: [UInt8]) throws(CryptographyError) {
        guard seed.count == 32,
            let key = unsafe EVP_PKEY_new_raw_private_key(
                EVP_PKEY_ED25519, nil, seed, seed.count)
        else { throw .unreadableKey }
        handle = try unsafe KeyHandle(owning: key, kind: EVP_PKEY_ED25519)
    }

    /// Reads PKCS#8 (RFC 8410), as PEM or as bare Base 64.
    ///
    /// *Errors*: `CryptographyError.unreadableKey`, also for another kind of key.
    package init(pem: String) throws(CryptographyError) {
        let der = try KeyText.der(pem)
        let parsed = unsafe der.withUnsafeBufferPointer { buffer in
            var place = buffer.baseAddress
            return unsafe d2i_AutoPrivateKey(nil, &place, buffer.count)
        }
        ERR_clear_error()
        guard let key = unsafe parsed else { throw .unreadableKey }
        handle = try unsafe KeyHandle(owning: key, kind: EVP_PKEY_ED25519)
    }

    /// A fresh key.
    ///
    /// *Errors*: `CryptographyError.failed` without randomness.
    package static func generate() throws(CryptographyError) -> Ed25519PrivateKey {
        try Ed25519PrivateKey(seed: try SecureRandom.bytes(32))
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

    /// The public half.
    package func publicKey() throws(CryptographyError) -> Ed25519PublicKey {
        var bytes = [UInt8](repeating: 0, count: 32)
        var length = bytes.count
        let isRead = unsafe handle.withKey { key in
            unsafe EVP_PKEY_get_raw_public_key(key, &bytes, &length) == 1
        }
        guard isRead, length == bytes.count else { throw .failed("public key") }
        return try Ed25519PublicKey(bytes: bytes)
    }

    /// The 64 bytes of the signature.
    ///
    /// *Errors*: `CryptographyError.failed`.
    package func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .failed("sign") }
        defer { unsafe EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: 64)
        var length = signature.count
        let isSigned = unsafe handle.withKey { key in
            unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1
                && EVP_DigestSign(context, &signature, &length, message, message.count) == 1
        }
        guard isSigned, length == signature.count else { throw .failed("sign") }
        return signature
    }

    package var description: String { "Ed25519PrivateKey(…)" }
}

/// An Ed25519 public key.
package struct Ed25519PublicKey: Sendable, Equatable {
    /// 32 bytes.
    package let bytes: [UInt8]
    private let handle: KeyHandle

    package static func == (one: Ed25519PublicKey, other: Ed25519PublicKey) -> Bool {
        one.bytes == other.bytes
    }

    /// *Errors*: `CryptographyError.unreadableKey`.
    package init(bytes: [UInt8]) throws(CryptographyError) {
        guard bytes.count == 32,
            let key = unsafe EVP_PKEY_new_raw_public_key(
                EVP_PKEY_ED25519, nil, bytes, bytes.count)
        else { throw .unreadableKey }
        self.bytes = bytes
        handle = try unsafe KeyHandle(owning: key, kind: EVP_PKEY_ED25519)
    }

    /// Reads the Base 64 of the 32 bytes.
    ///
    /// *Errors*: `CryptographyError.unreadableKey`.
    package init(base64 text: String) throws(CryptographyError) {
        guard text.utf8.count == 44, let bytes = Base64.bytes(text) else { throw .unreadableKey }
        try self.init(bytes: bytes)
    }

    package var base64: String { Base64.text(bytes) }

    /// What names the key in a head: the first half of its SHA-256, in 32 hexadecimal digits.
    package var id: String { String(Hex.lower(Digest.sha256(bytes)).prefix(32)) }

    /// Whether the signature is right for the message.
    package func verifies(_ message: [UInt8], signature: [UInt8]) -> Bool {
        guard signature.count == 64, let context = unsafe EVP_MD_CTX_new() else { return false }
        defer {
            unsafe EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        return unsafe handle.withKey { key in
            unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
                && EVP_DigestVerify(context, signature, signature.count, message, message.count)
                    == 1
        }
    }
}
