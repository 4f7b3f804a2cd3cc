// What a call to a channel came to, for whoever counts calls: nothing is decided by it. Each answer is
// in one of four classes, so that what is counted adds up.

package enum CallOutcome: CaseIterable, Sendable {
    /// Paid, given back, or promised.
    case succeeded
    /// A usable answer that ends nothing: the customer is still to act, or the wallet knows nothing.
    case answered
    /// A signed final no.
    case declined
    /// No usable answer, or nobody to send to: what was asked about is in doubt.
    case inDoubt

    /// Whether somebody spoke that can be understood.
    package var isUsable: Bool {
        switch self {
        case .succeeded, .answered, .declined: true
        case .inDoubt: false
        }
    }
}

extension PayAnswer {
    package var outcome: CallOutcome {
        switch self {
        case .paid: .succeeded
        case .awaitingShopper, .offered: .answered
        case .declined: .declined
        case .unresolved, .neverSent: .inDoubt
        }
    }
}

extension QueryAnswer {
    package var outcome: CallOutcome {
        switch self {
        case .paid: .succeeded
        case .awaitingShopper, .notPaid, .notFound, .refunded: .answered
        case .closed: .declined
        case .unresolved: .inDoubt
        }
    }
}

extension RefundAnswer {
    package var outcome: CallOutcome {
        switch self {
        case .done, .accepted: .succeeded
        case .later: .answered
        case .failed: .declined
        case .unresolved, .neverSent: .inDoubt
        }
    }
}

extension RefundQueryAnswer {
    package var outcome: CallOutcome {
        switch self {
        case .done: .succeeded
        case .processing, .notFound: .answered
        case .failed: .declined
        case .unresolved: .inDoubt
        }
    }
}
