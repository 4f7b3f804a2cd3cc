// The entries of one account, latest first: what a balance is made of.

package import Ledger
package import Retail

/// An entry as it was booked.
package struct AccountEntry: Sendable {
    package let store: StoreID
    package let fact: String
    package let subject: String
    package let line: Int64
    package let date: String
    package let at: Timestamp
    package let debit: Account
    package let credit: Account
    package let amount: Money
    package let number: String?
    package let sale: SaleID?
}

/// Where a page of entries ended.
package struct AccountEntryCursor: Equatable, Sendable {
    package let at: Timestamp
    package let store: String
    package let fact: String
    package let subject: String
    package let line: Int64

    package init(_ entry: AccountEntry) {
        self.init(
            at: entry.at, store: entry.store.digits, fact: entry.fact, subject: entry.subject,
            line: entry.line)
    }

    package init(at: Timestamp, store: String, fact: String, subject: String, line: Int64) {
        self.at = at
        self.store = store
        self.fact = fact
        self.subject = subject
        self.line = line
    }
}

package enum AccountEntryTable {
    /// Of some business dates, after a place in the list.
    package static func list(
        _ account: Account, of scope: ReportScope, from first: BusinessDate, to last: BusinessDate,
        after cursor: AccountEntryCursor?, limit: Int64, in transaction: any Transaction
    ) throws -> [AccountEntry] {
        let (condition, values) = scope.condition(on: "e")
        var arguments: [SQLValue] = [.text(account.name), .text(account.name)] + values
        arguments += [.text(first.iso), .text(last.iso)]
        var after = ""
        if let cursor {
            after = "AND (at_us, store_id, fact, subject, line_no) < (?, ?, ?, ?, ?)"
            arguments += [
                .integer(cursor.at.microseconds), .text(cursor.store), .text(cursor.fact),
                .text(cursor.subject), .integer(cursor.line),
            ]
        }
        return try transaction.rows(
            """
            SELECT   * FROM ledger_entry e
            WHERE    (debit = ? OR credit = ?) AND \(condition)
            AND      business_date BETWEEN ? AND ? \(after)
            ORDER BY at_us DESC, store_id DESC, fact DESC, subject DESC, line_no DESC LIMIT ?
            """, arguments + [.integer(limit)]
        ).map { row in
            guard let debit = Account(name: try row.text("debit")),
                let credit = Account(name: try row.text("credit"))
            else { throw StoredError.unreadable("ledger entry") }
            return AccountEntry(
                store: try StoreID(row.text("store_id")), fact: try row.text("fact"),
                subject: try row.text("subject"), line: try row.integer("line_no"),
                date: try row.text("business_date"),
                at: Timestamp(microseconds: try row.integer("at_us")), debit: debit,
                credit: credit, amount: Money(fen: try row.integer("amount_fen")),
                number: try row.textIfAny("order_number"),
                sale: try row.textIfAny("sale_id").map { SaleID($0) })
        }
    }
}
