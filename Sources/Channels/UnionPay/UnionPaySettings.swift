// One merchant account at UnionPay's open platform (全渠道, version 5.1.0). Ours signs what we ask;
// its own, given by configuration and never by an answer, checks what it says.

package import Cryptography

/// The settings of a UnionPay channel.
package struct UnionPaySettings: Sendable, CustomStringConvertible {
    /// With its path: `https://gateway.95516.com/gateway/api`.
    package let base: String
    package let merchantID: String
    /// The serial number of the merchant's signing certificate, decimal (`certId`).
    package let certificateID: String
    package let privateKey: RSAPrivateKey
    /// UnionPay's: two while one takes the other's place.
    package let unionPayKeys: [RSAPublicKey]
    /// Where statements are: `https://filedownload.95516.com`; nil: none are fetched.
    package let statements: String?
    /// Where UnionPay is to tell what became of a payment; nil: nowhere.
    package let notifyURL: String?
    package let http: HTTPSettings

    /// From the keys' texts, as they stand in a configuration file.
    ///
    /// Each of `unionPayKeyTexts` is the certificate that UnionPay signs with, or its public key.
    ///
    /// *Errors*: `SettingsError`, which names the setting and never its value.
    package init(
        base: String, merchantID: String, certificateID: String, privateKeyText: String,
        unionPayKeyTexts: [String], statements: String? = nil, notifyURL: String? = nil,
        caFile: String? = nil,
        connectTimeoutMilliseconds: Int = 3_000, answerTimeoutMilliseconds: Int = 10_000
    ) throws(SettingsError) {
        self.base = try SettingsCheck.address(base, setting: "unionpay.base")
        self.merchantID = try SettingsCheck.name(
            merchantID, setting: "unionpay.merchantID", lengthMax: 15)
        guard !certificateID.isEmpty else { throw .missing(setting: "unionpay.certificateID") }
        guard WireText.isDigits(certificateID, lengthMax: 49) else {
            throw .invalid(
                setting: "unionpay.certificateID", reason: "must be a serial number in decimal")
        }
        self.certificateID = certificateID
        do {
            privateKey = try RSAPrivateKey(pem: privateKeyText)
        } catch {
            throw .invalid(setting: "unionpay.privateKey", reason: "is not an RSA private key")
        }
        guard !unionPayKeyTexts.isEmpty else { throw .missing(setting: "unionpay.unionPayKey") }
        var keys: [RSAPublicKey] = []
        for text in unionPayKeyTexts {
            do {
                keys.append(try RSAPublicKey(keyOrCertificate: text))
            } catch {
                throw .invalid(
                    setting: "unionpay.unionPayKey",
                    reason: "is neither a certificate nor an RSA public key")
            }
        }
        unionPayKeys = keys
        self.statements = try SettingsCheck.addressIfAny(
            statements, setting: "unionpay.statements")
        self.notifyURL = try SettingsCheck.addressIfAny(notifyURL, setting: "notifyBase")
        try SettingsCheck.file(caFile, setting: "unionpay.caFile")
        try SettingsCheck.times(
            connect: connectTimeoutMilliseconds, answer: answerTimeoutMilliseconds)
        http = HTTPSettings(
            connectTimeoutMilliseconds: connectTimeoutMilliseconds,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds, caFile: caFile)
    }

    package var description: String { "UnionPay merchant \(merchantID), at \(base)" }
}
