// Statements are prepared once and kept: what is kept with them must not outlive its truth.

import Persistence
import PersistenceSQLite
import Testing

@Suite struct StatementTests {
    private func withDatabase(_ body: (SQLiteDatabase) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.database)
        _ = try await database.write { transaction in
            try transaction.execute("CREATE TABLE note (n BIGINT PRIMARY KEY, words TEXT)")
        }
        try await body(database)
    }

    @Test("After a change of the schema a kept query names the columns of today")
    func columnsOfToday() async throws {
        try await withDatabase { database in
            let found = try await database.write { transaction in
                try transaction.execute("INSERT INTO note VALUES (1, 'a')")
                let all = "SELECT * FROM note"
                let before = try transaction.row(all, [])?.text("words")
                try transaction.execute("ALTER TABLE note RENAME COLUMN words TO said")
                let renamed = try transaction.row(all, [])?.text("said")
                try transaction.execute("ALTER TABLE note ADD COLUMN more BIGINT DEFAULT 7")
                let added = try transaction.row(all, [])?.integer("more")
                return (before, renamed, added)
            }
            #expect(found.0 == "a")
            #expect(found.1 == "a")
            #expect(found.2 == 7)
        }
    }

    @Test("Texts of one statement do not run into each other, and an empty one is not NULL")
    func texts() async throws {
        try await withDatabase { database in
            let found = try await database.write { transaction in
                try transaction.row(
                    "SELECT ? AS a, ? AS b, ? AS c, ? AS d, ? AS e",
                    [.text(""), .text("聚合支付"), .null, .text(""), .text("a longer text than 15")])
            }
            let row = try #require(found)
            #expect(try row.text("a") == "")
            #expect(try row.text("b") == "聚合支付")
            #expect(try row.textIfAny("c") == nil)
            #expect(try row.text("d") == "")
            #expect(try row.text("e") == "a longer text than 15")
        }
    }

    @Test("A statement that failed has let go of its arguments")
    func afterFailure() async throws {
        try await withDatabase { database in
            let words = try await database.write { transaction in
                let insert = "INSERT INTO note VALUES (?, ?)"
                try transaction.execute(insert, [.integer(1), .text("first")])
                #expect(throws: DatabaseError.self) {
                    try transaction.execute(insert, [.integer(1), .text("second")])
                }
                try transaction.execute(insert, [.integer(2)])
                return try transaction.rows("SELECT words FROM note ORDER BY n")
                    .map { try $0.textIfAny("words") }
            }
            #expect(words == ["first", nil])
        }
    }
}
