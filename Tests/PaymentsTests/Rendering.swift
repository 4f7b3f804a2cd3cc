// States and effects in few words, for the tables and scenarios that people read.

import Payments
import Retail

extension AttemptState {
    var words: String {
        switch self {
        case .sending, .awaitingShopper, .succeeded: name
        case .unresolved(let doubt): "unresolved(\(doubt.kind.rawValue))"
        case .reversing(let reversal):
            "reversing(\(reversal.cause.rawValue), \(reversal.progress.rawValue))"
        case .declined(let decline): "declined(\(decline.kind.rawValue))"
        case .reversed(let cause): "reversed(\(cause.rawValue))"
        }
    }
}

/// How the moments of steps are written.
enum Times {
    /// Seconds since the attempt began: `query at 14`.
    case sinceStart
    /// Seconds from now: `query in 10`.
    case fromNow(Timestamp)

    func words(_ moment: Timestamp) -> String {
        switch self {
        case .sinceStart: "at " + Times.seconds(moment.since(Counter.start))
        case .fromNow(let now): "in " + Times.seconds(moment.since(now))
        }
    }

    static func seconds(_ pause: Pause) -> String {
        let tenths = pause.microseconds / 100_000
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\((tenths % 10).magnitude)"
    }
}

extension Attempt {
    /// What the effects come to: `ask` and `undo` are calls, `query at` is the next step's time.
    func words(_ effects: [AttemptEffect], _ times: Times) -> String {
        var words: [String] = []
        for effect in effects {
            switch effect {
            case .query: words.append("ask")
            case .reverse: words.append("undo")
            case .wake(let at): words.append("\(step?.name ?? "nothing") \(times.words(at))")
            case .openCase(let cause): words.append("case \(cause.name)")
            case .tellTill: words.append("tell")
            }
        }
        return words.joined(separator: " · ")
    }
}

extension Refusal {
    var words: String {
        switch self {
        case .unwelcome: "unwelcome"
        case .bug: "bug"
        }
    }
}
