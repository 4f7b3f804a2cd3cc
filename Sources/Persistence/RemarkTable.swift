// Finance remarks of function 400449 (财务备注), on a sale.

package import Retail

package struct Remark: Equatable, Sendable {
    package let staff: StaffID
    package let words: String
    package let at: Timestamp

    package init(staff: StaffID, words: String, at: Timestamp) {
        self.staff = staff
        self.words = words
        self.at = at
    }
}

package enum RemarkTable {
    package static func insert(
        _ remark: Remark, id: String, on sale: SaleID, store: StoreID,
        in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO remark (store_id, remark_id, sale_id, staff_id, words, at_us)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text(store.digits), .text(id), .text(sale.text), .text(remark.staff.digits),
                .text(remark.words), .integer(remark.at.microseconds),
            ])
    }

    package static func all(
        on sale: SaleID, store: StoreID, in transaction: any Transaction
    ) throws -> [Remark] {
        try transaction.rows(
            """
            SELECT staff_id, words, at_us FROM remark WHERE store_id = ? AND sale_id = ?
            ORDER BY at_us, remark_id
            """, [.text(store.digits), .text(sale.text)]
        ).map { row in
            Remark(
                staff: try StaffID(row.text("staff_id")), words: try row.text("words"),
                at: Timestamp(microseconds: try row.integer("at_us")))
        }
    }
}
