// The deadline protocol: query, reverse, query. Only the channel's word ends it: a reversal that a
// query then confirms, an order that is closed, "not there" once it can no longer be debited, or a
// success while none of our reversals can still land.

internal import Retail

extension Attempt {
    mutating func receiveWhileReversing(
        _ reversal: Reversal, _ event: AttemptEvent, at now: Timestamp
    ) throws(Refusal) -> [AttemptEffect] {
        switch event {
        case .payAnswered(let answer):
            return take(answer, while: reversal, at: now)
        case .queryAnswered(let answer, let askedAt):
            return take(answer, askedAt: askedAt, while: reversal, at: now)
        case .reverseAnswered(let answer):
            return take(answer, while: reversal, at: now)
        case .due:
            return takeStep(while: reversal, at: now)
        case .restarted:
            adoptClock(at: now)
            progress(reversal, unlessAnswered: .inDoubt)
            // One that waited to be repeated by another clock is due now. Were it to wait anew, two
            // processes that take over from each other in turn would never send it.
            if case .reverse = step, reversal.progress.mayLand {
                step = .reverse(at: max(now, reversalsBegin))
                return ask(at: now)
            }
            return askNow(at: now)
        case .askRequested:
            return ask(at: now)
        case .reversalRequested(let cause):
            // Once a sale is void its money must go back, whoever asked first.
            if cause == .orphan, reversal.cause.acceptsSuccess {
                state = .reversing(Reversal(cause: .orphan, progress: reversal.progress))
            }
            return [.tellTill]
        case .notified(let proof), .statementShows(let proof):
            return takePaid(proof, askedAt: nil, while: reversal, at: now)
        }
    }

    /// From then on no reversal of ours can land any more, not even one that was long on its way.
    ///
    /// Nor, where a process with another clock has taken over, one that was sent just before that.
    private var reversalsEnd: Timestamp {
        max(
            startedAt.advanced(by: pace.reverseWithin).advanced(by: pace.payableFor),
            payableUntil)
    }

    /// The channel's earliest moment for a reversal.
    private var reversalsBegin: Timestamp { startedAt.advanced(by: pace.reverseNotBefore) }

    /// Asks without putting off a reversal that waits for its turn: a cashier who asks again and
    /// again would else keep it from ever being sent.
    private mutating func ask(at now: Timestamp) -> [AttemptEffect] {
        guard case .reverse(let at) = step else { return askNow(at: now) }
        queries &+= 1
        return [.wake(at: at), .query] + escalate(at: now)
    }

    /// Decides to undo the attempt; the call itself waits for the channel's earliest moment.
    mutating func beginReversing(
        _ cause: Reversal.Cause, at now: Timestamp
    ) -> [AttemptEffect] {
        state = .reversing(Reversal(cause: cause, progress: .notSent))
        return schedule(.reverse(at: max(now, reversalsBegin))) + [.tellTill]
    }

    private mutating func takeStep(
        while reversal: Reversal, at now: Timestamp
    ) -> [AttemptEffect] {
        guard case .reverse = step, reversal.progress != .tooLate else { return askNow(at: now) }
        if now.since(startedAt) > pace.reverseWithin {
            // One that is still on its way may land until the end, so until then its doubt stays.
            if !reversal.progress.mayLand || now > reversalsEnd {
                progress(reversal, to: .tooLate)
            }
            return askNow(at: now) + [.openCase(.reversalTooLate)]
        }
        // Durable before the call: after a crash this reads "perhaps sent".
        progress(reversal, to: reversal.progress.mayLand ? .sendingAgain : .sending)
        return schedule(.query(at: now.advanced(by: pace.answerMax))) + [.reverse]
            + escalate(at: now)
    }

    private mutating func take(
        _ answer: PayAnswer, while reversal: Reversal, at now: Timestamp
    ) -> [AttemptEffect] {
        switch answer {
        case .paid(let proof):
            return takePaid(proof, askedAt: nil, while: reversal, at: now)
        case .declined(let decline):
            return end(.declined(decline))
        case .neverSent(let doubt):
            return end(.declined(Decline(kind: .neverSent, code: doubt.detail)))
        case .awaitingShopper, .offered, .unresolved:
            // A code that comes now is not kept, so that nobody is shown an order that is undone.
            return []
        }
    }

    private mutating func take(
        _ answer: QueryAnswer, askedAt: Timestamp, while reversal: Reversal, at now: Timestamp
    ) -> [AttemptEffect] {
        switch answer {
        case .paid(let proof):
            return takePaid(proof, askedAt: askedAt, while: reversal, at: now)
        case .closed:
            return end(.reversed(reversal.cause))
        case .refunded:
            // After a confirmed reversal that is its trace; else somebody gave back, perhaps a part.
            let isOurs = reversal.progress == .confirmed
            return end(.reversed(reversal.cause)) + (isOurs ? [] : [.openCase(.givenBackOutside)])
        case .notFound where askedAt >= payableUntil || wasNeverShown:
            if reversal.progress == .confirmed { return end(.reversed(reversal.cause)) }
            return end(.declined(Decline(kind: .neverArrived, code: "")))
        case .notFound:
            switch reversal.progress {
            case .foundNothing, .confirmed, .tooLate:
                // A delayed request may still arrive. Asked at its usual pace it is found soon after,
                // and "not there" is believed once it no longer can.
                let next = min(payableUntil, now.advanced(by: pauseInDoubt(at: now)))
                return schedule(.query(at: max(now, next))) + [.tellTill]
            case .notSent, .sending, .sendingAgain, .inDoubt, .refused:
                return reverseAgain(reversal, at: now)
            }
        case .awaitingShopper, .notPaid, .unresolved:
            return reverseAgain(reversal, at: now)
        }
    }

