// How wide words are, without a font. A picture is drawn where no font can be asked, and shown with
// whatever font the reader has; so the estimate leans to the wide side, and a line that is a little
// short is the price for lines that never run into each other.

enum TextMeasure {
    /// In a terminal: Latin letters take one column, Chinese ones two.
    static func columns(_ text: String) -> Int {
        text.reduce(0) { $0 + (isWide($1) ? 2 : 1) }
    }

    /// How wide a line of text is at most.
    ///
    /// *Unit*: pixels; `size` is that of the font.
    static func width(of text: String, size: Int) -> Int {
        pixels(text.reduce(0) { $0 + tenths(of: $1) }, size: size)
    }

    /// Breaks a text into lines that are not wider than `max` pixels; never without a line.
    ///
    /// Between words, between Chinese characters (but never before a closing mark or after an opening
    /// one), and in a word only where it does not fit on a line of its own.
    static func lines(of text: String, size: Int, max: Int) -> [String] {
        lines(of: atoms(of: text), size: size, max: max)
    }

    /// As few lines as fit, but none much shorter than the others, as words over an arrow should be.
    static func balancedLines(of text: String, size: Int, max: Int) -> [String] {
        let atoms = atoms(of: text)
        let lines = lines(of: atoms, size: size, max: max)
        guard lines.count > 1 else { return lines }
        // The narrowest width that needs no more lines and breaks no word that need not be broken.
        let widest = atoms.map { pixels($0.tenths, size: size) }.max() ?? 0
        var tooNarrow = Swift.min(widest, max) - 1
        var enough = max
        while enough - tooNarrow > 1 {
            let middle = (enough + tooNarrow) / 2
            let count = self.lines(of: atoms, size: size, max: middle).count
            if count > lines.count { tooNarrow = middle } else { enough = middle }
        }
        return self.lines(of: atoms, size: size, max: enough)
    }

    /// What stays together on a line, and whether a space stood before it.
    private struct Atom {
        var text: String
        var tenths: Int
        let hasSpace: Bool
    }

    private static func lines(of atoms: [Atom], size: Int, max: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var lineTenths = 0
        for atom in atoms {
            let space = atom.hasSpace && !line.isEmpty ? " " : ""
            let joined = lineTenths + space.count * 10 + atom.tenths
            if pixels(joined, size: size) <= max {
                line += space + atom.text
                lineTenths = joined
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = ""
            lineTenths = 0
            for character in atom.text {
                let more = tenths(of: character)
                if !line.isEmpty, pixels(lineTenths + more, size: size) > max {
                    lines.append(line)
                    line = ""
                    lineTenths = 0
                }
                line.append(character)
                lineTenths += more
            }
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    private static func pixels(_ tenths: Int, size: Int) -> Int { (tenths * size * 6 + 99) / 100 }

    private static let closing = Set("，。、；：！？）】》」』”’…,.;:!?)]}%")
    private static let opening = Set("（【《「『“‘([{¥￥")

    private static func atoms(of text: String) -> [Atom] {
        var atoms: [Atom] = []
        var hasSpace = false
        var before: Character?
        for character in text {
            guard character != " " else {
                hasSpace = true
                continue
            }
            if let before, let last = atoms.indices.last, !hasSpace,
                closing.contains(character) || opening.contains(before)
                    || (!isWide(character) && !isWide(before))
            {
                atoms[last].text.append(character)
                atoms[last].tenths += tenths(of: character)
            } else {
                atoms.append(
                    Atom(
                        text: String(character), tenths: tenths(of: character),
                        hasSpace: hasSpace && before != nil))
            }
            hasSpace = false
            before = character
        }
        return atoms
    }

    /// Tenths of the width of a small Latin letter, which is taken for 0.6 of the size of the font.
    private static func tenths(of character: Character) -> Int {
        if isPicture(character) { return 22 }
        // Chinese fonts make a character exactly as wide as the font is high.
        if isWide(character) { return 17 }
        if mayBeWide(character) { return 20 }
        switch character {
        case "A"..."Z", "m", "w", "@", "%", "&", "+", "=", "<", ">": return 13
        default: return 10
        }
    }

    /// Whether it is as wide as a Chinese character.
    private static func isWide(_ character: Character) -> Bool {
        character.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
                0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F000...0x3FFFF:
                true
            default: false
            }
        }
    }

    private static func isPicture(_ character: Character) -> Bool {
        character.unicodeScalars.contains { (0x1F000..<0x20000).contains($0.value) }
    }

    /// Whether a Chinese font may show it as wide: arrows, dashes, and every script not measured here.
    private static func mayBeWide(_ character: Character) -> Bool {
        character.unicodeScalars.contains { $0.value >= 0x600 }
    }
}
