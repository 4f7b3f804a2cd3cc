// Published vectors, and what must not open.

import Cryptography
import Testing

@Suite("AES-256")
struct AES256Tests {
    private struct Vector: Sendable {
        let key: String
        let nonce: String
        let data: String
        let message: String
        let sealed: String
    }

    /// *Source*: McGrew and Viega, The Galois/Counter Mode of Operation, test cases 13, 14 and 16.
    private static let vectors = [
        Vector(
            key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24),
            data: "", message: "", sealed: "530f8afbc74536b9a963b4f1c4cb738b"),
        Vector(
            key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24),
            data: "", message: String(repeating: "0", count: 32),
            sealed: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
        Vector(
            key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
            nonce: "cafebabefacedbaddecaf888", data: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            message: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            sealed: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b"),
    ]

    @Test("GCM gives the published vectors, and opens them", arguments: vectors.indices)
    func published(_ index: Int) throws {
        let vector = AES256Tests.vectors[index]
        let cipher = try #require(AES256(key: try bytes(vector.key)))
        let (nonce, data) = (try bytes(vector.nonce), try bytes(vector.data))
        let message = try bytes(vector.message)
        let sealed = try cipher.sealed(message, nonce: nonce, authenticating: data)
        #expect(Hex.lower(sealed) == vector.sealed)
        #expect(cipher.opened(sealed, nonce: nonce, authenticating: data) == message)
    }

    @Test("With another key, nonce, data or bit nothing opens")
    func changed() throws {
        let cipher = try #require(AES256(key: [UInt8](1...32)))
        let other = try #require(AES256(key: [UInt8](2...33)))
        let (nonce, data) = ([UInt8](1...12), Array("refund".utf8))
        let sealed = try cipher.sealed(
            Array("药品".utf8), nonce: nonce, authenticating: data)
        #expect(other.opened(sealed, nonce: nonce, authenticating: data) == nil)
        #expect(cipher.opened(sealed, nonce: [UInt8](2...13), authenticating: data) == nil)
        #expect(cipher.opened(sealed, nonce: [], authenticating: data) == nil)
        #expect(cipher.opened(sealed, nonce: nonce, authenticating: []) == nil)
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(cipher.opened(changed, nonce: nonce, authenticating: data) == nil)
        }
        for count in 0..<sealed.count {
            let cut = Array(sealed.prefix(count))
            #expect(cipher.opened(cut, nonce: nonce, authenticating: data) == nil)
        }
    }

    @Test("ECB gives the vector of FIPS 197; what is no ECB does not open")
    func electronicCodeBook() throws {
        let cipher = try #require(AES256(key: [UInt8](0..<32)))
        let message = try bytes("00112233445566778899aabbccddeeff")
        let hidden = try cipher.hiddenECB(message)
        #expect(Hex.lower(Array(hidden.prefix(16))) == "8ea2b7ca516745bfeafc49904b496089")
        #expect(cipher.openedECB(hidden) == message)
        for count in 0..<40 {
            let text = [UInt8](repeating: 7, count: count)
            #expect(cipher.openedECB(try cipher.hiddenECB(text)) == text)
        }
        #expect(cipher.openedECB([]) == nil)
        #expect(cipher.openedECB(Array(hidden.dropLast())) == nil)
    }

    @Test("A key has 32 bytes", arguments: [0, 16, 31, 33])
    func keyLength(_ count: Int) {
        #expect(AES256(key: [UInt8](repeating: 1, count: count)) == nil)
    }

    private func bytes(_ text: String) throws -> [UInt8] { try #require(Hex.bytes(text)) }
}
