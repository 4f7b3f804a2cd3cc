// Alipay's certificate mode (公钥证书方式): a request names the certificate that it was signed by and
// the roots we know, an answer names the one that signed it. All of them come from the settings; a
// certificate that nobody installed here proves nothing, whoever issued it.
//
// Source: Alipay open platform, 公钥证书签名, 公钥证书方式 · 证书序列号的计算.

package import Cryptography
package import Retail

/// The certificates of one application.
package struct AlipayCertificates: Sendable {
    /// One certificate of Alipay's, and the key in it.
    struct Signer: Sendable {
        let serial: String
        let key: RSAPublicKey
    }

    /// What a request carries as `app_cert_sn` and `alipay_root_cert_sn`.
    package let appSerial: String
    package let rootSerial: String
    let signers: [Signer]
    /// When the first of the installed certificates ends, and which setting it is.
    package let ends: (at: Timestamp, setting: String)

    /// Reads and checks them, at a time.
    ///
    /// *Errors*: `SettingsError`, which names the setting.
    package init(
        appText: String, alipayTexts: [String], rootText: String, privateKey: RSAPrivateKey,
        at now: Timestamp
    ) throws(SettingsError) {
        let roots = try AlipayCertificates.read(rootText, AlipayCertificates.rootSetting)
        let ownNames = roots.filter(\.isSignedWithRSA).map(AlipayCertificates.serial)
        guard !ownNames.isEmpty else {
            throw .invalid(
                setting: AlipayCertificates.rootSetting, reason: "holds no root signed with RSA")
        }
        rootSerial = ownNames.joined(separator: "_")

        let app = try AlipayCertificates.first(
            of: try AlipayCertificates.read(appText, AlipayCertificates.appSetting),
            AlipayCertificates.appSetting, at: now)
        guard let ours = try? privateKey.publicKeyPEM(), ours == (try? app.publicKeyPEM()) else {
            throw .invalid(
                setting: AlipayCertificates.appSetting,
                reason: "is not of alipay.privateKey; download it anew, or give its own key")
        }
        appSerial = AlipayCertificates.serial(app)
        var ends = (at: AlipayCertificates.end(app), setting: AlipayCertificates.appSetting)

        guard !alipayTexts.isEmpty else {
            throw .missing(setting: AlipayCertificates.alipaySetting)
        }
        var signers: [Signer] = []
        for (place, text) in alipayTexts.enumerated() {
            let setting = AlipayCertificates.alipaySetting + (place == 0 ? "" : "2")
            let chain = try AlipayCertificates.read(text, setting)
            let alipay = try AlipayCertificates.first(of: chain, setting, at: now)
            guard alipay.leads(to: roots, by: Array(chain.dropFirst())) else {
                throw .invalid(
                    setting: setting,
                    reason: "does not lead to alipay.alipayRootCertificate")
            }
            guard let pem = try? alipay.publicKeyPEM(), let key = try? RSAPublicKey(pem: pem) else {
                throw .invalid(setting: setting, reason: "holds no RSA key")
            }
            signers.append(Signer(serial: AlipayCertificates.serial(alipay), key: key))
            if AlipayCertificates.end(alipay) < ends.at {
                ends = (AlipayCertificates.end(alipay), setting)
            }
        }
        self.signers = signers
        self.ends = ends
    }

    private static let appSetting = "alipay.appCertificate"
    private static let alipaySetting = "alipay.alipayCertificate"
    private static let rootSetting = "alipay.alipayRootCertificate"

    /// What names a certificate at Alipay: MD5 over its issuer and its serial number.
    package static func serial(_ certificate: X509Certificate) -> String {
        Hex.lower(Digest.md5(Array((certificate.issuer + certificate.serial).utf8)))
    }

    private static func read(
        _ text: String, _ setting: String
    ) throws(SettingsError) -> [X509Certificate] {
        guard !text.isEmpty else { throw .missing(setting: setting) }
        do {
            return try X509Certificate.list(text)
        } catch {
            throw .invalid(setting: setting, reason: "is not a certificate (PEM)")
        }
    }

    /// The first of a file is the certificate itself, those behind it lead to a root.
    private static func first(
        of chain: [X509Certificate], _ setting: String, at now: Timestamp
    ) throws(SettingsError) -> X509Certificate {
        guard let certificate = chain.first else { throw .missing(setting: setting) }
        guard end(certificate) > now else {
            throw .invalid(
                setting: setting,
                reason: "expired at \(CivilTime(end(certificate)).spaced); install the new one")
        }
        let start = Timestamp(microseconds: microseconds(certificate.validFrom))
        guard start <= now else {
            throw .invalid(
                setting: setting,
                reason: "is valid only from \(CivilTime(start).spaced); check the clock, too")
        }
        return certificate
    }

    private static func end(_ certificate: X509Certificate) -> Timestamp {
        Timestamp(microseconds: microseconds(certificate.validUntil))
    }

    /// Years are four digits in a certificate, so nothing overflows.
    private static func microseconds(_ seconds: Int64) -> Int64 { seconds * 1_000_000 }
}

/// How this application and Alipay know each other.
package enum AlipayTrust: Sendable {
    /// Key mode (公钥方式): Alipay's public key.
    case key(RSAPublicKey)
    /// Certificate mode (公钥证书方式).
    case certificates(AlipayCertificates)
}
