// What a report tells by something else than the store: by day, by method, and how long a 补单 took.

package import Ledger
internal import Payments
package import Retail

extension ReportTable {
    /// The figures of all its stores on each day in which something was booked, oldest first.
    package static func dates(
        of scope: ReportScope = .chain, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> [(date: BusinessDate, figures: DayFigures)] {
        try sums("e.business_date", scope, first, last, transaction) { row in
            try BusinessDate(iso: row.text("business_date"))
        }.map { ($0.key, $0.figures) }
    }

    /// The figures of each region or area; number 0 is of stores on days when they have none.
    package static func places(
        by place: ReportPlace, of scope: ReportScope, from first: BusinessDate,
        to last: BusinessDate, in transaction: any Transaction
    ) throws -> [(id: Int64, figures: DayFigures)] {
        try sums("", scope, first, last, transaction, place: place) { row in
            try row.integer("place")
        }.map { ($0.key, $0.figures) }
    }

    /// What was paid of posted sales by method: for those above a store (N2).
    ///
    /// Each is named by its number.
    package static func methods(
        of scope: ReportScope = .chain, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> [ReportedSum] {
        let (condition, values) = scope.condition(on: "s")
        return try transaction.rows(
            """
            SELECT   t.method_id, count(*) AS n, CAST(sum(t.amount_fen) AS BIGINT) AS fen
            FROM     sale s JOIN tender t ON t.store_id = s.store_id AND t.sale_id = s.sale_id
            WHERE    s.state = 'posted' AND t.state = 'paid'
            AND      \(condition) AND s.business_date BETWEEN ? AND ?
            GROUP BY t.method_id ORDER BY t.method_id
            """, values + [.text(first.iso), .text(last.iso)]
        ).map { row in
            ReportedSum(
                name: "\(try row.integer("method_id"))", count: try row.integer("n"),
                amount: Money(fen: try row.integer("fen")))
        }
    }

    /// What each method brought on each day, less what went back by it on that day.
    package static func methodDays(
        of scope: ReportScope, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> [(date: BusinessDate, method: Int64, amount: Money)] {
        let (sold, soldValues) = scope.condition(on: "s")
        let (back, backValues) = scope.condition(on: "r")
        let days: [SQLValue] = [.text(first.iso), .text(last.iso)]
        return try transaction.rows(
            """
            SELECT   business_date, method_id, CAST(sum(fen) AS BIGINT) AS fen
            FROM (
                SELECT s.business_date, t.method_id, t.amount_fen AS fen
                FROM   sale s JOIN tender t ON t.store_id = s.store_id AND t.sale_id = s.sale_id
                WHERE  s.state = 'posted' AND t.state = 'paid'
                AND    \(sold) AND s.business_date BETWEEN ? AND ?
                UNION ALL
                SELECT r.business_date, b.method_id, -b.amount_fen
                FROM   sale_return r
                JOIN   return_tender b ON b.store_id = r.store_id AND b.return_id = r.return_id
                WHERE  \(back) AND r.business_date BETWEEN ? AND ?
            ) AS moved
            GROUP BY business_date, method_id ORDER BY business_date, method_id
            """, soldValues + days + backValues + days
        ).map { row in
            (
                try BusinessDate(iso: row.text("business_date")), try row.integer("method_id"),
                Money(fen: try row.integer("fen"))
            )
        }
    }

    /// How long each 补单 of posted sales took, shortest first.
    ///
    /// From the scan until it counted; where no till of ours had scanned, from the wallet's debit.
    package static func recoveries(
        of scope: ReportScope, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> [Pause] {
        let (condition, values) = scope.condition(on: "s")
        return try transaction.rows(
            """
            SELECT c.proof, c.claimed_at_us, a.started_at_us
            FROM   sale s JOIN claim c ON c.store_id = s.store_id AND c.sale_id = s.sale_id
            LEFT JOIN attempt a ON a.order_number = c.order_number
            WHERE  s.state = 'posted' AND c.method_id = 42
            AND    \(condition) AND s.business_date BETWEEN ? AND ?
            """, values + [.text(first.iso), .text(last.iso)]
        ).compactMap { row in
            let counted = Timestamp(microseconds: try row.integer("claimed_at_us"))
            let began = try row.integerIfAny("started_at_us").map { Timestamp(microseconds: $0) }
            guard
                let began = try began ?? PaidProof(FieldText(parsing: row.text("proof"))).paidAt
            else { return nil }
            // The wallet's clock may be ahead of ours.
            return max(.zero, counted.since(began))
        }.sorted()
    }
}
