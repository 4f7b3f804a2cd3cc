// SQL on one connection during one body; statements are prepared once and kept.
//
// GRDB prepares and keeps the statements; binding and stepping speak to SQLite directly, since a body
// has dozens of small statements, and GRDB's general rows cost more there than SQLite itself.

internal import GRDB
internal import Persistence

final class SQLiteTransaction: Persistence.Transaction {
    private let connection: GRDB.Database
    private let isInTransaction: Bool

    /// `isInTransaction` is false where the caller sees to it that nobody writes meanwhile.
    init(_ connection: GRDB.Database, isInTransaction: Bool = true) {
        self.connection = connection
        self.isInTransaction = isInTransaction
    }

    var dialect: SQLDialect { .sqlite }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        for case .text(let text) in arguments where SQLiteTransaction.hasNUL(text) {
            // Not every engine can store it, and one that stops there would cut it off in silence.
            throw Persistence.DatabaseError.constraint("text with a NUL character")
        }
        _ = try step(sql, arguments)
        return connection.changesCount
    }

    private static func hasNUL(_ text: String) -> Bool {
        unsafe text.utf8.withContiguousStorageIfAvailable { unsafe $0.contains(0) }
            ?? text.utf8.contains(0)
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [Persistence.Row] {
        try step(sql, arguments)
    }

    /// Runs a statement to its end.
    ///
    /// A body that catches an error is to meet the errors of the contract, not GRDB's.
    private func step(_ sql: String, _ arguments: [SQLValue]) throws -> [Persistence.Row] {
        try mustBeInside()
        do {
            let statement = try connection.cachedStatement(sql: sql)
            return try SQLiteStep(statement).run(arguments)
        } catch {
            throw SQLiteError.translated(error)
        }
    }

    /// Refuses to go on outside the transaction.
    ///
    /// On a full or failing disk SQLite may end it by itself; a body that swallowed that error must
    /// not have each of its next statements committed alone.
    private func mustBeInside() throws {
        guard !isInTransaction || connection.isInsideTransaction else {
            throw Persistence.DatabaseError.unusable(reason: "the transaction has been rolled back")
        }
    }
}
