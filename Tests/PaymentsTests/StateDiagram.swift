// Prints docs/state-machines.md: three pictures in Mermaid, the attempt as a whole, the reversal
// inside it, and the refund.

import Payments

enum StateDiagram {
    static let path = "docs/state-machines.md"

    struct Arrow<Node: Hashable>: Hashable {
        let from: Node
        let to: Node
        var labels: [String]
    }

    /// The changes of state in the table, with the events behind each.
    static func arrows<Node: Hashable>(
        _ rows: [AttemptTableTests.Row], by node: (Side) -> Node?
    ) -> [Arrow<Node>] {
        var arrows: [Arrow<Node>] = []
        for row in rows {
            guard let from = node(Side(row.before.state)), let to = node(Side(row.after.state)),
                from != to
            else { continue }
            let label = self.label(row)
            if let index = arrows.firstIndex(where: { $0.from == from && $0.to == to }) {
                if !arrows[index].labels.contains(label) { arrows[index].labels.append(label) }
            } else {
                arrows.append(Arrow(from: from, to: to, labels: [label]))
            }
        }
        return arrows
    }

    /// One side of a change.
    struct Side {
        let state: AttemptState
        let kind: StateKind

        init(_ state: AttemptState) {
            self.state = state
            kind = StateKind(state)
        }
    }

    /// The event in few words: circumstances that lead to the same arrow share them.
    private static func label(_ row: AttemptTableTests.Row) -> String {
        let title = row.sample.title
        for told in ["another amount", "another currency"] where title.hasSuffix(told) {
            return "another amount paid"
        }
        for told in ["another merchant", "another order"] where title.hasSuffix(told) {
            return "word about another order"
        }
        switch row.sample.event {
        case .payAnswered(.paid), .queryAnswered(.paid, _), .notified, .statementShows:
            return "paid"
        case .queryAnswered(.notFound, let askedAt):
            if askedAt >= row.before.payableUntil { return "not found, no longer payable" }
            return title.hasSuffix("deadline") ? "not found at the deadline" : "not found"
        case .queryAnswered(.awaitingShopper, _), .queryAnswered(.notPaid, _):
            return title.hasSuffix("deadline") ? "not paid at the deadline" : "not paid"
        case .queryAnswered(.unresolved, _): return "query unresolved"
        case .queryAnswered(.closed, _): return "closed"
        case .queryAnswered(.refunded, _): return "refunded"
        case .payAnswered(let answer): return "pay \(answer.name)"
        case .reverseAnswered(let answer): return "answered \(answer.name)"
        case .due:
            if title.hasSuffix("limit"), case .reversing = row.before.state {
                return "past the limit"
            }
            return "due"
        case .restarted: return "restarted"
        case .reversalRequested: return "reversal requested"
        case .askRequested: return "asked"
        }
    }

    static func text() throws -> String {
        let rows = try AttemptTableTests.rows()
        let whole = arrows(rows) { $0.state.name }
        let inside = arrows(rows) { side -> String? in
            guard case .reversing(let reversal) = side.state else { return nil }
            return reversal.progress.rawValue
        }
        return """
            # State machines

            Drawn from `Sources/Payments` by `StateDiagramTests`, which fails when picture and code \
            disagree; do not edit by hand. What each state does with each event, and what is then to \
            be done, stands in `docs/reference/attempt-table.md`.

            ## Attempt (支付请求)

            One try at one channel. It begins in `sending`, made durable before anything is sent. Only \
            the channel's own word leads to an end; a timer may ask again, never conclude.

            ```mermaid
            \(mermaid(whole, begin: "sending", ends: ["succeeded", "declined", "reversed"]))
            ```

            "Paid" counts only when order, merchant, amount and currency are ours. From `reversing` it \
            leads to `succeeded` only while no reversal of ours can still land.

            With a code that the till shows (收款码) it is the same machine. It awaits the shopper from "pay offered" \
            on, also while the channel knows no such order yet; when the answer with the code is lost, the order is \
            undone at once, since nobody has seen the code.

            ## How far a reversal has come (撤销)

            Inside `reversing`. A reversal that may have reached the channel stays in doubt whatever a \
            later one is answered, until the channel says that the order is closed; past the channel's \
            limit only a refund is left.

            ```mermaid
            \(mermaid(inside, begin: "notSent", ends: []))
            ```

            \(try refundText())
            """
    }

    static func mermaid(
        _ arrows: [Arrow<String>], begin: String, ends: [String]
    ) -> String {
        var lines = ["stateDiagram-v2", "    [*] --> \(begin)"]
        for arrow in arrows {
            lines.append(
                "    \(arrow.from) --> \(arrow.to) : \(arrow.labels.joined(separator: " / "))")
        }
        lines += ends.map { "    \($0) --> [*]" }
        return lines.joined(separator: "\n")
    }
}
