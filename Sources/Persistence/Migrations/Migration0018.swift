// Why: a line whose number is none of ours stood with a store of ours where its digits 15 to 18 were
// one's; what the ledger has of its fee and what its day comes to did not agree.

extension Migration {
    static let sharesOfOurNumbers = Migration(
        version: 18, name: "shares of our numbers",
        why: "what a day comes to by store counts whole numbers of ours alone, as its fees do",
        statements: [
            "DELETE FROM statement_share",
            .both(sharesAnew),
        ])

    /// Of the statements that are believed, as `StatementSharing` does of each since.
    private static var sharesAnew: String {
        """
        INSERT INTO statement_share (
            wallet, merchant_account, day, store_id, gross_fen, refund_fen, fee_fen)
        SELECT s.wallet, s.merchant_account, s.day, \(StatementShareTable.store),
               \(StatementShareTable.sums)
        FROM   statement_row r JOIN statement s ON s.statement_no = r.statement_no
        LEFT JOIN store st ON \(StatementShareTable.made)
        WHERE  s.is_current = 1
        GROUP BY s.wallet, s.merchant_account, s.day, \(StatementShareTable.store)
        """
    }
}
