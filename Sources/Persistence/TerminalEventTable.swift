// What terminals are to be told: an event is written with the fact that it tells of, and stays open
// until the terminal has taken it.

package import Retail

/// One thing that a terminal is told.
package struct TerminalEvent: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case payment, refund
    }

    /// The same at each try, so that the other side can tell a second from a first.
    package let id: String
    package let terminal: String
    package let kind: Kind
    /// The payment's or the refund's.
    package let number: String
    /// The end that it came to.
    package let state: String
    package let at: Timestamp
    package let tries: Int64

    package init(
        id: String, terminal: String, kind: Kind, number: String, state: String, at: Timestamp,
        tries: Int64 = 0
    ) {
        self.id = id
        self.terminal = terminal
        self.kind = kind
        self.number = number
        self.state = state
        self.at = at
        self.tries = tries
    }
}

package enum TerminalEventTable {
    /// Once for each end: the id is made of what it tells.
    package static func insert(_ event: TerminalEvent, in transaction: any Transaction) throws {
        try transaction.queue(
            """
            INSERT INTO terminal_event (
                event_id, terminal_id, kind, number, state, at_us, is_open, tries, next_at_us,
                last_error)
            VALUES (?, ?, ?, ?, ?, ?, 1, 0, ?, '')
            ON CONFLICT (event_id) DO NOTHING
            """,
            [
                .text(event.id), .text(event.terminal), .text(event.kind.rawValue),
                .text(event.number), .text(event.state), .integer(event.at.microseconds),
                .integer(event.at.microseconds),
            ])
    }

    /// Whether an event is due: mostly none is, and then nothing needs to be written.
    package static func isAnythingDue(
        at now: Timestamp, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.row(
            "SELECT 1 FROM terminal_event WHERE is_open = 1 AND next_at_us <= ? LIMIT 1",
            [.integer(now.microseconds)]) != nil
    }

    /// Takes what is due until a moment from now, so that no other process takes it meanwhile.
    ///
    /// A process that dies with an event in its hands gives it back by the passing of that time.
    package static func claim(
        at now: Timestamp, until: Timestamp, limit: Int64, in transaction: any Transaction
    ) throws -> [TerminalEvent] {
        let events = try transaction.rows(
            """
            SELECT * FROM terminal_event WHERE is_open = 1 AND next_at_us <= ?
            ORDER BY next_at_us LIMIT ? \(transaction.forUpdateSkippingLocked)
            """, [.integer(now.microseconds), .integer(limit)]
        ).map(read)
        for event in events {
            try transaction.queue(
                "UPDATE terminal_event SET tries = tries + 1, next_at_us = ? WHERE event_id = ?",
                [.integer(until.microseconds), .text(event.id)])
        }
        return events
    }

    package static func close(_ id: String, in transaction: any Transaction) throws {
        try transaction.queue(
            "UPDATE terminal_event SET is_open = 0, last_error = '' WHERE event_id = ?",
            [.text(id)])
    }

    package static func putOff(
        _ id: String, until: Timestamp, because error: String, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            "UPDATE terminal_event SET next_at_us = ?, last_error = ? WHERE event_id = ?",
            [.integer(until.microseconds), .text(error), .text(id)])
    }

    private static func read(_ row: Row) throws -> TerminalEvent {
        guard let kind = TerminalEvent.Kind(rawValue: try row.text("kind")) else {
            throw StoredError.unreadable("terminal_event")
        }
        return TerminalEvent(
            id: try row.text("event_id"), terminal: try row.text("terminal_id"), kind: kind,
            number: try row.text("number"), state: try row.text("state"),
            at: Timestamp(microseconds: try row.integer("at_us")),
            tries: try row.integer("tries"))
    }
}
