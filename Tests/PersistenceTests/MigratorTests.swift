// Migrations run once, in order, all or nothing; a schema that is newer or was rewritten is refused.

import Payments
import Retail
import Testing

@testable import Persistence

@Suite struct MigratorTests {
    private func applied(_ database: any Database) async throws -> [[Int64]] {
        try await database.read { transaction in
            try transaction.rows("SELECT * FROM schema_migration ORDER BY version").map {
                [try $0.integer("version"), try $0.integer("applied_at_us")]
            }
        }
    }

    @Test("Each migration is applied once; running again changes nothing", arguments: Engine.all)
    func runsOnce(_ engine: Engine) async throws {
        try await engine.withEmpty { database in
            try await Migrator.migrate(database, at: Shop.at(0))
            let first = try await applied(database)
            #expect(first == Migrations.all.map { [$0.version, Shop.at(0).microseconds] })

            try await database.write(Shop.open)
            try await Migrator.migrate(database, at: Shop.at(60))
            #expect(try await applied(database) == first)
            let stores = try await database.read { try StoreTable.all(in: $0) }
            #expect(stores.count == 2)
        }
    }

    @Test("An older schema is brought up by what it lacks", arguments: Engine.all)
    func bringsUp(_ engine: Engine) async throws {
        try await engine.withEmpty { database in
            try await Migrator.migrate(
                database, with: Array(Migrations.all.prefix(1)), at: Shop.at(0))
            try await database.write(Shop.open)
            try await Migrator.migrate(database, at: Shop.at(60))
            let expected = Migrations.all.map { migration in
                [migration.version, Shop.at(migration.version == 1 ? 0 : 60).microseconds]
            }
            #expect(try await applied(database) == expected)
        }
    }

    @Test("Paper that waited before returns were known still waits after", arguments: Engine.all)
    func keepsPaper(_ engine: Engine) async throws {
        try await engine.withEmpty { database in
            try await Migrator.migrate(
                database, with: Array(Migrations.all.prefix(3)), at: Shop.at(0))
            try await database.write { transaction in
                try Shop.open(transaction)
                try SaleTable.insert(try Shop.sale(), at: Shop.at(0), in: transaction)
                // As the program of that time wrote it.
                try transaction.execute(
                    """
                    INSERT INTO print_job (
                        store_id, job_id, sale_id, register_id, copy_no, state, tries, next_at_us,
                        last_error, made_at_us)
                    VALUES ('0101', 'job', 'sale-1', '02', 0, 'queued', 3, 7, 'paper', 5)
                    """)
            }
            try await Migrator.migrate(database, at: Shop.at(60))
            let jobs = try await database.read { transaction in
                try PrintJobTable.due(at: Shop.at(60), limit: 9, in: transaction)
            }
            #expect(jobs.map(\.id) == ["job"])
            #expect(jobs.map(\.returnSeq) == [0])
            #expect(jobs.map(\.tries) == [3])
            #expect(jobs.map(\.lastError) == ["paper"])
        }
    }

    @Test(
        "A line with another's number leaves the store whose digits it has", arguments: Engine.all)
    func sharesAnew(_ engine: Engine) async throws {
        try await engine.withEmpty { database in
            try await Migrator.migrate(
                database, with: Array(Migrations.all.prefix(17)), at: Shop.at(0))
            let statement = StatementOf(wallet: .weChatPay, account: "1", day: try Shop.date())
            try await database.write { transaction in
                try Shop.open(transaction)
                let number = try StatementTable.begin(
                    statement, how: .fetched, at: Shop.at(0), in: transaction)
                let rows = ["2026112310000001010200000001", "elsewhere-----0101"].map {
                    StatementRow(
                        line: 2, kind: .payment, orderNumber: $0, tradeNumber: "42",
                        settledAmount: Money(fen: 7), at: Shop.at(0), account: "",
                        state: .succeeded)
                }
                try StatementRowTable.insert(
                    StatementRowTable.Lines(rows, of: number), in: transaction)
                _ = try StatementTable.end(
                    number, of: statement,
                    StatementEnd(.complete(StatementReport()), rows: 2, rowChecksum: 0),
                    at: Shop.at(1), in: transaction)
                // As the program of that time added it up.
                try transaction.execute(
                    """
                    INSERT INTO statement_share (
                        wallet, merchant_account, day, store_id, gross_fen, refund_fen, fee_fen)
                    VALUES ('wechat', '1', '2026-11-23', '0101', 14, 0, 0)
                    """)
            }
            try await Migrator.migrate(database, at: Shop.at(60))
            let shares = try await database.read { transaction in
                try StatementShareTable.shares(of: statement, in: transaction)
            }
            #expect(shares.map(\.store.digits) == ["0000", "0101"])
            #expect(shares.map(\.gross.fen) == [7, 7])
        }
    }

