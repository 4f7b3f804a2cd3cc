// Exception cases (异常单): what a person must look at. One per cause and subject, however often the
// cause is met; each has an owner and a due time from the moment it is opened (P1).

package import Retail

/// What a case says when it is opened.
package struct CaseOpening: Sendable {
    package let store: StoreID
    package let cause: String
    /// What it is about: a merchant order number, or a sale.
    package let subject: String
    package let detail: String
    package let amount: Money

    package init(store: StoreID, cause: String, subject: String, detail: String, amount: Money) {
        self.store = store
        self.cause = cause
        self.subject = subject
        self.detail = detail
        self.amount = amount
    }
}

/// A case as it stands.
package struct PaymentCase: Sendable {
    package let cause: String
    package let subject: String
    package let detail: String
    package let amount: Money
    package let isOpen: Bool
    package let closedHow: String?
}

package enum CaseTable {
    /// Finance looks at a case by the end of the next day.
    private static let dueWithin = Pause.hours(24)

    /// Opens a case, unless one with this cause and subject exists; says whether it is new.
    @discardableResult
    package static func open(
        _ opening: CaseOpening, at now: Timestamp, in transaction: any Transaction
    ) throws -> Bool {
        let changed = try transaction.execute(
            """
            INSERT INTO payment_case (
                store_id, case_id, cause, subject, detail, amount_fen, owner_role, opened_at_us,
                due_at_us, state)
            VALUES (?, ?, ?, ?, ?, ?, 'finance', ?, ?, 'open')
            ON CONFLICT DO NOTHING
            """,
            [
                .text(opening.store.digits), .text(opening.cause + ":" + opening.subject),
                .text(opening.cause), .text(opening.subject), .text(opening.detail),
                .integer(opening.amount.fen), .integer(now.microseconds),
                .integer(now.advanced(by: dueWithin).microseconds),
            ])
        return changed == 1
    }

    /// Closes the open cases of a subject that these causes opened.
    package static func close(
        subject: String, causes: [String], how: String, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        for cause in causes {
            try transaction.queue(
                """
                UPDATE payment_case SET state = 'closed', closed_at_us = ?, closed_how = ?
                WHERE subject = ? AND cause = ? AND state = 'open'
                """,
                [.integer(now.microseconds), .text(how), .text(subject), .text(cause)])
        }
    }

    /// Closes the open cases of a cause whose subjects begin so, but for one.
    package static func close(
        subjectsFrom prefix: String, cause: String, except id: String, how: String,
        at now: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE payment_case SET state = 'closed', closed_at_us = ?, closed_how = ?
            WHERE state = 'open' AND cause = ? AND case_id <> ? AND substr(subject, 1, ?) = ?
            """,
            [
                .integer(now.microseconds), .text(how), .text(cause), .text(id),
                .integer(Int64(prefix.unicodeScalars.count)), .text(prefix),
            ])
    }

    /// How many cases whose subjects begin so ended in one of these ways.
    package static func closed(
        subjectsFrom prefix: String, store: StoreID, how: [String],
        in transaction: any Transaction
    ) throws -> Int64 {
        let places = Array(repeating: "?", count: how.count).joined(separator: ", ")
        return try transaction.row(
            """
            SELECT count(*) AS n FROM payment_case
            WHERE store_id = ? AND substr(subject, 1, ?) = ? AND closed_how IN (\(places))
            """,
            [
                .text(store.digits), .integer(Int64(prefix.unicodeScalars.count)),
                .text(prefix),
            ] + how.map { .text($0) })?.integer("n") ?? 0
    }

    package static func all(
        subject: String, in transaction: any Transaction
    ) throws -> [PaymentCase] {
        try transaction.rows(
            "SELECT * FROM payment_case WHERE subject = ? ORDER BY opened_at_us, case_id",
            [.text(subject)]
        ).map { row in
            PaymentCase(
                cause: try row.text("cause"), subject: try row.text("subject"),
                detail: try row.text("detail"), amount: Money(fen: try row.integer("amount_fen")),
                isOpen: try row.text("state") == "open",
                closedHow: try row.textIfAny("closed_how"))
        }
    }
}
