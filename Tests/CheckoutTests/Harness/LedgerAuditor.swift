// At the end of every test the ledger is held against the facts it tells and against the wallets.

import Ledger
import Persistence
import Retail
import Sales
import Testing

struct LedgerAuditor {
    private let shop: Shop

    init(_ shop: Shop) {
        self.shop = shop
    }

    func audit() async throws {
        let balance = try await shop.read { try LedgerTable.trialBalance(in: $0) }
        #expect(try balance.sum() == .zero, "the ledger does not sum to zero")
        #expect(balance[.counter] == .zero, "goods without money, or money without goods")
        let facts = try await shop.read { try Facts($0) }
        #expect(balance[.drawer].fen == facts.cash, "the drawer is not the cash of the facts")
        #expect(-balance[.sales].fen - balance[.discounts].fen == facts.due, "another turnover")
        #expect(balance[.returns].fen == facts.returned, "other returns")
        for channel in [shop.weChatPay, shop.alipay] {
            // An order of another till is nothing to us until we hear of it.
            for order in channel.orders
            where facts.known.contains(order.number) && !facts.unsettled.contains(order.number) {
                let held = facts.clearing[order.number] ?? 0
                #expect(held == order.kept, "\(order.number): the wallet and the ledger differ")
            }
        }
        try await auditShifts()
        for (number, amount) in facts.doubt where amount != 0 && !facts.unsettled.contains(number) {
            Issue.record("\(number): \(amount) fen in doubt, and nobody knows")
        }
    }

    /// All cash moves in a shift, and what each was to have in its drawer is what sales and returns say.
    private func auditShifts() async throws {
        let rows = try await shop.read { transaction in
            try transaction.rows(
                """
                SELECT fact, count(*) AS n FROM ledger_entry
                WHERE (debit = 'drawer' OR credit = 'drawer')
                AND   (shift_no IS NULL) = (fact IN ('sale', 'return'))
                GROUP BY fact
                """)
        }
        for row in rows { Issue.record("cash without a shift, or beside one: \(row)") }
        let shifts = try await shop.read { transaction in
            try transaction.rows(
                """
                SELECT h.*, (
                    SELECT CAST(coalesce(sum(t.amount_fen), 0) AS BIGINT)
                    FROM   ledger_entry e
                    JOIN   tender t ON t.store_id = e.store_id AND t.sale_id = e.sale_id
                           AND t.order_number IS NULL AND t.state = 'paid'
                    WHERE  e.store_id = h.store_id AND e.register_id = h.register_id
                    AND    e.shift_no = h.shift_no AND e.fact = 'sale' AND e.debit = 'drawer'
                    AND    e.line_no = (SELECT min(line_no) FROM ledger_entry f
                           WHERE f.store_id = e.store_id AND f.fact = e.fact
                           AND f.subject = e.subject AND f.debit = 'drawer')
                ) - (
                    SELECT CAST(coalesce(sum(t.amount_fen), 0) AS BIGINT)
                    FROM   ledger_entry e
                    JOIN   return_tender t ON t.store_id = e.store_id AND t.return_id = e.subject
                           AND t.kind = 'cash'
                    WHERE  e.store_id = h.store_id AND e.register_id = h.register_id
                    AND    e.shift_no = h.shift_no AND e.fact = 'return' AND e.credit = 'drawer'
                ) AS moved_fen
                FROM shift h WHERE h.state = 'closed'
                """)
        }
        for row in shifts {
            let should =
                try row.integer("float_fen") + row.integer("moved_fen")
                + row.integer("waiting_fen") - row.integer("waiting_before_fen")
            #expect(try row.integer("expected_fen") == should, "\(row)")
        }
    }

    /// What the tables say, by SQL that the product does not use.
    private struct Facts {
        private(set) var cash: Int64 = 0
        private(set) var due: Int64 = 0
        private(set) var returned: Int64 = 0
        private(set) var clearing: [String: Int64] = [:]
        private(set) var doubt: [String: Int64] = [:]
        /// Numbers of our attempts, and of what the ledger has heard of.
        private(set) var known: Set<String> = []
        /// Numbers that somebody looks after: open attempts and refunds, open cases, a held sale.
        private(set) var unsettled: Set<String> = []

        init(_ transaction: any Transaction) throws {
            due = try Facts.sum(
                """
                SELECT CAST(coalesce(sum(due_fen), 0) AS BIGINT) AS fen FROM sale
                WHERE  state = 'posted'
                """, transaction)
            returned = try Facts.sum(
                "SELECT CAST(coalesce(sum(amount_fen), 0) AS BIGINT) AS fen FROM sale_return",
                transaction)
            cash =
                try Facts.sum(
                    """
                    SELECT CAST(coalesce(sum(t.amount_fen), 0) AS BIGINT) AS fen FROM tender t
                    JOIN   sale s ON s.store_id = t.store_id AND s.sale_id = t.sale_id
                    WHERE  s.state = 'posted' AND t.state = 'paid' AND t.received_fen IS NOT NULL
                    AND    s.receipt_number NOT LIKE '____-old-%'
                    """, transaction)
                - Facts.sum(
                    """
                    SELECT CAST(coalesce(sum(amount_fen), 0) AS BIGINT) AS fen FROM return_tender
                    WHERE kind = 'cash' AND method_id = 1
                    """, transaction)
            for row in try transaction.rows(
                "SELECT * FROM ledger_entry WHERE order_number IS NOT NULL")
            {
                let (number, fen) = (
                    try row.text("order_number"), try row.integer("amount_fen")
                )
                for (account, signed) in [
                    (try row.text("debit"), fen), (try row.text("credit"), -fen),
                ] {
                    if account.hasPrefix("clearing.") { clearing[number, default: 0] += signed }
                    known.insert(number)
                    if account == "doubt" { doubt[number, default: 0] += signed }
                }
            }
            // A day that was counted has in its drawer what was counted.
            cash += try Facts.sum(
                """
                SELECT CAST(coalesce(sum(counted_fen - cash_fen), 0) AS BIGINT) AS fen
                FROM signed_day
                WHERE counted_fen IS NOT NULL
                """, transaction)
            // A shift that was counted leaves in it what was left; and a float came into it.
            cash += try Facts.sum(
                """
                SELECT CAST(coalesce(sum(float_fen - carried_fen
                       + coalesce(counted_fen - expected_fen, 0)
                       - coalesce(counted_fen - left_fen, 0)), 0) AS BIGINT) AS fen
                FROM shift WHERE state <> 'open'
                """, transaction)
            for row in try transaction.rows("SELECT order_number FROM attempt") {
                known.insert(try row.text("order_number"))
            }
            for row in try transaction.rows(
                """
                SELECT subject AS number FROM payment_case WHERE state = 'open'
                UNION SELECT order_number FROM attempt WHERE is_open = 1
                UNION SELECT order_number FROM refund WHERE is_open = 1
                UNION SELECT r.order_number FROM refund r
                      JOIN payment_case c ON c.subject = r.refund_number AND c.state = 'open'
                UNION SELECT t.order_number FROM tender t
                      JOIN sale s ON s.store_id = t.store_id AND s.sale_id = t.sale_id
                      WHERE s.state IN ('open', 'suspended') AND t.order_number IS NOT NULL
                """)
            {
                unsettled.insert(try row.text("number"))
            }
        }

        private static func sum(_ sql: String, _ transaction: any Transaction) throws -> Int64 {
            try transaction.row(sql, [])?.integer("fen") ?? 0
        }
    }
}
