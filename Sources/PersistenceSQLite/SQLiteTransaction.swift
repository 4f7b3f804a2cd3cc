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
        try mustBeInside()
        for case .text(let text) in arguments where text.utf8.contains(0) {
            // GRDB binds C strings: the text would be stored cut off, in silence.
            throw Persistence.DatabaseError.constraint("text with a NUL character")
        }
        let statement = try connection.cachedStatement(sql: sql)
        try statement.execute(arguments: StatementArguments(arguments.map(\.databaseValue)))
        return connection.changesCount
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [Persistence.Row] {
        try mustBeInside()
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

    /// On a full or failing disk SQLite may end the transaction by itself. A body that swallowed that
    /// error must not go on and have each statement committed alone.
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
