// Attempts and their journal. A row is a fold of its journal: each event is appended in the same
// transaction that writes the state it led to, and a test rebuilds the rows from the journal.

package import Payments
package import Retail

package enum AttemptTable {
    private static let columns = """
        store_id, order_number, sale_id, payment_id, register_id, cashier_id, wallet, amount_fen,
        merchant_account, started_at_us, payable_until_us, state_text, step, step_at_us, queries,
        escalation, worker_id, version, presentment, offered_code
        """

    /// Writes a new attempt, with the first line of its journal.
    ///
    /// *Errors*: `DatabaseError.constraint` when the number exists or the sale has an open attempt.
    package static func insert(
        _ stored: StoredAttempt, actor: String, at now: Timestamp, in transaction: any Transaction
    ) throws {
        let attempt = stored.attempt
        try transaction.queue(
            """
            INSERT INTO attempt (
                store_id, order_number, sale_id, payment_id, register_id, cashier_id, wallet,
                amount_fen, merchant_account, started_at_us, payable_until_us, state, is_open,
                state_text, trade_number, step, step_at_us, queries, escalation, changed_at_us,
                worker_id, version, presentment, offered_code)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(stored.store.digits), .text(attempt.number.digits), .text(stored.sale.text),
                .text(stored.payment.text), .text(stored.register.digits),
                .text(stored.cashier.digits), .text(attempt.wallet.rawValue),
                .integer(attempt.amount.fen), .text(attempt.merchantAccount),
                .integer(attempt.startedAt.microseconds),
                .integer(attempt.payableUntil.microseconds), .text(attempt.state.name),
                .integer(attempt.isOpen ? 1 : 0), .text(attempt.state.fieldText.line),
                .text(attempt.state.tradeNumber), .text(attempt.step?.name),
                .integer(attempt.step?.at.microseconds), .integer(attempt.queries),
                .text(attempt.escalation.rawValue), .integer(now.microseconds),
                .text(stored.worker), .integer(stored.version),
                .text(attempt.presentment.rawValue), .text(attempt.offeredCode),
            ])
        try journal(
            stored, line: "begun", state: attempt.state.fieldText.line, actor: actor, at: now,
            in: transaction)
    }

    /// Writes the state that an event led to, and the event behind it in the journal.
    ///
    /// *Errors*: `StoredError.outdated` when the row is not the version that was read.
    package static func update(
        _ stored: StoredAttempt, after event: AttemptEvent, actor: String, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        let attempt = stored.attempt
        let state = attempt.state.fieldText.line
        try transaction.queue(
            """
            UPDATE attempt
            SET    started_at_us = ?, payable_until_us = ?, state = ?, is_open = ?, state_text = ?, trade_number = ?,
                   step = ?, step_at_us = ?, queries = ?, escalation = ?, changed_at_us = ?,
                   worker_id = ?, version = ?, offered_code = ?
            WHERE  store_id = ? AND order_number = ? AND version = ?
            """,
            [
                .integer(attempt.startedAt.microseconds),
                .integer(attempt.payableUntil.microseconds), .text(attempt.state.name),
                .integer(attempt.isOpen ? 1 : 0), .text(state),
                .text(attempt.state.tradeNumber), .text(attempt.step?.name),
                .integer(attempt.step?.at.microseconds), .integer(attempt.queries),
                .text(attempt.escalation.rawValue), .integer(now.microseconds),
                .text(stored.worker), .integer(stored.version), .text(attempt.offeredCode),
                .text(stored.store.digits), .text(attempt.number.digits),
                .integer(stored.version - 1),
            ], findingOneOr: StoredError.outdated)
        if case .succeeded(let proof) = attempt.state {
            try MisdatedTable.note(
                attempt.number.digits, madeAt: attempt.number.madeAt, attempt.wallet,
                account: attempt.merchantAccount, movedAt: proof.paidAt, in: transaction)
        }
        try journal(
            stored, line: event.fieldText.line, state: state, actor: actor, at: now,
            in: transaction)
    }

    private static func journal(
        _ stored: StoredAttempt, line: String, state: String, actor: String, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO attempt_event (
                store_id, order_number, seq, at_us, actor, event, state_after)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(stored.store.digits), .text(stored.attempt.number.digits),
                .integer(stored.version), .integer(now.microseconds), .text(actor), .text(line),
                .text(state),
            ])
    }

    package static func find(
        _ number: MerchantOrderNumber, paces: Paces, in transaction: any Transaction
    ) throws -> StoredAttempt? {
        try select("WHERE order_number = ?", [.text(number.digits)], paces, transaction).first
    }

    /// By the wallet's own trade number (R26).
    package static func find(
        tradeNumber: String, paces: Paces, in transaction: any Transaction
    ) throws -> StoredAttempt? {
        try select("WHERE trade_number = ?", [.text(tradeNumber)], paces, transaction).first
    }

    package static func ofSale(
        _ sale: SaleID, store: StoreID, paces: Paces, in transaction: any Transaction
    ) throws -> [StoredAttempt] {
        try select(
            "WHERE store_id = ? AND sale_id = ? ORDER BY started_at_us, order_number",
            [.text(store.digits), .text(sale.text)], paces, transaction)
    }

    /// The open attempts of a register, on whatever sale: the till's tray.
    package static func open(
        store: StoreID, register: RegisterID, paces: Paces, in transaction: any Transaction
    ) throws -> [StoredAttempt] {
        try select(
            """
            WHERE store_id = ? AND register_id = ? AND is_open = 1
            ORDER BY started_at_us, order_number
            """,
            [.text(store.digits), .text(register.digits)], paces, transaction)
    }

    /// Attempts of this worker whose step has come, soonest first; see `unreadable`.
    package static func due(
        worker: String, at now: Timestamp, limit: Int64, paces: Paces,
        in transaction: any Transaction
    ) throws -> [StoredAttempt] {
        try selectReadable(
            """
            WHERE is_open = 1 AND step_at_us <= ? AND worker_id = ?
            ORDER BY step_at_us LIMIT ?
            """,
            [.integer(now.microseconds), .text(worker), .integer(limit)], paces, transaction
        ).readable
    }

    /// Open attempts whose worker is gone: to be taken over; see `unreadable`.
    package static func orphaned(
        limit: Int64, paces: Paces, in transaction: any Transaction
    ) throws -> [StoredAttempt] {
        try selectReadable(
            """
            WHERE is_open = 1 AND NOT EXISTS (
                SELECT 1 FROM worker WHERE worker.worker_id = attempt.worker_id)
            ORDER BY step_at_us LIMIT ?
            """,
            [.integer(limit)], paces, transaction
        ).readable
    }

    /// Whether an attempt is still open and without a living worker; its row is then ours until the
    /// transaction ends.
    ///
    /// No, at once, while another process is just taking it over.
    package static func claimOrphan(
        _ number: MerchantOrderNumber, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.row(
            """
            SELECT order_number FROM attempt
            WHERE order_number = ? AND is_open = 1 AND NOT EXISTS (
                SELECT 1 FROM worker WHERE worker.worker_id = attempt.worker_id)
            \(transaction.forUpdateSkippingLocked)
            """, [.text(number.digits)]) != nil
    }

    /// The numbers of the open attempts that a worker looks after.
    package static func lookedAfter(
        by worker: String, in transaction: any Transaction
    ) throws -> [String] {
        try transaction.rows(
            "SELECT order_number FROM attempt WHERE is_open = 1 AND worker_id = ?",
            [.text(worker)]
        ).map { try $0.text("order_number") }
    }

    /// Gives an open attempt of a worker up: from here on it is an orphan.
    package static func release(
        _ number: String, by worker: String, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE attempt SET worker_id = ?
            WHERE order_number = ? AND is_open = 1 AND worker_id = ?
            """, [.text(Workers.nobody), .text(number), .text(worker)])
    }

    /// The numbers of open attempts that the queries above pass over.
    ///
    /// A spoiled row, or a wallet whose channel is no longer configured: one such row must not stop
    /// the payments of all others, and it must not be forgotten either (P4), so whoever starts the
    /// program is to be told.
    package static func unreadable(
        paces: Paces, limit: Int64, in transaction: any Transaction
    ) throws -> [String] {
        let found = try selectReadable(
            "WHERE is_open = 1 ORDER BY order_number", [], paces, transaction)
        return Array(found.unreadable.prefix(Int(clamping: max(0, limit))))
    }

    private static func selectReadable(
        _ condition: String, _ arguments: [SQLValue], _ paces: Paces,
        _ transaction: any Transaction
    ) throws -> (readable: [StoredAttempt], unreadable: [String]) {
        var readable: [StoredAttempt] = []
        var unreadable: [String] = []
        for row in try transaction.rows("SELECT \(columns) FROM attempt \(condition)", arguments) {
            do {
                readable.append(try read(row, paces: paces))
            } catch {
                unreadable.append(try row.text("order_number"))
            }
        }
        return (readable, unreadable)
    }

    private static func select(
        _ condition: String, _ arguments: [SQLValue], _ paces: Paces,
        _ transaction: any Transaction
    ) throws -> [StoredAttempt] {
        try transaction.rows("SELECT \(columns) FROM attempt \(condition)", arguments)
            .map { row in try read(row, paces: paces) }
    }

    private static func read(_ row: Row, paces: Paces) throws -> StoredAttempt {
        let number = try MerchantOrderNumber(reading: row.text("order_number"))
        guard let wallet = Wallet(rawValue: try row.text("wallet")),
            let escalation = Escalation(rawValue: try row.text("escalation")),
            let presentment = Presentment(rawValue: try row.text("presentment"))
        else { throw StoredError.unreadable(number.digits) }
        var step: AttemptStep?
        if let name = try row.textIfAny("step") {
            let at = Timestamp(microseconds: try row.integer("step_at_us"))
            step = try AttemptStep(name: name, at: at)
        }
        let attempt = Attempt(
            number: number, wallet: wallet, amount: Money(fen: try row.integer("amount_fen")),
            merchantAccount: try row.text("merchant_account"),
            startedAt: Timestamp(microseconds: try row.integer("started_at_us")),
            pace: try paces.pace(of: wallet, presentment),
            payableUntil: Timestamp(microseconds: try row.integer("payable_until_us")),
            state: try AttemptState(FieldText(parsing: row.text("state_text"))), step: step,
            queries: try row.integer("queries"), escalation: escalation,
            presentment: presentment, offeredCode: try row.textIfAny("offered_code"))
        return StoredAttempt(
            attempt: attempt, store: try StoreID(row.text("store_id")),
            sale: SaleID(try row.text("sale_id")), payment: PaymentID(try row.text("payment_id")),
            register: try RegisterID(row.text("register_id")),
            cashier: try StaffID(row.text("cashier_id")), worker: try row.text("worker_id"),
            version: try row.integer("version"))
    }
}

extension AttemptState {
    /// The wallet's own number, known once paid.
    package var tradeNumber: String? {
        switch self {
        case .succeeded(let proof): proof.channelTradeNumber
        case .sending, .awaitingShopper, .unresolved, .reversing, .declined, .reversed: nil
        }
    }
}
