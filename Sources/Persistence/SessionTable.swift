// Who is signed in at which register. Only a hash of the cookie's token is kept: a stolen database
// signs nobody in.

package import Retail

package struct StoredSession: Equatable, Sendable {
    package let staff: StaffID
    package let store: StoreID
    package let register: RegisterID
    package let closesAt: Timestamp

    package init(staff: StaffID, store: StoreID, register: RegisterID, closesAt: Timestamp) {
        self.staff = staff
        self.store = store
        self.register = register
        self.closesAt = closesAt
    }
}

package enum SessionTable {
    package static func insert(
        _ session: StoredSession, tokenHash: String, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        try transaction.queue(
            "DELETE FROM session WHERE closes_at_us < ?",
            [
                .integer(now.microseconds)
            ])
        try transaction.queue(
            """
            INSERT INTO session (
                token_hash, staff_id, store_id, register_id, opened_at_us, closes_at_us)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text(tokenHash), .text(session.staff.digits), .text(session.store.digits),
                .text(session.register.digits), .integer(now.microseconds),
                .integer(session.closesAt.microseconds),
            ])
    }

    package static func find(
        _ tokenHash: String, at now: Timestamp, in transaction: any Transaction
    ) throws -> StoredSession? {
        try transaction.row(
            "SELECT * FROM session WHERE token_hash = ? AND closes_at_us > ?",
            [.text(tokenHash), .integer(now.microseconds)]
        ).map { row in
            StoredSession(
                staff: try StaffID(row.text("staff_id")), store: try StoreID(row.text("store_id")),
                register: try RegisterID(row.text("register_id")),
                closesAt: Timestamp(microseconds: try row.integer("closes_at_us")))
        }
    }

    package static func remove(_ tokenHash: String, in transaction: any Transaction) throws {
        try transaction.queue("DELETE FROM session WHERE token_hash = ?", [.text(tokenHash)])
    }
}
