// Schema changes are numbered, go forward only and are checked by checksum: a server refuses a schema
// newer than itself, and one whose past was rewritten. Each runs in one transaction.

package import Retail

/// One numbered schema change.
package struct Migration: Sendable {
    package let version: Int64
    package let name: String
    /// Why it is there, for the person who meets it in ten years.
    package let why: String
    /// The statements, in order.
    ///
    /// Understood by both engines unless marked.
    package let statements: [String]

    /// FNV-1a over the statements: enough to notice an edit, no secret is guarded by it.
    var checksum: Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for statement in statements {
            for unit in statement.utf8 {
                hash = (hash ^ UInt64(unit)) &* 0x100_0000_01b3
            }
        }
        return Int64(bitPattern: hash)
    }
}

/// Brings a schema up to the newest version that this program knows.
package enum Migrator {
    /// *Errors*: `DatabaseError.schemaTooNew`, `.migrationChanged`, and the engine's own.
    package static func migrate(
        _ database: some Database, with migrations: [Migration] = Migrations.all,
        at now: Timestamp
    ) async throws {
        try await database.write { transaction in
            try migrate(in: transaction, with: migrations, at: now)
        }
    }

    /// The same inside a transaction that is open.
    package static func migrate(
        in transaction: any Transaction, with migrations: [Migration] = Migrations.all,
        at now: Timestamp
    ) throws {
        try transaction.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migration (
                version       BIGINT PRIMARY KEY,
                name          TEXT   NOT NULL,
                checksum      BIGINT NOT NULL,
                applied_at_us BIGINT NOT NULL
            )
            """)
        let applied = try transaction.rows(
            "SELECT version, checksum FROM schema_migration ORDER BY version")
        let newest = migrations.last?.version ?? 0
        for row in applied {
            let version = try row.integer("version")
            guard let known = migrations.first(where: { $0.version == version }) else {
                throw DatabaseError.schemaTooNew(found: version, known: newest)
            }
            guard known.checksum == (try row.integer("checksum")) else {
                throw DatabaseError.migrationChanged(version: version)
            }
        }
        for migration in migrations.dropFirst(applied.count) {
            for statement in migration.statements { try transaction.execute(statement) }
            try transaction.execute(
                """
                INSERT INTO schema_migration (version, name, checksum, applied_at_us)
                VALUES (?, ?, ?, ?)
                """,
                [
                    .integer(migration.version), .text(migration.name),
                    .integer(migration.checksum), .integer(now.microseconds),
                ])
        }
    }
}

/// Every migration, oldest first.
package enum Migrations {
    package static let all: [Migration] = [
        .chainAndCatalogue, .salesAndPayments, .actsAndPaper, .returnsAndRefunds,
    ]
}
