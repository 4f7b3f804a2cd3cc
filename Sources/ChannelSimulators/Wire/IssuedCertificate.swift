// The certificates that this network hands out and answers with: X.509 by hand, with as little in
// them as a reader needs. They hold for one network and prove nothing anywhere else.

internal import Cryptography

/// An X.509 certificate over a key of our own.
struct IssuedCertificate {
    /// Parts of a name, the first the widest, as they stand in a certificate.
    struct Name {
        let parts: [(kind: Part, text: String)]

        enum Part: UInt8 {
            case commonName = 3
            case country = 6
            case organization = 10
            case unit = 11
        }
    }

    let subject: Name
    let issuer: Name
    let serial: [UInt8]
    /// Whether it may issue others.
    var isAuthority = false

    /// The text in PEM; nil when a key does not serve.
    ///
    /// The same whenever it is made: nothing in it depends on the time, and RSA signatures with PKCS#1
    /// have no chance in them.
    func pem(of key: RSAPrivateKey, signedBy issuerKey: RSAPrivateKey) -> String? {
        guard let spki = try? key.publicKeyPEM(),
            let keyBytes = Base64.bytes(IssuedCertificate.bare(spki))
        else { return nil }
        // sha256WithRSAEncryption, with its NULL.
        let algorithm = der(
            0x30,
            der(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B]) + der(0x05, []))
        let validity = der(
            0x30,
            der(0x18, Array("20200101000000Z".utf8)) + der(0x18, Array("20991231235959Z".utf8)))
        let content = der(
            0x30,
            der(0xA0, der(0x02, [2])) + der(0x02, serial) + algorithm + name(issuer) + validity
                + name(subject) + keyBytes + (isAuthority ? authority : []))
        guard let signature = try? issuerKey.signSHA256(content) else { return nil }
        let whole = der(0x30, content + algorithm + der(0x03, [0] + signature))
        return "-----BEGIN CERTIFICATE-----\r\n" + Base64.text(whole)
            + "\r\n-----END CERTIFICATE-----"
    }

    /// Basic constraints, critical: an authority.
    private var authority: [UInt8] {
        let constraints =
            der(0x06, [0x55, 0x1D, 0x13]) + der(0x01, [0xFF])
            + der(0x04, der(0x30, der(0x01, [0xFF])))
        return der(0xA3, der(0x30, der(0x30, constraints)))
    }

    private func name(_ name: Name) -> [UInt8] {
        der(
            0x30,
            name.parts.flatMap { part in
                // A country is a printable string by its definition.
                let text = der(part.kind == .country ? 0x13 : 0x0C, Array(part.text.utf8))
                let kind = der(0x06, [0x55, 0x04, part.kind.rawValue])
                return der(0x31, der(0x30, kind + text))
            })
    }

    private func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        if count < 0x80 { return [tag, UInt8(count)] + content }
        if count < 0x100 { return [tag, 0x81, UInt8(count)] + content }
        // Nothing here comes near 64 kilobytes.
        return [tag, 0x82, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
            + content
    }

    /// A text of PEM without its frame and its line ends.
    static func bare(_ pem: String) -> String {
        pem.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
    }
}
