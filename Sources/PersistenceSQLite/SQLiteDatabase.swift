// The embedded default: one file, write-ahead log, every commit on the disk before anybody is told.
//
// Group commit: one thread takes all bodies that are waiting, runs each in a savepoint of its own,
// commits once, and only then lets any of them return. A body that throws undoes only itself. So a
// queue of cashiers pays for one fsync, not for one each.
//
// Trap: turning WAL on makes GRDB execute `PRAGMA synchronous = NORMAL` after `prepareDatabase`, which
// silently undoes a FULL set there; commits would then survive a crash of the process but not a pulled
// plug. FULL is therefore set on the writer after opening; tests read it back and count the syncs.

internal import Dispatch
internal import Foundation
internal import GRDB
package import Persistence
internal import Synchronization

/// A SQLite file as the `Database` of one process.
package final class SQLiteDatabase: Persistence.Database {
    private let pool: DatabasePool
    private let lock: FileLock
    private let queue = CommitQueue()
    private let writer: ObjectIdentifier
    private let written = DispatchSemaphore(value: 0)

    /// Opens or makes the file, takes its lock, and starts the writing thread.
    ///
    /// *Errors*: `DatabaseError.alreadyOpen` when another process has it, `.unusable` otherwise.
    package init(path: String) throws {
        lock = try FileLock(path: path + ".lock", for: path)
        _ = SQLiteEngine.isPrepared
        var configuration = GRDB.Configuration()
        configuration.label = "counterfoil"
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 4
        // A backup or an operator's shell may hold the file for a moment: wait for it, do not fail.
        configuration.busyMode = .timeout(5)
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { connection in
                try connection.execute(sql: "PRAGMA synchronous = FULL")
                // What a savepoint would have to put back stays in memory; on the disk it is written
                // for each page that a body touches, and is of no use after a crash.
                try connection.execute(sql: "PRAGMA temp_store = MEMORY")
                // Checkpoints move pages to the main file; 1,000 pages is SQLite's own default.
                try connection.execute(sql: "PRAGMA wal_autocheckpoint = 1000")
            }
        } catch {
            throw SQLiteError.translated(error, opening: path)
        }
        let thread = Thread { [pool, queue, written] in
            while let jobs = queue.next() {
                GroupCommit(jobs).perform(on: pool)
            }
            written.signal()
        }
        writer = ObjectIdentifier(thread)
        thread.name = "counterfoil-writer"
        thread.start()
    }

    /// Takes no more writes; what was handed in is still made durable.
    package func close() {
        queue.close()
    }

    deinit {
        queue.close()
        // The last job may be what held this object: then this is the writing thread itself.
        if ObjectIdentifier(Thread.current) != writer { written.wait() }
        // Before the lock goes: whoever has it next finds a file that nobody else is closing.
        try? pool.close()
    }

    /// The file lock is held as long as this object lives.
    package var isSole: Bool { true }

    /// How busy the writing thread has been: bodies by groups is what one sync is shared by.
    package var counts: CommitCounts { queue.counts }

    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Persistence.Transaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let job = WriteJob(body: body) { continuation.resume(with: $0) }
            if !queue.add(job) { continuation.resume(throwing: Persistence.DatabaseError.closed) }
        }
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Persistence.Transaction) throws -> Result
    ) async throws -> Result {
        do {
            return try await pool.read { connection in
                try body(SQLiteTransaction(connection))
            }
        } catch {
            throw SQLiteError.translated(error)
        }
    }

    /// A pragma of the writing connection, for tests and `doctor`.
    package func writerPragma(_ name: String) throws -> String {
        try pool.writeWithoutTransaction { connection in
            try String.fetchOne(connection, sql: "PRAGMA \(name)") ?? ""
        }
    }
}
