// Every state a refund can stand in and every event it can be told, listed so that a new one does not
// compile until it has its row.

import Payments
import Retail

/// The kinds of states.
enum RefundStateKind: CaseIterable {
    case reserved, sending, unresolved, accepted, succeeded, failed

    init(_ state: RefundState) {
        switch state {
        case .reserved: self = .reserved
        case .sending: self = .sending
        case .unresolved: self = .unresolved
        case .accepted: self = .accepted
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        }
    }

    /// Every state of the kind, with the word that tells it from the others of its kind.
    func samples() throws -> [(word: String, state: RefundState)] {
        switch self {
        case .reserved: [("", .reserved)]
        case .sending: [("", .sending)]
        case .unresolved:
            Doubt.Kind.allCases.map { ($0.rawValue, .unresolved(Doubt(kind: $0, detail: "x"))) }
        case .accepted: [("", .accepted)]
        case .succeeded: [("", .succeeded(try RefundCounter.proof()))]
        case .failed:
            RefundFailure.Kind.allCases.map {
                ($0.rawValue, .failed(RefundFailure(kind: $0, code: "X")))
            }
        }
    }
}

/// The kinds of events: one for each case, and for each answer a call can have.
enum RefundEventKind: CaseIterable {
    case sendDone, sendAccepted, sendLater, sendFailed, sendUnresolved, sendNeverSent
    case queryDone, queryProcessing, queryNotFound, queryFailed, queryUnresolved
    case due, restarted, askRequested, notified, statementShows

    init(_ event: RefundEvent) {
        switch event {
        case .sendAnswered(.done): self = .sendDone
        case .sendAnswered(.accepted): self = .sendAccepted
        case .sendAnswered(.later): self = .sendLater
        case .sendAnswered(.failed): self = .sendFailed
        case .sendAnswered(.unresolved): self = .sendUnresolved
        case .sendAnswered(.neverSent): self = .sendNeverSent
        case .queryAnswered(.done, _): self = .queryDone
        case .queryAnswered(.processing, _): self = .queryProcessing
        case .queryAnswered(.notFound, _): self = .queryNotFound
        case .queryAnswered(.failed, _): self = .queryFailed
        case .queryAnswered(.unresolved, _): self = .queryUnresolved
        case .due: self = .due
        case .restarted: self = .restarted
        case .askRequested: self = .askRequested
        case .notified: self = .notified
        case .statementShows: self = .statementShows
        }
    }
}

/// One event at one moment, as it stands in the table.
struct RefundSample {
    let title: String
    let event: RefundEvent
    /// Seconds since the refund began.
    var seconds: Int64 = 30
    /// The step that is waiting then; the state's usual one where the event does not depend on it.
    var step: RefundStep?
}

extension RefundEventKind {
    /// The events of the kind, one for each circumstance that the machine looks at.
    func samples() throws -> [RefundSample] {
        let doubt = Doubt(kind: .timeout, detail: "x")
        let failure = RefundFailure(kind: .tooLate, code: "TRADE_OVERDUE")
        switch self {
        case .sendDone: return try told("send: done") { .sendAnswered(.done($0)) }
        case .sendAccepted: return [send(.accepted)]
        case .sendLater: return [send(.later(code: "NOTENOUGH"))]
        case .sendFailed: return [send(.failed(failure))]
        case .sendUnresolved: return [send(.unresolved(doubt))]
        case .sendNeverSent: return [send(.neverSent(doubt))]
        case .queryDone:
            return try told("query: done") { .queryAnswered(.done($0), askedAt: Counter.at(29)) }
        case .queryProcessing: return aged(.processing)
        case .queryNotFound: return aged(.notFound)
        case .queryFailed: return [query(.failed(RefundFailure(kind: .closed, code: "CLOSED")))]
        case .queryUnresolved:
            let held = Doubt(kind: .needsPerson, detail: "CHANGE")
            return aged(.unresolved(doubt)) + [query(.unresolved(held), ", needs a person")]
        case .due: return dueSamples()
        case .restarted: return [RefundSample(title: "restarted", event: .restarted)]
        case .askRequested: return [RefundSample(title: "ask requested", event: .askRequested)]
        case .notified: return try told("notified", RefundEvent.notified)
        case .statementShows: return try told("statement", RefundEvent.statementShows)
        }
    }

    private func dueSamples() -> [RefundSample] {
        [
            RefundSample(title: "due: send", event: .due, step: .send(at: Counter.at(30))),
            RefundSample(title: "due: query", event: .due, step: .query(at: Counter.at(30))),
            RefundSample(
                title: "due: send, long open", event: .due, seconds: 300,
                step: .send(at: Counter.at(300))),
            RefundSample(
                title: "due: query, long open", event: .due, seconds: 300,
                step: .query(at: Counter.at(300))),
            RefundSample(
                title: "due: query, very long open", event: .due, seconds: 3_000,
                step: .query(at: Counter.at(3_000))),
            RefundSample(
                title: "due before its time", event: .due, step: .send(at: Counter.at(31))),
        ]
    }

    /// What may be said of a refund: ours, not quite ours, not ours.
    private func told(
        _ title: String, _ event: (RefundProof) -> RefundEvent
    ) throws -> [RefundSample] {
        let another = "R2026112315420501010200038784"
        return [
            RefundSample(title: title, event: event(try RefundCounter.proof())),
            RefundSample(
                title: title + ", another amount",
                event: event(try RefundCounter.proof(amount: Money(fen: 1_999)))),
            RefundSample(
                title: title + ", another refund",
                event: event(try RefundCounter.proof(number: another))),
            RefundSample(
                title: title + ", another order",
                event: event(try RefundCounter.proof(order: String(another.dropFirst())))),
        ]
    }

    private func send(_ answer: RefundAnswer) -> RefundSample {
        RefundSample(title: "send: \(answer.name)", event: .sendAnswered(answer))
    }

    private func query(
        _ answer: RefundQueryAnswer, _ circumstance: String = "", at seconds: Int64 = 30
    ) -> RefundSample {
        RefundSample(
            title: "query: \(answer.name)\(circumstance)",
            event: .queryAnswered(answer, askedAt: Counter.at(seconds - 1)), seconds: seconds)
    }

    private func aged(_ answer: RefundQueryAnswer) -> [RefundSample] {
        [query(answer), query(answer, ", long open", at: 300)]
    }
}
