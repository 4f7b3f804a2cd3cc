// Days that a manager has signed. A fact that comes later is booked into the first day that is not, as a
// correction; what was signed never changes.

package import Retail

/// A signed day: the figures as they were, and as they stay.
package struct SignedDay: Equatable, Sendable {
    package let store: StoreID
    package let date: BusinessDate
    package let by: StaffID
    package let at: Timestamp
    package let net: Money
    /// Cash that should be in the drawers: without that of imported old sales.
    package let cash: Money
    package let aggregated: Money
    /// Cash that was counted, if it was; what shifts had counted before is in it as it should have been,
    /// since what that was over or short is the shifts' own.
    package let counted: Money?

    package init(
        store: StoreID, date: BusinessDate, by: StaffID, at: Timestamp, net: Money, cash: Money,
        aggregated: Money, counted: Money?
    ) {
        self.store = store
        self.date = date
        self.by = by
        self.at = at
        self.net = net
        self.cash = cash
        self.aggregated = aggregated
        self.counted = counted
    }
}

package enum SignedDayTable {
    /// Signs a day; false when it was signed before.
    package static func insert(
        _ day: SignedDay, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO signed_day (
                store_id, business_date, signed_by, signed_at_us, net_fen, cash_fen,
                aggregated_fen, counted_fen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                .text(day.store.digits), .text(day.date.iso), .text(day.by.digits),
                .integer(day.at.microseconds), .integer(day.net.fen), .integer(day.cash.fen),
                .integer(day.aggregated.fen), .integer(day.counted?.fen),
            ]) == 1
    }

    package static func find(
        store: StoreID, on date: BusinessDate, in transaction: any Transaction
    ) throws -> SignedDay? {
        try transaction.row(
            "SELECT * FROM signed_day WHERE store_id = ? AND business_date = ?",
            [.text(store.digits), .text(date.iso)]
        ).map { row in
            SignedDay(
                store: store, date: date, by: try StaffID(row.text("signed_by")),
                at: Timestamp(microseconds: try row.integer("signed_at_us")),
                net: Money(fen: try row.integer("net_fen")),
                cash: Money(fen: try row.integer("cash_fen")),
                aggregated: Money(fen: try row.integer("aggregated_fen")),
                counted: try row.integerIfAny("counted_fen").map(Money.init(fen:)))
        }
    }

    /// The last day that a store has signed, for a transaction that books: until it ends there is no
    /// later one (`StoreTable.holdForBooking`).
    package static func lastForBooking(
        of store: StoreID, in transaction: any Transaction
    ) throws -> BusinessDate? {
        try transaction.row(
            """
            SELECT (SELECT max(d.business_date) FROM signed_day d
                    WHERE d.store_id = s.store_id) AS last
            FROM   store s WHERE s.store_id = ? \(transaction.forShare(of: "s"))
            """, [.text(store.digits)]
        )?.textIfAny("last").map { try BusinessDate(iso: $0) }
    }

    /// The last day that a store has signed.
    package static func last(
        of store: StoreID, in transaction: any Transaction
    ) throws -> BusinessDate? {
        try transaction.row(
            "SELECT max(business_date) AS last FROM signed_day WHERE store_id = ?",
            [.text(store.digits)]
        )?.textIfAny("last").map { try BusinessDate(iso: $0) }
    }
}
