// Signatures of the gateway's interface: what a terminal signs of a request, and what the gateway signs
// of its answer. docs/reference/aggregator-api.md says it for other people, with an example that a test
// checks.

internal import Cryptography
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

enum GatewaySigning {
    /// What a terminal signs.
    ///
    /// `target` is the path with the query as they stand on the request line; `key` is the
    /// idempotency key, empty where there is none.
    static func text(
        _ method: String, _ target: String, at stamp: String, nonce: String, key: String,
        body: [UInt8]
    ) -> [UInt8] {
        Array(
            ("counterfoil-request-1\n\(method)\n\(target)\n\(stamp)\n\(nonce)\n\(key)\n"
                + Hex.lower(Digest.sha256(body)) + "\n").utf8)
    }

    /// What the gateway signs of an answer; `nonce` is the request's, so that no answer to another
    /// request can stand in for it.
    static func answerText(
        _ status: Int, at stamp: String, nonce: String, body: [UInt8]
    ) -> [UInt8] {
        Array(
            ("counterfoil-answer-1\n\(status)\n\(stamp)\n\(nonce)\n"
                + Hex.lower(Digest.sha256(body)) + "\n").utf8)
    }

    /// What a new key signs to show that the terminal has it.
    static func keyProofText(terminal: String, publicKey: String) -> [UInt8] {
        Array("counterfoil-key-1\n\(terminal)\n\(publicKey)\n".utf8)
    }

    /// What the gateway signs of a webhook.
    static func webhookText(at stamp: String, event: String, body: [UInt8]) -> [UInt8] {
        Array(
            ("counterfoil-webhook-1\n\(stamp)\n\(event)\n" + Hex.lower(Digest.sha256(body)) + "\n")
                .utf8)
    }
}

extension HTTPField.Name {
    // The names are constants and legal tokens.
    static let gatewayTerminal = HTTPField.Name("Counterfoil-Terminal") ?? .ifMatch
    static let gatewayKey = HTTPField.Name("Counterfoil-Key") ?? .ifMatch
    static let gatewayTimestamp = HTTPField.Name("Counterfoil-Timestamp") ?? .ifMatch
    static let gatewayNonce = HTTPField.Name("Counterfoil-Nonce") ?? .ifMatch
    static let gatewaySignature = HTTPField.Name("Counterfoil-Signature") ?? .ifMatch
    static let gatewayNext = HTTPField.Name("Counterfoil-Next") ?? .ifMatch
}

/// The head of a signed request, each part of the right shape.
struct GatewayHead {
    let terminal: String
    let key: String
    let stamp: String
    /// *Unit*: microseconds since 1970 UTC.
    let signedAt: Int64
    let nonce: String
    let signature: [UInt8]

    /// Nil when a part is absent, there twice, or not of its shape.
    init?(_ request: Request) {
        func only(_ name: HTTPField.Name) -> String? {
            let values = request.headers[values: name]
            return values.count == 1 ? values.first : nil
        }
        guard let terminal = only(.gatewayTerminal), GatewayHead.isToken(terminal, 9...9),
            let key = only(.gatewayKey), GatewayHead.isToken(key, 32...32),
            let stamp = only(.gatewayTimestamp), (1...16).contains(stamp.utf8.count),
            stamp.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let signedAt = Int64(stamp), let nonce = only(.gatewayNonce),
            GatewayHead.isToken(nonce, 16...64), let text = only(.gatewaySignature),
            text.utf8.count == 88, let signature = Base64.bytes(text)
        else { return nil }
        self.terminal = terminal
        self.key = key
        self.stamp = stamp
        self.signedAt = signedAt
        self.nonce = nonce
        self.signature = signature
    }

    /// Letters, digits, `-` and `_`.
    static func isToken(_ text: String, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf8.count)
            && text.utf8.allSatisfy { unit in
                unit == UInt8(ascii: "-") || unit == UInt8(ascii: "_")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(unit)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(unit)
            }
    }
}
