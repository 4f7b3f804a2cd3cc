// Cases as people work on them: the list, one of them, and what was done with it.

package import Retail

/// A case with everything that is stored of it.
package struct StoredCase: Sendable {
    package let store: StoreID
    package let id: String
    package let cause: String
    package let subject: String
    package let detail: String
    package let amount: Money
    package let openedAt: Timestamp
    package let dueAt: Timestamp
    package let isOpen: Bool
    package let closedAt: Timestamp?
    package let closedHow: String?
    package let assignedTo: StaffID?
    /// What one person proposes, and waits for another's word.
    package let proposedBy: StaffID?
    package let proposedHow: String?
}

/// Something that a person did with a case.
package struct CaseEvent: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case taken, released, noted, proposed, withdrawn, closed
    }

    package let at: Timestamp
    package let staff: StaffID
    package let kind: Kind
    package let words: String

    package init(at: Timestamp, staff: StaffID, kind: Kind, words: String) {
        self.at = at
        self.staff = staff
        self.kind = kind
        self.words = words
    }
}

/// Which cases are wanted.
package struct CaseFilter: Equatable, Sendable {
    package var store: StoreID?
    /// Those that may be told; nil for all.
    package var stores: [StoreID]?
    package var cause: String?
    package var isOpen = true
    package var assignedTo: StaffID?

    package init() {}
}

extension CaseTable {
    /// The cases that fit, longest waiting first, after one of them.
    package static func list(
        _ filter: CaseFilter, after: (due: Timestamp, store: String, id: String)? = nil,
        limit: Int64, in transaction: any Transaction
    ) throws -> [StoredCase] {
        let among = StoreTable.among(filter.stores)
        var conditions = ["state = ?", among.sql]
        var arguments: [SQLValue] = [.text(filter.isOpen ? "open" : "closed")] + among.values
        if let store = filter.store {
            conditions.append("store_id = ?")
            arguments.append(.text(store.digits))
        }
        if let cause = filter.cause {
            conditions.append("cause = ?")
            arguments.append(.text(cause))
        }
        if let staff = filter.assignedTo {
            conditions.append("assigned_to = ?")
            arguments.append(.text(staff.digits))
        }
        if let after {
            conditions.append("(due_at_us, store_id, case_id) > (?, ?, ?)")
            arguments += [.integer(after.due.microseconds), .text(after.store), .text(after.id)]
        }
        return try transaction.rows(
            """
            SELECT * FROM payment_case WHERE \(conditions.joined(separator: " AND "))
            ORDER BY due_at_us, store_id, case_id LIMIT ?
            """, arguments + [.integer(limit)]
        ).map(StoredCase.init)
    }

    /// How many are open of each cause, and over how much; of some stores, or of all for nil.
    package static func openByCause(
        of stores: [StoreID]?, in transaction: any Transaction
    ) throws -> [ReportedSum] {
        let among = StoreTable.among(stores)
        return try transaction.rows(
            """
            SELECT   cause, count(*) AS n, CAST(sum(amount_fen) AS BIGINT) AS fen
            FROM     payment_case
            WHERE    state = 'open' AND \(among.sql)
            GROUP BY cause ORDER BY cause
            """, among.values
        ).map {
            ReportedSum(
                name: try $0.text("cause"), count: try $0.integer("n"),
                amount: Money(fen: try $0.integer("fen")))
        }
    }

    /// Cases about any of these numbers.
    package static func about(
        _ subjects: [String], in transaction: any Transaction
    ) throws -> [StoredCase] {
        try subjects.flatMap { subject in
            try transaction.rows(
                "SELECT * FROM payment_case WHERE subject = ? ORDER BY opened_at_us, case_id",
                [.text(subject)]
            ).map(StoredCase.init)
        }
    }

    package static func find(
        _ id: String, store: StoreID, in transaction: any Transaction
    ) throws -> StoredCase? {
        try transaction.row(
            "SELECT * FROM payment_case WHERE store_id = ? AND case_id = ?",
            [.text(store.digits), .text(id)]
        ).map(StoredCase.init)
    }

