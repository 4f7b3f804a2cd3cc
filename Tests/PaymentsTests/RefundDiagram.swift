// The refund's part of docs/state-machines.md.

import Payments

extension StateDiagram {
    /// The changes of state in the refund's table, with the events behind each.
    static func arrows(_ rows: [RefundTableTests.Row]) -> [Arrow<String>] {
        var arrows: [Arrow<String>] = []
        for row in rows {
            let (from, to) = (row.before.state.name, row.after.state.name)
            guard from != to else { continue }
            let label = self.label(row.sample)
            if let index = arrows.firstIndex(where: { $0.from == from && $0.to == to }) {
                if !arrows[index].labels.contains(label) { arrows[index].labels.append(label) }
            } else {
                arrows.append(Arrow(from: from, to: to, labels: [label]))
            }
        }
        return arrows
    }

    /// The event in few words: circumstances that lead to the same arrow share them.
    private static func label(_ sample: RefundSample) -> String {
        for told in ["another refund", "another order"] where sample.title.hasSuffix(told) {
            return "word about another refund"
        }
        switch sample.event {
        case .sendAnswered(.done), .queryAnswered(.done, _), .notified, .statementShows:
            return "given back"
        case .sendAnswered(let answer): return "send \(answer.name)"
        case .queryAnswered(.unresolved, _) where sample.title.hasSuffix("person"):
            return "needs a person"
        case .queryAnswered(let answer, _): return "query \(answer.name)"
        case .due: return "due"
        case .restarted: return "restarted"
        case .askRequested: return "asked"
        }
    }

    static func refundText() throws -> String {
        """
        ## Refund (退款)

        One giving-back of a succeeded attempt. It begins in `reserved`: the amount is set aside in \
        the transaction that writes it, so that no two refunds together exceed the payment. What is \
        lost is sent again under the same number, at both channels the same refund; only the \
        channel's signed word about that number ends it. What each state does with each event stands \
        in `docs/reference/refund-table.md`.

        ```mermaid
        \(mermaid(
            arrows(try RefundTableTests.rows()), begin: "reserved", ends: ["succeeded", "failed"]))
        ```

        "Given back" counts only when refund number and order are ours; another amount ends it, too, \
        and opens a case. When it has failed, a case is open and its amount is no longer set aside.

        """
    }
}
