// An event as a line of the journal, and back: the state of every attempt can be rebuilt by feeding
// its journal to the machine again, and a test does.

internal import Retail

extension AttemptEvent {
    /// The event with all it carries, as one line.
    ///
    /// Holds no secret: codes and keys never reach events.
    package var fieldText: FieldText {
        switch self {
        case .payAnswered(let answer): answer.fieldText
        case .queryAnswered(let answer, let askedAt):
            answer.fieldText.with("askedAt", askedAt.microseconds)
        case .reverseAnswered(let answer): answer.fieldText
        case .due: FieldText("due")
        case .restarted: FieldText("restarted")
        case .reversalRequested(let cause):
            FieldText("reversal-requested").with("cause", cause.rawValue)
        case .askRequested: FieldText("ask-requested")
        case .notified(let proof): proof.fields(in: FieldText("notified"))
        case .statementShows(let proof): proof.fields(in: FieldText("statement-shows"))
        }
    }

    /// Reads an event.
    ///
    /// *Errors*: `FieldError`.
    package init(_ fields: FieldText) throws(FieldError) {
        switch fields.name {
        case "due": self = .due
        case "restarted": self = .restarted
        case "ask-requested": self = .askRequested
        case "reversal-requested": self = .reversalRequested(try Reversal.Cause(fields))
        case "notified": self = .notified(try PaidProof(fields))
        case "statement-shows": self = .statementShows(try PaidProof(fields))
        case "pay-paid": self = .payAnswered(.paid(try PaidProof(fields)))
        case "pay-awaiting-shopper": self = .payAnswered(.awaitingShopper)
        case "pay-offered": self = .payAnswered(.offered(code: try fields.text("code")))
        case "pay-declined": self = .payAnswered(.declined(try Decline(fields)))
        case "pay-unresolved": self = .payAnswered(.unresolved(try Doubt(fields)))
        case "pay-never-sent": self = .payAnswered(.neverSent(try Doubt(fields)))
        case "reverse-reversed": self = .reverseAnswered(.reversed)
        case "reverse-nothing": self = .reverseAnswered(.nothingToReverse)
        case "reverse-again": self = .reverseAnswered(.again(code: try fields.text("code")))
        case "reverse-expired": self = .reverseAnswered(.expired(code: try fields.text("code")))
        case "reverse-query-first":
            self = .reverseAnswered(.queryFirst(code: try fields.text("code")))
        case "reverse-refused": self = .reverseAnswered(.refused(code: try fields.text("code")))
        case "reverse-unresolved": self = .reverseAnswered(.unresolved(try Doubt(fields)))
        case "reverse-never-sent": self = .reverseAnswered(.neverSent(try Doubt(fields)))
        default:
            let askedAt = Timestamp(microseconds: try fields.integer("askedAt"))
            self = .queryAnswered(try QueryAnswer(fields), askedAt: askedAt)
        }
    }
}

extension PayAnswer {
    fileprivate var fieldText: FieldText {
        switch self {
        case .paid(let proof): proof.fields(in: FieldText("pay-paid"))
        case .awaitingShopper: FieldText("pay-awaiting-shopper")
        case .offered(let code): FieldText("pay-offered").with("code", code)
        case .declined(let decline): decline.fields(in: FieldText("pay-declined"))
        case .unresolved(let doubt): doubt.fields(in: FieldText("pay-unresolved"))
        case .neverSent(let doubt): doubt.fields(in: FieldText("pay-never-sent"))
        }
    }
}

extension QueryAnswer {
    fileprivate var fieldText: FieldText {
        switch self {
        case .paid(let proof): proof.fields(in: FieldText("query-paid"))
        case .awaitingShopper: FieldText("query-awaiting-shopper")
        case .notPaid: FieldText("query-not-paid")
        case .notFound: FieldText("query-not-found")
        case .closed(let code): FieldText("query-closed").with("code", code)
        case .refunded(let proof): proof.fields(in: FieldText("query-refunded"))
        case .unresolved(let doubt): doubt.fields(in: FieldText("query-unresolved"))
        }
    }

    fileprivate init(_ fields: FieldText) throws(FieldError) {
        switch fields.name {
        case "query-paid": self = .paid(try PaidProof(fields))
        case "query-awaiting-shopper": self = .awaitingShopper
        case "query-not-paid": self = .notPaid
        case "query-not-found": self = .notFound
        case "query-closed": self = .closed(code: try fields.text("code"))
        case "query-refunded": self = .refunded(try PaidProof(fields))
        case "query-unresolved": self = .unresolved(try Doubt(fields))
        case let other: throw .unknownName(other)
        }
    }
}

extension ReverseAnswer {
    fileprivate var fieldText: FieldText {
        switch self {
        case .reversed: FieldText("reverse-reversed")
        case .nothingToReverse: FieldText("reverse-nothing")
        case .again(let code): FieldText("reverse-again").with("code", code)
        case .expired(let code): FieldText("reverse-expired").with("code", code)
        case .queryFirst(let code): FieldText("reverse-query-first").with("code", code)
        case .refused(let code): FieldText("reverse-refused").with("code", code)
        case .unresolved(let doubt): doubt.fields(in: FieldText("reverse-unresolved"))
        case .neverSent(let doubt): doubt.fields(in: FieldText("reverse-never-sent"))
        }
    }
}
