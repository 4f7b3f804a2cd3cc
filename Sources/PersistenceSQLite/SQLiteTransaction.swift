// SQL on one connection during one body; statements are prepared once and kept.

internal import Foundation
internal import GRDB
internal import Persistence

final class SQLiteTransaction: Persistence.Transaction {
    private let connection: GRDB.Database

    init(_ connection: GRDB.Database) {
        self.connection = connection
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        for case .text(let text) in arguments where text.utf8.contains(0) {
            // GRDB binds C strings: the text would be stored cut off, in silence.
            throw Persistence.DatabaseError.constraint("text with a NUL character")
        }
        return try translating {
            let statement = try connection.cachedStatement(sql: sql)
            try statement.execute(arguments: StatementArguments(arguments.map(\.databaseValue)))
            return connection.changesCount
        }
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [Persistence.Row] {
        try translating {
            let statement = try connection.cachedStatement(sql: sql)
            let cursor = try GRDB.Row.fetchCursor(
                statement, arguments: StatementArguments(arguments.map(\.databaseValue)))
            var rows: [Persistence.Row] = []
            while let row = try cursor.next() {
                var values: [String: SQLValue] = [:]
                for (column, value) in row { values[column] = SQLValue(value) }
                rows.append(Persistence.Row(values))
            }
            return rows
        }
    }

    /// A body that catches an error is to meet the errors of the contract, not GRDB's.
    private func translating<Result>(_ work: () throws -> Result) throws -> Result {
        try mustBeInside()
        do { return try work() } catch { throw SQLiteDatabase.translated(error) }
    }

    /// Refuses to go on outside the transaction.
    ///
    /// On a full or failing disk SQLite may end it by itself; a body that swallowed that error must
    /// not have each of its next statements committed alone.
    private func mustBeInside() throws {
        guard connection.isInsideTransaction else {
            throw Persistence.DatabaseError.unusable(reason: "the transaction has been rolled back")
        }
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }

    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob(Array(data))
        // No column of ours holds a fraction; should one appear, it reads as text and is refused.
        case .double(let number): self = .text("\(number)")
        }
    }
}
