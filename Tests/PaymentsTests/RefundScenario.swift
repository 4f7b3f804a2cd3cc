// A refund's life as a table, played and compared as in `Scenario`:
//
//     15     due                    → unresolved(interrupted) · query at 30 · ask · tell
//
// Seconds count from the reservation. `give` and `ask` are calls to the channel.

import Payments
import Retail
import Testing

struct RefundScenario: CustomTestStringConvertible {
    let title: String
    let table: String

    init(_ title: String, _ table: String) {
        self.title = title
        self.table = table
    }

    var testDescription: String { title }

    /// The table as it should stand, printed from what the machine does with its left half.
    func played() throws -> String {
        var refund = try RefundCounter.refund()
        var askedAt = refund.startedAt
        var lines: [String] = []
        for line in table.split(separator: "\n") {
            let (time, phrase) = try RefundScenario.split(line)
            let now = Counter.start.advanced(by: time)
            let outcome: String
            if phrase == "begin" {
                let step = refund.step.map { "\($0.name) \(Times.sinceStart.words($0.at))" } ?? ""
                outcome = "\(refund.state.words) · \(step)"
            } else {
                let event = try RefundPhrases.event(phrase, askedAt: askedAt)
                do {
                    let effects = try refund.receive(event, at: now)
                    if effects.contains(.query) { askedAt = now }
                    let words = refund.words(effects, .sinceStart)
                    outcome = refund.state.words + (words.isEmpty ? "" : " · " + words)
                } catch {
                    outcome = "\(error.words), \(refund.state.words)"
                }
            }
            lines.append(RefundScenario.line(Times.seconds(time), phrase, outcome))
        }
        return lines.joined(separator: "\n")
    }

    private static func split(_ line: Substring) throws -> (Pause, String) {
        let words = line.prefix { $0 != "→" }.split(separator: " ")
        guard let first = words.first, words.count > 1,
            let tenths = Int64(first.contains(".") ? first.filter { $0 != "." } : first + "0")
        else { throw ScenarioError.unreadable(String(line)) }
        return (.milliseconds(tenths * 100), words.dropFirst().joined(separator: " "))
    }

    private static func line(_ time: String, _ phrase: String, _ outcome: String) -> String {
        let first = time + String(repeating: " ", count: max(1, 7 - time.count))
        let second = phrase + String(repeating: " ", count: max(1, 24 - phrase.count))
        return first + second + "→ " + outcome
    }
}

/// The words of the scenarios, and the event each stands for.
enum RefundPhrases {
    static func event(_ phrase: String, askedAt: Timestamp) throws -> RefundEvent {
        let words = phrase.split(separator: " ").map(String.init)
        let rest = words.dropFirst().joined(separator: " ")
        switch words.first {
        case "due": return .due
        case "restart": return .restarted
        case "asks": return .askRequested
        case "send": return .sendAnswered(try send(rest))
        case "query": return .queryAnswered(try query(rest), askedAt: askedAt)
        case "notified": return .notified(try proof(rest))
        case "statement": return .statementShows(try proof(rest))
        default: throw ScenarioError.unreadable(phrase)
        }
    }

    private static func send(_ words: String) throws -> RefundAnswer {
        switch words {
        case "accepted": .accepted
        case "lost": .unresolved(Doubt(kind: .timeout, detail: ""))
        case "NEW_CODE_9": .unresolved(Doubt(kind: .unlistedCode, detail: words))
        case "SYSTEMERROR": .unresolved(Doubt(kind: .listedCode, detail: words))
        case "NOTENOUGH": .later(code: words)
        case "TRADE_OVERDUE": .failed(RefundFailure(kind: .tooLate, code: words))
        case "never sent": .neverSent(Doubt(kind: .connectFailed, detail: ""))
        default: .done(try proof(words))
        }
    }

    private static func query(_ words: String) throws -> RefundQueryAnswer {
        switch words {
        case "processing": .processing
        case "not found": .notFound
        case "lost": .unresolved(Doubt(kind: .timeout, detail: ""))
        case "REFUNDCLOSE": .failed(RefundFailure(kind: .closed, code: words))
        case "CHANGE": .unresolved(Doubt(kind: .needsPerson, detail: words))
        default: .done(try proof(words))
        }
    }

    private static func proof(_ words: String) throws -> RefundProof {
        switch words {
        case "done": try RefundCounter.proof()
        case "done 19.99": try RefundCounter.proof(amount: Money(yuan: "19.99"))
        case "done for another": try RefundCounter.proof(number: "R1")
        default: throw ScenarioError.unreadable(words)
        }
    }
}
