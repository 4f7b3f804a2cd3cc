// Paper is an outbox: the job is written with the fact that causes it (R21), a worker delivers it, and
// a printer that fails never undoes a sale.

package import Retail

package struct PrintJob: Equatable, Sendable {
    package enum State: String, CaseIterable, Sendable {
        case queued, printed
        /// The register has no printer: the receipt is shown on the screen.
        case none
    }

    /// What is on the paper.
    package enum Paper: Hashable, Sendable {
        case receipt(SaleID)
        /// The slip of a sale's nth return.
        case returnSlip(SaleID, seq: Int64)
        /// The slip of a register's nth shift.
        case shiftSlip(Int64)
    }

    package let store: StoreID
    package let id: String
    package let paper: Paper
    package let register: RegisterID
    /// 0 for the receipt, n for the nth reprint (补打).
    package let copy: Int64
    package let state: State
    package let tries: Int64
    package let lastError: String

    package init(
        store: StoreID, id: String, _ paper: Paper, register: RegisterID,
        copy: Int64, state: State, tries: Int64 = 0, lastError: String = ""
    ) {
        self.store = store
        self.id = id
        self.paper = paper
        self.register = register
        self.copy = copy
        self.state = state
        self.tries = tries
        self.lastError = lastError
    }

    /// The sale it is about, where there is one.
    package var sale: SaleID? {
        switch paper {
        case .receipt(let sale), .returnSlip(let sale, _): sale
        case .shiftSlip: nil
        }
    }
}

package enum PrintJobTable {
    package static func insert(
        _ job: PrintJob, at now: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO print_job (
                store_id, job_id, sale_id, return_seq, shift_no, register_id, copy_no, state,
                tries, next_at_us, last_error, made_at_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, '', ?)
            """,
            [
                .text(job.store.digits), .text(job.id), .text(job.sale?.text),
                .integer(job.returnSeq), .integer(job.shift), .text(job.register.digits),
                .integer(job.copy), .text(job.state.rawValue), .integer(now.microseconds),
                .integer(now.microseconds),
            ])
    }

    /// How many copies of a shift's slip have been asked for.
    package static func copies(
        of shift: ShiftID, in transaction: any Transaction
    ) throws -> Int64 {
        try transaction.row(
            """
            SELECT count(*) AS n FROM print_job
            WHERE store_id = ? AND register_id = ? AND shift_no = ?
            """,
            [.text(shift.store.digits), .text(shift.register.digits), .integer(shift.no)]
        )?.integer("n") ?? 0
    }

    /// Paper of a register that has not come out, oldest first.
    package static func queued(
        store: StoreID, register: RegisterID, limit: Int64, in transaction: any Transaction
    ) throws -> [PrintJob] {
        try transaction.rows(
            """
            SELECT * FROM print_job WHERE store_id = ? AND register_id = ? AND state = 'queued'
            ORDER BY made_at_us, job_id LIMIT ?
            """, [.text(store.digits), .text(register.digits), .integer(limit)]
        ).map(read)
    }

    /// How many copies of a sale's receipt, or of a return's slip, have been asked for.
    package static func copies(
        of sale: SaleID, returnSeq: Int64 = 0, store: StoreID, in transaction: any Transaction
    ) throws -> Int64 {
        try transaction.row(
            """
            SELECT count(*) AS n FROM print_job
            WHERE store_id = ? AND sale_id = ? AND return_seq = ?
            """, [.text(store.digits), .text(sale.text), .integer(returnSeq)]
        )?.integer("n") ?? 0
    }

    package static func latest(
        of sale: SaleID, returnSeq: Int64 = 0, store: StoreID, in transaction: any Transaction
    ) throws -> PrintJob? {
        try transaction.row(
            """
            SELECT * FROM print_job WHERE store_id = ? AND sale_id = ? AND return_seq = ?
            ORDER BY copy_no DESC LIMIT 1
            """, [.text(store.digits), .text(sale.text), .integer(returnSeq)]
        ).map(read)
    }

    package static func due(
        at now: Timestamp, limit: Int64, in transaction: any Transaction
    ) throws -> [PrintJob] {
        try transaction.rows(
            """
            SELECT * FROM print_job WHERE state = 'queued' AND next_at_us <= ?
            ORDER BY next_at_us LIMIT ?
            """, [.integer(now.microseconds), .integer(limit)]
        ).map(read)
    }

    /// Whether a job is still to be printed and nobody else is at it; it is ours until `until` then,
    /// and due again after that, should we die.
    package static func claim(
        _ job: PrintJob, at now: Timestamp, until: Timestamp, in transaction: any Transaction
    ) throws -> Bool {
        let key: [SQLValue] = [.text(job.store.digits), .text(job.id)]
        let free = try transaction.row(
            """
            SELECT job_id FROM print_job
            WHERE store_id = ? AND job_id = ? AND state = 'queued' AND next_at_us <= ?
            \(transaction.forUpdateSkippingLocked)
            """, key + [.integer(now.microseconds)])
        guard free != nil else { return false }
        try transaction.queue(
            "UPDATE print_job SET next_at_us = ? WHERE store_id = ? AND job_id = ?",
            [.integer(until.microseconds)] + key)
        return true
    }

    /// Receipts of a register that have not come out.
    package static func countQueued(
        store: StoreID, register: RegisterID, in transaction: any Transaction
    ) throws -> Int64 {
        try transaction.row(
            """
            SELECT count(*) AS n FROM print_job
            WHERE store_id = ? AND register_id = ? AND state = 'queued'
            """, [.text(store.digits), .text(register.digits)]
        )?.integer("n") ?? 0
    }

    package static func markPrinted(_ job: PrintJob, in transaction: any Transaction) throws {
        try transaction.queue(
            "UPDATE print_job SET state = 'printed' WHERE store_id = ? AND job_id = ?",
            [.text(job.store.digits), .text(job.id)])
    }

    /// Records a failure; the job is tried again at `next`.
    package static func postpone(
        _ job: PrintJob, until next: Timestamp, because error: String,
        in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE print_job SET tries = tries + 1, next_at_us = ?, last_error = ?
            WHERE store_id = ? AND job_id = ?
            """,
            [
                .integer(next.microseconds), .text(error), .text(job.store.digits), .text(job.id),
            ])
    }

    private static func read(_ row: Row) throws -> PrintJob {
        guard let state = PrintJob.State(rawValue: try row.text("state")) else {
            throw StoredError.unreadable("print_job.state")
        }
        return PrintJob(
            store: try StoreID(row.text("store_id")), id: try row.text("job_id"),
            try paper(row), register: try RegisterID(row.text("register_id")),
            copy: try row.integer("copy_no"), state: state, tries: try row.integer("tries"),
            lastError: try row.text("last_error"))
    }

    private static func paper(_ row: Row) throws -> PrintJob.Paper {
        if let shift = try row.integerIfAny("shift_no") { return .shiftSlip(shift) }
        let sale = SaleID(try row.text("sale_id"))
        let seq = try row.integer("return_seq")
        return seq == 0 ? .receipt(sale) : .returnSlip(sale, seq: seq)
    }
}

extension PrintJob {
    /// 0 for what is not the slip of a return.
    package var returnSeq: Int64 {
        switch paper {
        case .returnSlip(_, let seq): seq
        case .receipt, .shiftSlip: 0
        }
    }

    package var shift: Int64? {
        switch paper {
        case .shiftSlip(let no): no
        case .receipt, .returnSlip: nil
        }
    }
}
