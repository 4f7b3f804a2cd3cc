// Every event an attempt can be told, listed so that a new one does not compile until it has a row.

import Payments
import Retail

/// The kinds of events: one for each case, and for each answer a call can have.
enum EventKind: CaseIterable {
    case payPaid, payAwaitingShopper, payOffered, payDeclined, payUnresolved, payNeverSent
    case queryPaid, queryAwaitingShopper, queryNotPaid, queryNotFound, queryClosed, queryRefunded
    case queryUnresolved
    case reverseReversed, reverseNothing, reverseAgain, reverseExpired, reverseQueryFirst
    case reverseRefused, reverseUnresolved, reverseNeverSent
    case due, restarted, reversalRequested, askRequested, notified, statementShows

    init(_ event: AttemptEvent) {
        switch event {
        case .payAnswered(let answer): self.init(answer)
        case .queryAnswered(let answer, _): self.init(answer)
        case .reverseAnswered(let answer): self.init(answer)
        case .due: self = .due
        case .restarted: self = .restarted
        case .reversalRequested: self = .reversalRequested
        case .askRequested: self = .askRequested
        case .notified: self = .notified
        case .statementShows: self = .statementShows
        }
    }

    private init(_ answer: PayAnswer) {
        switch answer {
        case .paid: self = .payPaid
        case .awaitingShopper: self = .payAwaitingShopper
        case .offered: self = .payOffered
        case .declined: self = .payDeclined
        case .unresolved: self = .payUnresolved
        case .neverSent: self = .payNeverSent
        }
    }

    private init(_ answer: QueryAnswer) {
        switch answer {
        case .paid: self = .queryPaid
        case .awaitingShopper: self = .queryAwaitingShopper
        case .notPaid: self = .queryNotPaid
        case .notFound: self = .queryNotFound
        case .closed: self = .queryClosed
        case .refunded: self = .queryRefunded
        case .unresolved: self = .queryUnresolved
        }
    }

    private init(_ answer: ReverseAnswer) {
        switch answer {
        case .reversed: self = .reverseReversed
        case .nothingToReverse: self = .reverseNothing
        case .again: self = .reverseAgain
        case .expired: self = .reverseExpired
        case .queryFirst: self = .reverseQueryFirst
        case .refused: self = .reverseRefused
        case .unresolved: self = .reverseUnresolved
        case .neverSent: self = .reverseNeverSent
        }
    }
}

/// One event at one moment, as it stands in the table.
struct EventSample {
    let title: String
    let event: AttemptEvent
    /// Seconds since the attempt began.
    var seconds: Int64 = 30
    /// The step that is waiting then; a query where the event does not depend on it.
    var step = AttemptStep.query(at: Counter.at(10))
}

extension EventKind {
    /// The events of the kind, one for each circumstance that the machine looks at.
    func samples() throws -> [EventSample] {
        switch self {
        case .payPaid, .payAwaitingShopper, .payOffered, .payDeclined, .payUnresolved,
            .payNeverSent:
            try paySamples()
        case .queryPaid, .queryAwaitingShopper, .queryNotPaid, .queryNotFound, .queryClosed,
            .queryRefunded, .queryUnresolved:
            try querySamples()
        case .reverseReversed, .reverseNothing, .reverseAgain, .reverseExpired, .reverseQueryFirst,
            .reverseRefused, .reverseUnresolved, .reverseNeverSent:
            reverseSamples()
        case .due: dueSamples()
        case .restarted: [EventSample(title: "restarted", event: .restarted)]
        case .reversalRequested:
            Reversal.Cause.allCases.map {
                EventSample(
                    title: "reversal requested: \($0.rawValue)", event: .reversalRequested($0))
            }
        case .askRequested: [EventSample(title: "ask requested", event: .askRequested)]
        case .notified: try told("notified", AttemptEvent.notified)
        case .statementShows: try told("statement", AttemptEvent.statementShows)
        }
    }

    private func paySamples() throws -> [EventSample] {
        switch self {
        case .payPaid: return try told("pay: paid") { .payAnswered(.paid($0)) }
        case .payAwaitingShopper:
            let title = "pay: awaitingShopper"
            return [EventSample(title: title, event: .payAnswered(.awaitingShopper))]
        case .payOffered:
            return [
                EventSample(
                    title: "pay: offered", event: .payAnswered(.offered(code: "weixin://x")))
            ]
        case .payDeclined:
            let decline = Decline(kind: .notEnoughMoney, code: "NOTENOUGH")
            return [EventSample(title: "pay: declined", event: .payAnswered(.declined(decline)))]
        case .payUnresolved:
            let doubt = Doubt(kind: .timeout, detail: "x")
            return [EventSample(title: "pay: unresolved", event: .payAnswered(.unresolved(doubt)))]
        case .payNeverSent:
            let doubt = Doubt(kind: .connectFailed, detail: "x")
            return [EventSample(title: "pay: neverSent", event: .payAnswered(.neverSent(doubt)))]
        case .queryPaid, .queryAwaitingShopper, .queryNotPaid, .queryNotFound, .queryClosed,
            .queryRefunded, .queryUnresolved, .reverseReversed, .reverseNothing, .reverseAgain,
            .reverseExpired, .reverseQueryFirst, .reverseRefused, .reverseUnresolved,
            .reverseNeverSent, .due, .restarted, .reversalRequested, .askRequested, .notified,
            .statementShows:
            return []
        }
    }

