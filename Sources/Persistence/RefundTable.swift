// Refunds and their journal, kept like attempts: a row is a fold of its journal, and a test rebuilds
// the rows from it. Who writes a refund has reserved its amount in the same transaction (ClaimTable).

package import Payments
package import Retail
internal import Sales

package enum RefundTable {
    private static let columns = """
        store_id, refund_number, order_number, sale_id, return_id, register_id, cashier_id, wallet,
        merchant_account, trade_number, paid_fen, amount_fen, reason, started_at_us, state_text,
        step, step_at_us, sends, queries, escalation, worker_id, version
        """

    /// Writes a new refund, with the first line of its journal.
    ///
    /// *Errors*: `DatabaseError.constraint` when the number exists, or the order is not claimed.
    package static func insert(
        _ stored: StoredRefund, actor: String, at now: Timestamp, in transaction: any Transaction
    ) throws {
        let refund = stored.refund
        try transaction.queue(
            """
            INSERT INTO refund (
                store_id, refund_number, order_number, sale_id, return_id, register_id, cashier_id,
                wallet, merchant_account, trade_number, paid_fen, amount_fen, reason,
                started_at_us, state, is_open, state_text, step, step_at_us, sends, queries,
                escalation, changed_at_us, worker_id, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(stored.store.digits), .text(refund.number.text), .text(refund.order.digits),
                .text(stored.sale.text), .text(stored.returned.text),
                .text(stored.register.digits), .text(stored.cashier.digits),
                .text(refund.wallet.rawValue), .text(stored.merchantAccount),
                .text(refund.tradeNumber), .integer(refund.paid.fen), .integer(refund.amount.fen),
                .text(refund.reason), .integer(refund.startedAt.microseconds),
            ] + fields(of: stored, at: now))
        try journal(stored, line: "begun", actor: actor, at: now, in: transaction)
    }

    /// Writes the state that an event led to, and the event behind it in the journal.
    ///
    /// *Errors*: `StoredError.outdated` when the row is not the version that was read.
    package static func update(
        _ stored: StoredRefund, after event: RefundEvent, actor: String, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE refund
            SET    started_at_us = ?, state = ?, is_open = ?, state_text = ?, step = ?,
                   step_at_us = ?, sends = ?, queries = ?, escalation = ?, changed_at_us = ?, worker_id = ?, version = ?
            WHERE  store_id = ? AND refund_number = ? AND version = ?
            """,
            [.integer(stored.refund.startedAt.microseconds)] + fields(of: stored, at: now) + [
                .text(stored.store.digits), .text(stored.refund.number.text),
                .integer(stored.version - 1),
            ], findingOneOr: StoredError.outdated)
        if case .succeeded(let proof) = stored.refund.state {
            try MisdatedTable.note(
                stored.refund.number.text, madeAt: stored.refund.number.madeAt,
                stored.refund.wallet, account: stored.merchantAccount,
                movedAt: proof.refundedAt, in: transaction)
        }
        try journal(
            stored, line: event.fieldText.line, actor: actor, at: now, in: transaction)
    }

    private static func fields(of stored: StoredRefund, at now: Timestamp) -> [SQLValue] {
        let refund = stored.refund
        return [
            .text(refund.state.name), .integer(refund.isOpen ? 1 : 0),
            .text(refund.state.fieldText.line), .text(refund.step?.name),
            .integer(refund.step?.at.microseconds), .integer(refund.sends),
            .integer(refund.queries), .text(refund.escalation.rawValue),
            .integer(now.microseconds), .text(stored.worker), .integer(stored.version),
        ]
    }

    private static func journal(
        _ stored: StoredRefund, line: String, actor: String, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO refund_event (
                store_id, refund_number, seq, at_us, actor, event, state_after)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(stored.store.digits), .text(stored.refund.number.text),
                .integer(stored.version), .integer(now.microseconds), .text(actor), .text(line),
                .text(stored.refund.state.fieldText.line),
            ])
    }

    package static func find(
        _ number: RefundNumber, paces: Paces, in transaction: any Transaction
    ) throws -> StoredRefund? {
        try select("WHERE refund_number = ?", [.text(number.text)], paces, transaction).first
    }

    package static func ofSale(
        _ sale: SaleID, store: StoreID, paces: Paces, in transaction: any Transaction
    ) throws -> [StoredRefund] {
        try select(
            "WHERE store_id = ? AND sale_id = ? ORDER BY started_at_us, refund_number",
            [.text(store.digits), .text(sale.text)], paces, transaction)
    }

    /// The open refunds of a register, on whatever sale: for the till's tray.
    package static func open(
        store: StoreID, register: RegisterID, paces: Paces, in transaction: any Transaction
    ) throws -> [StoredRefund] {
        try select(
            """
            WHERE store_id = ? AND register_id = ? AND is_open = 1
            ORDER BY started_at_us, refund_number
            """,
            [.text(store.digits), .text(register.digits)], paces, transaction)
    }

    /// Refunds of this worker whose step has come, soonest first; see `unreadable`.
    package static func due(
        worker: String, at now: Timestamp, limit: Int64, paces: Paces,
        in transaction: any Transaction
    ) throws -> [StoredRefund] {
        try selectReadable(
            """
            WHERE is_open = 1 AND step_at_us <= ? AND worker_id = ?
            ORDER BY step_at_us LIMIT ?
            """,
            [.integer(now.microseconds), .text(worker), .integer(limit)], paces, transaction
        ).readable
    }

    /// Open refunds whose worker is gone: to be taken over; see `unreadable`.
    package static func orphaned(
        limit: Int64, paces: Paces, in transaction: any Transaction
    ) throws -> [StoredRefund] {
        try selectReadable(
            """
            WHERE is_open = 1 AND NOT EXISTS (
                SELECT 1 FROM worker WHERE worker.worker_id = refund.worker_id)
            ORDER BY step_at_us LIMIT ?
            """,
            [.integer(limit)], paces, transaction
        ).readable
    }

    /// Whether a refund is still open and without a living worker; see `AttemptTable`.
    package static func claimOrphan(
        _ number: RefundNumber, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.row(
            """
            SELECT refund_number FROM refund
            WHERE refund_number = ? AND is_open = 1 AND NOT EXISTS (
                SELECT 1 FROM worker WHERE worker.worker_id = refund.worker_id)
            \(transaction.forUpdateSkippingLocked)
            """, [.text(number.text)]) != nil
    }

    /// The numbers of the open refunds that a worker looks after.
    package static func lookedAfter(
        by worker: String, in transaction: any Transaction
    ) throws -> [String] {
        try transaction.rows(
            "SELECT refund_number FROM refund WHERE is_open = 1 AND worker_id = ?",
            [.text(worker)]
        ).map { try $0.text("refund_number") }
    }

    /// Gives an open refund of a worker up: from here on it is an orphan.
    package static func release(
        _ number: String, by worker: String, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE refund SET worker_id = ?
            WHERE refund_number = ? AND is_open = 1 AND worker_id = ?
            """, [.text(Workers.nobody), .text(number), .text(worker)])
    }

    /// The numbers of open refunds that the queries above pass over; see `AttemptTable`.
    package static func unreadable(
        paces: Paces, limit: Int64, in transaction: any Transaction
    ) throws -> [String] {
        let found = try selectReadable(
            "WHERE is_open = 1 ORDER BY refund_number", [], paces, transaction)
        return Array(found.unreadable.prefix(Int(clamping: max(0, limit))))
    }

    private static func selectReadable(
        _ condition: String, _ arguments: [SQLValue], _ paces: Paces,
        _ transaction: any Transaction
    ) throws -> (readable: [StoredRefund], unreadable: [String]) {
        var readable: [StoredRefund] = []
        var unreadable: [String] = []
        for row in try transaction.rows("SELECT \(columns) FROM refund \(condition)", arguments) {
            do {
                readable.append(try read(row, paces: paces))
            } catch {
                unreadable.append(try row.text("refund_number"))
            }
        }
        return (readable, unreadable)
    }

    private static func select(
        _ condition: String, _ arguments: [SQLValue], _ paces: Paces,
        _ transaction: any Transaction
    ) throws -> [StoredRefund] {
        try transaction.rows("SELECT \(columns) FROM refund \(condition)", arguments)
            .map { row in try read(row, paces: paces) }
    }

    private static func read(_ row: Row, paces: Paces) throws -> StoredRefund {
        let number = try RefundNumber(reading: row.text("refund_number"))
        guard let wallet = Wallet(rawValue: try row.text("wallet")),
            let escalation = Escalation(rawValue: try row.text("escalation"))
        else { throw StoredError.unreadable(number.text) }
        var step: RefundStep?
        if let name = try row.textIfAny("step") {
            let at = Timestamp(microseconds: try row.integer("step_at_us"))
            step = try RefundStep(name: name, at: at)
        }
        let refund = Refund(
            number: number, order: try MerchantOrderNumber(reading: row.text("order_number")),
            tradeNumber: try row.text("trade_number"), wallet: wallet,
            paid: Money(fen: try row.integer("paid_fen")),
            amount: Money(fen: try row.integer("amount_fen")), reason: try row.text("reason"),
            startedAt: Timestamp(microseconds: try row.integer("started_at_us")),
            pace: try paces.refundPace(of: wallet),
            state: try RefundState(FieldText(parsing: row.text("state_text"))), step: step,
            sends: try row.integer("sends"), queries: try row.integer("queries"),
            escalation: escalation)
        return StoredRefund(
            refund: refund, store: try StoreID(row.text("store_id")),
            sale: SaleID(try row.text("sale_id")),
            returned: ReturnID(try row.text("return_id")),
            register: try RegisterID(row.text("register_id")),
            cashier: try StaffID(row.text("cashier_id")),
            merchantAccount: try row.text("merchant_account"),
            worker: try row.text("worker_id"), version: try row.integer("version"))
    }
}
