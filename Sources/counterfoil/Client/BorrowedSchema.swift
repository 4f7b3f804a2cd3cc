// A schema of one's own in somebody's PostgreSQL database: a check or a soak needs no empty database
// then, disturbs nobody, and leaves nothing behind.

internal import Foundation
internal import Persistence
internal import PersistencePostgres

struct BorrowedSchema: Sendable {
    let name: String
    /// The database's address with this schema in front; may hold a password.
    let url: String
    private let database: PostgresDatabase

    /// *Errors*: `StartProblem`, or the database's own.
    static func make(in url: String) async throws -> BorrowedSchema {
        let random = UUID().uuidString.prefix(8).lowercased()
        let name = "counterfoil_\(random)"
        let storage = try await Storage.open(.postgres(PostgresSettings(url: url))) { storage in
            try await storage.database.write { transaction in
                _ = try transaction.execute("CREATE SCHEMA \(name)")
            }
        }
        guard let database = storage.postgres else { throw CheckFailure("no PostgreSQL") }
        let separator = url.contains("?") ? "&" : "?"
        return BorrowedSchema(
            name: name, url: url + separator + "options=-csearch_path%3D\(name)",
            database: database)
    }

    /// Removes it with all that is in it.
    func drop() async throws {
        let name = name
        try await database.write { transaction in
            _ = try transaction.execute("DROP SCHEMA \(name) CASCADE")
        }
        database.close()
    }

    /// For a process that is to use it: not on the command line, where everybody could read it.
    var environment: [String: String] { ["COUNTERFOIL_DATABASE_URL": url] }
}
