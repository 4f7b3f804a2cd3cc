// A payment's events in the order of their time, each between the two that it is between.

internal import Checkout
internal import Ledger
internal import Payments
internal import Persistence
internal import Retail

struct Timeline {
    enum Lane: Int {
        case customer, till, server, channel, statement, ledger
    }

    struct Step {
        let at: Timestamp
        let from: Lane
        let to: Lane
        let words: String
        /// What it led to.
        var state = ""
        /// Something that did not arrive, or said nothing.
        var isLost = false
    }

    let words: StoryWords
    let story: PaymentStory

    /// In the order of time; what happened at once, as it is written here.
    var steps: [Step] {
        let stored = story.stored
        var steps: [Step] = []
        let asked = stored.asked?.amount
        steps += stored.lines.map { step($0, isRefund: false, asked) }
        if let posted = stored.posted, let at = posted.postedAt {
            steps.append(
                Step(at: at, from: .server, to: .till, words: words.postedAs(posted.receipt ?? "")))
        }
        for refund in stored.refunds {
            steps += refund.lines.map { step($0, isRefund: true, refund.amount) }
        }
        steps += stored.entries.map { entry in
            Step(
                at: entry.at, from: .server, to: .ledger,
                words: "\(words.report.name(ofFact: entry.fact)) ¥\(entry.amount.yuan)"
                    + " (\(name(entry.debit)) ← \(name(entry.credit)))")
        }
        steps += stored.rows.map { listed in
            let row = listed.row
            let amount = row.kind == .payment ? row.orderAmount : row.refundAmount
            return Step(
                at: listed.readAt, from: .channel, to: .statement,
                words: words.listed(row.line, listed.day, words.name(of: row.kind), amount.yuan))
        }
        for found in stored.cases {
            let name = CaseWords(report: words.report).name(of: found.cause)
            steps.append(
                Step(
                    at: found.openedAt, from: .server, to: .server, words: words.caseOpened(name)))
            guard let at = found.closedAt else { continue }
            steps.append(
                Step(at: at, from: .server, to: .server, words: words.caseClosed(name)))
        }
        return steps.enumerated().sorted { left, right in
            (left.element.at, left.offset) < (right.element.at, right.offset)
        }.map(\.element)
    }

    private func name(_ account: Account) -> String {
        guard case .clearing = account, !story.showsWallet else {
            return words.report.name(account)
        }
        return words.report.aggregated
    }

    private func step(_ line: JournalLine, isRefund: Bool, _ amount: Money?) -> Step {
        let event = (try? FieldText(parsing: line.event))?.name ?? line.event
        let state = (try? FieldText(parsing: line.stateAfter))?.name ?? line.stateAfter
        let (from, to) = way(of: event, by: line.actor, isRefund: isRefund)
        let known = event == "begun" && isRefund ? "refund-begun" : event
        var text = words.name(ofEvent: known)
        if event == "begun", let amount { text += " ¥\(amount.yuan)" }
        if let paid = paid(in: line.event) { text += " ¥\(paid.yuan)" }
        if let code = code(in: line.event) { text += " (\(code))" }
        return Step(
            at: line.at, from: from, to: to, words: text, state: words.name(ofState: state),
            isLost: event.hasSuffix("unresolved") || event.hasSuffix("never-sent"))
    }

    /// What the channel says was paid, or given back.
    private func paid(in event: String) -> Money? {
        guard let fields = try? FieldText(parsing: event), let fen = try? fields.integer("fen")
        else { return nil }
        return Money(fen: fen)
    }

    /// The channel's code, or the kind of doubt: for whoever calls the channel.
    ///
    /// Each wallet has its own, so a store is not told (N2).
    private func code(in event: String) -> String? {
        guard story.showsWallet, let fields = try? FieldText(parsing: event) else { return nil }
        return (try? fields.text("code")) ?? (try? fields.text("kind"))
            ?? (try? fields.text("cause"))
    }

    private func way(of event: String, by actor: String, isRefund: Bool) -> (Lane, Lane) {
        switch event {
        case "begun": return isRefund ? (.server, .channel) : (.customer, .channel)
        case "due", "restarted": return (.server, .server)
        case "reversal-requested", "ask-requested":
            if actor == "channel" { return (.channel, .server) }
            return actor == "sweep" ? (.server, .server) : (.till, .server)
        case "statement-shows": return (.statement, .server)
        case "pay-never-sent", "reverse-never-sent", "send-never-sent": return (.server, .server)
        default: return (.channel, .server)
        }
    }
}
