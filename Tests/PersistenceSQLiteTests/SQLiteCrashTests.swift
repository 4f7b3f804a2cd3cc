// The contract of storage, held against a model: a process that writes from many tasks is killed in
// mid-work, over and over, on one file; after each kill the file holds what the model says, exactly.
//
// The seed of a failure, given as COUNTERFOIL_TEST_SEED, brings the same bodies and the same plan again,
// though not the same microsecond.
//
// Trap: a kill proves nothing about a pulled plug, since the kernel keeps what was written; that is
// what the counted syncs of `DurabilityTests` are for.

import Persistence
import PersistenceSQLite
import StorageModel
import StorageWriter
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct SQLiteCrashTests {
    @Test(
        "Killed 300 times while it writes from many tasks: what it told is there, nothing by half")
    func killed() async throws {
        let seed = CrashSeed.drawn()
        // Three files at once, since each life waits more than it works.
        let met = try await withThrowingTaskGroup(of: [String: Int].self) { group in
            for file in UInt64(0)..<3 {
                group.addTask { try await kill(100, file: file, seed) }
            }
            return try await group.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        }
        // A world in which nothing happens proves nothing: each of these must have been met.
        for event in [
            "done", "stopped", "missing", "stale", "constraint", "saw", "killed while opening",
            "kept but not told", "handed in and not kept",
        ] {
            #expect(met[event, default: 0] > 0, "\(event) was not met, seed \(seed)")
        }
    }

    /// Kills one writer after another on one file; what happened, and how often.
    private func kill(_ times: Int, file: UInt64, _ seed: UInt64) async throws -> [String: Int] {
        let folder = try TemporaryFolder()
        try await makeTables(folder.database)
        var random = SeededRandom(seed: seed &+ file)
        var model = ShelfModel()
        var next: Int64 = 0
        var met: [String: Int] = [:]
        for time in 1...times {
            try Task.checkCancellation()
            let plan = CrashPlan(seed: seed &+ file, first: next, &random)
            let life = try await onThread { try plan.liveAndDie(folder.database) }
            let contents = try await plan.contents(folder)
            let before = model.number
            let complaints = life.complaints + life.record.complaints(contents, after: &model)
            try #require(
                complaints.isEmpty,
                """
                COUNTERFOIL_TEST_SEED=\(seed), kill \(time) of file \(file), \(plan): \
                \(complaints.prefix(5))
                """)
            next = life.record.end
            met.merge(life.events(signed: model.number - before), uniquingKeysWith: +)
        }
        return met
    }

    private func makeTables(_ path: String) async throws {
        let database = try SQLiteDatabase(path: path)
        try await database.write { transaction in
            for table in Shelf.tables { try transaction.execute(table) }
        }
    }
}
