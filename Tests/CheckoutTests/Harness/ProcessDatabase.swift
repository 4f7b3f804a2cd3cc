// The database as one process sees it. When the process is killed, every later call fails and the
// file is let go, so that the next process can take it; what was committed is there, what was not
// is not.

import Persistence
import PersistenceSQLite
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
        var file: SQLiteDatabase?
        var writes = 0
        var death: Death?
    }

    private let state: Mutex<State>

    init(_ file: SQLiteDatabase) {
        state = Mutex(State(file: file))
    }

    var isSole: Bool { true }

    var isDead: Bool { state.withLock { $0.file == nil } }

    func kill() {
        state.withLock { state in
            state.file?.close()
            state.file = nil
        }
    }

    /// From now on counts writes, and dies at the one that is named.
    func die(_ death: Death) {
        state.withLock { state in
            state.writes = 0
            state.death = death
        }
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        let (file, point) = state.withLock { state in
            state.writes += 1
            let isLast = state.death?.write == state.writes
            return (state.file, isLast ? state.death?.point : nil)
        }
        guard let file else { throw DatabaseError.closed }
        if point == .beforeCommit {
            kill()
            throw DatabaseError.closed
        }
        let result = try await file.write(body)
        if point == .afterCommit {
            kill()
            throw DatabaseError.closed
        }
        return result
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        guard let file = state.withLock({ $0.file }) else { throw DatabaseError.closed }
        return try await file.read(body)
    }
}
