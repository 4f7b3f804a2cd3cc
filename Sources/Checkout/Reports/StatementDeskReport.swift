// What finance sees of the statements: how the last days stand, what is being read now, and when the
// server looks again by itself.

package import Payments
package import Persistence
package import Retail

package struct StatementDeskReport: Sendable {
    /// An account's statement of one of the last days.
    package struct Day: Sendable {
        package let statement: StatementOf
        /// Nil where it was never asked for.
        package let listed: ListedStatement?
        package let breaks: Int64
        package let mayFetch: Bool
    }

    package struct Account: Sendable {
        package let wallet: Wallet
        package let name: String
    }

    package let now: Timestamp
    package let accounts: [Account]
    package let days: [Day]
    package let runs: [(run: StatementRun, by: String)]
    /// When this server looks again by itself; nil where it does not.
    package let next: Timestamp?
    /// Whether whoever asks may begin a run.
    package let mayWork: Bool

    package var isRunning: Bool {
        runs.contains { $0.run.state == .running && !$0.run.isSilent(at: now) }
    }
}

extension Counter {
    private static let runsShown: Int64 = 12

    /// The statements of the last days and the newest runs.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for whoever belongs to one store.
    package func statementDesk(
        _ desk: StatementDesk, by session: Session
    ) async throws -> StatementDeskReport {
        try mustReadAll(session)
        let now = driver.surroundings.now()
        let days = StatementRounds.lastDays(at: now)
        return try await driver.database.read { transaction in
            var listed: [StatementOf: ListedStatement] = [:]
            var breaks: [StatementOf: [BreakClass: Int64]] = [:]
            if let first = days.first, let last = days.last {
                for one in try StatementTable.newest(from: first, to: last, in: transaction) {
                    listed[one.statement] = one
                }
                breaks = try BreakTable.counts(from: first, to: last, in: transaction)
            }
            let all = days.reversed().flatMap { day in
                desk.accounts.map { account in
                    let statement = StatementOf(
                        wallet: account.wallet, account: account.name, day: day)
                    return StatementDeskReport.Day(
                        statement: statement, listed: listed[statement],
                        breaks: (breaks[statement] ?? [:]).values.reduce(0, +),
                        mayFetch: account.source != nil)
                }
            }
            return StatementDeskReport(
                now: now,
                accounts: desk.accounts.map {
                    StatementDeskReport.Account(wallet: $0.wallet, name: $0.name)
                },
                days: all,
                runs: try StatementRunTable.newest(
                    limit: Counter.runsShown, in: transaction),
                next: desk.accounts.contains { $0.source != nil } ? desk.schedule.next : nil,
                mayWork: session.staff.role == .finance)
        }
    }
}
