// What one person handed to the next with a drawer: as it stood then, by name, until it has been read.

package import Retail

/// Something open that was handed over (交接事项).
package struct HandedOver: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The sale on the register's screen.
        case sale
        case held, payment, refund, paper
    }

    package let kind: Kind
    /// A sale, an order number, a refund number or a print job, by the kind.
    package let subject: String
    /// What people know it by.
    package let words: String
    package let amount: Money?

    package init(kind: Kind, subject: String, words: String, amount: Money?) {
        self.kind = kind
        self.subject = subject
        self.words = words
        self.amount = amount
    }
}

/// With who gave it to whom.
package struct GivenItem: Equatable, Sendable {
    package let shift: ShiftID
    package let item: HandedOver
    package let by: StaffID
    package let to: StaffID
    package let isSeen: Bool
}

package enum ShiftHandoverTable {
    package static func insert(
        _ items: [HandedOver], of shift: ShiftID, by giver: StaffID, to taker: StaffID,
        in transaction: any Transaction
    ) throws {
        for (place, item) in items.enumerated() {
            try transaction.queue(
                """
                INSERT INTO shift_handover (
                    store_id, register_id, shift_no, item_no, kind, subject, words, amount_fen,
                    given_by, given_to)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                ShiftTable.key(shift) + [
                    .integer(Int64(place) + 1), .text(item.kind.rawValue), .text(item.subject),
                    .text(item.words), .integer(item.amount?.fen), .text(giver.digits),
                    .text(taker.digits),
                ])
        }
    }

    package static func ofShift(
        _ shift: ShiftID, in transaction: any Transaction
    ) throws -> [GivenItem] {
        try transaction.rows(
            """
            SELECT * FROM shift_handover
            WHERE store_id = ? AND register_id = ? AND shift_no = ? ORDER BY item_no
            """, ShiftTable.key(shift)
        ).map(read)
    }

    /// What was given to somebody, and not read yet.
    package static func unseen(
        by staff: StaffID, store: StoreID, in transaction: any Transaction
    ) throws -> [GivenItem] {
        try transaction.rows(
            """
            SELECT * FROM shift_handover
            WHERE store_id = ? AND given_to = ? AND seen_at_us IS NULL
            ORDER BY register_id, shift_no, item_no
            """, [.text(store.digits), .text(staff.digits)]
        ).map(read)
    }

    /// Somebody has read everything that was given to them.
    package static func markSeen(
        by staff: StaffID, store: StoreID, at now: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE shift_handover SET seen_at_us = ?
            WHERE store_id = ? AND given_to = ? AND seen_at_us IS NULL
            """, [.integer(now.microseconds), .text(store.digits), .text(staff.digits)])
    }

    private static func read(_ row: Row) throws -> GivenItem {
        guard let kind = HandedOver.Kind(rawValue: try row.text("kind")) else {
            throw StoredError.unreadable("shift_handover.kind")
        }
        return GivenItem(
            shift: ShiftID(
                store: try StoreID(row.text("store_id")),
                register: try RegisterID(row.text("register_id")),
                no: try row.integer("shift_no")),
            item: HandedOver(
                kind: kind, subject: try row.text("subject"), words: try row.text("words"),
                amount: try row.integerIfAny("amount_fen").map(Money.init(fen:))),
            by: try StaffID(row.text("given_by")), to: try StaffID(row.text("given_to")),
            isSeen: try row.integerIfAny("seen_at_us") != nil)
    }
}
