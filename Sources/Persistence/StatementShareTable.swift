// What a believed statement comes to, by the store in its numbers: added up once, when it is compared.
// Lines whose number no store of ours made stand under 0000.

internal import Payments
package import Retail

/// A store's part of what a wallet owes for a day.
package struct StatementShare: Equatable, Sendable {
    /// 0000 where no store of ours made the numbers.
    package let store: StoreID
    package let gross: Money
    package let refunds: Money
    package let fee: Money

    package init(store: StoreID, gross: Money, refunds: Money, fee: Money) {
        self.store = store
        self.gross = gross
        self.refunds = refunds
        self.fee = fee
    }

    package var net: Money {
        get throws(MoneyError) { try gross.subtracting(refunds).subtracting(fee) }
    }
}

package enum StatementShareTable {
    static let store = "coalesce(st.store_id, '0000')"
    /// Whether a store of ours made a line's number; a number of another length is nobody's.
    static let made = """
        st.store_id = substr(r.order_number, 15, 4) AND length(r.order_number) = 28
        """
    /// In fen, a fee half away from zero, as `StatementFee.money`.
    ///
    /// A sum is cast before it is divided: PostgreSQL's own has decimals.
    static let sums = """
        CAST(sum(r.settled_fen) AS BIGINT), CAST(sum(r.settled_refund_fen) AS BIGINT),
        (CAST(sum(r.fee_microyuan) AS BIGINT)
            + CASE WHEN sum(r.fee_microyuan) < 0 THEN -5000 ELSE 5000 END) / 10000
        """

    /// Writes what a statement comes to, in place of what an earlier one of that day came to.
    package static func write(
        _ shares: [StatementShare], of statement: StatementOf, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            "DELETE FROM statement_share WHERE wallet = ? AND merchant_account = ? AND day = ?",
            statement.key)
        for share in shares {
            try transaction.queue(
                """
                INSERT INTO statement_share (
                    wallet, merchant_account, day, store_id, gross_fen, refund_fen, fee_fen)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                statement.key + [
                    .text(share.store.digits), .integer(share.gross.fen),
                    .integer(share.refunds.fen), .integer(share.fee.fen),
                ])
        }
    }

    /// The parts of a day, by store.
    package static func shares(
        of statement: StatementOf, in transaction: any Transaction
    ) throws -> [StatementShare] {
        try transaction.rows(
            """
            SELECT * FROM statement_share
            WHERE wallet = ? AND merchant_account = ? AND day = ? ORDER BY store_id
            """, statement.key
        ).map { row in
            StatementShare(
                store: try StoreID(row.text("store_id")),
                gross: Money(fen: try row.integer("gross_fen")),
                refunds: Money(fen: try row.integer("refund_fen")),
                fee: Money(fen: try row.integer("fee_fen")))
        }
    }
}