    private func querySamples() throws -> [EventSample] {
        let doubt = Doubt(kind: .timeout, detail: "x")
        switch self {
        case .queryPaid:
            return try told("query: paid") { .queryAnswered(.paid($0), askedAt: Counter.at(30)) }
                + [
                    query("paid, too late to undo", .paid(try Counter.proof()), askedAt: 100_000),
                    query(
                        "paid, asked before it was too late", .paid(try Counter.proof()),
                        askedAt: 30, at: 100_000),
                ]
        case .queryAwaitingShopper:
            return timed("awaitingShopper", .awaitingShopper)
        case .queryNotPaid: return timed("notPaid", .notPaid)
        case .queryNotFound:
            return timed("notFound", .notFound)
                + [
                    query("notFound, no longer payable", .notFound, askedAt: 120),
                    query("notFound, asked before that", .notFound, askedAt: 119, at: 121),
                ]
        case .queryClosed: return [query("closed", .closed(code: "CLOSED"), askedAt: 30)]
        case .queryRefunded:
            return [query("refunded", .refunded(try Counter.proof()), askedAt: 30)]
        case .queryUnresolved: return timed("unresolved", .unresolved(doubt))
        case .payPaid, .payAwaitingShopper, .payOffered, .payDeclined, .payUnresolved,
            .payNeverSent,
            .reverseReversed, .reverseNothing, .reverseAgain, .reverseExpired, .reverseQueryFirst,
            .reverseRefused, .reverseUnresolved, .reverseNeverSent, .due, .restarted,
            .reversalRequested, .askRequested, .notified, .statementShows:
            return []
        }
    }

    private func reverseSamples() -> [EventSample] {
        let doubt = Doubt(kind: .timeout, detail: "x")
        let answer: ReverseAnswer
        switch self {
        case .reverseReversed: answer = .reversed
        case .reverseNothing: answer = .nothingToReverse
        case .reverseAgain: answer = .again(code: "USERPAYING")
        case .reverseExpired: answer = .expired(code: "REVERSE_EXPIRE")
        case .reverseQueryFirst: answer = .queryFirst(code: "TRADE_ERROR")
        case .reverseRefused: answer = .refused(code: "INVALID_TRANSACTIONID")
        case .reverseUnresolved: answer = .unresolved(doubt)
        case .reverseNeverSent: answer = .neverSent(doubt)
        case .payPaid, .payAwaitingShopper, .payOffered, .payDeclined, .payUnresolved,
            .payNeverSent,
            .queryPaid, .queryAwaitingShopper, .queryNotPaid, .queryNotFound, .queryClosed,
            .queryRefunded, .queryUnresolved, .due, .restarted, .reversalRequested,
            .askRequested, .notified, .statementShows:
            return []
        }
        return [EventSample(title: "reverse: \(answer.name)", event: .reverseAnswered(answer))]
    }

    private func dueSamples() -> [EventSample] {
        [
            EventSample(title: "due: query", event: .due),
            EventSample(
                title: "due: query, long in doubt", event: .due, seconds: 300,
                step: .query(at: Counter.at(300))),
            EventSample(title: "due: reverse", event: .due, step: .reverse(at: Counter.at(30))),
            EventSample(
                title: "due: reverse, past the limit", event: .due, seconds: 86_401,
                step: .reverse(at: Counter.at(86_401))),
            EventSample(
                title: "due: reverse, long past the limit", event: .due, seconds: 100_000,
                step: .reverse(at: Counter.at(100_000))),
            EventSample(
                title: "due before its time", event: .due, step: .reverse(at: Counter.at(31))),
        ]
    }

    /// What may be said of a payment: ours, not quite ours, not ours.
    private func told(
        _ title: String, _ event: (PaidProof) -> AttemptEvent
    ) throws -> [EventSample] {
        [
            EventSample(title: title, event: event(try Counter.proof())),
            EventSample(
                title: title + ", another amount",
                event: event(try Counter.proof(amount: Money(fen: 6_500)))),
            EventSample(
                title: title + ", another currency",
                event: event(try Counter.proof(currency: "HKD"))),
            EventSample(
                title: title + ", another trade",
                event: event(try Counter.proof(trade: "4200001234202611230000000002"))),
            EventSample(
                title: title + ", another merchant",
                event: event(try Counter.proof(account: "1900000110"))),
            EventSample(title: title + ", another order", event: event(try Counter.foreignProof())),
        ]
    }

    private func query(
        _ title: String, _ answer: QueryAnswer, askedAt: Int64, at: Int64? = nil
    ) -> EventSample {
        EventSample(
            title: "query: " + title, event: .queryAnswered(answer, askedAt: Counter.at(askedAt)),
            seconds: at ?? askedAt)
    }

    private func timed(_ title: String, _ answer: QueryAnswer) -> [EventSample] {
        [
            query(title, answer, askedAt: 30),
            query(title + ", asked at the deadline", answer, askedAt: 45),
        ]
    }
}
