// Why: a wallet owes the chain what its statement of a day comes to, until the bank has it. What each
// day comes to is kept by store when the statement is compared, since a million lines are not added
// up for a page; what the bank received is a record that is never changed, only reversed by another.
//   settlement                    a bank's reference counts once: odd records receive, even ones reverse

extension Migration {
    static let settlements = Migration(
        version: 15, name: "settlements",
        why: "what a day's statement comes to by store, and what the bank received for which days",
        statements: [
            """
            CREATE TABLE statement_share (
                wallet         TEXT   NOT NULL,
                merchant_account TEXT NOT NULL,
                day            TEXT   NOT NULL,
                store_id       TEXT   NOT NULL,
                gross_fen      BIGINT NOT NULL,
                refund_fen     BIGINT NOT NULL,
                fee_fen        BIGINT NOT NULL,
                PRIMARY KEY (wallet, merchant_account, day, store_id)
            )
            """,
            "CREATE INDEX statement_share_day ON statement_share (day)",
            """
            CREATE TABLE settlement (
                bank_reference TEXT   NOT NULL,
                seq            BIGINT NOT NULL CHECK (seq > 0),
                wallet         TEXT   NOT NULL,
                merchant_account TEXT NOT NULL,
                received_on    TEXT   NOT NULL,
                amount_fen     BIGINT NOT NULL CHECK (amount_fen <> 0),
                reason         TEXT   NOT NULL,
                staff_id       TEXT   NOT NULL REFERENCES staff (staff_id),
                made_at_us     BIGINT NOT NULL,
                PRIMARY KEY (bank_reference, seq)
            )
            """,
            """
            CREATE TABLE settlement_day (
                bank_reference TEXT   NOT NULL,
                seq            BIGINT NOT NULL,
                day            TEXT   NOT NULL,
                amount_fen     BIGINT NOT NULL,
                PRIMARY KEY (bank_reference, seq, day),
                FOREIGN KEY (bank_reference, seq) REFERENCES settlement (bank_reference, seq)
            )
            """,
            "CREATE INDEX settlement_day_of ON settlement_day (day)",
            .both(earlierShares),
        ])

    /// Of the statements that were believed before, as `StatementSharing` does of each since.
    private static var earlierShares: String {
        """
        INSERT INTO statement_share (
            wallet, merchant_account, day, store_id, gross_fen, refund_fen, fee_fen)
        SELECT s.wallet, s.merchant_account, s.day, \(StatementShareTable.store),
               \(StatementShareTable.sums)
        FROM   statement_row r JOIN statement s ON s.statement_no = r.statement_no
        LEFT JOIN store st ON st.store_id = substr(r.order_number, 15, 4)
        WHERE  s.is_current = 1
        GROUP BY s.wallet, s.merchant_account, s.day, \(StatementShareTable.store)
        """
    }
}
