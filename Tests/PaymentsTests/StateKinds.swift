// Every state an attempt can stand in, listed so that a new one does not compile until it has its row.

import Payments

/// The kinds of states, one for each that may answer differently.
enum StateKind: Hashable {
    case sending, awaitingShopper, unresolved
    case reversing(Reversal.Progress)
    case succeeded, declined, reversed

    init(_ state: AttemptState) {
        switch state {
        case .sending: self = .sending
        case .awaitingShopper: self = .awaitingShopper
        case .unresolved: self = .unresolved
        case .reversing(let reversal): self = .reversing(reversal.progress)
        case .succeeded: self = .succeeded
        case .declined: self = .declined
        case .reversed: self = .reversed
        }
    }

    static let all: [StateKind] =
        [.sending, .awaitingShopper, .unresolved]
        + Reversal.Progress.allCases.map { .reversing($0) }
        + [.succeeded, .declined, .reversed]

    var title: String {
        switch self {
        case .sending: "sending"
        case .awaitingShopper: "awaitingShopper"
        case .unresolved: "unresolved"
        case .reversing(let progress): "reversing · \(progress.rawValue)"
        case .succeeded: "succeeded"
        case .declined: "declined"
        case .reversed: "reversed"
        }
    }

    /// Every state of the kind, with the word that tells it from the others of its kind.
    func samples() throws -> [(word: String, state: AttemptState)] {
        switch self {
        case .sending: [("", .sending)]
        case .awaitingShopper: [("", .awaitingShopper)]
        case .unresolved:
            Doubt.Kind.allCases.map { ($0.rawValue, .unresolved(Doubt(kind: $0, detail: "x"))) }
        case .reversing(let progress):
            Reversal.Cause.allCases.map {
                ($0.rawValue, .reversing(Reversal(cause: $0, progress: progress)))
            }
        case .succeeded: [("", .succeeded(try Counter.proof()))]
        case .declined:
            Decline.Kind.allCases.map { ($0.rawValue, .declined(Decline(kind: $0, code: "X"))) }
        case .reversed: Reversal.Cause.allCases.map { ($0.rawValue, .reversed($0)) }
        }
    }
}
