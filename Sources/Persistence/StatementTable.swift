// Statements as they were read. Lines are written while the file still comes, under a number of their
// own, and count for nothing until the statement has ended as complete and is the current one.

package import Payments
package import Retail

/// Whose statement, and of which day.
package struct StatementOf: Hashable, Sendable {
    package let wallet: Wallet
    package let account: String
    package let day: BusinessDate

    package init(wallet: Wallet, account: String, day: BusinessDate) {
        self.wallet = wallet
        self.account = account
        self.day = day
    }

    var key: [SQLValue] { [.text(wallet.rawValue), .text(account), .text(day.iso)] }
}

/// How a statement came.
package enum StatementHow: String, Sendable {
    case fetched, uploaded
}

/// How reading a statement ended.
package struct StatementEnd: Equatable, Sendable {
    package let verdict: String
    package let code: String
    package let rows: Int64
    package let problems: Int64
    /// Over the lines as they were kept.
    package let rowChecksum: Int64
    /// Of the bytes as received, in hexadecimal digits; nil where nobody saw them whole.
    package let sha256: String?

    package init(_ verdict: StatementVerdict, rows: Int64, rowChecksum: Int64) {
        var problems = 0
        var hash: String?
        switch verdict {
        case .complete(let report):
            (self.verdict, code, problems) = ("complete", "", report.problemCount)
            hash = report.sha256
        case .broken(let report):
            (self.verdict, code, problems) = ("broken", "", report.problemCount)
            hash = report.sha256
        case .absent(let code): (self.verdict, self.code) = ("absent", code)
        case .notReady(let code): (self.verdict, self.code) = ("notReady", code)
        case .refused(let code): (self.verdict, self.code) = ("refused", code)
        case .unreachable(let doubt):
            (self.verdict, code) = ("unreachable", doubt.kind.rawValue)
        }
        self.problems = Int64(problems)
        self.rows = rows
        self.rowChecksum = rowChecksum
        sha256 = hash
    }

    package var isComplete: Bool { verdict == "complete" }
}

/// A statement as a line of a list.
package struct ListedStatement: Sendable {
    package let statement: StatementOf
    package let verdict: String
    package let code: String
    package let rows: Int64
    package let problems: Int64
    package let endedAt: Timestamp?
}

