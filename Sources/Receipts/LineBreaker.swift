// Where a line may end. Chinese may break anywhere, but no line starts with a closing mark or ends
// with an opening one; words in Latin letters and numbers stay whole while they fit at all.

/// Breaks glyphs into lines.
enum LineBreaker {
    /// Lines of at most `width` columns; those after the first leave room for `indent`.
    ///
    /// Every glyph but the spaces at a break is kept. Empty text gives no lines.
    static func lines(_ glyphs: [Glyph], width: Int, indent: Int = 0) -> [[Glyph]] {
        var lines: [[Glyph]] = []
        var line: [Glyph] = []
        var gap: [Glyph] = []
        // Two columns at least, or a Chinese character would never fit.
        func room() -> Int { max(2, lines.isEmpty ? width : width - indent) }
        for atom in atoms(glyphs) {
            if atom == [.space] {
                gap.append(.space)
                continue
            }
            if !line.isEmpty, line.columns + gap.columns + atom.columns > room() {
                lines.append(line)
                line = []
                gap = []
            }
            if line.isEmpty { gap = [] }
            line += gap
            gap = []
            for glyph in atom {
                if line.columns + glyph.columns > room() {
                    lines.append(line)
                    line = []
                }
                line.append(glyph)
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    /// What stays together: single spaces, words, single Chinese characters with their marks.
    private static func atoms(_ glyphs: [Glyph]) -> [[Glyph]] {
        var atoms: [[Glyph]] = []
        var atom: [Glyph] = []
        for glyph in glyphs {
            if let last = atom.last, !staysTogether(last, glyph) {
                atoms.append(atom)
                atom = []
            }
            atom.append(glyph)
        }
        if !atom.isEmpty { atoms.append(atom) }
        return atoms
    }

    private static func staysTogether(_ left: Glyph, _ right: Glyph) -> Bool {
        if left == .space || right == .space { return false }
        if isClosing(right) || isOpening(left) { return true }
        if isOpening(right) { return false }
        return left.trail == nil && right.trail == nil
    }

    private static func isOpening(_ glyph: Glyph) -> Bool {
        switch (glyph.lead, glyph.trail) {
        case (UInt8(ascii: "("), nil), (UInt8(ascii: "["), nil): true
        case (0xA3, 0xA8), (0xA1, 0xB0), (0xA1, 0xB6), (0xA1, 0xBE): true  // ( “ 《 【
        default: false
        }
    }

    private static func isClosing(_ glyph: Glyph) -> Bool {
        switch (glyph.lead, glyph.trail) {
        case (UInt8(ascii: ")"), nil), (UInt8(ascii: "]"), nil), (UInt8(ascii: ","), nil),
            (UInt8(ascii: "."), nil), (UInt8(ascii: ";"), nil), (UInt8(ascii: ":"), nil),
            (UInt8(ascii: "!"), nil), (UInt8(ascii: "?"), nil), (UInt8(ascii: "%"), nil):
            true
        case (0xA3, 0xA9), (0xA1, 0xB1), (0xA1, 0xB7), (0xA1, 0xBF): true  // ) ” 》 】
        case (0xA1, 0xA2), (0xA1, 0xA3), (0xA3, 0xAC): true  // 、 。 ,
        case (0xA3, 0xBA), (0xA3, 0xBB): true  // : ;
        default: false
        }
    }
}
