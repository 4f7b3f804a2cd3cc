// While a refund is open: send, ask, and send the same again when the channel does not know it.

internal import Retail

extension Refund {
    /// `reserved`: durable, and nothing has been said to the channel.
    mutating func receiveWhileReserved(
        _ event: RefundEvent, at now: Timestamp
    ) throws(Refusal) -> [RefundEffect] {
        switch event {
        case .due, .restarted, .askRequested:
            return sendNow(at: now)
        case .notified(let proof), .statementShows(let proof):
            // A database restored from an old backup does not know what it has sent.
            return takeDone(proof)
        case .sendAnswered, .queryAnswered:
            throw bug(event)
        }
    }

    /// `sending`, `unresolved` and `accepted`: every event can occur, calls may overlap.
    mutating func receiveWhileOpen(_ event: RefundEvent, at now: Timestamp) -> [RefundEffect] {
        switch event {
        case .sendAnswered(let answer):
            return take(answer, at: now)
        case .queryAnswered(let answer, _):
            return take(answer, at: now)
        case .due:
            if case .send = step, case .unresolved = state { return sendNow(at: now) }
            return giveUpWaiting("no answer in time") + askNow(at: now)
        case .restarted:
            return giveUpWaiting("process ended") + askNow(at: now)
        case .askRequested:
            return giveUpWaiting("asked before the answer") + askNow(at: now)
        case .notified(let proof), .statementShows(let proof):
            return takeDone(proof)
        }
    }

    /// A question too early does no harm, and the answer to the send is still taken when it comes.
    private mutating func giveUpWaiting(_ detail: String) -> [RefundEffect] {
        guard state == .sending else { return [] }
        state = .unresolved(Doubt(kind: .interrupted, detail: detail))
        return [.tellTill]
    }

    /// An answer to a send, perhaps to one before the last: they all say the same request.
    private mutating func take(_ answer: RefundAnswer, at now: Timestamp) -> [RefundEffect] {
        let nextQuery = RefundStep.query(at: now.advanced(by: pace.queryAfter))
        let nextSend = RefundStep.send(at: now.advanced(by: pauseToResend(at: now)))
        switch answer {
        case .done(let proof):
            if state == .sending, !isOurs(proof) {
                let doubt = Doubt(kind: .foreignAnswer, detail: "another refund or order")
                return doubtful(doubt, nextQuery)
            }
            return takeDone(proof)
        case .accepted:
            return state.isPromised ? [] : promise(nextQuery)
        case .later(let code):
            let doubt = Doubt(kind: .listedCode, detail: code)
            return state.isPromised ? [] : doubtful(doubt, nextSend)
        case .failed(let failure):
            // After a promise only a question may take it back: an older send may answer late.
            return state.isPromised ? askNow(at: now) : fail(failure)
        case .unresolved(let doubt):
            return state.isPromised ? [] : doubtful(doubt, nextQuery)
        case .neverSent(let doubt):
            return state.isPromised ? [] : doubtful(doubt, nextSend)
        }
    }

    /// An answer to a query.
    private mutating func take(_ answer: RefundQueryAnswer, at now: Timestamp) -> [RefundEffect] {
        let nextQuery = RefundStep.query(at: now.advanced(by: pauseToQuery(at: now)))
        // While a send is under way only good news counts: its answer will be newer than this, and
        // a channel may take up again what it had closed.
        let isSending = state == .sending
        switch answer {
        case .done(let proof):
            return takeDone(proof)
        case .processing:
            return promise(nextQuery)
        case .notFound:
            let doubt = Doubt(kind: .listedCode, detail: "not found")
            let nextSend = RefundStep.send(at: now.advanced(by: pauseToResend(at: now)))
            return isSending ? [] : doubtful(doubt, nextSend)
        case .failed(let failure):
            return isSending ? [] : fail(failure)
        case .unresolved(let doubt):
            if isSending { return [] }
            // The question brought nothing, so a promise stays what it is.
            let isNews = !state.isPromised || doubt.kind == .needsPerson
            return isNews ? doubtful(doubt, nextQuery) : schedule(nextQuery)
        }
    }

    /// The channel says that money was given back; what it says of another refund is no news here.
    private mutating func takeDone(_ proof: RefundProof) -> [RefundEffect] {
        guard isOurs(proof) else { return [] }
        let isOtherAmount = proof.amount != amount
        return end(.succeeded(proof)) + (isOtherAmount ? [.openCase(.otherAmount(proof))] : [])
    }

    private mutating func fail(_ failure: RefundFailure) -> [RefundEffect] {
        end(.failed(failure)) + [.openCase(.failed)]
    }
}
