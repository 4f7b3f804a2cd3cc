// A day's statement of a wallet against the books. It is read in, kept, and joined with what we have by
// the order of the numbers, a page at a time. What it proves about a payment in doubt is heard first,
// like any word of the wallet; what differs then is written down, with a case for a person.
//
// Nothing here is closed by itself: a break that a later run no longer finds is marked as gone, and its
// case stays until a person has looked. Running it again changes nothing.
//
// Trap: a statement that is not complete proves nothing by what it lacks, and its lines are hints. It is
// kept, and neither heard nor compared.

package import Payments
package import Persistence
package import Retail

/// How far a run has come.
package enum ReconcileProgress: Equatable, Sendable {
    case read(rows: Int64)
    case compared(numbers: Int64)
}

/// What came of a run.
package struct ReconcileResult: Sendable {
    package let statement: StatementOf
    package let verdict: StatementVerdict
    package let rows: Int64
    /// The same statement was here before.
    package let wasKnown: Bool
    /// As `StatementEnd` names it.
    package let verdictName: String
    package fileprivate(set) var compared: Int64 = 0
    /// Payments and refunds that heard from the statement what nobody had told them.
    package fileprivate(set) var heard: Int64 = 0
    /// Open breaks by class.
    package fileprivate(set) var breaks: [BreakClass: Int64] = [:]
    /// Breaks that were not there before, and those that are there no more.
    package fileprivate(set) var new: Int64 = 0
    package fileprivate(set) var gone: Int64 = 0
}

package struct Reconciler: Sendable {
    let driver: PaymentDriver
    let pageSize: Int64
    private let progress: @Sendable (ReconcileProgress) -> Void

    /// A process that reads for longer than this is gone.
    private static let readingMax = Pause.hours(6)

    package init(
        driver: PaymentDriver, pageSize: Int64 = 1_000,
        progress: @escaping @Sendable (ReconcileProgress) -> Void = { _ in }
    ) {
        self.driver = driver
        self.pageSize = pageSize
        self.progress = progress
    }

    /// Reads a statement in and, when it is complete, compares it.
    ///
    /// `sha256` is asked once the source has ended: of the bytes as they came, where they were seen.
    ///
    /// *Errors*: the database's; what was written until then is whole, and running it again goes on.
    package func run(
        _ source: any StatementSource, account: String, day: BusinessDate, how: StatementHow,
        sha256: @Sendable () -> String? = { nil }
    ) async throws -> ReconcileResult {
        let statement = StatementOf(wallet: source.wallet, account: account, day: day)
        try await removeAbandoned(statement)
        let begun = driver.surroundings.now()
        let number = try await driver.database.write { transaction in
            try StatementTable.begin(statement, how: how, at: begun, in: transaction)
        }
        let intake = StatementIntake(number, in: driver.database, progress: progress)
        let verdict = await source.fetch(day) { batch in await intake.take(batch) }
        try await intake.end()
        let end = StatementEnd(
            verdict, rows: await intake.rows,
            rowChecksum: Int64(bitPattern: await intake.checksum.value), sha256: sha256())
        let now = driver.surroundings.now()
        let same = try await driver.database.write { transaction in
            try StatementTable.end(number, of: statement, end, at: now, in: transaction)
        }
        if same != nil { try await remove(number) }
        var result = ReconcileResult(
            statement: statement, verdict: verdict, rows: end.rows, wasKnown: same != nil,
            verdictName: end.verdict)
        if end.isComplete { try await compare(same ?? number, of: statement, into: &result) }
        return result
    }

    private func removeAbandoned(_ statement: StatementOf) async throws {
        let now = driver.surroundings.now().microseconds
        let before = Timestamp(microseconds: now - Reconciler.readingMax.microseconds)
        let abandoned = try await driver.database.read { transaction in
            try StatementTable.abandoned(of: statement, before: before, in: transaction)
        }
        for number in abandoned { try await remove(number) }
    }

    private func remove(_ number: Int64) async throws {
        let size = pageSize
        while try await driver.database.write({ transaction in
            try StatementTable.removeSome(of: number, limit: size, in: transaction)
        }) {}
    }

    /// Goes through all numbers of both sides, in their order.
    private func compare(
        _ number: Int64, of statement: StatementOf, into result: inout ReconcileResult
    ) async throws {
        let join = try StatementJoin(number, of: statement, paces: driver.channels.paces)
        var cursor: String? = ""
        while let after = cursor {
            let (size, hearing) = (pageSize, join)
            var page = try await driver.database.read { transaction in
                try hearing.page(after: after, limit: size, in: transaction)
            }
            let heard = try await hear(page, of: statement)
            if heard > 0 {
                page = try await driver.database.read { transaction in
                    try hearing.page(after: after, limit: size, in: transaction)
                }
            }
            try await keep(page, of: statement, into: &result)
            result.heard += heard
            result.compared += Int64(page.pairs.count)
            progress(.compared(numbers: result.compared))
            cursor = page.next
        }
    }

    /// Tells payments and refunds what the statement proves of them; answers how many heard it.
    private func hear(_ page: StatementPage, of statement: StatementOf) async throws -> Int64 {
        var heard: Int64 = 0
        for pair in page.pairs {
            guard !pair.isKnownToDiffer,
                let row = Reconciliation.news(pair.kind, pair.books, pair.rows)
            else { continue }
            let outcome: ToldOutcome
            switch pair.kind {
            case .payment:
                // The account is the one that the statement is of: the wallets write other names.
                let proof = PaidProof(
                    merchantOrderNumber: row.orderNumber, channelTradeNumber: row.tradeNumber,
                    amount: row.orderAmount, currency: "CNY", merchantAccount: statement.account,
                    paidAt: row.at)
                outcome = try await driver.told(proof, by: statement.wallet, how: .statement)
            case .refund:
                let proof = RefundProof(
                    refundNumber: pair.number, merchantOrderNumber: row.orderNumber,
                    channelRefundNumber: row.channelRefundNumber ?? "", amount: row.refundAmount,
                    refundedAt: row.at)
                outcome = try await driver.told(proof, by: statement.wallet, how: .statement)
            }
            if outcome == .heard { heard += 1 }
        }
        return heard
    }

    /// Writes what differs in a page, each with its case, and marks what no longer does.
    private func keep(
        _ page: StatementPage, of statement: StatementOf, into result: inout ReconcileResult
    ) async throws {
        let now = driver.surroundings.now()
        for found in page.breaks { result.breaks[found.kind, default: 0] += 1 }
        let new = page.breaks.filter { !page.known.contains($0) }
        let gone = page.known.filter { known in
            !page.breaks.contains { $0.number == known.number && $0.kind == known.kind }
        }
        let isNew = new.filter { found in
            !page.known.contains { $0.number == found.number && $0.kind == found.kind }
        }
        result.new += Int64(isNew.count)
        result.gone += Int64(gone.count)
        guard !new.isEmpty || !gone.isEmpty else { return }
        try await driver.database.write { transaction in
            for found in new {
                try BreakTable.write(found, of: statement, at: now, in: transaction)
                try CaseTable.open(
                    CaseOpening(
                        store: found.store, cause: found.caseCause, subject: found.number,
                        detail: found.evidence,
                        amount: found.channel ?? found.books ?? Money.zero),
                    at: now, in: transaction)
            }
            for known in gone {
                try BreakTable.markGone(known, of: statement, at: now, in: transaction)
            }
        }
    }
}

extension StoredBreak {
    /// The cause of its case.
    package var caseCause: String { "statement-" + kind.rawValue }
}
