// The few moves every state of a refund makes: send, ask, wait, end; and what its parts are called.

internal import Retail

extension Refund {
    /// Whether the channel's word is about this refund of this order.
    func isOurs(_ proof: RefundProof) -> Bool {
        proof.refundNumber == number.text && proof.merchantOrderNumber == order.digits
    }

    mutating func end(_ state: RefundState) -> [RefundEffect] {
        self.state = state
        step = nil
        return [.tellTill]
    }

    mutating func schedule(_ step: RefundStep) -> [RefundEffect] {
        self.step = step
        return [.wake(at: step.at)]
    }

    /// Sends, durable before the call: after a crash this reads "perhaps sent".
    mutating func sendNow(at now: Timestamp) -> [RefundEffect] {
        state = .sending
        sends &+= 1
        return schedule(.query(at: now.advanced(by: pace.answerMax))) + [.send, .tellTill]
            + escalate(at: now)
    }

    /// Sends a question now; should its answer never be recorded, the next one follows by itself.
    mutating func askNow(at now: Timestamp) -> [RefundEffect] {
        queries &+= 1
        return schedule(.query(at: now.advanced(by: pace.answerMax))) + [.query]
            + escalate(at: now)
    }

    mutating func promise(_ next: RefundStep) -> [RefundEffect] {
        state = .accepted
        return schedule(next) + [.tellTill]
    }

    mutating func doubtful(_ doubt: Doubt, _ step: RefundStep) -> [RefundEffect] {
        state = .unresolved(doubt)
        return schedule(step) + [.tellTill] + (doubt.kind == .needsPerson ? tellPerson() : [])
    }

    /// A case is opened once when it has been open too long; sending and asking go on.
    ///
    /// A promise is no doubt: banks take days, so there the limit is another.
    private mutating func escalate(at now: Timestamp) -> [RefundEffect] {
        let limit = state == .accepted ? pace.arrivesWithin : pace.escalateAfter
        return now.since(startedAt) >= limit ? tellPerson() : []
    }

    private mutating func tellPerson() -> [RefundEffect] {
        guard escalation == .none else { return [] }
        escalation = .opened
        return [.openCase(.unresolvedTooLong)]
    }

    /// Longer and longer, an eighth of the refund's age, between the channel's two paces.
    func pauseToQuery(at now: Timestamp) -> Pause {
        growing(from: pace.queryEvery, at: now)
    }

    func pauseToResend(at now: Timestamp) -> Pause {
        growing(from: pace.resendEvery, at: now)
    }

    private func growing(from floor: Pause, at now: Timestamp) -> Pause {
        let eighth = Pause(microseconds: now.since(startedAt).microseconds / 8)
        return min(max(floor, eighth), max(floor, pace.queryEveryMax))
    }

    func unwelcome(_ event: RefundEvent) -> Refusal {
        .unwelcome(state: state.name, event: event.name)
    }

    func bug(_ event: RefundEvent) -> Refusal {
        .bug(state: state.name, event: event.name)
    }
}

extension RefundState {
    /// Whether the channel has said that it has this refund and means to pay it out.
    var isPromised: Bool {
        switch self {
        case .accepted: true
        case .unresolved(let doubt): doubt.kind == .needsPerson
        case .reserved, .sending, .succeeded, .failed: false
        }
    }

    /// A stable name for storage, wires and diagrams.
    package var name: String {
        switch self {
        case .reserved: "reserved"
        case .sending: "sending"
        case .unresolved: "unresolved"
        case .accepted: "accepted"
        case .succeeded: "succeeded"
        case .failed: "failed"
        }
    }
}

extension RefundEvent {
    package var name: String {
        switch self {
        case .sendAnswered(let answer): "send " + answer.name
        case .queryAnswered(let answer, _): "query " + answer.name
        case .due: "due"
        case .restarted: "restarted"
        case .askRequested: "ask requested"
        case .notified: "notified"
        case .statementShows: "statement shows"
        }
    }
}

extension RefundAnswer {
    package var name: String {
        switch self {
        case .done: "done"
        case .accepted: "accepted"
        case .later: "later"
        case .failed: "failed"
        case .unresolved: "unresolved"
        case .neverSent: "neverSent"
        }
    }
}

extension RefundQueryAnswer {
    package var name: String {
        switch self {
        case .done: "done"
        case .processing: "processing"
        case .notFound: "notFound"
        case .failed: "failed"
        case .unresolved: "unresolved"
        }
    }
}
