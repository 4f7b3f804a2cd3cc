// A refund's event as a line of the journal, and back: the state of every refund can be rebuilt by
// feeding its journal to the machine again, and a test does.

internal import Retail

extension RefundEvent {
    /// The event with all it carries, as one line.
    package var fieldText: FieldText {
        switch self {
        case .sendAnswered(let answer): answer.fieldText
        case .queryAnswered(let answer, let askedAt):
            answer.fieldText.with("askedAt", askedAt.microseconds)
        case .due: FieldText("due")
        case .restarted: FieldText("restarted")
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
        case "notified": self = .notified(try RefundProof(fields))
        case "statement-shows": self = .statementShows(try RefundProof(fields))
        case "send-done": self = .sendAnswered(.done(try RefundProof(fields)))
        case "send-accepted": self = .sendAnswered(.accepted)
        case "send-later": self = .sendAnswered(.later(code: try fields.text("code")))
        case "send-failed": self = .sendAnswered(.failed(try RefundFailure(fields)))
        case "send-unresolved": self = .sendAnswered(.unresolved(try Doubt(fields)))
        case "send-never-sent": self = .sendAnswered(.neverSent(try Doubt(fields)))
        case "query-done":
            self = .queryAnswered(.done(try RefundProof(fields)), askedAt: try fields.askedAt)
        case "query-processing": self = .queryAnswered(.processing, askedAt: try fields.askedAt)
        case "query-not-found": self = .queryAnswered(.notFound, askedAt: try fields.askedAt)
        case "query-failed":
            self = .queryAnswered(.failed(try RefundFailure(fields)), askedAt: try fields.askedAt)
        case "query-unresolved":
            self = .queryAnswered(.unresolved(try Doubt(fields)), askedAt: try fields.askedAt)
        case let other: throw .unknownName(other)
        }
    }
}

extension RefundAnswer {
    fileprivate var fieldText: FieldText {
        switch self {
        case .done(let proof): proof.fields(in: FieldText("send-done"))
        case .accepted: FieldText("send-accepted")
        case .later(let code): FieldText("send-later").with("code", code)
        case .failed(let failure): failure.fields(in: FieldText("send-failed"))
        case .unresolved(let doubt): doubt.fields(in: FieldText("send-unresolved"))
        case .neverSent(let doubt): doubt.fields(in: FieldText("send-never-sent"))
        }
    }
}

extension RefundQueryAnswer {
    fileprivate var fieldText: FieldText {
        switch self {
        case .done(let proof): proof.fields(in: FieldText("query-done"))
        case .processing: FieldText("query-processing")
        case .notFound: FieldText("query-not-found")
        case .failed(let failure): failure.fields(in: FieldText("query-failed"))
        case .unresolved(let doubt): doubt.fields(in: FieldText("query-unresolved"))
        }
    }
}

extension FieldText {
    fileprivate var askedAt: Timestamp {
        get throws(FieldError) { Timestamp(microseconds: try integer("askedAt")) }
    }
}
