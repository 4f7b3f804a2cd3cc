// The vectors of RFC 8032, section 7.1, so that signing and verifying are checked against somebody
// else's arithmetic.

import Cryptography
import Testing

@Suite("Ed25519 keys")
struct Ed25519Tests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let name, seed, publicKey, message, signature: String
        var testDescription: String { name }
    }

    static let vectors = [
        Vector(
            name: "TEST 1",
            seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            message: "",
            signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        Vector(
            name: "TEST 2",
            seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            message: "72",
            signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        Vector(
            name: "TEST 3",
            seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            message: "af82",
            signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ]

    @Test("The published seed makes the published key and signature", arguments: vectors)
    func signs(vector: Vector) throws {
        let key = try Ed25519PrivateKey(seed: Self.bytes(vector.seed))
        #expect(Hex.lower(try key.publicKey().bytes) == vector.publicKey)
        #expect(Hex.lower(try key.sign(Self.bytes(vector.message))) == vector.signature)
    }

    @Test("The published signature is right for its message only", arguments: vectors)
    func verifies(vector: Vector) throws {
        let key = try Ed25519PublicKey(bytes: Self.bytes(vector.publicKey))
        let message = Self.bytes(vector.message)
        let signature = Self.bytes(vector.signature)
        #expect(key.verifies(message, signature: signature))
        #expect(!key.verifies(message + [0], signature: signature))
        #expect(!key.verifies(message, signature: []))
        #expect(!key.verifies(message, signature: Array(signature.dropLast())))
        #expect(!key.verifies(message, signature: signature + [0]))
        for place in [0, 31, 32, 63] {
            var bent = signature
            bent[place] ^= 1
            #expect(!key.verifies(message, signature: bent))
        }
    }

    @Test("A key survives being written as PEM and as Base 64")
    func texts() throws {
        let key = try Ed25519PrivateKey.generate()
        let again = try Ed25519PrivateKey(pem: try key.pem())
        let open = try key.publicKey()
        #expect(try again.publicKey() == open)
        #expect(try Ed25519PublicKey(base64: open.base64) == open)
        #expect(open.id.utf8.count == 32)
        #expect("\(key)" == "Ed25519PrivateKey(…)")
    }

    @Test("What is no Ed25519 key is refused, an RSA key too")
    func refused() {
        for text in ["", "AAAA", KeyFixtures.pkcs1] {
            #expect(throws: CryptographyError.unreadableKey) { try Ed25519PrivateKey(pem: text) }
            #expect(throws: CryptographyError.unreadableKey) { try Ed25519PublicKey(base64: text) }
        }
        #expect(throws: CryptographyError.unreadableKey) { try Ed25519PublicKey(bytes: [1]) }
        #expect(throws: CryptographyError.unreadableKey) { try Ed25519PrivateKey(seed: [1]) }
    }

    /// The bytes of hexadecimal digits.
    static func bytes(_ hex: String) -> [UInt8] {
        let units = Array(hex.utf8)
        return stride(from: 0, to: units.count, by: 2).compactMap {
            UInt8(String(decoding: units[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
    }
}
