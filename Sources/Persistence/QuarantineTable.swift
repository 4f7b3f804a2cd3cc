// Goods that came back (待处理). They never return to sale by themselves: a person decides, so they are
// kept apart from the lot, counted by lot, with the reason they came back for.

package import Retail
package import Sales

/// Pieces of a lot that wait for a decision.
package struct QuarantinedGoods: Equatable, Sendable {
    package let id: ReturnID
    package let line: Int64
    package let product: String
    package let lot: String
    package let expiresOn: BusinessDate
    package let quantity: Int64
    package let reason: ReturnReason
    package let since: Timestamp

    package init(
        id: ReturnID, line: Int64, product: String, lot: String, expiresOn: BusinessDate,
        quantity: Int64, reason: ReturnReason, since: Timestamp
    ) {
        self.id = id
        self.line = line
        self.product = product
        self.lot = lot
        self.expiresOn = expiresOn
        self.quantity = quantity
        self.reason = reason
        self.since = since
    }
}

package enum QuarantineTable {
    package static func insert(
        _ goods: QuarantinedGoods, store: StoreID, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO quarantine (
                store_id, return_id, line_no, product_code, lot_number, expires_on, quantity,
                reason, since_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(store.digits), .text(goods.id.text), .integer(goods.line),
                .text(goods.product), .text(goods.lot), .text(goods.expiresOn.iso),
                .integer(goods.quantity), .text(goods.reason.rawValue),
                .integer(goods.since.microseconds),
            ])
    }

    /// Everything that waits in a store, oldest first.
    package static func all(
        store: StoreID, limit: Int64, in transaction: any Transaction
    ) throws -> [QuarantinedGoods] {
        try transaction.rows(
            """
            SELECT * FROM quarantine WHERE store_id = ?
            ORDER BY since_us, return_id, line_no LIMIT ?
            """, [.text(store.digits), .integer(limit)]
        ).map { row in
            guard let reason = ReturnReason(rawValue: try row.text("reason")) else {
                throw StoredError.unreadable("quarantine.reason")
            }
            return QuarantinedGoods(
                id: ReturnID(try row.text("return_id")), line: try row.integer("line_no"),
                product: try row.text("product_code"), lot: try row.text("lot_number"),
                expiresOn: try BusinessDate(iso: row.text("expires_on")),
                quantity: try row.integer("quantity"), reason: reason,
                since: Timestamp(microseconds: try row.integer("since_us")))
        }
    }
}
