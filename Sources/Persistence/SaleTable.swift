// A sale as rows: one for the sale, one per line, one per tender. Written whole, over the version that
// was read; a sale has few lines, and a draft that is stored whole cannot be stored half.

package import Retail
package import Sales

package struct StoredSale: Sendable {
    package var sale: Sale
    /// Counts the writes; the row is only written over the version that was read.
    package var version: Int64
    package let changedAt: Timestamp

    package init(sale: Sale, version: Int64, changedAt: Timestamp) {
        self.sale = sale
        self.version = version
        self.changedAt = changedAt
    }
}

package enum SaleTable {
    /// Writes a new sale.
    ///
    /// *Errors*: `DatabaseError.constraint` when the register has an open one.
    package static func insert(
        _ sale: Sale, at now: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO sale (
                store_id, sale_id, register_id, cashier_id, business_date, state, salesperson_id,
                discount, due_fen, opened_at_us, changed_at_us, posted_at_us, receipt_number, note,
                last_line_no, last_tender_no, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            [.text(sale.store.digits), .text(sale.id.text)] + (try fields(of: sale, at: now)))
        try insertParts(of: sale, in: transaction)
    }

    /// Writes a sale that was read before.
    ///
    /// *Errors*: `StoredError.outdated`.
    package static func update(
        _ stored: inout StoredSale, at now: Timestamp, in transaction: any Transaction
    ) throws {
        let sale = stored.sale
        let key: [SQLValue] = [.text(sale.store.digits), .text(sale.id.text)]
        let changed = try transaction.execute(
            """
            UPDATE sale
            SET    register_id = ?, cashier_id = ?, business_date = ?, state = ?,
                   salesperson_id = ?, discount = ?, due_fen = ?, opened_at_us = ?,
                   changed_at_us = ?, posted_at_us = ?, receipt_number = ?, note = ?,
                   last_line_no = ?, last_tender_no = ?, version = ?
            WHERE  store_id = ? AND sale_id = ? AND version = ?
            """,
            (try fields(of: sale, at: now)) + [.integer(stored.version + 1)] + key
                + [.integer(stored.version)])
        guard changed == 1 else { throw StoredError.outdated }
        stored.version += 1
        try transaction.execute("DELETE FROM sale_line WHERE store_id = ? AND sale_id = ?", key)
        try transaction.execute("DELETE FROM tender WHERE store_id = ? AND sale_id = ?", key)
        try insertParts(of: sale, in: transaction)
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

    /// Held sales of a store, oldest first.
    package static func suspended(
        store: StoreID, limit: Int64, in transaction: any Transaction
    ) throws -> [StoredSale] {
        try select(
            "WHERE store_id = ? AND state = 'suspended' ORDER BY changed_at_us LIMIT ?",
            [.text(store.digits), .integer(limit)], in: transaction)
    }

    package static func countSuspended(
        store: StoreID, in transaction: any Transaction
    ) throws -> Int64 {
        try transaction.row(
            "SELECT count(*) AS n FROM sale WHERE store_id = ? AND state = 'suspended'",
            [.text(store.digits)]
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
