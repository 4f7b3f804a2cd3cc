package import Retail

/// What one world came to.
package struct WorldReport: Sendable {
    package let seed: UInt64
    package let payments: Int
    package let attempts: Int
    /// Orders that reached a wallet, by the channel that took them there (`Manners`).
    package let orders: [String: Int]
    package let faults: FaultCounts
    package let crashes: Int
    package let recoveries: [RecoveryKind: Int]
    /// Of the debits that had been in doubt.
    package let recovered: [Recovery]
    package let refunds: Int
    package let returns: Int
    package let postedSales: Int
    /// Opened, by cause.
    package let cases: [String: Int]
    package let violations: [Violation]
    package let hash: UInt64
    /// How long it all took, by the world's own clock.
    package let lasted: Pause
    /// What the days came to, in a world of more than one.
    package var closed: ClosedDays?
    /// The record, when it was asked for.
    package let record: [Recorded]

    /// A line of the record, and whose payment it belongs to.
    package struct Recorded: Sendable {
        package let line: StoryLine
        package let number: String?
        package let customer: Int?
    }

    init(_ world: World, _ books: AuditedBooks) {
        let settled = Recoveries(world, books)
        seed = world.plan.seed
        payments = world.plan.customers.count
        attempts = books.attempts.count
        orders = world.wallets.reduce(into: [:]) { orders, wallet in
            orders[wallet.manners.name, default: 0] += wallet.numbers.count
        }
        faults = world.counts
        crashes = world.crashes
        recoveries = settled.counts
        recovered = settled.ofDoubts
        refunds = books.refunds.count
        returns = books.returns
        postedSales = books.sales.values.count { $0.state == "posted" }
        cases = books.cases
        violations = world.auditor.violations
        hash = world.hash
        lasted = world.time.now.since(world.plan.startsAt)
        record = world.trace.map {
            Recorded(line: $0.line, number: $0.number, customer: $0.customer)
        }
    }
}

extension WorldReport {
    /// From the debit until it was counted or given back, while its wallet could be reached.
    ///
    /// *Unit*: microseconds.
    package var times: [Int64] { recovered.filter { !$0.isAfterOutage }.map(\.time) }
    /// The same for those caught in an outage, from the outage's end.
    package var timesAfterOutage: [Int64] { recovered.filter(\.isAfterOutage).map(\.time) }
    /// The recovery that took longest, outages apart: the story worth telling of a good run.
    package var slowest: Recovery? {
        recovered.filter { !$0.isAfterOutage }.max { $0.time < $1.time }
    }
}
