// Leases, not leaders: each open attempt is looked after by one worker (a process), and each worker
// changes its own row while it lives. Whoever has seen a row unchanged for a lease strikes it out, and
// what that worker held is free for any other. A worker renews one row, not one row per payment.
//
// Trap: the times in these rows are by the clocks of different machines. Who is silent is never found by
// comparing them with this machine's, only each with itself a while ago.

package import Retail

package enum Workers {
    /// Who looks after what was given up: never announced, so it is an orphan.
    package static let nobody = ""

    /// How long a worker may be silent before what it looks after is taken over (P4: within 5 s).
    package static let lease = Pause.seconds(4)

    /// Announces or renews a worker.
    package static func renew(
        _ worker: String, until: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.queue(
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

    /// Whether a worker lives, and its clock says about what this one says: the times that it has set
    /// mean the same here.
    ///
    /// A worker that lives has written its row within a lease, so a clock that is ahead of its by more
    /// than that is found out, and one behind by more than two.
    package static func isInStep(
        _ worker: String, at now: Timestamp, in transaction: any Transaction
    ) throws -> Bool {
        guard
            let row = try transaction.row(
                "SELECT alive_until_us FROM worker WHERE worker_id = ?", [.text(worker)])
        else { return false }
        let until = Timestamp(microseconds: try row.integer("alive_until_us"))
        let left = until.since(now)
        return left >= .zero && left.microseconds <= 2 * lease.microseconds
    }

    /// Strikes out a worker that is silent, unless it has beaten since.
    package static func strike(
        _ worker: String, lastSeen beat: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            "DELETE FROM worker WHERE worker_id = ? AND alive_until_us = ?",
            [.text(worker), .integer(beat.microseconds)])
    }

    /// Strikes out a worker at its orderly end.
    package static func strike(_ worker: String, in transaction: any Transaction) throws {
        try transaction.queue("DELETE FROM worker WHERE worker_id = ?", [.text(worker)])
    }

    /// Strikes out everybody, where this process is the only one.
    package static func strikeAll(in transaction: any Transaction) throws {
        try transaction.queue("DELETE FROM worker", [])
    }

    /// Whether an attempt or a refund is due or orphaned: one question for four, since mostly there is
    /// none, and it is asked at every tick.
    package static func isAnythingWaiting(
        for worker: String, at now: Timestamp, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.row(
            """
            SELECT 1 FROM attempt WHERE is_open = 1 AND step_at_us <= ? AND worker_id = ?
            UNION ALL SELECT 1 FROM attempt WHERE is_open = 1 AND NOT EXISTS (
                SELECT 1 FROM worker WHERE worker.worker_id = attempt.worker_id)
            UNION ALL
            SELECT 1 FROM refund WHERE is_open = 1 AND step_at_us <= ? AND worker_id = ?
            UNION ALL SELECT 1 FROM refund WHERE is_open = 1 AND NOT EXISTS (
                SELECT 1 FROM worker WHERE worker.worker_id = refund.worker_id)
            LIMIT 1
            """,
            [
                .integer(now.microseconds), .text(worker), .integer(now.microseconds),
                .text(worker),
            ]) != nil
    }
}
