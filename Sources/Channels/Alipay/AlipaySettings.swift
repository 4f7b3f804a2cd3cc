// One merchant application at Alipay, as the chain configures it.

package import Cryptography
package import Retail

/// The settings of an Alipay channel.
package struct AlipaySettings: Sendable, CustomStringConvertible {
    package let gateway: String
    package let appID: String
    package let privateKey: RSAPrivateKey
    package let trust: AlipayTrust
    /// Where the channel is to tell that an order was paid; nil when it need not.
    package let notifyURL: String?
    package let http: HTTPSettings

    /// *Errors*: `SettingsError`, which names the setting and never its value.
    package init(
        gateway: String, appID: String, privateKey: RSAPrivateKey, trust: AlipayTrust,
        notifyURL: String? = nil, caFile: String? = nil, connectTimeoutMilliseconds: Int = 3_000,
        answerTimeoutMilliseconds: Int = 10_000
    ) throws(SettingsError) {
        self.gateway = try SettingsCheck.address(gateway, setting: "alipay.base")
        self.appID = try SettingsCheck.name(appID, setting: "alipay.appID", lengthMax: 32)
        self.privateKey = privateKey
        self.trust = trust
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
        let privateKey = try AlipaySettings.privateKey(privateKeyText)
        let publicKey: RSAPublicKey
        do {
            publicKey = try RSAPublicKey(pem: alipayPublicKeyText)
        } catch {
            throw .invalid(setting: "alipay.alipayPublicKey", reason: "is not an RSA public key")
        }
        try self.init(
            gateway: gateway, appID: appID, privateKey: privateKey, trust: .key(publicKey),
            notifyURL: notifyURL, caFile: caFile,
            connectTimeoutMilliseconds: connectTimeoutMilliseconds,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds)
    }

    /// The same in certificate mode; the certificates must be valid at `now`.
    ///
    /// *Errors*: `SettingsError`.
    package init(
        gateway: String, appID: String, privateKeyText: String, appCertificateText: String,
        alipayCertificateTexts: [String], rootCertificateText: String, at now: Timestamp,
        notifyURL: String? = nil, caFile: String? = nil, connectTimeoutMilliseconds: Int = 3_000,
        answerTimeoutMilliseconds: Int = 10_000
    ) throws(SettingsError) {
        let privateKey = try AlipaySettings.privateKey(privateKeyText)
        let certificates = try AlipayCertificates(
            appText: appCertificateText, alipayTexts: alipayCertificateTexts,
            rootText: rootCertificateText, privateKey: privateKey, at: now)
        try self.init(
            gateway: gateway, appID: appID, privateKey: privateKey,
            trust: .certificates(certificates), notifyURL: notifyURL, caFile: caFile,
            connectTimeoutMilliseconds: connectTimeoutMilliseconds,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds)
    }

    private static func privateKey(_ text: String) throws(SettingsError) -> RSAPrivateKey {
        do {
            return try RSAPrivateKey(pem: text)
        } catch {
            throw .invalid(setting: "alipay.privateKey", reason: "is not an RSA private key")
        }
    }

    /// The certificates; nil in key mode.
    package var certificates: AlipayCertificates? {
        switch trust {
        case .key: nil
        case .certificates(let certificates): certificates
        }
    }

    package var description: String {
        let mode = certificates == nil ? "key" : "certificates"
        return "Alipay app \(appID), at \(gateway), RSA2, \(mode)"
    }
}
