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
    package let statements: [SQLText]

    func texts(for dialect: SQLDialect) -> [String] {
        statements.compactMap { $0.text(for: dialect) }
    }

    /// Over the statements of one engine: an edit is noticed.
    func checksum(for dialect: SQLDialect) -> Int64 {
        var sum = Checksum()
        for statement in texts(for: dialect) { sum.add(statement.utf8) }
        return Int64(bitPattern: sum.value)
    }
}

/// Brings a schema up to the newest version that this program knows.
package enum Migrator {
    /// *Errors*: `DatabaseError.schemaTooNew`, `.migrationChanged`, `.copyUnfinished`, and the
    /// engine's own.
    package static func migrate(
        _ database: some Database, with migrations: [Migration] = Migrations.all,
        at now: Timestamp
    ) async throws {
        try await database.writeAlone { transaction in
            try migrate(in: transaction, with: migrations, at: now)
        }
    }

    /// The same inside a transaction that is open.
    package static func migrate(
        in transaction: any Transaction, with migrations: [Migration] = Migrations.all,
        at now: Timestamp
    ) throws {
        try makeTable(in: transaction)
        let applied = try applied(in: transaction, of: migrations)
        for migration in migrations.dropFirst(applied) {
            let statements = migration.texts(for: transaction.dialect)
            for statement in statements { try transaction.execute(statement) }
            try transaction.execute(
                """
                INSERT INTO schema_migration (version, name, checksum, applied_at_us)
                VALUES (?, ?, ?, ?)
                """,
                [
                    .integer(migration.version), .text(migration.name),
                    .integer(migration.checksum(for: transaction.dialect)),
                    .integer(now.microseconds),
                ])
        }
    }

    static let table = "schema_migration"

    static func makeTable(in transaction: any Transaction) throws {
        try transaction.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migration (
                version       BIGINT PRIMARY KEY,
                name          TEXT   NOT NULL,
                checksum      BIGINT NOT NULL,
                applied_at_us BIGINT NOT NULL
            )
            """)
    }

    /// How many of the migrations a database has; it is only read.
    ///
    /// *Errors*: `DatabaseError.schemaTooNew`, `.migrationChanged`, `.copyUnfinished`.
    static func applied(
        in transaction: any Transaction, of migrations: [Migration]
    ) throws -> Int {
        let applied = try transaction.rows(
            "SELECT version, checksum FROM schema_migration ORDER BY version")
        let newest = migrations.last?.version ?? 0
        for row in applied {
            let version = try row.integer("version")
            if version == CopyMarker.version { throw DatabaseError.copyUnfinished }
            guard let known = migrations.first(where: { $0.version == version }) else {
                throw DatabaseError.schemaTooNew(found: version, known: newest)
            }
            guard known.checksum(for: transaction.dialect) == (try row.integer("checksum")) else {
                throw DatabaseError.migrationChanged(version: version)
            }
        }
        return applied.count
    }
}

/// Every migration, oldest first.
package enum Migrations {
    package static let all: [Migration] = [
        .chainAndCatalogue, .salesAndPayments, .actsAndPaper, .returnsAndRefunds,
        .terminals, .offeredCodes, .ledger, .statements, .channelFigures, .caseWork,
        .methodChanges, .misdatedNumbers, .shifts, .statementRuns, .settlements,
        .remarksOnAnything, .organisation, .sharesOfOurNumbers,
    ]
}
