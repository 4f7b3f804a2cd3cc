// A payment's life as a table that a person can read. Each line is a moment, what happened, what the
// attempt became, and what is to be done:
//
//     4.0   due                      → unresolved(interrupted) · query at 14 · ask · tell
//
// Seconds count from the scan. `ask` and `undo` are calls to the channel, `query at` and `reverse at`
// are the next step, `tell` is news for the till, `case` opens a case. The test plays the left half and
// compares the right half, so a table cannot say what the machine does not do.

import Payments
import Retail
import Testing

struct Scenario: CustomTestStringConvertible {
    let title: String
    let table: String

    /// The hard case of the design that it shows; 0 for the plain ones.
    let hardCase: Int
    /// Who shows the code, and so whose pace it is.
    var presentment = Presentment.customer

    init(_ hardCase: Int, _ title: String, _ table: String) {
        self.hardCase = hardCase
        self.title = title
        self.table = table
    }

    var testDescription: String {
        hardCase == 0 ? title : "hard case \(hardCase): \(title)"
    }

    /// The table as it should stand, printed from what the machine does with its left half.
    func played() throws -> String {
        var attempt = try Counter.attempt(presentment)
        var askedAt = attempt.startedAt
        var lines: [String] = []
        for line in table.split(separator: "\n") {
            let (time, phrase) = try Scenario.split(line)
            let now = Counter.start.advanced(by: time)
            let outcome: String
            if phrase == "begin" {
                let step = attempt.step.map { "\($0.name) \(Times.sinceStart.words($0.at))" } ?? ""
                outcome = "\(attempt.state.words) · \(step)"
            } else {
                let event = try Phrases.event(phrase, askedAt: askedAt)
                do {
                    let effects = try attempt.receive(event, at: now)
                    if effects.contains(.query) { askedAt = now }
                    let words = attempt.words(effects, .sinceStart)
                    outcome = attempt.state.words + (words.isEmpty ? "" : " · " + words)
                } catch {
                    outcome = "\(error.words), \(attempt.state.words)"
                }
            }
            lines.append(Scenario.line(Times.seconds(time), phrase, outcome))
        }
        return lines.joined(separator: "\n")
    }

    private static func split(_ line: Substring) throws -> (Pause, String) {
        let left = line.prefix { $0 != "→" }
        let words = left.split(separator: " ")
        guard let first = words.first, words.count > 1 else {
            throw ScenarioError.unreadable(String(line))
        }
        let phrase = words.dropFirst().joined(separator: " ")
        return (try seconds(first, line), phrase)
    }

    private static func seconds(_ text: Substring, _ line: Substring) throws -> Pause {
        let parts = text.split(separator: ".")
        guard parts.count <= 2, let whole = parts.first.flatMap({ Int64($0) }) else {
            throw ScenarioError.unreadable(String(line))
        }
        guard let tenths = parts.count == 2 ? Int64(parts[1]) : 0, (0...9).contains(tenths) else {
            throw ScenarioError.unreadable(String(line))
        }
        return .milliseconds(whole * 1_000 + (text.hasPrefix("-") ? -tenths : tenths) * 100)
    }

    private static func line(_ time: String, _ phrase: String, _ outcome: String) -> String {
        let first = time + String(repeating: " ", count: max(1, 7 - time.count))
        let second = phrase + String(repeating: " ", count: max(1, 31 - phrase.count))
        return first + second + "→ " + outcome
    }
}

enum ScenarioError: Error {
    case unreadable(String)
}
