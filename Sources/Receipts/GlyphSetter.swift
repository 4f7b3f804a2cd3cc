// From text to glyphs. This is the gate that every word passes on its way to paper: control
// characters end here, so that a product name can never open the drawer or cut the paper.
//
// Receipt printers know the two-byte part of GB18030 (GBK); a character that needs four bytes there
// (rare names, emoji) would come out as four wrong ones. It is printed as 〓 and the receipt goes
// on: a missing character is a blemish, a missing receipt is a complaint. Asking the older GBK
// table instead would not help: it has no character that GB18030 gives four bytes to.

/// Turns text into glyphs, once per receipt.
struct GlyphSetter {
    private let converter: TextConverter

    /// The longest text of one field, in characters; the rest becomes "…".
    static let fieldMax = 400

    /// *Errors*: `ReceiptError.noChineseTables`.
    init() throws(ReceiptError) {
        guard let converter = TextConverter(from: "UTF-8", to: "GB18030") else {
            throw .noChineseTables
        }
        self.converter = converter
    }

    /// The text as glyphs; long numbers are hidden (see `DigitMask`) unless it is `isVerbatim`.
    func glyphs(_ text: String, isVerbatim: Bool) -> [Glyph] {
        var glyphs: [Glyph] = []
        for scalar in text.unicodeScalars {
            guard glyphs.count < GlyphSetter.fieldMax else {
                glyphs.append(.ellipsis)
                break
            }
            glyphs += self.glyphs(scalar)
        }
        return isVerbatim ? glyphs : DigitMask.hiding(glyphs)
    }

    private func glyphs(_ scalar: Unicode.Scalar) -> [Glyph] {
        switch scalar.value {
        case 0x20..<0x7F:
            return [Glyph(lead: UInt8(truncatingIfNeeded: scalar.value), trail: nil)]
        case 0..<0x20, 0x7F..<0xA0, 0xA0, 0x2028, 0x2029:
            return [.space]
        // Marks that take no room: joiners, direction marks, variation selectors, the BOM.
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFE00...0xFE0F, 0xFEFF:
            return []
        // Signs that packs and price tags use, spelled with what the printer has.
        case 0xA5: return [Glyph(lead: 0xA3, trail: 0xA4)]  // ¥ → ￥
        case 0xB5: return [Glyph(lead: 0xA6, trail: 0xCC)]  // µ → μ, as in µg
        case 0xB2: return [Glyph(lead: 0x32, trail: nil)]  // ² → 2
        case 0xB3: return [Glyph(lead: 0x33, trail: nil)]  // ³ → 3
        case 0xAE: return GlyphSetter.ascii("(R)")
        case 0x2122: return GlyphSetter.ascii("(TM)")
        case 0x2022: return [Glyph(lead: 0xA1, trail: 0xA4)]  // • → ·
        // Private use: the pair would print whatever the printer's owner once put there.
        case 0xE000...0xF8FF: return [.missing]
        default: return [converted(scalar)]
        }
    }

    private func converted(_ scalar: Unicode.Scalar) -> Glyph {
        guard let bytes = converter.convert(Array(String(scalar).utf8)), bytes.count == 2,
            let lead = bytes.first, let trail = bytes.last
        else { return .missing }
        return Glyph(lead: lead, trail: trail)
    }

    private static func ascii(_ text: String) -> [Glyph] {
        text.utf8.map { Glyph(lead: $0, trail: nil) }
    }
}

/// Why a receipt could not be made.
package enum ReceiptError: Error, Equatable, Sendable {
    /// The system's C library lacks its GB18030 table (gconv files); install them.
    case noChineseTables
}
