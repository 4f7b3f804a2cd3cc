// The books of a day, many rows to a statement: what is told of a payment goes into a table of this
// connection's own, and from there into the tables that a server would have written.

internal import Checkout
internal import Payments
internal import Persistence
internal import PersistenceSQLite
internal import Retail
internal import Sales

struct ReconcileBooks: Sendable {
    private static let payments = 5_000
    private static let rowsOfInsert = 100

    private let day: ReconcileDay

    init(_ day: ReconcileDay) {
        self.day = day
    }

    func write(to database: SQLiteDatabase) async throws {
        for first in stride(from: 0, to: day.rows, by: ReconcileBooks.payments) {
            let some = first..<min(day.rows, first + ReconcileBooks.payments)
            try await database.write { try write(some, in: $0) }
        }
    }

    private func write(_ payments: Range<Int>, in transaction: any Transaction) throws {
        try transaction.execute(
            """
            CREATE TEMP TABLE IF NOT EXISTS told (
                n INTEGER PRIMARY KEY, number TEXT, store TEXT, register TEXT, cashier TEXT,
                begun INTEGER, paid INTEGER, fen INTEGER, trade TEXT, proof TEXT)
            """)
        try transaction.execute("DELETE FROM temp.told")
        for first in stride(
            from: payments.lowerBound, to: payments.upperBound, by: ReconcileBooks.rowsOfInsert)
        {
            let some = first..<min(payments.upperBound, first + ReconcileBooks.rowsOfInsert)
            let places = some.map { _ in "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" }.joined(separator: ", ")
            try transaction.execute(
                "INSERT INTO temp.told VALUES \(places)", some.flatMap { try told($0) })
        }
        for table in ReconcileBooks.tables {
            try transaction.execute(table, [.text(day.date.iso)])
        }
    }

    private func told(_ index: Int) throws -> [SQLValue] {
        let till = day.till(index)
        // Only what follows the name.
        let proof = try day.proof(index).fields(in: FieldText("")).line
        return [
            .integer(Int64(index)), .text(try day.number(index)), .text(try till.store.digits),
            .text(try till.register.digits), .text(try till.cashier.digits),
            .integer(day.begun(index).microseconds), .integer(day.paid(index).microseconds),
            .integer(day.amount(index).fen), .text(day.trade(index)), .text(proof),
        ]
    }

    /// Each takes the day.
    private static let tables = [
        """
        INSERT INTO sale (
            store_id, sale_id, register_id, cashier_id, business_date, state, discount, due_fen,
            opened_at_us, changed_at_us, posted_at_us, receipt_number, last_line_no,
            last_tender_no, version)
        SELECT store, 'sale-' || number, register, cashier, ?1, 'posted', 'none', fen, begun, paid,
               paid, 'B' || number, 1, 1, 3 FROM temp.told
        """,
        """
        INSERT INTO attempt (
            store_id, order_number, sale_id, payment_id, register_id, cashier_id, wallet,
            amount_fen, merchant_account, started_at_us, payable_until_us, state, is_open,
            state_text, trade_number, queries, escalation, changed_at_us, worker_id, version)
        SELECT store, number, 'sale-' || number, 'payment-' || number, register, cashier, 'wechat',
               fen, '\(BenchChain.account)', begun, begun + 120000000, 'succeeded', 0,
               'succeeded' || proof, trade, ?1 IS NULL, 'none', paid, 'bench', 2 FROM temp.told
        """,
        """
        INSERT INTO claim (
            order_number, wallet, trade_number, store_id, sale_id, method_id, amount_fen, proof,
            claimed_by, claimed_at_us)
        SELECT number, 'wechat', trade, store, 'sale-' || number,
               \(TenderMethodID.aggregated) + (?1 IS NULL), fen, 'paid' || proof, cashier, paid
        FROM temp.told
        """,
        entry("'debit'", "number", 1, "'clearing.wechat'", "'doubt'", number: "number"),
        entry("'sale'", "'sale-' || number", 1, "'counter'", "'sales'", number: "NULL"),
        entry("'sale'", "'sale-' || number", 3, "'doubt'", "'counter'", number: "number"),
    ]

    private static func entry(
        _ fact: String, _ subject: String, _ line: Int, _ debit: String, _ credit: String,
        number: String
    ) -> String {
        """
        INSERT INTO ledger_entry (
            store_id, fact, subject, line_no, business_date, at_us, debit, credit, amount_fen,
            order_number, sale_id)
        SELECT store, \(fact), \(subject), \(line), ?1, paid, \(debit), \(credit), fen, \(number),
               'sale-' || number FROM temp.told
        """
    }
}
