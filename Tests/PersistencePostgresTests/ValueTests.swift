// What comes back is of the kind that SQLite would give; what does not fit is never cut.

import Persistence
import PersistencePostgres
import PostgresForTests
import Testing

struct ValueRow: CustomTestStringConvertible, Sendable {
    let sql: String
    let arguments: [SQLValue]
    /// Nil when reading it as an integer is an error.
    let integer: Int64?

    var testDescription: String { sql }

    init(_ sql: String, _ integer: Int64?, with arguments: [SQLValue] = []) {
        self.sql = sql
        self.arguments = arguments
        self.integer = integer
    }

    static let all = [
        ValueRow("1", 1),
        ValueRow("CAST(-32768 AS SMALLINT)", -32_768),
        ValueRow("CAST(9223372036854775807 AS BIGINT)", .max),
        ValueRow("true", 1),
        ValueRow("1 = 2", 0),
        ValueRow("count(*)", 1),
        ValueRow("sum(CAST(4611686018427387904 AS BIGINT))", 4_611_686_018_427_387_904),
        ValueRow(
            "(SELECT sum(n) FROM (VALUES (CAST(? AS BIGINT)), (CAST(? AS BIGINT))) AS t (n))", -2,
            with: [.integer(7), .integer(-9)]),
        // One more than an integer holds.
        ValueRow("sum(CAST(9223372036854775807 AS BIGINT)) + 1", nil),
        ValueRow("1.5", nil),
        ValueRow("1.0", nil),
        ValueRow("CAST('NaN' AS NUMERIC)", nil),
        ValueRow("'1'", nil),
        ValueRow("now()", nil),
        ValueRow("NULL", nil),
    ]
}

@Suite struct ValueTests {
    @Test("A whole number is an integer if it fits, else an error", arguments: ValueRow.all)
    func integers(_ row: ValueRow) async throws {
        let found = try await PostgresSchema.server.get().read { transaction in
            try transaction.row("SELECT \(row.sql) AS v", row.arguments)
        }
        let value = try #require(found)
        if let integer = row.integer {
            #expect(try value.integer("v") == integer)
        } else {
            #expect(throws: RowError.self) { try value.integer("v") }
        }
    }

    @Test("A sum that no integer holds is refused by the server, and the transaction is undone")
    func overflow() async throws {
        let server = try PostgresSchema.server.get()
        await #expect {
            try await server.read { transaction in
                try transaction.row(
                    "SELECT 9223372036854775807 + CAST(? AS BIGINT) AS v", [.integer(1)])
            }
        } throws: { error in
            guard case .constraint = error as? DatabaseError else { return false }
            return true
        }
    }

    @Test("A text that C would cut off is refused, also where it is only looked for")
    func nul() async throws {
        let server = try PostgresSchema.server.get()
        await #expect(throws: DatabaseError.constraint("text with a NUL character")) {
            try await server.read { try $0.row("SELECT ? AS v", [.text("a\0b")]) }
        }
    }
}
