// Machines' clocks are wrong now and then: by minutes after a bad correction, by a day after a typing
// mistake. Whoever takes over counts by its own, and a person hears of a clock that went back.

import Payments
import Retail
import Testing

@Suite struct ClockTests {
    private static let open: [AttemptState] = [
        .sending, .awaitingShopper, .unresolved(Doubt(kind: .timeout, detail: "")),
        .reversing(Reversal(cause: .deadline, progress: .foundNothing)),
    ]

    @Test(
        "P4 a process that takes over waits by its own clock, however far the one before was off",
        arguments: open, [-86_400, -1, 0, 30, 86_400] as [Int64])
    func adopts(_ state: AttemptState, _ seconds: Int64) throws {
        let now = Counter.at(seconds)
        var attempt = try Counter.attempt(in: state, step: .query(at: Counter.at(86_400)))
        _ = try attempt.receive(.restarted, at: now)
        #expect(attempt.payableUntil == now.advanced(by: Counter.pace.payableFor))
        #expect(attempt.startedAt == min(Counter.start, now))
        #expect(attempt.step == .query(at: now.advanced(by: Counter.pace.answerMax)))
    }

    @Test("A clock that was behind in between does not make an attempt older than its number says")
    func behindInBetween() throws {
        var attempt = try Counter.attempt(in: .awaitingShopper)
        _ = try attempt.receive(.restarted, at: Counter.at(-86_400))
        #expect(attempt.startedAt == Counter.at(-86_400))
        _ = try attempt.receive(.restarted, at: Counter.at(20))
        #expect(attempt.startedAt == Counter.start)
        #expect(attempt.deadline == Counter.at(45))
    }

    @Test(
        "A number from a clock that was ahead dates nothing: its age counts from the first take-over"
    )
    func numberAhead() throws {
        var attempt = try Counter.attempt(in: .awaitingShopper)
        _ = try attempt.receive(.restarted, at: Counter.at(-86_400))
        _ = try attempt.receive(.restarted, at: Counter.at(-86_300))
        #expect(attempt.startedAt == Counter.at(-86_400))
    }

    @Test("An attempt that has ended is taken over by nobody, and keeps its times")
    func ended() throws {
        let before = try Counter.attempt(in: .reversed(.deadline))
        var attempt = before
        #expect(throws: Refusal.unwelcome(state: "reversed", event: "restarted")) {
            try attempt.receive(.restarted, at: Counter.at(-86_400))
        }
        #expect(attempt == before)
    }

    @Test(
        "P3 not found proves nothing until what the process before may have sent had its time",
        arguments: [0, 119, 120] as [Int64])
    func notFoundAfterTakeOver(_ later: Int64) throws {
        let takeOver: Int64 = 86_400
        var attempt = try Counter.attempt(
            in: .reversing(Reversal(cause: .deadline, progress: .foundNothing)))
        _ = try attempt.receive(.restarted, at: Counter.at(takeOver))
        let asked = Counter.at(takeOver + later)
        _ = try attempt.receive(.queryAnswered(.notFound, askedAt: asked), at: asked)
        #expect(attempt.isOpen == (later < 120))
    }

    @Test(
        "A doubt that is still to begin, by a minute and more, opens its case at once, and only once",
        arguments: [
            (-60_000_001, true), (-86_400_000_000, true), (-60_000_000, false), (0, false),
            (299_999_999, false), (300_000_000, true),
        ] as [(Int64, Bool)])
    func clockBack(_ age: Int64, _ opens: Bool) throws {
        let now = Counter.start.advanced(by: Pause(microseconds: age))
        var attempt = try Counter.attempt(
            in: .unresolved(Doubt(kind: .timeout, detail: "")), step: .query(at: now))
        let first = try attempt.receive(.due, at: now)
        #expect(first.contains(.openCase(.unresolvedTooLong)) == opens)
        #expect(first.contains(.query))
        let second = try attempt.receive(.askRequested, at: now)
        #expect(!second.contains(.openCase(.unresolvedTooLong)))
    }

    @Test("A reversal that is due while the clock is back opens the case, too")
    func clockBackWhileReversing() throws {
        let now = Counter.at(-600)
        var attempt = try Counter.attempt(
            in: .reversing(Reversal(cause: .cashier, progress: .notSent)), step: .reverse(at: now))
        let effects = try attempt.receive(.due, at: now)
        #expect(effects.contains(.reverse))
        #expect(effects.contains(.openCase(.unresolvedTooLong)))
    }

    @Test(
        "P1 paid is believed after a take-over only when no reversal of the one before can land",
        arguments: [1, 119, 121] as [Int64])
    func reversalBeforeTakeOver(_ later: Int64) throws {
        // Two days ahead: by this clock the channel stopped reversing long ago.
        let takeOver: Int64 = 172_800
        var attempt = try Counter.attempt(
            in: .reversing(Reversal(cause: .cashier, progress: .sending)))
        _ = try attempt.receive(.restarted, at: Counter.at(takeOver))
        let now = Counter.at(takeOver + later)
        let paid = AttemptEvent.queryAnswered(.paid(try Counter.proof()), askedAt: now)
        _ = try attempt.receive(paid, at: now)
        // Its next step, whenever it is due, gives up reversing only after that time.
        attempt = Attempt(
            number: attempt.number, wallet: attempt.wallet, amount: attempt.amount,
            merchantAccount: attempt.merchantAccount, startedAt: attempt.startedAt,
            pace: attempt.pace, payableUntil: attempt.payableUntil, state: attempt.state,
            step: .reverse(at: now), queries: attempt.queries, escalation: attempt.escalation)
        _ = try attempt.receive(.due, at: now)
        _ = try attempt.receive(paid, at: now)
        #expect(attempt.isOpen == (later <= 120))
    }

    @Test(
        "A refund that is taken over counts its age from now, if it was begun in the future",
        arguments: [-86_400, 0, 30] as [Int64])
    func refund(_ seconds: Int64) throws {
        let now = Counter.at(seconds)
        var refund = try RefundCounter.refund()
        let begun = refund.startedAt
        _ = try refund.receive(.restarted, at: now)
        #expect(refund.startedAt == min(begun, now))
    }
}
