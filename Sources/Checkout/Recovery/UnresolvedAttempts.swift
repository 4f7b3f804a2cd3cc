// The sweep: the one engine that moves every open attempt and every open refund on. Each has a next
// step with a time in its row; whenever one comes due it is taken up here, whether the process was
// up all along or has just started. Recovery is therefore not a special mode that could be
// forgotten, it is the only mode there is.

internal import Logging
internal import Payments
internal import Persistence
internal import Retail
internal import Synchronization

package struct UnresolvedAttempts: Sendable {
    /// How often due steps are looked for.
    ///
    /// Steps are seconds apart, so half of one is prompt, and an idle shop asks its database little.
    private static let tick = Pause.milliseconds(500)
    /// Each renewal is a synced write, so it is not made at every tick; three quarters of the lease are
    /// left for a disk that is slow.
    private static let renewAfter = Pause.seconds(1)
    /// How many attempts, and how many refunds, are moved at the same time: an outage may leave
    /// thousands open.
    private static let atOnceMax: Int64 = 64

    let driver: PaymentDriver
    let leaving = Leaving()
    private let busy = Busy()
    private let renewedAt = LastTime()
    private let lookedAt = LastTime()
    private let others = OtherWorkers()

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

    /// Open attempts and refunds the sweep has to pass over: their rows are spoiled.
    private func sayWhatCannotBeRead() async throws {
        let paces = driver.channels.paces
        let numbers = try await driver.database.read { transaction in
            try AttemptTable.unreadable(paces: paces, limit: 100, in: transaction)
                + RefundTable.unreadable(paces: paces, limit: 100, in: transaction)
        }
        for number in numbers {
            driver.logger.critical(
                "an open payment or refund cannot be looked after: its row is spoiled",
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
                    if leaving.hasBegun {
                        try await release()
                    } else {
                        try await strikeTheSilent()
                        for errand in try await waiting() {
                            guard busy.begin(errand.number) else { continue }
                            group.addTask { await run(errand) }
                        }
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

    private func run(_ errand: Errand) async {
        switch errand {
        case .attempt(.restarted, let stored):
            await driver.takeOver(stored.attempt.number)
        case .refund(.restarted, let stored):
            await driver.takeOver(stored.refund.number)
        case .attempt(let event, let stored):
            await driver.feed(event, to: stored.attempt.number, by: .sweep)
        case .refund(let event, let stored):
            await driver.feed(event, to: stored.refund.number, by: .sweep)
        }
        busy.end(errand.number)
    }

    private func waiting() async throws -> [Errand] {
        let now = driver.surroundings.now()
        let (worker, paces) = (driver.worker, driver.channels.paces)
        return try await driver.database.read { transaction in
            guard try Workers.isAnythingWaiting(for: worker, at: now, in: transaction) else {
                return []
            }
            let orphaned = try AttemptTable.orphaned(
                limit: UnresolvedAttempts.atOnceMax, paces: paces, in: transaction)
            let due = try AttemptTable.due(
                worker: worker, at: now, limit: UnresolvedAttempts.atOnceMax, paces: paces,
                in: transaction)
            let orphanedRefunds = try RefundTable.orphaned(
                limit: UnresolvedAttempts.atOnceMax, paces: paces, in: transaction)
            let dueRefunds = try RefundTable.due(
                worker: worker, at: now, limit: UnresolvedAttempts.atOnceMax, paces: paces,
                in: transaction)
            // A shopper stands at the counter for an attempt, so those come first.
            return orphaned.map { .attempt(.restarted, $0) } + due.map { .attempt(.due, $0) }
                + orphanedRefunds.map { .refund(.restarted, $0) }
                + dueRefunds.map { .refund(.due, $0) }
        }
    }

    private func renew() async throws {
        let now = driver.surroundings.now()
        guard !driver.database.isSole,
            renewedAt.isPast(UnresolvedAttempts.renewAfter, at: now)
        else { return }
        let (worker, until) = (driver.worker, leaseEnd())
        try await driver.database.write { transaction in
            try Workers.renew(worker, until: until, in: transaction)
        }
        renewedAt.set(now)
    }

    /// Strikes out workers that have not been heard of for a lease, so that what they looked after
    /// is free.
    ///
    /// Silence is measured by this process's own clock, from when it last saw another's row change:
    /// what two machines' clocks say is never compared, since one of them may be wrong by a day.
    private func strikeTheSilent() async throws {
        if driver.database.isSole { return }
        let now = driver.surroundings.now()
        guard lookedAt.isPast(UnresolvedAttempts.renewAfter, at: now) else { return }
        lookedAt.set(now)
        let beats = try await driver.database.read { try Workers.beats(in: $0) }
        let silent = others.silent(beats, for: Workers.lease, at: now)
            .filter { $0.worker != driver.worker }
        if silent.isEmpty { return }
        try await driver.database.write { transaction in
            for (worker, beat) in silent {
                try Workers.strike(worker, lastSeen: beat, in: transaction)
            }
        }
    }

    private func leaseEnd() -> Timestamp {
        driver.surroundings.now().advanced(by: Workers.lease)
    }
}

/// What is to be moved on, and by which event.
private enum Errand: Sendable {
    case attempt(AttemptEvent, StoredAttempt)
    case refund(RefundEvent, StoredRefund)

    /// Order numbers and refund numbers cannot be taken for each other.
    var number: String {
        switch self {
        case .attempt(_, let stored): stored.attempt.number.digits
        case .refund(_, let stored): stored.refund.number.text
        }
    }
}

/// What this process is moving at this moment, so that a tick does not begin it twice.
private final class Busy: Sendable {
    private let numbers = Mutex<Set<String>>([])

    func begin(_ number: String) -> Bool {
        numbers.withLock { $0.insert(number).inserted }
    }

    func end(_ number: String) {
        numbers.withLock { _ = $0.remove(number) }
    }
}

/// Whether this process has been told to end.
final class Leaving: Sendable {
    private let isSo = Mutex(false)

    var hasBegun: Bool { isSo.withLock { $0 } }

    func begin() {
        isSo.withLock { $0 = true }
    }
}

/// When this process last did something.
private final class LastTime: Sendable {
    private let moment = Mutex<Timestamp?>(nil)

    /// Whether that was so long ago, or never, or, by a clock that went back, in the future.
    func isPast(_ pause: Pause, at now: Timestamp) -> Bool {
        guard let last = moment.withLock({ $0 }) else { return true }
        let age = now.since(last)
        return age >= pause || age < .zero
    }

    func set(_ now: Timestamp) {
        moment.withLock { $0 = now }
    }
}

/// The other workers as this process has seen them.
private final class OtherWorkers: Sendable {
    private struct Seen {
        let beat: Timestamp
        let at: Timestamp
    }

    private let seen = Mutex<[String: Seen]>([:])

    /// Those whose beat has not changed for so long, by this process's clock.
    func silent(
        _ beats: [String: Timestamp], for pause: Pause, at now: Timestamp
    ) -> [(worker: String, beat: Timestamp)] {
        seen.withLock { seen in
            var next: [String: Seen] = [:]
            var silent: [(worker: String, beat: Timestamp)] = []
            for (worker, beat) in beats {
                guard let before = seen[worker], before.beat == beat else {
                    next[worker] = Seen(beat: beat, at: now)
                    continue
                }
                next[worker] = before
                if now.since(before.at) >= pause { silent.append((worker, beat)) }
            }
            seen = next
            return silent.sorted { $0.worker < $1.worker }
        }
    }
}
