// Writes down what a body asks of its transaction, and lets it pass.

internal import Persistence

/// A statement as a body wrote it, with its arguments.
struct RecordedStatement: Sendable {
    let sql: String
    let arguments: [SQLValue]
}

final class RecordingTransaction: Transaction {
    private let inner: any Transaction
    private(set) var statements: [RecordedStatement] = []

    init(_ inner: any Transaction) {
        self.inner = inner
    }

    var dialect: SQLDialect { inner.dialect }

    func queue(_ sql: String, _ arguments: [SQLValue]) throws {
        record(sql, arguments)
        try inner.queue(sql, arguments)
    }

    func queue(
        _ update: String, _ arguments: [SQLValue], findingOneOr error: any Error & Sendable
    ) throws {
        record(update, arguments)
        try inner.queue(update, arguments, findingOneOr: error)
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        record(sql, arguments)
        return try inner.execute(sql, arguments)
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
        record(sql, arguments)
        return try inner.rows(sql, arguments)
    }

    private func record(_ sql: String, _ arguments: [SQLValue]) {
        statements.append(RecordedStatement(sql: sql, arguments: arguments))
    }
}
