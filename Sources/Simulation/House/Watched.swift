// Notes which tables a body added rows to, so that the audit need not look everywhere after each commit.

internal import Persistence

/// A table whose new rows the audit follows.
enum Followed: CaseIterable {
    case event, claim, refund

    var beginning: String {
        switch self {
        case .event: "INSERT INTO attempt_event"
        case .claim: "INSERT INTO claim"
        case .refund: "INSERT INTO refund ("
        }
    }
}

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class Touched: @unchecked Sendable {
    private var tables: Set<Followed> = []

    func note(_ sql: String) {
        guard sql.hasPrefix("INSERT") else { return }
        for table in Followed.allCases where sql.hasPrefix(table.beginning) {
            tables.insert(table)
        }
    }

    func take() -> Set<Followed> {
        defer { tables = [] }
        return tables
    }
}

final class Watched: Transaction {
    private let transaction: any Transaction
    private let touched: Touched

    init(_ transaction: any Transaction, _ touched: Touched) {
        self.transaction = transaction
        self.touched = touched
    }

    var dialect: SQLDialect { transaction.dialect }

    func queue(_ sql: String, _ arguments: [SQLValue]) throws {
        touched.note(sql)
        try transaction.queue(sql, arguments)
    }

    func queue(
        _ update: String, _ arguments: [SQLValue], findingOneOr error: any Error & Sendable
    ) throws {
        try transaction.queue(update, arguments, findingOneOr: error)
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        touched.note(sql)
        return try transaction.execute(sql, arguments)
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
        try transaction.rows(sql, arguments)
    }
}