    package static func events(
        of id: String, store: StoreID, in transaction: any Transaction
    ) throws -> [CaseEvent] {
        try transaction.rows(
            """
            SELECT at_us, staff_id, kind, words FROM case_event
            WHERE store_id = ? AND case_id = ? ORDER BY seq
            """, [.text(store.digits), .text(id)]
        ).map { row in
            guard let kind = CaseEvent.Kind(rawValue: try row.text("kind")) else {
                throw StoredError.unreadable("case_event")
            }
            return CaseEvent(
                at: Timestamp(microseconds: try row.integer("at_us")),
                staff: try StaffID(row.text("staff_id")), kind: kind,
                words: try row.text("words"))
        }
    }

    /// Whether what a case is about is still on its way: an attempt or a refund without an end.
    package static func isMoving(
        _ subject: String, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.row(
            """
            SELECT 1 AS n FROM attempt WHERE order_number = ? AND is_open = 1
            UNION ALL SELECT 1 AS n FROM refund WHERE refund_number = ? AND is_open = 1
            """, [.text(subject), .text(subject)]) != nil
    }

    /// Writes what a person does with an open case, and where it leaves it.
    ///
    /// *Errors*: `StoredError.outdated` when it is closed by now, or its proposal another one.
    package static func work(
        _ event: CaseEvent, on found: StoredCase, assignedTo: StaffID?,
        proposal: (by: StaffID, how: String)?, in transaction: any Transaction
    ) throws {
        let isClosed = event.kind == .closed
        try transaction.queue(
            """
            UPDATE payment_case
            SET    assigned_to = ?, proposed_by = ?, proposed_how = ?, state = ?,
                   closed_at_us = ?, closed_how = ?
            WHERE  store_id = ? AND case_id = ? AND state = 'open'
            AND    coalesce(proposed_by, '') = ? AND coalesce(proposed_how, '') = ?
            """,
            [
                .text(assignedTo?.digits), .text(proposal?.by.digits), .text(proposal?.how),
                .text(isClosed ? "closed" : "open"),
                .integer(isClosed ? event.at.microseconds : nil),
                .text(isClosed ? event.words : nil), .text(found.store.digits), .text(found.id),
                .text(found.proposedBy?.digits ?? ""), .text(found.proposedHow ?? ""),
            ], findingOneOr: StoredError.outdated)
        try transaction.queue(
            """
            INSERT INTO case_event (store_id, case_id, seq, at_us, staff_id, kind, words)
            VALUES (?, ?, (SELECT coalesce(max(seq), 0) + 1 FROM case_event
                           WHERE store_id = ? AND case_id = ?), ?, ?, ?, ?)
            """,
            [
                .text(found.store.digits), .text(found.id), .text(found.store.digits),
                .text(found.id), .integer(event.at.microseconds), .text(event.staff.digits),
                .text(event.kind.rawValue), .text(event.words),
            ])
    }
}

extension StoredCase {
    fileprivate init(_ row: Row) throws {
        store = try StoreID(row.text("store_id"))
        id = try row.text("case_id")
        cause = try row.text("cause")
        subject = try row.text("subject")
        detail = try row.text("detail")
        amount = Money(fen: try row.integer("amount_fen"))
        openedAt = Timestamp(microseconds: try row.integer("opened_at_us"))
        dueAt = Timestamp(microseconds: try row.integer("due_at_us"))
        isOpen = try row.text("state") == "open"
        closedAt = try row.integerIfAny("closed_at_us").map(Timestamp.init(microseconds:))
        closedHow = try row.textIfAny("closed_how")
        assignedTo = try row.textIfAny("assigned_to").map { try StaffID($0) }
        proposedBy = try row.textIfAny("proposed_by").map { try StaffID($0) }
        proposedHow = try row.textIfAny("proposed_how")
    }
}
