// Shifts and their counts. A shift's cash is not kept here: it is what the ledger's entries of the shift
// come to, so that there is one truth about a drawer.
//
// Trap: on PostgreSQL a transaction that reads the ledger does not see what another one is booking. So
// whoever books cash writes the shift's row (`noteCash`), and so does whoever closes it: of two that
// meet there one is done again.

package import Retail
package import Sales

package enum ShiftTable {
    /// The open shift of a register, without its counts where those are not asked for.
    package static func open(
        store: StoreID, register: RegisterID, withCounts: Bool = false,
        in transaction: any Transaction
    ) throws -> Shift? {
        try transaction.row(
            "SELECT * FROM shift WHERE store_id = ? AND register_id = ? AND state = 'open'",
            [.text(store.digits), .text(register.digits)]
        ).map { try read($0, withCounts: withCounts, in: transaction) }
    }

    package static func find(
        _ id: ShiftID, in transaction: any Transaction
    ) throws -> Shift? {
        try transaction.row(
            "SELECT * FROM shift WHERE store_id = ? AND register_id = ? AND shift_no = ?", key(id)
        ).map { try read($0, withCounts: true, in: transaction) }
    }

    /// The last shift of a register, whatever became of it.
    package static func last(
        store: StoreID, register: RegisterID, in transaction: any Transaction
    ) throws -> Shift? {
        guard
            let no = try transaction.row(
                "SELECT max(shift_no) AS no FROM shift WHERE store_id = ? AND register_id = ?",
                [.text(store.digits), .text(register.digits)]
            )?.integerIfAny("no")
        else { return nil }
        return try find(ShiftID(store: store, register: register, no: no), in: transaction)
    }

    /// The open shift of a register; begun with what the one before left, where there is none.
    package static func openOrBegin(
        store: StoreID, register: RegisterID, by staff: StaffID, at now: Timestamp,
        in transaction: any Transaction
    ) throws -> Shift {
        if let open = try open(store: store, register: register, in: transaction) { return open }
        let before = try transaction.row(
            """
            SELECT shift_no, left_fen, waiting_fen FROM shift
            WHERE store_id = ? AND register_id = ? ORDER BY shift_no DESC LIMIT 1
            """, [.text(store.digits), .text(register.digits)])
        let left = Money(fen: try before?.integer("left_fen") ?? 0)
        let shift = Shift(
            id: ShiftID(
                store: store, register: register, no: (try before?.integer("shift_no") ?? 0) + 1),
            cashier: staff, openedAt: now, carried: left,
            waitingBefore: Money(fen: try before?.integer("waiting_fen") ?? 0), float: left)
        try insert(shift, in: transaction)
        return shift
    }

    /// Of two that begin one at once, the one that cannot see the other's is done again.
    private static func insert(_ shift: Shift, in transaction: any Transaction) throws {
        let inserted = try transaction.execute(
            """
            INSERT INTO shift (
                store_id, register_id, shift_no, state, cashier_id, opened_at_us, carried_fen,
                waiting_before_fen, float_fen, cash_facts)
            VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            key(shift.id) + [
                .text(shift.cashier.digits), .integer(shift.openedAt.microseconds),
                .integer(shift.carried.fen), .integer(shift.waitingBefore.fen),
                .integer(shift.float.fen), .integer(shift.cashFacts),
            ])
        guard inserted == 1 else { throw StoredError.outdated }
    }

    /// A sale or return has moved cash in it.
    package static func noteCash(_ id: ShiftID, in transaction: any Transaction) throws {
        try transaction.queue(
            """
            UPDATE shift SET cash_facts = cash_facts + 1
            WHERE store_id = ? AND register_id = ? AND shift_no = ? AND state = 'open'
            """, key(id), findingOneOr: StoredError.outdated)
    }

    /// Writes what is open of a shift: its float, and counts that were handed in since `known`.
    package static func update(
        _ shift: Shift, countsKnown known: Int, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE shift SET float_fen = ?
            WHERE store_id = ? AND register_id = ? AND shift_no = ? AND state = 'open'
            """, [.integer(shift.float.fen)] + key(shift.id), findingOneOr: StoredError.outdated)
        for count in shift.counts.dropFirst(known) {
            try insert(count, of: shift.id, in: transaction)
        }
    }

    private static func insert(
        _ count: ShiftCount, of id: ShiftID, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO shift_count (
                store_id, register_id, shift_no, count_no, counted_by, counted_at_us, expected_fen)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            key(id) + [
                .integer(count.no), .text(count.by.digits), .integer(count.at.microseconds),
                .integer(count.expected.fen),
            ])
        for line in count.count.lines {
            try transaction.queue(
                """
                INSERT INTO shift_count_line (
                    store_id, register_id, shift_no, count_no, denomination_fen, pieces)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                key(id) + [
                    .integer(count.no), .integer(line.denomination.rawValue),
                    .integer(line.pieces),
                ])
        }
    }

    /// Writes how an open shift ended, and in which day it was booked.
    package static func close(
        _ id: ShiftID, _ close: ShiftClose, bookedOn date: BusinessDate,
        in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE shift SET state = 'closed', booked_on = ?, ended_at_us = ?, closed_by = ?,
                   given_to = ?, expected_fen = ?, counted_fen = ?, left_fen = ?, waiting_fen = ?,
                   approved_by = ?, approval_reason = ?
            WHERE store_id = ? AND register_id = ? AND shift_no = ? AND state = 'open'
            """,
            [
                .text(date.iso), .integer(close.at.microseconds), .text(close.by.digits),
                .text(close.to.digits), .integer(close.expected.fen), .integer(close.counted.fen),
                .integer(close.left.fen), .integer(close.waiting.fen),
                .text(close.approval?.by.digits), .text(close.approval?.reason),
            ] + key(id), findingOneOr: StoredError.outdated)
    }

    /// Ends an open shift that a day's signature has counted.
    ///
    /// Its float stays in the drawer, and what was taken since that day.
    package static func end(
        _ shift: Shift, waiting: Money, signedFor date: BusinessDate, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        let left = try shift.expected(
            booked: booked(shift.id, after: date, in: transaction), waiting: waiting
        ).subtracting(carried(into: shift.id, until: date, in: transaction))
        try transaction.queue(
            """
            UPDATE shift SET state = 'signed', booked_on = ?, ended_at_us = ?, left_fen = ?,
                   waiting_fen = ?
            WHERE store_id = ? AND register_id = ? AND shift_no = ? AND state = 'open'
            """,
            [
                .text(date.iso), .integer(now.microseconds), .integer(left.fen),
                .integer(waiting.fen),
            ] + key(shift.id), findingOneOr: StoredError.outdated)
    }

    // MARK: What the ledger says of it

    /// What sales and returns of a shift brought into its drawer.
    package static func booked(
        _ id: ShiftID, in transaction: any Transaction
    ) throws -> Money {
        let row = try transaction.row(
            """
            SELECT CAST(coalesce(sum(CASE WHEN debit = 'drawer' THEN amount_fen
                                          ELSE -amount_fen END), 0) AS BIGINT) AS fen
            FROM   ledger_entry WHERE store_id = ? AND register_id = ? AND shift_no = ?
            """, key(id))
        return Money(fen: try row?.integer("fen") ?? 0)
    }

    /// Cash that a register has taken for sales which are not posted.
    package static func waiting(
        store: StoreID, register: RegisterID, in transaction: any Transaction
    ) throws -> Money {
        let row = try transaction.row(
            """
            SELECT CAST(coalesce(sum(t.amount_fen), 0) AS BIGINT) AS fen
            FROM   sale s
            JOIN   tender t ON t.store_id = s.store_id AND t.sale_id = s.sale_id
            WHERE  s.store_id = ? AND s.register_id = ? AND s.state IN ('open', 'suspended')
            AND    t.order_number IS NULL AND t.state = 'paid'
            """, [.text(store.digits), .text(register.digits)])
        return Money(fen: try row?.integer("fen") ?? 0)
    }

    /// What a shift's sales and returns of the days after one brought into its drawer.
    private static func booked(
        _ id: ShiftID, after date: BusinessDate, in transaction: any Transaction
    ) throws -> Money {
        let row = try transaction.row(
            """
            SELECT CAST(coalesce(sum(\(moved)), 0) AS BIGINT) AS fen FROM ledger_entry e
            WHERE  e.store_id = ? AND e.register_id = ? AND e.shift_no = ?
            AND    e.business_date > ?
            """, key(id) + [.text(date.iso)])
        return Money(fen: try row?.integer("fen") ?? 0)
    }

    /// Cash of days up to one that lies in a shift's drawer from shifts which a signature of an earlier
    /// day had ended: it was taken after that day, so that signature has not counted it.
    private static func carried(
        into id: ShiftID, until date: BusinessDate, in transaction: any Transaction
    ) throws -> Money {
        let row = try transaction.row(
            """
            SELECT CAST(coalesce(sum(\(moved)), 0) AS BIGINT) AS fen
            FROM   shift s JOIN ledger_entry e ON \(isCarried)
            WHERE  s.store_id = ? AND s.register_id = ? AND s.shift_no = ?
            """, [.text(date.iso)] + key(id))
        return Money(fen: try row?.integer("fen") ?? 0)
    }

    private static let moved = """
        CASE WHEN e.debit = 'drawer' THEN e.amount_fen ELSE -e.amount_fen END
        """

    /// Whether an entry's cash came into shift `s` from before, and is of a day up to `?`.
    private static let isCarried = """
        e.store_id = s.store_id AND e.register_id = s.register_id AND e.shift_no < s.shift_no
        AND e.business_date <= ?
        AND e.business_date > (
            SELECT b.booked_on FROM shift b
            WHERE  b.store_id = s.store_id AND b.register_id = s.register_id
            AND    b.shift_no = s.shift_no - 1 AND b.state = 'signed')
        AND NOT EXISTS (
            SELECT 1 FROM shift h
            WHERE  h.store_id = e.store_id AND h.register_id = e.register_id
            AND    h.shift_no >= e.shift_no AND h.shift_no < s.shift_no
            AND    (h.state <> 'signed' OR h.booked_on >= e.business_date))
        """

    /// How the shift ended, or stands, that has the cash of entry `e`: its own, or the next one that
    /// was not ended by the signature of a day before the entry's.
    static let holder = """
        (SELECT h.state FROM shift h
         WHERE  h.store_id = e.store_id AND h.register_id = e.register_id
         AND    h.shift_no >= e.shift_no
         AND    (h.state <> 'signed' OR h.booked_on >= e.business_date)
         ORDER BY h.shift_no LIMIT 1)
        """

    /// Cash of a day that shifts' counts have covered.
    package static func counted(
        store: StoreID, on date: BusinessDate, in transaction: any Transaction
    ) throws -> Money {
        let row = try transaction.row(
            """
            SELECT CAST(coalesce(sum(\(moved)), 0) AS BIGINT) AS fen FROM ledger_entry e
            WHERE  e.store_id = ? AND e.business_date = ? AND e.shift_no IS NOT NULL
            AND    \(holder) = 'closed'
            """, [.text(store.digits), .text(date.iso)])
        return Money(fen: try row?.integer("fen") ?? 0)
    }

    /// Open shifts in whose drawers lies cash of a day, or of one before it; the transaction is about
    /// to end them.
    package static func uncounted(
        store: StoreID, until date: BusinessDate, in transaction: any Transaction
    ) throws -> [Shift] {
        try transaction.rows(
            """
            SELECT * FROM shift s
            WHERE  s.store_id = ? AND s.state = 'open'
            AND    (EXISTS (SELECT 1 FROM ledger_entry e
                            WHERE e.store_id = s.store_id AND e.register_id = s.register_id
                            AND   e.shift_no = s.shift_no AND e.business_date <= ?)
                    OR EXISTS (SELECT 1 FROM ledger_entry e WHERE \(isCarried)))
            ORDER BY s.register_id \(transaction.forUpdate(of: "s"))
            """, [.text(store.digits), .text(date.iso), .text(date.iso)]
        ).map { try read($0, withCounts: false, in: transaction) }
    }

    // MARK: Rows

    static func key(_ id: ShiftID) -> [SQLValue] {
        [.text(id.store.digits), .text(id.register.digits), .integer(id.no)]
    }

    static func read(
        _ row: Row, withCounts: Bool, in transaction: any Transaction
    ) throws -> Shift {
        let id = ShiftID(
            store: try StoreID(row.text("store_id")),
            register: try RegisterID(row.text("register_id")), no: try row.integer("shift_no"))
        return Shift(
            id: id, cashier: try StaffID(row.text("cashier_id")),
            openedAt: Timestamp(microseconds: try row.integer("opened_at_us")),
            carried: Money(fen: try row.integer("carried_fen")),
            waitingBefore: Money(fen: try row.integer("waiting_before_fen")),
            float: Money(fen: try row.integer("float_fen")),
            cashFacts: try row.integer("cash_facts"),
            counts: withCounts ? try counts(of: id, in: transaction) : [],
            state: try state(row))
    }

    private static func state(_ row: Row) throws -> Shift.State {
        switch try row.text("state") {
        case "open": return .open
        case "signed":
            return .signed(at: Timestamp(microseconds: try row.integer("ended_at_us")))
        case "closed":
            let approval = try row.textIfAny("approved_by").map {
                Approval(by: try StaffID($0), reason: try row.text("approval_reason"))
            }
            return .closed(
                ShiftClose(
                    by: try StaffID(row.text("closed_by")),
                    to: try StaffID(row.text("given_to")),
                    at: Timestamp(microseconds: try row.integer("ended_at_us")),
                    expected: Money(fen: try row.integer("expected_fen")),
                    counted: Money(fen: try row.integer("counted_fen")),
                    left: Money(fen: try row.integer("left_fen")),
                    waiting: Money(fen: try row.integer("waiting_fen")), approval: approval))
        default: throw StoredError.unreadable("shift.state")
        }
    }

    private static func counts(
        of id: ShiftID, in transaction: any Transaction
    ) throws -> [ShiftCount] {
        let whole = """
            WHERE store_id = ? AND register_id = ? AND shift_no = ? ORDER BY count_no
            """
        var pieces: [Int64: [Denomination: Int64]] = [:]
        for row in try transaction.rows("SELECT * FROM shift_count_line \(whole)", key(id)) {
            guard let denomination = Denomination(rawValue: try row.integer("denomination_fen"))
            else { throw StoredError.unreadable("shift_count_line.denomination_fen") }
            pieces[try row.integer("count_no"), default: [:]][denomination] =
                try row.integer("pieces")
        }
        return try transaction.rows("SELECT * FROM shift_count \(whole)", key(id)).map { row in
            let no = try row.integer("count_no")
            return ShiftCount(
                no: no, by: try StaffID(row.text("counted_by")),
                at: Timestamp(microseconds: try row.integer("counted_at_us")),
                count: try CashCount(pieces[no] ?? [:]),
                expected: Money(fen: try row.integer("expected_fen")))
        }
    }
}
