// Swift source with its texts and comments taken out, so that a rule about code is not fooled by words
// and a rule about words is not fooled by code. Lines keep their numbers.
//
// Trap: a string may hold code again, `"\(amount ?? "none")"`; what is interpolated counts as code.

struct SwiftText: Sendable {
    /// Without comments and without what stands between quotes.
    let code: [String]
    /// Without what stands between quotes; comments stay.
    let prose: [String]

    init(_ source: String) {
        var scanner = Scanner(units: Array(source.utf8))
        scanner.scan()
        code = SwiftText.lines(scanner.code)
        prose = SwiftText.lines(scanner.prose)
    }

    private static func lines(_ units: [UInt8]) -> [String] {
        String(decoding: units, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

private struct Scanner {
    private enum Mode {
        case code
        /// Inside an interpolation, with the parentheses that are still open.
        case interpolation(depth: Int)
        case text(quotes: Int, hashes: Int)
        case lineComment
        case blockComment(depth: Int)
    }

    let units: [UInt8]
    var code: [UInt8] = []
    var prose: [UInt8] = []
    private var place = 0
    private var modes: [Mode] = [.code]

    init(units: [UInt8]) {
        self.units = units
    }

    mutating func scan() {
        while place < units.count {
            if units[place] == UInt8(ascii: "\n") {
                if case .lineComment = mode { modes.removeLast() }
                // A text on one line cannot go on: whatever was wrong, the next line is code again.
                if case .text(let quotes, _) = mode, quotes == 1 { modes.removeLast() }
                keep(1)
                continue
            }
            switch mode {
            case .code: scanCode(depth: nil)
            case .interpolation(let depth): scanCode(depth: depth)
            case .text(let quotes, let hashes): scanText(quotes, hashes)
            case .lineComment: keepProse(1)
            case .blockComment(let depth): scanBlockComment(depth)
            }
        }
    }

    private var mode: Mode { modes.last ?? .code }

    private mutating func scanCode(depth: Int?) {
        if starts("//") {
            modes.append(.lineComment)
            keepProse(2)
        } else if starts("/*") {
            modes.append(.blockComment(depth: 1))
            keepProse(2)
        } else if let (quotes, hashes) = opening() {
            modes.append(.text(quotes: quotes, hashes: hashes))
            keep(quotes + hashes)
        } else if let depth {
            scanInterpolation(depth)
        } else {
            keep(1)
        }
    }

    private mutating func scanInterpolation(_ depth: Int) {
        modes.removeLast()
        switch units[place] {
        case UInt8(ascii: "("): modes.append(.interpolation(depth: depth + 1))
        case UInt8(ascii: ")") where depth > 1: modes.append(.interpolation(depth: depth - 1))
        case UInt8(ascii: ")"): break
        default: modes.append(.interpolation(depth: depth))
        }
        keep(1)
    }

    private mutating func scanText(_ quotes: Int, _ hashes: Int) {
        let marks = String(repeating: "#", count: hashes)
        if starts(String(repeating: "\"", count: quotes) + marks) {
            modes.removeLast()
            keep(quotes + hashes)
        } else if starts("\\" + marks + "(") {
            modes.append(.interpolation(depth: 1))
            keep(2 + hashes)
        } else if starts("\\" + marks) {
            place += 1 + hashes
            if place < units.count, units[place] != UInt8(ascii: "\n") { place += 1 }
        } else {
            place += 1
        }
    }

    private mutating func scanBlockComment(_ depth: Int) {
        modes.removeLast()
        if starts("/*") {
            modes.append(.blockComment(depth: depth + 1))
            keepProse(2)
        } else if starts("*/") {
            if depth > 1 { modes.append(.blockComment(depth: depth - 1)) }
            keepProse(2)
        } else {
            modes.append(.blockComment(depth: depth))
            keepProse(1)
        }
    }

    /// The quotes and number signs that begin a text here, if any.
    private func opening() -> (quotes: Int, hashes: Int)? {
        var hashes = 0
        while place + hashes < units.count, units[place + hashes] == UInt8(ascii: "#") {
            hashes += 1
        }
        let start = place + hashes
        guard start < units.count, units[start] == UInt8(ascii: "\"") else { return nil }
        let isThree = units[start...].prefix(3).elementsEqual("\"\"\"".utf8)
        return (isThree ? 3 : 1, hashes)
    }

    private func starts(_ text: String) -> Bool {
        units[place...].starts(with: text.utf8)
    }

    private mutating func keep(_ count: Int) {
        let kept = units[place..<min(place + count, units.count)]
        code += kept
        prose += kept
        place += count
    }

    private mutating func keepProse(_ count: Int) {
        prose += units[place..<min(place + count, units.count)]
        place += count
    }
}
