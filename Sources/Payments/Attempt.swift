// One try at one channel under its own merchant order number: the machine that decides what a
// payment's answers mean. It is pure: it is told events and the time, and returns effects for the
// shell to perform. Docs: state-machines.md (drawn from this code), design in docs/architecture.md.
//
// Invariants, each a test over every state and event:
//  - An open attempt always has a next step with a time, so there is no state the sweep cannot see (P4).
//  - It ends as declined or reversed only when the channel can no longer debit it (P3).
//  - It ends as succeeded only while no reversal of ours can still land.
//  - An end is never overwritten: what comes later opens a case (P1).
//
// Trap: "paid" is not the end of the story once a reversal has been sent and its answer was lost, since
// that reversal may still land and give back money for goods that were handed out. The attempt then
// goes on reversing until the channel confirms, and the customer pays again.

package import Retail

/// One try at one channel, from the durable intent to its end.
package struct Attempt: Equatable, Sendable {
    package let number: MerchantOrderNumber
    package let wallet: Wallet
    /// What is to be debited.
    ///
    /// *Unit*: fen.
    package let amount: Money
    /// The merchant account that is to receive it, as the channel will name it.
    package let merchantAccount: String
    package let presentment: Presentment
    /// What the customer is to scan, once the channel has said it; never with `customer`.
    package internal(set) var offeredCode: String?
    /// When it was begun, or taken over by a process whose clock says that this is still to come
    /// (see `adoptClock`).
    package internal(set) var startedAt: Timestamp
    package let pace: ChannelPace
    /// Until then a delayed request may still debit; "not found" before it proves nothing.
    package internal(set) var payableUntil: Timestamp
    package internal(set) var state: AttemptState
    /// What is to be done next and when; nil exactly when the attempt has ended.
    package internal(set) var step: AttemptStep?
    /// How many queries have been sent.
    package internal(set) var queries: Int64
    /// Whether a person has been told that this stays in doubt.
    package internal(set) var escalation: Escalation

    /// A new attempt in `sending`: to be made durable before anything is sent.
    package init(
        number: MerchantOrderNumber, wallet: Wallet, amount: Money, merchantAccount: String,
        startedAt: Timestamp, pace: ChannelPace, presentment: Presentment = .customer
    ) {
        self.init(
            number: number, wallet: wallet, amount: amount, merchantAccount: merchantAccount,
            startedAt: startedAt, pace: pace,
            payableUntil: startedAt.advanced(by: pace.payableFor), state: .sending,
            step: .query(at: startedAt.advanced(by: pace.answerMax)), queries: 0,
            escalation: .none, presentment: presentment, offeredCode: nil)
    }

    /// An attempt as it was stored.
    package init(
        number: MerchantOrderNumber, wallet: Wallet, amount: Money, merchantAccount: String,
        startedAt: Timestamp, pace: ChannelPace, payableUntil: Timestamp, state: AttemptState,
        step: AttemptStep?, queries: Int64, escalation: Escalation,
        presentment: Presentment = .customer, offeredCode: String? = nil
    ) {
        self.number = number
        self.wallet = wallet
        self.amount = amount
        self.merchantAccount = merchantAccount
        self.presentment = presentment
        self.offeredCode = offeredCode
        self.startedAt = startedAt
        self.pace = pace
        self.payableUntil = payableUntil
        self.state = state
        self.step = step
        self.queries = queries
        self.escalation = escalation
    }

    /// When the deadline protocol begins: query, reverse, query.
    package var deadline: Timestamp { startedAt.advanced(by: pace.shopperMax) }

    package var isOpen: Bool { state.isOpen }

    /// Takes in what happened and decides what to do.
    ///
    /// *Errors*: `Refusal.unwelcome` when a person asked for what is not possible now (nothing
    /// changes); `Refusal.bug` for an event that cannot occur in this state (nothing changes; the
    /// shell opens a case).
    package mutating func receive(
        _ event: AttemptEvent, at now: Timestamp
    ) throws(Refusal) -> [AttemptEffect] {
        // An alarm that was set for an earlier step, or a clock that went back: the step stands.
        if event == .due, let step, now < step.at { return [.wake(at: step.at)] }
        switch state {
        case .sending:
            return try receiveWhileSending(event, at: now)
        case .awaitingShopper, .unresolved:
            return try receiveWhileAsking(event, at: now)
        case .reversing(let reversal):
            return try receiveWhileReversing(reversal, event, at: now)
        case .succeeded(let proof):
            return try receiveAfterSuccess(proof, event)
        case .declined, .reversed:
            return try receiveAfterNoDebit(event)
        }
    }
}

/// Where an attempt stands.
///
/// Each state carries exactly what is known then.
package enum AttemptState: Equatable, Sendable {
    /// The intent is durable; the request is perhaps sent.
    case sending
    /// The customer must confirm on the phone.
    case awaitingShopper
    /// Asked, and no usable answer yet: money may have moved.
    case unresolved(Doubt)
    /// The deadline, the cashier or a voided sale wants it undone.
    case reversing(Reversal)
    case succeeded(PaidProof)
    case declined(Decline)
    case reversed(Reversal.Cause)

    package var isOpen: Bool {
        switch self {
        case .sending, .awaitingShopper, .unresolved, .reversing: true
        case .succeeded, .declined, .reversed: false
        }
    }

    /// Whether nobody knows if money has moved, and nobody is being waited for.
    package var isInDoubt: Bool {
        switch self {
        case .unresolved, .reversing: true
        case .sending, .awaitingShopper, .succeeded, .declined, .reversed: false
        }
    }
}

