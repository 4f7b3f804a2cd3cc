// What became of a COMMIT whose answer was lost. Each connection has a row, its slot, and each
// transaction that wrote anything writes its own number there, last before COMMIT: kept with what
// it wrote, or not at all, on whichever server has it.
//
// Whoever asks does so by closing the slot. If the old transaction is still at work it holds the
// row, and closing waits for its end. If it has not reached the server yet, it finds the slot
// closed and cannot write its number, so its COMMIT cannot happen any more. So the answer is final
// the moment it is given.

internal import Persistence

/// A transaction of one connection.
struct CommitMark: Equatable, Sendable {
    let slot: String
    let number: Int64
}

enum CommitMarker {
    /// `number` is NOT NULL: writing one to a closed slot is what fails.
    static let table = """
        CREATE TABLE IF NOT EXISTS commit_marker (
            slot      TEXT    PRIMARY KEY,
            number    BIGINT  NOT NULL,
            is_closed BIGINT  NOT NULL CHECK (is_closed IN (0, 1)),
            at_us     BIGINT  NOT NULL
        ) WITH (fillfactor = 50)
        """

    /// By the server's clock; compared with itself alone.
    private static let now = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"

    /// Slots of connections that are long gone; nobody asks about those.
    static let sweep = "DELETE FROM commit_marker WHERE at_us < \(now) - 604800000000"

    /// Writes nothing in a transaction that has written nothing: there is no number to be found
    /// then, and running its body again is right.
    static let mark = """
        INSERT INTO commit_marker (slot, number, is_closed, at_us)
        SELECT ?, CAST(? AS BIGINT), 0, \(now)
        WHERE pg_current_xact_id_if_assigned() IS NOT NULL
        ON CONFLICT (slot) DO UPDATE SET
            number = CASE WHEN commit_marker.is_closed = 0 THEN excluded.number END,
            at_us = excluded.at_us
        """

    static let close = """
        INSERT INTO commit_marker (slot, number, is_closed, at_us)
        VALUES (?, 0, 1, \(now))
        ON CONFLICT (slot) DO UPDATE SET is_closed = 1
        RETURNING number
        """
}

extension CommitMark {
    var arguments: [SQLValue] { [.text(slot), .integer(number)] }
}
