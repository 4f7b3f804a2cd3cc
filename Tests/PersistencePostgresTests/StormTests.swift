// Everything at once: writers that meet in one row, while connections are cut in every way and
// backends are ended. What was told as kept is there, once.

import Foundation
import Persistence
import PostgresForTests
import Testing

@testable import PersistencePostgres

@Suite struct StormTests {
    private static let writers = 6
    private static let turnsMax = 3_000

    /// Every writer adds 1 again and again until the storm is over; how often it was told "kept", and
    /// how often bodies were run for it.
    private func write(
        to database: PostgresDatabase, until isOver: @escaping @Sendable () -> Bool
    ) async throws -> (kept: Int64, runs: Int) {
        let (runs, kept) = (Runs(), Runs())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<Self.writers {
                group.addTask {
                    let shape: BodyShape = writer % 2 == 0 ? .queued : .waited
                    for _ in 0..<Self.turnsMax where !isOver() {
                        try await database.write { transaction in
                            runs.next()
                            try shape.add(1, in: transaction)
                        }
                        kept.next()
                    }
                }
            }
            try await group.waitForAll()
        }
        return (Int64(kept.total), runs.total)
    }

    @Test("Connections that are cut in every way neither lose nor double a body")
    func wire() async throws {
        try await Purse.with { purse in
            let url = try #require(URL(string: purse.schema.settings.url))
            let port = try #require(url.port)
            let wire = try FaultyWire(to: UInt16(port))
            var settings = PostgresSettings(
                patientAt: purse.schema.settings.url.replacing(":\(port)/", with: ":\(wire.port)/"))
            settings.connectionsMax = Self.writers
            settings.idleMilliseconds = 200
            let database = try PostgresDatabase(settings)
            async let written = write(to: database) { wire.faults >= 24 }
            var turn = 0
            // It blows over: the last writer alone would never get an answer through.
            while wire.faults < 24, turn < 4_000 {
                wire.arm(WireFault.allCases[turn % WireFault.allCases.count])
                turn += 1
                try await Task.sleep(for: .milliseconds(15))
                if turn % 8 == 0 { _ = wire.deliverLate() }
            }
            let (kept, runs) = try await written
            _ = wire.deliverLate()
            #expect(wire.faults >= 24, "the storm was no storm")
            #expect(runs > Int(kept))
            #expect(try await purse.all() == [1: 100 + kept, 2: 100])
            wire.stop()
        }
    }

    @Test("Backends that are ended all the time neither lose nor double a body")
    func backends() async throws {
        try await Purse.with { purse in
            var settings = purse.schema.settings
            settings.connectionsMax = Self.writers
            let database = try PostgresDatabase(settings)
            let server = try PostgresSchema.server.get()
            let ended = Runs()
            async let written = write(to: database) { ended.total >= 8 }
            for _ in 0..<4_000 where ended.total < 8 {
                let count = try await server.write { transaction in
                    try transaction.row(
                        """
                        SELECT count(pg_terminate_backend(a.pid)) AS n FROM pg_stat_activity a
                        WHERE  a.pid IN (
                            SELECT l.pid FROM pg_locks l WHERE l.relation = CAST(? AS regclass))
                        """, [.text(purse.schema.name + ".purse")])?.integer("n") ?? 0
                }
                for _ in 0..<count { ended.next() }
                try await Task.sleep(for: .milliseconds(10))
            }
            let (kept, runs) = try await written
            #expect(ended.total >= 8, "nothing was ended")
            #expect(runs > Int(kept))
            #expect(try await purse.all() == [1: 100 + kept, 2: 100])
        }
    }
}
