// What Alipay hands a merchant in certificate mode: its root, the application's certificate and its own.
// Their numbers are written from the public description, over names that are known here and need not
// be read out of a certificate.

internal import Cryptography

/// The certificates of one network, and what names them.
struct AlipayIssue: Sendable {
    let root: String
    let app: String
    let alipay: String
    let rootSerial: String
    let appSerial: String
    let alipaySerial: String

    /// Nil when a key does not serve.
    init?(
        rootKey: RSAPrivateKey, alipayKey: RSAPrivateKey, merchantKey: RSAPrivateKey,
        appID: String, chance: [UInt8]
    ) {
        func certificate(_ name: String, _ serial: UInt64, isAuthority: Bool = false)
            -> IssuedCertificate
        {
            IssuedCertificate(
                subject: AlipayIssue.name(name), issuer: AlipayIssue.name(AlipayIssue.authority),
                serial: AlipayIssue.bytes(serial), isAuthority: isAuthority)
        }
        // Another one in each network, and never with the first bit set.
        let start = chance.prefix(6).reduce(UInt64(1)) { $0 << 8 | UInt64($1) }
        guard
            let root = certificate(AlipayIssue.authority, start, isAuthority: true)
                .pem(of: rootKey, signedBy: rootKey),
            let app = certificate(appID, start + 1).pem(of: merchantKey, signedBy: rootKey),
            let alipay = certificate("Practice Alipay", start + 2)
                .pem(of: alipayKey, signedBy: rootKey)
        else { return nil }
        self.root = root
        self.app = app
        self.alipay = alipay
        rootSerial = AlipayIssue.number(start)
        appSerial = AlipayIssue.number(start + 1)
        alipaySerial = AlipayIssue.number(start + 2)
    }

    private static let authority = "Practice Authority R1"

    private static func name(_ commonName: String) -> IssuedCertificate.Name {
        IssuedCertificate.Name(parts: [
            (.country, "CN"), (.organization, "Practice Network"), (.unit, "Certification"),
            (.commonName, commonName),
        ])
    }

    /// *Source*: 公钥证书方式, app_cert_sn: the issuer, its last part first, and the number in decimal.
    private static func number(_ serial: UInt64) -> String {
        let text = "CN=\(authority),OU=Certification,O=Practice Network,C=CN\(serial)"
        return Hex.lower(Digest.md5(Array(text.utf8)))
    }

    private static func bytes(_ serial: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: serial >> (8 * (7 - $0))) }
            .drop { $0 == 0 }.map { $0 }
    }
}
