// How often each fault strikes where it can: enough that every payment's neighbourhood is bad, few
// enough that most of what the cashiers do still works, as in a bad week rather than in a war.

extension Fault {
    /// Times in a million chances.
    var rate: Int {
        switch self {
        case .payAnswerLost: 15_000
        case .payDelayed: 4_000
        case .payAfterReversal: 2_000
        case .reverseAnswerLost: 80_000
        case .reverseDelayed: 30_000
        case .passwordLastSecond: 4_000
        case .requestLost: 4_000
        case .queryAnswerLost: 30_000
        case .systemError, .httpError: 4_000
        case .badSignature, .unlistedCode, .foreignAnswer, .notConnected: 2_000
        case .otherAmount: 600
        case .otherMerchant, .otherCurrency: 200
        case .requestRepeated: 5_000
        case .numberTaken: 300
        case .failedThenPaid: 400
        case .notFoundThenPaid: 3_000
        case .notifiedEarly, .notifiedTwice: 10_000
        case .notifiedLate: 5_000
        case .notifiedForged, .notifiedForeign: 3_000
        case .statementMissing, .statementTwice, .statementOtherDay: 10_000
        case .refundAnswerLost: 80_000
        case .refundLater: 30_000
        case .refundFails: 10_000
        case .crash: 150
        case .crashAfterCommit: 100
        case .powerCut: 5_000
        case .databaseFails: 300
        case .bodyRunTwice: 1_000
        case .clockJump: 150_000
        case .linkLost: 4_000
        case .startedTwice: 6_000
        case .voidedInPayment, .tillSwitchedOff, .billShownAgain: 4_000
        case .supplementedTwice: 300_000
        case .refundedTwice: 150_000
        case .cashAnyway: 250_000
        // These are drawn where they happen, once for a world.
        case .outage, .statementOnly, .dayTurns, .numberUsedTwice: 500_000
        }
    }
}
