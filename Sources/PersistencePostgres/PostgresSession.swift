// One thread's connection through its life: made when it is needed, looked at before each
// transaction, let go as soon as anything about it is in doubt. What a body did is told as one of
// four outcomes, and whoever called decides on the next try.

internal import Persistence

/// What became of one run of a body.
enum BodyOutcome<Result: Sendable>: Sendable {
    case done(Result)
    /// Nothing was kept, and another run would end the same.
    case failed(any Error)
    /// Nothing was kept; another run may do better.
    case again(PostgresFailure)
    /// COMMIT was sent, and its answer was lost.
    case inDoubt(Result, CommitMark)
}

/// What was found out about a COMMIT.
enum Resolution: Sendable {
    case committed
    /// It did not happen, and cannot happen any more.
    case neverHappened
    case unknown(PostgresFailure)
}

final class PostgresSession {
    private let settings: PostgresSettings
    private let addresses: [PostgresAddress]
    private var pipeline: PostgresPipeline?
    /// The row of this connection in `commit_marker`, and how often it was written.
    private var mark = CommitMark(slot: "", number: 0)
    /// A transaction that only read is answered before its end has come back.
    private var owesAnEnd = false

    init(_ settings: PostgresSettings, _ addresses: [PostgresAddress]) {
        self.settings = settings
        self.addresses = addresses
    }

    // MARK: Bodies

    func write<Result: Sendable>(
        _ beginning: [String], isUnhurried: Bool,
        _ body: @Sendable (any Transaction) throws -> Result
    ) -> BodyOutcome<Result> {
        let transaction: PostgresTransaction
        let pipeline: PostgresPipeline
        do {
            pipeline = try connected()
            transaction = try PostgresTransaction(pipeline, beginning: beginning)
        } catch {
            return refused(error)
        }
        let patience = pipeline.link.silenceMilliseconds
        if isUnhurried { pipeline.link.silenceMilliseconds = nil }
        defer { pipeline.link.silenceMilliseconds = patience }
        let outcome = Swift.Result { try body(transaction) }
        if let failure = transaction.failure, !transaction.isWell {
            end(pipeline, failure)
            if failure.isWorthAnotherTry { return .again(failure) }
            guard case .failure(let error) = outcome else { return ended(failure) }
            return ended(failure.answered(by: error))
        }
        switch outcome {
        case .failure(let error):
            rollBack(pipeline)
            return .failed(error)
        case .success(let result):
            guard transaction.hasBegun else {
                pipeline.drop()
                return .done(result)
            }
            return commit(result, pipeline)
        }
    }

    private func commit<Result>(
        _ result: Result, _ pipeline: PostgresPipeline
    ) -> BodyOutcome<Result> {
        mark = CommitMark(slot: mark.slot, number: mark.number + 1)
        do {
            try pipeline.queue(CommitMarker.mark, PostgresArguments(mark.arguments))
        } catch let failure as PostgresFailure {
            // The batch was full, and was sent without COMMIT.
            return notCommitted(failure, pipeline)
        } catch {
            return .failed(error)
        }
        do {
            try pipeline.queue("COMMIT", .none)
            let end = try pipeline.run()
            // A transaction that had failed answers COMMIT with ROLLBACK.
            guard end?.tag == "COMMIT" else {
                return .failed(DatabaseError.unusable(reason: "the transaction was rolled back"))
            }
            return .done(result)
        } catch {
            if error.kind == .lost {
                drop()
                return .inDoubt(result, mark)
            }
            return notCommitted(error, pipeline)
        }
    }

    private func notCommitted<Result>(
        _ failure: PostgresFailure, _ pipeline: PostgresPipeline
    ) -> BodyOutcome<Result> {
        end(pipeline, failure)
        return failure.isWorthAnotherTry ? .again(failure) : ended(failure)
    }

    /// What is taken is asked for once more, since it may be an echo.
    private func ended<Result>(_ failure: PostgresFailure) -> BodyOutcome<Result> {
        failure.kind == .taken ? .again(failure) : .failed(failure.error)
    }

