// Published vectors: a hash that is wrong in one bit breaks every signature, so these come first.

import Cryptography
import Testing

struct TextVector: Sendable, CustomTestStringConvertible {
    let input: String
    let expected: String
    var testDescription: String { input.isEmpty ? "(empty)" : String(input.prefix(24)) }
}

@Suite("Digests")
struct DigestTests {
    @Test(
        "MD5 gives the vectors of RFC 1321",
        arguments: [
            TextVector(input: "", expected: "d41d8cd98f00b204e9800998ecf8427e"),
            TextVector(input: "a", expected: "0cc175b9c0f1b6a831c399e269772661"),
            TextVector(input: "abc", expected: "900150983cd24fb0d6963f7d28e17f72"),
            TextVector(input: "message digest", expected: "f96b697d7cb7938d525a2f31aaf161d0"),
        ])
    func md5(vector: TextVector) {
        #expect(Hex.lower(Digest.md5(Array(vector.input.utf8))) == vector.expected)
    }

    @Test(
        "SHA-256 gives the vectors of FIPS 180-4",
        arguments: [
            TextVector(
                input: "",
                expected: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            TextVector(
                input: "abc",
                expected: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            TextVector(
                input: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                expected: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        ])
    func sha256(vector: TextVector) {
        #expect(Hex.lower(Digest.sha256(Array(vector.input.utf8))) == vector.expected)
    }

    @Test("SHA-256 and SHA-1 of pieces are those of the whole", arguments: [1, 3, 56, 1_000])
    func pieces(_ size: Int) throws {
        let bytes = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
        for (algorithm, expected) in [
            (RunningDigest.Algorithm.sha1, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
            (.sha256, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        ] {
            let hash = try RunningDigest(algorithm)
            var rest = bytes[...]
            while !rest.isEmpty {
                hash.update(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            #expect(Hex.lower(hash.finish()) == expected)
        }
    }

    struct Keyed: Sendable, CustomTestStringConvertible {
        let name: String
        let key: [UInt8]
        let message: [UInt8]
        let expected: String
        var testDescription: String { name }
    }

    @Test(
        "HMAC-SHA256 gives the vectors of RFC 4231",
        arguments: [
            Keyed(
                name: "case 1", key: [UInt8](repeating: 0x0B, count: 20),
                message: Array("Hi There".utf8),
                expected: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            Keyed(
                name: "case 2", key: Array("Jefe".utf8),
                message: Array("what do ya want for nothing?".utf8),
                expected: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            Keyed(
                name: "case 6, key longer than a block", key: [UInt8](repeating: 0xAA, count: 131),
                message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                expected: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
            Keyed(
                name: "nothing at all", key: [], message: [],
                expected: "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
        ])
    func hmac(vector: Keyed) {
        let code = HMACSHA256.code(key: vector.key, message: vector.message)
        #expect(Hex.lower(code) == vector.expected)
    }

    @Test(
        "Base 64 gives the vectors of RFC 4648, both ways",
        arguments: [
            TextVector(input: "", expected: ""),
            TextVector(input: "f", expected: "Zg=="),
            TextVector(input: "fo", expected: "Zm8="),
            TextVector(input: "foo", expected: "Zm9v"),
            TextVector(input: "foob", expected: "Zm9vYg=="),
            TextVector(input: "fooba", expected: "Zm9vYmE="),
            TextVector(input: "foobar", expected: "Zm9vYmFy"),
        ])
    func base64(vector: TextVector) {
        #expect(Base64.text(Array(vector.input.utf8)) == vector.expected)
        #expect(Base64.bytes(vector.expected) == Array(vector.input.utf8))
    }

    @Test(
        "Base 64 that is not the one canonical text is refused",
        arguments: [
            "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm 8=", "Zm8=\n", "=m8=", "Zg==Zg==", "Z===",
            "====", "Zm-_", "Zm8é",
        ])
    func base64Refuses(text: String) {
        #expect(Base64.bytes(text) == nil)
    }

    @Test("Every byte goes through Base 64 and hexadecimal and comes back")
    func roundTrip() {
        for length in 0..<70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            #expect(Base64.bytes(Base64.text(bytes)) == bytes)
            #expect(Hex.bytes(Hex.lower(bytes)) == bytes)
            #expect(Hex.bytes(Hex.upper(bytes)) == bytes)
        }
    }

    @Test("Hexadecimal text that is not is refused", arguments: ["0", "0g", "0x", " 00", "00 "])
    func hexRefuses(text: String) {
        #expect(Hex.bytes(text) == nil)
    }

    @Test("The comparison in constant time compares")
    func constantTime() {
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2]))
        #expect(!ConstantTime.areEqual([], [0]))
    }

    @Test("Random bytes come in the number asked for, and differ")
    func randomness() throws {
        #expect(try SecureRandom.bytes(0).isEmpty)
        let first = try SecureRandom.bytes(32)
        let second = try SecureRandom.bytes(32)
        #expect(first.count == 32)
        #expect(first != second)
    }
}
