// One payment's whole life, as every table knows its part of it: for a person who holds a number in the
// hand. Rows are told as they stand, so that also one that the till could not read is seen here.

package import Ledger
package import Payments
package import Retail

/// What is stored of one merchant order number.
package struct StoredStory: Sendable {
    package struct Asked: Sendable {
        package let store: String
        package let register: String
        package let cashier: String
        package let sale: String
        package let wallet: String
        package let account: String
        package let amount: Money
        package let state: String
        package let tradeNumber: String?
        package let startedAt: Timestamp
    }

    package struct Posted: Sendable {
        package let store: String
        package let sale: String
        package let saleState: String
        package let receipt: String?
        package let method: Int64
        package let wallet: String
        package let amount: Money
        package let refunded: Money
        package let tradeNumber: String
        package let claimedAt: Timestamp
        package let postedAt: Timestamp?
    }

    package struct GivenBack: Sendable {
        package let number: String
        package let amount: Money
        package let state: String
        package let startedAt: Timestamp
        package let lines: [JournalLine]
    }

    package struct Booked: Sendable {
        package let store: String
        package let fact: String
        package let at: Timestamp
        package let debit: Account
        package let credit: Account
        package let amount: Money
    }

    package struct Listed: Sendable {
        package let statement: StatementOf
        package var day: String { statement.day.iso }
        package let readAt: Timestamp
        package let row: StatementRow
    }

    package let number: String
    package let asked: Asked?
    package let posted: Posted?
    package let lines: [JournalLine]
    package let refunds: [GivenBack]
    package let entries: [Booked]
    package let rows: [Listed]
    /// The days whose statements have them, with what the bank received.
    package let settled: [SettlementDay]
    package let cases: [StoredCase]

    package var isEmpty: Bool {
        asked == nil && posted == nil && rows.isEmpty && cases.isEmpty
    }
}

package enum StoryTable {
    /// A receipt has few payments, a trade number one; more than these are another mistake.
    private static let foundMax: Int64 = 20

    /// The merchant order numbers that a number leads to.
    ///
    /// It may be the order's own, the wallet's, a refund's, or that of a receipt.
    package static func find(
        _ text: String, in transaction: any Transaction
    ) throws -> [String] {
        let queries = [
            "SELECT order_number FROM attempt WHERE order_number = ?",
            "SELECT order_number FROM attempt WHERE trade_number = ?",
            "SELECT order_number FROM claim WHERE order_number = ?",
            "SELECT order_number FROM claim WHERE trade_number = ?",
            "SELECT order_number FROM refund WHERE refund_number = ?",
            """
            SELECT a.order_number FROM attempt a
            JOIN sale s ON s.store_id = a.store_id AND s.sale_id = a.sale_id
            WHERE s.receipt_number = ?
            """,
            """
            SELECT c.order_number FROM claim c
            JOIN sale s ON s.store_id = c.store_id AND s.sale_id = c.sale_id
            WHERE s.receipt_number = ?
            """,
            "SELECT order_number FROM statement_row WHERE number = ?",
            "SELECT subject AS order_number FROM payment_case WHERE subject = ?",
        ]
        return try transaction.rows(
            "SELECT order_number FROM (\(queries.joined(separator: " UNION "))) AS found "
                + "ORDER BY order_number LIMIT ?",
            queries.map { _ in .text(text) } + [.integer(foundMax)]
        ).map { try $0.text("order_number") }
    }

    /// Everything that is stored of a merchant order number.
    package static func story(
        of number: String, in transaction: any Transaction
    ) throws -> StoredStory {
        let key = [SQLValue.text(number)]
        let asked = try transaction.row(
            "SELECT * FROM attempt WHERE order_number = ?", key
        ).map(StoredStory.Asked.init)
        let posted = try transaction.row(
            """
            SELECT c.*, s.state AS sale_state, s.receipt_number, s.posted_at_us
            FROM   claim c JOIN sale s ON s.store_id = c.store_id AND s.sale_id = c.sale_id
            WHERE  c.order_number = ?
            """, key
        ).map(StoredStory.Posted.init)
        let refunds = try transaction.rows(
            "SELECT * FROM refund WHERE order_number = ? ORDER BY started_at_us, refund_number",
            key
        ).map { row in
            StoredStory.GivenBack(
                number: try row.text("refund_number"),
                amount: Money(fen: try row.integer("amount_fen")),
                state: try row.text("state"),
                startedAt: Timestamp(microseconds: try row.integer("started_at_us")),
                lines: try JournalTable.linesOfRefund(
                    try row.text("refund_number"), in: transaction))
        }
        let listed = try rows([number] + refunds.map(\.number), transaction)
        let days = Set(listed.map(\.statement)).sorted { $0.day < $1.day }
        return StoredStory(
            number: number, asked: asked, posted: posted,
            lines: try JournalTable.linesOfOrder(number, in: transaction), refunds: refunds,
            entries: try entries(key, transaction),
            rows: listed,
            settled: try days.compactMap { try SettlementTable.day(of: $0, in: transaction) },
            cases: try CaseTable.about([number] + refunds.map(\.number), in: transaction))
    }

    private static func entries(
        _ key: [SQLValue], _ transaction: any Transaction
    ) throws -> [StoredStory.Booked] {
        try transaction.rows(
            """
            SELECT store_id, fact, at_us, debit, credit, amount_fen FROM ledger_entry
            WHERE order_number = ? ORDER BY at_us, fact, subject, line_no
            """, key
        ).map { row in
            guard let debit = Account(name: try row.text("debit")),
                let credit = Account(name: try row.text("credit"))
            else { throw StoredError.unreadable("ledger entry") }
            return StoredStory.Booked(
                store: try row.text("store_id"), fact: try row.text("fact"),
                at: Timestamp(microseconds: try row.integer("at_us")), debit: debit,
                credit: credit, amount: Money(fen: try row.integer("amount_fen")))
        }
    }

    private static func rows(
        _ numbers: [String], _ transaction: any Transaction
    ) throws -> [StoredStory.Listed] {
        try numbers.flatMap { number in
            try StatementRowTable.believed(number, in: transaction).map {
                StoredStory.Listed(statement: $0.statement, readAt: $0.readAt, row: $0.row)
            }
        }
    }
}

extension StoredStory.Asked {
    fileprivate init(_ row: Row) throws {
        store = try row.text("store_id")
        register = try row.text("register_id")
        cashier = try row.text("cashier_id")
        sale = try row.text("sale_id")
        wallet = try row.text("wallet")
        account = try row.text("merchant_account")
        amount = Money(fen: try row.integer("amount_fen"))
        state = try row.text("state")
        tradeNumber = try row.textIfAny("trade_number")
        startedAt = Timestamp(microseconds: try row.integer("started_at_us"))
    }
}

extension StoredStory.Posted {
    fileprivate init(_ row: Row) throws {
        store = try row.text("store_id")
        sale = try row.text("sale_id")
        saleState = try row.text("sale_state")
        receipt = try row.textIfAny("receipt_number")
        method = try row.integer("method_id")
        wallet = try row.text("wallet")
        amount = Money(fen: try row.integer("amount_fen"))
        refunded = Money(fen: try row.integer("refunded_fen"))
        tradeNumber = try row.text("trade_number")
        claimedAt = Timestamp(microseconds: try row.integer("claimed_at_us"))
        postedAt = try row.integerIfAny("posted_at_us").map(Timestamp.init(microseconds:))
    }
}
