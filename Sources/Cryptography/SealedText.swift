// Secrets as they lie in a settings file: sealed with a key that lies elsewhere, each for the setting
// that it stands under, so that none can be read or put under another name. Two keys at a time, while
// one takes the other's place.

/// The keys that secrets are sealed with: the first seals, any opens.
package struct SealingKeys: Sendable, CustomStringConvertible {
    package static let prefix = "sealed:1:"
    /// More than any change of keys needs.
    private static let countMax = 8

    private struct Key: Sendable {
        /// Begins the key's hash: which key it was, and nothing about it.
        let name: String
        let cipher: AES256
    }

    private let keys: [Key]

    /// Reads 64 hexadecimal digits a line; blank lines and lines that begin with `#` say nothing.
    ///
    /// *Errors*: `CryptographyError.unreadableKey`.
    package init(_ text: String) throws(CryptographyError) {
        var keys: [Key] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.filter { !$0.isWhitespace }
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard keys.count < SealingKeys.countMax, let bytes = Hex.bytes(line),
                let cipher = AES256(key: bytes)
            else { throw .unreadableKey }
            let name = String(Hex.lower(Digest.sha256(bytes)).prefix(8))
            keys.append(Key(name: name, cipher: cipher))
        }
        guard !keys.isEmpty else { throw .unreadableKey }
        self.keys = keys
    }

    /// A new key, as `init` reads it.
    ///
    /// *Errors*: `CryptographyError` without randomness.
    package static func newKey() throws(CryptographyError) -> String {
        Hex.lower(try SecureRandom.bytes(AES256.keyLength))
    }

    /// The secret for a setting, sealed with the first key.
    ///
    /// *Errors*: `CryptographyError`.
    package func sealed(_ secret: String, for setting: String) throws(CryptographyError) -> String {
        guard let key = keys.first else { throw .unreadableKey }
        let nonce = try SecureRandom.bytes(AES256.nonceLength)
        let sealed = try key.cipher.sealed(
            Array(secret.utf8), nonce: nonce, authenticating: Array(setting.utf8))
        return SealingKeys.prefix + key.name + ":" + Base64.text(nonce + sealed)
    }

    /// The secret of a sealed text, for the setting that it was sealed for.
    ///
    /// *Errors*: `CryptographyError.failed` with what is wrong, never with any part of the secret.
    package func opened(_ text: String, for setting: String) throws(CryptographyError) -> String {
        let parts = text.dropFirst(SealingKeys.prefix.count).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.hasPrefix(SealingKeys.prefix), parts.count == 2, let name = parts.first,
            let bytes = parts.last.flatMap({ Base64.bytes(String($0)) }),
            bytes.count >= AES256.nonceLength
        else { throw .failed("read a sealed text") }
        guard let key = keys.first(where: { $0.name == name }) else {
            throw .failed("find the key \(name.prefix(8))")
        }
        let opened = key.cipher.opened(
            Array(bytes.dropFirst(AES256.nonceLength)),
            nonce: Array(bytes.prefix(AES256.nonceLength)), authenticating: Array(setting.utf8))
        guard let opened, let secret = String(validating: opened, as: UTF8.self) else {
            throw .failed("open it: it was changed, or sealed for another setting")
        }
        return secret
    }

    package var description: String { "SealingKeys(…)" }
}
