// Half a database is never taken for a whole one: wherever a copy ends, no server opens the target, and
// the next copy begins again; what differs is found.

import Persistence
import PersistencePostgres
import Retail
import Synchronization
import Testing

private struct PulledPlug: Error {}

@Suite struct CopyFaultTests {
    @Test(
        "It ends at each of its writes in turn: no server opens the target until another is whole",
        arguments: CopyEngine.allCases)
    func endsAnywhere(_ engine: CopyEngine) async throws {
        try await CopyPair(from: .sqlite, to: engine).with { source, target in
            var write = 0
            while true {
                write += 1
                let last = write
                let dying = WatchedDatabase(target) { number in
                    if number > last { throw PulledPlug() }
                }
                let outcome = try? await CopyWorld.copy(source, dying).run { _ in }
                if outcome != nil { break }
                await #expect(throws: DatabaseError.copyUnfinished) {
                    try await CopyWorld.serve(target)
                }
            }
            // The claim, two pages of books, four of notes, the end.
            #expect(write == 8)
            try await CopyWorld.serve(target)
            #expect(try await CopyWorld.count("aa_note", in: target) == Int64(CopyWorld.notes))
        }
    }

    @Test("What an older program says of half a copy: it does not open it")
    func olderProgram() async throws {
        try await CopyPair(from: .sqlite, to: .postgres).with { source, target in
            let dying = WatchedDatabase(target) { if $0 > 3 { throw PulledPlug() } }
            await #expect(throws: PulledPlug.self) {
                try await CopyWorld.copy(source, dying).run { _ in }
            }
            // All that such a program looks at.
            let versions = try await target.read { transaction in
                try transaction.rows("SELECT version FROM schema_migration ORDER BY version")
                    .map { try $0.integer("version") }
            }
            #expect(versions == (1...CopyWorld.today + 1).map { $0 } + [.max])
        }
    }

    /// What somebody, or a fault, does to the target between copying and comparing.
    private static let spoilings: [(sql: String, what: String)] = [
        ("UPDATE zz_book SET total_fen = total_fen + 1 WHERE book = 'Z'", "zz_book"),
        ("UPDATE aa_note SET words = 'z' WHERE words = 'Z'", "aa_note"),
        ("UPDATE aa_note SET picture = NULL WHERE length(picture) = 0", "aa_note"),
        ("DELETE FROM aa_note WHERE page = 0", "aa_note"),
        ("INSERT INTO zz_book (book, total_fen) VALUES ('new', 0)", "zz_book"),
        (
            """
            UPDATE zz_book SET total_fen = CASE book WHEN 'Z' THEN 6509 ELSE 6511 END
            WHERE book IN ('Z', 'a')
            """, "zz_book"
        ),
    ]

    @Test("A row that is missing, new or other on one side is found", arguments: 0..<6)
    func spoiled(_ index: Int) async throws {
        let spoiling = CopyFaultTests.spoilings[index]
        try await CopyPair(from: .sqlite, to: .postgres).with { source, target in
            let isSpoiled = Mutex(false)
            let watched = WatchedDatabase(target) { _ in
            } after: { _ in
                // Once the last table has been written.
                guard try await CopyWorld.count("aa_note", in: target) == Int64(CopyWorld.notes),
                    !isSpoiled.withLock({ $0 })
                else { return }
                isSpoiled.withLock { $0 = true }
                try await target.write { transaction in _ = try transaction.execute(spoiling.sql) }
            }
            let tables = try await CopyWorld.copy(source, watched).run { _ in }
            #expect(isSpoiled.withLock { $0 })
            #expect(tables.filter { !$0.isSame }.map(\.name) == [spoiling.what])
            await #expect(throws: DatabaseError.copyUnfinished) {
                try await CopyWorld.serve(target)
            }
        }
    }

    @Test("A second copy into the same target ends the first", arguments: CopyEngine.allCases)
    func overtaken(_ engine: CopyEngine) async throws {
        try await CopyPair(from: .postgres, to: engine).with { source, target in
            let overtaking = WatchedDatabase(target) { number in
                guard number == 5 else { return }
                let tables = try await CopyWorld.copy(source, target).run { _ in }
                #expect(tables.filter { !$0.isSame } == [])
            }
            await #expect(throws: CopyProblem.overtaken) {
                try await CopyWorld.copy(source, overtaking).run { _ in }
            }
            try await CopyWorld.serve(target)
            #expect(try await CopyWorld.count("aa_note", in: target) == Int64(CopyWorld.notes))
        }
    }

    @Test("A server that is started on the source meanwhile is found at the end")
    func sourceAwakes() async throws {
        try await CopyPair(from: .postgres, to: .sqlite).with { source, target in
            let watched = WatchedDatabase(target) { number in
                guard number == 5 else { return }
                try await source.write { transaction in
                    try Workers.renew("w", until: CopyWorld.now, in: transaction)
                }
            }
            await #expect(throws: CopyProblem.sourceInUse) {
                try await CopyWorld.copy(source, watched).run { _ in }
            }
            await #expect(throws: DatabaseError.copyUnfinished) {
                try await CopyWorld.serve(target)
            }
        }
    }
}
