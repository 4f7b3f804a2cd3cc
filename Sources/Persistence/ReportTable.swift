// What reports ask of the books: sums over entries, and the sales and returns under them.

package import Ledger
package import Retail
internal import Sales

/// A sale as a line of a day's list.
package struct ReportedSale: Sendable {
    package let sale: SaleID
    package let receipt: String
    package let register: String
    package let cashier: String
    package let postedAt: Timestamp
    package let due: Money
    package let cash: Money
    package let scanned: Money
    /// By methods that are offered no more.
    package let byRetired: Money
    /// Whether some of it was found by hand (42).
    package let isSupplemented: Bool
}

/// A return as a line of a day's list.
package struct ReportedReturn: Sendable {
    package let sale: SaleID
    package let number: String
    package let at: Timestamp
    package let amount: Money
}

/// A sum by something: a wallet, an hour.
package struct ReportedSum: Sendable {
    package let name: String
    package let count: Int64
    package let amount: Money

    package init(name: String, count: Int64, amount: Money) {
        self.name = name
        self.count = count
        self.amount = amount
    }
}

package enum ReportTable {
    /// The figures of each store and day in which something was booked, oldest first.
    package static func days(
        of scope: ReportScope, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> [(store: StoreID, date: BusinessDate, figures: DayFigures)] {
        try sums("e.store_id, e.business_date", scope, first, last, transaction) { row in
            (
                try StoreID(row.text("store_id")),
                try BusinessDate(iso: row.text("business_date"))
            )
        }.map { ($0.key.0, $0.key.1, $0.figures) }
    }

    /// The figures of each store over some days.
    package static func stores(
        of scope: ReportScope = .chain, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> [(store: StoreID, figures: DayFigures)] {
        try sums("e.store_id", scope, first, last, transaction) { row in
            try StoreID(row.text("store_id"))
        }.map { ($0.key, $0.figures) }
    }

    /// `place` groups by a place in the tree, whose number is in the first column, `place`.
    static func sums<Key>(
        _ columns: String, _ scope: ReportScope, _ first: BusinessDate, _ last: BusinessDate,
        _ transaction: any Transaction, place: ReportPlace? = nil, key: (Row) throws -> Key
    ) throws -> [(key: Key, figures: DayFigures)] {
        let (condition, values) = scope.condition(on: "e")
        let columns = place?.column ?? columns
        let tree = """
            LEFT JOIN store_place p ON \(ReportScope.onItsDay("e"))
            LEFT JOIN area a ON a.area_id = p.area_id
            """
        let rows = try transaction.rows(
            """
            SELECT   \(columns)\(place == nil ? "" : " AS place"), e.fact, e.debit, e.credit,
                     CAST(sum(e.amount_fen) AS BIGINT) AS amount_fen,
                     count(DISTINCT e.subject) AS facts
            FROM     ledger_entry e \(place == nil ? "" : tree)
            WHERE    \(condition) AND e.business_date BETWEEN ? AND ?
            GROUP BY \(columns), e.fact, e.debit, e.credit
            ORDER BY \(columns)
            """, values + [.text(first.iso), .text(last.iso)])
        var found: [(key: Key, figures: DayFigures)] = []
        var group: [SQLValue] = []
        let width = place == nil ? columns.split(separator: ",").count : 1
        for row in rows {
            guard let debit = Account(name: try row.text("debit")),
                let credit = Account(name: try row.text("credit"))
            else { throw StoredError.unreadable("ledger entry") }
            let own = Array(row.values.prefix(width))
            if own != group {
                group = own
                found.append((try key(row), DayFigures()))
            }
            try found[found.count - 1].figures.add(
                row.text("fact"), debit: debit, credit: credit,
                Money(fen: row.integer("amount_fen")), facts: row.integer("facts"))
        }
        return found
    }

    /// The sales that were booked into a day, by their receipts, after one of them.
    package static func sales(
        store: StoreID, on date: BusinessDate, after receipt: String, limit: Int64,
        in transaction: any Transaction
    ) throws -> [ReportedSale] {
        try transaction.rows(
            """
            SELECT   s.sale_id, s.receipt_number, s.register_id, p.name AS cashier,
                     s.posted_at_us, s.due_fen,
                     CAST(coalesce(sum(CASE WHEN t.received_fen IS NOT NULL
                         THEN t.amount_fen ELSE 0 END), 0) AS BIGINT) AS cash_fen,
                     CAST(coalesce(sum(CASE WHEN t.order_number IS NOT NULL
                         THEN t.amount_fen ELSE 0 END), 0) AS BIGINT) AS scanned_fen,
                     CAST(coalesce(sum(CASE WHEN t.order_number IS NULL
                         AND t.received_fen IS NULL THEN t.amount_fen ELSE 0 END), 0) AS BIGINT)
                         AS retired_fen,
                     coalesce(max(CASE WHEN t.method_id = 42 THEN 1 ELSE 0 END), 0)
                         AS is_supplemented
            FROM     (SELECT DISTINCT store_id, subject FROM ledger_entry
                      WHERE store_id = ? AND business_date = ? AND fact = 'sale') AS e
            JOIN     sale s ON s.store_id = e.store_id AND s.sale_id = e.subject
            JOIN     staff p ON p.staff_id = s.cashier_id
            LEFT JOIN tender t ON t.store_id = s.store_id AND t.sale_id = s.sale_id
                     AND t.state = 'paid'
            WHERE    s.receipt_number > ?
            GROUP BY s.sale_id, s.receipt_number, s.register_id, p.name, s.posted_at_us, s.due_fen
            ORDER BY s.receipt_number LIMIT ?
            """, [.text(store.digits), .text(date.iso), .text(receipt), .integer(limit)]
        ).map { row in
            ReportedSale(
                sale: SaleID(try row.text("sale_id")), receipt: try row.text("receipt_number"),
                register: try row.text("register_id"), cashier: try row.text("cashier"),
                postedAt: Timestamp(microseconds: try row.integer("posted_at_us")),
                due: Money(fen: try row.integer("due_fen")),
                cash: Money(fen: try row.integer("cash_fen")),
                scanned: Money(fen: try row.integer("scanned_fen")),
                byRetired: Money(fen: try row.integer("retired_fen")),
                isSupplemented: try row.integer("is_supplemented") == 1)
        }
    }

    /// The returns that were booked into a day.
    package static func returns(
        store: StoreID, on date: BusinessDate, limit: Int64, in transaction: any Transaction
    ) throws -> [ReportedReturn] {
        try transaction.rows(
            """
            SELECT   r.sale_id, r.seq, r.returned_at_us, r.amount_fen, s.receipt_number
            FROM     (SELECT DISTINCT store_id, subject FROM ledger_entry
                      WHERE store_id = ? AND business_date = ? AND fact = 'return') AS e
            JOIN     sale_return r ON r.store_id = e.store_id AND r.return_id = e.subject
            JOIN     sale s ON s.store_id = r.store_id AND s.sale_id = r.sale_id
            ORDER BY r.returned_at_us, r.return_id LIMIT ?
            """, [.text(store.digits), .text(date.iso), .integer(limit)]
        ).map { row in
            ReportedReturn(
                sale: SaleID(try row.text("sale_id")),
                number: SaleReturn.number(
                    of: try row.text("receipt_number"), seq: try row.integer("seq")),
                at: Timestamp(microseconds: try row.integer("returned_at_us")),
                amount: Money(fen: try row.integer("amount_fen")))
        }
    }

    /// How many posted sales were found by hand, and for how much (补单).
    package static func supplements(
        of scope: ReportScope, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> ReportedSum {
        let (condition, values) = scope.condition(on: "s")
        let row = try transaction.row(
            """
            SELECT count(*) AS n, CAST(coalesce(sum(t.amount_fen), 0) AS BIGINT) AS fen
            FROM   sale s JOIN tender t ON t.store_id = s.store_id AND t.sale_id = s.sale_id
            WHERE  s.state = 'posted' AND t.state = 'paid' AND t.method_id = 42
            AND    \(condition) AND s.business_date BETWEEN ? AND ?
            """, values + [.text(first.iso), .text(last.iso)])
        return ReportedSum(
            name: "42", count: try row?.integer("n") ?? 0,
            amount: Money(fen: try row?.integer("fen") ?? 0))
    }

    /// Payments of a store whose outcome is not known, and what they are over.
    package static func openAttempts(
        store: StoreID, in transaction: any Transaction
    ) throws -> ReportedSum {
        let row = try transaction.row(
            """
            SELECT count(*) AS n, CAST(coalesce(sum(amount_fen), 0) AS BIGINT) AS fen
            FROM   attempt WHERE store_id = ? AND is_open = 1
            """, [.text(store.digits)])
        return ReportedSum(
            name: "open", count: try row?.integer("n") ?? 0,
            amount: Money(fen: try row?.integer("fen") ?? 0))
    }

    /// Scanned payments of posted sales by wallet: for those above a store (N2).
    package static func wallets(
        of scope: ReportScope = .chain, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> [ReportedSum] {
        let (condition, values) = scope.condition(on: "s")
        return try transaction.rows(
            """
            SELECT   t.wallet, count(*) AS n, CAST(sum(t.amount_fen) AS BIGINT) AS fen
            FROM     sale s JOIN tender t ON t.store_id = s.store_id AND t.sale_id = s.sale_id
            WHERE    s.state = 'posted' AND t.state = 'paid' AND t.order_number IS NOT NULL
            AND      \(condition) AND s.business_date BETWEEN ? AND ?
            GROUP BY t.wallet ORDER BY t.wallet
            """, values + [.text(first.iso), .text(last.iso)]
        ).map { row in
            ReportedSum(
                name: try row.text("wallet"), count: try row.integer("n"),
                amount: Money(fen: try row.integer("fen")))
        }
    }

    /// Posted sales by the hour of Beijing, 0 to 23.
    package static func hours(
        of scope: ReportScope, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> [ReportedSum] {
        let (condition, values) = scope.condition(on: "s")
        return try transaction.rows(
            """
            SELECT   (posted_at_us / 3600000000 + 8) % 24 AS hour, count(*) AS n,
                     CAST(sum(due_fen) AS BIGINT) AS fen
            FROM     sale s
            WHERE    state = 'posted' AND \(condition) AND business_date BETWEEN ? AND ?
            GROUP BY (posted_at_us / 3600000000 + 8) % 24 ORDER BY hour
            """, values + [.text(first.iso), .text(last.iso)]
        ).map { row in
            ReportedSum(
                name: "\(try row.integer("hour"))", count: try row.integer("n"),
                amount: Money(fen: try row.integer("fen")))
        }
    }

    /// The entries of a sale and of what came back of it, in the order in which they were booked.
    package static func entries(
        of sale: SaleID, store: StoreID, in transaction: any Transaction
    ) throws -> [(kind: String, date: String, debit: Account, credit: Account, amount: Money)] {
        try transaction.rows(
            """
            SELECT   fact, business_date, debit, credit, amount_fen FROM ledger_entry
            WHERE    store_id = ? AND sale_id = ?
            ORDER BY at_us, fact, subject, line_no
            """, [.text(store.digits), .text(sale.text)]
        ).map { row in
            guard let debit = Account(name: try row.text("debit")),
                let credit = Account(name: try row.text("credit"))
            else { throw StoredError.unreadable("ledger entry") }
            return (
                try row.text("fact"), try row.text("business_date"), debit, credit,
                Money(fen: try row.integer("amount_fen"))
            )
        }
    }
}
