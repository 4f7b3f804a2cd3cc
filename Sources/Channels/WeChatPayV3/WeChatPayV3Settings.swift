// One merchant account at WeChat Pay, third version of the interface. Keys in place of a shared secret:
// ours signs what we ask, the platform's checks what it answers.

package import Cryptography

/// The settings of a WeChat Pay v3 channel.
package struct WeChatPayV3Settings: Sendable, CustomStringConvertible {
    package let base: String
    package let appID: String
    package let merchantID: String
    package let privateKey: RSAPrivateKey
    /// The serial number of the merchant's certificate, as the merchant platform shows it.
    package let certificateSerial: String
    /// The platform's keys by what names them in an answer: `PUB_KEY_ID_…`, or a certificate's serial
    /// number in hexadecimal.
    ///
    /// Two while one takes the other's place.
    package let platformKeys: [String: RSAPublicKey]
    /// The one that answers are asked to be signed with: the first.
    package let platformKeyID: String
    /// The address of this machine, which the channel wants to know (`device_ip`).
    package let terminalIP: String
    /// The key that notifications are encrypted with (APIv3 密钥); nil where none are listened to.
    package let notificationKey: Masked<[UInt8]>?
    /// Where the channel is to tell what becomes of a refund; nil when it need not.
    package let notifyURL: String?
    package let http: HTTPSettings

    /// From the keys' texts, as they stand in a configuration file.
    ///
    /// *Errors*: `SettingsError`, which names the setting and never its value.
    package init(
        base: String, appID: String, merchantID: String, privateKeyText: String,
        certificateSerial: String, platformKeyTexts: [(id: String, text: String)],
        notificationKey: String? = nil, notifyURL: String? = nil, caFile: String? = nil,
        terminalIP: String = "127.0.0.1", connectTimeoutMilliseconds: Int = 3_000,
        answerTimeoutMilliseconds: Int = 10_000
    ) throws(SettingsError) {
        self.base = try SettingsCheck.address(base, setting: "wechatV3.base")
        self.appID = try SettingsCheck.name(appID, setting: "wechatV3.appID", lengthMax: 32)
        self.merchantID = try SettingsCheck.name(
            merchantID, setting: "wechatV3.merchantID", lengthMax: 32)
        self.certificateSerial = try SettingsCheck.name(
            certificateSerial, setting: "wechatV3.certificateSerial", lengthMax: 64)
        do {
            privateKey = try RSAPrivateKey(pem: privateKeyText)
        } catch {
            throw .invalid(setting: "wechatV3.privateKey", reason: "is not an RSA private key")
        }
        guard let first = platformKeyTexts.first else {
            throw .missing(setting: "wechatV3.platformKeyID")
        }
        platformKeyID = first.id
        var keys: [String: RSAPublicKey] = [:]
        for (id, text) in platformKeyTexts {
            let name = try SettingsCheck.name(id, setting: "wechatV3.platformKeyID", lengthMax: 64)
            do {
                keys[name] = try RSAPublicKey(pem: text)
            } catch {
                throw .invalid(setting: "wechatV3.platformKey", reason: "is not an RSA public key")
            }
        }
        platformKeys = keys
        if let notificationKey {
            guard notificationKey.utf8.count == AES256.keyLength else {
                throw .invalid(setting: "wechatV3.apiV3Key", reason: "must have 32 characters")
            }
            self.notificationKey = Masked(Array(notificationKey.utf8))
        } else {
            self.notificationKey = nil
        }
        self.notifyURL = try SettingsCheck.addressIfAny(notifyURL, setting: "notifyBase")
        self.terminalIP = try SettingsCheck.name(
            terminalIP, setting: "wechatV3.terminalIP", lengthMax: 45)
        try SettingsCheck.file(caFile, setting: "wechatV3.caFile")
        try SettingsCheck.times(
            connect: connectTimeoutMilliseconds, answer: answerTimeoutMilliseconds)
        http = HTTPSettings(
            connectTimeoutMilliseconds: connectTimeoutMilliseconds,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds, caFile: caFile)
    }

    package var description: String {
        "WeChat Pay v3 merchant \(merchantID), app \(appID), at \(base)"
    }
}
