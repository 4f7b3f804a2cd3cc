// Finance remarks of function 400449 (财务备注): on a sale, a payment, or a whole day of a store, and what
// finance answered.

package import Retail

package struct Remark: Equatable, Sendable {
    package let staff: StaffID
    package let words: String
    package let at: Timestamp

    package init(staff: StaffID, words: String, at: Timestamp) {
        self.staff = staff
        self.words = words
        self.at = at
    }
}

/// What a remark is about.
package enum RemarkSubject: Equatable, Sendable {
    /// With its receipt number.
    case sale(SaleID, receipt: String)
    case day
    /// By its merchant order number.
    case payment(String)

    package var kind: String {
        switch self {
        case .sale: "sale"
        case .day: "day"
        case .payment: "payment"
        }
    }
}

/// A remark as it is kept.
package struct StoredRemark: Equatable, Sendable {
    package struct Answer: Equatable, Sendable {
        package let words: String
        package let staff: StaffID
        package let at: Timestamp
    }

    package let id: String
    package let store: StoreID
    package let date: BusinessDate
    package let kind: String
    /// A receipt number, a merchant order number, or the day.
    package let subject: String
    package let remark: Remark
    package let answer: Answer?
}

/// Which remarks are looked for.
package struct RemarkFilter: Equatable, Sendable {
    package var store: StoreID?
    /// Those that may be told; nil for all.
    package var stores: [StoreID]?
    package var from: BusinessDate?
    package var to: BusinessDate?
    /// Nil for both.
    package var isAnswered: Bool?
    package var subject: String?

    package init() {}
}

package enum RemarkTable {
    package static func insert(
        _ remark: Remark, id: String, on subject: RemarkSubject, date: BusinessDate,
        store: StoreID, in transaction: any Transaction
    ) throws {
        let (name, sale): (String, SaleID?) =
            switch subject {
            case .sale(let sale, let receipt): (receipt, sale)
            case .day: (date.iso, nil)
            case .payment(let number): (number, nil)
            }
        try transaction.queue(
            """
            INSERT INTO remark (
                store_id, remark_id, kind, subject, sale_id, business_date, staff_id, words, at_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(store.digits), .text(id), .text(subject.kind), .text(name),
                .text(sale?.text), .text(date.iso), .text(remark.staff.digits),
                .text(remark.words), .integer(remark.at.microseconds),
            ])
    }

    /// Answers a remark; false where it has another answer, or is not there.
    package static func answer(
        _ id: String, of store: StoreID, words: String, by staff: StaffID, at now: Timestamp,
        in transaction: any Transaction
    ) throws -> Bool {
        let changed = try transaction.execute(
            """
            UPDATE remark SET answer = ?, answered_by = ?, answered_at_us = ?
            WHERE store_id = ? AND remark_id = ? AND answer IS NULL
            """,
            [
                .text(words), .text(staff.digits), .integer(now.microseconds),
                .text(store.digits), .text(id),
            ])
        if changed == 1 { return true }
        // Sent again, since the answer to it was lost: the same, and nothing new.
        return try transaction.row(
            """
            SELECT 1 AS one FROM remark
            WHERE store_id = ? AND remark_id = ? AND answer = ? AND answered_by = ?
            """, [.text(store.digits), .text(id), .text(words), .text(staff.digits)]) != nil
    }

    package static func all(
        on sale: SaleID, store: StoreID, in transaction: any Transaction
    ) throws -> [Remark] {
        try transaction.rows(
            """
            SELECT staff_id, words, at_us FROM remark WHERE store_id = ? AND sale_id = ?
            ORDER BY at_us, remark_id
            """, [.text(store.digits), .text(sale.text)]
        ).map(remark)
    }

    /// The remarks that fit: those that wait first, then the newest.
    package static func list(
        _ filter: RemarkFilter, limit: Int64, in transaction: any Transaction
    ) throws -> [StoredRemark] {
        let among = StoreTable.among(filter.stores)
        var (parts, arguments) = ([among.sql], among.values)
        func add(_ part: String, _ value: String?) {
            guard let value else { return }
            parts.append(part)
            arguments.append(.text(value))
        }
        add("store_id = ?", filter.store?.digits)
        add("business_date >= ?", filter.from?.iso)
        add("business_date <= ?", filter.to?.iso)
        add("subject = ?", filter.subject)
        if let isAnswered = filter.isAnswered {
            parts.append(isAnswered ? "answer IS NOT NULL" : "answer IS NULL")
        }
        return try transaction.rows(
            """
            SELECT * FROM remark WHERE \(parts.joined(separator: " AND "))
            ORDER BY CASE WHEN answer IS NULL THEN 0 ELSE 1 END, at_us DESC, remark_id LIMIT ?
            """, arguments + [.integer(limit)]
        ).map { row in
            let answer = try row.textIfAny("answer").map { words in
                StoredRemark.Answer(
                    words: words, staff: try StaffID(row.text("answered_by")),
                    at: Timestamp(microseconds: try row.integer("answered_at_us")))
            }
            return StoredRemark(
                id: try row.text("remark_id"), store: try StoreID(row.text("store_id")),
                date: try BusinessDate(iso: row.text("business_date")),
                kind: try row.text("kind"), subject: try row.text("subject"),
                remark: try remark(row), answer: answer)
        }
    }

    private static func remark(_ row: Row) throws -> Remark {
        Remark(
            staff: try StaffID(row.text("staff_id")), words: try row.text("words"),
            at: Timestamp(microseconds: try row.integer("at_us")))
    }
}
