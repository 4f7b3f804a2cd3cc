// The state of an attempt, as one sentence for the counter.

package import Payments
package import Retail

extension OperatorNotice {
    package init(_ attempt: Attempt, at now: Timestamp) {
        switch attempt.state {
        case .sending: self = .sending
        case .awaitingShopper:
            self = attempt.codeToShow == nil ? .awaitingShopper : .awaitingScan
        case .unresolved(let doubt):
            if now.since(attempt.startedAt) >= Attempt.patienceMin {
                self = .stillNoAnswer
            } else {
                self = doubt.kind.isError ? .channelFailed : .asking
            }
        case .reversing: self = .reversing
        case .succeeded: self = .paid
        case .declined(let decline): self = .notDebited(decline)
        case .reversed: self = .takenBack
        }
    }
}
