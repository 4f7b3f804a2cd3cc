// What is queued is kept with the rest or not at all, and its no is heard at the next read or at
// the end.

import Persistence
import PersistencePostgres
import Testing

@Suite struct QueueTests {
    private func constraint(_ error: any Error) -> String? {
        guard case .constraint(let name) = error as? DatabaseError else { return nil }
        return name
    }

    @Test("A queued statement's no is thrown by the next read")
    func atRead() async throws {
        try await Purse.with { purse in
            let (database, reached) = (try purse.open(), Runs())
            await #expect {
                try await database.write { transaction in
                    try Purse.add(5, to: 2, in: transaction)
                    try Purse.insert(1, in: transaction)
                    reached.next()
                    _ = try Purse.fen(2, in: transaction)
                    reached.next()
                }
            } throws: { constraint($0) == "purse_pkey: purse.n" }
            // Run again once, since it might have been another transaction's shadow.
            #expect(reached.total == 2)
            #expect(try await purse.all() == [1: 100, 2: 100])
        }
    }

    @Test("A queued statement's no is thrown at the end, and nothing before or after it is kept")
    func atEnd() async throws {
        try await Purse.with { purse in
            let database = try purse.open()
            await #expect {
                try await database.write { transaction in
                    try Purse.add(5, to: 2, in: transaction)
                    try Purse.add(-101, to: 1, in: transaction)
                    try Purse.add(7, to: 2, in: transaction)
                }
            } throws: { constraint($0) == "purse: purse_fen_check" }
            #expect(try await purse.all() == [1: 100, 2: 100])
            try await database.write { try Purse.add(1, to: 2, in: $0) }
            #expect(try await purse.all()[2] == 101)
        }
    }

    @Test("A body that swallows a no is not committed half: it is told the no")
    func swallowed() async throws {
        try await Purse.with { purse in
            let database = try purse.open()
            await #expect {
                try await database.write { transaction in
                    try Purse.add(5, to: 2, in: transaction)
                    _ = try? transaction.execute("INSERT INTO purse (n, fen) VALUES (1, 1)")
                    _ = try? transaction.execute("UPDATE purse SET fen = 7 WHERE n = 1")
                }
            } throws: { constraint($0) == "purse_pkey: purse.n" }
            #expect(try await purse.all() == [1: 100, 2: 100])
        }
    }

    @Test("Behind a savepoint a no may be swallowed")
    func savepoint() async throws {
        try await Purse.with { purse in
            let database = try purse.open()
            try await database.write { transaction in
                try Purse.add(5, to: 2, in: transaction)
                try transaction.execute("SAVEPOINT tried")
                do {
                    try transaction.execute("INSERT INTO purse (n, fen) VALUES (1, 1)")
                } catch DatabaseError.constraint {
                    try transaction.execute("ROLLBACK TO SAVEPOINT tried")
                }
                try Purse.add(1, to: 1, in: transaction)
            }
            #expect(try await purse.all() == [1: 101, 2: 105])
        }
    }

    @Test("More than one batch holds is kept whole, or not at all", arguments: [250, 251])
    func many(_ count: Int64) async throws {
        try await Purse.with { purse in
            let database = try purse.open()
            try await database.write { transaction in
                for number in 10..<(10 + count) { try Purse.insert(number, in: transaction) }
            }
            #expect(try await purse.all().count == Int(count) + 2)
            await #expect(throws: DatabaseError.self) {
                try await database.write { transaction in
                    for number in 1_000..<(1_000 + count) {
                        try Purse.insert(number, in: transaction)
                    }
                    try Purse.insert(10, in: transaction)
                }
            }
            #expect(try await purse.all().count == Int(count) + 2)
        }
    }

    @Test("A body that throws is answered with its own error, and its queue is forgotten")
    func thrown() async throws {
        struct Stop: Error {}
        try await Purse.with { purse in
            let database = try purse.open { $0.connectionsMax = 1 }
            for reads in [false, true] {
                await #expect(throws: Stop.self) {
                    try await database.write { transaction in
                        try Purse.add(5, to: 1, in: transaction)
                        if reads { _ = try Purse.fen(1, in: transaction) }
                        try Purse.add(5, to: 2, in: transaction)
                        throw Stop()
                    }
                }
            }
            try await database.write { try Purse.add(1, to: 1, in: $0) }
            #expect(try await purse.all() == [1: 101, 2: 100])
        }
    }

    @Test("What a closed database was handed before is kept, and what comes after is refused")
    func closed() async throws {
        try await Purse.with { purse in
            let database = try purse.open { $0.connectionsMax = 2 }
            try await database.write { try Purse.add(1, to: 1, in: $0) }
            database.close()
            await #expect(throws: DatabaseError.closed) {
                try await database.write { try Purse.add(1, to: 1, in: $0) }
            }
            #expect(try await purse.all()[1] == 101)
        }
    }

    @Test("A table that was changed under prepared statements is read again")
    func stalePlan() async throws {
        try await Purse.with { purse in
            let database = try purse.open { $0.connectionsMax = 1 }
            func columns() async throws -> Int64 {
                try await database.write { transaction in
                    let row = try transaction.row("SELECT * FROM purse WHERE n = 1", [])
                    return try row?.integerIfAny("extra") ?? -1
                }
            }
            await #expect(throws: RowError.self) { try await columns() }
            try await purse.open().write { transaction in
                _ = try transaction.execute("ALTER TABLE purse ADD COLUMN extra BIGINT DEFAULT 9")
            }
            #expect(try await columns() == 9)
        }
    }
}
