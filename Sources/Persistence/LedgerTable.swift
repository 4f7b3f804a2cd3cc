// The ledger's rows: appended beside the fact they tell, in its transaction, and never changed.

package import Ledger
package import Retail
internal import Sales

/// Which subjects of a kind are asked for.
package enum LedgerSubjects: Sendable {
    case one(String)
    case from(prefix: String)

    fileprivate var condition: (String, [SQLValue]) {
        switch self {
        case .one(let subject): ("e.subject = ?", [.text(subject)])
        case .from(let prefix):
            (
                "substr(e.subject, 1, ?) = ?",
                [.integer(Int64(prefix.unicodeScalars.count)), .text(prefix)]
            )
        }
    }
}

package enum LedgerTable {
    /// Books what was there before the ledger was.
    package static let earlierFacts = Migration.earlierFacts

    /// Books a fact; one that is booked already is left as it is.
    package static func insert(
        _ booked: BookedFact, at now: Timestamp, in transaction: any Transaction
    ) throws {
        guard !booked.entries.isEmpty else { return }
        let row = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        var arguments: [SQLValue] = []
        for (place, entry) in booked.entries.enumerated() {
            let shift = entry.movesCash ? booked.shift : nil
            arguments += [
                .text(booked.store.digits), .text(booked.fact.kind), .text(booked.fact.subject),
                .integer(Int64(place) + 1), .text(booked.date.iso), .integer(now.microseconds),
                .text(entry.debit.name), .text(entry.credit.name), .integer(entry.amount.fen),
                .text(entry.number?.digits), .text(booked.sale?.text),
                .text(shift?.register.digits), .integer(shift?.no),
            ]
        }
        try transaction.queue(
            """
            INSERT INTO ledger_entry (
                store_id, fact, subject, line_no, business_date, at_us, debit, credit, amount_fen,
                order_number, sale_id, register_id, shift_no)
            VALUES \(booked.entries.map { _ in row }.joined(separator: ", "))
            ON CONFLICT DO NOTHING
            """, arguments)
    }

    /// Stores that a debit stands in: booked there, and neither undone nor moved since.
    package static func storesOf(
        _ number: MerchantOrderNumber, in transaction: any Transaction
    ) throws -> [StoreID] {
        try transaction.rows(
            """
            SELECT store_id FROM ledger_entry WHERE order_number = ?
            GROUP BY store_id
            HAVING sum(CASE WHEN fact = 'debit' THEN 1
                            WHEN fact IN ('debit-undone', 'debit-moved') THEN -1 ELSE 0 END) > 0
            ORDER BY store_id
            """, [.text(number.digits)]
        ).map { try StoreID($0.text("store_id")) }
    }

    /// What is booked of a kind into an account, by store: of one fact, or of all whose subjects begin
    /// so, with how many facts they are.
    ///
    /// Each store is looked up by itself: there is no index by the kind alone.
    package static func booked(
        _ kind: String, _ subjects: LedgerSubjects, into account: Account,
        in transaction: any Transaction
    ) throws -> [StoreID: (amount: Money, facts: Int64)] {
        let (condition, arguments) = subjects.condition
        let rows = try transaction.rows(
            """
            SELECT e.store_id, count(DISTINCT e.subject) AS facts,
                   CAST(sum(CASE WHEN e.debit = ? THEN e.amount_fen
                                 WHEN e.credit = ? THEN -e.amount_fen ELSE 0 END) AS BIGINT) AS fen
            FROM   store s CROSS JOIN ledger_entry e
            WHERE  e.store_id = s.store_id AND e.fact = ? AND \(condition)
            GROUP BY e.store_id
            """, [.text(account.name), .text(account.name), .text(kind)] + arguments)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                let amount = Money(fen: try row.integer("fen"))
                return (try StoreID(row.text("store_id")), (amount, try row.integer("facts")))
            })
    }

    /// The wallet that a payment's money was booked at in a store; nil when none was.
    package static func wallet(
        of number: MerchantOrderNumber, store: StoreID, in transaction: any Transaction
    ) throws -> String? {
        let row = try transaction.row(
            """
            SELECT debit FROM ledger_entry
            WHERE order_number = ? AND store_id = ? AND fact IN ('debit', 'second-debit')
            ORDER BY at_us LIMIT 1
            """, [.text(number.digits), .text(store.digits)])
        guard let row, case .clearing(let wallet) = Account(name: try row.text("debit")) else {
            return nil
        }
        return wallet
    }

    /// Payments whose money stands in an account of a store, with how much: what is in doubt, or owed.
    package static func standing(
        in account: Account, store: StoreID, until date: BusinessDate? = nil,
        in transaction: any Transaction
    ) throws -> [(number: String, amount: Money)] {
        let name = account.name
        return try transaction.rows(
            """
            SELECT   order_number,
                     CAST(sum(CASE WHEN debit = ? THEN amount_fen ELSE -amount_fen END) AS BIGINT)
                         AS amount_fen
            FROM     ledger_entry
            WHERE    store_id = ? AND (debit = ? OR credit = ?) AND order_number IS NOT NULL
            AND      (CAST(? AS TEXT) IS NULL OR business_date <= ?)
            GROUP BY order_number
            HAVING   sum(CASE WHEN debit = ? THEN amount_fen ELSE -amount_fen END) <> 0
            ORDER BY order_number
            """,
            [
                .text(name), .text(store.digits), .text(name), .text(name), .text(date?.iso),
                .text(date?.iso), .text(name),
            ]
        ).map {
            (try $0.text("order_number"), Money(fen: try $0.integer("amount_fen")))
        }
    }

    /// The balances of a store, of all its days up to one; or of the chain.
    package static func trialBalance(
        store: StoreID? = nil, until date: BusinessDate? = nil, in transaction: any Transaction
    ) throws -> TrialBalance {
        try trialBalance(of: ReportScope(store), until: date, in: transaction)
    }

    /// The balances of the entries that a report may tell, up to a day.
    package static func trialBalance(
        of scope: ReportScope, until date: BusinessDate?, in transaction: any Transaction
    ) throws -> TrialBalance {
        var balance = TrialBalance()
        let (condition, values) = scope.condition(on: "e")
        let rows = try transaction.rows(
            """
            SELECT   e.debit, e.credit, CAST(sum(e.amount_fen) AS BIGINT) AS amount_fen
            FROM     ledger_entry e
            WHERE    \(condition) AND (CAST(? AS TEXT) IS NULL OR e.business_date <= ?)
            GROUP BY e.debit, e.credit
            """, values + [.text(date?.iso), .text(date?.iso)])
        for row in rows {
            guard let debit = Account(name: try row.text("debit")),
                let credit = Account(name: try row.text("credit"))
            else { throw StoredError.unreadable("ledger entry") }
            try balance.add(
                debit: debit, credit: credit, Money(fen: try row.integer("amount_fen")))
        }
        return balance
    }
}