    @Test("Two at once, and the schema is there once", arguments: Engine.all)
    func twoAtOnce(_ engine: Engine) async throws {
        try await engine.withEmpty { database in
            async let one: Void = Migrator.migrate(database, at: Shop.at(0))
            async let other: Void = Migrator.migrate(database, at: Shop.at(0))
            _ = try await (one, other)
            #expect(try await applied(database).count == Migrations.all.count)
        }
    }

    @Test("A schema newer than the program is refused, and left alone", arguments: Engine.all)
    func tooNew(_ engine: Engine) async throws {
        try await engine.withEmpty { database in
            try await Migrator.migrate(database, at: Shop.at(0))
            let before = try await applied(database)
            await #expect(throws: DatabaseError.schemaTooNew(found: 3, known: 2)) {
                try await Migrator.migrate(
                    database, with: Array(Migrations.all.prefix(2)), at: Shop.at(1))
            }
            #expect(try await applied(database) == before)
        }
    }

    @Test("A migration that no longer reads the same is refused", arguments: Engine.all)
    func rewritten(_ engine: Engine) async throws {
        try await engine.withEmpty { database in
            let note = Migration(
                version: 1, name: "n", why: "w", statements: ["CREATE TABLE a (x BIGINT)"])
            let edited = Migration(
                version: 1, name: "n", why: "w", statements: ["CREATE TABLE a (y BIGINT)"])
            let next = Migration(
                version: 2, name: "m", why: "w", statements: ["CREATE TABLE b (x BIGINT)"])
            try await Migrator.migrate(database, with: [note], at: Shop.at(0))
            await #expect(throws: DatabaseError.migrationChanged(version: 1)) {
                try await Migrator.migrate(database, with: [edited, next], at: Shop.at(1))
            }
            // Nothing of what came after was done.
            #expect(try await applied(database).count == 1)
            await #expect(throws: (any Error).self) {
                try await database.read { try $0.rows("SELECT * FROM b") }
            }
        }
    }

    @Test(
        "A migration that fails in its middle leaves nothing, and may be mended",
        arguments: Engine.all)
    func failsWhole(_ engine: Engine) async throws {
        try await engine.withEmpty { database in
            func migration(_ second: String) -> Migration {
                Migration(
                    version: 1, name: "n", why: "w",
                    statements: ["CREATE TABLE a (x BIGINT)", .both(second)])
            }
            await #expect(throws: (any Error).self) {
                try await Migrator.migrate(
                    database, with: [migration("CREATE TABLE a (x BIGINT)")], at: Shop.at(0))
            }
            let mended = migration("CREATE TABLE b (x BIGINT)")
            try await Migrator.migrate(database, with: [mended], at: Shop.at(1))
            #expect(try await applied(database) == [[1, Shop.at(1).microseconds]])
        }
    }

    @Test("What a SQLite file of an earlier program remembers of each migration still matches")
    func remembered() {
        let remembered: [Int64] = [
            -2_653_541_909_229_906_139, 7_047_717_504_254_776_860, 7_107_841_966_910_790_475,
            1_840_709_723_862_651_763,
        ]
        let now = Migrations.all.map { $0.checksum(for: .sqlite) }
        #expect(Array(now.prefix(remembered.count)) == remembered)
    }

    @Test("Where the engines' texts differ each runs its own", arguments: Engine.all)
    func ownText(_ engine: Engine) async throws {
        let migration = Migration(
            version: 1, name: "n", why: "w",
            statements: [
                .each(sqlite: "CREATE TABLE s (x BIGINT)", postgres: "CREATE TABLE p (x BIGINT)"),
                .each(sqlite: nil, postgres: "CREATE INDEX p_x ON p USING hash (x)"),
            ])
        #expect(migration.checksum(for: .sqlite) != migration.checksum(for: .postgres))
        try await engine.withEmpty { database in
            try await Migrator.migrate(database, with: [migration], at: Shop.at(0))
            let table = engine.dialect == .sqlite ? "s" : "p"
            #expect(try await database.read { try $0.rows("SELECT x FROM \(table)").isEmpty })
            try await Migrator.migrate(database, with: [migration], at: Shop.at(1))
            #expect(try await applied(database).count == 1)
        }
    }

    @Test("Versions count from 1 without a gap, and each says why")
    func versions() {
        #expect(Migrations.all.map(\.version) == Array(1...Int64(Migrations.all.count)))
        #expect(Migrations.all.allSatisfy { !$0.why.isEmpty && !$0.name.isEmpty })
        for dialect in SQLDialect.allCases {
            let checksums = Migrations.all.map { $0.checksum(for: dialect) }
            #expect(Set(checksums).count == Migrations.all.count)
        }
    }
}
