// A rule of the house, as a test: what it forbids, a sample that it must find, and one it must let be.

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
                findings.append(Finding(line: index + 1, words: complaint.isEmpty ? word : complaint))
            }
        }
        return findings
    }
}

extension String {
    /// Whether the word stands here, not as a part of a longer name.
    func containsWord(_ word: String) -> Bool {
        var rest = self[...]
        while let range = rest.firstRange(of: word) {
            let before = rest[..<range.lowerBound].last ?? rest.base.before(range.lowerBound)
            let after = rest[range.upperBound...].first
            let begins = word.first?.isName != true || before?.isName != true
            let ends = word.last?.isName != true || after?.isName != true
            if begins && ends { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    fileprivate func before(_ index: Index) -> Character? {
        index > startIndex ? self[self.index(before: index)] : nil
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
