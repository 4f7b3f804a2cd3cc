// One giving-back of a succeeded payment: the machine that decides what a channel's answers about it
// mean. It is as pure as the attempt's, and simpler for one reason: at both channels a refund sent
// again under the same number gives nothing back twice, so whatever is lost is sent again.
//
// Invariants, each a test over every state and event:
//  - An open refund always has a next step with a time, so there is no state the sweep cannot see (P4).
//  - It ends only by the channel's signed word about this very number: silence, an unlisted code or
//    "not found" never end it (P3).
//  - Every send carries the same number, order and amount (P2).
//  - An end is never overwritten: what comes later opens a case (P1).
//
// Trap: when it fails, the reservation of its amount is released and the money may be given back
// another way. So a final no is believed only while the channel has not promised the opposite.

package import Retail

/// One giving-back, from the durable reservation to its end.
package struct Refund: Equatable, Sendable {
    package let number: RefundNumber
    /// The order that was paid.
    package let order: MerchantOrderNumber
    /// The channel's trade number (渠道交易号) of that order.
    package let tradeNumber: String
    package let wallet: Wallet
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
    /// When it was begun, or taken over by a process whose clock says that this is still to come.
    package internal(set) var startedAt: Timestamp
    package let pace: RefundPace
    package internal(set) var state: RefundState
    /// What is to be done next and when; nil exactly when the refund has ended.
    package internal(set) var step: RefundStep?
    /// How many times it has been sent, always under the same number.
    package internal(set) var sends: Int64
    /// How many queries have been sent.
    package internal(set) var queries: Int64
    /// Whether a person has been told that this stays open.
    package internal(set) var escalation: Escalation

    /// A new refund in `reserved`: to be made durable, with its amount, before anything is sent.
    package init(
        number: RefundNumber, order: MerchantOrderNumber, tradeNumber: String, wallet: Wallet,
        paid: Money, amount: Money, reason: String, startedAt: Timestamp, pace: RefundPace
    ) {
        self.init(
            number: number, order: order, tradeNumber: tradeNumber, wallet: wallet, paid: paid,
            amount: amount, reason: reason, startedAt: startedAt, pace: pace, state: .reserved,
            step: .send(at: startedAt), sends: 0, queries: 0, escalation: .none)
    }

    /// A refund as it was stored.
    package init(
        number: RefundNumber, order: MerchantOrderNumber, tradeNumber: String, wallet: Wallet,
        paid: Money, amount: Money, reason: String, startedAt: Timestamp, pace: RefundPace,
        state: RefundState, step: RefundStep?, sends: Int64, queries: Int64,
        escalation: Escalation
    ) {
        self.number = number
        self.order = order
        self.tradeNumber = tradeNumber
        self.wallet = wallet
        self.paid = paid
        self.amount = amount
        self.reason = reason
        self.startedAt = startedAt
        self.pace = pace
        self.state = state
        self.step = step
        self.sends = sends
        self.queries = queries
        self.escalation = escalation
    }

    package var isOpen: Bool { state.isOpen }

    /// What the effect `send` sends: the same every time.
    package var request: RefundRequest {
        RefundRequest(
            refund: number, order: order, tradeNumber: tradeNumber, paid: paid, amount: amount,
            reason: reason)
    }

    /// What the effect `query` asks.
    package var question: RefundQuestion {
        RefundQuestion(refund: number, order: order, tradeNumber: tradeNumber)
    }

    /// Takes in what happened and decides what to do.
    ///
    /// *Errors*: `Refusal.unwelcome` when a person asked for what is not possible now (nothing
    /// changes); `Refusal.bug` for an event that cannot occur in this state (nothing changes; the
    /// shell opens a case).
    package mutating func receive(
        _ event: RefundEvent, at now: Timestamp
    ) throws(Refusal) -> [RefundEffect] {
        // An alarm that was set for an earlier step, or a clock that went back: the step stands.
        if event == .due, let step, now < step.at { return [.wake(at: step.at)] }
        // What was begun "in the future" was begun by a clock that was wrong (see `Attempt`).
        if event == .restarted, isOpen { startedAt = min(startedAt, now) }
        switch state {
        case .reserved:
            return try receiveWhileReserved(event, at: now)
        case .sending, .unresolved, .accepted:
            return receiveWhileOpen(event, at: now)
        case .succeeded(let proof):
            return try receiveAfterSuccess(proof, event)
        case .failed:
            return try receiveAfterFailure(event)
        }
    }
}

/// Where a refund stands.
///
/// Each state carries exactly what is known then.
package enum RefundState: Equatable, Sendable {
    /// The amount is reserved and the intent durable; nothing has been sent.
    case reserved
    /// The request is perhaps sent.
    case sending
    /// Sent, and the channel has neither promised nor refused: money may have moved.
    ///
    /// The doubt says why; a signed "not now" is one, too, and the same is sent again later.
    case unresolved(Doubt)
    /// The channel has promised; arrival is to be confirmed.
    case accepted
    case succeeded(RefundProof)
    case failed(RefundFailure)

    package var isOpen: Bool {
        switch self {
        case .reserved, .sending, .unresolved, .accepted: true
        case .succeeded, .failed: false
        }
    }
}

/// What is to be done next.
package enum RefundStep: Equatable, Sendable {
    case send(at: Timestamp)
    case query(at: Timestamp)

    package var at: Timestamp {
        switch self {
        case .send(let at), .query(let at): at
        }
    }
}

/// What can happen to a refund.
package enum RefundEvent: Equatable, Sendable {
    case sendAnswered(RefundAnswer)
    /// `askedAt` is when the question left: the answer is no newer than the channel's state then.
    case queryAnswered(RefundQueryAnswer, askedAt: Timestamp)
    /// The time of the next step has come.
    case due
    /// A process took the refund over from one that is gone: a call may have been under way.
    case restarted
    /// Somebody wants the channel asked now.
    case askRequested
    /// An authenticated notification from the channel.
    case notified(RefundProof)
    /// A row of the channel's statement.
    case statementShows(RefundProof)
}

/// What the shell is to do.
///
/// Calls go out only after the new state is durable.
package enum RefundEffect: Equatable, Sendable {
    case send
    case query
    /// Feed `due` back at this time.
    case wake(at: Timestamp)
    case openCase(RefundCause)
    case tellTill
}

/// Why a person must look at a refund.
///
/// One case per cause and refund.
package enum RefundCause: Equatable, Sendable {
    /// Still open after the pace's `escalateAfter`, or the channel wants a person to act.
    case unresolvedTooLong
    /// A final no: the customer has not got this money.
    case failed
    /// The channel gave back another amount than was asked.
    case otherAmount(RefundProof)
    /// Given back after it had ended as failed.
    case lateSuccess(RefundProof)
    /// The channel said no after it had said yes, or yes after no.
    case contradiction

    /// A stable name for storage and for the people who work on cases.
    package var name: String {
        switch self {
        case .unresolvedTooLong: "refund-unresolved-too-long"
        case .failed: "refund-failed"
        case .otherAmount: "refund-other-amount"
        case .lateSuccess: "refund-late-success"
        case .contradiction: "refund-contradiction"
        }
    }
}
