// The scrypt vector of RFC 7914 goes in through the stored form, so that the format is tested with
// it.

import Cryptography
import Testing

@Suite("PIN hashes")
struct PINHashTests {
    private static let salt = Hex.lower(Array("SodiumChloride".utf8))
    /// The first 32 of the 64 bytes that RFC 7914 §12 gives for N=16384, r=8, p=1.
    private static let hash = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"

    @Test("The published vector matches, and its neighbours do not")
    func vector() {
        let stored = "scrypt$16384$8$1$\(Self.salt)$\(Self.hash)"
        #expect(PINHash.matches("pleaseletmein", stored))
        #expect(!PINHash.matches("pleaseletmeim", stored))
        #expect(!PINHash.matches("", stored))
    }

    @Test("A PIN matches its own hash, and two hashes of one PIN differ")
    func made() throws {
        let first = try PINHash.make("246810")
        let second = try PINHash.make("246810")
        #expect(first != second)
        #expect(first.hasPrefix("scrypt$16384$8$1$"))
        #expect(!first.contains("246810"))
        #expect(PINHash.matches("246810", first))
        #expect(!PINHash.matches("246811", first))
    }

    @Test(
        "A stored text that is not readable matches nothing, at once and without a trap",
        arguments: [
            "", "scrypt", "scrypt$$$$$", "scrypt$16384$8$1$\(salt)$",
            "md5$16384$8$1$\(salt)$\(hash)",
            "scrypt$0$8$1$\(salt)$\(hash)", "scrypt$3$8$1$\(salt)$\(hash)",
            "scrypt$16384$0$1$\(salt)$\(hash)", "scrypt$16384$8$0$\(salt)$\(hash)",
            "scrypt$1099511627776$8$1$\(salt)$\(hash)", "scrypt$1048576$32$16$\(salt)$\(hash)",
            "scrypt$18446744073709551615$8$1$\(salt)$\(hash)", "scrypt$-1$8$1$\(salt)$\(hash)",
            "scrypt$16384$8$1$00$\(hash)", "scrypt$16384$8$1$\(salt)$00",
            "scrypt$16384$8$1$\(salt)$\(hash)$",
        ])
    func unreadable(stored: String) {
        #expect(!PINHash.matches("pleaseletmein", stored))
    }
}
