// Reconciliations that a person began: one at a time for an account's day, with how far it has come.
// Whoever looks after one says so every second; one that has been silent is over.

internal import Payments
package import Retail

/// A reconciliation that a person began.
package struct StatementRun: Equatable, Sendable {
    package enum How: String, Sendable {
        case fetched, uploaded, again
    }

    package enum State: String, Sendable {
        case running, done
        /// The file, or what the wallet answered, is not to be used.
        case refused
        /// It could not be done here.
        case failed
    }

    package let id: String
    package let statement: StatementOf
    package let how: How
    package let staff: StaffID
    package let fileName: String
    package let begunAt: Timestamp
    package var state = State.running
    package var number: Int64?
    package var rows: Int64 = 0
    package var compared: Int64 = 0
    package var heard: Int64 = 0
    package var breaks: Int64 = 0
    package var new: Int64 = 0
    package var gone: Int64 = 0
    /// The same statement was here before.
    package var wasKnown = false
    package var verdict = ""
    package var code = ""
    package var problemCount: Int64 = 0
    /// What is wrong in its lines, in both languages.
    package var problems: [(chinese: String, english: String)] {
        problemText.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts.first ?? ""), String(parts.last ?? ""))
        }
    }
    fileprivate var problemText = ""
    package var sha256: String?
    package var changedAt: Timestamp
    package var endedAt: Timestamp?

    package init(
        id: String, statement: StatementOf, how: How, staff: StaffID, fileName: String,
        begunAt: Timestamp
    ) {
        self.id = id
        self.statement = statement
        self.how = how
        self.staff = staff
        self.fileName = fileName
        self.begunAt = begunAt
        changedAt = begunAt
    }

    /// Whoever looked after it is gone.
    package func isSilent(at now: Timestamp) -> Bool {
        state == .running && now.since(changedAt) > StatementRunTable.silentAfter
    }

    package mutating func note(_ problems: [(chinese: String, english: String)]) {
        problemText = problems.map { problem in
            [problem.chinese, problem.english].map {
                $0.replacing("\t", with: " ").replacing("\n", with: " ")
            }.joined(separator: "\t")
        }.joined(separator: "\n")
    }
}

package enum StatementRunTable {
    /// Far more than the second after which it speaks again.
    package static let silentAfter = Pause.seconds(30)

    /// Begins a run; false while another one of the same statement goes on.
    package static func begin(
        _ run: StatementRun, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO statement_run (
                run_id, wallet, merchant_account, day, how, staff_id, file_name, state, row_count,
                compared, heard, break_count, new_count, gone_count, was_known, verdict, code,
                problem_count, problems, begun_at_us, changed_at_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'running', 0, 0, 0, 0, 0, 0, 0, '', '', 0, '', ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [.text(run.id)] + run.statement.key + [
                .text(run.how.rawValue), .text(run.staff.digits), .text(run.fileName),
                .integer(run.begunAt.microseconds), .integer(run.begunAt.microseconds),
            ]) == 1
    }

    /// Ends those of a statement whose process is gone; answers what they had begun to write.
    package static func endSilent(
        _ statement: StatementOf, at now: Timestamp, in transaction: any Transaction
    ) throws -> [Int64] {
        let before = now.microseconds - silentAfter.microseconds
        let rows = try transaction.rows(
            """
            SELECT run_id, statement_no FROM statement_run
            WHERE wallet = ? AND merchant_account = ? AND day = ? AND ended_at_us IS NULL
                AND changed_at_us < ?
            """, statement.key + [.integer(before)])
        for row in rows {
            try transaction.execute(
                """
                UPDATE statement_run SET state = 'failed', code = 'interrupted', ended_at_us = ?
                WHERE run_id = ? AND ended_at_us IS NULL
                """, [.integer(now.microseconds), .text(try row.text("run_id"))])
        }
        return try rows.compactMap { try $0.integerIfAny("statement_no") }
    }

    /// Says how far a run is, or how it ended; one that was ended by others stays as it is.
    package static func write(_ run: StatementRun, in transaction: any Transaction) throws {
        try transaction.execute(
            """
            UPDATE statement_run SET state = ?, statement_no = ?, row_count = ?, compared = ?,
                heard = ?, break_count = ?, new_count = ?, gone_count = ?, was_known = ?,
                verdict = ?, code = ?, problem_count = ?, problems = ?, sha256 = ?,
                changed_at_us = ?, ended_at_us = ?
            WHERE run_id = ? AND ended_at_us IS NULL
            """,
            [
                .text(run.state.rawValue), .integer(run.number), .integer(run.rows),
                .integer(run.compared), .integer(run.heard), .integer(run.breaks),
                .integer(run.new), .integer(run.gone), .integer(run.wasKnown ? 1 : 0),
                .text(run.verdict), .text(run.code), .integer(run.problemCount),
                .text(run.problemText), .text(run.sha256), .integer(run.changedAt.microseconds),
                .integer(run.endedAt?.microseconds), .text(run.id),
            ])
    }

    /// The newest, with the names of who began them.
    package static func newest(
        limit: Int64, in transaction: any Transaction
    ) throws -> [(run: StatementRun, by: String)] {
        try transaction.rows(
            """
            SELECT r.*, p.name AS staff_name
            FROM   statement_run r JOIN staff p ON p.staff_id = r.staff_id
            ORDER BY r.begun_at_us DESC, r.run_id LIMIT ?
            """, [.integer(limit)]
        ).map { (try run($0), try $0.text("staff_name")) }
    }

    /// A run by its id.
    package static func find(
        _ id: String, in transaction: any Transaction
    ) throws -> StatementRun? {
        try transaction.row("SELECT * FROM statement_run WHERE run_id = ?", [.text(id)]).map(run)
    }

    private static func run(_ row: Row) throws -> StatementRun {
        guard let wallet = Wallet(rawValue: try row.text("wallet")),
            let how = StatementRun.How(rawValue: try row.text("how")),
            let state = StatementRun.State(rawValue: try row.text("state"))
        else { throw StoredError.unreadable("statement_run") }
        var run = StatementRun(
            id: try row.text("run_id"),
            statement: StatementOf(
                wallet: wallet, account: try row.text("merchant_account"),
                day: try BusinessDate(iso: row.text("day"))),
            how: how, staff: try StaffID(row.text("staff_id")),
            fileName: try row.text("file_name"),
            begunAt: Timestamp(microseconds: try row.integer("begun_at_us")))
        run.state = state
        run.number = try row.integerIfAny("statement_no")
        run.rows = try row.integer("row_count")
        run.compared = try row.integer("compared")
        run.heard = try row.integer("heard")
        run.breaks = try row.integer("break_count")
        run.new = try row.integer("new_count")
        run.gone = try row.integer("gone_count")
        run.wasKnown = try row.integer("was_known") == 1
        run.verdict = try row.text("verdict")
        run.code = try row.text("code")
        run.problemCount = try row.integer("problem_count")
        run.problemText = try row.text("problems")
        run.sha256 = try row.textIfAny("sha256")
        run.changedAt = Timestamp(microseconds: try row.integer("changed_at_us"))
        run.endedAt = try row.integerIfAny("ended_at_us").map { Timestamp(microseconds: $0) }
        return run
    }
}
