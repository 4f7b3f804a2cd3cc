// The calendar without a calendar library, against known moments and against itself.

import Retail
import TestSupport
import Testing

@Suite struct CivilTimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01 08:00:00"),
            (1_569_427_200, "2019-09-26 00:00:00"),
            (1_569_427_199, "2019-09-25 23:59:59"),
            (951_753_600, "2000-02-29 00:00:00"),
            (1_795_420_925, "2026-11-23 16:02:05"),
            (4_102_415_999, "2099-12-31 23:59:59"),
            (-1, "1970-01-01 07:59:59"),
            (-28_801, "1969-12-31 23:59:59"),
            (-2_208_988_800, "1900-01-01 08:00:00"),
        ] as [(Int64, String)])
    func knownMoments(_ seconds: Int64, _ text: String) {
        #expect(CivilTime(Timestamp(microseconds: seconds * 1_000_000)).spaced == text)
    }

    @Test func aMomentBeforeTheSecondBelongsToTheSecondBefore() {
        #expect(CivilTime(Timestamp(microseconds: -1)).spaced == "1970-01-01 07:59:59")
        #expect(CivilTime(Timestamp(microseconds: 999_999)).spaced == "1970-01-01 08:00:00")
    }

    @Test func roundTripsOverRandomMoments() throws {
        var random = SeededRandom(seed: 4)
        let first = try CivilTime(compact: "20000101000000").timestamp.microseconds / 1_000_000
        let last = try CivilTime(compact: "20991231235959").timestamp.microseconds / 1_000_000
        for _ in 0..<10_000 {
            let seconds = Int64.random(in: first...last, using: &random)
            let moment = Timestamp(microseconds: seconds * 1_000_000)
            let civil = CivilTime(moment)
            #expect(civil.timestamp == moment)
            #expect(try CivilTime(compact: civil.compact) == civil)
            #expect(try CivilTime(spaced: civil.spaced) == civil)
        }
    }

    @Test func everyDayFollowsTheDayBefore() throws {
        var moment = try CivilTime(compact: "20000101120000").timestamp
        var (year, month, day) = (2_000, 1, 1)
        while year < 2_100 {
            let civil = CivilTime(moment)
            #expect((civil.year, civil.month, civil.day) == (year, month, day))
            moment = moment.advanced(by: .days(1))
            day += 1
            if day > CivilTime.daysIn(month: month, year: year) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    @Test(arguments: [
        (2000, 29), (2019, 28), (2020, 29), (2024, 29), (2026, 28), (2028, 29), (2100, 28),
    ])
    func leapYears(_ year: Int, _ days: Int) {
        #expect(CivilTime.daysIn(month: 2, year: year) == days)
    }

    @Test(arguments: [
        "", "2026112315420", "202611231542055", "20261323154205", "20260229154205",
        "20261123244205", "20261123156005", "20261123154260", "19991231235959", "2026112315420x",
        "２０２６１１", "20261100154205", "20260431000000",
    ])
    func refusesImpossibleCompactTimes(_ text: String) {
        #expect(throws: DateError.impossible) { try CivilTime(compact: text) }
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T15:42:05", "2026/11/23 15:42:05", "2026-11-23 15:42:0",
        "2026-02-30 15:42:05", "2026-11-23 24:00:00", "2026-11-23 15-42-05",
    ])
    func refusesImpossibleSpacedTimes(_ text: String) {
        #expect(throws: DateError.impossible) { try CivilTime(spaced: text) }
    }

    @Test func theEndsOfTheClockDoNotTrap() {
        for moment in [Int64.min, Int64.min + 1, Int64.max] {
            let civil = CivilTime(Timestamp(microseconds: moment))
            #expect((1...12).contains(civil.month) && (1...31).contains(civil.day))
            #expect((0...23).contains(civil.hour) && (0...59).contains(civil.second))
        }
    }
}
