// A refund's state and step as text, and back by an exhaustive parse. Nothing is restored from a
// string that does not say everything the state holds.

package import Retail

extension RefundState {
    /// The state with all it carries, as one line.
    package var fieldText: FieldText {
        switch self {
        case .reserved, .sending, .accepted: FieldText(name)
        case .unresolved(let doubt): doubt.fields(in: FieldText(name))
        case .succeeded(let proof): proof.fields(in: FieldText(name))
        case .failed(let failure): failure.fields(in: FieldText(name))
        }
    }

    /// Reads a state.
    ///
    /// *Errors*: `FieldError`.
    package init(_ fields: FieldText) throws(FieldError) {
        switch fields.name {
        case "reserved": self = .reserved
        case "sending": self = .sending
        case "unresolved": self = .unresolved(try Doubt(fields))
        case "accepted": self = .accepted
        case "succeeded": self = .succeeded(try RefundProof(fields))
        case "failed": self = .failed(try RefundFailure(fields))
        case let other: throw .unknownName(other)
        }
    }
}

extension RefundStep {
    package var name: String {
        switch self {
        case .send: "send"
        case .query: "query"
        }
    }

    /// Reads a step from its two columns.
    ///
    /// *Errors*: `FieldError`.
    package init(name: String, at: Timestamp) throws(FieldError) {
        switch name {
        case "send": self = .send(at: at)
        case "query": self = .query(at: at)
        case let other: throw .unknownName(other)
        }
    }
}

extension RefundFailure {
    func fields(in text: FieldText) -> FieldText {
        text.with("kind", kind.rawValue).with("code", code)
    }

    init(_ fields: FieldText) throws(FieldError) {
        guard let kind = Kind(rawValue: try fields.text("kind")) else { throw .malformed }
        self.init(kind: kind, code: try fields.text("code"))
    }
}

extension RefundProof {
    package func fields(in text: FieldText) -> FieldText {
        let fields = text.with("refund", refundNumber).with("order", merchantOrderNumber)
            .with("channelRefund", channelRefundNumber).with("fen", amount.fen)
        guard let refundedAt else { return fields }
        return fields.with("refundedAt", refundedAt.microseconds)
    }

    /// Reads a proof from a stored line.
    ///
    /// *Errors*: `FieldError`.
    package init(_ fields: FieldText) throws(FieldError) {
        var refundedAt: Timestamp?
        if fields.has("refundedAt") {
            refundedAt = Timestamp(microseconds: try fields.integer("refundedAt"))
        }
        self.init(
            refundNumber: try fields.text("refund"),
            merchantOrderNumber: try fields.text("order"),
            channelRefundNumber: try fields.text("channelRefund"),
            amount: Money(fen: try fields.integer("fen")), refundedAt: refundedAt)
    }
}
