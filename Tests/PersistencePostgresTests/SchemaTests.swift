// Both engines have one schema: tables, columns, NOT NULL, keys, checks and indexes are read back
// from each catalogue and compared. A migration that forgets one engine is met here.

import Foundation
import Persistence
import PersistencePostgres
import PersistenceSQLite
import PostgresForTests
import Retail
import Testing

@Suite struct SchemaTests {
    /// Tables that only one engine needs, and why.
    private static let ofOneEngine = ["commit_marker"]

    @Test("After all migrations both engines have the same schema")
    func same() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("schema-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sqlite = try SQLiteDatabase(path: folder.appendingPathComponent("a.db").path)
        try await Migrator.migrate(sqlite, at: .init(microseconds: 0))
        let one = try await sqlite.read { try SQLiteCatalogue.lines(in: $0) }

        let schema = try await PostgresSchema()
        let postgres = try schema.open()
        try await Migrator.migrate(postgres, at: .init(microseconds: 0))
        let other = try await postgres.read { try PostgresCatalogue.lines(in: $0) }
            .filter { line in !Self.ofOneEngine.contains { line.hasPrefix($0 + " ") } }
        try await schema.drop()

        #expect(one.count > 250, "the catalogue was not read")
        #expect(one.subtracting(other).sorted() == [], "only in SQLite")
        #expect(other.subtracting(one).sorted() == [], "only in PostgreSQL")
    }
}
