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
    /// With the open breaks by class until there.
    case compared(numbers: Int64, breaks: [BreakClass: Int64])
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

    /// Whoever began to read before that, and has not ended, is gone.
    static func abandonedBefore(_ now: Timestamp) -> Timestamp {
        Timestamp(microseconds: now.microseconds - readingMax.microseconds)
    }

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
    /// *Errors*: the database's; what was written until then is whole, and running it again goes on.
    package func run(
        _ source: any StatementSource, account: String, day: BusinessDate, how: StatementHow,
        begins: @Sendable (Int64) async -> Void = { _ in }
    ) async throws -> ReconcileResult {
        let statement = StatementOf(wallet: source.wallet, account: account, day: day)
        try await removeAbandoned(statement)
        let begun = driver.surroundings.now()
        let number = try await driver.database.write { transaction in
            try StatementTable.begin(statement, how: how, at: begun, in: transaction)
        }
        await begins(number)
        let intake = StatementIntake()
        async let written = write(intake, as: number)
        let verdict = await source.fetch(day) { batch in await intake.take(batch) }
        await intake.end()
        let (rows, checksum) = try await written
        let end = StatementEnd(
            verdict, rows: rows, rowChecksum: Int64(bitPattern: checksum.value))
        // Of what a person brings, nothing half is kept; what a wallet answers is, with its verdict.
        guard end.isComplete || how == .fetched else {
            try await remove(number)
            return ReconcileResult(
                statement: statement, verdict: verdict, rows: end.rows, wasKnown: false,
                verdictName: end.verdict)
        }
        let now = driver.surroundings.now()
        let same = try await driver.database.write { transaction in
            let same = try StatementTable.end(
                number, of: statement, end, at: now, in: transaction)
            if let same { try StatementFileTable.move(from: number, to: same, in: transaction) }
            return same
        }
        if same != nil { try await remove(number) }
        var result = ReconcileResult(
            statement: statement, verdict: verdict, rows: end.rows, wasKnown: same != nil,
            verdictName: end.verdict)
        if end.isComplete { try await finish(same ?? number, of: statement, into: &result) }
        return result
    }

    /// Compares the statement that is believed once more; nil when none is.
    package func again(_ statement: StatementOf) async throws -> ReconcileResult? {
        let kept = try await driver.database.read { transaction in
            try StatementTable.current(statement, in: transaction)
        }
        guard let kept else { return nil }
        var result = ReconcileResult(
            statement: statement, verdict: .complete(StatementReport()), rows: 0, wasKnown: true,
            verdictName: "complete")
        try await finish(kept, of: statement, into: &result)
        return result
    }

    /// Compares a statement, and books what it comes to where it is still the one that is believed.
    func finish(
        _ kept: Int64, of statement: StatementOf, into result: inout ReconcileResult
    ) async throws {
        let sharing = try await compare(kept, of: statement, into: &result)
        let moment = driver.moment()
        try await driver.database.write { transaction in
            // Another may have come while this one was compared; its own run books it.
            guard try StatementTable.current(statement, in: transaction) == kept else { return }
            try MissingStatement(statement).came(at: moment.now, in: transaction)
            try Bookkeeping(moment, transaction).shared(sharing, of: kept, statement)
        }
    }

    /// What a process that is gone had begun to write.
    func removeBegun(_ numbers: [Int64]) async throws {
        for number in numbers {
            let isReading = try await driver.database.read { transaction in
                try StatementTable.isReading(number, in: transaction)
            }
            if isReading { try await remove(number) }
        }
    }

    /// Writes what comes in, until its end; answers how many lines there were, and their checksum.
    private func write(
        _ intake: StatementIntake, as number: Int64
    ) async throws -> (rows: Int64, checksum: Checksum) {
        var (rows, checksum) = (Int64(0), Checksum())
        do {
            while let some = await intake.next() {
                let lines = StatementRowTable.Lines(some, of: number)
                try await driver.database.write { transaction in
                    try StatementRowTable.insert(lines, in: transaction)
                }
                StatementRowTable.add(lines, to: &checksum)
                rows += Int64(lines.count)
                progress(.read(rows: rows))
            }
        } catch {
            await intake.giveUp()
            throw error
        }
        return (rows, checksum)
    }

    private func removeAbandoned(_ statement: StatementOf) async throws {
        let before = Reconciler.abandonedBefore(driver.surroundings.now())
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

    /// Goes through all numbers of both sides, in their order; while some are compared the next are
    /// read.
    private func compare(
        _ number: Int64, of statement: StatementOf, into result: inout ReconcileResult
    ) async throws -> StatementSharing {
        let join = try StatementJoin(number, of: statement)
        var (changes, sharing) = (BreakChanges(statement), StatementSharing())
        var stretch = try await read(join, after: "")
        while let current = stretch {
            async let ahead = read(join, after: current.next)
            var page = try await join.page(current, in: driver.database)
            let heard = try await hear(page.news, of: statement)
            if heard > 0 {
                let again = try await driver.database.read { try join.again(current, in: $0) }
                page = try await join.page(again, in: driver.database)
            }
            changes.add(page, known: current.known)
            try sharing.add(page.sharing)
            if changes.isMany { try await keep(&changes) }
            result.heard += heard
            result.compared += page.count
            progress(.compared(numbers: result.compared, breaks: changes.open))
            stretch = try await ahead
        }
        try await keep(&changes)
        (result.breaks, result.new, result.gone) = (changes.open, changes.new, changes.gone)
        return sharing
    }

    /// Nil after the end.
    private func read(_ join: StatementJoin, after: String?) async throws -> StatementStretch? {
        guard let after else { return nil }
        let size = pageSize
        return try await driver.database.read { transaction in
            try join.stretch(after: after, limit: size, in: transaction)
        }
    }

    /// Tells payments and refunds what the statement proves of them; answers how many heard it.
    private func hear(_ news: [StatementPair], of statement: StatementOf) async throws -> Int64 {
        var heard: Int64 = 0
        for pair in news {
            guard let row = Reconciliation.news(pair.kind, pair.books, pair.rows) else { continue }
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

    private func keep(_ changes: inout BreakChanges) async throws {
        guard !changes.isEmpty else { return }
        let (now, some) = (driver.surroundings.now(), changes)
        try await driver.database.write { try some.write(at: now, in: $0) }
        changes.forget()
    }
}