/// A reversal that has been decided on, and how far it has come.
package struct Reversal: Equatable, Sendable {
    package enum Cause: String, CaseIterable, Sendable {
        case cashier, deadline
        /// The sale was voided: the money must go back even if it was paid.
        case orphan
        /// The channel debited another amount than was asked: it must go back.
        case wrongAmount
        /// Undone by somebody else, at the channel.
        case outside

        /// Whether a success is welcome after all, when no reversal can land any more.
        var acceptsSuccess: Bool {
            switch self {
            case .cashier, .deadline: true
            case .orphan, .wrongAmount, .outside: false
            }
        }
    }

    package enum Progress: String, CaseIterable, Sendable {
        /// No reversal has left.
        case notSent
        /// One is under way, and none before it is in doubt.
        case sending
        /// One is under way, and an earlier one is in doubt.
        case sendingAgain
        /// One may have reached the channel; no answer.
        case inDoubt
        /// The channel answered that it did not do it.
        case refused
        /// The channel knew no such order.
        case foundNothing
        /// Past the channel's limit; only a refund is left.
        case tooLate
        /// The channel answered that it is done; a query is to confirm it.
        case confirmed

        /// Whether a reversal of ours may still take effect, or has.
        var mayLand: Bool {
            switch self {
            case .sending, .sendingAgain, .inDoubt, .confirmed: true
            case .notSent, .refused, .foundNothing, .tooLate: false
            }
        }
    }

    package var cause: Cause
    package var progress: Progress

    package init(cause: Cause, progress: Progress) {
        self.cause = cause
        self.progress = progress
    }
}

/// What is to be done next.
package enum AttemptStep: Equatable, Sendable {
    case query(at: Timestamp)
    case reverse(at: Timestamp)

    package var at: Timestamp {
        switch self {
        case .query(let at), .reverse(let at): at
        }
    }
}

/// Whether a case has been opened because the attempt stays in doubt.
package enum Escalation: String, Sendable {
    case none, opened
}

/// What can happen to an attempt.
package enum AttemptEvent: Equatable, Sendable {
    case payAnswered(PayAnswer)
    /// `askedAt` is when the question left: the answer is no newer than the channel's state then.
    case queryAnswered(QueryAnswer, askedAt: Timestamp)
    case reverseAnswered(ReverseAnswer)
    /// The time of the next step has come.
    case due
    /// A process took the attempt over from one that is gone: a call may have been under way.
    case restarted
    /// The cashier, or a voided sale, wants it undone. The deadline is the machine's own.
    case reversalRequested(Reversal.Cause)
    /// Somebody wants the channel asked now.
    case askRequested
    /// An authenticated notification from the channel.
    case notified(PaidProof)
    /// A row of the channel's statement.
    case statementShows(PaidProof)
}

/// What the shell is to do.
///
/// Calls go out only after the new state is durable.
package enum AttemptEffect: Equatable, Sendable {
    case query
    case reverse
    /// Feed `due` back at this time.
    case wake(at: Timestamp)
    case openCase(CaseCause)
    case tellTill
}

/// Why a person must look at a payment.
///
/// One case per cause and attempt.
package enum CaseCause: Equatable, Sendable {
    /// Still no answer after the channel's `escalateAfter`.
    case unresolvedTooLong
    /// The channel debited another amount or currency.
    case wrongAmount(PaidProof)
    /// Paid after it had ended as not paid: post the sale, or give it back.
    case lateSuccess(PaidProof)
    /// The channel names a second debit under one order number.
    case secondDebit(PaidProof)
    /// The channel gave the money back after we counted it.
    case givenBackAfterSuccess
    /// Somebody gave the money back at the channel before we counted it.
    case givenBackOutside
    /// The sale is void and the money cannot be reversed any more.
    case orphanPaid
    case reversalTooLate
    case reversalRefused(code: String)
    /// The channel said no after it had said yes.
    case contradiction

    /// A stable name for storage and for the people who work on cases.
    package var name: String {
        switch self {
        case .unresolvedTooLong: "unresolved-too-long"
        case .wrongAmount: "wrong-amount"
        case .lateSuccess: "late-success"
        case .secondDebit: "second-debit"
        case .givenBackAfterSuccess: "given-back-after-success"
        case .givenBackOutside: "given-back-outside"
        case .orphanPaid: "orphan-paid"
        case .reversalTooLate: "reversal-too-late"
        case .reversalRefused: "reversal-refused"
        case .contradiction: "contradiction"
        }
    }
}

/// Why an event changed nothing.
package enum Refusal: Error, Equatable, Sendable {
    /// Not possible in this state; the words are for the shell to find.
    case unwelcome(state: String, event: String)
    /// Cannot occur in this state: a mistake in the program, reported as a case.
    case bug(state: String, event: String)
}
