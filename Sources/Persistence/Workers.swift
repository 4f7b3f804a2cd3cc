// Leases, not leaders: each open attempt is looked after by one worker (a process), and each worker
// changes its own row while it lives. Whoever has seen a row unchanged for a lease strikes it out, and
// what that worker held is free for any other. A worker renews one row, not one row per payment.
//
// Trap: the times in these rows are by the clocks of different machines. They are never compared with
// this machine's, only each with itself a while ago.

package import Retail

package enum Workers {
    /// Announces or renews a worker.
    package static func renew(
        _ worker: String, until: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO worker (worker_id, alive_until_us) VALUES (?, ?)
            ON CONFLICT (worker_id) DO UPDATE SET alive_until_us = excluded.alive_until_us
            """,
            [.text(worker), .integer(until.microseconds)])
    }

    /// Every worker with what it last wrote: a beat, to be compared with itself alone.
    package static func beats(in transaction: any Transaction) throws -> [String: Timestamp] {
        var beats: [String: Timestamp] = [:]
        for row in try transaction.rows("SELECT worker_id, alive_until_us FROM worker") {
            beats[try row.text("worker_id")] = Timestamp(
                microseconds: try row.integer("alive_until_us"))
        }
        return beats
    }

    /// Strikes out a worker: at its orderly end, or all others when this process is the only one.
    package static func strike(_ worker: String, in transaction: any Transaction) throws {
        try transaction.execute("DELETE FROM worker WHERE worker_id = ?", [.text(worker)])
    }

    package static func strikeAll(in transaction: any Transaction) throws {
        try transaction.execute("DELETE FROM worker")
    }
}
