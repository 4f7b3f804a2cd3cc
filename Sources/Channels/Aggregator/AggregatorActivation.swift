// The first request of a terminal: it signs with the key that it hands over.

package import Cryptography
package import Retail

package enum AggregatorActivation {
    /// The request; nil when the address is not one, or the key does not sign.
    package static func request(
        gateway: String, terminal: String, key: Ed25519PrivateKey, body: [UInt8],
        at now: Timestamp, nonce: String
    ) throws -> HTTPRequest? {
        guard let base = try? SettingsCheck.address(gateway, setting: "aggregator.base") else {
            return nil
        }
        let target = "/api/v1/terminal/activation"
        let text = AggregatorSigning.requestText(
            .post, target, at: now.microseconds, nonce: nonce, key: "",
            body: String(decoding: body, as: UTF8.self))
        return HTTPRequest(
            url: base + target, contentType: "application/json", body: body,
            headers: [
                HTTPHeader("Counterfoil-Terminal", terminal),
                HTTPHeader("Counterfoil-Key", try key.publicKey().id),
                HTTPHeader("Counterfoil-Timestamp", "\(now.microseconds)"),
                HTTPHeader("Counterfoil-Nonce", nonce),
                HTTPHeader(
                    "Counterfoil-Signature", Base64.text(try key.sign(Array(text.utf8)))),
            ])
    }
}
