// The database as one process sees it. When the process is killed, every later call fails and the
// database is let go, so that the next process can take it; what was committed is there, what was
// not is not.

import DatabaseForTests
import Persistence
import Synchronization

/// Where a process dies, counted in its writes.
struct Death: Sendable, CustomStringConvertible {
    enum Point: Sendable, CaseIterable {
        /// The write never happens.
        case beforeCommit
        /// The write is on the disk, and nobody is told (hard case 8).
        case afterCommit
    }

    /// The write it dies at, from 1.
    let write: Int
    let point: Point

    var description: String { "\(point) of write \(write)" }
}

final class ProcessDatabase: Database {
    private struct State {
        var opened: OpenDatabase?
        var writes = 0
        var death: Death?
        var hold: Hold?
    }

    private let state: Mutex<State>
    let isSole: Bool

    init(_ opened: OpenDatabase) {
        isSole = opened.database.isSole
        state = Mutex(State(opened: opened))
    }

    var isDead: Bool { state.withLock { $0.opened == nil } }

    func kill() {
        state.withLock { state in
            state.opened?.close()
            state.opened = nil
        }
    }

    /// From now on counts writes, and dies at the one that is named.
    func die(_ death: Death) {
        state.withLock { state in
            state.writes = 0
            state.death = death
        }
    }

    /// The next write waits before its COMMIT.
    func holdNextWrite(_ hold: Hold) {
        state.withLock { $0.hold = hold }
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        let (database, point, hold) = state.withLock { state in
            state.writes += 1
            let isLast = state.death?.write == state.writes
            defer { state.hold = nil }
            return (state.opened?.database, isLast ? state.death?.point : nil, state.hold)
        }
        guard let database else { throw DatabaseError.closed }
        if point == .beforeCommit {
            kill()
            throw DatabaseError.closed
        }
        let result = try await database.write { transaction in
            let result = try body(transaction)
            hold?.arrive()
            return result
        }
        if point == .afterCommit {
            kill()
            throw DatabaseError.closed
        }
        return result
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        guard let database = state.withLock({ $0.opened?.database }) else {
            throw DatabaseError.closed
        }
        return try await database.read(body)
    }
}
