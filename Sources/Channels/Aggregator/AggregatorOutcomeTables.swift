// What the gateway's refusals mean for money. Only those are rows that say something for certain of our
// very request; every other code is unresolved.
//
// Trap: a proxy may send a request twice. The second is refused as taken before, while the
// first is being paid: so that code proves nothing.

internal import Payments

package enum AggregatorOutcomeTables {
    package static let pay = OutcomeTable<PayMeaning>([
        .init("A-400", .declined(.ourConfiguration), "the request cannot be read; nothing done"),
        .init("A-401", .declined(.ourConfiguration), "the signature is not right; nothing done"),
        .init("A-402", .unresolved, "the clocks differ"),
        .init("A-403", .declined(.ourConfiguration), "the terminal lacks the right"),
        .init("A-406", .unresolved, "taken before; what became of that one is to be asked"),
        .init("A-409", .unresolved, "the key was used for something else"),
        .init("A-410", .unresolved, "the reference was used"),
        .init("A-411", .unresolved, "the number exists"),
        .init("A-420", .declined(.codeInvalid), "not a payment code"),
        .init("A-421", .declined(.codeInvalid), "looks like an ID card number"),
        .init("A-422", .declined(.methodNotSupported), "the wallet is not taken there"),
        .init("A-423", .declined(.codeExpired), "came too late; nothing done"),
        .init("A-426", .declined(.neverSent), "the wallet answers nobody there; it was not asked"),
        .init("A-430", .declined(.neverSent), "too many requests; this one will not be done"),
        .init("A-424", .declined(.ourConfiguration), "the number is of another store"),
    ])

    package static let query = OutcomeTable<QueryMeaning>([
        .init("A-404", .notFound, "no such payment of this terminal, now")
    ])

    package static let reverse = OutcomeTable<ReverseMeaning>([
        .init("A-404", .nothingToReverse, "no such payment of this terminal, now"),
        .init("A-412", .refused, "given back in part before"),
        .init("A-403", .refused, "the terminal lacks the right"),
    ])

    package static let refund = OutcomeTable<RefundMeaning>([
        .init("A-430", .later, "too many requests; the same again later"),
        .init("A-425", .failed(.overRefunded), "more than is left of the payment"),
    ])

    package static let refundQuery = OutcomeTable<RefundQueryMeaning>([
        .init("A-404", .notFound, "no such refund of this terminal, now")
    ])

    /// What a payment's `status` says.
    enum Status: String, CaseIterable, Sendable {
        case sending, waiting
        case inDoubt = "in_doubt"
        case reversing, paid, declined, reversed
    }

    /// What a refund's `status` says.
    enum RefundStatus: String, CaseIterable, Sendable {
        case pending
        case inDoubt = "in_doubt"
        case refunded, failed
    }
}
