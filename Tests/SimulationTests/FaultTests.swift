// Each fault alone: it happens, and no promise is broken. Rare ones need a seed in which they happen;
// where a change of the product has made it another one, the next few are tried.

import Retail
import Testing

@testable import Simulation

@Suite("One fault alone") struct FaultTests {
    /// Few, since all faults are played at each test; `./test` and the command play thousands.
    private static let payments = 40
    private static let seedsMax: UInt64 = 12

    /// The first seed in which a fault happens, where that is not the first of all.
    private static let seeds: [Fault: UInt64] = [
        .payAnswerLost: 3, .payDelayed: 3, .payAfterReversal: 4, .reverseAnswerLost: 5,
        .passwordLastSecond: 18, .requestLost: 2, .reverseDelayed: 3, .systemError: 2,
        .httpError: 9, .badSignature: 4, .foreignAnswer: 11, .notConnected: 2, .otherAmount: 67,
        .otherMerchant: 10, .otherCurrency: 74, .requestRepeated: 2, .numberTaken: 8,
        .failedThenPaid: 190, .notFoundThenPaid: 6, .notifiedEarly: 3, .notifiedTwice: 11,
        .notifiedLate: 5, .notifiedForged: 2, .notifiedForeign: 6, .statementMissing: 2,
        .statementOtherDay: 12, .refundAnswerLost: 5, .refundLater: 100, .refundFails: 38,
        .crash: 1, .crashAfterCommit: 19, .powerCut: 2, .databaseFails: 2, .clockJump: 7,
        .numberUsedTwice: 3, .startedTwice: 2, .voidedInPayment: 2, .tillSwitchedOff: 2,
        .billShownAgain: 28, .supplementedTwice: 35, .refundedTwice: 3,
    ]

    /// What a fault needs besides: nobody comes back with a bill and no receipt in a good world.
    private static func company(of fault: Fault) -> Set<Fault> {
        fault == .supplementedTwice ? Set(Fault.allCases) : [fault]
    }

    @Test("happens, and breaks no promise", arguments: Fault.allCases)
    func alone(_ fault: Fault) throws {
        let first = Self.seeds[fault] ?? 1
        let faults = Self.company(of: fault)
        for seed in first..<(first + Self.seedsMax) {
            let plan = WorldPlan(seed: seed, payments: Self.payments, faults: faults)
            // This one is settled before the world begins.
            if fault == .dayTurns, !plan.crossesMidnight { continue }
            let report = try WorldRun.run(plan)
            let failures = report.violations.map(\.words).joined(separator: "\n")
            #expect(report.violations.isEmpty, "seed \(seed): \(failures)")
            for other in Fault.allCases where !faults.contains(other) {
                #expect(report.faults[other] == 0)
            }
            if report.faults[fault] > 0 { return }
        }
        Issue.record("\(fault.rawValue) did not happen from seed \(first) on")
    }

    @Test("a day that turns does so in a quarter of an hour, in Shanghai", arguments: 1...20)
    func dayTurns(_ seed: UInt64) {
        let plan = WorldPlan(seed: seed, payments: 1, faults: [.dayTurns])
        let usual = WorldPlan(seed: seed, payments: 1, faults: [])
        #expect(plan.crossesMidnight == (plan.startsAt != usual.startsAt))
        guard plan.crossesMidnight else { return }
        let (hour, day): (Int64, Int64) = (3_600_000_000, 86_400_000_000)
        #expect((plan.startsAt.microseconds + 8 * hour) % day == day - hour / 4)
    }

    @Test("every hard case of the design has a fault, and every fault a rate")
    func hardCases() {
        #expect(Set(Fault.allCases.map(\.hardCase)) == Set(0...18))
        #expect(Set(Fault.allCases.map(\.rawValue)).count == Fault.allCases.count)
        #expect(Fault.allCases.allSatisfy { (1...1_000_000).contains($0.rate) })
    }
}
