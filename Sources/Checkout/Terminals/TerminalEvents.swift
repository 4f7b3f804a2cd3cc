// The end of a payment or a refund that a terminal asked for is told to it: an event is written in the
// transaction of that end, and sent afterwards by whoever comes to it (`TerminalMail`).

internal import Payments
internal import Persistence
internal import Retail

enum TerminalEvents {
    /// Writes the event of an attempt that has just ended; nothing for a till's own.
    static func tell(
        _ stored: StoredAttempt, at now: Timestamp, in transaction: any Transaction
    ) throws {
        guard stored.sale.isOfTerminal,
            let row = try TerminalPaymentTable.ofSale(
                stored.sale, store: stored.store, in: transaction)
        else { return }
        let number = stored.attempt.number.digits
        try tell(
            .payment, number, stored.attempt.state.name, to: row.terminal, at: now, transaction)
    }

    /// The same of a refund.
    static func tell(
        _ stored: StoredRefund, at now: Timestamp, in transaction: any Transaction
    ) throws {
        guard stored.sale.isOfTerminal,
            let row = try TerminalPaymentTable.ofSale(
                stored.sale, store: stored.store, in: transaction)
        else { return }
        let number = stored.refund.number.text
        try tell(
            .refund, number, stored.refund.state.name, to: row.terminal, at: now, transaction)
    }

    private static func tell(
        _ kind: TerminalEvent.Kind, _ number: String, _ state: String, to terminal: String,
        at now: Timestamp, _ transaction: any Transaction
    ) throws {
        // Who has said nowhere to be told is not told; a question brings the same.
        guard try TerminalTable.find(terminal, in: transaction)?.webhook != nil else { return }
        try TerminalEventTable.insert(
            TerminalEvent(
                id: "\(number)-\(state)", terminal: terminal, kind: kind, number: number,
                state: state, at: now), in: transaction)
    }
}
