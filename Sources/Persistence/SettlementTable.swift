// What a bank received of wallets, as finance recorded it. A record is never changed: one that was wrong
// is reversed by the next under the same reference, and may then be recorded anew.

package import Payments
package import Retail

/// A record of what a bank received, or the reversal of one.
package struct Settlement: Equatable, Sendable {
    package let reference: String
    /// Odd: received; even: the one before it is taken back.
    package let seq: Int64
    package let wallet: Wallet
    package let account: String
    package let receivedOn: BusinessDate
    package let amount: Money
    /// Of a reversal: why.
    package let reason: String
    package let staff: StaffID
    package let madeAt: Timestamp
    /// What of it is for which day.
    package let days: [(day: BusinessDate, amount: Money)]

    package init(
        reference: String, seq: Int64, wallet: Wallet, account: String, receivedOn: BusinessDate,
        amount: Money, reason: String, staff: StaffID, madeAt: Timestamp,
        days: [(day: BusinessDate, amount: Money)]
    ) {
        self.reference = reference
        self.seq = seq
        self.wallet = wallet
        self.account = account
        self.receivedOn = receivedOn
        self.amount = amount
        self.reason = reason
        self.staff = staff
        self.madeAt = madeAt
        self.days = days
    }

    package var isReversal: Bool { seq % 2 == 0 }

    package static func == (one: Settlement, other: Settlement) -> Bool {
        one.reference == other.reference && one.seq == other.seq && one.wallet == other.wallet
            && one.account == other.account && one.receivedOn == other.receivedOn
            && one.amount == other.amount && one.reason == other.reason
            && one.staff == other.staff && one.madeAt == other.madeAt
            && one.days.elementsEqual(other.days) { $0 == $1 }
    }
}

/// A day of an account: what its statement comes to, and what of it was received.
package struct SettlementDay: Equatable, Sendable {
    package let statement: StatementOf
    package let gross: Money
    package let refunds: Money
    package let fee: Money
    package let received: Money
    /// Records that stand: received, and not taken back.
    package let records: Int64
    /// All records about it, reversals as well.
    package let changes: Int64

    package var net: Money {
        get throws(MoneyError) { try gross.subtracting(refunds).subtracting(fee) }
    }
}

package enum SettlementTable {
    private static let days = """
        SELECT   h.wallet, h.merchant_account, h.day,
                 CAST(sum(h.gross_fen) AS BIGINT) AS gross_fen,
                 CAST(sum(h.refund_fen) AS BIGINT) AS refund_fen,
                 CAST(sum(h.fee_fen) AS BIGINT) AS fee_fen,
                 (SELECT CAST(coalesce(sum(d.amount_fen), 0) AS BIGINT) \(of)) AS received_fen,
                 (SELECT CAST(coalesce(sum(CASE WHEN d.seq % 2 = 1 THEN 1 ELSE -1 END), 0)
                              AS BIGINT) \(of)) AS records,
                 (SELECT count(*) \(of)) AS changes
        FROM     statement_share h
        """
    private static let of = """
        FROM settlement_day d JOIN settlement t
            ON t.bank_reference = d.bank_reference AND t.seq = d.seq
        WHERE d.day = h.day AND t.wallet = h.wallet AND t.merchant_account = h.merchant_account
        """
    private static let groups = " GROUP BY h.wallet, h.merchant_account, h.day"

    /// The days from one to another, newest first.
    package static func days(
        from first: BusinessDate, to last: BusinessDate, in transaction: any Transaction
    ) throws -> [SettlementDay] {
        try transaction.rows(
            days + " WHERE h.day BETWEEN ? AND ?" + groups
                + " ORDER BY h.day DESC, h.wallet, h.merchant_account",
            [.text(first.iso), .text(last.iso)]
        ).map(day)
    }

    /// One day; nil where there is no believed statement with lines.
    package static func day(
        of statement: StatementOf, in transaction: any Transaction
    ) throws -> SettlementDay? {
        try transaction.row(
            days + " WHERE h.wallet = ? AND h.merchant_account = ? AND h.day = ?" + groups,
            statement.key
        ).map(day)
    }

    private static func day(_ row: Row) throws -> SettlementDay {
        guard let wallet = Wallet(rawValue: try row.text("wallet")) else {
            throw StoredError.unreadable("statement_share")
        }
        return SettlementDay(
            statement: StatementOf(
                wallet: wallet, account: try row.text("merchant_account"),
                day: try BusinessDate(iso: row.text("day"))),
            gross: Money(fen: try row.integer("gross_fen")),
            refunds: Money(fen: try row.integer("refund_fen")),
            fee: Money(fen: try row.integer("fee_fen")),
            received: Money(fen: try row.integer("received_fen")),
            records: try row.integer("records"), changes: try row.integer("changes"))
    }

    /// Writes a record; a second one of the same number is the engine's constraint error.
    package static func insert(
        _ settlement: Settlement, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO settlement (
                bank_reference, seq, wallet, merchant_account, received_on, amount_fen, reason,
                staff_id, made_at_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(settlement.reference), .integer(settlement.seq),
                .text(settlement.wallet.rawValue), .text(settlement.account),
                .text(settlement.receivedOn.iso), .integer(settlement.amount.fen),
                .text(settlement.reason), .text(settlement.staff.digits),
                .integer(settlement.madeAt.microseconds),
            ])
        for (day, amount) in settlement.days {
            try transaction.execute(
                """
                INSERT INTO settlement_day (bank_reference, seq, day, amount_fen)
                VALUES (?, ?, ?, ?)
                """,
                [
                    .text(settlement.reference), .integer(settlement.seq), .text(day.iso),
                    .integer(amount.fen),
                ])
        }
    }

    /// The records under a bank's reference, oldest first.
    package static func records(
        under reference: String, in transaction: any Transaction
    ) throws -> [Settlement] {
        try transaction.rows(
            "SELECT * FROM settlement WHERE bank_reference = ? ORDER BY seq", [.text(reference)]
        ).map { try settlement($0, in: transaction) }
    }

    /// The records that are for a day, oldest first.
    package static func records(
        of statement: StatementOf, in transaction: any Transaction
    ) throws -> [Settlement] {
        try transaction.rows(
            """
            SELECT t.* FROM settlement t
            JOIN settlement_day d ON d.bank_reference = t.bank_reference AND d.seq = t.seq
            WHERE t.wallet = ? AND t.merchant_account = ? AND d.day = ?
            ORDER BY t.made_at_us, t.bank_reference, t.seq
            """, statement.key
        ).map { try settlement($0, in: transaction) }
    }

    private static func settlement(
        _ row: Row, in transaction: any Transaction
    ) throws -> Settlement {
        guard let wallet = Wallet(rawValue: try row.text("wallet")) else {
            throw StoredError.unreadable("settlement")
        }
        let (reference, seq) = (try row.text("bank_reference"), try row.integer("seq"))
        let days = try transaction.rows(
            """
            SELECT day, amount_fen FROM settlement_day
            WHERE bank_reference = ? AND seq = ? ORDER BY day
            """, [.text(reference), .integer(seq)]
        ).map {
            (try BusinessDate(iso: $0.text("day")), Money(fen: try $0.integer("amount_fen")))
        }
        return Settlement(
            reference: reference, seq: seq, wallet: wallet,
            account: try row.text("merchant_account"),
            receivedOn: try BusinessDate(iso: row.text("received_on")),
            amount: Money(fen: try row.integer("amount_fen")), reason: try row.text("reason"),
            staff: try StaffID(row.text("staff_id")),
            madeAt: Timestamp(microseconds: try row.integer("made_at_us")), days: days)
    }
}
