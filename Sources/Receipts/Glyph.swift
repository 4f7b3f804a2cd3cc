// A character as the printer will set it: one byte is half a Chinese character wide, two bytes are
// a whole one. Laying out in glyphs rather than characters makes the width of a line a fact, not a
// guess about fonts.

/// One printed character in the two-byte part of GB18030 (GBK), or one byte of ASCII.
struct Glyph: Equatable, Sendable {
    let lead: UInt8
    let trail: UInt8?

    /// Width in half-width columns.
    var columns: Int { trail == nil ? 1 : 2 }

    static let space = Glyph(lead: 0x20, trail: nil)

    /// 〓, the printer's own sign for a character that it does not have.
    static let missing = Glyph(lead: 0xA1, trail: 0xFE)

    /// The sign … for text that was cut short.
    static let ellipsis = Glyph(lead: 0xA1, trail: 0xAD)

    static func spaces(_ count: Int) -> [Glyph] {
        Array(repeating: .space, count: max(0, count))
    }
}

extension [Glyph] {
    /// Width in half-width columns.
    var columns: Int { reduce(0) { $0 + $1.columns } }
}
