// Giving money back after a payment, as the wallet sees it. Not to be mixed up with a reversal, which
// undoes the whole payment: a payment may have many refunds, each under a number of its own, and
// WeChat Pay first accepts one and lets it arrive afterwards.

package import Retail

/// One refund of a paid order.
package struct Refund: Codable, Equatable, Sendable {
    package enum State: Codable, Equatable, Sendable {
        /// Accepted. Then it arrives at the person or, when it is to fail, is closed.
        case processing(until: Timestamp, willFail: Bool)
        /// The person has the money.
        case arrived(at: Timestamp)
        /// Failed after it had been accepted: the money stays with the merchant.
        case closed(at: Timestamp)
    }

    /// The merchant's number: out_refund_no or out_request_no.
    package let number: String
    /// WeChat Pay's number, refund_id of 29 digits, or UnionPay's; the others have none.
    package let channelNumber: String?
    package let amount: Money
    package let askedAt: Timestamp
    package internal(set) var state: State

    /// Whether the money is given back, or promised.
    var counts: Bool {
        switch state {
        case .processing, .arrived: true
        case .closed: false
        }
    }

    /// The state in one word, as the control interface says it.
    package var stateName: String {
        switch state {
        case .processing: "PROCESSING"
        case .arrived: "SUCCESS"
        case .closed: "CLOSED"
        }
    }
}

/// A refund that a merchant asks for.
package struct RefundRequest: Sendable {
    /// What becomes of it when nothing is wrong with the request.
    package enum Outcome: Sendable {
        case arrives
        /// Accepted, and closed instead of arriving.
        case fails
        /// The merchant has too little money to give back.
        case merchantIsShort
    }

    package let order: OrderKey
    package let number: String
    package let amount: Money
    /// What the merchant says the order was about; `nil` when the call does not ask for it.
    package let orderAmount: Money?
    package let outcome: Outcome

    package init(
        order: OrderKey, number: String, amount: Money, orderAmount: Money? = nil,
        outcome: Outcome = .arrives
    ) {
        self.order = order
        self.number = number
        self.amount = amount
        self.orderAmount = orderAmount
        self.outcome = outcome
    }
}

/// Why a refund was not accepted.
package enum RefundRefusal: Error, Equatable, Sendable {
    case orderNotFound
    /// Waiting for the password, declined or closed.
    case notPaid
    case reversed
    /// The number stands for a refund with other data.
    case numberUsedForOther
    /// The order was about another amount.
    case otherOrderAmount
    /// Everything was given back before.
    case nothingLeft
    /// More than is left.
    case tooMuch
    /// The year is over.
    case tooLate
    case tooMany
    case merchantIsShort
}
