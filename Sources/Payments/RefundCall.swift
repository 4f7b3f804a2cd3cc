// What a channel is told and asked about a refund, and its typed answers. As with payments no call
// throws: what cannot be used is an answer, "unresolved". Trap: at neither channel does "not found"
// mean "failed"; it means that the same request may be sent again under the same number.

package import Retail

/// What `refund` needs.
///
/// Sent again it is the very same, number and all: that is what makes it safe.
package struct RefundRequest: Equatable, Sendable {
    package let refund: RefundNumber
    /// The order that was paid.
    package let order: MerchantOrderNumber
    /// The channel's trade number (渠道交易号) of that order.
    package let tradeNumber: String
    /// What the order was paid with.
    ///
    /// *Unit*: fen.
    package let paid: Money
    /// What is to be given back of it.
    ///
    /// *Unit*: fen.
    package let amount: Money
    /// What the customer reads beside it (退款原因).
    package let reason: String

    package init(
        refund: RefundNumber, order: MerchantOrderNumber, tradeNumber: String, paid: Money,
        amount: Money, reason: String
    ) {
        self.refund = refund
        self.order = order
        self.tradeNumber = tradeNumber
        self.paid = paid
        self.amount = amount
        self.reason = reason
    }
}

/// Which refund is asked about.
package struct RefundQuestion: Equatable, Sendable {
    package let refund: RefundNumber
    package let order: MerchantOrderNumber
    package let tradeNumber: String

    package init(refund: RefundNumber, order: MerchantOrderNumber, tradeNumber: String) {
        self.refund = refund
        self.order = order
        self.tradeNumber = tradeNumber
    }
}

/// A channel's signed word that money was given back, as it said it; the machine compares it with ours.
package struct RefundProof: Equatable, Sendable {
    /// The refund number the channel answered with: usually ours, but checked.
    package let refundNumber: String
    /// The `out_trade_no` the channel answered with.
    package let merchantOrderNumber: String
    /// The channel's own number of the refund; empty where the wire has none.
    package let channelRefundNumber: String
    /// What was given back under this refund number.
    ///
    /// *Unit*: fen.
    package let amount: Money
    package let refundedAt: Timestamp?

    package init(
        refundNumber: String, merchantOrderNumber: String, channelRefundNumber: String,
        amount: Money, refundedAt: Timestamp?
    ) {
        self.refundNumber = refundNumber
        self.merchantOrderNumber = merchantOrderNumber
        self.channelRefundNumber = channelRefundNumber
        self.amount = amount
        self.refundedAt = refundedAt
    }
}

/// A final no to a refund, with the channel's own code and what it means.
package struct RefundFailure: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The channel took the refund up and then closed it without giving anything back.
        case closed
        /// The order is too old to be given back by the channel.
        case tooLate
        /// More than what is left of the payment.
        case overRefunded
        /// The customer's account cannot take it.
        case accountAbnormal
        /// Our request or our rights at the channel are wrong.
        case ourConfiguration
        case other
    }

    package let kind: Kind
    /// The channel's code, such as `TRADE_OVERDUE`.
    package let code: String

    package init(kind: Kind, code: String) {
        self.kind = kind
        self.code = code
    }
}

package enum RefundAnswer: Equatable, Sendable {
    case done(RefundProof)
    /// A signed promise: it will be given back; arrival is to be asked for.
    case accepted
    /// A signed "not now": the merchant's balance is too low, or we ask too often. Nothing was
    /// given back by this call; the same again later.
    case later(code: String)
    /// A signed final no for this very refund number.
    case failed(RefundFailure)
    /// No usable answer. Money may have moved.
    case unresolved(Doubt)
    /// The request provably never left this machine.
    case neverSent(Doubt)
}

package enum RefundQueryAnswer: Equatable, Sendable {
    case done(RefundProof)
    /// The channel has it and has not finished.
    case processing
    /// The channel does not know the refund *now*; a delayed request may still arrive.
    case notFound
    /// A signed final no for this very refund number.
    case failed(RefundFailure)
    case unresolved(Doubt)
}
