// The tables of the storage model on PostgreSQL, and the processes that write to them to be killed.

import Persistence
import PersistencePostgres
import PostgresForTests
import StorageModel
import StorageWriter

struct WrittenShelf: Sendable {
    let seed: UInt64
    private let address: String
    /// By it the server knows the writers, and nobody else.
    private let writer: String
    private let database: PostgresDatabase

    /// Makes the tables in the schema that the settings lead to.
    init(_ settings: PostgresSettings, seed: UInt64) async throws {
        self.seed = seed
        writer = "writer_\(seed)"
        // Of two of one name the last counts.
        let separator = settings.url.contains("?") ? "&" : "?"
        address = settings.url + separator + "application_name=" + writer
        database = try PostgresDatabase(settings)
        try await database.write { transaction in
            for table in Shelf.tables { try transaction.execute(table) }
        }
    }

    /// What the indexes are looked through with; once on each server.
    static func prepare(_ server: PostgresDatabase) async throws {
        try await server.writeAlone { transaction in
            _ = try transaction.execute("CREATE EXTENSION IF NOT EXISTS amcheck SCHEMA public")
        }
    }

    /// A writer that has just been started, and what is to be heard of it.
    func start(first: Int64, writers: Int64) throws -> (WriterLife, ChildProcess) {
        let engine = WriterEngine.postgres
        let record = CrashRecord(
            scripts: engine.scripts(seed: seed), first: first, writers: writers,
            checksNewerRows: true)
        let child = try ChildProcess(
            beside: "StorageWriter",
            [engine.rawValue, address, "\(seed)", "\(writers)", "\(first)"])
        return (WriterLife(record), child)
    }

    /// What is there once the server has ended all that the dead writer had begun.
    ///
    /// *Errors*: `StillInUse`.
    func contents() async throws -> ShelfContents {
        try await PostgresSchema.untilGone(writer, from: database)
        return try await database.read { try ShelfContents(of: $0) }
    }
}
