// A condition as PostgreSQL gives it back, brought to the words in which it was written: it spells
// out `BETWEEN` and `IN`, adds types and brackets.

enum Condition {
    /// Words that do not depend on which engine they were read from.
    static func plain(_ text: String) -> String {
        var text = text
        for (from, to) in [
            ("::text[]", ""), ("::bigint[]", ""), ("::text", ""), ("::bigint", ""),
            ("::integer", ""),
        ] {
            text = text.replacing(from, with: to)
        }
        text = text.replacing(/= ANY \(ARRAY\[(.*?)\]\)/) { "IN \($0.1)" }
        text = text.replacing(/(\w+) BETWEEN (\w+) AND (\w+)/) {
            "\($0.1) >= \($0.2) AND \($0.1) <= \($0.3)"
        }
        let words = text.map { "()[],".contains($0) || $0.isWhitespace ? " " : String($0) }.joined()
        return words.split(separator: " ").joined(separator: " ")
    }
}
