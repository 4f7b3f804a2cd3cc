// Prints the refund's table: one section for each kind of state, one line for each event. Where states
// of a kind answer alike they share a line, which names them; every state by every event is there.

enum RefundTable {
    static let path = "docs/reference/refund-table.md"

    static func text(_ rows: [RefundTableTests.Row]) throws -> String {
        var text = """
            # What a refund does with every event

            Printed from `Sources/Payments` by `RefundTableTests`, which fails when the two disagree; do \
            not edit by hand. Read `docs/state-machines.md` first.

            The refund of this table gives back 20.00 of 65.10 from second 0. Its pace: a query 5 s \
            after it was sent, then every 10 s and up to 120 s; sent again after 20 s and up to 120 s; \
            15 s for an answer; a person is told after 300 s without a promise, after 3000 s with one. \
            Events happen at 30 s, long open means 300 s, very long 3000 s.

            `give` and `ask` are calls to the channel; `query in 5` is the next step and its time in \
            seconds; `tell` is news for the till; `case` opens a case; `unwelcome` and `bug` change \
            nothing. A row that begins with names in brackets holds for those causes only.


            """
        for kind in RefundStateKind.allCases {
            text += "## \(kind)\n\n```\n"
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

    private static func lines(_ title: String, _ rows: [RefundTableTests.Row]) -> String {
        var groups: [(outcome: String, words: [String])] = []
        for row in rows {
            let outcome = row.outcome
            if let index = groups.firstIndex(where: { $0.outcome == outcome }) {
                groups[index].words.append(row.word)
            } else {
                groups.append((outcome, [row.word]))
            }
        }
        let name = title + String(repeating: " ", count: max(0, 30 - title.count))
        return groups.map { group in
            let whose = groups.count == 1 ? "" : "[\(group.words.joined(separator: " "))] "
            return name + " " + whose + group.outcome + "\n"
        }.joined()
    }
}
