// The key and signature published in RFC 7515, Appendix A.2, so that signing and verifying are
// checked against somebody else's arithmetic, and every form a key can be handed over in.

import Cryptography
import Testing

@Suite("RSA keys")
struct RSAKeyTests {
    private static let message = Array(
        ("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
            + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ").utf8)
    private static let signature =
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB//dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh+0Qc/lF5YKt/O8W"
        + "2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB++f/nZLgrnbyTyWzO75vRK5h6xBArLIARNPv"
        + "kSjtQBMHlb1L07Qe7K0GarZRmB/eSN9383LcOLn6/dO++xi12jzDwusC+eOkHWEsqtFZESc6BfI7noOPqvhJ1p"
        + "hCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN/IoypGlUPQGe77Rw=="

    @Test("The published key makes the published signature")
    func signsVector() throws {
        let key = try RSAPrivateKey(pem: KeyFixtures.pkcs1)
        #expect(Base64.text(try key.signSHA256(Self.message)) == Self.signature)
    }

    @Test(
        "The published signature is right for its message only",
        arguments: [KeyFixtures.publicKey, KeyFixtures.bare(KeyFixtures.publicKey)])
    func verifiesVector(text: String) throws {
        let key = try RSAPublicKey(pem: text)
        let signature = try #require(Base64.bytes(Self.signature))
        #expect(key.verifiesSHA256(Self.message, signature: signature))
        #expect(!key.verifiesSHA256(Self.message + [0], signature: signature))
        #expect(!key.verifiesSHA256(Array(Self.message.dropLast()), signature: signature))
        #expect(!key.verifiesSHA256([], signature: signature))
        #expect(!key.verifiesSHA256(Self.message, signature: []))
        #expect(!key.verifiesSHA256(Self.message, signature: Array(signature.dropLast())))
        #expect(!key.verifiesSHA256(Self.message, signature: signature + [0]))
        var bent = signature
        bent[100] ^= 1
        #expect(!key.verifiesSHA256(Self.message, signature: bent))
    }

    @Test("PKCS#1, PKCS#8, PEM, bare text and Windows line ends are the same key")
    func forms() throws {
        let key = try RSAPrivateKey(pem: KeyFixtures.pkcs1)
        let pkcs8 = try key.pem()
        #expect(pkcs8.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(try key.publicKeyPEM() == KeyFixtures.publicKey)
        let forms = [
            pkcs8, KeyFixtures.bare(KeyFixtures.pkcs1), KeyFixtures.bare(pkcs8),
            pkcs8.split(separator: "\n").joined(separator: "\r\n"),
        ]
        for form in forms {
            let same = try RSAPrivateKey(pem: form)
            #expect(try same.publicKeyPEM() == KeyFixtures.publicKey)
            #expect(try same.pem() == pkcs8)
        }
    }

    @Test("A generated key signs what its public half verifies")
    func generated() throws {
        let key = try RSAPrivateKey.generate(bits: 2_048)
        let other = try RSAPrivateKey.generate(bits: 2_048)
        let message = Array("药品".utf8)
        let signature = try key.signSHA256(message)
        #expect(
            try RSAPublicKey(pem: key.publicKeyPEM())
                .verifiesSHA256(message, signature: signature))
        #expect(
            try !RSAPublicKey(pem: other.publicKeyPEM())
                .verifiesSHA256(message, signature: signature))
        let again = try RSAPrivateKey(pem: key.pem())
        #expect(try again.signSHA256(message) == signature)
    }

    @Test(
        "What is not an RSA key is refused without a trap",
        arguments: [
            "", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", "AAAA", "MIIE", "!!",
            KeyFixtures.ellipticCurve, "-----BEGIN PRIVATE KEY-----\nAAAA",
            KeyFixtures.publicKey + KeyFixtures.publicKey,
            String(repeating: "A", count: 100_000),
        ])
    func refused(text: String) {
        #expect(throws: CryptographyError.unreadableKey) { try RSAPrivateKey(pem: text) }
        #expect(throws: CryptographyError.unreadableKey) { try RSAPublicKey(pem: text) }
    }

    @Test("One kind of key is not taken for the other")
    func kinds() {
        #expect(throws: CryptographyError.unreadableKey) {
            try RSAPrivateKey(pem: KeyFixtures.publicKey)
        }
        #expect(throws: CryptographyError.unreadableKey) {
            try RSAPublicKey(pem: KeyFixtures.pkcs1)
        }
    }

    @Test("A truncated key of any length is refused")
    func truncated() throws {
        let der = try #require(Base64.bytes(KeyFixtures.bare(KeyFixtures.pkcs1)))
        for length in stride(from: 1, to: der.count, by: 13) {
            let text = Base64.text(Array(der.prefix(length)))
            #expect(throws: CryptographyError.unreadableKey) { try RSAPrivateKey(pem: text) }
        }
    }

    @Test("A key can be used from many threads at once")
    func threads() async throws {
        let key = try RSAPrivateKey(pem: KeyFixtures.pkcs1)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    guard let made = try? key.signSHA256(Self.message) else { return false }
                    return Base64.text(made) == Self.signature
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test("Printing a key does not print it")
    func description() throws {
        let key = try RSAPrivateKey(pem: KeyFixtures.pkcs1)
        #expect("\(key)" == "RSAPrivateKey(…)")
        #expect(String(reflecting: key) == "RSAPrivateKey(…)")
    }
}
