// What the cashier may do, by state and second: the table of the checkout screen.

import Payments
import Retail
import Testing

@Suite struct GuidanceTests {
    private static func allowed(
        _ state: AttemptState, after milliseconds: Int64
    ) throws -> Set<CashierAct> {
        let attempt = try Counter.attempt(in: state)
        let now = Counter.start.advanced(by: .milliseconds(milliseconds))
        let acts = attempt.allowed(at: now)
        #expect(Set(acts).count == acts.count, "an act is offered twice")
        return Set(acts)
    }

    private static let waiting: Set<CashierAct> = [.askAgain, .supplementary, .suspend]

    @Test("R39 nothing at 59.9 s, the next steps at 60.0 s", arguments: [0, 200, 34_000, 59_900])
    func sendingBeforeTheMinute(_ milliseconds: Int64) throws {
        #expect(try Self.allowed(.sending, after: milliseconds).isEmpty)
        let asked = AttemptState.unresolved(Doubt(kind: .timeout, detail: ""))
        #expect(try Self.allowed(asked, after: milliseconds).isEmpty)
        #expect(try Self.allowed(.awaitingShopper, after: milliseconds) == [.cancel])
    }

    @Test("R39 a clock set back over a restart does not begin the minute again")
    func clockSetBack() throws {
        #expect(try Self.allowed(.sending, after: -3_600_000) == Self.waiting)
    }

    @Test("R39 at 60.0 s: 42, ask again, suspend", arguments: [60_000, 60_001, 3_600_000])
    func afterTheMinute(_ milliseconds: Int64) throws {
        #expect(try Self.allowed(.sending, after: milliseconds) == Self.waiting)
        let asked = AttemptState.unresolved(Doubt(kind: .timeout, detail: ""))
        let withCancel = Self.waiting.union([.cancel])
        #expect(try Self.allowed(asked, after: milliseconds) == withCancel)
        #expect(try Self.allowed(.awaitingShopper, after: milliseconds) == withCancel)
        let reversing = AttemptState.reversing(Reversal(cause: .cashier, progress: .inDoubt))
        #expect(try Self.allowed(reversing, after: milliseconds) == Self.waiting)
    }

    @Test("R39 the microsecond before the minute is before it")
    func exactlyTheMinute() throws {
        let attempt = try Counter.attempt(in: .sending)
        let minute = Counter.start.advanced(by: .seconds(60))
        #expect(attempt.allowed(at: minute.advanced(by: Pause(microseconds: -1))).isEmpty)
        #expect(Set(attempt.allowed(at: minute)) == Self.waiting)
    }

    @Test(
        "R39 an error opens the next step at once; a wait is not an error",
        arguments: Doubt.Kind.allCases)
    func errorsOpenAtOnce(_ kind: Doubt.Kind) throws {
        let isWait = [.timeout, .interrupted, .listedCode].contains(kind)
        let acts = try Self.allowed(.unresolved(Doubt(kind: kind, detail: "")), after: 3_000)
        #expect(acts == (isWait ? [] : Self.waiting.union([.cancel])))
    }

    @Test("R40 scan again and cash only when it is confirmed that nothing was debited")
    func rescanOnlyWhenNotDebited() throws {
        for kind in StateKind.all {
            for (_, state) in try kind.samples() {
                for milliseconds: Int64 in [0, 59_900, 60_000, 3_600_000] {
                    let acts = try Self.allowed(state, after: milliseconds)
                    let isNotDebited = kind == .declined || kind == .reversed
                    #expect(acts.contains(.rescan) == isNotDebited, "\(kind) \(milliseconds)")
                    #expect(acts.contains(.cash) == isNotDebited, "\(kind) \(milliseconds)")
                    #expect(acts.contains(.complete) == (kind == .succeeded))
                }
            }
        }
    }

    @Test("a reversal that runs may be left alone, and nothing else before the minute")
    func reversing() throws {
        for progress in Reversal.Progress.allCases {
            let state = AttemptState.reversing(Reversal(cause: .deadline, progress: progress))
            #expect(try Self.allowed(state, after: 20_000) == [.suspend])
        }
    }

    @Test func endsSayWhatComesNext() throws {
        let paid = AttemptState.succeeded(try Counter.proof())
        #expect(try Self.allowed(paid, after: 0) == [.complete])
        let declined = AttemptState.declined(Decline(kind: .notEnoughMoney, code: ""))
        #expect(
            try Self.allowed(declined, after: 0) == [.rescan, .cash, .supplementary, .suspend])
    }

    @Test("what is offered is not refused by the machine")
    func offersAreKept() throws {
        for kind in StateKind.all {
            for (_, state) in try kind.samples() {
                var attempt = try Counter.attempt(in: state)
                let now = Counter.at(60)
                for act in attempt.allowed(at: now) {
                    switch act {
                    case .cancel: _ = try attempt.receive(.reversalRequested(.cashier), at: now)
                    case .askAgain: _ = try attempt.receive(.askRequested, at: now)
                    case .supplementary, .suspend, .rescan, .cash, .complete: continue
                    }
                }
            }
        }
    }
}
