// One merchant application at Alipay, as the chain configures it.

package import Cryptography

/// The settings of an Alipay channel.
package struct AlipaySettings: Sendable, CustomStringConvertible {
    package let gateway: String
    package let appID: String
    package let privateKey: RSAPrivateKey
    package let alipayPublicKey: RSAPublicKey
    /// Where the channel is to tell that an order was paid; nil when it need not.
    package let notifyURL: String?
    package let http: HTTPSettings

    /// *Errors*: `SettingsError`, which names the setting and never its value.
    package init(
        gateway: String, appID: String, privateKey: RSAPrivateKey, alipayPublicKey: RSAPublicKey,
        notifyURL: String? = nil, caFile: String? = nil, connectTimeoutMilliseconds: Int = 3_000,
        answerTimeoutMilliseconds: Int = 10_000
    ) throws(SettingsError) {
        self.gateway = try SettingsCheck.address(gateway, setting: "alipay.base")
        self.appID = try SettingsCheck.name(appID, setting: "alipay.appID", lengthMax: 32)
        self.privateKey = privateKey
        self.alipayPublicKey = alipayPublicKey
        self.notifyURL = try SettingsCheck.addressIfAny(notifyURL, setting: "notifyBase")
        try SettingsCheck.file(caFile, setting: "alipay.caFile")
        try SettingsCheck.times(
            connect: connectTimeoutMilliseconds, answer: answerTimeoutMilliseconds)
        http = HTTPSettings(
            connectTimeoutMilliseconds: connectTimeoutMilliseconds,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds, caFile: caFile)
    }

    /// The same from the keys' texts, as they stand in a configuration file.
    ///
    /// *Errors*: `SettingsError`.
    package init(
        gateway: String, appID: String, privateKeyText: String, alipayPublicKeyText: String,
        notifyURL: String? = nil, caFile: String? = nil, connectTimeoutMilliseconds: Int = 3_000,
        answerTimeoutMilliseconds: Int = 10_000
    ) throws(SettingsError) {
        let privateKey: RSAPrivateKey
        let publicKey: RSAPublicKey
        do {
            privateKey = try RSAPrivateKey(pem: privateKeyText)
        } catch {
            throw .invalid(setting: "alipay.privateKey", reason: "is not an RSA private key")
        }
        do {
            publicKey = try RSAPublicKey(pem: alipayPublicKeyText)
        } catch {
            throw .invalid(setting: "alipay.alipayPublicKey", reason: "is not an RSA public key")
        }
        try self.init(
            gateway: gateway, appID: appID, privateKey: privateKey, alipayPublicKey: publicKey,
            notifyURL: notifyURL, caFile: caFile,
            connectTimeoutMilliseconds: connectTimeoutMilliseconds,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds)
    }

    package var description: String { "Alipay app \(appID), at \(gateway), RSA2" }
}
