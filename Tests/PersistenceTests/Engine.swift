// The contract of storage is one; the engines are rows of a table. Each test runs on every row, so a
// second engine is tested by adding it here.

import Foundation
import Persistence
import PersistenceSQLite
import Testing

/// A way to store, and how to open a new database of it.
struct Engine: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Opens the database that belongs to this folder.
    let open: @Sendable (_ folder: URL) throws -> any Database

    static let all: [Engine] = [
        Engine(testDescription: "SQLite") { folder in
            try SQLiteDatabase(path: folder.appendingPathComponent("till.db").path)
        }
    ]

    /// Runs the body on a new, empty database and leaves nothing behind.
    func withEmpty(_ body: (any Database) async throws -> Void) async throws {
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
        try await body(open(folder))
    }

    /// Runs the body on a database with today's schema and the shop of these tests in it.
    func withShop(_ body: (any Database) async throws -> Void) async throws {
        try await withEmpty { database in
            try await Migrator.migrate(database, at: Shop.at(0))
            try await database.write(Shop.open)
            try await body(database)
        }
    }
}

/// Whether an error is a constraint's no, in whatever words the engine says it.
func isConstraint(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    switch error {
    case .constraint(let name): return !name.isEmpty
    case .alreadyOpen, .schemaTooNew, .migrationChanged, .unusable, .closed: return false
    }
}
