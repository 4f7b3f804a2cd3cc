// What terminals asked for: which payment and which refund a reference names. What became of them is
// not written here; that is the attempt's and the refund's own rows.

package import Retail

/// A payment that a terminal asked for.
package struct TerminalPaymentRow: Equatable, Sendable {
    package let number: MerchantOrderNumber
    package let terminal: String
    /// What the terminal calls it.
    package let reference: String
    package let store: StoreID
    package let sale: SaleID
    /// What the customer's bill shows.
    package let subject: String
    package let businessDate: BusinessDate
    package let madeAt: Timestamp

    package init(
        number: MerchantOrderNumber, terminal: String, reference: String, store: StoreID,
        sale: SaleID, subject: String, businessDate: BusinessDate, madeAt: Timestamp
    ) {
        self.number = number
        self.terminal = terminal
        self.reference = reference
        self.store = store
        self.sale = sale
        self.subject = subject
        self.businessDate = businessDate
        self.madeAt = madeAt
    }
}

/// A refund that a terminal asked for.
package struct TerminalRefundRow: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case refund
        /// The whole of a payment that was to be undone after it had succeeded.
        case reversal
    }

    package let number: RefundNumber
    package let terminal: String
    package let reference: String
    package let order: MerchantOrderNumber
    package let kind: Kind
    package let businessDate: BusinessDate
    package let madeAt: Timestamp

    package init(
        number: RefundNumber, terminal: String, reference: String, order: MerchantOrderNumber,
        kind: Kind, businessDate: BusinessDate, madeAt: Timestamp
    ) {
        self.number = number
        self.terminal = terminal
        self.reference = reference
        self.order = order
        self.kind = kind
        self.businessDate = businessDate
        self.madeAt = madeAt
    }
}

package enum TerminalPaymentTable {
    /// *Errors*: `DatabaseError.constraint` when the terminal has used the reference.
    package static func insert(
        _ row: TerminalPaymentRow, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO api_payment (
                order_number, terminal_id, reference, store_id, sale_id, subject, business_date,
                made_at_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(row.number.digits), .text(row.terminal), .text(row.reference),
                .text(row.store.digits), .text(row.sale.text), .text(row.subject),
                .text(row.businessDate.iso), .integer(row.madeAt.microseconds),
            ])
    }

    package static func find(
        _ number: MerchantOrderNumber, of terminal: String, in transaction: any Transaction
    ) throws -> TerminalPaymentRow? {
        try transaction.row(
            "SELECT * FROM api_payment WHERE order_number = ? AND terminal_id = ?",
            [.text(number.digits), .text(terminal)]
        ).map(read)
    }

    package static func find(
        reference: String, of terminal: String, in transaction: any Transaction
    ) throws -> TerminalPaymentRow? {
        try transaction.row(
            "SELECT * FROM api_payment WHERE terminal_id = ? AND reference = ?",
            [.text(terminal), .text(reference)]
        ).map(read)
    }

    /// Whose payment a sale is, whichever terminal's.
    package static func ofSale(
        _ sale: SaleID, store: StoreID, in transaction: any Transaction
    ) throws -> TerminalPaymentRow? {
        try transaction.row(
            "SELECT * FROM api_payment WHERE store_id = ? AND sale_id = ?",
            [.text(store.digits), .text(sale.text)]
        ).map(read)
    }

    /// A day's payments in the order in which they were begun.
    package static func ofDay(
        _ date: BusinessDate, terminal: String, limit: Int64, in transaction: any Transaction
    ) throws -> [TerminalPaymentRow] {
        try transaction.rows(
            """
            SELECT * FROM api_payment WHERE terminal_id = ? AND business_date = ?
            ORDER BY made_at_us, order_number LIMIT ?
            """, [.text(terminal), .text(date.iso), .integer(limit)]
        ).map(read)
    }

    private static func read(_ row: Row) throws -> TerminalPaymentRow {
        TerminalPaymentRow(
            number: try MerchantOrderNumber(reading: row.text("order_number")),
            terminal: try row.text("terminal_id"), reference: try row.text("reference"),
            store: try StoreID(row.text("store_id")), sale: SaleID(try row.text("sale_id")),
            subject: try row.text("subject"),
            businessDate: try BusinessDate(iso: row.text("business_date")),
            madeAt: Timestamp(microseconds: try row.integer("made_at_us")))
    }
}

package enum TerminalRefundTable {
    /// *Errors*: `DatabaseError.constraint` when the terminal has used the reference.
    package static func insert(
        _ row: TerminalRefundRow, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO api_refund (
                refund_number, terminal_id, reference, order_number, kind, business_date,
                made_at_us)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(row.number.text), .text(row.terminal), .text(row.reference),
                .text(row.order.digits), .text(row.kind.rawValue), .text(row.businessDate.iso),
                .integer(row.madeAt.microseconds),
            ])
    }

    package static func find(
        _ number: RefundNumber, of terminal: String, in transaction: any Transaction
    ) throws -> TerminalRefundRow? {
        try transaction.row(
            "SELECT * FROM api_refund WHERE refund_number = ? AND terminal_id = ?",
            [.text(number.text), .text(terminal)]
        ).map(read)
    }

    package static func find(
        reference: String, of terminal: String, in transaction: any Transaction
    ) throws -> TerminalRefundRow? {
        try transaction.row(
            "SELECT * FROM api_refund WHERE terminal_id = ? AND reference = ?",
            [.text(terminal), .text(reference)]
        ).map(read)
    }

    package static func ofOrder(
        _ order: MerchantOrderNumber, in transaction: any Transaction
    ) throws -> [TerminalRefundRow] {
        try transaction.rows(
            "SELECT * FROM api_refund WHERE order_number = ? ORDER BY made_at_us, refund_number",
            [.text(order.digits)]
        ).map(read)
    }

    package static func ofDay(
        _ date: BusinessDate, terminal: String, limit: Int64, in transaction: any Transaction
    ) throws -> [TerminalRefundRow] {
        try transaction.rows(
            """
            SELECT * FROM api_refund WHERE terminal_id = ? AND business_date = ?
            ORDER BY made_at_us, refund_number LIMIT ?
            """, [.text(terminal), .text(date.iso), .integer(limit)]
        ).map(read)
    }

    private static func read(_ row: Row) throws -> TerminalRefundRow {
        guard let kind = TerminalRefundRow.Kind(rawValue: try row.text("kind")) else {
            throw StoredError.unreadable("api_refund")
        }
        return TerminalRefundRow(
            number: try RefundNumber(reading: row.text("refund_number")),
            terminal: try row.text("terminal_id"), reference: try row.text("reference"),
            order: try MerchantOrderNumber(reading: row.text("order_number")), kind: kind,
            businessDate: try BusinessDate(iso: row.text("business_date")),
            madeAt: Timestamp(microseconds: try row.integer("made_at_us")))
    }
}
