// Numbers whose money moved on another day than the one they were made on: by a till's wrong clock, or
// because a wallet took days to give back. There are few, and a statement's comparison must look at
// them where it looks at the numbers of its day.

internal import Payments
package import Retail

package enum MisdatedTable {
    /// A payment that is begun earlier in the evening is paid before midnight, or not at all.
    private static let before = Pause.hours(6)

    /// When numbers are made that may stand in the statement of a day.
    ///
    /// *Errors*: `DateError` for a day that has no tomorrow.
    package static func numbers(
        of day: BusinessDate
    ) throws -> (from: Timestamp, until: Timestamp) {
        let midnight = try CivilTime(spaced: day.iso + " 00:00:00").timestamp
        let from = midnight.microseconds - before.microseconds
        return (Timestamp(microseconds: from), midnight.advanced(by: .days(1)))
    }

    /// Writes down a number whose money moved on another day; `account` is empty where none is known.
    ///
    /// Does nothing where the wallet did not say when.
    static func note(
        _ number: String, madeAt: Timestamp, _ wallet: Wallet, account: String, movedAt: Timestamp?,
        in transaction: any Transaction
    ) throws {
        guard let movedAt, let day = try? BusinessDate(of: movedAt, turnsAt: .zero),
            let made = try? numbers(of: day), madeAt < made.from || made.until <= madeAt
        else { return }
        try transaction.queue(
            """
            INSERT INTO misdated_number (number, wallet, merchant_account, day)
            VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [.text(number), .text(wallet.rawValue), .text(account), .text(day.iso)])
    }

    /// Of a statement's day, after one number and up to another, in their order.
    package static func find(
        of statement: StatementOf, after: String, upTo: String?, limit: Int64,
        in transaction: any Transaction
    ) throws -> [String] {
        let end = upTo == nil ? "" : " AND number <= ?"
        return try transaction.rows(
            """
            SELECT number FROM misdated_number
            WHERE wallet = ? AND day = ? AND merchant_account IN (?, '') AND number > ?\(end)
            ORDER BY number LIMIT ?
            """,
            [
                .text(statement.wallet.rawValue), .text(statement.day.iso),
                .text(statement.account), .text(after),
            ] + (upTo.map { [.text($0)] } ?? []) + [.integer(limit)]
        ).map { try $0.text(at: 0) }
    }
}
