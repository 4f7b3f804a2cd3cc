// A refund's states and effects in few words, for the tables and scenarios that people read.

import Payments
import Retail

extension RefundState {
    var words: String {
        switch self {
        case .reserved, .sending, .accepted, .succeeded: name
        case .unresolved(let doubt): "unresolved(\(doubt.kind.rawValue))"
        case .failed(let failure): "failed(\(failure.kind.rawValue))"
        }
    }
}

extension Refund {
    /// What the effects come to: `give` and `ask` are calls, `query at` is the next step's time.
    func words(_ effects: [RefundEffect], _ times: Times) -> String {
        var words: [String] = []
        for effect in effects {
            switch effect {
            case .send: words.append("give")
            case .query: words.append("ask")
            case .wake(let at): words.append("\(step?.name ?? "nothing") \(times.words(at))")
            case .openCase(let cause): words.append("case \(cause.name)")
            case .tellTill: words.append("tell")
            }
        }
        return words.joined(separator: " · ")
    }
}
