// The contract of storage on PostgreSQL, held against the same model as on SQLite: the process that
// writes is killed over and over, and the server under it.
//
// The seed of a failure, given as COUNTERFOIL_TEST_SEED, brings the same bodies and the same plan again,
// though not the same microsecond.

import PersistencePostgres
import PostgresForTests
import StorageModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct PostgresCrashTests {
    @Test("Killed 60 times while it writes from many tasks: what it told is there, nothing by half")
    func writer() async throws {
        let seed = CrashSeed.drawn()
        try await WrittenShelf.prepare(PostgresSchema.server.get())
        // Two at once, since each life waits more than it works.
        let met = try await withThrowingTaskGroup(of: [String: Int].self) { group in
            for place in UInt64(0)..<2 {
                group.addTask {
                    try await withSchema { schema in
                        let shelf = try await WrittenShelf(schema.settings, seed: seed &+ place)
                        return try await kill(30, shelf)
                    }
                }
            }
            return try await group.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        }
        mustHaveMet(CrashEvents.ofBodies + CrashEvents.ofKills, met, seed)
    }

    @Test("The server falls 20 times under a writer: nothing it told is lost, nothing is by half")
    func server() async throws {
        let seed = CrashSeed.drawn()
        let server = try await onThread { try PostgresServer() }
        let settings = PostgresSettings(patientAt: server.url)
        try await WrittenShelf.prepare(PostgresDatabase(settings))
        let shelf = try await WrittenShelf(settings, seed: seed)
        var random = SeededRandom(seed: seed)
        var history = History(shelf)
        while history.lives < 5
            || history.lives < 20 && !history.misses(among: CrashEvents.ofBodies).isEmpty
        {
            let writers: Int64 = [1, 4, 8, 24].randomElement(using: &random) ?? 8
            var falls: [(after: Int, how: PostgresServer.Fall)] = []
            for how in PostgresServer.Fall.allCases + PostgresServer.Fall.allCases {
                falls.append((Int.random(in: 1...60, using: &random), how))
            }
            let (first, plan) = (history.next, falls)
            let life = try await onThread {
                var (life, child) = try shelf.start(first: first, writers: writers)
                for fall in plan {
                    life.hear(child, fall.after)
                    try server.fall(fall.how)
                }
                // It must have come through: what it tells now, it tells of a server that has fallen.
                life.hear(child, 5)
                life.end(child)
                return life
            }
            try await history.judge(life)
        }
        mustHaveMet(CrashEvents.ofBodies, history.met, seed)
    }

    /// Kills one writer after another on one schema, and some more until everything has happened;
    /// what did, and how often.
    private func kill(_ times: Int, _ shelf: WrittenShelf) async throws -> [String: Int] {
        var random = SeededRandom(seed: shelf.seed)
        var history = History(shelf)
        let events = CrashEvents.ofBodies + CrashEvents.ofKills
        while history.lives < times
            || history.lives < 4 * times && !history.misses(among: events).isEmpty
        {
            let writers: Int64 = [1, 4, 8, 24].randomElement(using: &random) ?? 8
            let isOpening = Int.random(in: 0..<8, using: &random) == 0
            let patience = Int.random(in: 0...40, using: &random)
            let delay = Duration.microseconds(
                Int.random(in: 0...(isOpening ? 40_000 : 4_000), using: &random))
            let first = history.next
            let life = try await onThread {
                var (life, child) = try shelf.start(first: first, writers: writers)
                if isOpening { life.hear(child.line() ?? "") } else { life.hear(child, patience) }
                let moment = ContinuousClock.now + delay
                while ContinuousClock.now < moment {}
                life.end(child)
                return life
            }
            try await history.judge(life)
        }
        return history.met
    }

    private func withSchema<Value>(
        _ body: (PostgresSchema) async throws -> Value
    ) async throws -> Value {
        let schema = try await PostgresSchema()
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await body(schema))
        } catch {
            outcome = .failure(error)
        }
        try await schema.drop()
        return try outcome.get()
    }

    /// A world in which nothing happens proves nothing.
    private func mustHaveMet(_ events: [String], _ met: [String: Int], _ seed: UInt64) {
        for event in events {
            #expect(met[event, default: 0] > 0, "\(event) was not met, seed \(seed)")
        }
    }
}

/// What must have happened at least once.
private enum CrashEvents {
    static let ofBodies = ["done", "stopped", "missing", "stale", "constraint", "saw"]
    static let ofKills = ["killed while opening", "kept but not told", "handed in and not kept"]
}

/// The lives of the writers of one shelf, one after the other.
private struct History {
    private let shelf: WrittenShelf
    private var model = ShelfModel()
    private(set) var lives = 0
    /// The first script of the next life.
    private(set) var next: Int64 = 0
    private(set) var met: [String: Int] = [:]

    init(_ shelf: WrittenShelf) {
        self.shelf = shelf
    }

    /// What has not happened yet.
    func misses(among events: [String]) -> [String] {
        events.filter { met[$0, default: 0] == 0 }
    }

    /// Holds what is there against what was told, after a life has ended.
    mutating func judge(_ life: WriterLife) async throws {
        try Task.checkCancellation()
        lives += 1
        let contents = try await shelf.contents()
        let before = model.number
        let complaints = life.complaints + life.record.complaints(contents, after: &model)
        try #require(
            complaints.isEmpty,
            "COUNTERFOIL_TEST_SEED=\(shelf.seed), life \(lives): \(complaints.prefix(5))")
        next = life.record.end
        met.merge(life.events(signed: model.number - before), uniquingKeysWith: +)
    }
}

extension WriterLife {
    /// Listens until it has told so much more, or has ended.
    fileprivate mutating func hear(_ writer: ChildProcess, _ patience: Int) {
        let enough = record.tellings.count + patience
        while !isOpen || record.tellings.count < enough {
            guard let line = writer.line() else { return }
            hear(line)
        }
    }
}
