// The sum of many worlds: what the command prints.

package import Retail

package struct Report: Sendable {
    package private(set) var worlds = 0
    package private(set) var payments = 0
    package private(set) var attempts = 0
    /// Orders that reached a wallet, by channel.
    package private(set) var orders: [String: Int] = [:]
    package private(set) var faults = FaultCounts()
    package private(set) var crashes = 0
    package private(set) var recoveries: [RecoveryKind: Int] = [:]
    package private(set) var refunds = 0
    package private(set) var returns = 0
    package private(set) var postedSales = 0
    package private(set) var cases: [String: Int] = [:]
    /// What the days of all worlds came to; nil where each had one.
    package private(set) var closed: ClosedDays?
    /// With the seed of the world each was found in.
    package private(set) var violations: [(seed: UInt64, violation: Violation)] = []
    /// A fold of the worlds' hashes, in their order.
    package private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    /// How long the worlds lasted by their own clocks, together.
    package private(set) var lasted = Pause.zero
    private var allTimes: [Int64] = []
    private var allTimesAfterOutage: [Int64] = []

    package init() {}

    /// From a debit that was in doubt until it was counted or given back.
    package var times: Times { Times(allTimes) }
    /// The same for debits caught in an outage, from its end.
    package var timesAfterOutage: Times { Times(allTimesAfterOutage) }

    /// How often a promise was broken.
    package func broken(_ promise: Promise) -> Int {
        violations.count { $0.violation.promise == promise }
    }

    package mutating func add(_ world: WorldReport) {
        worlds += 1
        payments += world.payments
        attempts += world.attempts
        for (channel, count) in world.orders { orders[channel, default: 0] += count }
        faults.add(world.faults)
        crashes += world.crashes
        for (kind, count) in world.recoveries { recoveries[kind, default: 0] += count }
        refunds += world.refunds
        returns += world.returns
        postedSales += world.postedSales
        for (cause, count) in world.cases { cases[cause, default: 0] += count }
        if let days = world.closed { closed = (closed ?? ClosedDays()).adding(days) }
        violations += world.violations.map { (world.seed, $0) }
        for shift in stride(from: 0, to: 64, by: 8) {
            hash = (hash ^ ((world.hash >> UInt64(shift)) & 0xff)) &* 0x100_0000_01b3
        }
        lasted = Pause(microseconds: lasted.microseconds + world.lasted.microseconds)
        allTimes += world.times
        allTimesAfterOutage += world.timesAfterOutage
    }
}
