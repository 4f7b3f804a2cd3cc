// What a channel's codes say about a refund. The rows stand in each channel's own table.

package import Payments

/// What an error code says about a refund call.
package enum RefundMeaning: Equatable, Sendable {
    /// Not taken up now; the same under the same number later.
    case later
    /// A final no for this refund.
    case failed(RefundFailure.Kind)
    /// Listed, and the channel itself does not know or does not say: ask.
    case unresolved
}

/// What an error code says about a refund query.
package enum RefundQueryMeaning: Equatable, Sendable {
    case notFound
    case unresolved
}

extension RefundMeaning {
    func answer(_ code: String) -> RefundAnswer {
        switch self {
        case .later: .later(code: WireText.code(code))
        case .failed(let kind): .failed(RefundFailure(kind: kind, code: WireText.code(code)))
        case .unresolved: .unresolved(Doubt(kind: .listedCode, detail: WireText.code(code)))
        }
    }
}

extension RefundQueryMeaning {
    func answer(_ code: String) -> RefundQueryAnswer {
        switch self {
        case .notFound: .notFound
        case .unresolved: .unresolved(Doubt(kind: .listedCode, detail: WireText.code(code)))
        }
    }
}
