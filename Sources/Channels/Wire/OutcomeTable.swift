// What a channel's codes mean for money is a table, not a chain of ifs: one row per code, with the
// source's words beside it. A code without a row is unresolved, whatever it looks like.

package import Payments

/// The rows of one call.
package struct OutcomeTable<Outcome: Equatable & Sendable>: Sendable {
    package struct Row: Equatable, Sendable {
        package let code: String
        package let outcome: Outcome
        /// What the source says about it, in short.
        package let meaning: String

        package init(_ code: String, _ outcome: Outcome, _ meaning: String) {
            self.code = code
            self.outcome = outcome
            self.meaning = meaning
        }
    }

    package let rows: [Row]

    package init(_ rows: [Row]) {
        self.rows = rows
    }

    package subscript(code: String) -> Outcome? {
        rows.first { $0.code == code }?.outcome
    }

    /// What a code means.
    ///
    /// *Errors*: `UnusableAnswer` for a code without a row: it proves nothing.
    func meaning(of code: String) throws(UnusableAnswer) -> Outcome {
        guard let outcome = self[code] else {
            throw UnusableAnswer(.unlistedCode, WireText.code(code))
        }
        return outcome
    }
}

/// What an error code says about a pay call.
package enum PayMeaning: Equatable, Sendable {
    case awaitingShopper
    case declined(Decline.Kind)
    /// Listed, and the channel itself does not know or does not say: ask.
    case unresolved
}

/// What an error code says about a query.
package enum QueryMeaning: Equatable, Sendable {
    case notFound
    case unresolved
}

/// What an error code says about a reversal.
package enum ReverseMeaning: Equatable, Sendable {
    case nothingToReverse
    case again
    case expired
    case queryFirst
    case refused
    case unresolved
}

extension PayMeaning {
    func answer(_ code: String) -> PayAnswer {
        switch self {
        case .awaitingShopper: .awaitingShopper
        case .declined(let kind): .declined(Decline(kind: kind, code: WireText.code(code)))
        case .unresolved: .unresolved(Doubt(kind: .listedCode, detail: WireText.code(code)))
        }
    }
}

extension QueryMeaning {
    func answer(_ code: String) -> QueryAnswer {
        switch self {
        case .notFound: .notFound
        case .unresolved: .unresolved(Doubt(kind: .listedCode, detail: WireText.code(code)))
        }
    }
}

extension ReverseMeaning {
    func answer(_ code: String) -> ReverseAnswer {
        switch self {
        case .nothingToReverse: .nothingToReverse
        case .again: .again(code: WireText.code(code))
        case .expired: .expired(code: WireText.code(code))
        case .queryFirst: .queryFirst(code: WireText.code(code))
        case .refused: .refused(code: WireText.code(code))
        case .unresolved: .unresolved(Doubt(kind: .listedCode, detail: WireText.code(code)))
        }
    }
}