    func read<Result: Sendable>(
        _ body: @Sendable (any Transaction) throws -> Result
    ) -> BodyOutcome<Result> {
        let transaction: PostgresTransaction
        let pipeline: PostgresPipeline
        do {
            pipeline = try connected()
            transaction = try PostgresTransaction(pipeline, beginning: [PostgresSession.reading])
        } catch {
            return refused(error)
        }
        let outcome = Swift.Result { try body(transaction) }
        if let failure = transaction.failure, !transaction.isWell {
            end(pipeline, failure)
            // A body that writes where it may only read would do so again.
            if failure.isWorthAnotherTry, failure.state != "25006" { return .again(failure) }
            if case .failure(let error) = outcome { return .failed(error) }
            return .failed(failure.error)
        }
        endReading(pipeline, transaction)
        switch outcome {
        case .success(let result): return .done(result)
        case .failure(let error): return .failed(error)
        }
    }

    private static let reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    private func endReading(_ pipeline: PostgresPipeline, _ transaction: PostgresTransaction) {
        guard transaction.hasBegun else { return pipeline.drop() }
        do {
            try pipeline.queue("COMMIT", .none)
            try pipeline.send()
            owesAnEnd = true
        } catch {
            drop()
        }
    }

    /// Reads what nobody had to wait for; called once the caller has its answer.
    func settle() {
        guard owesAnEnd, let pipeline else { return }
        owesAnEnd = false
        do {
            _ = try pipeline.collect()
        } catch {
            drop()
        }
    }

    private func end(_ pipeline: PostgresPipeline, _ failure: PostgresFailure) {
        if failure.kind == .lost || failure.kind == .problem(.readOnly(address: "")) {
            drop()
        } else {
            rollBack(pipeline)
        }
    }

    private func rollBack(_ pipeline: PostgresPipeline) {
        pipeline.drop()
        guard !pipeline.link.isBroken else { return drop() }
        guard !pipeline.link.isIdle else { return }
        do {
            try pipeline.queue("ROLLBACK", .none)
            _ = try pipeline.run()
        } catch {
            drop()
        }
    }

    // MARK: Doubt

    /// Finds out what became of a COMMIT; see `CommitMarker`.
    func resolve(_ mark: CommitMark) -> Resolution {
        do {
            let pipeline = try connected()
            try pipeline.queue(CommitMarker.close, PostgresArguments([.text(mark.slot)]))
            guard let row = try pipeline.run()?.rows.first else {
                return .unknown(PostgresFailure(.other, "no answer"))
            }
            return try row.integer("number") == mark.number ? .committed : .neverHappened
        } catch let failure as PostgresFailure {
            if let pipeline { end(pipeline, failure) }
            return .unknown(failure)
        } catch {
            return .unknown(PostgresFailure(.other, "\(error)"))
        }
    }

    // MARK: The connection

    private func refused<Result>(_ failure: PostgresFailure) -> BodyOutcome<Result> {
        drop()
        return failure.isWorthAnotherTry ? .again(failure) : .failed(failure.error)
    }

    private func drop() {
        pipeline = nil
        owesAnEnd = false
    }

    private func connected() throws(PostgresFailure) -> PostgresPipeline {
        if let pipeline, !pipeline.link.isStale { return pipeline }
        drop()
        var met: PostgresFailure?
        for address in addresses {
            do {
                let link = try PostgresLink(address, settings)
                try PostgresOpening.prepare(link, settings)
                let pipeline = try PostgresPipeline(link)
                mark = CommitMark(slot: PostgresSession.newSlot(), number: 0)
                self.pipeline = pipeline
                return pipeline
            } catch {
                // Of several hosts the one that answered has more to say than one that is absent.
                if met == nil || met?.isAbsence == true { met = error }
            }
        }
        throw met ?? PostgresFailure(.other, "no server is named")
    }

    /// 128 bits: never drawn twice, whatever machine or backup it meets.
    private static func newSlot() -> String {
        var random = SystemRandomNumberGenerator()
        return [random.next() as UInt64, random.next()].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}

extension PostgresFailure {
    fileprivate var isAbsence: Bool {
        if case .problem(.absent) = kind { return true }
        return false
    }
}
