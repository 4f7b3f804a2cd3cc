// A connection that is lost, before COMMIT, with it or after it: each body is kept exactly once,
// and its caller is told so.

import Foundation
import Persistence
import PostgresForTests
import Testing

@testable import PersistencePostgres

/// How a body is written: all of it travels with COMMIT, or some of it went before.
enum BodyShape: CaseIterable, Sendable {
    case queued, waited

    func add(_ fen: Int64, in transaction: any Transaction) throws {
        if self == .waited { _ = try Purse.fen(2, in: transaction) }
        try Purse.add(fen, to: 1, in: transaction)
        if self == .waited { _ = try Purse.fen(1, in: transaction) }
        try Purse.add(0, to: 2, in: transaction)
    }
}

@Suite struct DoubtTests {
    private func withWire(
        _ body: (Purse, FaultyWire, PostgresDatabase) async throws -> Void
    ) async throws {
        try await Purse.with { purse in
            let url = try #require(URL(string: purse.schema.settings.url))
            let port = try #require(url.port)
            let wire = try FaultyWire(to: UInt16(port))
            defer { wire.stop() }
            var settings = PostgresSettings(
                patientAt: purse.schema.settings.url.replacing(":\(port)/", with: ":\(wire.port)/"))
            settings.connectionsMax = 1
            settings.idleMilliseconds = 300
            try await body(purse, wire, PostgresDatabase(settings))
        }
    }

    @Test(
        "Whatever the wire does to COMMIT, a body is kept once", arguments: WireFault.allCases,
        BodyShape.allCases)
    func once(_ fault: WireFault, _ shape: BodyShape) async throws {
        try await withWire { purse, wire, database in
            try await database.write { try shape.add(1, in: $0) }
            for turn in 1...3 {
                wire.arm(fault)
                let runs = Runs()
                let total = try await database.write { transaction in
                    try shape.add(10, in: transaction)
                    return runs.next()
                }
                #expect(wire.faults == turn)
                switch fault {
                case .lostBefore: #expect(runs.total == 2 && total == 2)
                // The old transaction stands in the way until the server gives it up.
                case .late: #expect(runs.total >= 2 && total == runs.total)
                case .answerLost: #expect(runs.total == 1 && total == 1)
                case .cutAtOnce: #expect(runs.total == total)
                }
                if fault == .late {
                    // Now the old COMMIT arrives after all, and may not happen.
                    _ = wire.deliverLate()
                }
                #expect(try await purse.all()[1] == 101 + 10 * Int64(turn))
            }
            try await database.write { try shape.add(1, in: $0) }
            #expect(try await purse.all()[1] == 132)
        }
    }

    @Test("A COMMIT that arrives late, complete, is refused by its closed slot")
    func lateIsRefused() async throws {
        try await withWire { purse, wire, database in
            // Prepared before, so that the whole transaction is in one batch and nothing of it is
            // known.
            try await database.write { try BodyShape.queued.add(1, in: $0) }
            wire.arm(.late)
            try await database.write { try BodyShape.queued.add(10, in: $0) }
            let answer = String(decoding: try #require(wire.deliverLate()), as: UTF8.self)
            #expect(
                answer.contains("23502"), "the server took it, or refused it for another reason")
            #expect(try await purse.all()[1] == 111)
        }
    }

    @Test("A backend that ends in the middle of a body, or right before COMMIT, costs a second run")
    func terminated() async throws {
        let end = "SELECT pg_terminate_backend(pg_backend_pid())"
        for isQueued in [false, true] {
            try await Purse.with { purse in
                let (database, runs) = (try purse.open { $0.connectionsMax = 1 }, Runs())
                let total = try await database.write { transaction in
                    let run = runs.next()
                    try Purse.add(10, to: 1, in: transaction)
                    if run == 1, isQueued { try transaction.queue(end, []) }
                    if run == 1, !isQueued { _ = try transaction.rows(end) }
                    return run
                }
                #expect(total == 2)
                #expect(try await purse.all()[1] == 110)
            }
        }
    }

    @Test("A connection that ended while nobody used it is replaced without a second run")
    func stale() async throws {
        try await Purse.with { purse in
            let (database, runs) = (try purse.open { $0.connectionsMax = 1 }, Runs())
            let backend = try await database.read {
                try $0.row("SELECT pg_backend_pid() AS n", [])?.integer("n") ?? 0
            }
            let server = try PostgresSchema.server.get()
            _ = try await server.write {
                try $0.rows("SELECT pg_terminate_backend(CAST(? AS INT))", [.integer(backend)])
            }
            while try await server.read({ transaction in
                try !transaction.rows(
                    "SELECT 1 FROM pg_stat_activity WHERE pid = CAST(? AS INT)", [.integer(backend)]
                ).isEmpty
            }) {}
            try await database.write { transaction in
                runs.next()
                try Purse.add(10, to: 1, in: transaction)
            }
            #expect(runs.total == 1)
            #expect(try await purse.all()[1] == 110)
        }
    }

    @Test("When nobody can be asked what became of COMMIT, that is what is said")
    func unknown() async throws {
        try await Purse.with { purse in
            let url = try #require(URL(string: purse.schema.settings.url))
            let port = try #require(url.port)
            let wire = try FaultyWire(to: UInt16(port))
            var settings = PostgresSettings(
                patientAt: purse.schema.settings.url.replacing(":\(port)/", with: ":\(wire.port)/"))
            settings.connectionsMax = 1
            settings.doubtPatience = .milliseconds(300)
            let database = try PostgresDatabase(settings)
            try await database.write { try Purse.add(1, to: 1, in: $0) }
            wire.arm(.answerLost)
            let runs = Runs()
            await #expect(throws: DatabaseError.outcomeUnknown) {
                try await database.write { transaction in
                    // From here on nobody is let in any more.
                    wire.refuse()
                    runs.next()
                    try Purse.add(10, to: 1, in: transaction)
                }
            }
            wire.stop()
            #expect(runs.total == 1)
            #expect(try await purse.all()[1] == 111)
        }
    }

    @Test("A transaction that wrote nothing leaves no mark, and one that did leaves its number")
    func marks() async throws {
        try await Purse.with { purse in
            let database = try purse.open { $0.connectionsMax = 1 }
            func numbers() async throws -> [Int64] {
                try await purse.open().read { transaction in
                    try transaction.rows("SELECT number FROM commit_marker ORDER BY number").map {
                        try $0.integer("number")
                    }
                }
            }
            let before = try await numbers()
            _ = try await database.write { try Purse.fen(1, in: $0) }
            #expect(try await numbers() == before)
            try await database.write { try Purse.add(1, to: 1, in: $0) }
            try await database.write { try Purse.add(1, to: 1, in: $0) }
            #expect(try await numbers() == (before + [3]).sorted())
        }
    }

    @Test("The marks of connections that are long gone are swept, and no others")
    func sweep() async throws {
        try await Purse.with { purse in
            let day: Int64 = 86_400_000_000
            try await purse.open().write { transaction in
                for (slot, days) in [("old", 8), ("young", 6)] as [(String, Int64)] {
                    try transaction.queue(
                        """
                        INSERT INTO commit_marker (slot, number, is_closed, at_us)
                        VALUES (?, 1, 0, CAST(extract(epoch FROM now()) * 1000000 AS BIGINT) - ?)
                        """, [.text(slot), .integer(days * day)])
                }
            }
            let left = try await purse.open().read { transaction in
                try transaction.rows("SELECT slot FROM commit_marker").map { try $0.text("slot") }
            }
            #expect(!left.contains("old"))
            #expect(left.contains("young"))
        }
    }
}
