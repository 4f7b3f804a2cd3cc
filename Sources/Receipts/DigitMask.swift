// A payment code is money for a minute, an identity number is a person for life. Neither belongs on
// paper, and neither has a field; but a scanner types into whatever has the focus. So free text
// loses the head of any number as long as those are. It is looked at as glyphs, after invisible
// characters are gone and with full-width digits counted: what matters is what can be read on
// paper.

/// Hides long numbers in free text.
enum DigitMask {
    /// Identity numbers of the old kind have 15 digits, payment codes 16 to 24 (WeChat Pay and
    /// BestPay 18).
    static let digitsMin = 15

    /// How many digits at the end stay readable, so that two papers can be told apart.
    static let tail = 4

    /// The glyphs with `****` and the last four digits in place of each long number.
    ///
    /// Single spaces between digits belong to the number. Numbers that begin with 20 are left
    /// alone: prescription and order numbers begin with their year, while no wallet's code and no
    /// province of an identity number begins so.
    static func hiding(_ glyphs: [Glyph]) -> [Glyph] {
        var result: [Glyph] = []
        var number: [Glyph] = []
        for (index, glyph) in glyphs.enumerated() {
            let following = glyphs.dropFirst(index + 1).first
            let isInside =
                glyph == .space && number.last != .space && !number.isEmpty
                && following.flatMap(digit) != nil
            if digit(glyph) != nil || isInside {
                number.append(glyph)
            } else {
                result += shown(number)
                result.append(glyph)
                number = []
            }
        }
        return result + shown(number)
    }

    private static func shown(_ number: [Glyph]) -> [Glyph] {
        let digits = number.compactMap(digit)
        guard digits.count >= digitsMin, digits.prefix(2) != [2, 0] else { return number }
        let readable = number.filter { $0 != .space }.suffix(tail)
        return Array(repeating: Glyph(lead: UInt8(ascii: "*"), trail: nil), count: 4) + readable
    }

    /// The digit that a person reads, half or full width.
    private static func digit(_ glyph: Glyph) -> UInt8? {
        switch (glyph.lead, glyph.trail) {
        case (UInt8(ascii: "0")...UInt8(ascii: "9"), nil): glyph.lead - UInt8(ascii: "0")
        case (0xA3, .some(let trail)) where (0xB0...0xB9).contains(trail): trail - 0xB0
        default: nil
        }
    }
}
