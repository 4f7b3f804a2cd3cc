// The scanner that the rules stand on.

import Testing

@Suite struct SwiftTextTests {
    @Test(arguments: [
        ("a // b", "a "), ("a /* b */ c", "a  c"), ("a /* /* b */ */ c", "a  c"),
        ("let a = \"b!\"", "let a = \"\""), ("\"a \\\" b\" c", "\"\" c"),
        ("\"a \\(b!) c\"", "\"\\(b!)\""), ("\"\\(a(\"x\") ?? \"y\")\"", "\"\\(a(\"\") ?? \"\")\""),
        ("#\"a \" b\"# c", "#\"\"# c"), ("#\"a \\#(b) c\"#", "#\"\\#(b)\"#"),
        ("\"http://a\" + b", "\"\" + b"), ("a != b", "a != b"),
    ])
    func takesOutTextsAndComments(_ source: String, _ code: String) {
        #expect(SwiftText(source).code == [code])
    }

    @Test func longTextsKeepTheirLines() {
        let text = SwiftText("let a = \"\"\"\n  // not a \"comment\"\n  \\(b)\n  \"\"\"\nc // d")
        #expect(text.code == ["let a = \"\"\"", "", "\\(b)", "\"\"\"", "c "])
        #expect(text.prose.last == "c // d")
    }

    @Test func aBrokenTextEndsWithItsLine() {
        #expect(SwiftText("let a = \"b\nc!").code == ["let a = \"", "c!"])
    }

    @Test(arguments: [
        ("a Double b", "Double", true), ("Doubled", "Double", false), ("aDouble", "Double", false),
        ("DoubleDouble Double", "Double", true), ("x.print(a)", "print(", true),
        ("footprint(a)", "print(", false), ("many", "any", false), ("<any P>", "any", true),
    ])
    func findsWholeWords(_ line: String, _ word: String, _ isThere: Bool) {
        #expect(line.containsWord(word) == isThere)
    }
}
