// Prints the table: one section for each kind of state, one line for each event. Where states of a
// kind answer alike they share a line, which names them; every state by every event is there.

enum AttemptTable {
    static let path = "docs/reference/attempt-table.md"

    static func text(_ rows: [AttemptTableTests.Row]) throws -> String {
        var text = """
            # What an attempt does with every event

            Printed from `Sources/Payments` by `AttemptTableTests`, which fails when the two disagree; do \
            not edit by hand. Read `docs/state-machines.md` first.

            The attempt of this table asks for 65.10 at second 0. Its pace: a query every 5 s, the \
            customer's deadline after 45 s, no reversal before 15 s or after a day, payable for 120 s, \
            10 s for an answer. Events happen at 30 s unless they say otherwise.

            `ask` and `undo` are calls to the channel; `query in 5` is the next step and its time in \
            seconds; `tell` is news for the till; `case` opens a case; `unwelcome` and `bug` change \
            nothing. A row that begins with names in brackets holds for those causes only.


            """
        for kind in StateKind.all {
            text += "## \(kind.title)\n\n```\n"
            let ofKind = rows.filter { $0.kind == kind }
            var titles: [String] = []
            for row in ofKind where !titles.contains(row.sample.title) {
                titles.append(row.sample.title)
            }
            for title in titles {
                text += lines(title, ofKind.filter { $0.sample.title == title })
            }
            text += "```\n\n"
        }
        return String(text.dropLast())
    }

    private static func lines(_ title: String, _ rows: [AttemptTableTests.Row]) -> String {
        var groups: [(outcome: String, words: [String])] = []
        for row in rows {
            let outcome = shared(row)
            if let index = groups.firstIndex(where: { $0.outcome == outcome }) {
                groups[index].words.append(row.word)
            } else {
                groups.append((outcome, [row.word]))
            }
        }
        let name = title + String(repeating: " ", count: max(0, 38 - title.count))
        return groups.map { group in
            let whose = groups.count == 1 ? "" : "[\(group.words.joined(separator: " "))] "
            return name + " " + whose + group.outcome + "\n"
        }.joined()
    }

    /// The outcome, with the state's own cause written as `…` so that like rows become one.
    private static func shared(_ row: AttemptTableTests.Row) -> String {
        guard !row.word.isEmpty else { return row.outcome }
        return row.outcome.replacing("(\(row.word),", with: "(…,")
            .replacing("(\(row.word))", with: "(…)")
    }
}
