// What a wallet says by itself (异步通知). It is a hint that comes late, twice or never: a proof in it
// enters the payment machine like the answer of a query, and nothing waits for it.

/// A notification whose signature was right.
package enum ChannelNotification: Equatable, Sendable {
    /// An order was paid.
    case paid(PaidProof)
    /// What became of a refund: never `notFound`, `unresolved` where the channel wants a person.
    case refund(RefundNotification)
    /// Signed and about something that the product does not follow (a contract, a coupon).
    case other(kind: String)
}

/// A wallet's word about a refund, with the refund number as it was sent to it.
package struct RefundNotification: Equatable, Sendable {
    package let refundNumber: String
    package let outcome: RefundQueryAnswer

    package init(refundNumber: String, outcome: RefundQueryAnswer) {
        self.refundNumber = refundNumber
        self.outcome = outcome
    }
}
