// A day's statement: every payment and refund that a terminal asked for on a business date, as it
// stands now, in the order in which they were begun.

internal import Payments
package import Persistence
package import Retail

package enum TerminalStatementLine: Sendable {
    case payment(TerminalPayment)
    case refund(TerminalRefund)

    fileprivate enum Row {
        case payment(TerminalPaymentRow)
        case refund(TerminalRefundRow)

        var place: (Timestamp, String) {
            switch self {
            case .payment(let row): (row.madeAt, row.number.digits)
            case .refund(let row): (row.madeAt, row.number.text)
            }
        }
    }
}

extension TerminalCounter {
    /// What a page holds.
    package static let statementPage = 500
    /// More than a terminal takes on any day: two a second, all day long.
    private static let rowsMax: Int64 = 200_000

    /// A page of the statement, and where the next begins; nil after the last.
    package func statement(
        of terminal: Terminal, on date: BusinessDate, from start: Int
    ) async throws -> (lines: [TerminalStatementLine], next: Int?) {
        let paces = driver.channels.paces
        return try await driver.database.read { transaction in
            let payments = try TerminalPaymentTable.ofDay(
                date, terminal: terminal.id, limit: TerminalCounter.rowsMax, in: transaction)
            let refunds = try TerminalRefundTable.ofDay(
                date, terminal: terminal.id, limit: TerminalCounter.rowsMax, in: transaction)
            let rows =
                (payments.map { TerminalStatementLine.Row.payment($0) }
                + refunds.map { TerminalStatementLine.Row.refund($0) })
                .sorted { $0.place < $1.place }
            let page = rows.dropFirst(max(0, start)).prefix(TerminalCounter.statementPage)
            let lines = try page.map { row in
                switch row {
                case .payment(let row):
                    TerminalStatementLine.payment(
                        try TerminalPayment.read(row, paces: paces, in: transaction))
                case .refund(let row):
                    TerminalStatementLine.refund(
                        try TerminalRefund.read(row, paces: paces, in: transaction))
                }
            }
            let end = page.endIndex
            return (lines, end < rows.endIndex ? end : nil)
        }
    }
}
