// Group commit: everything that waits is run in one transaction, each body in a savepoint of its
// own, then comes one COMMIT, and only then is any of them answered. A body that throws undoes only
// itself; a COMMIT that fails undoes all of them, and all of them are told. A body that is alone needs
// no savepoint: when it throws, the transaction holds nothing else that could be lost with it.

internal import GRDB
internal import Persistence

struct GroupCommit {
    private let jobs: [any AnyWriteJob]

    init(_ jobs: [any AnyWriteJob]) {
        self.jobs = jobs
    }

    /// Runs all bodies and commits; returns once every one of them has been answered.
    func perform(on writer: some DatabaseWriter) {
        do {
            try writer.writeWithoutTransaction { connection in
                try run(on: connection)
                try commit(on: connection)
            }
        } catch {
            return fail(SQLiteError.translated(error))
        }
        finish()
    }

    /// BEGIN, and every body.
    func run(on connection: GRDB.Database) throws {
        try GroupCommit.perform("BEGIN IMMEDIATE", connection)
        do {
            for job in jobs { try run(job, on: connection) }
        } catch {
            GroupCommit.rollBack(connection)
            throw error
        }
    }

    /// COMMIT; on an error nothing of the group is kept.
    func commit(on connection: GRDB.Database) throws {
        if let lone, !lone.hasSucceeded { return }
        do {
            try GroupCommit.perform("COMMIT", connection)
        } catch {
            GroupCommit.rollBack(connection)
            throw error
        }
    }

    /// After the commit, and never before: what was written is durable.
    func finish() {
        for job in jobs { job.finish() }
    }

    func fail(_ error: any Error) {
        for job in jobs { job.fail(error) }
    }

    /// Prepared once, like every other statement: these run with each body.
    static func perform(_ sql: String, _ connection: GRDB.Database) throws {
        let statement = try connection.cachedStatement(sql: sql)
        _ = try SQLiteStep(statement).run([])
    }

    /// After a full disk SQLite may have rolled back by itself.
    static func rollBack(_ connection: GRDB.Database) {
        if connection.isInsideTransaction { try? perform("ROLLBACK", connection) }
    }

    /// The body of a group of one.
    private var lone: (any AnyWriteJob)? { jobs.count == 1 ? jobs.first : nil }

    private func run(lone job: any AnyWriteJob, on connection: GRDB.Database) throws {
        job.run(SQLiteTransaction(connection))
        if !job.hasSucceeded, connection.isInsideTransaction {
            try GroupCommit.perform("ROLLBACK", connection)
        }
    }

    private func run(_ job: any AnyWriteJob, on connection: GRDB.Database) throws {
        if let lone { return try run(lone: lone, on: connection) }
        try GroupCommit.perform("SAVEPOINT body", connection)
        job.run(SQLiteTransaction(connection))
        if !connection.isInsideTransaction, let reason = job.failure as? Persistence.DatabaseError {
            // A full or failing disk ended the transaction: that, and not the savepoint that is
            // missing now, is what the whole group is told.
            if case .unusable = reason { throw reason }
        }
        if !job.hasSucceeded {
            try GroupCommit.perform("ROLLBACK TO SAVEPOINT body", connection)
        }
        try GroupCommit.perform("RELEASE SAVEPOINT body", connection)
    }
}
