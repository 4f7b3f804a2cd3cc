// The contract of storage is one; the engines are rows of a table. Each test runs on every row, so a
// second engine is tested by adding it here.

import Foundation
import Persistence
import PersistenceSQLite
import PostgresForTests
import Testing

/// A way to store, and how to try something on a new database of it.
struct Engine: CustomTestStringConvertible, Sendable {
    typealias Body = (any Database) async throws -> Void

    let testDescription: String
    let dialect: SQLDialect
    /// Runs the body on a new, empty database and leaves nothing behind.
    let withEmpty: @Sendable (_ body: Body) async throws -> Void

    static let all: [Engine] = [sqlite, postgres]

    static let sqlite = Engine(testDescription: "SQLite", dialect: .sqlite) { body in
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("storage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            // A database that is just being closed removes files of its own here, which fails a
            // removal that has already listed them.
            for _ in 0..<100 where FileManager.default.fileExists(atPath: folder.path) {
                try? FileManager.default.removeItem(at: folder)
            }
        }
        try await body(SQLiteDatabase(path: folder.appendingPathComponent("till.db").path))
    }

    static let postgres = Engine(testDescription: "PostgreSQL", dialect: .postgres) { body in
        let schema = try await PostgresSchema()
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(schema.open()))
        } catch {
            outcome = .failure(error)
        }
        try await schema.drop()
        try outcome.get()
    }

    /// Runs the body on a database with today's schema and the shop of these tests in it.
    func withShop(_ body: Body) async throws {
        try await withEmpty { database in
            try await Migrator.migrate(database, at: Shop.at(0))
            try await database.write(Shop.open)
            try await body(database)
        }
    }
}

/// Whether an error is a constraint's no, in whatever words the engine says it.
func isConstraint(_ error: any Error) -> Bool {
    guard case .constraint(let name) = error as? DatabaseError else { return false }
    return !name.isEmpty
}
