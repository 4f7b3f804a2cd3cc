// A sale as rows: one for the sale, one per line, one per tender. Written over the version that was
// read, and only where it differs from that, in one transaction: a draft cannot be stored half.

internal import Payments
package import Retail
package import Sales

package struct StoredSale: Sendable {
    package var sale: Sale
    /// Counts the writes; the row is only written over the version that was read.
    package fileprivate(set) var version: Int64
    package let changedAt: Timestamp
    /// What its rows say.
    fileprivate var written: WrittenSale

    init(_ written: WrittenSale, version: Int64, changedAt: Timestamp) {
        sale = written.sale
        self.version = version
        self.changedAt = changedAt
        self.written = written
    }
}

package enum SaleTable {
    /// Writes a new sale.
    ///
    /// *Errors*: `DatabaseError.constraint` when the register has an open one.
    package static func insert(
        _ sale: Sale, at now: Timestamp, in transaction: any Transaction
    ) throws {
        _ = try begin(sale, at: now, in: transaction)
    }

    /// The same for a sale that is to be written again in this transaction.
    package static func begin(
        _ sale: Sale, at now: Timestamp, in transaction: any Transaction
    ) throws -> StoredSale {
        let totals = try sale.totals()
        try transaction.queue(
            """
            INSERT INTO sale (
                store_id, sale_id, register_id, cashier_id, business_date, state, salesperson_id,
                discount, due_fen, opened_at_us, changed_at_us, posted_at_us, receipt_number, note,
                last_line_no, last_tender_no, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            key(of: sale) + fields(of: sale, due: totals.due, at: now))
        let written = WrittenSale(sale, totals)
        try write(written, over: nil, in: transaction)
        return StoredSale(written, version: 1, changedAt: now)
    }

    /// Writes a sale that was read before.
    ///
    /// *Errors*: `StoredError.outdated`.
    package static func update(
        _ stored: inout StoredSale, at now: Timestamp, in transaction: any Transaction
    ) throws {
        let sale = stored.sale
        let totals = try sale.totals()
        if stored.written.headMatches(sale) {
            try updateProgress(of: stored, due: totals.due, at: now, in: transaction)
        } else {
            try updateAll(of: stored, due: totals.due, at: now, in: transaction)
        }
        let next = WrittenSale(sale, totals)
        try write(next, over: stored.written, in: transaction)
        stored.version += 1
        stored.written = next
    }

    /// Writes every column.
    private static func updateAll(
        of stored: StoredSale, due: Money, at now: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE sale
            SET    register_id = ?, cashier_id = ?, business_date = ?, state = ?,
                   salesperson_id = ?, discount = ?, due_fen = ?, opened_at_us = ?,
                   changed_at_us = ?, posted_at_us = ?, receipt_number = ?, note = ?,
                   last_line_no = ?, last_tender_no = ?, version = ?
            WHERE  store_id = ? AND sale_id = ? AND version = ?
            """,
            fields(of: stored.sale, due: due, at: now) + [.integer(stored.version + 1)]
                + key(of: stored.sale) + [.integer(stored.version)],
            findingOneOr: StoredError.outdated)
    }

    /// Writes what lines and tenders change, which is all that mostly changes: no key, no index and
    /// no list of allowed values has to be looked at.
    private static func updateProgress(
        of stored: StoredSale, due: Money, at now: Timestamp, in transaction: any Transaction
    ) throws {
        let sale = stored.sale
        try transaction.queue(
            """
            UPDATE sale
            SET    discount = ?, due_fen = ?, changed_at_us = ?, last_line_no = ?,
                   last_tender_no = ?, version = ?
            WHERE  store_id = ? AND sale_id = ? AND version = ?
            """,
            [
                .text(sale.discount.fieldText.line), .integer(due.fen),
                .integer(now.microseconds), .integer(sale.lastLine), .integer(sale.lastTender),
                .integer(stored.version + 1),
            ] + key(of: sale) + [.integer(stored.version)],
            findingOneOr: StoredError.outdated)
    }

    package static func find(
        _ id: SaleID, store: StoreID, in transaction: any Transaction
    ) throws -> StoredSale? {
        try select(
            "WHERE store_id = ? AND sale_id = ?", [.text(store.digits), .text(id.text)],
            in: transaction
        ).first
    }

    /// The sale that is open at a register; there is at most one.
    package static func open(
        store: StoreID, register: RegisterID, in transaction: any Transaction
    ) throws -> StoredSale? {
        try select(
            "WHERE store_id = ? AND register_id = ? AND state = 'open'",
            [.text(store.digits), .text(register.digits)], in: transaction
        ).first
    }

    package static func byReceipt(
        _ receipt: String, store: StoreID, in transaction: any Transaction
    ) throws -> StoredSale? {
        try select(
            "WHERE store_id = ? AND receipt_number = ?", [.text(store.digits), .text(receipt)],
            in: transaction
        ).first
    }

    /// Held sales of a store, oldest first; without those that stand for a terminal's payment
    /// (`SaleID.isOfTerminal`), which no cashier takes back.
    package static func suspended(
        store: StoreID, limit: Int64, in transaction: any Transaction
    ) throws -> [StoredSale] {
        try select(
            """
            WHERE store_id = ? AND state = 'suspended' AND sale_id NOT LIKE 'x-%'
            ORDER BY changed_at_us LIMIT ?
            """,
            [.text(store.digits), .integer(limit)], in: transaction)
    }

    package static func countSuspended(
        store: StoreID, in transaction: any Transaction
    ) throws -> Int64 {
        try transaction.row(
            """
            SELECT count(*) AS n FROM sale
            WHERE store_id = ? AND state = 'suspended' AND sale_id NOT LIKE 'x-%'
            """, [.text(store.digits)]
        )?.integer("n") ?? 0
    }

    /// The sale that this register posted last on a business date.
    package static func lastPosted(
        store: StoreID, register: RegisterID, on date: BusinessDate,
        in transaction: any Transaction
    ) throws -> StoredSale? {
        try select(
            """
            WHERE store_id = ? AND register_id = ? AND business_date = ? AND state = 'posted'
            ORDER BY posted_at_us DESC LIMIT 1
            """,
            [.text(store.digits), .text(register.digits), .text(date.iso)], in: transaction
        ).first
    }

    /// The sales that a store posted on a business date, newest first.
    package static func posted(
        store: StoreID, on date: BusinessDate, limit: Int64, in transaction: any Transaction
    ) throws -> [StoredSale] {
        try select(
            """
            WHERE store_id = ? AND business_date = ? AND state = 'posted'
              AND sale_id NOT LIKE 'x-%'
            ORDER BY posted_at_us DESC, sale_id LIMIT ?
            """,
            [.text(store.digits), .text(date.iso), .integer(limit)], in: transaction)
    }

    /// The next receipt number of a register and day: `0101-02-20261123-0087`.
    package static func nextReceipt(
        store: StoreID, register: RegisterID, on date: BusinessDate,
        in transaction: any Transaction
    ) throws -> String {
        let rows = try transaction.rows(
            """
            INSERT INTO receipt_counter (store_id, register_id, business_date, last_serial)
            VALUES (?, ?, ?, 1)
            ON CONFLICT (store_id, register_id, business_date)
            DO UPDATE SET last_serial = receipt_counter.last_serial + 1
            RETURNING last_serial
            """,
            [.text(store.digits), .text(register.digits), .text(date.iso)])
        guard let serial = try rows.first?.integer("last_serial") else {
            throw StoredError.absent("receipt_counter")
        }
        return
            "\(store.digits)-\(register.digits)-\(date.compact)-\(CivilTime.padded(Int(serial), 4))"
    }
}
