// While the first call is under way, and while the channel is being asked what became of it.

internal import Retail

extension Attempt {
    /// `sending`: the pay call is under way; nothing else has been said to the channel.
    mutating func receiveWhileSending(
        _ event: AttemptEvent, at now: Timestamp
    ) throws(Refusal) -> [AttemptEffect] {
        switch event {
        case .payAnswered(let answer):
            return take(answer, at: now)
        case .due, .askRequested:
            // A question too early does no harm, and the answer to pay is still taken when it comes.
            state = .unresolved(Doubt(kind: .interrupted, detail: "no answer in time"))
            return askNow(at: now) + [.tellTill]
        case .restarted:
            adoptClock(at: now)
            if wasNeverShown { return beginReversing(.deadline, at: now) }
            state = .unresolved(Doubt(kind: .interrupted, detail: "process ended"))
            return askNow(at: now) + [.tellTill]
        case .reversalRequested(let cause):
            return beginReversing(cause, at: now)
        case .notified(let proof), .statementShows(let proof):
            return takePaid(proof, at: now)
        case .queryAnswered, .reverseAnswered:
            throw bug(event)
        }
    }

    /// `awaitingShopper` and `unresolved`: queries decide, up to the deadline protocol.
    mutating func receiveWhileAsking(
        _ event: AttemptEvent, at now: Timestamp
    ) throws(Refusal) -> [AttemptEffect] {
        switch event {
        case .payAnswered(let answer):
            return take(answer, at: now)
        case .queryAnswered(let answer, let askedAt):
            return take(answer, askedAt: askedAt, at: now)
        case .restarted:
            adoptClock(at: now)
            return askNow(at: now)
        case .due, .askRequested:
            return askNow(at: now)
        case .reversalRequested(let cause):
            return beginReversing(cause, at: now)
        case .notified(let proof), .statementShows(let proof):
            return takePaid(proof, at: now)
        case .reverseAnswered:
            throw bug(event)
        }
    }

    /// An answer to pay, in any state before a reversal.
    private mutating func take(_ answer: PayAnswer, at now: Timestamp) -> [AttemptEffect] {
        switch answer {
        case .paid(let proof):
            return takePaid(proof, at: now)
        case .awaitingShopper:
            state = .awaitingShopper
            return schedule(.query(at: now.advanced(by: pace.firstQueryAfter))) + [.tellTill]
        case .offered(let code):
            offeredCode = code
            state = .awaitingShopper
            return schedule(.query(at: now.advanced(by: pace.firstQueryAfter))) + [.tellTill]
        case .declined(let decline):
            return end(.declined(decline))
        case .neverSent(let doubt):
            return end(.declined(Decline(kind: .neverSent, code: doubt.detail)))
        case .unresolved where wasNeverShown:
            // The code was in the answer that did not come: there is nobody to wait for.
            return beginReversing(.deadline, at: now)
        case .unresolved(let doubt):
            state = .unresolved(doubt)
            return schedule(.query(at: now.advanced(by: Attempt.doubtPause))) + [.tellTill]
        }
    }

    /// An answer to a query, before a reversal.
    private mutating func take(
        _ answer: QueryAnswer, askedAt: Timestamp, at now: Timestamp
    ) -> [AttemptEffect] {
        switch answer {
        case .paid(let proof):
            return takePaid(proof, at: now)
        case .closed(let code):
            return end(.declined(Decline(kind: .orderClosed, code: code)))
        case .refunded:
            return end(.reversed(.outside)) + [.openCase(.givenBackOutside)]
        case .notFound where askedAt >= payableUntil:
            return end(.declined(Decline(kind: .neverArrived, code: "")))
        case .notFound:
            if askedAt >= deadline { return beginReversing(.deadline, at: now) }
            // Some channels know an order only once its code has been scanned.
            state =
                offeredCode == nil
                ? .unresolved(Doubt(kind: .listedCode, detail: "not found")) : .awaitingShopper
        case .awaitingShopper, .notPaid:
            if askedAt >= deadline { return beginReversing(.deadline, at: now) }
            state = .awaitingShopper
        case .unresolved(let doubt):
            // No reversal on silence: while the channel cannot be heard the debit may have been
            // made, and giving it back blind would undo a sale that a later query can post.
            state = .unresolved(doubt)
            return schedule(.query(at: now.advanced(by: pauseInDoubt(at: now)))) + [.tellTill]
        }
        let next = now.advanced(by: pace.queryEvery)
        // The last question before a reversal is asked right at the deadline.
        let at = now < deadline && deadline < next ? deadline : next
        return schedule(.query(at: at)) + [.tellTill]
    }

    /// The channel says it was paid, and no reversal has been decided on.
    private mutating func takePaid(_ proof: PaidProof, at now: Timestamp) -> [AttemptEffect] {
        switch compare(proof) {
        case .ours:
            return end(.succeeded(proof))
        case .anotherAmount:
            return beginReversing(.wrongAmount, at: now) + [.openCase(.wrongAmount(proof))]
        case .anotherOrder:
            state = .unresolved(Doubt(kind: .foreignAnswer, detail: "another order or merchant"))
            return schedule(.query(at: now.advanced(by: pauseInDoubt(at: now)))) + [.tellTill]
        }
    }
}
