// How a sale is written to and read from its rows.

internal import Payments
internal import Retail
internal import Sales

/// A sale as its rows say it.
struct WrittenSale: Sendable {
    let sale: Sale
    /// What each line came to.
    private let amounts: [Money]

    init(_ sale: Sale, amounts: [Money]) {
        self.sale = sale
        self.amounts = amounts
    }

    init(_ sale: Sale, _ totals: SaleTotals) {
        self.init(sale, amounts: totals.lines.map(\.amount))
    }

    var lines: [WrittenLine] { zip(sale.lines, amounts).map(WrittenLine.init) }

    /// Whether the two differ at most in what lines and tenders change.
    func headMatches(_ other: Sale) -> Bool {
        sale.state == other.state && sale.register == other.register
            && sale.cashier == other.cashier && sale.businessDate == other.businessDate
            && sale.salesperson == other.salesperson && sale.openedAt == other.openedAt
            && sale.note == other.note
    }
}

struct WrittenLine: Equatable {
    let line: SaleLine
    let amount: Money
}

extension SaleTable {
    static func key(of sale: Sale) -> [SQLValue] {
        [.text(sale.store.digits), .text(sale.id.text)]
    }

    static func fields(of sale: Sale, due: Money, at now: Timestamp) -> [SQLValue] {
        var postedAt: Timestamp?
        var receipt: String?
        if case .posted(let at, let number) = sale.state {
            postedAt = at
            receipt = number
        }
        return [
            .text(sale.register.digits), .text(sale.cashier.digits), .text(sale.businessDate.iso),
            .text(sale.state.name), .text(sale.salesperson?.digits),
            .text(sale.discount.fieldText.line), .integer(due.fen),
            .integer(sale.openedAt.microseconds), .integer(now.microseconds),
            .integer(postedAt?.microseconds), .text(receipt), .text(sale.note),
            .integer(sale.lastLine), .integer(sale.lastTender),
        ]
    }

    /// Writes the lines and tenders that are not there yet, and takes away what has gone; what has
    /// changed is both.
    static func write(
        _ next: WrittenSale, over last: WrittenSale?, in transaction: any Transaction
    ) throws {
        let (lines, before) = (next.lines, last?.lines ?? [])
        for gone in before where !lines.contains(gone) {
            try transaction.queue(
                "DELETE FROM sale_line WHERE store_id = ? AND sale_id = ? AND line_no = ?",
                key(of: next.sale) + [.integer(gone.line.no)])
        }
        for line in lines where !before.contains(line) {
            try insert(line, of: next.sale, in: transaction)
        }
        let (tenders, tendersBefore) = (next.sale.tenders, last?.sale.tenders ?? [])
        for gone in tendersBefore where !tenders.contains(gone) {
            try transaction.queue(
                "DELETE FROM tender WHERE store_id = ? AND sale_id = ? AND tender_no = ?",
                key(of: next.sale) + [.integer(gone.no)])
        }
        for tender in tenders where !tendersBefore.contains(tender) {
            try insert(tender, of: next.sale, in: transaction)
        }
    }

    private static func insert(
        _ written: WrittenLine, of sale: Sale, in transaction: any Transaction
    ) throws {
        let line = written.line
        try transaction.queue(
            """
            INSERT INTO sale_line (
                store_id, sale_id, line_no, product_code, ean13, name, spec, unit, maker,
                category, lot_number, expires_on, quantity, price_fen, discount, amount_fen,
                salesperson_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            key(of: sale) + [
                .integer(line.no), .text(line.goods.product), .text(line.goods.ean13),
                .text(line.goods.name), .text(line.goods.spec), .text(line.goods.unit),
                .text(line.goods.maker), .text(line.goods.category), .text(line.goods.lot),
                .text(line.goods.expiresOn.iso), .integer(line.quantity),
                .integer(line.goods.price.fen), .text(line.discount.fieldText.line),
                .integer(written.amount.fen), .text(line.salesperson?.digits),
            ])
    }

    private static func insert(
        _ tender: Tender, of sale: Sale, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO tender (
                store_id, sale_id, tender_no, method_id, amount_fen, received_fen, state,
                payment_id, order_number, wallet, override_by, override_reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            key(of: sale) + [
                .integer(tender.no), .integer(tender.method), .integer(tender.amount.fen),
            ] + tender.fields)
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
            let amounts = try lines.map { Money(fen: try $0.integer("amount_fen")) }
            return StoredSale(
                WrittenSale(sale, amounts: amounts), version: try row.integer("version"),
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
    var fieldText: FieldText {
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
        case .recorded:
            return [.null, .text(state.rawValue), .null, .null, .null] + approval
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
        } else if !TenderMethodID.today.contains(try row.integer("method_id")),
            try row.textIfAny("payment_id") == nil, try row.textIfAny("wallet") == nil,
            try row.textIfAny("order_number") == nil
        {
            kind = .recorded
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
