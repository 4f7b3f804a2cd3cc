// Whose attempt is due, and whose worker is gone.

import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct WorkerTests {
    /// Three open attempts of worker-1 and one of worker-2, begun at 0, 10, 20 and 30 seconds; the
    /// first question of each is due ten seconds later.
    private func begin(_ database: any Database) async throws {
        try await database.write { transaction in
            for serial in UInt32(1)...4 {
                let sale = try Shop.sale("sale-\(serial)")
                try SaleTable.insert(sale, at: Shop.at(0), in: transaction)
                try AttemptTable.begin(
                    try Shop.attempt(
                        serial, sale: sale.id.text, worker: serial == 4 ? "worker-2" : "worker-1",
                        startedAt: Shop.at(Int64(serial - 1) * 10)), in: transaction)
            }
        }
    }

    private func serials(_ attempts: [StoredAttempt]) throws -> [Int] {
        try attempts.compactMap { stored in
            try (1...4).first { try Shop.number(UInt32($0)) == stored.attempt.number }
        }
    }

    @Test(
        "Due: one's own, once their time has come, soonest first",
        arguments: Engine.all,
        [
            ("worker-1", 9, 9, []), ("worker-1", 10, 9, [1]), ("worker-1", 30, 9, [1, 2, 3]),
            ("worker-1", 30, 2, [1, 2]), ("worker-2", 39, 9, []), ("worker-2", 99, 9, [4]),
            ("worker-3", 99, 9, []),
        ] as [(String, Int64, Int64, [Int])])
    func due(
        _ engine: Engine, _ row: (worker: String, seconds: Int64, limit: Int64, serials: [Int])
    ) async throws {
        try await engine.withShop { database in
            try await begin(database)
            let found = try await database.read {
                try AttemptTable.due(
                    worker: row.worker, at: Shop.at(row.seconds), limit: row.limit,
                    paces: Shop.paces, in: $0)
            }
            #expect(try serials(found) == row.serials)
        }
    }

    @Test("What has ended is neither due nor orphaned", arguments: Engine.all)
    func ended(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await begin(database)
            try await database.write { transaction in
                var stored = try #require(
                    try AttemptTable.find(
                        try Shop.number(1), paces: Shop.paces, in: transaction))
                try AttemptTable.feed(
                    .payAnswered(.paid(try Shop.proof(1))), to: &stored, at: Shop.at(1),
                    in: transaction)
                let due = try AttemptTable.due(
                    worker: "worker-1", at: Shop.at(99), limit: 9, paces: Shop.paces,
                    in: transaction)
                #expect(try serials(due) == [2, 3])
                let orphaned = try AttemptTable.orphaned(
                    limit: 9, paces: Shop.paces, in: transaction)
                #expect(try serials(orphaned) == [2, 3, 4])
            }
        }
    }

    @Test("Orphaned: whoever is not announced has lost its attempts", arguments: Engine.all)
    func orphaned(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await begin(database)
            try await database.write { transaction in
                func orphans(limit: Int64 = 9) throws -> [Int] {
                    try serials(
                        try AttemptTable.orphaned(
                            limit: limit, paces: Shop.paces, in: transaction))
                }
                #expect(try orphans() == [1, 2, 3, 4])
                #expect(try orphans(limit: 2) == [1, 2])
                try Workers.renew("worker-1", until: Shop.at(100), in: transaction)
                #expect(try orphans() == [4])
                try Workers.renew("worker-2", until: Shop.at(50), in: transaction)
                #expect(try orphans() == [])
                try Workers.strike("worker-2", in: transaction)
                #expect(try orphans() == [4])
                try Workers.strikeAll(in: transaction)
                #expect(try orphans() == [1, 2, 3, 4])
            }
        }
    }

    @Test(
        "A worker lives while its row is there, whatever time its own clock wrote into it",
        arguments: Engine.all, [Int64.min, -86_400, 0, 86_400, Int64.max])
    func anyClock(_ engine: Engine, _ seconds: Int64) async throws {
        try await engine.withShop { database in
            try await begin(database)
            let until = Timestamp(
                microseconds: seconds.multipliedReportingOverflow(by: 1_000_000).overflow
                    ? seconds : Shop.at(seconds).microseconds)
            try await database.write { transaction in
                try Workers.renew("worker-1", until: until, in: transaction)
                #expect(try Workers.beats(in: transaction) == ["worker-1": until])
                let orphaned = try AttemptTable.orphaned(
                    limit: 9, paces: Shop.paces, in: transaction)
                #expect(try serials(orphaned) == [4])
            }
        }
    }

    @Test("A beat is what a worker wrote last; who is struck out has none", arguments: Engine.all)
    func beats(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                #expect(try Workers.beats(in: transaction) == [:])
                try Workers.renew("worker-1", until: Shop.at(4), in: transaction)
                try Workers.renew("worker-2", until: Shop.at(3_604), in: transaction)
                try Workers.renew("worker-1", until: Shop.at(5), in: transaction)
                #expect(
                    try Workers.beats(in: transaction)
                        == ["worker-1": Shop.at(5), "worker-2": Shop.at(3_604)])
                try Workers.strike("worker-2", in: transaction)
                #expect(try Workers.beats(in: transaction) == ["worker-1": Shop.at(5)])
            }
        }
    }

    @Test("Taken over: the new worker has it, the old one does not", arguments: Engine.all)
    func takeOver(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await begin(database)
            try await database.write { transaction in
                try Workers.renew("worker-2", until: Shop.at(1_000), in: transaction)
                var stored = try #require(
                    try AttemptTable.orphaned(
                        limit: 1, paces: Shop.paces, in: transaction
                    ).first)
                stored.worker = "worker-2"
                try AttemptTable.feed(.restarted, to: &stored, at: Shop.at(5), in: transaction)
                let due = try AttemptTable.due(
                    worker: "worker-2", at: Shop.at(15), limit: 9, paces: Shop.paces,
                    in: transaction)
                #expect(try serials(due) == [1])
                let old = try AttemptTable.due(
                    worker: "worker-1", at: Shop.at(15), limit: 9, paces: Shop.paces,
                    in: transaction)
                #expect(old.isEmpty)
            }
        }
    }
}
