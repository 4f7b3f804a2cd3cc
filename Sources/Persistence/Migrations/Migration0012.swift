// Why: a statement is compared with the numbers that were made on its day. A till whose clock is wrong
// makes numbers of another day, and a refund may arrive days after its number was made: where the
// statement has no line of such a one, nobody would look for it.

extension Migration {
    static let misdatedNumbers = Migration(
        version: 12, name: "misdated numbers",
        why: "money that moved on another day than its number says",
        statements: [
            """
            CREATE TABLE misdated_number (
                number         TEXT   PRIMARY KEY,
                wallet         TEXT   NOT NULL,
                merchant_account TEXT NOT NULL,
                day            TEXT   NOT NULL
            )
            """,
            "CREATE INDEX misdated_number_day ON misdated_number (wallet, day, number)",
        ])
}
