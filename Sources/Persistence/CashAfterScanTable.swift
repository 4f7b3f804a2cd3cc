// Cash taken shortly after a scan (R35): on the same sale, or on a new one of the same goods and amount,
// which is the obvious way round. Whether the customer was debited, the attempt says.

package import Retail

/// A sale that was paid in cash, and the scan before it.
package struct CashAfterScan: Sendable {
    package let store: StoreID
    package let sale: SaleID
    package let receipt: String
    package let cashier: String
    package let postedAt: Timestamp
    package let cash: Money
    /// The scan's number and how its attempt stands.
    package let number: String
    package let state: String
    package let scannedAt: Timestamp
    package let scanned: Money
    /// The scan was on another sale, of the same goods, that was not posted when the cash was taken.
    package let isNewSale: Bool
    package let approvedBy: String?
    package let reason: String?
}

package enum CashAfterScanTable {
    /// How long before the cash a scan may have been (R35).
    private static let within = Pause.minutes(30)

    /// Of some days, by store and time; a scan that the sale itself counts is none.
    package static func list(
        of scope: ReportScope, from first: BusinessDate, to last: BusinessDate, limit: Int64,
        in transaction: any Transaction
    ) throws -> [CashAfterScan] {
        let (condition, values) = scope.condition(on: "s")
        return try transaction.rows(
            """
            SELECT   s.store_id, s.sale_id, s.receipt_number, s.posted_at_us, p.name AS cashier,
                     t.amount_fen AS cash_fen, t.override_reason, m.name AS approved_by,
                     a.order_number, a.state, a.started_at_us, a.amount_fen, a.sale_id AS scan_sale
            FROM     sale s
            JOIN     tender t ON t.store_id = s.store_id AND t.sale_id = s.sale_id
                     AND t.state = 'paid' AND t.order_number IS NULL
            JOIN     staff p ON p.staff_id = s.cashier_id
            LEFT JOIN staff m ON m.staff_id = t.override_by
            JOIN     sale o ON o.store_id = s.store_id AND o.business_date = s.business_date
                     AND (o.sale_id = s.sale_id OR (o.due_fen = s.due_fen
                         AND (o.state <> 'posted' OR o.posted_at_us > s.posted_at_us)))
            JOIN     attempt a ON a.store_id = o.store_id AND a.sale_id = o.sale_id
                     AND a.started_at_us BETWEEN s.posted_at_us - ? AND s.posted_at_us
            WHERE    s.state = 'posted' AND \(condition)
            AND      s.business_date BETWEEN ? AND ?
            AND      (o.sale_id = s.sale_id OR a.started_at_us < s.posted_at_us)
            AND      NOT EXISTS (SELECT 1 FROM claim c WHERE c.order_number = a.order_number
                         AND c.store_id = s.store_id AND c.sale_id = s.sale_id)
            AND      NOT EXISTS (
                         SELECT 1 FROM sale_line l
                         WHERE l.store_id = s.store_id AND l.sale_id IN (s.sale_id, o.sale_id)
                         GROUP BY l.product_code
                         HAVING sum(CASE WHEN l.sale_id = s.sale_id THEN l.quantity ELSE 0 END)
                             <> sum(CASE WHEN l.sale_id = o.sale_id THEN l.quantity ELSE 0 END))
            ORDER BY s.store_id, s.posted_at_us, s.sale_id, a.started_at_us LIMIT ?
            """,
            [.integer(within.microseconds)] + values
                + [.text(first.iso), .text(last.iso), .integer(limit)]
        ).map { row in
            CashAfterScan(
                store: try StoreID(row.text("store_id")), sale: SaleID(try row.text("sale_id")),
                receipt: try row.text("receipt_number"), cashier: try row.text("cashier"),
                postedAt: Timestamp(microseconds: try row.integer("posted_at_us")),
                cash: Money(fen: try row.integer("cash_fen")),
                number: try row.text("order_number"), state: try row.text("state"),
                scannedAt: Timestamp(microseconds: try row.integer("started_at_us")),
                scanned: Money(fen: try row.integer("amount_fen")),
                isNewSale: try row.text("scan_sale") != row.text("sale_id"),
                approvedBy: try row.textIfAny("approved_by"),
                reason: try row.textIfAny("override_reason"))
        }
    }
}
