// Writes what this process has counted of the wallets' answers, every ten seconds and at its end, and
// removes what is old. Never in a payment's transaction, a hundred rows at a time: a payment that wants
// to write meanwhile waits for a moment at most. What a crash takes away is the last ten seconds.

internal import Logging
internal import Persistence
internal import Retail

package struct FigureRounds: Sendable {
    private static let every = Pause.seconds(10)
    /// *Unit*: rounds, five minutes.
    private static let removesEvery = 30
    private static let writesAtOnce = 100
    private static let removesAtOnce: Int64 = 500

    private let driver: PaymentDriver

    package init(driver: PaymentDriver) {
        self.driver = driver
    }

    /// Goes on until the task is cancelled.
    package func run() async {
        var rounds = 0
        while !Task.isCancelled {
            if rounds.isMultiple(of: FigureRounds.removesEvery) { await remove() }
            rounds += 1
            do { try await driver.surroundings.sleep(FigureRounds.every) } catch { break }
            await write()
        }
        await write()
    }

    /// Writes what has grown; what cannot be written now is written the next time.
    package func write() async {
        let worker = driver.worker
        var rest = driver.health.figures.takeGrown()[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(FigureRounds.writesAtOnce))
            do {
                try await driver.database.write { transaction in
                    try ChannelFigureTable.write(some, by: worker, in: transaction)
                }
                rest = rest.dropFirst(some.count)
            } catch {
                driver.health.figures.giveBack(rest.map(\.slot))
                driver.logger.warning(
                    "the wallets' figures could not be written; they are written the next time",
                    metadata: ["error": "\(error)"])
                return
            }
        }
    }

    /// Removes the hours before the last two days, and the five minutes before the last two hours.
    package func remove() async {
        let now = driver.surroundings.now()
        for (span, keeps) in [(FigureSlot.Span.hour, Int64(48)), (.fiveMinutes, 24)] {
            let before = span.start(at: now, before: keeps)
            let limit = FigureRounds.removesAtOnce
            do {
                while !Task.isCancelled {
                    let removed = try await driver.database.write { transaction in
                        try ChannelFigureTable.removeSome(
                            span, before: before, limit: limit, in: transaction)
                    }
                    if removed < Int(limit) { break }
                }
            } catch {
                driver.logger.warning(
                    "old figures of the wallets could not be removed; it is tried again",
                    metadata: ["error": "\(error)"])
                return
            }
        }
    }
}
