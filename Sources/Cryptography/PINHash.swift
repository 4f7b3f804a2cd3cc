// Staff PINs are short, so the hash must be slow: scrypt costs an attacker with the database 16 MiB
// and some tens of milliseconds a guess. The parameters stand in the text, so that they can be
// raised later without asking anybody for a new PIN.

internal import COpenSSL

/// The stored form of a PIN: `scrypt$N$r$p$salt$hash`, salt and hash in lower-case hexadecimal.
///
/// *Source*: RFC 7914.
package enum PINHash {
    /// The costs: 16 MiB and about 40 ms on one core of a small server.
    private static let cost = Parameters(n: 16_384, r: 8, p: 1)
    private static let saltLength = 16
    private static let hashLength = 32
    /// A stored text that asks for more than this is refused: it is not ours.
    private static let memoryMax: UInt64 = 64 << 20

    struct Parameters: Equatable, Sendable {
        let n: UInt64
        let r: UInt64
        let p: UInt64
    }

    /// Hashes a PIN under a fresh salt.
    ///
    /// *Errors*: `CryptographyError.failed`.
    package static func make(_ pin: String) throws(CryptographyError) -> String {
        let salt = try SecureRandom.bytes(saltLength)
        guard let hash = scrypt(pin, salt: salt, cost, length: hashLength) else {
            throw .failed("scrypt")
        }
        return "scrypt$\(cost.n)$\(cost.r)$\(cost.p)$\(Hex.lower(salt))$\(Hex.lower(hash))"
    }

    /// Whether the PIN is the one the text was made of; false for a text that is not readable.
    package static func matches(_ pin: String, _ hash: String) -> Bool {
        var fields = hash.split(separator: "$", omittingEmptySubsequences: false)[...]
        guard fields.count == 6, fields.popFirst() == "scrypt",
            let n = fields.popFirst().flatMap({ UInt64($0) }),
            let r = fields.popFirst().flatMap({ UInt64($0) }),
            let p = fields.popFirst().flatMap({ UInt64($0) }),
            let salt = fields.popFirst().flatMap({ Hex.bytes(String($0)) }),
            let expected = fields.popFirst().flatMap({ Hex.bytes(String($0)) }),
            expected.count == hashLength, salt.count >= 8, n <= 1 << 20, r <= 32, p <= 16,
            let actual = scrypt(
                pin, salt: salt, Parameters(n: n, r: r, p: p), length: expected.count)
        else { return false }
        return ConstantTime.areEqual(actual, expected)
    }

    static func scrypt(
        _ password: String, salt: [UInt8], _ cost: Parameters, length: Int
    ) -> [UInt8]? {
        var result = [UInt8](repeating: 0, count: length)
        let secret = password.utf8.map { CChar(bitPattern: $0) }
        let status = unsafe EVP_PBE_scrypt(
            secret, secret.count, salt, salt.count, cost.n, cost.r, cost.p, memoryMax, &result,
            result.count)
        if status != 1 { ERR_clear_error() }
        return status == 1 ? result : nil
    }
}
