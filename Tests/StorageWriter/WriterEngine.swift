// Where the writer writes.

internal import Persistence
internal import PersistencePostgres
internal import PersistenceSQLite
internal import PostgresForTests

/// An engine, and how a process opens a database of it.
package enum WriterEngine: String, Sendable {
    case sqlite, postgres

    /// Opens the file at a path, or the server at an address.
    func open(_ place: String) async throws -> any Database {
        switch self {
        case .sqlite: return try SQLiteDatabase(path: place)
        case .postgres:
            var settings = PostgresSettings(patientAt: place)
            settings.connectionsMax = 8
            let database = try PostgresDatabase(settings)
            // It connects when there is something to do.
            _ = try await database.read { try Shelf.lastNumber(in: $0) }
            return database
        }
    }

    /// The scripts that may be played here.
    ///
    /// On PostgreSQL no body goes on after a constraint's no: the transaction has failed.
    package func scripts(seed: UInt64) -> Scripts {
        Scripts(seed: seed, swallows: self == .sqlite)
    }
}
