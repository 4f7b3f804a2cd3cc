// The wallets' statements, fetched by themselves the morning after (T+1) and held against the books. A
// day that was not there, or not sound, is asked for again; one that is complete is not.

internal import Logging
package import Payments
internal import Persistence
package import Retail
internal import Synchronization

/// When the next round of a process begins.
package final class StatementSchedule: Sendable {
    private let at = Mutex<Timestamp?>(nil)

    package init() {}

    /// Nil before the rounds have begun.
    package var next: Timestamp? { at.withLock { $0 } }

    func set(_ next: Timestamp) { at.withLock { $0 = next } }
}

package struct StatementRounds: Sendable {
    /// A merchant account, and where its statements come from.
    package struct Account: Sendable {
        package let name: String
        package let source: any StatementSource

        package init(name: String, source: any StatementSource) {
            self.name = name
            self.source = source
        }
    }

    /// Wallets have made the statement of a day by then, in Beijing.
    ///
    /// *Source*: WeChat Pay v2, 下载对账单: 10 o'clock; Alipay: 9 o'clock.
    private static let readyAt = 10
    /// How many days are asked for, yesterday's and those before it.
    ///
    /// *Source*: own choice: a long weekend without a server.
    private static let daysBack = 4
    private static let every = Pause.hours(1)
    /// A server that starts has more urgent things to ask.
    private static let firstAfter = Pause.minutes(1)

    private let driver: PaymentDriver
    private let accounts: [Account]
    /// When this process looks again, for whoever waits.
    package let schedule: StatementSchedule

    package init(
        driver: PaymentDriver, accounts: [Account],
        schedule: StatementSchedule = StatementSchedule()
    ) {
        self.driver = driver
        self.accounts = accounts
        self.schedule = schedule
    }

    /// Goes on until the task is cancelled.
    package func run() async {
        var pause = StatementRounds.firstAfter
        while !Task.isCancelled {
            schedule.set(driver.surroundings.now().advanced(by: pause))
            do { try await driver.surroundings.sleep(pause) } catch { return }
            await round()
            pause = StatementRounds.every
        }
    }

    /// Asks once for whatever is due; what fails is logged, and due again the next time.
    package func round() async {
        let days = StatementRounds.days(at: driver.surroundings.now())
        for day in days {
            for account in accounts where !Task.isCancelled {
                do {
                    try await fetch(day, of: account)
                    if day == days.first { try await missed(day, of: account) }
                } catch {
                    driver.logger.warning(
                        "a statement could not be compared; it is tried again",
                        metadata: words(day, account, "error", "\(error)"))
                }
            }
        }
        do {
            try await SettlementWatch(driver: driver).look()
        } catch {
            driver.logger.warning(
                "late settlements could not be looked for", metadata: ["error": "\(error)"])
        }
    }

    /// The days whose statements should be there, oldest first.
    static func days(at now: Timestamp) -> [BusinessDate] {
        lastDays(at: now, isReady: CivilTime(now).hour >= readyAt)
    }

    /// Yesterday and the days before it, oldest first.
    static func lastDays(at now: Timestamp, isReady: Bool = true) -> [BusinessDate] {
        (1...daysBack).reversed().compactMap { back in
            let days = Int64(back) + (isReady ? 0 : 1)
            let then = now.since(Timestamp(microseconds: Pause.days(days).microseconds))
            let civil = CivilTime(Timestamp(microseconds: then.microseconds))
            return try? BusinessDate(year: civil.year, month: civil.month, day: civil.day)
        }
    }

    private func fetch(_ day: BusinessDate, of account: Account) async throws {
        let statement = StatementOf(
            wallet: account.source.wallet, account: account.name, day: day)
        let since = Reconciler.abandonedBefore(driver.surroundings.now())
        let isThere = try await driver.database.read { transaction in
            try StatementTable.isCompleteOrBeingRead(statement, since: since, in: transaction)
        }
        guard !isThere else { return }
        let result = try await Reconciler(driver: driver).run(
            account.source, account: account.name, day: day, how: .fetched)
        let breaks = result.breaks.values.reduce(0, +)
        driver.logger.info(
            "statement \(result.verdictName): \(result.rows) lines, \(breaks) breaks",
            metadata: words(day, account, "heard", "\(result.heard)"))
    }

    /// Soon nobody asks for this day any more: where the books have money on it, a person is told that
    /// no statement came.
    private func missed(_ day: BusinessDate, of account: Account) async throws {
        let statement = StatementOf(
            wallet: account.source.wallet, account: account.name, day: day)
        let (now, missing) = (driver.surroundings.now(), try MissingStatement(statement))
        try await driver.database.write { transaction in
            try missing.look(at: now, in: transaction)
        }
    }

    private func words(
        _ day: BusinessDate, _ account: Account, _ name: String, _ value: String
    ) -> Logger.Metadata {
        [
            "wallet": "\(account.source.wallet.rawValue)", "day": "\(day.iso)",
            name: "\(value)",
        ]
    }
}
