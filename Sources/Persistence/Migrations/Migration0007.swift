// Why: finance believes a figure that can be followed to its entries. A line names both accounts and one
// amount, so that it cannot fail to sum to zero, and its key is the fact it tells, so that no fact is
// booked twice. What was sold before is booked here, by the same rules as from now on.

extension Migration {
    static let ledger = Migration(
        version: 7, name: "ledger",
        why: "double entry beside each fact, and entries for what was there before",
        statements: ledgerTable + earlierFacts)

    private static let ledgerTable: [SQLText] = [
        """
        CREATE TABLE ledger_entry (
            store_id       TEXT   NOT NULL REFERENCES store (store_id),
            fact           TEXT   NOT NULL,
            subject        TEXT   NOT NULL,
            line_no        BIGINT NOT NULL,
            business_date  TEXT   NOT NULL,
            at_us          BIGINT NOT NULL,
            debit          TEXT   NOT NULL,
            credit         TEXT   NOT NULL CHECK (credit <> debit),
            amount_fen     BIGINT NOT NULL CHECK (amount_fen > 0),
            order_number   TEXT,
            sale_id        TEXT,
            PRIMARY KEY (store_id, fact, subject, line_no)
        )
        """,
        // Which store has a debit; and whatever is known of a number.
        """
        CREATE INDEX ledger_entry_number ON ledger_entry (order_number)
        WHERE order_number IS NOT NULL
        """,
        "CREATE INDEX ledger_entry_day ON ledger_entry (store_id, business_date)",
        // A day that its manager has signed: nothing is booked into it any more.
        """
        CREATE TABLE signed_day (
            store_id       TEXT   NOT NULL REFERENCES store (store_id),
            business_date  TEXT   NOT NULL,
            signed_by      TEXT   NOT NULL REFERENCES staff (staff_id),
            signed_at_us   BIGINT NOT NULL,
            net_fen        BIGINT NOT NULL,
            cash_fen       BIGINT NOT NULL,
            aggregated_fen BIGINT NOT NULL,
            counted_fen    BIGINT,
            PRIMARY KEY (store_id, business_date)
        )
        """,
    ]

    private static let columns = """
        store_id, fact, subject, line_no, business_date, at_us, debit, credit, amount_fen,
        order_number, sale_id
        """

    /// A fact of before stands in the day of its sale or return; of when a wallet's word came, only
    /// the moment is known.
    static let earlierFacts: [SQLText] = [
        fact(
            """
            SELECT c.store_id, 'debit', c.order_number, 1, s.business_date, c.claimed_at_us,
                   'clearing.' || c.wallet, 'doubt', c.amount_fen, c.order_number, c.sale_id
            FROM   claim c JOIN sale s ON s.store_id = c.store_id AND s.sale_id = c.sale_id
            """),
        ofSales("1", "'counter'", "'sales'", "g.gross_fen", from: gross),
        ofSales("2", "'discounts'", "'counter'", "g.gross_fen - s.due_fen", from: gross),
        ofSales("2 * t.tender_no + 1", "'drawer'", "'counter'", "t.received_fen", from: tender),
        ofSales(
            "2 * t.tender_no + 2", "'counter'", "'drawer'", "t.received_fen - t.amount_fen",
            from: tender),
        ofSales(
            "2 * t.tender_no + 1", "'doubt'", "'counter'",
            "CASE WHEN t.order_number IS NULL THEN 0 ELSE t.amount_fen END",
            number: "t.order_number", from: tender),
        fact(
            """
            SELECT r.store_id, 'return', r.return_id, 1, r.business_date, r.returned_at_us,
                   'returns', 'counter', r.amount_fen, NULL, r.sale_id
            FROM   sale_return r WHERE r.amount_fen > 0
            """),
        fact(
            """
            SELECT r.store_id, 'return', r.return_id, 1 + t.tender_no, r.business_date,
                   r.returned_at_us, 'counter',
                   CASE t.kind WHEN 'cash' THEN 'drawer' ELSE 'refunds-due' END, t.amount_fen,
                   t.order_number, r.sale_id
            FROM   sale_return r
            JOIN   return_tender t ON t.store_id = r.store_id AND t.return_id = r.return_id
            """),
        fact(
            """
            SELECT f.store_id, 'refund', f.refund_number, 1, r.business_date, f.changed_at_us,
                   'refunds-due', 'clearing.' || f.wallet, f.amount_fen, f.order_number, f.sale_id
            FROM   refund f
            JOIN   sale_return r ON r.store_id = f.store_id AND r.return_id = f.return_id
            WHERE  f.state = 'succeeded'
            """),
    ]

    private static let gross = """
        JOIN (
            SELECT store_id, sale_id, CAST(sum(quantity * price_fen) AS BIGINT) AS gross_fen
            FROM   sale_line GROUP BY store_id, sale_id
        ) g ON g.store_id = s.store_id AND g.sale_id = s.sale_id
        """

    private static let tender = """
        JOIN tender t ON t.store_id = s.store_id AND t.sale_id = s.sale_id AND t.state = 'paid'
        """

    private static func ofSales(
        _ line: String, _ debit: String, _ credit: String, _ amount: String,
        number: String = "NULL", from: String
    ) -> SQLText {
        fact(
            """
            SELECT s.store_id, 'sale', s.sale_id, \(line), s.business_date, s.posted_at_us,
                   \(debit), \(credit), \(amount), \(number), s.sale_id
            FROM   sale s \(from)
            WHERE  s.state = 'posted' AND \(amount) > 0
            """)
    }

    private static func fact(_ select: String) -> SQLText {
        .both("INSERT INTO ledger_entry (\(columns))\n\(select)")
    }
}
