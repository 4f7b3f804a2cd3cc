// Everything that goes wrong, with a switch and a count each. The number is the hard case of the
// design that a fault belongs to (docs/reliability.md has the same table); 0 are the plain ones.

package enum Fault: String, CaseIterable, Hashable, Sendable {
    // The wire to a wallet.
    case payAnswerLost = "pay-answer-lost"
    case payDelayed = "pay-delayed"
    case payAfterReversal = "pay-after-reversal"
    case reverseAnswerLost = "reverse-answer-lost"
    case passwordLastSecond = "password-last-second"
    case requestLost = "request-lost"
    case queryAnswerLost = "query-answer-lost"
    case reverseDelayed = "reverse-delayed"
    case systemError = "system-error"
    case httpError = "http-error"
    case badSignature = "bad-signature"
    case unlistedCode = "unlisted-code"
    case foreignAnswer = "foreign-answer"
    case notConnected = "not-connected"
    case outage = "outage"

    // What a wallet does or says.
    case otherAmount = "other-amount"
    case otherMerchant = "other-merchant"
    case otherCurrency = "other-currency"
    case requestRepeated = "request-repeated"
    case numberTaken = "number-taken"
    case failedThenPaid = "failed-then-paid"
    case notFoundThenPaid = "not-found-then-paid"
    case notifiedEarly = "notified-early"
    case notifiedTwice = "notified-twice"
    case notifiedLate = "notified-late"
    case notifiedForged = "notified-forged"
    case notifiedForeign = "notified-foreign"
    case statementOnly = "statement-only"
    case statementMissing = "statement-missing"
    case statementTwice = "statement-twice"
    case statementOtherDay = "statement-other-day"
    case refundAnswerLost = "refund-answer-lost"
    case refundLater = "refund-later"
    case refundFails = "refund-fails"

    // Our own house.
    case crash = "crash"
    case crashAfterCommit = "crash-after-commit"
    case powerCut = "power-cut"
    case databaseFails = "database-fails"
    case bodyRunTwice = "body-run-twice"
    case clockJump = "clock-jump"
    case dayTurns = "day-turns"
    case numberUsedTwice = "number-used-twice"
    case linkLost = "link-lost"

    // People.
    case startedTwice = "started-twice"
    case voidedInPayment = "voided-in-payment"
    case tillSwitchedOff = "till-switched-off"
    /// A customer who has the receipt comes with the bill and wants the goods again.
    case billShownAgain = "bill-shown-again"
    case supplementedTwice = "supplemented-twice"
    case refundedTwice = "refunded-twice"
    case cashAnyway = "cash-anyway"

    /// The hard case of `docs/reliability.md` it plays.
    package var hardCase: Int {
        switch self {
        case .payAnswerLost: 1
        case .payDelayed: 2
        case .payAfterReversal: 3
        case .reverseAnswerLost, .reverseDelayed: 4
        case .passwordLastSecond: 5
        case .startedTwice: 6
        case .crash, .powerCut: 7
        case .crashAfterCommit: 8
        case .notifiedEarly, .notifiedTwice, .notifiedLate, .notifiedForged, .notifiedForeign: 9
        case .otherAmount, .otherMerchant, .otherCurrency: 10
        case .clockJump, .dayTurns: 11
        case .voidedInPayment, .tillSwitchedOff: 12
        case .statementOnly, .statementMissing, .statementTwice, .statementOtherDay: 13
        case .supplementedTwice, .billShownAgain: 14
        case .refundAnswerLost, .refundedTwice, .refundLater, .refundFails: 15
        case .outage: 16
        case .numberUsedTwice, .numberTaken, .requestRepeated: 17
        case .failedThenPaid, .notFoundThenPaid: 18
        case .requestLost, .queryAnswerLost, .systemError, .httpError, .badSignature,
            .unlistedCode, .foreignAnswer, .notConnected, .databaseFails, .bodyRunTwice,
            .linkLost, .cashAnyway:
            0
        }
    }
}

/// How often each fault was injected.
package struct FaultCounts: Equatable, Sendable {
    private var counts: [Fault: Int] = [:]

    package init() {}

    package subscript(fault: Fault) -> Int { counts[fault] ?? 0 }

    package mutating func add(_ fault: Fault) {
        counts[fault, default: 0] += 1
    }

    package mutating func add(_ other: FaultCounts) {
        for (fault, count) in other.counts { counts[fault, default: 0] += count }
    }
}
