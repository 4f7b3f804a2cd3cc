// The trap of the shapes: an 18-digit resident ID number from Sichuan looks like a BestPay code, one
// from Beijing like a WeChat code. A random pay code passes these checks about once in 30,000, so
// the question "this is a pay code, not an ID card?" is rare for honest codes.

internal import Retail

/// Recognises resident identity card numbers (居民身份证号), so that they are never sent or kept.
package enum ResidentID {
    /// Weights of the first 17 digits.
    ///
    /// *Source*: GB 11643-1999, ISO 7064 MOD 11-2.
    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checks: [UInt8] = Array("10X98765432".utf8)

    /// Whether the text has the shape, a possible birth date and the right check character.
    package static func looksLike(_ text: String) -> Bool {
        let units = Array(text.utf8)
        guard units.count == 18 else { return false }
        var sum = 0
        for (index, weight) in weights.enumerated() {
            guard units[index] >= 48, units[index] <= 57 else { return false }
            sum += Int(units[index] - 48) * weight
        }
        let last = units[17] == UInt8(ascii: "x") ? UInt8(ascii: "X") : units[17]
        guard checks[sum % 11] == last else { return false }
        return isBirthDate(units[6..<14])
    }

    private static func isBirthDate(_ units: ArraySlice<UInt8>) -> Bool {
        var digits = 0
        for unit in units { digits = digits * 10 + Int(unit - 48) }
        let (year, month, day) = (digits / 10_000, digits / 100 % 100, digits % 100)
        return (1900...2099).contains(year) && (1...12).contains(month)
            && day >= 1 && day <= CivilTime.daysIn(month: month, year: year)
    }
}
