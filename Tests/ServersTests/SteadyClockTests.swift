// The clock of a process: what it says after so long, for what it was told.

import Checkout
import Persistence
import Retail
import Testing

@Suite struct SteadyClockTests {
    private static let start = ContinuousClock.now
    private static let noon = Timestamp(microseconds: 1_795_600_000_000_000)

    private static func reading(
        _ pause: Pause, at seconds: Int, journey: Duration = .zero
    ) -> ClockReading {
        let middle = start + .seconds(seconds)
        return ClockReading(
            noon.advanced(by: pause), asked: middle - journey / 2, answered: middle + journey / 2)
    }

    private func clock() -> SteadyClock {
        SteadyClock(SteadyClockTests.reading(.zero, at: 0))
    }

    private func milliseconds(_ clock: SteadyClock, at seconds: Int) -> Int64 {
        clock.now(at: SteadyClockTests.start + .seconds(seconds))
            .since(SteadyClockTests.noon).microseconds / 1_000
    }

    @Test("It goes on by itself, from the middle of its reading's journey")
    func steady() {
        let clock = SteadyClock(SteadyClockTests.reading(.zero, at: 1, journey: .seconds(2)))
        #expect(milliseconds(clock, at: 1) == 0)
        #expect(milliseconds(clock, at: 61) == 60_000)
    }

    @Test(
        "A difference is made good by 5 ms in a second, forwards and backwards",
        arguments: [
            // Off by, as read after 60 s; what it says 1 s, 4 s and 100 s later, beyond that time.
            (20, 5, 20, 20), (-20, -5, -20, -20), (3_600_000, 5, 20, 500),
            (-3_600_000, -5, -20, -500),
            (0, 0, 0, 0),
        ] as [(Int64, Int64, Int64, Int64)])
    func slew(_ row: (off: Int64, afterOne: Int64, afterFour: Int64, afterHundred: Int64)) {
        let clock = clock()
        let reading = SteadyClockTests.reading(.milliseconds(60_000 + row.off), at: 60)
        let met = clock.follow(reading, at: reading.middle)
        #expect(met == .milliseconds(row.off))
        #expect(milliseconds(clock, at: 61) == 61_000 + row.afterOne)
        #expect(milliseconds(clock, at: 64) == 64_000 + row.afterFour)
        #expect(milliseconds(clock, at: 160) == 160_000 + row.afterHundred)
    }

    @Test(
        "What the journey explains is no difference",
        arguments: [(9, 0), (10, 0), (11, 11), (-10, 0), (-11, -11)] as [(Int64, Int64)])
    func journey(_ row: (off: Int64, met: Int64)) {
        let reading = SteadyClockTests.reading(
            .milliseconds(60_000 + row.off), at: 60, journey: .milliseconds(20))
        #expect(clock().follow(reading, at: reading.answered) == .milliseconds(row.met))
    }

    @Test("A reading that comes late is still of its own moment")
    func late() {
        let clock = clock()
        let reading = SteadyClockTests.reading(.milliseconds(60_020), at: 60)
        #expect(
            clock.follow(reading, at: SteadyClockTests.start + .seconds(70)) == .milliseconds(20))
        #expect(milliseconds(clock, at: 71) == 71_005)
    }

    @Test("It never goes back, whatever it is told")
    func monotonic() {
        let clock = clock()
        var last = SteadyClockTests.noon
        for second in 1...600 {
            let instant = SteadyClockTests.start + .milliseconds(second * 100)
            if second % 7 == 0 {
                let off = Pause.milliseconds(Int64(second % 5 - 2) * 90_000)
                clock.follow(
                    ClockReading(
                        SteadyClockTests.noon.advanced(by: off), asked: instant - .milliseconds(3),
                        answered: instant - .milliseconds(1)), at: instant)
            }
            let now = clock.now(at: instant)
            #expect(now >= last)
            last = now
        }
    }
}
