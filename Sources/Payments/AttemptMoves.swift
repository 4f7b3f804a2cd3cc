// The few moves every state makes: end, ask now, wait, compare what the channel said with what we asked.

internal import Retail

extension Attempt {
    /// From a lost answer to the first question.
    ///
    /// A question too early does no harm, and most lost answers are about orders that are already
    /// decided.
    static let doubtPause = Pause.seconds(1)

    /// A clock further back than this is wrong; less is a correction by a time server.
    ///
    /// *Source*: own choice; no deadline is moved by more than this before a person knows.
    static let clockBackMax = Pause.minutes(-1)

    /// How the channel's word compares with the attempt.
    enum Comparison {
        case ours
        /// Our order, but another amount or currency was debited.
        case anotherAmount
        /// Validly said, but about another order or for another merchant.
        case anotherOrder
    }

    func compare(_ proof: PaidProof) -> Comparison {
        let isOurAccount =
            proof.merchantAccount.isEmpty || merchantAccount.isEmpty
            || proof.merchantAccount == merchantAccount
        guard proof.merchantOrderNumber == number.digits, isOurAccount else { return .anotherOrder }
        guard proof.amount == amount, proof.currency == "CNY" else { return .anotherAmount }
        return .ours
    }

    mutating func end(_ state: AttemptState) -> [AttemptEffect] {
        self.state = state
        step = nil
        return [.tellTill]
    }

    mutating func schedule(_ step: AttemptStep) -> [AttemptEffect] {
        self.step = step
        return [.wake(at: step.at)]
    }

    /// Sends a question now; should its answer never be recorded, the next one follows by itself.
    mutating func askNow(at now: Timestamp) -> [AttemptEffect] {
        queries &+= 1
        return schedule(.query(at: now.advanced(by: pace.answerMax))) + [.query]
            + escalate(at: now)
    }

    /// Another process has taken the attempt over, so times that were set by the clock of the one
    /// before mean nothing any more.
    ///
    /// That one may have sent a moment before it died, so the window in which a delayed request can
    /// still debit is counted from now; and what was begun "in the future" was begun by a clock that
    /// was wrong, so its age is counted from now. Nothing then waits for a day because a clock was a
    /// day ahead. Where one in between was behind, the number still says when it was begun, so the
    /// next does not find it older than it is, and past every limit.
    mutating func adoptClock(at now: Timestamp) {
        payableUntil = now.advanced(by: pace.payableFor)
        if now >= number.madeAt { startedAt = max(startedAt, number.madeAt) }
        startedAt = min(startedAt, now)
    }

    /// A case is opened once when the doubt has lasted; asking goes on.
    ///
    /// And at once when the clock says that the attempt is still to begin: it has gone back, every
    /// deadline is as far away as it went, and nobody should wait for it to come round again unseen.
    mutating func escalate(at now: Timestamp) -> [AttemptEffect] {
        let age = now.since(startedAt)
        let isClockBack = age < Attempt.clockBackMax
        guard escalation == .none, age >= pace.escalateAfter || isClockBack else { return [] }
        escalation = .opened
        return [.openCase(.unresolvedTooLong)]
    }

    /// Longer and longer, an eighth of the attempt's age, between the channel's two paces.
    func pauseInDoubt(at now: Timestamp) -> Pause {
        growing(from: pace.queryEvery, at: now)
    }

    func pauseToReverse(at now: Timestamp) -> Pause {
        growing(from: pace.reverseEvery, at: now)
    }

    private func growing(from floor: Pause, at now: Timestamp) -> Pause {
        let eighth = Pause(microseconds: now.since(startedAt).microseconds / 8)
        return min(max(floor, eighth), max(floor, pace.queryEveryMax))
    }

    func unwelcome(_ event: AttemptEvent) -> Refusal {
        .unwelcome(state: state.name, event: event.name)
    }

    func bug(_ event: AttemptEvent) -> Refusal {
        .bug(state: state.name, event: event.name)
    }
}

extension AttemptState {
    /// A stable name for storage, wires and diagrams.
    package var name: String {
        switch self {
        case .sending: "sending"
        case .awaitingShopper: "awaitingShopper"
        case .unresolved: "unresolved"
        case .reversing: "reversing"
        case .succeeded: "succeeded"
        case .declined: "declined"
        case .reversed: "reversed"
        }
    }
}

extension AttemptEvent {
    package var name: String {
        switch self {
        case .payAnswered(let answer): "pay " + answer.name
        case .queryAnswered(let answer, _): "query " + answer.name
        case .reverseAnswered(let answer): "reverse " + answer.name
        case .due: "due"
        case .restarted: "restarted"
        case .reversalRequested(let cause): "reversal requested by " + cause.rawValue
        case .askRequested: "ask requested"
        case .notified: "notified"
        case .statementShows: "statement shows"
        }
    }
}

extension PayAnswer {
    package var name: String {
        switch self {
        case .paid: "paid"
        case .awaitingShopper: "awaitingShopper"
        case .offered: "offered"
        case .declined: "declined"
        case .unresolved: "unresolved"
        case .neverSent: "neverSent"
        }
    }
}

extension QueryAnswer {
    package var name: String {
        switch self {
        case .paid: "paid"
        case .awaitingShopper: "awaitingShopper"
        case .notPaid: "notPaid"
        case .notFound: "notFound"
        case .closed: "closed"
        case .refunded: "refunded"
        case .unresolved: "unresolved"
        }
    }
}

extension ReverseAnswer {
    package var name: String {
        switch self {
        case .reversed: "reversed"
        case .nothingToReverse: "nothingToReverse"
        case .again: "again"
        case .expired: "expired"
        case .queryFirst: "queryFirst"
        case .refused: "refused"
        case .unresolved: "unresolved"
        case .neverSent: "neverSent"
        }
    }
}