    private mutating func take(
        _ answer: ReverseAnswer, while reversal: Reversal, at now: Timestamp
    ) -> [AttemptEffect] {
        switch answer {
        case .reversed:
            progress(reversal, to: .confirmed)
            return askNow(at: now) + [.tellTill]
        case .nothingToReverse:
            progress(reversal, unlessInDoubt: .foundNothing)
            return askNow(at: now)
        case .again:
            // Some channels answer this after having begun to undo, so it counts as in doubt.
            progress(reversal, to: .inDoubt)
            return schedule(.reverse(at: now.advanced(by: pace.reverseEvery))) + [.tellTill]
        case .queryFirst:
            progress(reversal, unlessInDoubt: .refused)
            return askNow(at: now)
        case .expired:
            progress(reversal, unlessInDoubt: .tooLate)
            return askNow(at: now) + [.openCase(.reversalTooLate)]
        case .refused(let code):
            progress(reversal, unlessInDoubt: .refused)
            return schedule(.query(at: now.advanced(by: pauseInDoubt(at: now))))
                + [.openCase(.reversalRefused(code: code)), .tellTill]
        case .unresolved:
            progress(reversal, to: .inDoubt)
            return schedule(.query(at: now.advanced(by: Attempt.doubtPause))) + [.tellTill]
        case .neverSent:
            progress(reversal, unlessInDoubt: .notSent)
            return schedule(.query(at: now.advanced(by: pauseInDoubt(at: now)))) + [.tellTill]
        }
    }

    /// The channel says it was paid while we want it undone.
    private mutating func takePaid(
        _ proof: PaidProof, askedAt: Timestamp?, while reversal: Reversal, at now: Timestamp
    ) -> [AttemptEffect] {
        switch compare(proof) {
        case .anotherOrder:
            return schedule(.query(at: now.advanced(by: pauseInDoubt(at: now))))
        case .anotherAmount:
            var wrong = reversal
            wrong.cause = .wrongAmount
            if !pace.reversalGivesBack { wrong.progress = .tooLate }
            state = .reversing(wrong)
            return reverseAgain(wrong, at: now, isPaid: true) + [.openCase(.wrongAmount(proof))]
        case .ours:
            // A reversal that was in doubt until the end may have landed after this was said.
            if !pace.reversalGivesBack {
                // What is paid cannot be closed any more, not even by a call that is on its way.
                return end(.succeeded(proof))
                    + (reversal.cause.acceptsSuccess ? [] : [.openCase(.orphanPaid)])
            }
            let isOld = now > reversalsEnd && (askedAt.map { $0 <= reversalsEnd } ?? true)
            if reversal.progress == .tooLate, isOld { return askNow(at: now) }
            if reversal.cause.acceptsSuccess, !reversal.progress.mayLand {
                return end(.succeeded(proof))
            }
            if reversal.progress == .tooLate {
                return end(.succeeded(proof)) + [.openCase(.orphanPaid)]
            }
            return reverseAgain(reversal, at: now, isPaid: true)
        }
    }

    /// Asks for the reversal (once more), no sooner than the channel allows.
    ///
    /// One that already waits for its turn keeps it. The pause grows with the attempt's age, but not
    /// while the channel holds the customer's money: that goes back at the channel's usual pace.
    private mutating func reverseAgain(
        _ reversal: Reversal, at now: Timestamp, isPaid: Bool = false
    ) -> [AttemptEffect] {
        if reversal.progress == .tooLate {
            return schedule(.query(at: now.advanced(by: pauseInDoubt(at: now)))) + [.tellTill]
        }
        let usual = isPaid ? pace.reverseEvery : pauseToReverse(at: now)
        let pause = reversal.progress == .notSent ? Pause.zero : usual
        var at = max(now.advanced(by: pause), reversalsBegin)
        if case .reverse(let waiting) = step { at = min(at, waiting) }
        return schedule(.reverse(at: at)) + [.tellTill]
    }

    private mutating func progress(_ reversal: Reversal, to progress: Reversal.Progress) {
        state = .reversing(Reversal(cause: reversal.cause, progress: progress))
    }

    /// A "no" settles only the call it answers: while another may land, the doubt stays.
    private mutating func progress(
        _ reversal: Reversal, unlessInDoubt settled: Reversal.Progress
    ) {
        switch reversal.progress {
        case .notSent, .sending, .refused, .foundNothing: progress(reversal, to: settled)
        case .sendingAgain, .inDoubt: progress(reversal, to: .inDoubt)
        case .tooLate, .confirmed: return
        }
    }

    /// After a crash: a call that was under way is in doubt; what was answered stays answered.
    private mutating func progress(
        _ reversal: Reversal, unlessAnswered doubt: Reversal.Progress
    ) {
        switch reversal.progress {
        case .sending, .sendingAgain: progress(reversal, to: doubt)
        case .notSent, .inDoubt, .refused, .foundNothing, .tooLate, .confirmed: return
        }
    }
}
