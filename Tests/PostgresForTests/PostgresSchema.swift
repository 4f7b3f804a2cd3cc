// An empty database for one test: a schema of its own, since making one takes a thousandth of the
// time that a database takes.

internal import Foundation
internal import Persistence
package import PersistencePostgres

/// A schema that nothing else uses.
package struct PostgresSchema: Sendable {
    package let name: String
    package let settings: PostgresSettings

    /// Makes the schema.
    package init() async throws {
        name = "test_" + UUID().uuidString.filter { $0 != "-" }.lowercased()
        let name = name
        try await PostgresSchema.server.get().write { transaction in
            _ = try transaction.execute("CREATE SCHEMA \(name)")
        }
        settings = try PostgresSchema.settings(searching: name)
    }

    package func open() throws -> PostgresDatabase {
        try PostgresDatabase(settings)
    }

    /// Removes it with all that is in it.
    ///
    /// A body that is still at work there holds it up for a moment.
    package func drop() async throws {
        let name = name
        try await PostgresSchema.server.get().write { transaction in
            _ = try transaction.execute("DROP SCHEMA \(name) CASCADE")
        }
    }

    /// Leaves nothing in it but its tables, once nobody is connected to it any more.
    ///
    /// *Errors*: `StillInUse`.
    package func empty() async throws {
        let (name, server) = (name, try PostgresSchema.server.get())
        try await PostgresSchema.untilGone(name, from: server)
        try await server.write { transaction in
            _ = try transaction.execute("SET LOCAL session_replication_role = replica")
            for table in try PostgresSchema.tables(of: name, in: transaction) {
                try transaction.queue("DELETE FROM \(name).\(table)", [])
            }
        }
    }

    /// Returns once no connection of an `application_name` is left, and with it nothing that it had
    /// begun.
    ///
    /// *Errors*: `StillInUse`, after a minute.
    package static func untilGone(_ name: String, from server: PostgresDatabase) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while true {
            let left = try await server.read { transaction in
                try transaction.row(
                    "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = ?",
                    [.text(name)]
                )?.integer("n")
            }
            if left == 0 { return }
            guard ContinuousClock.now < end else { throw StillInUse(by: name) }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    // MARK: A copy

    private var copy: String { name + "_copy" }

    /// Keeps a copy of its rows beside it.
    package func backUp() async throws {
        let (name, copy) = (name, copy)
        try await PostgresSchema.server.get().write { transaction in
            _ = try transaction.execute("CREATE SCHEMA \(copy)")
            for table in try PostgresSchema.tables(of: name, in: transaction) {
                _ = try transaction.execute(
                    "CREATE TABLE \(copy).\(table) AS TABLE \(name).\(table)")
            }
        }
    }

    /// Puts the copied rows in the place of today's, and drops the copy.
    package func restore() async throws {
        let (name, copy) = (name, copy)
        try await PostgresSchema.server.get().write { transaction in
            // Rows come table by table, so what they refer to may not be there yet.
            _ = try transaction.execute("SET LOCAL session_replication_role = replica")
            for table in try PostgresSchema.tables(of: copy, in: transaction) {
                _ = try transaction.execute("DELETE FROM \(name).\(table)")
                _ = try transaction.execute(
                    "INSERT INTO \(name).\(table) SELECT * FROM \(copy).\(table)")
            }
            _ = try transaction.execute("DROP SCHEMA \(copy) CASCADE")
        }
    }

    private static func tables(
        of schema: String, in transaction: any Transaction
    ) throws -> [String] {
        // What belongs to the schema and not to what is in it.
        try transaction.rows(
            """
            SELECT tablename FROM pg_tables
            WHERE schemaname = ? AND tablename NOT IN ('commit_marker', 'schema_migration')
            """, [.text(schema)]
        ).map { try $0.text("tablename") }
    }

    /// For what is done beside a test's own connections: making schemas, ending backends.
    package static let server = Result { try PostgresDatabase(settings(searching: "public")) }

    private static func settings(searching schema: String) throws -> PostgresSettings {
        var settings = PostgresSettings(
            patientAt: try PostgresCluster.url()
                + "?options=-csearch_path%3D\(schema)&application_name=\(schema)")
        settings.connectionsMax = 4
        return settings
    }
}

extension PostgresSettings {
    /// For a machine that builds and tests at once: a till's patience is not what is tested.
    package init(patientAt url: String) {
        self.init(url: url)
        connectMilliseconds = 60_000
        statementMilliseconds = 240_000
        lockMilliseconds = 60_000
        idleMilliseconds = 240_000
        patience = .seconds(300)
    }
}

/// Somebody is connected who should be gone.
package struct StillInUse: Error {
    package let by: String
}