package enum StatementTable {
    /// Pieces of a file that are removed at once.
    private static let filesMax: Int64 = 16

    /// Begins a statement and answers its number.
    package static func begin(
        _ statement: StatementOf, how: StatementHow, at now: Timestamp,
        in transaction: any Transaction
    ) throws -> Int64 {
        let newest = try transaction.row(
            "SELECT COALESCE(MAX(statement_no), 0) AS newest FROM statement", [])
        let number = (try newest?.integer("newest") ?? 0) + 1
        try transaction.execute(
            """
            INSERT INTO statement (
                statement_no, wallet, merchant_account, day, how, verdict, code, row_count,
                problem_count, row_checksum, is_current, begun_at_us)
            VALUES (?, ?, ?, ?, ?, 'reading', '', 0, 0, 0, 0, ?)
            """,
            [.integer(number)] + statement.key + [
                .text(how.rawValue), .integer(now.microseconds),
            ])
        return number
    }

    /// Ends a statement; a complete one is from here on the one that is believed.
    ///
    /// Answers the number of an older one that says the same; then nothing was written, and the new
    /// one is to be removed.
    package static func end(
        _ number: Int64, of statement: StatementOf, _ end: StatementEnd, at now: Timestamp,
        in transaction: any Transaction
    ) throws -> Int64? {
        if let same = try find(same: end, of: statement, in: transaction) {
            try transaction.execute(
                "UPDATE statement SET sha256 = ? WHERE statement_no = ? AND sha256 IS NULL",
                [.text(end.sha256), .integer(same)])
            if end.isComplete { try believe(same, of: statement, in: transaction) }
            return same
        }
        let changed = try transaction.execute(
            """
            UPDATE statement SET verdict = ?, code = ?, row_count = ?, problem_count = ?,
                row_checksum = ?, sha256 = ?, ended_at_us = ?
            WHERE statement_no = ? AND verdict = 'reading'
            """,
            [
                .text(end.verdict), .text(end.code), .integer(end.rows), .integer(end.problems),
                .integer(end.rowChecksum), .text(end.sha256), .integer(now.microseconds),
                .integer(number),
            ])
        // Whoever took this process for dead has removed what it read: nothing is believed in its place.
        guard changed == 1 else { throw StoredError.absent("statement") }
        if end.isComplete { try believe(number, of: statement, in: transaction) }
        return nil
    }

    private static func find(
        same end: StatementEnd, of statement: StatementOf, in transaction: any Transaction
    ) throws -> Int64? {
        try transaction.rows(
            """
            SELECT statement_no, sha256 FROM statement
            WHERE wallet = ? AND merchant_account = ? AND day = ? AND verdict = ? AND code = ?
                AND row_count = ? AND problem_count = ? AND row_checksum = ?
            ORDER BY statement_no
            """,
            statement.key + [
                .text(end.verdict), .text(end.code), .integer(end.rows), .integer(end.problems),
                .integer(end.rowChecksum),
            ]
        ).first { row in
            let known = try row.textIfAny("sha256")
            return known == nil || end.sha256 == nil || known == end.sha256
        }?.integer("statement_no")
    }

    private static func believe(
        _ number: Int64, of statement: StatementOf, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE statement SET is_current = 0
            WHERE wallet = ? AND merchant_account = ? AND day = ? AND is_current = 1
                AND statement_no <> ?
            """, statement.key + [.integer(number)])
        try transaction.execute(
            "UPDATE statement SET is_current = 1 WHERE statement_no = ? AND is_current = 0",
            [.integer(number)])
    }

    /// Whether a complete statement is there, or another process has begun to read one since.
    package static func isCompleteOrBeingRead(
        _ statement: StatementOf, since: Timestamp, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.row(
            """
            SELECT 1 AS one FROM statement
            WHERE wallet = ? AND merchant_account = ? AND day = ?
                AND (is_current = 1 OR (verdict = 'reading' AND begun_at_us >= ?))
            """, statement.key + [.integer(since.microseconds)]) != nil
    }

    /// Whether it has not ended.
    package static func isReading(
        _ number: Int64, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.row(
            "SELECT 1 AS one FROM statement WHERE statement_no = ? AND verdict = 'reading'",
            [.integer(number)]) != nil
    }

    /// The number of the statement that is believed; nil when none is.
    package static func current(
        _ statement: StatementOf, in transaction: any Transaction
    ) throws -> Int64? {
        try transaction.row(
            """
            SELECT statement_no FROM statement
            WHERE wallet = ? AND merchant_account = ? AND day = ? AND is_current = 1
            """, statement.key)?.integer("statement_no")
    }

    /// What the lines of the newest believed statements call their accounts: the accounts of ours whose
    /// statements they are, by the name that the wallet writes.
    package static func writtenAccounts(
        of wallet: Wallet, in transaction: any Transaction
    ) throws -> [(written: String, account: String)] {
        // A line of each statement of the last weeks: the whole would be millions.
        let numbers = try transaction.rows(
            """
            SELECT statement_no, merchant_account FROM statement
            WHERE wallet = ? AND is_current = 1 AND row_count > 0
            ORDER BY day DESC, statement_no DESC LIMIT 200
            """, [.text(wallet.rawValue)])
        return try numbers.compactMap { row in
            try transaction.row(
                "SELECT account FROM statement_row WHERE statement_no = ? LIMIT 1",
                [.integer(try row.integer("statement_no"))]
            ).map { (try $0.text("account"), try row.text("merchant_account")) }
        }
    }

    /// Of each account and day the statement that is believed, else the newest; newest days first.
    package static func newest(
        from first: BusinessDate, to last: BusinessDate, in transaction: any Transaction
    ) throws -> [ListedStatement] {
        var seen: Set<StatementOf> = []
        return try transaction.rows(
            """
            SELECT * FROM statement WHERE day BETWEEN ? AND ?
            ORDER BY day DESC, wallet, merchant_account, is_current DESC, statement_no DESC
            """, [.text(first.iso), .text(last.iso)]
        ).compactMap { row in
            guard let wallet = Wallet(rawValue: try row.text("wallet")) else {
                throw StoredError.unreadable("statement")
            }
            let statement = StatementOf(
                wallet: wallet, account: try row.text("merchant_account"),
                day: try BusinessDate(iso: row.text("day")))
            guard seen.insert(statement).inserted else { return nil }
            return ListedStatement(
                statement: statement, verdict: try row.text("verdict"),
                code: try row.text("code"), rows: try row.integer("row_count"),
                problems: try row.integer("problem_count"),
                endedAt: try row.integerIfAny("ended_at_us").map {
                    Timestamp(microseconds: $0)
                })
        }
    }

    /// Statements whose reading never ended: their process is gone.
    package static func abandoned(
        of statement: StatementOf, before: Timestamp, in transaction: any Transaction
    ) throws -> [Int64] {
        try transaction.rows(
            """
            SELECT statement_no FROM statement
            WHERE wallet = ? AND merchant_account = ? AND day = ? AND verdict = 'reading'
                AND begun_at_us < ?
            """, statement.key + [.integer(before.microseconds)]
        ).map { try $0.integer("statement_no") }
    }

    /// Removes some of a statement that is not believed; false once nothing of it is left.
    package static func removeSome(
        of number: Int64, limit: Int64, in transaction: any Transaction
    ) throws -> Bool {
        if try StatementFileTable.removeSome(of: number, limit: filesMax, in: transaction) {
            return true
        }
        let last = try transaction.row(
            """
            SELECT number FROM statement_row WHERE statement_no = ?
            ORDER BY number LIMIT 1 OFFSET ?
            """, [.integer(number), .integer(limit)])
        guard let last else {
            try transaction.execute(
                "DELETE FROM statement_row WHERE statement_no = ?", [.integer(number)])
            try transaction.execute(
                "DELETE FROM statement WHERE statement_no = ? AND is_current = 0",
                [.integer(number)])
            return false
        }
        try transaction.execute(
            "DELETE FROM statement_row WHERE statement_no = ? AND number <= ?",
            [.integer(number), .text(try last.text("number"))])
        return true
    }
}
