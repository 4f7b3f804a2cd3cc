// An attempt's state and step as text, and back by an exhaustive parse. Nothing is restored from a
// string that does not say everything the state holds.

package import Retail

extension AttemptState {
    /// The state with all it carries, as one line.
    package var fieldText: FieldText {
        switch self {
        case .sending, .awaitingShopper: FieldText(name)
        case .unresolved(let doubt): doubt.fields(in: FieldText(name))
        case .reversing(let reversal):
            FieldText(name).with("cause", reversal.cause.rawValue)
                .with("progress", reversal.progress.rawValue)
        case .succeeded(let proof): proof.fields(in: FieldText(name))
        case .declined(let decline): decline.fields(in: FieldText(name))
        case .reversed(let cause): FieldText(name).with("cause", cause.rawValue)
        }
    }

    /// Reads a state.
    ///
    /// *Errors*: `FieldError`.
    package init(_ fields: FieldText) throws(FieldError) {
        switch fields.name {
        case "sending": self = .sending
        case "awaitingShopper": self = .awaitingShopper
        case "unresolved": self = .unresolved(try Doubt(fields))
        case "reversing":
            guard let progress = Reversal.Progress(rawValue: try fields.text("progress")) else {
                throw .malformed
            }
            let cause = try Reversal.Cause(fields)
            self = .reversing(Reversal(cause: cause, progress: progress))
        case "succeeded": self = .succeeded(try PaidProof(fields))
        case "declined": self = .declined(try Decline(fields))
        case "reversed": self = .reversed(try Reversal.Cause(fields))
        case let other: throw .unknownName(other)
        }
    }
}

extension AttemptStep {
    package var name: String {
        switch self {
        case .query: "query"
        case .reverse: "reverse"
        }
    }

    /// Reads a step from its two columns.
    ///
    /// *Errors*: `FieldError`.
    package init(name: String, at: Timestamp) throws(FieldError) {
        switch name {
        case "query": self = .query(at: at)
        case "reverse": self = .reverse(at: at)
        case let other: throw .unknownName(other)
        }
    }
}

extension Reversal.Cause {
    init(_ fields: FieldText) throws(FieldError) {
        guard let cause = Reversal.Cause(rawValue: try fields.text("cause")) else {
            throw .malformed
        }
        self = cause
    }
}

extension Doubt {
    func fields(in text: FieldText) -> FieldText {
        text.with("kind", kind.rawValue).with("detail", detail)
    }

    init(_ fields: FieldText) throws(FieldError) {
        guard let kind = Kind(rawValue: try fields.text("kind")) else { throw .malformed }
        self.init(kind: kind, detail: try fields.text("detail"))
    }
}

extension Decline {
    func fields(in text: FieldText) -> FieldText {
        text.with("kind", kind.rawValue).with("code", code)
    }

    init(_ fields: FieldText) throws(FieldError) {
        guard let kind = Kind(rawValue: try fields.text("kind")) else { throw .malformed }
        self.init(kind: kind, code: try fields.text("code"))
    }
}

extension PaidProof {
    package func fields(in text: FieldText) -> FieldText {
        let fields = text.with("order", merchantOrderNumber).with("trade", channelTradeNumber)
            .with("fen", amount.fen).with("currency", currency).with("account", merchantAccount)
        guard let paidAt else { return fields }
        return fields.with("paidAt", paidAt.microseconds)
    }

    /// When a stored line of a proof says that it was paid; the line is read whole only where it does
    /// not end with it, as those of `fields(in:)` do.
    ///
    /// *Errors*: `FieldError`.
    package static func paidAt(in line: String) throws(FieldError) -> Timestamp? {
        let field: StaticString = "paidAt="
        let units = line.utf8
        if let blank = units.lastIndex(of: UInt8(ascii: " ")) {
            let last = units[units.index(after: blank)...]
            if last.starts(with: "\(field)".utf8),
                let microseconds = Int64(Substring(last.dropFirst(field.utf8CodeUnitCount)))
            {
                return Timestamp(microseconds: microseconds)
            }
        }
        return try PaidProof(FieldText(parsing: line)).paidAt
    }

    /// Reads a proof from a stored line.
    ///
    /// *Errors*: `FieldError`.
    package init(_ fields: FieldText) throws(FieldError) {
        var paidAt: Timestamp?
        if fields.has("paidAt") {
            paidAt = Timestamp(microseconds: try fields.integer("paidAt"))
        }
        self.init(
            merchantOrderNumber: try fields.text("order"),
            channelTradeNumber: try fields.text("trade"),
            amount: Money(fen: try fields.integer("fen")),
            currency: try fields.text("currency"), merchantAccount: try fields.text("account"),
            paidAt: paidAt)
    }
}
