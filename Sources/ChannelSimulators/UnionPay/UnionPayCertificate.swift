// The certificate that UnionPay's answers bring along: self-signed here, X.509 by hand, with as
// little in it as a reader needs to find the key. A till must not believe it for being there.

internal import Cryptography

/// An X.509 certificate over a key of our own.
enum UnionPayCertificate {
    /// The text in PEM; nil when the key does not sign.
    static func pem(of key: RSAPrivateKey, serial: [UInt8]) -> String? {
        guard let spki = try? key.publicKeyPEM(), let keyBytes = Base64.bytes(bare(spki)) else {
            return nil
        }
        // sha256WithRSAEncryption, with its NULL.
        let algorithm = der(
            0x30,
            der(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B]) + der(0x05, []))
        let commonName = der(
            0x30, der(0x06, [0x55, 0x04, 0x03]) + der(0x0C, Array("Practice UnionPay".utf8)))
        let name = der(0x30, der(0x31, commonName))
        let validity = der(
            0x30,
            der(0x18, Array("20200101000000Z".utf8)) + der(0x18, Array("20991231235959Z".utf8)))
        let content = der(
            0x30,
            der(0xA0, der(0x02, [2])) + der(0x02, serial) + algorithm + name + validity + name
                + keyBytes)
        guard let signature = try? key.signSHA256(content) else { return nil }
        let whole = der(0x30, content + algorithm + der(0x03, [0] + signature))
        return "-----BEGIN CERTIFICATE-----\r\n" + Base64.text(whole)
            + "\r\n-----END CERTIFICATE-----"
    }

    private static func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        if count < 0x80 { return [tag, UInt8(count)] + content }
        if count < 0x100 { return [tag, 0x81, UInt8(count)] + content }
        // Nothing here comes near 64 kilobytes.
        return [tag, 0x82, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
            + content
    }

    private static func bare(_ pem: String) -> String {
        pem.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
    }
}
