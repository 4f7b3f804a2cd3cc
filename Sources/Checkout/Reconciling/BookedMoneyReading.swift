// What the books have of the numbers of a page: attempts, debits that were posted by their number alone,
// and refunds; those of the statement's day, and whatever its lines name.

internal import Payments
internal import Persistence
internal import Retail

/// A number of ours.
struct BookedEntry: Sendable {
    let money: BookedMoney
    let isRefund: Bool
    let state: String
    let store: String
    let order: String
}

struct BookedMoneyReading: Sendable {
    private let statement: StatementOf
    private let number: Int64
    /// Numbers made from here on may stand in the statement without a line that names them.
    let low: String
    /// The first number of the day after.
    let high: String

    /// A payment that is begun earlier in the evening is paid before midnight, or not at all.
    private static let before = Pause.hours(6)

    init(_ statement: StatementOf, _ number: Int64) throws {
        self.statement = statement
        self.number = number
        let midnight = try CivilTime(spaced: statement.day.iso + " 00:00:00").timestamp
        let earlier = midnight.microseconds - BookedMoneyReading.before.microseconds
        low = CivilTime(Timestamp(microseconds: earlier)).compact
        high = CivilTime(midnight.advanced(by: .days(1))).compact
    }

    func read(
        after: String, upTo last: String, in transaction: any Transaction
    ) throws -> [String: BookedEntry] {
        var found: [String: BookedEntry] = [:]
        let named: [SQLValue] = [
            .text(statement.wallet.rawValue), .integer(number), .text(after), .text(last),
        ]
        let range: [SQLValue] = [
            .text(statement.wallet.rawValue), .text(max(after, low)), .text(last), .text(high),
            .text(statement.account),
        ]
        for row in try transaction.rows(BookedMoneyReading.claims(named: true), named)
            + transaction.rows(BookedMoneyReading.claims(named: false), Array(range.prefix(4)))
        { found[try row.text("order_number")] = try claim(row) }
        for row in try transaction.rows(BookedMoneyReading.attempts(named: true), named)
            + transaction.rows(BookedMoneyReading.attempts(named: false), range)
        { found[try row.text("order_number")] = try attempt(row) }
        let refunds: [SQLValue] = [
            .text(statement.wallet.rawValue), .text(max(after, "R" + low)), .text(last),
            .text("R" + high), .text(statement.account),
        ]
        for row in try transaction.rows(BookedMoneyReading.refunds(named: true), named)
            + transaction.rows(BookedMoneyReading.refunds(named: false), refunds)
        { found[try row.text("refund_number")] = try refund(row) }
        return found
    }

    private static func lines(_ column: String) -> String {
        """
        \(column) IN (SELECT number FROM statement_row
            WHERE statement_no = ? AND number > ? AND number <= ?)
        """
    }

    private static func range(_ column: String) -> String {
        "\(column) > ? AND \(column) <= ? AND \(column) < ?"
    }

    private static func attempts(named: Bool) -> String {
        """
        SELECT order_number, store_id, amount_fen, started_at_us, payable_until_us, state,
               state_text
        FROM   attempt WHERE wallet = ? AND
        """ + " "
            + (named
                ? lines("order_number")
                : range("order_number")
                    + " AND merchant_account IN (?, '') AND state = 'succeeded'")
    }

    private static func claims(named: Bool) -> String {
        """
        SELECT order_number, store_id, amount_fen, proof, claimed_at_us
        FROM   claim WHERE wallet = ? AND
        """ + " " + (named ? lines("order_number") : range("order_number"))
            + """
             AND NOT EXISTS (SELECT 1 FROM attempt
                 WHERE attempt.order_number = claim.order_number)
            """
    }

    private static func refunds(named: Bool) -> String {
        """
        SELECT refund_number, order_number, store_id, amount_fen, started_at_us, state, state_text
        FROM   refund WHERE wallet = ? AND
        """ + " "
            + (named
                ? lines("refund_number")
                : range("refund_number")
                    + " AND merchant_account IN (?, '') AND state = 'succeeded'")
    }

    private func attempt(_ row: Row) throws -> BookedEntry {
        let name = try row.text("state")
        let begun = Timestamp(microseconds: try row.integer("started_at_us"))
        let payable = Timestamp(microseconds: try row.integer("payable_until_us"))
        var span = (begun, max(begun, payable))
        let state: BookedMoney.State
        switch name {
        case "succeeded":
            state = .done
            if case .succeeded(let proof) = try AttemptState(
                FieldText(parsing: row.text("state_text"))), let paidAt = proof.paidAt
            {
                span = (paidAt, paidAt)
            }
        case "declined", "reversed": state = .notDone
        default: state = .open
        }
        return try booked(row, state, span, name)
    }

    private func claim(_ row: Row) throws -> BookedEntry {
        let proof = try PaidProof(FieldText(parsing: row.text("proof")))
        let number = try MerchantOrderNumber(reading: row.text("order_number"))
        let claimed = Timestamp(microseconds: try row.integer("claimed_at_us"))
        let span = proof.paidAt.map { ($0, $0) } ?? (number.madeAt, max(number.madeAt, claimed))
        return try booked(row, .done, span, "claimed")
    }

    private func refund(_ row: Row) throws -> BookedEntry {
        let name = try row.text("state")
        let begun = Timestamp(microseconds: try row.integer("started_at_us"))
        var span = (begun, begun)
        let state: BookedMoney.State
        switch name {
        case "succeeded":
            state = .done
            // Some wallets show it when they accept it, some when it has arrived.
            if case .succeeded(let proof) = try RefundState(
                FieldText(parsing: row.text("state_text"))), let at = proof.refundedAt
            {
                span = (min(begun, at), max(begun, at))
            }
        case "failed": state = .notDone
        default: state = .open
        }
        return try booked(row, state, span, name, isRefund: true)
    }

    private func booked(
        _ row: Row, _ state: BookedMoney.State, _ span: (Timestamp, Timestamp), _ name: String,
        isRefund: Bool = false
    ) throws -> BookedEntry {
        BookedEntry(
            money: BookedMoney(
                state: state, amount: Money(fen: try row.integer("amount_fen")),
                firstDay: try BusinessDate(of: span.0, turnsAt: .zero),
                lastDay: try BusinessDate(of: span.1, turnsAt: .zero)),
            isRefund: isRefund, state: name, store: try row.text("store_id"),
            order: try row.text("order_number"))
    }
}
