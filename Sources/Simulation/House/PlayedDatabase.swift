// The one database of a world, a real SQLite in memory, shared by all servers. Bodies wait, are run
// in a group, and are answered after the COMMIT. Between each two of these the process that asked may
// die, and between the bodies and the COMMIT the power may go: then the group is lost for everybody.

internal import Persistence
internal import PersistenceSQLite
internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class PlayedDatabase: @unchecked Sendable {
    private struct Waiting {
        let write: PendingWrite
        let process: Process?
    }

    private let memory: SQLiteMemory
    private unowned let world: World
    private var waiting: [Waiting] = []
    private var readers: [() -> Void] = []
    private var isBusy = false
    private var isScheduled = false
    private var chance: Chance
    private let touched = Touched()

    init(_ memory: SQLiteMemory, world: World) {
        self.world = world
        self.memory = memory
        chance = Chance(seed: world.plan.seed, 3)
    }

    /// For the set-up and the audit: at once, by nobody in particular.
    func now<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) throws -> Result {
        var outcome: Swift.Result<Result, any Error> = .failure(DatabaseError.closed)
        let box = Box<Swift.Result<Result, any Error>>()
        memory.run([PendingWrite(body) { box.value = $0 }])
        memory.commit()
        if let value = box.value { outcome = value }
        return try outcome.get()
    }

    func look<Result>(_ body: (any Transaction) throws -> Result) throws -> Result {
        try memory.read(body)
    }

    func write<Result: Sendable>(
        by process: Process, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        guard process.survives(.beforeWrite) else { throw DatabaseError.closed }
        if world.strikes(.databaseFails, &chance) {
            await world.time.sleep(.milliseconds(chance.number(1...30)))
            throw DatabaseError.unusable(reason: "disk full")
        }
        let isTwice = world.strikes(.bodyRunTwice, &chance)
        return try await withCheckedThrowingContinuation { continuation in
            let touched = touched
            let write = PendingWrite({ transaction in
                let transaction = Watched(transaction, touched)
                if isTwice { try PlayedDatabase.tryOut(body, transaction) }
                return try body(transaction)
            }) { result in
                self.answer(process, result) { continuation.resume(with: $0) }
            }
            waiting.append(Waiting(write: write, process: process))
            schedule()
        }
    }

    /// A body may be run again from its start: so it is run once for nothing.
    private static func tryOut<Result>(
        _ body: (any Transaction) throws -> Result, _ transaction: any Transaction
    ) throws {
        try transaction.execute("SAVEPOINT tried")
        _ = try? body(transaction)
        try transaction.execute("ROLLBACK TO SAVEPOINT tried")
        try transaction.execute("RELEASE SAVEPOINT tried")
    }

    /// The answer leaves the database; the process may be dead, or die before it hears it.
    private func answer<Result: Sendable>(
        _ process: Process, _ result: Swift.Result<Result, any Error>,
        _ resume: @escaping (Swift.Result<Result, any Error>) -> Void
    ) {
        if case .success = result, process.isAlive, world.strikes(.crashAfterCommit, &chance) {
            process.die(because: "the database committed, the process never knew")
        }
        world.time.after(.milliseconds(chance.number(0...1))) {
            resume(process.isAlive ? result : .failure(DatabaseError.closed))
        }
    }

    func read<Result: Sendable>(
        by process: Process, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        guard process.isAlive else { throw DatabaseError.closed }
        while isBusy {
            await withCheckedContinuation { continuation in
                readers.append { continuation.resume() }
            }
        }
        guard process.isAlive else { throw DatabaseError.closed }
        return try memory.read(body)
    }

    private func schedule() {
        guard !isBusy, !isScheduled, !waiting.isEmpty else { return }
        isScheduled = true
        world.time.after(Pause(microseconds: chance.number(100...1_500))) { self.begin() }
    }

    private func begin() {
        isScheduled = false
        isBusy = true
        var group: [PendingWrite] = []
        for one in waiting {
            // What a process had handed over when it died may be done, or not.
            if one.process?.isAlive ?? true || chance.happens(perMillion: 500_000) {
                group.append(one.write)
            } else {
                one.write.fail(DatabaseError.closed)
            }
        }
        waiting = []
        memory.run(group)
        // Most disks are quick; now and then one is not, and something can happen meanwhile.
        if chance.happens(perMillion: 30_000) {
            world.time.after(.milliseconds(chance.number(2...400))) { self.end(wasSlow: true) }
        } else {
            end(wasSlow: false)
        }
    }

    private func end(wasSlow: Bool) {
        if wasSlow, world.strikes(.powerCut, &chance) {
            world.cutThePower()
            memory.rollBack()
            _ = touched.take()
        } else {
            memory.commit()
            world.auditor.committed(touched.take())
        }
        isBusy = false
        let held = readers
        readers = []
        for reader in held { reader() }
        schedule()
    }
}

/// The database as one process sees it.
struct ProcessDatabase: Database {
    let shared: PlayedDatabase
    let process: Process
    let isSole: Bool

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await shared.write(by: process, body)
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await shared.read(by: process, body)
    }
}

/// A value that a callback leaves behind.
final class Box<Value>: @unchecked Sendable {
    var value: Value?
}
