// Which statements are there, and what differs between them and the books: for finance.

package import Payments
package import Persistence
package import Retail

/// A statement that is there, or that was asked for, with its open breaks.
package struct StatementOverview: Sendable {
    package let statement: StatementOf
    /// As `StatementEnd` names it; `reading` while it is read.
    package let verdict: String
    package let code: String
    package let rows: Int64
    package let problems: Int64
    package let endedAt: Timestamp?
    package let breaks: [BreakClass: Int64]
}

extension Counter {
    /// Breaks on one page.
    package static let breaksOnPage = 500

    /// The statements of the days from one to another, newest first.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for whoever belongs to one store.
    package func statements(
        from first: BusinessDate, to last: BusinessDate, by session: Session
    ) async throws -> [StatementOverview] {
        try mustReadAll(session)
        return try await driver.database.read { transaction in
            let breaks = try BreakTable.counts(from: first, to: last, in: transaction)
            return try StatementTable.newest(from: first, to: last, in: transaction).map {
                StatementOverview(
                    statement: $0.statement, verdict: $0.verdict, code: $0.code, rows: $0.rows,
                    problems: $0.problems, endedAt: $0.endedAt,
                    breaks: breaks[$0.statement] ?? [:])
            }
        }
    }

    /// The open breaks of a statement, at most a page of them, or all where it `isWhole`.
    ///
    /// *Errors*: as `statements`.
    package func breaks(
        of statement: StatementOf, isWhole: Bool = false, by session: Session
    ) async throws -> [StoredBreak] {
        try mustReadAll(session)
        return try await driver.database.read { transaction in
            let all = try BreakTable.open(of: statement, after: "", upTo: nil, in: transaction)
            return isWhole ? all : Array(all.prefix(Counter.breaksOnPage))
        }
    }
}
