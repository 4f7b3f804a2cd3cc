// A statement's lines by the number that ties them to our books: a merchant order number for payments
// and reversals, a refund number for refunds.

package import Payments
package import Retail

package enum StatementRowTable {
    /// Rows of one INSERT: few texts to prepare, few journeys to a server.
    private static let insertMax = 50
    private static let insertMany = insert(insertMax)
    private static let valuesOfRow = 17
    /// In the order in which they are read.
    private static let columns = """
        line_no, kind, order_number, trade_number, refund_number, channel_refund_number,
        order_fen, settled_fen, refund_fen, settled_refund_fen, fee_microyuan, fee_rate_ppm,
        at_us, account, state
        """

    private static func insert(_ count: Int) -> String {
        let place = "(" + Array(repeating: "?", count: valuesOfRow).joined(separator: ", ") + ")"
        let places = Array(repeating: place, count: count).joined(separator: ", ")
        return "INSERT INTO statement_row (statement_no, number, \(columns)) VALUES \(places)"
    }

    /// Lines as they are written: made once for the table and for the checksum.
    package struct Lines: Sendable {
        /// For one INSERT each; the first value of a row is the statement's number.
        fileprivate let inserts: [[SQLValue]]
        package let count: Int

        package init(_ rows: [StatementRow], of statement: Int64) {
            count = rows.count
            var (inserts, rest) = ([[SQLValue]](), rows[...])
            while !rest.isEmpty {
                let some = rest.prefix(insertMax)
                rest = rest.dropFirst(insertMax)
                var arguments: [SQLValue] = []
                arguments.reserveCapacity(valuesOfRow * some.count)
                for row in some {
                    arguments.append(.integer(statement))
                    append(row, to: &arguments)
                }
                inserts.append(arguments)
            }
            self.inserts = inserts
        }
    }

    /// Writes lines.
    package static func insert(_ lines: Lines, in transaction: any Transaction) throws {
        for arguments in lines.inserts {
            let count = arguments.count / valuesOfRow
            try transaction.queue(count == insertMax ? insertMany : insert(count), arguments)
        }
    }

    /// A checksum of lines, to be gone on with; in which statement they stand does not count.
    package static func add(_ lines: Lines, to sum: inout Checksum) {
        for arguments in lines.inserts {
            for (place, value) in arguments.enumerated() where place % valuesOfRow != 0 {
                sum.add(value)
            }
        }
    }

    private static func append(_ row: StatementRow, to values: inout [SQLValue]) {
        values.append(.text(row.number))
        values.append(.integer(Int64(row.line)))
        values.append(.text(row.kind.rawValue))
        values.append(.text(row.orderNumber))
        values.append(.text(row.tradeNumber))
        values.append(.text(row.refundNumber))
        values.append(.text(row.channelRefundNumber))
        values.append(.integer(row.orderAmount.fen))
        values.append(.integer(row.settledAmount.fen))
        values.append(.integer(row.refundAmount.fen))
        values.append(.integer(row.settledRefundAmount.fen))
        values.append(.integer(row.fee.microyuan))
        values.append(.integer(row.feeRate?.partsPerMillion))
        values.append(.integer(row.at.microseconds))
        values.append(.text(row.account))
        values.append(.text(row.state.name))
    }

    /// The lines of a statement after one number and up to another, in the order of the numbers.
    package static func rows(
        of statement: Int64, after: String, upTo: String, in transaction: any Transaction
    ) throws -> [StatementRow] {
        try read(after: after, upTo: upTo, limit: .max, of: statement, in: transaction).map(row)
    }

    /// At most so many lines after a number, each for `row`; to the end where `upTo` is nil.
    package static func read(
        after: String, upTo: String?, limit: Int64, of statement: Int64,
        in transaction: any Transaction
    ) throws -> [Row] {
        let end = upTo == nil ? "" : " AND number <= ?"
        return try transaction.rows(
            """
            SELECT \(columns) FROM statement_row
            WHERE statement_no = ? AND number > ?\(end) ORDER BY number, line_no LIMIT ?
            """,
            [.integer(statement), .text(after)] + (upTo.map { [.text($0)] } ?? [])
                + [.integer(limit)])
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
    ) throws -> [(statement: StatementOf, readAt: Timestamp, row: StatementRow)] {
        try transaction.rows(
            """
            SELECT \(columns), s.wallet, s.merchant_account, s.day, s.begun_at_us
            FROM   statement_row r JOIN statement s ON s.statement_no = r.statement_no
            WHERE  r.number = ? AND s.is_current = 1
            ORDER BY s.day, r.line_no
            """, [.text(number)]
        ).map { row in
            guard let wallet = Wallet(rawValue: try row.text("wallet")) else {
                throw StoredError.unreadable("statement")
            }
            let statement = StatementOf(
                wallet: wallet, account: try row.text("merchant_account"),
                day: try BusinessDate(iso: row.text("day")))
            return (
                statement, Timestamp(microseconds: try row.integer("begun_at_us")),
                try StatementRowTable.row(row)
            )
        }
    }

    /// A line as it was read.
    package static func row(_ row: Row) throws -> StatementRow {
        guard let kind = StatementRow.Kind(rawValue: try row.text(at: 1)),
            let state = StatementRow.State(name: try row.text(at: 14))
        else { throw StoredError.unreadable("statement_row") }
        return StatementRow(
            line: Int(clamping: try row.integer(at: 0)), kind: kind,
            orderNumber: try row.text(at: 2), tradeNumber: try row.text(at: 3),
            refundNumber: try row.textIfAny(at: 4), channelRefundNumber: try row.textIfAny(at: 5),
            orderAmount: Money(fen: try row.integer(at: 6)),
            settledAmount: Money(fen: try row.integer(at: 7)),
            refundAmount: Money(fen: try row.integer(at: 8)),
            settledRefundAmount: Money(fen: try row.integer(at: 9)),
            fee: StatementFee(microyuan: try row.integer(at: 10)),
            feeRate: try row.integerIfAny(at: 11).map { StatementRate(partsPerMillion: $0) },
            at: Timestamp(microseconds: try row.integer(at: 12)),
            account: try row.text(at: 13), state: state)
    }
}
