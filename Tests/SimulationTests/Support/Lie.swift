// Lies that are told in the books of a world whose own are right. Each must be found, under its name:
// an audit that finds nothing in a thousand worlds is worth nothing until it has found these.
//
// The tables are copied without their constraints first, so that a lie is not refused by the database
// before the audit can see it; nothing is kept afterwards.

import Persistence
import Retail

@testable import Simulation

/// What a settled world has that can be lied about.
struct Situation: Sendable {
    /// Orders that are debited, and posted to a sale each.
    let paid: (number: String, sale: String)
    let other: (number: String, sale: String)
    /// One that the wallet declined.
    let declined: String
    /// A refund that was done, of more than half of its order.
    let refund: (number: String, order: String)
    /// A debit that this chain's database never heard of, in an open case.
    let stranger: String

    private static let posted = """
        SELECT c.order_number AS number, c.sale_id AS other
        FROM   claim c
        JOIN   attempt a ON a.order_number = c.order_number AND a.state = 'succeeded'
        JOIN   sale s ON s.sale_id = c.sale_id AND s.state = 'posted'
        WHERE  c.order_number NOT IN (SELECT order_number FROM refund)
        AND    c.order_number NOT IN (SELECT subject FROM payment_case)
        ORDER  BY c.order_number
        """
    private static let declines =
        "SELECT order_number AS number, sale_id AS other FROM attempt WHERE state = 'declined'"
    private static let refunds = """
        SELECT r.refund_number AS number, r.order_number AS other
        FROM   refund r
        JOIN   attempt a ON a.order_number = r.order_number
        WHERE  r.state = 'succeeded'
        AND    r.order_number NOT IN (SELECT subject FROM payment_case)
        AND    2 * r.amount_fen > a.amount_fen
        """
    private static let strangers = """
        SELECT subject AS number, cause AS other FROM payment_case
        WHERE  state = 'open' AND subject NOT IN (SELECT order_number FROM attempt)
        """

    /// Nil where the world lacks one of them.
    init?(_ transaction: any Transaction) throws {
        let find = { (sql: String) in
            try transaction.rows(sql).map { (try $0.text("number"), try $0.text("other")) }
        }
        let posted = try find(Situation.posted)
        guard let paid = posted.first, let other = posted.last, paid.1 != other.1,
            let declined = try find(Situation.declines).first,
            let refund = try find(Situation.refunds).first,
            let stranger = try find(Situation.strangers).first
        else { return nil }
        self.paid = paid
        self.other = other
        self.declined = declined.0
        self.refund = refund
        self.stranger = stranger.0
    }
}

struct Lie: Sendable {
    let name: String
    /// The violations it must give, as kinds.
    let kinds: [String]
    let edit: @Sendable (Books, Situation) throws -> Void

    init(
        _ name: String, _ kinds: String...,
        edit: @escaping @Sendable (Books, Situation) throws -> Void
    ) {
        self.name = name
        self.kinds = kinds.sorted()
        self.edit = edit
    }
}

/// Copies of the tables, without constraints; they hide the real ones until the transaction ends.
struct Books {
    let transaction: any Transaction

    private static let tables = [
        "sale", "sale_line", "tender", "print_job", "claim", "attempt", "refund", "sale_return",
        "return_line", "return_tender", "payment_case", "ledger_entry",
    ]

    init(copying transaction: any Transaction) throws {
        self.transaction = transaction
        for table in Books.tables {
            try transaction.execute("CREATE TEMP TABLE \(table) AS SELECT * FROM main.\(table)")
        }
    }

    func run(_ sql: String) throws {
        try transaction.execute(sql)
    }

    func delete(_ table: String, _ column: String, _ value: String) throws {
        try transaction.execute("DELETE FROM \(table) WHERE \(column) = ?", [.text(value)])
    }

    func set(_ table: String, _ changes: String, _ column: String, _ value: String) throws {
        let count = try transaction.execute(
            "UPDATE \(table) SET \(changes) WHERE \(column) = ?", [.text(value)])
        if count == 0 { throw NothingToLieAbout(table: table) }
    }

    /// Writes a row again, with changes.
    func double(
        _ table: String, _ column: String, _ value: String, _ changes: String = ""
    ) throws {
        let count = try transaction.execute(
            "INSERT INTO \(table) SELECT * FROM \(table) WHERE \(column) = ?", [.text(value)])
        if count != 1 { throw NothingToLieAbout(table: table) }
        if changes.isEmpty { return }
        try transaction.execute(
            "UPDATE \(table) SET \(changes) WHERE rowid = last_insert_rowid()")
    }

    struct NothingToLieAbout: Error {
        let table: String
    }
}
