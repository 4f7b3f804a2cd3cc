// A chain that is closed day after day: what managers sign, what the ledger says and what the wallets'
// statements show are held against each other, in calm and under every fault.

import Retail
import Testing

@testable import Simulation

@Suite("Business days") struct BusinessDaysTests {
    private func plan(seed: UInt64, days: Int, payments: Int, faults: Set<Fault>) -> WorldPlan {
        var plan = WorldPlan(seed: seed, payments: payments, faults: faults)
        plan.days = days
        return plan
    }

    @Test("without faults each day is signed, and each statement says what the ledger says")
    func inCalm() throws {
        let report = try WorldRun.run(plan(seed: 1, days: 5, payments: 200, faults: []))
        let closed = try #require(report.closed)
        #expect(report.violations == [])
        #expect(closed.wholeDays >= 5)
        #expect(closed.statements >= 15 && closed.lines > 150)
        #expect(closed.breaks == [:])
        #expect(closed.differing == 0)
    }

    @Test("thirty days under all faults: signed, reconciled, and whatever differs has a case")
    func thirtyDays() throws {
        let report = try WorldRun.run(
            plan(seed: 6, days: 30, payments: 600, faults: Set(Fault.allCases)))
        let closed = try #require(report.closed)
        #expect(report.violations == [])
        #expect(closed.wholeDays >= 30)
        #expect(closed.statements > 100 && closed.lines > 500)
        #expect(report.faults[.statementMissing] > 0 && report.faults[.statementTwice] > 0)
        #expect(report.faults[.statementOtherDay] > 0 && report.faults[.statementOnly] > 4)
    }
}
