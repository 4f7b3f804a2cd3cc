// How a sale is written to and read from its rows.

internal import Payments
internal import Retail
internal import Sales

extension SaleTable {
    static func fields(of sale: Sale, at now: Timestamp) throws -> [SQLValue] {
        var postedAt: Timestamp?
        var receipt: String?
        if case .posted(let at, let number) = sale.state {
            postedAt = at
            receipt = number
        }
        return [
            .text(sale.register.digits), .text(sale.cashier.digits), .text(sale.businessDate.iso),
            .text(sale.state.name), .text(sale.salesperson?.digits),
            .text(sale.discount.fieldText.line), .integer(try sale.totals().due.fen),
            .integer(sale.openedAt.microseconds), .integer(now.microseconds),
            .integer(postedAt?.microseconds), .text(receipt), .text(sale.note),
            .integer(sale.lastLine), .integer(sale.lastTender),
        ]
    }

    static func insertParts(of sale: Sale, in transaction: any Transaction) throws {
        let amounts = try sale.totals().lines.map(\.amount)
        for (line, amount) in zip(sale.lines, amounts) {
            try transaction.execute(
                """
                INSERT INTO sale_line (
                    store_id, sale_id, line_no, product_code, ean13, name, spec, unit, maker,
                    category, lot_number, expires_on, quantity, price_fen, discount, amount_fen,
                    salesperson_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(sale.store.digits), .text(sale.id.text), .integer(line.no),
                    .text(line.goods.product), .text(line.goods.ean13), .text(line.goods.name),
                    .text(line.goods.spec), .text(line.goods.unit), .text(line.goods.maker),
                    .text(line.goods.category), .text(line.goods.lot),
                    .text(line.goods.expiresOn.iso), .integer(line.quantity),
                    .integer(line.goods.price.fen), .text(line.discount.fieldText.line),
                    .integer(amount.fen), .text(line.salesperson?.digits),
                ])
        }
        for tender in sale.tenders {
            try transaction.execute(
                """
                INSERT INTO tender (
                    store_id, sale_id, tender_no, method_id, amount_fen, received_fen, state,
                    payment_id, order_number, wallet, override_by, override_reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(sale.store.digits), .text(sale.id.text), .integer(tender.no),
                    .integer(tender.method), .integer(tender.amount.fen),
                ] + tender.fields)
        }
    }

    static func select(
        _ condition: String, _ arguments: [SQLValue], in transaction: any Transaction
    ) throws -> [StoredSale] {
        try transaction.rows("SELECT * FROM sale \(condition)", arguments).map { row in
            let key: [SQLValue] = [
                .text(try row.text("store_id")), .text(try row.text("sale_id")),
            ]
            let lines = try transaction.rows(
                "SELECT * FROM sale_line WHERE store_id = ? AND sale_id = ? ORDER BY line_no", key)
            let tenders = try transaction.rows(
                "SELECT * FROM tender WHERE store_id = ? AND sale_id = ? ORDER BY tender_no", key)
            let sale = Sale(
                id: SaleID(try row.text("sale_id")), store: try StoreID(row.text("store_id")),
                register: try RegisterID(row.text("register_id")),
                cashier: try StaffID(row.text("cashier_id")),
                businessDate: try BusinessDate(iso: row.text("business_date")),
                openedAt: Timestamp(microseconds: try row.integer("opened_at_us")),
                state: try Sale.State(row), lines: try lines.map(SaleLine.init(row:)),
                discount: try Discount(FieldText(parsing: row.text("discount"))),
                salesperson: try row.textIfAny("salesperson_id").map(StaffID.init),
                tenders: try tenders.map(Tender.init(row:)), note: try row.text("note"),
                lastLine: try row.integer("last_line_no"),
                lastTender: try row.integer("last_tender_no"))
            return StoredSale(
                sale: sale, version: try row.integer("version"),
                changedAt: Timestamp(microseconds: try row.integer("changed_at_us")))
        }
    }
}

extension Sale.State {
    package var name: String {
        switch self {
        case .open: "open"
        case .suspended: "suspended"
        case .posted: "posted"
        case .voided: "voided"
        }
    }

    fileprivate init(_ row: Row) throws {
        switch try row.text("state") {
        case "open": self = .open
        case "suspended": self = .suspended
        case "voided": self = .voided
        case "posted":
            self = .posted(
                at: Timestamp(microseconds: try row.integer("posted_at_us")),
                receipt: try row.text("receipt_number"))
        case let other: throw StoredError.unreadable("sale.state \(other)")
        }
    }
}

extension Discount {
    fileprivate var fieldText: FieldText {
        switch self {
        case .none: FieldText("none")
        case .amount(let money): FieldText("amount").with("fen", money.fen)
        case .percent(let basisPoints): FieldText("percent").with("bp", basisPoints)
        }
    }

    fileprivate init(_ fields: FieldText) throws {
        switch fields.name {
        case "none": self = .none
        case "amount": self = .amount(Money(fen: try fields.integer("fen")))
        case "percent": self = .percent(basisPoints: try fields.integer("bp"))
        case let other: throw StoredError.unreadable("discount \(other)")
        }
    }
}

extension SaleLine {
    fileprivate init(row: Row) throws {
        let goods = Goods(
            product: try row.text("product_code"), ean13: try row.textIfAny("ean13"),
            name: try row.text("name"), spec: try row.text("spec"), unit: try row.text("unit"),
            maker: try row.text("maker"), category: try row.text("category"),
            lot: try row.text("lot_number"),
            expiresOn: try BusinessDate(iso: row.text("expires_on")),
            price: Money(fen: try row.integer("price_fen")))
        self.init(
            no: try row.integer("line_no"), goods: goods, quantity: try row.integer("quantity"),
            discount: try Discount(FieldText(parsing: row.text("discount"))),
            salesperson: try row.textIfAny("salesperson_id").map(StaffID.init))
    }
}

extension Tender {
    fileprivate var fields: [SQLValue] {
        let approval: [SQLValue] = [.text(self.approval?.by.digits), .text(self.approval?.reason)]
        switch kind {
        case .cash(let received):
            return [.integer(received.fen), .text(state.rawValue), .null, .null, .null] + approval
        case .scanned(let payment, let number, let wallet):
            return [
                .null, .text(state.rawValue), .text(payment.text), .text(number.digits),
                .text(wallet),
            ] + approval
        }
    }

    fileprivate init(row: Row) throws {
        guard let state = State(rawValue: try row.text("state")) else {
            throw StoredError.unreadable("tender.state")
        }
        var approval: Approval?
        if let by = try row.textIfAny("override_by") {
            approval = Approval(by: try StaffID(by), reason: try row.text("override_reason"))
        }
        let kind: Kind
        if let received = try row.integerIfAny("received_fen") {
            kind = .cash(received: Money(fen: received))
        } else {
            kind = .scanned(
                payment: PaymentID(try row.text("payment_id")),
                number: try MerchantOrderNumber(reading: row.text("order_number")),
                wallet: try row.text("wallet"))
        }
        self.init(
            no: try row.integer("tender_no"), method: try row.integer("method_id"),
            amount: Money(fen: try row.integer("amount_fen")), kind: kind, state: state,
            approval: approval)
    }
}
