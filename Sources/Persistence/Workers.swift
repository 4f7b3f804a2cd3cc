// Leases, not leaders: each open attempt is looked after by one worker (a process), and each worker
// says how long it may be taken to be alive. What a dead worker held is free for any other. A worker
// renews one row, not one row per payment.

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

    /// Strikes out a worker: at its orderly end, or all others when this process is the only one.
    package static func strike(_ worker: String, in transaction: any Transaction) throws {
        try transaction.execute("DELETE FROM worker WHERE worker_id = ?", [.text(worker)])
    }

    package static func strikeAll(in transaction: any Transaction) throws {
        try transaction.execute("DELETE FROM worker")
    }
}
