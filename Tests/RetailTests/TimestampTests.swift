// Time stays at the ends of its range rather than wrap, and seconds are rounded down.

import Retail
import Testing

@Suite struct TimestampTests {
    private static let end = Timestamp(microseconds: .max)
    private static let beginning = Timestamp(microseconds: .min)

    @Test func advancingStaysInsideTheRange() {
        #expect(Self.end.advanced(by: .seconds(1)) == Self.end)
        #expect(Self.beginning.advanced(by: .seconds(-1)) == Self.beginning)
        #expect(Self.end.advanced(by: Pause(microseconds: -1)) < Self.end)
        let zero = Timestamp(microseconds: 0)
        #expect(zero.advanced(by: .milliseconds(1_500)).microseconds == 1_500_000)
    }

    @Test func differencesStayInsideTheRange() {
        #expect(Self.end.since(Self.beginning) == Pause(microseconds: .max))
        #expect(Self.beginning.since(Self.end) == Pause(microseconds: .min))
        #expect(Self.end.since(Self.end) == .zero)
        #expect(
            Timestamp(microseconds: 3).since(Timestamp(microseconds: 5))
                == Pause(microseconds: -2))
    }

    @Test func unitsOfPauses() {
        #expect(Pause.milliseconds(1).microseconds == 1_000)
        #expect(Pause.seconds(1).microseconds == 1_000_000)
        #expect(Pause.minutes(1) == .seconds(60))
        #expect(Pause.hours(1) == .minutes(60))
        #expect(Pause.days(1) == .hours(24))
    }

    @Test func pausesTooLongStayAtTheEnd() {
        #expect(Pause.days(.max) == Pause(microseconds: .max))
        #expect(Pause.days(.min) == Pause(microseconds: .min))
        #expect(Pause.milliseconds(.max) == Pause(microseconds: .max))
    }

    @Test(
        arguments: [
            (0, 0), (1, 0), (999_999, 0), (1_000_000, 1), (59_999_999, 59), (60_000_000, 60),
            (-1, -1), (-1_000_000, -1), (-1_000_001, -2),
        ] as [(Int64, Int64)])
    func wholeSecondsAreRoundedDown(_ microseconds: Int64, _ seconds: Int64) {
        #expect(Pause(microseconds: microseconds).wholeSeconds == seconds)
    }

    @Test func theEndsHaveWholeSecondsToo() {
        #expect(Pause(microseconds: .max).wholeSeconds == Int64.max / 1_000_000)
        #expect(Pause(microseconds: .min).wholeSeconds < 0)
    }

    @Test func orders() {
        #expect(Self.beginning < Self.end)
        #expect(Pause.seconds(1) < .minutes(1))
        #expect(!(Pause.zero < .zero))
    }
}
