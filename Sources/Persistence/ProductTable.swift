// Goods and their lots.

package import Retail
package import Sales

/// Goods as the catalogue knows them.
package struct Product: Equatable, Sendable {
    package let code: String
    package let ean13: String?
    package let name: String
    package let spec: String
    package let unit: String
    package let maker: String
    /// Initials of the name, lower case: 藿香正气 is `hxzq`.
    package let pinyin: String
    package let category: String
    package let price: Money
    package let flags: String

    package init(
        code: String, ean13: String?, name: String, spec: String, unit: String, maker: String,
        pinyin: String, category: String, price: Money, flags: String
    ) {
        self.code = code
        self.ean13 = ean13
        self.name = name
        self.spec = spec
        self.unit = unit
        self.maker = maker
        self.pinyin = pinyin
        self.category = category
        self.price = price
        self.flags = flags
    }

    /// What goes on a sale when a piece of this lot is rung up.
    package func goods(of lot: Lot) -> Goods {
        Goods(
            product: code, ean13: ean13, name: name, spec: spec, unit: unit, maker: maker,
            category: category, lot: lot.number, expiresOn: lot.expiresOn, price: price)
    }
}

/// One delivery of goods in one store (批号).
package struct Lot: Equatable, Sendable {
    package let number: String
    package let expiresOn: BusinessDate
    package let isLocked: Bool
    package let stock: Int64

    package init(number: String, expiresOn: BusinessDate, isLocked: Bool, stock: Int64) {
        self.number = number
        self.expiresOn = expiresOn
        self.isLocked = isLocked
        self.stock = stock
    }
}

package enum ProductTable {
    package static func insert(_ product: Product, in transaction: any Transaction) throws {
        try transaction.queue(
            """
            INSERT INTO product (
                product_code, ean13, name, spec, unit, maker, pinyin, category, price_fen, flags)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(product.code), .text(product.ean13), .text(product.name),
                .text(product.spec), .text(product.unit), .text(product.maker),
                .text(product.pinyin), .text(product.category), .integer(product.price.fen),
                .text(product.flags),
            ])
    }

    package static func insert(
        _ lot: Lot, of product: String, store: StoreID, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO lot (store_id, product_code, lot_number, expires_on, locked, stock)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text(store.digits), .text(product), .text(lot.number), .text(lot.expiresOn.iso),
                .integer(lot.isLocked ? 1 : 0), .integer(lot.stock),
            ])
    }

    /// By EAN-13 or by product code; leading zeros of a code may be left out, unless that is another's
    /// whole code.
    package static func find(_ entry: String, in transaction: any Transaction) throws -> Product? {
        let padded = String(repeating: "0", count: max(0, 4 - entry.utf8.count)) + entry
        return try transaction.row(
            """
            SELECT * FROM product WHERE ean13 = ? OR product_code = ? OR product_code = ?
            ORDER BY CASE WHEN product_code = ? THEN 0 WHEN ean13 = ? THEN 1 ELSE 2 END
            """, [.text(entry), .text(entry), .text(padded), .text(entry), .text(entry)]
        ).map(read)
    }

    /// By code, EAN-13, name or pinyin initials, best first; the same search on both engines: one of
    /// them takes LIKE's capitals for small letters, the other does not.
    package static func search(
        _ query: String, limit: Int64, in transaction: any Transaction
    ) throws -> [Product] {
        let escaped = query.lowercased().replacing("\\", with: "\\\\").replacing("%", with: "\\%")
            .replacing("_", with: "\\_")
        return try transaction.rows(
            """
            SELECT * FROM product
            WHERE product_code = ? OR ean13 = ?
               OR lower(pinyin) LIKE ? ESCAPE '\\' OR lower(name) LIKE ? ESCAPE '\\'
               OR ean13 LIKE ? ESCAPE '\\' OR lower(product_code) LIKE ? ESCAPE '\\'
            ORDER BY CASE WHEN product_code = ? OR ean13 = ? THEN 0
                          WHEN lower(pinyin) LIKE ? ESCAPE '\\'
                            OR lower(name) LIKE ? ESCAPE '\\' THEN 1
                          ELSE 2 END, product_code
            LIMIT ?
            """,
            [
                .text(query), .text(query), .text("%" + escaped + "%"), .text("%" + escaped + "%"),
                .text(escaped + "%"), .text(escaped + "%"), .text(query), .text(query),
                .text(escaped + "%"), .text(escaped + "%"), .integer(limit),
            ]
        ).map(read)
    }

    /// The lot to sell from: not locked, not expired on that day, the one that expires first, those
    /// with stock before those without.
    package static func sellableLot(
        of product: String, store: StoreID, on date: BusinessDate,
        in transaction: any Transaction
    ) throws -> Lot? {
        try transaction.row(
            """
            SELECT lot_number, expires_on, locked, stock FROM lot
            WHERE store_id = ? AND product_code = ? AND locked = 0 AND expires_on >= ?
            ORDER BY CASE WHEN stock > 0 THEN 0 ELSE 1 END, expires_on, lot_number LIMIT 1
            """, [.text(store.digits), .text(product), .text(date.iso)]
        ).map { row in
            Lot(
                number: try row.text("lot_number"),
                expiresOn: try BusinessDate(iso: row.text("expires_on")),
                isLocked: try row.integer("locked") == 1, stock: try row.integer("stock"))
        }
    }

    /// Takes what was sold out of stock, in the transaction that posts the sale.
    package static func take(
        _ quantity: Int64, lot: String, of product: String, store: StoreID,
        in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE lot SET stock = stock - ?
            WHERE store_id = ? AND product_code = ? AND lot_number = ?
            """,
            [.integer(quantity), .text(store.digits), .text(product), .text(lot)])
    }

    private static func read(_ row: Row) throws -> Product {
        Product(
            code: try row.text("product_code"), ean13: try row.textIfAny("ean13"),
            name: try row.text("name"), spec: try row.text("spec"), unit: try row.text("unit"),
            maker: try row.text("maker"), pinyin: try row.text("pinyin"),
            category: try row.text("category"), price: Money(fen: try row.integer("price_fen")),
            flags: try row.text("flags"))
    }
}
