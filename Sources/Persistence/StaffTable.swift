// People, and how their last PINs went.

package import Retail

/// Somebody who works in the chain.
package struct Staff: Equatable, Sendable {
    package enum Role: String, CaseIterable, Sendable {
        case cashier, pharmacist, manager, area, finance
    }

    package let id: StaffID
    package let name: String
    package let role: Role
    /// Where the person works; nil for the whole chain.
    package let store: StoreID?
    /// A scrypt hash with its salt.
    package let pinHash: String
    /// Wrong PINs in a row.
    package let failures: Int64
    package let lockedUntil: Timestamp

    package init(
        id: StaffID, name: String, role: Role, store: StoreID?, pinHash: String,
        failures: Int64 = 0, lockedUntil: Timestamp = Timestamp(microseconds: 0)
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.store = store
        self.pinHash = pinHash
        self.failures = failures
        self.lockedUntil = lockedUntil
    }
}

package enum StaffTable {
    package static func insert(_ staff: Staff, in transaction: any Transaction) throws {
        try transaction.queue(
            "INSERT INTO staff (staff_id, name, role, store_id, pin_hash) VALUES (?, ?, ?, ?, ?)",
            [
                .text(staff.id.digits), .text(staff.name), .text(staff.role.rawValue),
                .text(staff.store?.digits), .text(staff.pinHash),
            ])
    }

    package static func find(_ id: StaffID, in transaction: any Transaction) throws -> Staff? {
        try transaction.row("SELECT * FROM staff WHERE staff_id = ?", [.text(id.digits)])
            .map(read)
    }

    /// Those who work in a store, or in the whole chain.
    package static func all(of store: StoreID, in transaction: any Transaction) throws -> [Staff] {
        try transaction.rows(
            "SELECT * FROM staff WHERE store_id = ? OR store_id IS NULL ORDER BY staff_id",
            [.text(store.digits)]
        ).map(read)
    }

    package static func everybody(in transaction: any Transaction) throws -> [Staff] {
        try transaction.rows("SELECT * FROM staff ORDER BY staff_id").map(read)
    }

    /// Records how the last PIN went: zero failures after a right one.
    package static func note(
        failures: Int64, lockedUntil: Timestamp, of id: StaffID, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            "UPDATE staff SET failures = ?, locked_until_us = ? WHERE staff_id = ?",
            [.integer(failures), .integer(lockedUntil.microseconds), .text(id.digits)])
    }

    private static func read(_ row: Row) throws -> Staff {
        guard let role = Staff.Role(rawValue: try row.text("role")) else {
            throw StoredError.unreadable("staff.role")
        }
        return Staff(
            id: try StaffID(row.text("staff_id")), name: try row.text("name"), role: role,
            store: try row.textIfAny("store_id").map(StoreID.init),
            pinHash: try row.text("pin_hash"), failures: try row.integer("failures"),
            lockedUntil: Timestamp(microseconds: try row.integer("locked_until_us")))
    }
}
