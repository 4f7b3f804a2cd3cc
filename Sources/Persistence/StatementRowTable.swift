// A statement's lines by the number that ties them to our books: a merchant order number for payments
// and reversals, a refund number for refunds.

package import Payments
package import Retail

package enum StatementRowTable {
    /// Rows of one INSERT: few texts to prepare, few journeys to a server.
    private static let insertMax = 50
    private static let columns = """
        statement_no, number, line_no, kind, order_number, trade_number, refund_number,
        channel_refund_number, order_fen, settled_fen, refund_fen, settled_refund_fen,
        fee_microyuan, fee_rate_ppm, at_us, account, state
        """

    /// Writes lines, and counts each in.
    package static func insert(
        _ rows: [StatementRow], of statement: Int64, in transaction: any Transaction
    ) throws {
        let place = "(" + Array(repeating: "?", count: 17).joined(separator: ", ") + ")"
        var rest = rows[...]
        while !rest.isEmpty {
            let some = rest.prefix(insertMax)
            rest = rest.dropFirst(insertMax)
            let places = Array(repeating: place, count: some.count).joined(separator: ", ")
            try transaction.queue(
                "INSERT INTO statement_row (\(columns)) VALUES \(places)",
                some.flatMap { [.integer(statement)] + values(of: $0) })
        }
    }

    /// A checksum of lines, to be gone on with.
    package static func add(_ rows: [StatementRow], to sum: inout Checksum) {
        for row in rows {
            for value in values(of: row) { sum.add(value) }
        }
    }

    private static func values(of row: StatementRow) -> [SQLValue] {
        [
            .text(row.number), .integer(Int64(row.line)), .text(row.kind.rawValue),
            .text(row.orderNumber), .text(row.tradeNumber), .text(row.refundNumber),
            .text(row.channelRefundNumber), .integer(row.orderAmount.fen),
            .integer(row.settledAmount.fen), .integer(row.refundAmount.fen),
            .integer(row.settledRefundAmount.fen), .integer(row.fee.microyuan),
            .integer(row.feeRate?.partsPerMillion), .integer(row.at.microseconds),
            .text(row.account), .text(row.state.name),
        ]
    }

    /// The lines of a statement after one number and up to another, in the order of the numbers.
    package static func rows(
        of statement: Int64, after: String, upTo: String, in transaction: any Transaction
    ) throws -> [StatementRow] {
        try transaction.rows(
            """
            SELECT \(columns) FROM statement_row
            WHERE statement_no = ? AND number > ? AND number <= ? ORDER BY number, line_no
            """, [.integer(statement), .text(after), .text(upTo)]
        ).map(read)
    }

    /// Which kinds of line stand under a number in the believed statements of other days.
    package static func kindsElsewhere(
        _ number: String, of statement: StatementOf, in transaction: any Transaction
    ) throws -> Set<StatementRow.Kind> {
        let found = try transaction.rows(
            """
            SELECT r.kind AS kind FROM statement_row r
            JOIN statement s ON s.statement_no = r.statement_no
            WHERE r.number = ? AND s.is_current = 1 AND s.wallet = ? AND s.merchant_account = ?
                AND s.day <> ?
            """, [.text(number)] + statement.key)
        return Set(try found.compactMap { StatementRow.Kind(rawValue: try $0.text("kind")) })
    }

    /// The lines about a number in the statements that count.
    package static func believed(
        _ number: String, in transaction: any Transaction
    ) throws -> [(day: String, readAt: Timestamp, row: StatementRow)] {
        try transaction.rows(
            """
            SELECT r.*, s.day, s.begun_at_us
            FROM   statement_row r JOIN statement s ON s.statement_no = r.statement_no
            WHERE  r.number = ? AND s.is_current = 1
            ORDER BY s.day, r.line_no
            """, [.text(number)]
        ).map { row in
            (
                try row.text("day"), Timestamp(microseconds: try row.integer("begun_at_us")),
                try read(row)
            )
        }
    }

    private static func read(_ row: Row) throws -> StatementRow {
        guard let kind = StatementRow.Kind(rawValue: try row.text("kind")),
            let state = StatementRow.State(name: try row.text("state"))
        else { throw StoredError.unreadable("statement_row") }
        return StatementRow(
            line: Int(clamping: try row.integer("line_no")), kind: kind,
            orderNumber: try row.text("order_number"), tradeNumber: try row.text("trade_number"),
            refundNumber: try row.textIfAny("refund_number"),
            channelRefundNumber: try row.textIfAny("channel_refund_number"),
            orderAmount: Money(fen: try row.integer("order_fen")),
            settledAmount: Money(fen: try row.integer("settled_fen")),
            refundAmount: Money(fen: try row.integer("refund_fen")),
            settledRefundAmount: Money(fen: try row.integer("settled_refund_fen")),
            fee: StatementFee(microyuan: try row.integer("fee_microyuan")),
            feeRate: try row.integerIfAny("fee_rate_ppm").map {
                StatementRate(partsPerMillion: $0)
            },
            at: Timestamp(microseconds: try row.integer("at_us")),
            account: try row.text("account"), state: state)
    }
}
