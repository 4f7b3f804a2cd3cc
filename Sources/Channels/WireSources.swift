// The only two things a client does not compute: the time and a nonce. Injected, so that a test can
// write down the exact bytes of a request.

internal import Cryptography
package import Retail

/// Time and chance for requests.
package struct WireSources: Sendable {
    package var now: @Sendable () -> Timestamp
    /// Text that never comes twice, at most 32 characters; nil when there is no randomness to be
    /// had.
    package var nonce: @Sendable () -> String?

    package init(
        now: @escaping @Sendable () -> Timestamp, nonce: @escaping @Sendable () -> String?
    ) {
        self.now = now
        self.nonce = nonce
    }

    /// Nonces of 128 bits from the secure generator.
    package static func live(now: @escaping @Sendable () -> Timestamp) -> WireSources {
        WireSources(now: now) {
            guard let bytes = try? SecureRandom.bytes(16) else { return nil }
            return Hex.lower(bytes)
        }
    }
}
