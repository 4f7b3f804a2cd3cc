// Small questions that both wires ask of a text from outside, each answered without a trap.

internal import Payments
internal import Retail

/// Readings of single fields.
enum WireText {
    /// A code as it may stand in a log, a case or a notice: letters, digits and `_ - .` only, and
    /// no long run of digits.
    ///
    /// A channel that echoes a payment code where an error code belongs would otherwise write it
    /// into the journal.
    static func code(_ text: String) -> String {
        var run = 0
        for unit in text.utf8 {
            switch unit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): run += 1
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                run = 0
            default: return "(unprintable)"
            }
            guard run < 8 else { return "(unprintable)" }
        }
        guard !text.isEmpty, text.utf8.count <= 64 else { return "(unprintable)" }
        return text
    }

    /// A whole number of fen above zero, digits only.
    static func fen(_ text: String) -> Money? {
        guard !text.isEmpty, text.utf8.allSatisfy(isDigit), let fen = Int64(text), fen > 0 else {
            return nil
        }
        return Money(fen: fen)
    }

    /// A yuan amount above zero.
    static func yuan(_ text: String) -> Money? {
        guard let money = try? Money(yuan: text), money.isPositive else { return nil }
        return money
    }

    /// An identifier of the channel: short, printable, no spaces.
    static func identifier(_ text: String?, lengthMax: Int) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= lengthMax,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return text
    }

    static func isDigits(_ text: String, lengthMax: Int) -> Bool {
        !text.isEmpty && text.utf8.count <= lengthMax && text.utf8.allSatisfy(isDigit)
    }

    /// What the customer's bill shows, without the characters the wires forbid and not too long.
    static func subject(_ text: String, bytesMax: Int, forbidden: Set<Unicode.Scalar>) -> String {
        var result = ""
        for character in text {
            var piece = ""
            for scalar in character.unicodeScalars {
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                let isNoCharacter = scalar.value & 0xFFFE == 0xFFFE
                if isControl || isNoCharacter || forbidden.contains(scalar) {
                    piece += " "
                } else {
                    piece.unicodeScalars.append(scalar)
                }
            }
            guard result.utf8.count + piece.utf8.count <= bytesMax else { break }
            result += piece
        }
        return result.allSatisfy { $0 == " " } ? "-" : result
    }

    /// Without the blanks and line ends around it.
    static func trimmed(_ text: Substring) -> String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        var rest = text.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(rest)
    }

    private static func isDigit(_ unit: UInt8) -> Bool {
        unit >= UInt8(ascii: "0") && unit <= UInt8(ascii: "9")
    }
}

/// An answer that cannot be used, and why.
struct UnusableAnswer: Error, Equatable {
    let doubt: Doubt

    init(_ kind: Doubt.Kind, _ detail: String) {
        doubt = Doubt(kind: kind, detail: detail)
    }
}
