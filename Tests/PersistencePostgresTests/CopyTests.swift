// A whole database goes over by names alone, in either direction, and is refused where it would not
// be whole or not alone.

import Persistence
import PersistencePostgres
import Retail
import Synchronization
import Testing

@Suite struct CopyTests {
    @Test(
        "Every row of every table arrives, also of a table that no list has",
        arguments: CopyPair.all)
    func arrives(_ pair: CopyPair) async throws {
        try await pair.with { source, target in
            let steps = Mutex<[CopyStep]>([])
            let tables = try await CopyWorld.copy(source, target).run { step in
                steps.withLock { $0.append(step) }
            }
            #expect(tables.filter { !$0.isSame } == [])
            // What the engines' own catalogues list, less what is named with its reason.
            let all = try await names(in: target).subtracting(DatabaseCopy.notCopied.keys)
            #expect(Set(tables.map(\.name)) == all)
            let note = try #require(tables.first { $0.name == "aa_note" })
            #expect(note.source.rows == Int64(CopyWorld.notes))
            #expect(note.source.sums.map(\.column) == ["paid_fen"])
            #expect(note.source.sums.map(\.fen) == [-Int64(CopyWorld.notes / 4)])
            try await expectSameNotes(source, target)
            let last = try #require(steps.withLock { $0.last })
            #expect(last.done == last.all && last.all > 0)
            try await CopyWorld.serve(target)
        }
    }

    private func names(in database: any Database) async throws -> Set<String> {
        try await database.read { transaction in
            let sql =
                switch transaction.dialect {
                case .sqlite:
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                case .postgres:
                    """
                    SELECT table_name AS name FROM information_schema.tables
                    WHERE table_schema = current_schema()
                    """
                }
            return Set(try transaction.rows(sql).map { try $0.text("name") })
        }
    }

    /// Row by row, without the copy's own reading.
    private func expectSameNotes(_ source: any Database, _ target: any Database) async throws {
        let read: @Sendable (any Transaction) throws -> [[SQLValue]] = { transaction in
            try transaction.rows("SELECT page, words, book, paid_fen, picture FROM aa_note")
                .map(\.values).sorted { "\($0)" < "\($1)" }
        }
        #expect(try await source.read(read) == target.read(read))
    }

    @Test("The tables that stay are those that speak of one database alone")
    func staying() {
        #expect(
            Set(DatabaseCopy.notCopied.keys) == ["schema_migration", "commit_marker", "worker"])
    }

    @Test("A target with rows is refused, and left as it is", arguments: CopyEngine.allCases)
    func notEmpty(_ engine: CopyEngine) async throws {
        try await CopyPair(from: .sqlite, to: engine).with { source, target in
            try await CopyWorld.fill(target)
            await #expect(throws: CopyProblem.targetNotEmpty(table: "aa_note")) {
                try await CopyWorld.copy(source, target).run { _ in }
            }
            #expect(try await CopyWorld.count("aa_note", in: target) == Int64(CopyWorld.notes))
            try await CopyWorld.serve(target)
        }
    }

    @Test(
        "A source that is not ours, too old, or itself half a copy", arguments: CopyEngine.allCases)
    func unfitSource(_ engine: CopyEngine) async throws {
        try await engine.withEmpty { source in
            try await CopyEngine.sqlite.withEmpty { target in
                let copy = CopyWorld.copy(source, target)
                await #expect(throws: CopyProblem.sourceNotOurs) {
                    try await copy.run { _ in }
                }
                try await CopyWorld.fill(source, with: Migrations.all)
                let tooOld = CopyProblem.sourceTooOld(
                    found: CopyWorld.today, known: CopyWorld.today + 1)
                await #expect(throws: tooOld) {
                    try await copy.run { _ in }
                }
                #expect(try await names(in: target) == [], "a refusal writes nothing")
                try await CopyWorld.fill(source)
                try await source.write { transaction in
                    _ = try transaction.execute(
                        "INSERT INTO schema_migration VALUES (9223372036854775807, 'x', 0, 0)")
                }
                await #expect(throws: CopyProblem.sourceUnfinished) {
                    try await copy.run { _ in }
                }
            }
        }
    }

    @Test("A table that somebody has changed by hand is named")
    func changedByHand() async throws {
        let changes = [
            ("ALTER TABLE aa_note ADD COLUMN extra TEXT", "aa_note"),
            ("CREATE TABLE mm_own (n BIGINT PRIMARY KEY)", "mm_own"),
            ("ALTER TABLE store RENAME COLUMN phone TO telephone", "store"),
        ]
        for (sql, table) in changes {
            try await CopyPair(from: .sqlite, to: .postgres).with { source, target in
                try await CopyWorld.serve(target)
                try await target.write { transaction in _ = try transaction.execute(sql) }
                await #expect(throws: CopyProblem.schemasDiffer(table: table)) {
                    try await CopyWorld.copy(source, target).run { _ in }
                }
                try await CopyWorld.serve(target)
            }
        }
    }

    @Test("A table that cannot be put in order, or has no key, is named before anything is written")
    func uncopyable() async throws {
        let tables = [
            "CREATE TABLE bb_tree (n BIGINT PRIMARY KEY, up BIGINT REFERENCES bb_tree (n))",
            "CREATE TABLE bb_tree (n BIGINT NOT NULL)",
        ]
        for table in tables {
            try await CopyPair(from: .sqlite, to: .sqlite).with { source, target in
                try await source.write { transaction in _ = try transaction.execute(table) }
                await #expect(throws: CopyProblem.uncopyable(table: "bb_tree")) {
                    try await CopyWorld.copy(source, target).run { _ in }
                }
                #expect(try await names(in: target) == [])
            }
        }
    }

    @Test("A row that the target does not take is told with its table")
    func refusedRow() async throws {
        try await CopyPair(from: .sqlite, to: .postgres).with { source, target in
            // SQLite keeps what does not look like a number as it is.
            try await source.write { transaction in
                _ = try transaction.execute(
                    "UPDATE zz_book SET total_fen = 'much' WHERE book = 'Z'")
            }
            do {
                _ = try await CopyWorld.copy(source, target).run { _ in }
                Issue.record("a text was taken for a number")
            } catch CopyProblem.refused(let table, _) {
                #expect(table == "zz_book")
            }
            await #expect(throws: DatabaseError.copyUnfinished) {
                try await CopyWorld.serve(target)
            }
        }
    }

    /// On which side a server is at work.
    enum Side: CaseIterable, Sendable {
        case source
        case target
    }

    @Test(
        "A server at work on either side is noticed by its row, whatever the clocks say",
        arguments: Side.allCases)
    func inUse(_ side: Side) async throws {
        try await CopyPair(from: .postgres, to: .postgres).with { source, target in
            try await CopyWorld.serve(target)
            let busy = side == .source ? source : target
            let beat: @Sendable (Int64) async throws -> Void = { time in
                try await busy.write { transaction in
                    try Workers.renew(
                        "w", until: Timestamp(microseconds: time), in: transaction)
                }
            }
            try await beat(7)
            let copy = CopyWorld.copy(source, target, sleep: { _ in try await beat(8) })
            await #expect(throws: side == .source ? CopyProblem.sourceInUse : .targetInUse) {
                try await copy.run { _ in }
            }
            // A server that goes on there finds its database as it was.
            try await CopyWorld.serve(target)
            #expect(try await CopyWorld.count("aa_note", in: target) == 0)
            // Its row alone, silent, is a dead server's.
            let tables = try await CopyWorld.copy(source, target).run { _ in }
            #expect(tables.filter { !$0.isSame } == [])
        }
    }
}
