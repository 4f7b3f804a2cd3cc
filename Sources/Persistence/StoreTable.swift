// Stores and their registers.

package import Retail

/// A store (门店).
package struct Store: Equatable, Sendable {
    package let id: StoreID
    package let name: String
    package let licence: String
    package let phone: String
    /// How long after midnight its business day turns.
    package let dayTurns: Pause

    package init(id: StoreID, name: String, licence: String, phone: String, dayTurns: Pause) {
        self.id = id
        self.name = name
        self.licence = licence
        self.phone = phone
        self.dayTurns = dayTurns
    }
}

package enum StoreTable {
    package static func insert(
        _ store: Store, registers: [RegisterID], in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO store (store_id, name, licence, phone, day_turns_us)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .text(store.id.digits), .text(store.name), .text(store.licence),
                .text(store.phone), .integer(store.dayTurns.microseconds),
            ])
        for register in registers {
            try transaction.queue(
                "INSERT INTO register (store_id, register_id) VALUES (?, ?)",
                [.text(store.id.digits), .text(register.digits)])
        }
    }

    /// That a row is of one of these stores; of any, or of none of ours, for nil.
    static func among(_ stores: [StoreID]?) -> (sql: String, values: [SQLValue]) {
        guard let stores else { return ("1 = 1", []) }
        guard !stores.isEmpty else { return ("1 = 0", []) }
        let marks = stores.map { _ in "?" }.joined(separator: ", ")
        return ("store_id IN (\(marks))", stores.map { .text($0.digits) })
    }

    package static func all(in transaction: any Transaction) throws -> [Store] {
        try transaction.rows("SELECT * FROM store ORDER BY store_id").map(read)
    }

    package static func find(_ id: StoreID, in transaction: any Transaction) throws -> Store? {
        try transaction.row("SELECT * FROM store WHERE store_id = ?", [.text(id.digits)])
            .map(read)
    }

    /// Keeps the days of a store as they are until this transaction ends, for one that books into them.
    ///
    /// Two that book do not wait for each other. Who comes upon a signature that the transaction's view
    /// does not have is done again with a new one.
    package static func holdForBooking(
        _ store: StoreID, in transaction: any Transaction
    ) throws {
        _ = try transaction.row(
            "SELECT 1 AS held FROM store s WHERE s.store_id = ? \(transaction.forShare(of: "s"))",
            [.text(store.digits)])
    }

    /// Keeps everybody from booking in a store until this transaction ends, and has it see all that
    /// was booked before: the first that a transaction does, and then it writes.
    ///
    /// It waits for those who are booking. A view that lasts would be older than the end of that
    /// wait, and miss what they have booked; so here each statement has a view of its own. Where there
    /// is one writer there is nobody to wait for.
    package static func closeToBooking(
        _ store: StoreID, in transaction: any Transaction
    ) throws {
        let view = SQLText.each(
            sqlite: nil, postgres: "SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        guard let view = view.text(for: transaction.dialect) else { return }
        try transaction.queue(view, [])
        // Nothing changes but the row's version, which is what those who book stumble over.
        try transaction.queue(
            "UPDATE store SET name = name WHERE store_id = ?", [.text(store.digits)])
    }

    package static func registers(
        of store: StoreID, in transaction: any Transaction
    ) throws -> [RegisterID] {
        try transaction.rows(
            "SELECT register_id FROM register WHERE store_id = ? ORDER BY register_id",
            [.text(store.digits)]
        ).map { try RegisterID($0.text("register_id")) }
    }

    private static func read(_ row: Row) throws -> Store {
        Store(
            id: try StoreID(row.text("store_id")), name: try row.text("name"),
            licence: try row.text("licence"), phone: try row.text("phone"),
            dayTurns: Pause(microseconds: try row.integer("day_turns_us")))
    }
}
