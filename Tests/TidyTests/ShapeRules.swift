// Small files, short functions, lines that fit beside each other.

enum ShapeRules {
    static let all: [Rule] = [files, columns, functions, placeholders, expectations]

    static let fileLinesMax = 400
    static let columnsMax = 100
    /// A comment may hang over by a word; the formatter does not break comments either.
    static let commentColumnsMax = 105
    static let functionLinesMax = 70

    static let files = Rule(
        "no file over 400 lines",
        bad: ("Tests/RetailTests/A.swift", String(repeating: "\n", count: 401)),
        good: ("Tests/RetailTests/A.swift", String(repeating: "\n", count: 400))
    ) { file in
        let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
        guard file.isSwift, count > fileLinesMax else { return [] }
        return [Finding(line: count, words: "\(count) lines")]
    }

    static let columns = Rule(
        "no line over 100 columns (105 in a comment), but for the words of a text",
        bad: ("Sources/Retail/A.swift", "let a = " + String(repeating: "x", count: 93) + "\n"),
        good: (
            "Sources/Retail/A.swift", "let a = \"" + String(repeating: "药", count: 200) + "\"\n"
        )
    ) { file in
        guard file.isSwift else { return [] }
        var findings: [Finding] = []
        for (index, line) in file.lines.enumerated() where line.count > columnsMax {
            // What is left without the words of texts must fit.
            let rest = index < file.text.prose.count ? file.text.prose[index].count : line.count
            let isComment = line.trimmed.hasPrefix("//")
            if rest > (isComment ? commentColumnsMax : columnsMax) {
                findings.append(Finding(line: index + 1, words: "\(line.count) columns"))
            }
        }
        return findings
    }

    static let functions = Rule(
        "no function over 70 lines",
        bad: (
            "Sources/Sales/A.swift", "func a() {\n" + String(repeating: "b()\n", count: 69) + "}\n"
        ),
        good: (
            "Sources/Sales/A.swift", "func a() {\n" + String(repeating: "b()\n", count: 68) + "}\n"
        )
    ) { file in
        guard file.isSource || file.isTest else { return [] }
        var findings: [Finding] = []
        let code = file.text.code
        for (index, line) in code.enumerated() where beginsFunction(line) {
            let length = lengthOfFunction(code, from: index)
            if length > functionLinesMax {
                findings.append(Finding(line: index + 1, words: "\(length) lines: \(line.trimmed)"))
            }
        }
        return findings
    }

    static let placeholders = Rule(
        "nothing is left of the scaffold",
        bad: ("Tests/SalesTests/Placeholder.swift", "// placeholder\n"),
        good: ("Tests/SalesTests/SaleTests.swift", "// placeholder\n")
    ) { file in
        file.path.hasSuffix("/Placeholder.swift") ? [Finding(line: 1, words: "a placeholder")] : []
    }

    static let expectations = Rule(
        "a test file expects something",
        bad: ("Tests/SalesTests/SaleTests.swift", "@Test func sale() { _ = Sale() }\n"),
        good: ("Tests/SalesTests/SaleTests.swift", "@Test func sale() { #expect(Sale() == nil) }\n")
    ) { file in
        guard file.isTest else { return [] }
        let code = file.text.code
        let isTests = file.path.hasSuffix("Tests.swift") || code.contains { $0.contains("@Test") }
        let expects = ["#expect", "#require", "Issue.record", "Snapshot.check"]
        guard isTests, !code.contains(where: { line in expects.contains { line.contains($0) } })
        else { return [] }
        return [Finding(line: 1, words: "a test that cannot fail")]
    }

    private static func beginsFunction(_ line: String) -> Bool {
        line.containsWord("func") || line.containsWord("init(") || line.containsWord("init?(")
            || line.trimmed.hasPrefix("deinit")
    }

    /// Lines from the declaration to the brace that closes it; 1 where it has no body.
    private static func lengthOfFunction(_ code: [String], from start: Int) -> Int {
        var braces = 0
        var parentheses = 0
        for index in start..<code.count {
            for character in code[index] {
                switch character {
                case "(": parentheses += 1
                case ")": parentheses -= 1
                case "{" where parentheses <= 0 || braces > 0: braces += 1
                case "}" where braces > 0:
                    braces -= 1
                    if braces == 0 { return index - start + 1 }
                case "}": return 1
                default: continue
                }
            }
            // A call of an initialiser, or a requirement of a protocol.
            let isOver = braces == 0 && parentheses <= 0
            let next = index + 1 < code.count ? code[index + 1] : ""
            if isOver, !goesOn(code[index], next) { return 1 }
        }
        return 1
    }

    /// Whether a head without its brace goes on in the next line.
    private static func goesOn(_ line: String, _ next: String) -> Bool {
        let end = line.trimmed
        if end.hasSuffix("->") || end.hasSuffix(",") || end.hasSuffix("=") { return true }
        let begin = next.trimmed
        return ["where ", "->", "throws", "async", "{", ")"].contains { begin.hasPrefix($0) }
    }
}
