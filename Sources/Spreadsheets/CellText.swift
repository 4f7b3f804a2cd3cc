// What people typed, as a cell can hold it, and how wide it is drawn.

enum CellText {
    /// What a spreadsheet's cell holds at most; what is longer is cut.
    private static let lengthMax = 32_767

    /// A text without what XML and C cannot carry.
    static func safe(_ text: String) -> String {
        var safe = ""
        var length = 0
        for scalar in text.unicodeScalars {
            // Counted as the format does, in UTF-16.
            length += scalar.value > 0xFFFF ? 2 : 1
            if length > lengthMax { break }
            let isControl = scalar.value < 0x20 && scalar != "\n" && scalar != "\t"
            let isNoCharacter = scalar.value == 0xFFFE || scalar.value == 0xFFFF
            safe.unicodeScalars.append(isControl || isNoCharacter ? "\u{FFFD}" : scalar)
        }
        return safe
    }

    /// Columns of a fixed font, an ideograph being two.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
    }
}
