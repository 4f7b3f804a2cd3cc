// A run while it runs: what it has done so far, written once a second, which also says that it lives.

internal import Logging
internal import Payments
internal import Persistence
internal import Retail
internal import Synchronization

final class StatementRunning: Sendable {
    private let run: Mutex<StatementRun>

    private static let every = Pause.seconds(1)

    init(_ run: StatementRun) {
        self.run = Mutex(run)
    }

    func begins(_ number: Int64) {
        run.withLock { $0.number = number }
    }

    /// Does the work beside whatever else the server does.
    func start(
        with driver: PaymentDriver,
        _ work:
            @escaping @Sendable (Reconciler, StatementRunning) async throws
            -> ReconcileResult?
    ) {
        driver.background.start { driver in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.tell(driver) }
                await self.work(driver, work)
                group.cancelAll()
            }
            await self.write(driver)
        }
    }

    private func work(
        _ driver: PaymentDriver,
        _ work: @Sendable (Reconciler, StatementRunning) async throws -> ReconcileResult?
    ) async {
        let reconciler = Reconciler(driver: driver) { self.note($0) }
        do {
            let result = try await work(reconciler, self)
            run.withLock { $0.end(with: result, at: driver.surroundings.now()) }
        } catch {
            driver.logger.error(
                "a reconciliation failed; it can be begun again", metadata: ["error": "\(error)"])
            run.withLock { run in
                run.state = .failed
                run.code = "storage"
                run.endedAt = driver.surroundings.now()
            }
        }
    }

    private func note(_ progress: ReconcileProgress) {
        run.withLock { run in
            switch progress {
            case .read(let rows): run.rows = rows
            case .compared(let numbers, let breaks):
                run.compared = numbers
                run.breaks = breaks.values.reduce(0, +)
            }
        }
    }

    private func tell(_ driver: PaymentDriver) async {
        while !Task.isCancelled {
            do { try await driver.surroundings.sleep(StatementRunning.every) } catch { return }
            if run.withLock({ $0.state == .running }) { await write(driver) }
        }
    }

    private func write(_ driver: PaymentDriver) async {
        let now = driver.surroundings.now()
        let run = run.withLock { run in
            run.changedAt = now
            return run
        }
        do {
            try await driver.database.write { try StatementRunTable.write(run, in: $0) }
        } catch is CancellationError {
            return
        } catch {
            driver.logger.warning(
                "how far a reconciliation is could not be written", metadata: ["error": "\(error)"])
        }
    }
}

extension StatementRun {
    fileprivate mutating func end(with result: ReconcileResult?, at now: Timestamp) {
        endedAt = now
        guard let result else {
            (state, code) = (.failed, "gone")
            return
        }
        let isComplete: Bool
        switch result.verdict {
        case .complete(let report):
            isComplete = true
            sha256 = report.sha256
        case .broken(let report):
            isComplete = false
            sha256 = report.sha256
            problemCount = Int64(report.problemCount)
            note(report.problems.map { ($0.chinese, $0.english) })
        case .absent(let code), .notReady(let code), .refused(let code):
            (isComplete, self.code) = (false, code)
        case .unreachable(let doubt): (isComplete, code) = (false, doubt.kind.rawValue)
        }
        state = isComplete ? .done : .refused
        verdict = result.verdictName
        if how != .again { rows = result.rows }
        compared = result.compared
        heard = result.heard
        breaks = result.breaks.values.reduce(0, +)
        (new, gone, wasKnown) = (result.new, result.gone, result.wasKnown)
    }
}
