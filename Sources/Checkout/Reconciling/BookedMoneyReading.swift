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

/// Rows of the books, as they were read.
struct BookedRows: Sendable {
    var attempts: [Row] = []
    var claims: [Row] = []
    var refunds: [Row] = []
    /// Only so far all three were read; nil where they were read as far as was asked.
    var end: String?

    var isEmpty: Bool { attempts.isEmpty && claims.isEmpty && refunds.isEmpty }
}

struct BookedMoneyReading: Sendable {
    private let statement: StatementOf
    /// Numbers made from here on may stand in the statement without a line that names them.
    private let low: String
    /// The first number of the day itself, and of the day after.
    private let midnight: String
    private let high: String

    /// Numbers of one look-up: one text for any count, so that it is prepared once.
    private static let namedMax = 16

    init(_ statement: StatementOf) throws {
        self.statement = statement
        let made = try MisdatedTable.numbers(of: statement.day)
        low = CivilTime(made.from).compact
        midnight = try CivilTime(spaced: statement.day.iso + " 00:00:00").compact
        high = CivilTime(made.until).compact
    }

    /// What may stand in the statement without a line that names it: after one number and up to
    /// another, at most so many of each kind.
    func read(
        after: String, upTo end: String?, limit: Int64, in transaction: any Transaction
    ) throws -> BookedRows {
        var found = BookedRows()
        let (wallet, most) = (SQLValue.text(statement.wallet.rawValue), SQLValue.integer(limit + 1))
        // Each is read as far as the one before it, so that what one has more of is read later.
        func cut(_ rows: [Row]) throws -> [Row] {
            guard rows.count > limit, let last = rows.dropLast().last else { return rows }
            found.end = try last.text(at: 0)
            return rows.dropLast()
        }
        func range(_ mark: String) -> [SQLValue] {
            [
                .text(max(after, mark + low)), .text(mark + high),
                .text(found.end ?? end ?? mark + high), wallet,
            ]
        }
        let account = SQLValue.text(statement.account)
        func rows(_ text: SQLText, _ arguments: [SQLValue]) throws -> [Row] {
            try cut(transaction.rows(text.text(for: transaction.dialect) ?? "", arguments))
        }
        found.attempts = try rows(BookedMoneyReading.attemptsOfDay, range("") + [account, most])
        found.claims = try rows(BookedMoneyReading.claimsOfDay, range("") + [most])
        found.refunds = try rows(BookedMoneyReading.refundsOfDay, range("R") + [account, most])
        let misdated = try MisdatedTable.find(
            of: statement, after: after, upTo: found.end ?? end, limit: limit + 1, in: transaction)
        if misdated.count > limit { found.end = misdated.dropLast().last }
        let named = try read(Array(misdated.prefix(Int(limit))), in: transaction)
        found.attempts += named.attempts
        found.claims += named.claims
        found.refunds += named.refunds
        return found
    }

    /// Payments that succeeded under the day's own numbers, and what they come to.
    ///
    /// One of the evening before was most probably paid that evening, and is no reason to miss a day.
    func paid(in transaction: any Transaction) throws -> (count: Int64, amount: Money) {
        let row = try transaction.row(
            """
            SELECT count(*) AS n, CAST(coalesce(sum(amount_fen), 0) AS BIGINT) AS fen FROM attempt
            WHERE  order_number > ? AND order_number <= ? AND wallet = ?
            \(BookedMoneyReading.isDone)
            """,
            [
                .text(midnight), .text(high), .text(statement.wallet.rawValue),
                .text(statement.account),
            ])
        return (try row?.integer("n") ?? 0, Money(fen: try row?.integer("fen") ?? 0))
    }

    /// Whatever is known of numbers that a line names.
    func read(_ numbers: [String], in transaction: any Transaction) throws -> BookedRows {
        var found = BookedRows()
        var rest = numbers[...]
        while let last = rest.last {
            let some = rest.prefix(BookedMoneyReading.namedMax)
            rest = rest.dropFirst(BookedMoneyReading.namedMax)
            let filled = Array(repeating: last, count: BookedMoneyReading.namedMax - some.count)
            let named =
                [SQLValue.text(statement.wallet.rawValue)] + (some + filled).map { .text($0) }
            found.attempts += try transaction.rows(BookedMoneyReading.attemptsNamed, named)
            found.claims += try transaction.rows(BookedMoneyReading.claimsNamed, named)
            found.refunds += try transaction.rows(BookedMoneyReading.refundsNamed, named)
        }
        return found
    }

    /// The rows as what they mean, by their numbers.
    func entries(_ rows: BookedRows) throws -> [String: BookedEntry] {
        var found: [String: BookedEntry] = [:]
        found.reserveCapacity(rows.attempts.count + rows.claims.count + rows.refunds.count)
        for row in rows.claims { found[try row.text(at: 0)] = try claim(row) }
        for row in rows.attempts { found[try row.text(at: 0)] = try attempt(row) }
        for row in rows.refunds { found[try row.text(at: 0)] = try refund(row) }
        return found
    }

