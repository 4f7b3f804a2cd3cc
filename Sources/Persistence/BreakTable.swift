// What differs between a statement and the books (差异). One row for a number and class of a day; it is
// never deleted: what a later run no longer finds is marked as gone, and what comes back is open again.

package import Payments
package import Retail

/// A difference as it is kept.
package struct StoredBreak: Equatable, Sendable {
    package let kind: BreakClass
    /// An order number, or the number of a refund.
    package let number: String
    package let store: StoreID
    package let order: String
    package let tradeNumber: String?
    package let books: Money?
    package let channel: Money?
    package let evidence: String

    package init(
        kind: BreakClass, number: String, store: StoreID, order: String, tradeNumber: String?,
        books: Money?, channel: Money?, evidence: String
    ) {
        self.kind = kind
        self.number = number
        self.store = store
        self.order = order
        self.tradeNumber = tradeNumber
        self.books = books
        self.channel = channel
        self.evidence = evidence
    }
}

package enum BreakTable {
    /// The open breaks of a day after one number and up to another; to the end where that is nil.
    package static func open(
        of statement: StatementOf, after: String, upTo: String?, in transaction: any Transaction
    ) throws -> [StoredBreak] {
        let end = upTo == nil ? "" : " AND number <= ?"
        return try transaction.rows(
            """
            SELECT * FROM statement_break
            WHERE wallet = ? AND merchant_account = ? AND day = ? AND gone_at_us IS NULL
                AND number > ?\(end) ORDER BY number, class
            """,
            statement.key + [.text(after)] + (upTo.map { [.text($0)] } ?? [])
        ).map(read)
    }

    /// How many breaks of each class are open, by statement.
    package static func counts(
        from first: BusinessDate, to last: BusinessDate, in transaction: any Transaction
    ) throws -> [StatementOf: [BreakClass: Int64]] {
        var counts: [StatementOf: [BreakClass: Int64]] = [:]
        for row in try transaction.rows(
            """
            SELECT   wallet, merchant_account, day, class, count(*) AS n FROM statement_break
            WHERE    gone_at_us IS NULL AND day BETWEEN ? AND ?
            GROUP BY wallet, merchant_account, day, class
            """, [.text(first.iso), .text(last.iso)])
        {
            guard let wallet = Wallet(rawValue: try row.text("wallet")),
                let kind = BreakClass(rawValue: try row.text("class"))
            else { throw StoredError.unreadable("statement_break") }
            let statement = StatementOf(
                wallet: wallet, account: try row.text("merchant_account"),
                day: try BusinessDate(iso: row.text("day")))
            counts[statement, default: [:]][kind] = try row.integer("n")
        }
        return counts
    }

    /// Whether a number ever differed on that day.
    package static func isKnown(
        _ number: String, of statement: StatementOf, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.row(
            """
            SELECT 1 AS one FROM statement_break
            WHERE wallet = ? AND merchant_account = ? AND day = ? AND number = ?
            """, statement.key + [.text(number)]) != nil
    }

    /// Writes a break, or opens it again with what it is now.
    package static func write(
        _ found: StoredBreak, of statement: StatementOf, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO statement_break (
                wallet, merchant_account, day, number, class, store_id, order_number, trade_number,
                books_fen, channel_fen, evidence, found_at_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (wallet, merchant_account, day, number, class) DO UPDATE SET
                store_id = excluded.store_id, order_number = excluded.order_number,
                trade_number = excluded.trade_number, books_fen = excluded.books_fen,
                channel_fen = excluded.channel_fen, evidence = excluded.evidence,
                gone_at_us = NULL
            """,
            statement.key + [
                .text(found.number), .text(found.kind.rawValue), .text(found.store.digits),
                .text(found.order), .text(found.tradeNumber), .integer(found.books?.fen),
                .integer(found.channel?.fen), .text(found.evidence),
                .integer(now.microseconds),
            ])
    }

    /// Marks a break that is no longer found.
    package static func markGone(
        _ found: StoredBreak, of statement: StatementOf, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE statement_break SET gone_at_us = ?
            WHERE wallet = ? AND merchant_account = ? AND day = ? AND number = ? AND class = ?
                AND gone_at_us IS NULL
            """,
            [.integer(now.microseconds)] + statement.key + [
                .text(found.number), .text(found.kind.rawValue),
            ])
    }

    private static func read(_ row: Row) throws -> StoredBreak {
        guard let kind = BreakClass(rawValue: try row.text("class")) else {
            throw StoredError.unreadable("statement_break")
        }
        return StoredBreak(
            kind: kind, number: try row.text("number"), store: try StoreID(row.text("store_id")),
            order: try row.text("order_number"), tradeNumber: try row.textIfAny("trade_number"),
            books: try row.integerIfAny("books_fen").map { Money(fen: $0) },
            channel: try row.integerIfAny("channel_fen").map { Money(fen: $0) },
            evidence: try row.text("evidence"))
    }
}
