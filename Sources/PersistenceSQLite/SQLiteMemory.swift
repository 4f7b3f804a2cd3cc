// A SQLite database in memory, for a simulation: the same bodies, statements and group commit as the
// file, but whoever owns it decides when a group is run and when, or whether, its COMMIT happens.
// So what is lost when the power goes between the two is lost here as well.

internal import GRDB
package import Persistence
internal import Synchronization

/// A body waiting to be run in a group.
package struct PendingWrite: Sendable {
    let job: any AnyWriteJob

    /// `answer` is called once: after the commit, or when nothing of it was kept.
    package init<Result: Sendable>(
        _ body: @escaping @Sendable (any Persistence.Transaction) throws -> Result,
        answer: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
        job = WriteJob(body: body, answer: answer)
    }

    /// Drops it unrun.
    package func fail(_ error: any Error) {
        job.fail(error)
    }
}

/// To be used by one thread at a time.
package final class SQLiteMemory: Sendable {
    private let queue: DatabaseQueue
    private let open = Mutex<GroupCommit?>(nil)

    /// *Errors*: `DatabaseError.unusable`.
    package init() throws {
        _ = SQLiteEngine.isPrepared
        var configuration = GRDB.Configuration()
        configuration.label = "counterfoil-memory"
        configuration.foreignKeysEnabled = true
        // A group stays open between `run` and `commit`.
        configuration.allowsUnsafeTransactions = true
        do {
            queue = try DatabaseQueue(configuration: configuration)
            try queue.writeWithoutTransaction { connection in
                // Nothing on a disk needs to be made unreadable.
                try connection.execute(sql: "PRAGMA secure_delete = OFF")
            }
        } catch {
            throw SQLiteError.translated(error)
        }
    }

    /// Runs a group of bodies up to, and without, its COMMIT; all are told when that fails.
    ///
    /// Until `commit` or `rollBack` nothing else may be asked of this database.
    package func run(_ group: [PendingWrite]) {
        let commit = GroupCommit(group.map(\.job))
        do {
            try queue.writeWithoutTransaction { try commit.run(on: $0) }
            open.withLock { $0 = commit }
        } catch {
            commit.fail(SQLiteError.translated(error))
        }
    }

    /// Commits the open group and answers it.
    package func commit() {
        guard let group = open.withLock({ $0.take() }) else { return }
        do {
            try queue.writeWithoutTransaction { try group.commit(on: $0) }
        } catch {
            return group.fail(SQLiteError.translated(error))
        }
        group.finish()
    }

    /// The power goes before COMMIT: nothing of the open group is kept.
    package func rollBack() {
        guard let group = open.withLock({ $0.take() }) else { return }
        queue.writeWithoutTransaction { GroupCommit.rollBack($0) }
        group.fail(Persistence.DatabaseError.closed)
    }

    package func read<Result>(
        _ body: (any Persistence.Transaction) throws -> Result
    ) throws -> Result {
        do {
            return try queue.writeWithoutTransaction { connection in
                // One thread at a time, and no group is open: nothing can change under the body.
                try body(SQLiteTransaction(connection, isInTransaction: false))
            }
        } catch {
            throw SQLiteError.translated(error)
        }
    }
}
