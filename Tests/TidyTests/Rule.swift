// A rule of the house, as a test: what it forbids, a sample it must find, and one it must let be.

import Testing

struct Rule: CustomTestStringConvertible, Sendable {
    let name: String
    /// A place that breaks it, as a file of one module; the rule must find it.
    let bad: SourceFile
    /// What looks like it and is right.
    let good: SourceFile
    /// The places that break it, `line: words`.
    let find: @Sendable (SourceFile) -> [Finding]

    var testDescription: String { name }

    init(
        _ name: String, bad: (String, String), good: (String, String),
        find: @escaping @Sendable (SourceFile) -> [Finding]
    ) {
        self.name = name
        self.bad = SourceFile(path: bad.0, bad.1)
        self.good = SourceFile(path: good.0, good.1)
        self.find = find
    }
}

struct Finding: CustomStringConvertible {
    let line: Int
    let words: String

    var description: String { "\(line): \(words)" }
}

extension SourceFile {
    /// The lines of code that hold one of the words, as findings.
    func codeLines(_ words: [String], _ complaint: String = "") -> [Finding] {
        var findings: [Finding] = []
        for (index, line) in text.code.enumerated() {
            for word in words where line.containsWord(word) {
                findings.append(
                    Finding(line: index + 1, words: complaint.isEmpty ? word : complaint))
            }
        }
        return findings
    }
}

extension String {
    /// Whether the word stands here, not as a part of a longer name.
    ///
    /// Compares bytes: some rules ask this a million times.
    func containsWord(_ word: String) -> Bool {
        let text = Array(utf8)
        let sought = Array(word.utf8)
        guard let first = sought.first, let last = sought.last, text.count >= sought.count else {
            return false
        }
        for start in 0...(text.count - sought.count) where text[start] == first {
            let end = start + sought.count
            guard text[start..<end].elementsEqual(sought) else { continue }
            let begins = start == 0 || !first.isName || !text[start - 1].isName
            let ends = end == text.count || !last.isName || !text[end].isName
            if begins && ends { return true }
        }
        return false
    }

    /// How many spaces it begins with.
    var indentation: Int { prefix { $0 == " " }.count }

    var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension Character {
    var isName: Bool { isLetter || isNumber || self == "_" }
}

extension UInt8 {
    /// A letter, a digit, an underscore, or a part of a character beyond ASCII.
    fileprivate var isName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}
