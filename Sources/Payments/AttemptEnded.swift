// After the end nothing is overwritten. Late news is either the same news again, and nothing happens,
// or it contradicts the end, and a person gets a case with the proof in it.

internal import Retail

extension Attempt {
    mutating func receiveAfterSuccess(
        _ proof: PaidProof, _ event: AttemptEvent
    ) throws(Refusal) -> [AttemptEffect] {
        switch event {
        case .payAnswered(.paid(let again)), .queryAnswered(.paid(let again), _),
            .notified(let again), .statementShows(let again):
            guard again.merchantOrderNumber == number.digits else { return [] }
            guard again.channelTradeNumber == proof.channelTradeNumber else {
                return [.openCase(.secondDebit(again))]
            }
            // The same payment again is no news, unless it now says another amount.
            let isSame = again.amount == proof.amount && again.currency == proof.currency
            return isSame ? [] : [.openCase(.wrongAmount(again))]
        case .payAnswered(.declined):
            return [.openCase(.contradiction)]
        case .payAnswered(.awaitingShopper), .payAnswered(.offered), .payAnswered(.unresolved),
            .payAnswered(.neverSent):
            return []
        case .queryAnswered(.closed, _), .queryAnswered(.refunded, _):
            return [.openCase(.givenBackAfterSuccess)]
        case .queryAnswered(.awaitingShopper, _), .queryAnswered(.notPaid, _),
            .queryAnswered(.notFound, _), .queryAnswered(.unresolved, _):
            return []
        case .reverseAnswered(.reversed):
            return [.openCase(.givenBackAfterSuccess)]
        case .reverseAnswered(.nothingToReverse), .reverseAnswered(.again),
            .reverseAnswered(.expired), .reverseAnswered(.queryFirst),
            .reverseAnswered(.refused), .reverseAnswered(.unresolved),
            .reverseAnswered(.neverSent):
            return []
        case .reversalRequested(.orphan):
            return [.openCase(.orphanPaid)]
        case .reversalRequested(.cashier), .reversalRequested(.deadline),
            .reversalRequested(.wrongAmount), .reversalRequested(.outside):
            throw unwelcome(event)
        case .due, .restarted, .askRequested:
            throw unwelcome(event)
        }
    }

    mutating func receiveAfterNoDebit(
        _ event: AttemptEvent
    ) throws(Refusal) -> [AttemptEffect] {
        switch event {
        case .payAnswered(.paid(let proof)), .queryAnswered(.paid(let proof), _),
            .notified(let proof), .statementShows(let proof):
            guard proof.merchantOrderNumber == number.digits else { return [] }
            return [.openCase(.lateSuccess(proof)), .tellTill]
        case .payAnswered, .queryAnswered, .reverseAnswered:
            return []
        case .reversalRequested(.orphan):
            return []
        case .reversalRequested, .due, .restarted, .askRequested:
            throw unwelcome(event)
        }
    }
}
