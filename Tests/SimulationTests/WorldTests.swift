// Whole worlds, small: without faults nothing is wrong, with one fault nothing is wrong either, and
// one plan always gives one world.

import Retail
import Testing

@testable import Simulation

@Suite("A world") struct WorldTests {
    @Test("without faults: no violation, no case, and hardly a payment in doubt")
    func withoutFaults() throws {
        let report = try WorldRun.run(WorldPlan(seed: 1, payments: 300, faults: []))
        #expect(report.violations == [])
        #expect(report.faults == FaultCounts())
        #expect(report.crashes == 0)
        // Customers who forget their password or type too late are in doubt, and leave no case.
        #expect(report.cases == [:])
        #expect(report.attempts > 250)
        #expect(report.postedSales > 250)
        #expect(report.refunds > 0)
        // The rest is asked for: passwords, and UnionPay, whose answer is a receipt.
        #expect((report.recoveries[.answered] ?? 0) > 150)
    }

    @Test("one plan is one world, recorded or not")
    func samePlanSameWorld() throws {
        let plan = WorldPlan(seed: 3, payments: 60, faults: Set(Fault.allCases))
        let first = try WorldRun.run(plan)
        let second = try WorldRun.run(plan)
        let recorded = try WorldRun.run(plan, recording: true)
        #expect(first.hash == second.hash)
        #expect(first.hash == recorded.hash)
        #expect(first.faults == second.faults && first.faults == recorded.faults)
        #expect(first.cases == recorded.cases && first.times == recorded.times)
        #expect(first.record.isEmpty && !recorded.record.isEmpty)
        #expect(first.violations == [] && recorded.violations == [])
    }

    @Test("what a slow clock has set is not called forgotten by the true time")
    func slowClock() throws {
        // The power is cut, and the database's clock is minutes behind from then on.
        let plan = WorldPlan(
            seed: 47, payments: 400, faults: [.otherMerchant, .powerCut, .clockJump])
        let report = try WorldRun.run(plan)
        #expect(report.violations == [])
        #expect(report.faults[.clockJump] > 0 && report.cases["unresolved-too-long"] != nil)
    }

    @Test("another seed, other faults or another customer make another world")
    func otherPlansOtherWorlds() throws {
        let plan = WorldPlan(seed: 3, payments: 30, faults: Set(Fault.allCases))
        var fewer = plan
        fewer.customers.removeFirst(10)
        var without = plan
        without.faults = []
        let plans = [
            plan, fewer, without, WorldPlan(seed: 4, payments: 30, faults: plan.faults),
        ]
        let hashes = try plans.map { try WorldRun.run($0).hash }
        #expect(Set(hashes).count == plans.count)
    }

    @Test("who is left out changes nothing of what the others buy", arguments: [[0], [7, 8, 31]])
    func leavingOut(_ absent: [Int]) throws {
        let plan = WorldPlan(seed: 5, payments: 40, faults: [])
        var fewer = plan
        fewer.customers.removeAll(where: absent.contains)
        let (all, some) = (try purchases(plan), try purchases(fewer))
        #expect(all.count == 40)
        #expect(Set(some.keys) == Set(all.keys).subtracting(absent))
        for (customer, goods) in some { #expect(all[customer] == goods) }
    }

    @Test("every world ends, also one that nobody comes to")
    func nobodyComes() throws {
        let report = try WorldRun.run(WorldPlan(seed: 1, payments: 0, faults: [.statementOnly]))
        #expect(report.attempts == 0 && report.violations == [])
    }

    /// What each customer first asked for, and how it was paid, by the record of the world.
    private func purchases(_ plan: WorldPlan) throws -> [Int: [String]] {
        var purchases: [Int: [String]] = [:]
        for line in try WorldRun.run(plan, recording: true).record {
            guard let customer = line.customer, line.line.kind == .message,
                case .till = line.line.from
            else { continue }
            let shopper = Shopper(customer, seed: plan.seed)
            let count = shopper.basket.count
            if purchases[customer]?.count ?? 0 < count {
                purchases[customer, default: []].append(line.line.words)
            }
        }
        for (customer, goods) in purchases {
            let shopper = Shopper(customer, seed: plan.seed)
            #expect(goods == shopper.basket.map { "goods \($0.code)" })
        }
        return purchases
    }
}
