// The sweep: the one engine that moves every open attempt on. Each open attempt has a next step
// with a time in its row; whenever one comes due it is taken up here, whether the process was up
// all along or has just started. Recovery is therefore not a special mode that could be forgotten,
// it is the only mode there is.

internal import Logging
internal import Payments
internal import Persistence
internal import Retail
internal import Synchronization

package struct UnresolvedAttempts: Sendable {
    /// How often due steps are looked for.
    ///
    /// Steps are seconds apart, so a fifth of one is prompt.
    private static let tick = Pause.milliseconds(200)
    /// How long a worker may be silent before its attempts are taken over (P4: within 5 s).
    private static let lease = Pause.seconds(4)
    /// How many attempts are moved at the same time: an outage may leave thousands open.
    private static let atOnceMax: Int64 = 64

    private let driver: PaymentDriver
    private let busy = Busy()

    package init(driver: PaymentDriver) {
        self.driver = driver
    }

    /// Announces this worker; on a database that is ours alone, all others are dead.
    package func prepare() async throws {
        let (worker, isSole) = (driver.worker, driver.database.isSole)
        let until = isSole ? Timestamp(microseconds: .max) : leaseEnd()
        try await driver.database.write { transaction in
            if isSole { try Workers.strikeAll(in: transaction) }
            try Workers.renew(worker, until: until, in: transaction)
        }
        try await sayWhatCannotBeRead()
    }

    /// Open attempts the sweep has to pass over: their rows are spoiled.
    private func sayWhatCannotBeRead() async throws {
        let paces = driver.channels.paces
        let numbers = try await driver.database.read { transaction in
            try AttemptTable.unreadable(paces: paces, limit: 100, in: transaction)
        }
        for number in numbers {
            driver.logger.critical(
                "an open payment cannot be looked after: its row is spoiled",
                metadata: ["number": "\(number)"])
        }
    }

    /// Sweeps until cancelled.
    ///
    /// A failing database is tried again at the next tick.
    package func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    try await renew()
                    for (event, stored) in try await waiting() {
                        guard busy.begin(stored.attempt.number) else { continue }
                        group.addTask { await move(stored, event) }
                    }
                } catch {
                    driver.logger.error(
                        "the sweep could not read what is due", metadata: ["error": "\(error)"])
                }
                do {
                    try await driver.surroundings.sleep(UnresolvedAttempts.tick)
                } catch {
                    return
                }
            }
        }
    }

    private func move(_ stored: StoredAttempt, _ event: AttemptEvent) async {
        await driver.feed(event, to: stored.attempt.number, by: .sweep)
        busy.end(stored.attempt.number)
    }

    private func waiting() async throws -> [(AttemptEvent, StoredAttempt)] {
        let now = driver.surroundings.now()
        let (worker, paces) = (driver.worker, driver.channels.paces)
        return try await driver.database.read { transaction in
            let orphaned = try AttemptTable.orphaned(
                at: now, limit: UnresolvedAttempts.atOnceMax, paces: paces, in: transaction)
            let due = try AttemptTable.due(
                worker: worker, at: now, limit: UnresolvedAttempts.atOnceMax, paces: paces,
                in: transaction)
            return orphaned.map { (.restarted, $0) } + due.map { (.due, $0) }
        }
    }

    private func renew() async throws {
        guard !driver.database.isSole else { return }
        let (worker, until) = (driver.worker, leaseEnd())
        try await driver.database.write { transaction in
            try Workers.renew(worker, until: until, in: transaction)
        }
    }

    private func leaseEnd() -> Timestamp {
        driver.surroundings.now().advanced(by: UnresolvedAttempts.lease)
    }
}

/// Attempts that this process is moving at this moment, so that a tick does not begin them twice.
private final class Busy: Sendable {
    private let numbers = Mutex<Set<MerchantOrderNumber>>([])

    func begin(_ number: MerchantOrderNumber) -> Bool {
        numbers.withLock { $0.insert(number).inserted }
    }

    func end(_ number: MerchantOrderNumber) {
        numbers.withLock { _ = $0.remove(number) }
    }
}
