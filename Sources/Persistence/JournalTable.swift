// The journal as it is read: by people following a payment, and by the test that folds it.

internal import Payments
package import Retail

/// One line of an attempt's journal, or of a refund's.
package struct JournalLine: Equatable, Sendable {
    package let at: Timestamp
    package let actor: String
    /// `begun`, or an event as `AttemptEvent.fieldText` or `RefundEvent.fieldText` writes it.
    package let event: String
    package let stateAfter: String
}

package enum JournalTable {
    package static func lines(
        of number: MerchantOrderNumber, in transaction: any Transaction
    ) throws -> [JournalLine] {
        try linesOfOrder(number.digits, in: transaction)
    }

    /// By whatever stands in the column.
    package static func linesOfOrder(
        _ number: String, in transaction: any Transaction
    ) throws -> [JournalLine] {
        try transaction.rows(
            """
            SELECT at_us, actor, event, state_after FROM attempt_event
            WHERE order_number = ? ORDER BY seq
            """, [.text(number)]
        ).map(read)
    }

    package static func lines(
        of number: RefundNumber, in transaction: any Transaction
    ) throws -> [JournalLine] {
        try linesOfRefund(number.text, in: transaction)
    }

    /// By whatever stands in the column.
    package static func linesOfRefund(
        _ number: String, in transaction: any Transaction
    ) throws -> [JournalLine] {
        try transaction.rows(
            """
            SELECT at_us, actor, event, state_after FROM refund_event
            WHERE refund_number = ? ORDER BY seq
            """, [.text(number)]
        ).map(read)
    }

    private static func read(_ row: Row) throws -> JournalLine {
        JournalLine(
            at: Timestamp(microseconds: try row.integer("at_us")),
            actor: try row.text("actor"), event: try row.text("event"),
            stateAfter: try row.text("state_after"))
    }
}
