// What reports ask of shifts.

package import Retail
package import Sales

/// A shift as a line of a list.
package struct ReportedShift: Sendable {
    package let shift: Shift
    package let cashier: String
    /// The names of who gave it to whom, and of who allowed its difference.
    package let closedBy: String?
    package let givenTo: String?
    package let approvedBy: String?
    /// In whose books it stands; nil while it is open.
    package let bookedOn: String?

    package init(
        shift: Shift, cashier: String, closedBy: String?, givenTo: String?, approvedBy: String?,
        bookedOn: String?
    ) {
        self.shift = shift
        self.cashier = cashier
        self.closedBy = closedBy
        self.givenTo = givenTo
        self.approvedBy = approvedBy
        self.bookedOn = bookedOn
    }

    /// How it ended, where it was counted.
    package var close: ShiftClose? {
        if case .closed(let close) = shift.state { close } else { nil }
    }
}

package enum ShiftReportTable {
    /// Shifts that were booked into some days, and those that are open where asked for, in their order.
    package static func list(
        store: StoreID?, from first: BusinessDate, to last: BusinessDate, withOpen: Bool,
        limit: Int64, in transaction: any Transaction
    ) throws -> [ReportedShift] {
        try transaction.rows(
            """
            SELECT   s.*, p.name AS cashier, g.name AS giver, t.name AS taker, a.name AS approver
            FROM     shift s
            JOIN     staff p ON p.staff_id = s.cashier_id
            LEFT JOIN staff g ON g.staff_id = s.closed_by
            LEFT JOIN staff t ON t.staff_id = s.given_to
            LEFT JOIN staff a ON a.staff_id = s.approved_by
            WHERE    (CAST(? AS TEXT) IS NULL OR s.store_id = ?)
            AND      (s.booked_on BETWEEN ? AND ? OR (? = 1 AND s.state = 'open'))
            ORDER BY s.store_id, s.register_id, s.shift_no LIMIT ?
            """,
            [
                .text(store?.digits), .text(store?.digits), .text(first.iso), .text(last.iso),
                .integer(withOpen ? 1 : 0), .integer(limit),
            ]
        ).map { row in
            ReportedShift(
                shift: try ShiftTable.read(row, withCounts: false, in: transaction),
                cashier: try row.text("cashier"), closedBy: try row.textIfAny("giver"),
                givenTo: try row.textIfAny("taker"), approvedBy: try row.textIfAny("approver"),
                bookedOn: try row.textIfAny("booked_on"))
        }
    }

    /// What the counts of shifts that were booked into some days come to, above what was expected.
    package static func overShort(
        of scope: ReportScope, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> Money {
        let (condition, values) = scope.condition(on: "s")
        let row = try transaction.row(
            """
            SELECT CAST(coalesce(sum(s.counted_fen - s.expected_fen), 0) AS BIGINT) AS fen
            FROM   (SELECT store_id, booked_on AS business_date, counted_fen, expected_fen
                    FROM   shift WHERE state = 'closed') AS s
            WHERE  \(condition) AND s.business_date BETWEEN ? AND ?
            """, values + [.text(first.iso), .text(last.iso)])
        return Money(fen: try row?.integer("fen") ?? 0)
    }

    /// Registers in which cash of a day has moved that no shift's count has covered.
    package static func uncounted(
        store: StoreID, on date: BusinessDate, in transaction: any Transaction
    ) throws -> [RegisterID] {
        try transaction.rows(
            """
            SELECT DISTINCT coalesce(e.register_id, a.register_id, r.register_id) AS register_id
            FROM   ledger_entry e
            LEFT JOIN sale a ON a.store_id = e.store_id AND a.sale_id = e.subject
                   AND e.fact = 'sale'
            LEFT JOIN sale_return r ON r.store_id = e.store_id AND r.return_id = e.subject
                   AND e.fact = 'return'
            WHERE  e.store_id = ? AND e.business_date = ? AND e.fact IN ('sale', 'return')
            AND    (e.debit = 'drawer' OR e.credit = 'drawer')
            AND    coalesce(\(ShiftTable.holder), 'none') <> 'closed'
            ORDER BY 1
            """, [.text(store.digits), .text(date.iso)]
        ).map { try RegisterID($0.text("register_id")) }
    }
}
