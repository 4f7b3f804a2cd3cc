// Payment codes: made on the phone, valid for one minute and for one payment.

internal import Cryptography
package import Retail

/// A payment code that a phone shows.
package struct IssuedCode: Codable, Equatable, Sendable {
    package let digits: String
    package let account: String
    package let wallet: Wallet
    /// When the phone changes it; the wallet accepts it a little longer (see `Ledger.codeGrace`).
    package let expiresAt: Timestamp
    package internal(set) var isUsed: Bool
}

extension Ledger {
    /// How long a phone shows a code.
    ///
    /// *Source*: WeChat Pay and Alipay change it each minute; the others are taken to.
    package static let codeLifetime = Pause.seconds(60)
    /// A code scanned on its last second still has to travel.
    package static let codeGrace = Pause.seconds(30)
    /// After this an old code is forgotten and reads as unknown rather than expired.
    static let codeMemory = Pause.hours(1)
    /// So few codes are not worth looking through.
    static let codeCountMin = 1_000

    /// A fresh code for a person's wallet; `nil` when there is no such wallet.
    ///
    /// `entropy` decides its digits: the same entropy gives the same code unless it is taken.
    package mutating func issueCode(
        account: String, wallet: Wallet, entropy: UInt64, at now: Timestamp
    ) -> IssuedCode? {
        guard purse(account, wallet) != nil else { return nil }
        forgetOldCodes(at: now)
        var draw = entropy
        var digits = Ledger.codeDigits(wallet, draw)
        while codes[digits] != nil {
            draw &+= 0x9E37_79B9_7F4A_7C15
            digits = Ledger.codeDigits(wallet, draw)
        }
        let code = IssuedCode(
            digits: digits, account: account, wallet: wallet,
            expiresAt: now.advanced(by: Ledger.codeLifetime), isUsed: false)
        codes[digits] = code
        revision += 1
        return code
    }

    /// What is wrong with a code at a wallet, or the code.
    func usableCode(
        _ digits: String, wallet: Wallet, at now: Timestamp
    ) throws(PayRefusal) -> IssuedCode {
        guard let code = codes[digits], code.wallet == wallet else { throw .codeUnknown }
        if code.isUsed { throw .codeUsed }
        if code.expiresAt.advanced(by: Ledger.codeGrace) < now { throw .codeExpired }
        return code
    }

    static func digest(ofCode digits: String) -> String {
        Hex.lower(Digest.sha256(Array(digits.utf8)))
    }

    // 18 or 19 digits. The seventh is never 1 or 2, so that no code has the birth year of a resident ID
    // number in it (see the till's check for those).
    private static func codeDigits(_ wallet: Wallet, _ entropy: UInt64) -> String {
        let count = wallet.codeLength - 2
        var tail = CivilTime.padded(Int(entropy % 10_000_000_000_000_000), count)
        let seventh = tail.dropFirst(4).prefix(1)
        if seventh == "1" || seventh == "2" {
            tail = String(tail.prefix(4)) + "7" + String(tail.dropFirst(5))
        }
        return wallet.codePrefix + tail
    }

    // Looked through only when their number has doubled: a load test has a hundred thousand in memory.
    private mutating func forgetOldCodes(at now: Timestamp) {
        guard codes.count > codeCountNext else { return }
        codes = codes.filter { $0.value.expiresAt.advanced(by: Ledger.codeMemory) > now }
        codeCountNext = max(Ledger.codeCountMin, codes.count * 2)
    }
}