    private static let attempts = """
        SELECT order_number, store_id, amount_fen, state, started_at_us, payable_until_us,
               state_text
        FROM   attempt WHERE
        """
    private static let claims = """
        SELECT order_number, store_id, amount_fen, claimed_at_us, proof
        FROM   claim WHERE
        """
    private static let refunds = """
        SELECT refund_number, store_id, amount_fen, state, started_at_us, order_number, state_text
        FROM   refund WHERE
        """

    private static let isDone = "AND merchant_account IN (?, '') AND state = 'succeeded'"
    private static let attemptsOfDay = ofDay(attempts, "order_number", isDone)
    private static let claimsOfDay = ofDay(
        claims, "order_number", "AND \(hasNoAttempt)", sqlite: "AND \(claimIsAlone)",
        wallet: claimWallet)
    private static let refundsOfDay = ofDay(refunds, "refund_number", isDone)

    private static let attemptsNamed = "\(attempts) \(named("order_number"))"
    private static let claimsNamed =
        "\(claims) \(named("order_number", wallet: claimWallet)) AND \(hasNoAttempt)"
    /// So that no index finds it: there is one by wallet, and SQLite would go through all of it.
    private static let claimWallet = "wallet || ''"
    private static let refundsNamed = "\(refunds) \(named("refund_number"))"

    private static let hasNoAttempt = """
        NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.order_number = claim.order_number)
        """
    /// The same; SQLite answers it from two indexes before it reads a row of the table.
    private static let claimIsAlone = "order_number NOT IN (SELECT order_number FROM attempt)"

    /// One bound on each side: by two SQLite reads to the end of the day for each stretch.
    private static func ofDay(
        _ select: String, _ column: String, _ others: String, sqlite: String? = nil,
        wallet: String = "wallet"
    ) -> SQLText {
        func text(_ least: String, _ others: String) -> String {
            """
            \(select) \(column) > ? AND \(column) <= \(least)(?, ?) AND \(wallet) = ? \(others)
            ORDER BY \(column) LIMIT ?
            """
        }
        return .each(sqlite: text("min", sqlite ?? others), postgres: text("least", others))
    }

    private static func named(_ column: String, wallet: String = "wallet") -> String {
        let places = Array(repeating: "?", count: namedMax).joined(separator: ", ")
        return "\(wallet) = ? AND \(column) IN (\(places))"
    }

    private func attempt(_ row: Row) throws -> BookedEntry {
        let name = try row.text(at: 3)
        let begun = Timestamp(microseconds: try row.integer(at: 4))
        let payable = Timestamp(microseconds: try row.integer(at: 5))
        var span = (begun, max(begun, payable))
        let state: BookedMoney.State
        switch name {
        case "succeeded":
            state = .done
            if let paidAt = try PaidProof.paidAt(in: row.text(at: 6)) { span = (paidAt, paidAt) }
        case "declined", "reversed": state = .notDone
        default: state = .open
        }
        return try booked(row, state, span, name, order: row.text(at: 0))
    }

    private func claim(_ row: Row) throws -> BookedEntry {
        let paidAt = try PaidProof.paidAt(in: row.text(at: 4))
        let number = try MerchantOrderNumber(reading: row.text(at: 0))
        let claimed = Timestamp(microseconds: try row.integer(at: 3))
        let span = paidAt.map { ($0, $0) } ?? (number.madeAt, max(number.madeAt, claimed))
        return try booked(row, .done, span, "claimed", order: row.text(at: 0))
    }

    private func refund(_ row: Row) throws -> BookedEntry {
        let name = try row.text(at: 3)
        let begun = Timestamp(microseconds: try row.integer(at: 4))
        var span = (begun, begun)
        let state: BookedMoney.State
        switch name {
        case "succeeded":
            state = .done
            // Some wallets show it when they accept it, some when it has arrived.
            if case .succeeded(let proof) = try RefundState(
                FieldText(parsing: row.text(at: 6))), let at = proof.refundedAt
            {
                span = (min(begun, at), max(begun, at))
            }
        case "failed": state = .notDone
        default: state = .open
        }
        return try booked(row, state, span, name, isRefund: true, order: row.text(at: 5))
    }

    private func booked(
        _ row: Row, _ state: BookedMoney.State, _ span: (Timestamp, Timestamp), _ name: String,
        isRefund: Bool = false, order: String
    ) throws -> BookedEntry {
        BookedEntry(
            money: BookedMoney(
                state: state, amount: Money(fen: try row.integer(at: 2)),
                firstDay: try BusinessDate(of: span.0, turnsAt: .zero),
                lastDay: try BusinessDate(of: span.1, turnsAt: .zero)),
            isRefund: isRefund, state: name, store: try row.text(at: 1), order: order)
    }
}
