// Returns: facts, appended and never changed. A return is written whole, with its lines, its refunds
// and the way each part of its money goes; the sale's own rows are not touched.

internal import Payments
package import Retail
package import Sales

package enum ReturnTable {
    /// Writes a return with everything that hangs on it.
    ///
    /// `refunds` has one for each part that goes back to a wallet.
    /// *Errors*: `DatabaseError.constraint` when another return of the sale was quicker, or a number
    /// exists; `StoredError.absent` when a wallet's part has no refund.
    package static func insert(
        _ saleReturn: SaleReturn, refunds: [StoredRefund], actor: String,
        in transaction: any Transaction
    ) throws {
        let amount = saleReturn.lines.map(\.amount.fen).reduce(0, &+)
        try transaction.queue(
            """
            INSERT INTO sale_return (
                store_id, return_id, sale_id, seq, register_id, cashier_id, business_date, reason,
                amount_fen, returned_at_us, approved_by, approval_reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(saleReturn.store.digits), .text(saleReturn.id.text),
                .text(saleReturn.sale.text), .integer(saleReturn.seq),
                .text(saleReturn.register.digits), .text(saleReturn.cashier.digits),
                .text(saleReturn.businessDate.iso), .text(saleReturn.reason.rawValue),
                .integer(amount), .integer(saleReturn.at.microseconds),
                .text(saleReturn.approval?.by.digits), .text(saleReturn.approval?.reason),
            ])
        let key: [SQLValue] = [.text(saleReturn.store.digits), .text(saleReturn.id.text)]
        for line in saleReturn.lines {
            try transaction.queue(
                """
                INSERT INTO return_line (store_id, return_id, line_no, quantity, amount_fen)
                VALUES (?, ?, ?, ?, ?)
                """,
                key + [.integer(line.line), .integer(line.quantity), .integer(line.amount.fen)])
        }
        for refund in refunds {
            try RefundTable.insert(refund, actor: actor, at: saleReturn.at, in: transaction)
        }
        for part in saleReturn.givingBack {
            try transaction.queue(
                """
                INSERT INTO return_tender (
                    store_id, return_id, tender_no, method_id, amount_fen, kind, order_number,
                    refund_number)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                key + [.integer(part.tender), .integer(part.method), .integer(part.amount.fen)]
                    + (try way(of: part, refunds)))
        }
    }

    private static func way(
        of part: GivingBack, _ refunds: [StoredRefund]
    ) throws -> [SQLValue] {
        switch part.kind {
        case .cash, .recorded:
            // Told apart by the method: cash is 1.
            return [.text("cash"), .null, .null]
        case .wallet(let order):
            guard let refund = refunds.first(where: { $0.refund.order == order }) else {
                throw StoredError.absent("refund of \(order.digits)")
            }
            return [.text("wallet"), .text(order.digits), .text(refund.refund.number.text)]
        }
    }

    package static func find(
        _ id: ReturnID, store: StoreID, in transaction: any Transaction
    ) throws -> SaleReturn? {
        try select(
            "WHERE store_id = ? AND return_id = ?", [.text(store.digits), .text(id.text)],
            in: transaction
        ).first
    }

    /// All returns of a sale, in the order in which they were made.
    package static func ofSale(
        _ sale: SaleID, store: StoreID, in transaction: any Transaction
    ) throws -> [SaleReturn] {
        try select(
            "WHERE store_id = ? AND sale_id = ? ORDER BY seq",
            [.text(store.digits), .text(sale.text)], in: transaction)
    }

    /// The returns that a store made on a business date, newest first.
    package static func made(
        store: StoreID, on date: BusinessDate, limit: Int64, in transaction: any Transaction
    ) throws -> [SaleReturn] {
        try select(
            """
            WHERE store_id = ? AND business_date = ?
            ORDER BY returned_at_us DESC, return_id LIMIT ?
            """,
            [.text(store.digits), .text(date.iso), .integer(limit)], in: transaction)
    }

    /// What has been given back, over all their returns, of the sales of a business date.
    package static func amounts(
        ofSalesOn date: BusinessDate, store: StoreID, in transaction: any Transaction
    ) throws -> [SaleID: Money] {
        let rows = try transaction.rows(
            """
            SELECT sale_id, (
                       SELECT CAST(sum(amount_fen) AS BIGINT) FROM sale_return
                       WHERE  sale_return.store_id = sale.store_id
                          AND sale_return.sale_id = sale.sale_id) AS fen
            FROM   sale WHERE store_id = ? AND business_date = ?
            """, [.text(store.digits), .text(date.iso)])
        var amounts: [SaleID: Money] = [:]
        for row in rows {
            guard let fen = try row.integerIfAny("fen") else { continue }
            amounts[SaleID(try row.text("sale_id"))] = Money(fen: fen)
        }
        return amounts
    }

    private static func select(
        _ condition: String, _ arguments: [SQLValue], in transaction: any Transaction
    ) throws -> [SaleReturn] {
        try transaction.rows("SELECT * FROM sale_return \(condition)", arguments).map { row in
            let key: [SQLValue] = [
                .text(try row.text("store_id")), .text(try row.text("return_id")),
            ]
            let lines = try transaction.rows(
                "SELECT * FROM return_line WHERE store_id = ? AND return_id = ? ORDER BY line_no",
                key)
            // In the order in which they were drawn on: wallets first, each kind as on the sale.
            let tenders = try transaction.rows(
                """
                SELECT * FROM return_tender WHERE store_id = ? AND return_id = ?
                ORDER BY CASE WHEN kind = 'wallet' THEN 0 ELSE 1 END, tender_no
                """, key)
            return try SaleReturn(row, lines: lines, tenders: tenders)
        }
    }
}

extension SaleReturn {
    fileprivate init(_ row: Row, lines: [Row], tenders: [Row]) throws {
        guard let reason = ReturnReason(rawValue: try row.text("reason")) else {
            throw StoredError.unreadable("sale_return.reason")
        }
        var approval: Approval?
        if let by = try row.textIfAny("approved_by") {
            approval = Approval(by: try StaffID(by), reason: try row.text("approval_reason"))
        }
        self.init(
            id: ReturnID(try row.text("return_id")), store: try StoreID(row.text("store_id")),
            sale: SaleID(try row.text("sale_id")), seq: try row.integer("seq"),
            register: try RegisterID(row.text("register_id")),
            cashier: try StaffID(row.text("cashier_id")),
            businessDate: try BusinessDate(iso: row.text("business_date")),
            at: Timestamp(microseconds: try row.integer("returned_at_us")), reason: reason,
            approval: approval,
            lines: try lines.map { row in
                ReturnedLine(
                    line: try row.integer("line_no"), quantity: try row.integer("quantity"),
                    amount: Money(fen: try row.integer("amount_fen")))
            },
            givingBack: try tenders.map(GivingBack.init(row:)))
    }
}

extension GivingBack {
    fileprivate init(row: Row) throws {
        let kind: Kind
        switch try row.text("kind") {
        case "cash":
            kind = try row.integer("method_id") == TenderMethodID.cash ? .cash : .recorded
        case "wallet":
            kind = .wallet(order: try MerchantOrderNumber(reading: row.text("order_number")))
        case let other: throw StoredError.unreadable("return_tender.kind \(other)")
        }
        self.init(
            tender: try row.integer("tender_no"), method: try row.integer("method_id"),
            amount: Money(fen: try row.integer("amount_fen")), kind: kind)
    }
}
