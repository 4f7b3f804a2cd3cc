// Rows of numbers to try things on, in a schema of their own.

import Persistence
import PersistencePostgres
import PostgresForTests

struct Purse: Sendable {
    let schema: PostgresSchema

    /// Runs the body with a table of purses 1 and 2, a hundred in each, and removes it afterwards.
    static func with(_ body: (Purse) async throws -> Void) async throws {
        let schema = try await PostgresSchema()
        let outcome: Result<Void, any Error>
        do {
            try await schema.open().write { transaction in
                try transaction.execute(
                    """
                    CREATE TABLE purse (
                        n   BIGINT PRIMARY KEY,
                        fen BIGINT NOT NULL CHECK (fen >= 0)
                    )
                    """)
                try transaction.execute("INSERT INTO purse (n, fen) VALUES (1, 100), (2, 100)")
            }
            outcome = .success(try await body(Purse(schema: schema)))
        } catch {
            outcome = .failure(error)
        }
        try await schema.drop()
        try outcome.get()
    }

    func open(
        _ change: (inout PostgresSettings) -> Void = { _ in }
    ) throws -> PostgresDatabase {
        var settings = schema.settings
        change(&settings)
        return try PostgresDatabase(settings)
    }

    static func fen(_ purse: Int64, in transaction: any Transaction) throws -> Int64 {
        try transaction.row("SELECT fen FROM purse WHERE n = ?", [.integer(purse)])?
            .integer("fen") ?? -1
    }

    static func add(
        _ fen: Int64, to purse: Int64, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            "UPDATE purse SET fen = fen + ? WHERE n = ?", [.integer(fen), .integer(purse)])
    }

    static func insert(_ purse: Int64, _ fen: Int64 = 0, in transaction: any Transaction) throws {
        try transaction.queue(
            "INSERT INTO purse (n, fen) VALUES (?, ?)", [.integer(purse), .integer(fen)])
    }

    /// What is in every purse, by number, seen from beside.
    func all() async throws -> [Int64: Int64] {
        try await open().read { transaction in
            var all: [Int64: Int64] = [:]
            for row in try transaction.rows("SELECT n, fen FROM purse") {
                all[try row.integer("n")] = try row.integer("fen")
            }
            return all
        }
    }
}
