// What keeps the core pure, and its switches whole.

enum CoreRules {
    static let all: [Rule] = [defaults, wildcards, pure, existentials, async]

    static let defaults = Rule(
        "no `default:` in a core switch over our enums: a new case must not be guessed about",
        bad: (
            "Sources/Payments/A.swift",
            """
            switch state {
            case .sending, .unresolved: 1
            // never seen
            default: 2
            }
            """
        ),
        good: (
            "Sources/Payments/A.swift",
            """
            switch unit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): 1
            case UInt8(ascii: " ") where isFirst.now: 2
            default: 3
            }
            switch name {
            case "due": self = .due
            default: throw .unknown
            }
            """
        )
    ) { file in
        guard file.isCore else { return [] }
        var findings = file.codeLines(["@unknown default"])
        for (index, line) in file.text.code.enumerated() where line.trimmed.hasPrefix("default:") {
            if switchIsOverEnum(file.text.code, at: index) {
                findings.append(Finding(line: index + 1, words: "default: over an enum"))
            }
        }
        return findings
    }

    static let wildcards = Rule(
        "no `case _:` in a core switch over our enums",
        bad: ("Sources/Sales/A.swift", "switch a {\ncase .open: 1\ncase _: 2\n}\n"),
        good: ("Sources/Sales/A.swift", "switch a {\ncase 1: 1\ncase let other: other\n}\n")
    ) { file in
        guard file.isCore else { return [] }
        var findings: [Finding] = []
        for (index, line) in file.text.code.enumerated() {
            let label = line.trimmed
            guard label.hasPrefix("case _:") || isBareBinding(label),
                switchIsOverEnum(file.text.code, at: index)
            else { continue }
            findings.append(Finding(line: index + 1, words: label))
        }
        return findings
    }

    static let pure = Rule(
        "the core has no floating point, no Codable, no reflection, no clock, no chance, no waiting",
        bad: ("Sources/Retail/A.swift", "let share: Double = 0.1\n"),
        good: ("Sources/Retail/A.swift", "/// Never a Double.\nlet doubled = 2\n")
    ) { file in
        guard file.isCore else { return [] }
        return file.codeLines([
            "Double", "Float", "Float16", "Float80", "CGFloat", "Decimal", "Codable", "Encodable",
            "Decodable", "Mirror", "Date()", "UUID()", "ContinuousClock", "SuspendingClock",
            "SystemRandomNumberGenerator", ".random(in", "Task", "await", "print(",
        ])
    }

    static let existentials = Rule(
        "the core has no `any`: Embedded Swift has none",
        bad: ("Sources/Payments/A.swift", "let channel: any Channel\n"),
        good: ("Sources/Payments/A.swift", "// any Channel\nlet channel: some Channel\n")
    ) { file in
        guard file.isCore else { return [] }
        return file.codeLines(["any"])
    }

    static let async = Rule(
        "the core only declares `async` where a channel is described",
        bad: ("Sources/Payments/Attempt.swift", "func pay() async {}\n"),
        good: ("Sources/Payments/Channel.swift", "func pay() async -> PayAnswer\n")
    ) { file in
        let described = ["Channel", "StatementSource"].map { "Sources/Payments/\($0).swift" }
        guard file.isCore, !described.contains(file.path) else { return [] }
        return file.codeLines(["async"])
    }

    /// `case let other:` without a condition catches everything, as `default` does.
    private static func isBareBinding(_ label: String) -> Bool {
        guard label.hasPrefix("case let "), let colon = label.firstIndex(of: ":") else {
            return false
        }
        let name = label[..<colon].dropFirst("case let ".count)
        return !name.isEmpty && name.allSatisfy(\.isName)
    }

    /// Whether a label of the switch around this line names a case of an enum, `.sending`.
    ///
    /// Integers, bytes and texts cannot be listed to the end, so there a default is right.
    private static func switchIsOverEnum(_ code: [String], at index: Int) -> Bool {
        let depth = code[index].indentation
        for line in code[..<index].reversed() where !line.trimmed.isEmpty {
            if line.indentation < depth { return false }
            guard line.indentation == depth else { continue }
            let label = line.trimmed
            if label.containsWord("switch") { return false }
            if label.hasPrefix("case "), namesCase(label) { return true }
        }
        return false
    }

    private static func namesCase(_ label: String) -> Bool {
        let pattern = label.prefix { $0 != ":" }
        let head = pattern.firstRange(of: " where ").map { pattern[..<$0.lowerBound] } ?? pattern
        var before: Character = " "
        for (place, character) in zip(head.indices, head) {
            let next = head.index(after: place)
            if character == ".", " (,".contains(before), next < head.endIndex, head[next].isLetter {
                return true
            }
            before = character
        }
        return false
    }
}
