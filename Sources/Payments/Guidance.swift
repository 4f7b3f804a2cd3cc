// What the cashier may do while an attempt is open, and after (till-screens §4.4, R39, R40). Decided
// here from the state and the seconds, so that the page only draws it and the server refuses the rest.
//
// The rule behind the table: nothing is allowed that could debit the customer twice or take cash for
// something already paid, and nothing safe is withheld longer than the notice's minute.

package import Retail

/// An act that may be open to the cashier.
package enum CashierAct: String, CaseIterable, Sendable {
    /// Take it back at the channel, then scan again.
    case cancel
    /// Ask the channel now.
    case askAgain
    /// Method 42: scan the merchant order number on the customer's phone.
    case supplementary
    /// Hold the sale and serve the next customer.
    case suspend
    /// Scan a payment code again under method 41.
    case rescan
    case cash
    /// F9.
    case complete
}

extension Attempt {
    /// How long nothing is offered while there is no answer: the notice's minute (N17, R39).
    package static let patienceMin = Pause.seconds(60)

    /// What the cashier may do now.
    package func allowed(at now: Timestamp) -> [CashierAct] {
        // A clock that was set back over a restart must not keep the counter waiting for hours.
        let age = now.since(startedAt)
        let isPatient = age >= Attempt.patienceMin || age < .zero
        switch state {
        case .sending:
            return isPatient ? [.askAgain, .supplementary, .suspend] : []
        case .awaitingShopper:
            return isPatient ? [.cancel, .askAgain, .supplementary, .suspend] : [.cancel]
        case .unresolved(let doubt):
            // "Until a minute has passed or an error shows": an error opens the next step at once.
            if isPatient || doubt.kind.isError {
                return [.cancel, .askAgain, .supplementary, .suspend]
            }
            return []
        case .reversing:
            return isPatient ? [.askAgain, .supplementary, .suspend] : [.suspend]
        case .succeeded:
            return [.complete]
        case .declined, .reversed:
            return [.rescan, .cash, .supplementary, .suspend]
        }
    }
}

extension Doubt.Kind {
    /// Whether this is an error the cashier sees, rather than an answer still being waited for.
    package var isError: Bool {
        switch self {
        case .timeout, .interrupted, .listedCode: false
        case .connectionLost, .connectFailed, .httpStatus, .badSignature, .malformed,
            .unlistedCode, .foreignAnswer, .needsPerson:
            true
        }
    }
}
