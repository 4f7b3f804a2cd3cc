// What wallets owe for their days and what the bank has received of it: for finance.

package import Ledger
package import Payments
package import Persistence
package import Retail

package struct SettlementReport: Sendable {
    package struct Line: Sendable {
        package let day: SettlementDay
        package let net: Money
        /// What has not been received; below zero what was received too much.
        package let open: Money
        package let state: SettlementState
        /// *Unit*: days since the statement's day.
        package let age: Int
    }

    package let lines: [Line]
    package let gross: Money
    package let refunds: Money
    package let fees: Money
    package let net: Money
    package let received: Money
    package let open: Money
    /// The accounts that have statements in this time.
    package let accounts: [(wallet: Wallet, name: String)]
    package let today: BusinessDate
    package let mayWork: Bool
}

/// One day of an account with everything it is made of.
package struct SettlementDayReport: Sendable {
    package let line: SettlementReport.Line
    package let shares: [StatementShare]
    package let records: [Settlement]
    package let names: [StaffID: String]
    package let mayWork: Bool
}

/// Lines of a believed statement.
package struct StatementLinesReport: Sendable {
    package let statement: StatementOf
    package let rows: [StatementRow]
    /// Where the next page begins.
    package let next: String?
}

extension Counter {
    /// *Unit*: lines of a page.
    private static let statementLines: Int64 = 200

    /// The days of the statements from one to another, newest first.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for whoever is not of finance.
    package func settlements(
        from first: BusinessDate, to last: BusinessDate, by session: Session
    ) async throws -> SettlementReport {
        try mustReadAll(session)
        let today = try BusinessDate(of: driver.surroundings.now(), turnsAt: .zero)
        let isFinance = session.staff.role == .finance
        return try await driver.database.read { transaction in
            let lines = try SettlementTable.days(from: first, to: last, in: transaction).map {
                try Counter.line($0, today)
            }
            func sum(_ part: (SettlementReport.Line) -> Money) throws -> Money {
                try lines.reduce(.zero) { try $0.adding(part($1)) }
            }
            var accounts: [(wallet: Wallet, name: String)] = []
            for line in lines {
                let statement = line.day.statement
                let isKnown = accounts.contains {
                    $0.wallet == statement.wallet && $0.name == statement.account
                }
                if !isKnown { accounts.append((statement.wallet, statement.account)) }
            }
            return SettlementReport(
                lines: lines, gross: try sum(\.day.gross), refunds: try sum(\.day.refunds),
                fees: try sum(\.day.fee), net: try sum(\.net), received: try sum(\.day.received),
                open: try sum(\.open), accounts: accounts, today: today, mayWork: isFinance)
        }
    }

    private static func line(
        _ day: SettlementDay, _ today: BusinessDate
    ) throws -> SettlementReport.Line {
        let net = try day.net
        return SettlementReport.Line(
            day: day, net: net, open: try net.subtracting(day.received),
            state: try day.state(on: today),
            age: SettlementDay.age(of: day.statement.day, on: today))
    }

    /// One day of an account.
    ///
    /// *Errors*: as `settlements`; `.notFoundHere`.
    package func settlementDay(
        of statement: StatementOf, by session: Session
    ) async throws -> SettlementDayReport {
        try mustReadAll(session)
        let today = try BusinessDate(of: driver.surroundings.now(), turnsAt: .zero)
        return try await driver.database.read { transaction in
            guard let day = try SettlementTable.day(of: statement, in: transaction) else {
                throw OperatorNotice.notFoundHere(what: statement.day.iso)
            }
            let records = try SettlementTable.records(of: statement, in: transaction)
            var names: [StaffID: String] = [:]
            for id in Set(records.map(\.staff)) {
                names[id] = try StaffTable.find(id, in: transaction)?.name
            }
            return SettlementDayReport(
                line: try Counter.line(day, today),
                shares: try StatementShareTable.shares(of: statement, in: transaction),
                records: records, names: names, mayWork: session.staff.role == .finance)
        }
    }

    /// The lines of the statement that is believed, by their numbers.
    ///
    /// *Errors*: as `settlementDay`.
    package func statementLines(
        of statement: StatementOf, after number: String, by session: Session
    ) async throws -> StatementLinesReport {
        try mustReadAll(session)
        return try await driver.database.read { transaction in
            guard let current = try StatementTable.current(statement, in: transaction) else {
                throw OperatorNotice.notFoundHere(what: statement.day.iso)
            }
            let limit = Counter.statementLines
            let found = try StatementRowTable.read(
                after: number, upTo: nil, limit: limit + 1, of: current, in: transaction
            ).map(StatementRowTable.row)
            // A number may have several lines, and a page ends between two numbers.
            guard found.count > limit, let last = found.last?.number else {
                return StatementLinesReport(statement: statement, rows: found, next: nil)
            }
            let rows = found.filter { $0.number < last }
            guard let end = rows.last?.number else {
                return StatementLinesReport(statement: statement, rows: found, next: last)
            }
            return StatementLinesReport(statement: statement, rows: rows, next: end)
        }
    }
}
