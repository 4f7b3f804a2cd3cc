// How everything is written: `try await database.write { transaction in … }`. The body is synchronous,
// so that a channel is called inside a transaction cannot be written at all (payments, promise 1).
//
// Contract of a body: it may be run again from the start (a conflict on PostgreSQL), so it has no
// effect but on the transaction; when `write` returns, what it wrote is on the disk.

package import Payments

/// A database that keeps its word: what `write` returned is durable.
package protocol Database: Sendable {
    /// Whether no other process can have this database open: then a dead process's work may be
    /// taken over at once, without waiting for its lease.
    var isSole: Bool { get }

    /// Runs the body in a transaction and returns when it is durable.
    ///
    /// *Errors*: whatever the body throws (and nothing of it is kept), or `DatabaseError`.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// Runs a body that only reads, on a consistent view.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// Runs a body while no other process runs one of these, for as long as it takes: migrations.
    ///
    /// *Errors*: as `write`.
    func writeAlone<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result
}

extension Database {
    /// Where there is one writer, every body is alone.
    package func writeAlone<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await write(body)
    }

    /// Writes an intent and, once it is durable, gives the leave to send it.
    ///
    /// The only place where a permit is made. A body that returns no request gets no permit.
    package func commit<Result: Sendable, Request: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> (Result, Request?)
    ) async throws -> Committed<Result, Request> {
        let (result, request) = try await write(body)
        guard let request else { return Committed(result: result, permit: nil) }
        return Committed(result: result, permit: SendPermit(afterCommitOf: request))
    }
}

/// What a transaction returned, and the leave to send what it made durable.
package struct Committed<Result: Sendable, Request: Sendable>: ~Copyable, Sendable {
    package let result: Result
    package var permit: SendPermit<Request>?
}

/// SQL inside one transaction.
///
/// Valid only during the body it was handed to.
package protocol Transaction: AnyObject {
    /// Which of two texts is understood, where the engines differ; see `SQLText`.
    var dialect: SQLDialect { get }

    /// Runs one statement whose result the body does not need.
    ///
    /// An engine that is a journey away may send it with the next one that is needed, or with
    /// COMMIT. An error is then thrown there, and the same: that a constraint will say no is
    /// nothing that a body may wait for. One that does writes `ON CONFLICT DO NOTHING` and counts.
    func queue(_ sql: String, _ arguments: [SQLValue]) throws

    /// Runs one UPDATE that must find its row; where it finds none `error` is thrown, as late as
    /// `queue` would.
    func queue(
        _ update: String, _ arguments: [SQLValue], findingOneOr error: any Error & Sendable) throws

    /// Runs one statement that returns nothing; answers how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int

    /// Runs one query.
    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [Row]
}

extension Transaction {
    /// Nothing is gained by waiting where the database is in the same process.
    package func queue(_ sql: String, _ arguments: [SQLValue]) throws {
        try execute(sql, arguments)
    }

    package func queue(
        _ update: String, _ arguments: [SQLValue], findingOneOr error: any Error & Sendable
    ) throws {
        guard try execute(update, arguments) == 1 else { throw error }
    }

    @discardableResult
    package func execute(_ sql: String) throws -> Int {
        try execute(sql, [])
    }

    package func rows(_ sql: String) throws -> [Row] {
        try rows(sql, [])
    }

    /// The first row of a query, if any.
    package func row(_ sql: String, _ arguments: [SQLValue]) throws -> Row? {
        try rows(sql, arguments).first
    }
}

/// A value as both engines know it.
///
/// Money and instants are integers, everything else is text.
package enum SQLValue: Equatable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    package static func text(_ value: String?) -> SQLValue {
        guard let value else { return .null }
        return .text(value)
    }

    package static func integer(_ value: Int64?) -> SQLValue {
        guard let value else { return .null }
        return .integer(value)
    }
}

/// One row of an answer, read by column name; a wrong name or type is an error, never a trap.
package struct Row: Sendable {
    /// Shared by all rows of an answer; a handful, so looking through them beats hashing.
    private let columns: [String]
    /// In the order of the statement.
    package let values: [SQLValue]

    /// `values` in the order of `columns`.
    package init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    private func value(_ column: String) throws -> SQLValue {
        // Lengths first: they are at hand, and hardly ever the same.
        let length = column.utf8.count
        let index = columns.firstIndex { $0.utf8.count == length && $0 == column }
        guard let index, index < values.count else { throw RowError(column: column) }
        return values[index]
    }

    package func integer(_ column: String) throws -> Int64 {
        guard case .integer(let number) = try value(column) else {
            throw RowError(column: column)
        }
        return number
    }

    package func text(_ column: String) throws -> String {
        guard case .text(let text) = try value(column) else { throw RowError(column: column) }
        return text
    }

    /// By the column's place in the statement, for answers of many rows.
    package func integer(at place: Int) throws -> Int64 {
        guard values.indices.contains(place), case .integer(let number) = values[place] else {
            throw RowError(column: "\(place)")
        }
        return number
    }

    package func text(at place: Int) throws -> String {
        guard values.indices.contains(place), case .text(let text) = values[place] else {
            throw RowError(column: "\(place)")
        }
        return text
    }

    package func integerIfAny(at place: Int) throws -> Int64? {
        if values.indices.contains(place), case .null = values[place] { return nil }
        return try integer(at: place)
    }

    package func textIfAny(at place: Int) throws -> String? {
        if values.indices.contains(place), case .null = values[place] { return nil }
        return try text(at: place)
    }

    package func integerIfAny(_ column: String) throws -> Int64? {
        if case .null = try value(column) { return nil }
        return try integer(column)
    }

    package func textIfAny(_ column: String) throws -> String? {
        if case .null = try value(column) { return nil }
        return try text(column)
    }

    package func blob(_ column: String) throws -> [UInt8] {
        switch try value(column) {
        case .blob(let bytes): return bytes
        case .null, .integer, .text: throw RowError(column: column)
        }
    }
}

/// A column that is not in the answer, or not of the type that was asked for.
package struct RowError: Error, Equatable, Sendable {
    package let column: String
}

/// What can go wrong with the database itself, in words an operator can act on.
package enum DatabaseError: Error, Equatable, Sendable {
    /// A uniqueness or check constraint said no; the name of the table, column or constraint.
    case constraint(String)
    /// Another process holds the file.
    case alreadyOpen(path: String)
    /// The schema is newer than this program.
    case schemaTooNew(found: Int64, known: Int64)
    /// A migration that was applied no longer reads the same.
    case migrationChanged(version: Int64)
    /// A copy into it was begun and not finished: half of a chain, and no server's.
    case copyUnfinished
    /// The file cannot be opened, read or written, or the disk is full.
    case unusable(reason: String)
    /// The database is being closed.
    case closed
    /// Others were quicker again and again, until patience ended; nothing was kept.
    case conflict
    /// COMMIT was sent and nobody could be asked what became of it: kept whole, or not at all.
    ///
    /// Never read as a no: what was asked may have been done. The same act under the same key finds
    /// out.
    case outcomeUnknown
    /// The database server refuses, is absent or cannot go on; nothing was kept.
    case server(ServerProblem)
}
