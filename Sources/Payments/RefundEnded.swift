// After the end nothing is overwritten. Late news is either the same news again, and nothing happens,
// or it contradicts the end, and a person gets a case with the proof in it.

extension Refund {
    mutating func receiveAfterSuccess(
        _ proof: RefundProof, _ event: RefundEvent
    ) throws(Refusal) -> [RefundEffect] {
        switch event {
        case .sendAnswered(.done(let again)), .queryAnswered(.done(let again), _),
            .notified(let again), .statementShows(let again):
            // The same again is no news, unless it now says another amount.
            guard isOurs(again), again.amount != proof.amount else { return [] }
            return [.openCase(.otherAmount(again))]
        case .sendAnswered(.failed), .queryAnswered(.failed, _):
            return [.openCase(.contradiction)]
        case .sendAnswered(.accepted), .sendAnswered(.later), .sendAnswered(.unresolved),
            .sendAnswered(.neverSent):
            return []
        case .queryAnswered(.processing, _), .queryAnswered(.notFound, _),
            .queryAnswered(.unresolved, _):
            return []
        case .due, .restarted, .askRequested:
            throw unwelcome(event)
        }
    }

    mutating func receiveAfterFailure(
        _ event: RefundEvent
    ) throws(Refusal) -> [RefundEffect] {
        switch event {
        case .sendAnswered(.done(let proof)), .queryAnswered(.done(let proof), _),
            .notified(let proof), .statementShows(let proof):
            guard isOurs(proof) else { return [] }
            return [.openCase(.lateSuccess(proof)), .tellTill]
        case .sendAnswered(.accepted), .queryAnswered(.processing, _):
            return [.openCase(.contradiction)]
        case .sendAnswered(.later), .sendAnswered(.failed), .sendAnswered(.unresolved),
            .sendAnswered(.neverSent):
            return []
        case .queryAnswered(.notFound, _), .queryAnswered(.failed, _),
            .queryAnswered(.unresolved, _):
            return []
        case .due, .restarted, .askRequested:
            throw unwelcome(event)
        }
    }
}
