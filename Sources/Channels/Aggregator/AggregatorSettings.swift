// One terminal at a gateway of our own kind: another counterfoil, at headquarters, that holds the
// merchant accounts. The till knows neither; it knows the gateway's key, and signs with its own.

package import Cryptography

/// The settings of a terminal's channel.
package struct AggregatorSettings: Sendable, CustomStringConvertible {
    package let base: String
    /// `T` and eight digits, as the gateway gave it.
    package let terminal: String
    package let privateKey: Ed25519PrivateKey
    /// The public half of it, which names it.
    package let publicKey: Ed25519PublicKey
    /// The gateway's keys by their names; two while one takes the other's place.
    package let gatewayKeys: [String: Ed25519PublicKey]
    package let http: HTTPSettings

    /// From the keys' texts, as they stand in a configuration file.
    ///
    /// *Errors*: `SettingsError`, which names the setting and never its value.
    package init(
        base: String, terminal: String, privateKeyText: String, gatewayKeyTexts: [String],
        caFile: String? = nil, connectTimeoutMilliseconds: Int = 3_000,
        answerTimeoutMilliseconds: Int = 15_000
    ) throws(SettingsError) {
        self.base = try SettingsCheck.address(base, setting: "aggregator.base")
        self.terminal = try SettingsCheck.name(
            terminal, setting: "aggregator.terminal", lengthMax: 9)
        do {
            privateKey = try Ed25519PrivateKey(pem: privateKeyText)
            publicKey = try privateKey.publicKey()
        } catch {
            throw .invalid(
                setting: "aggregator.privateKey", reason: "is not an Ed25519 private key")
        }
        var keys: [String: Ed25519PublicKey] = [:]
        for text in gatewayKeyTexts {
            do {
                let key = try Ed25519PublicKey(base64: text)
                keys[key.id] = key
            } catch {
                throw .invalid(
                    setting: "aggregator.gatewayKey", reason: "is not an Ed25519 public key")
            }
        }
        guard !keys.isEmpty else { throw .missing(setting: "aggregator.gatewayKey") }
        gatewayKeys = keys
        try SettingsCheck.file(caFile, setting: "aggregator.caFile")
        try SettingsCheck.times(
            connect: connectTimeoutMilliseconds, answer: answerTimeoutMilliseconds)
        http = HTTPSettings(
            connectTimeoutMilliseconds: connectTimeoutMilliseconds,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds, caFile: caFile)
    }

    package var description: String { "aggregator terminal \(terminal), at \(base)" }
}
