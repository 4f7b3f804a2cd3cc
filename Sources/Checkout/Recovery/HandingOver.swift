// A process that is told to end begins nothing new. What it only waits for is given up at once, so that
// another process takes it up within a tick; what it is at work on it keeps until the answer is
// written, or until it ends all the same, and then that is free, too.
//
// Where a process is alone there is nobody to hand over to: whoever starts next finds everything.

internal import Logging
internal import Payments
internal import Persistence

extension UnresolvedAttempts {
    /// Begins nothing from here on, and gives up what is not under way; what is in the way of that now
    /// is tried again at each tick.
    package func leave() async {
        leaving.begin()
        do {
            try await release()
        } catch {
            driver.logger.warning(
                "open payments could not be handed over yet", metadata: ["error": "\(error)"])
        }
    }

    /// The orderly end: whatever this worker still looks after is free at once.
    ///
    /// *Errors*: the database's; the silence of this worker then says the same, in seconds.
    package func end() async throws {
        if driver.database.isSole { return }
        let worker = driver.worker
        try await driver.database.write { try Workers.strike(worker, in: $0) }
    }

    /// Gives up what nobody here is at work on.
    func release() async throws {
        if driver.database.isSole { return }
        let (worker, underWay) = (driver.worker, driver.underWay.numbers)
        let isAnything = try await driver.database.read { transaction in
            try AttemptTable.lookedAfter(by: worker, in: transaction)
                .contains { !underWay.contains($0) }
                || RefundTable.lookedAfter(by: worker, in: transaction)
                    .contains { !underWay.contains($0) }
        }
        guard isAnything else { return }
        try await driver.database.write { transaction in
            for number in try AttemptTable.lookedAfter(by: worker, in: transaction)
            where !underWay.contains(number) {
                try AttemptTable.release(number, by: worker, in: transaction)
            }
            for number in try RefundTable.lookedAfter(by: worker, in: transaction)
            where !underWay.contains(number) {
                try RefundTable.release(number, by: worker, in: transaction)
            }
        }
    }
}
