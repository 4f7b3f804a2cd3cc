// Which day a sale belongs to: the shop's, not the clock's.

import Retail
import TestSupport
import Testing

@Suite struct BusinessDateTests {
    @Test(
        "R09 a sale after midnight belongs to the day whose books are still open",
        arguments: [
            ("2019-09-26 00:20:00", 2, "2019-09-25"), ("2019-09-26 01:59:59", 2, "2019-09-25"),
            ("2019-09-26 02:00:00", 2, "2019-09-26"), ("2019-09-25 23:59:59", 2, "2019-09-25"),
            ("2019-09-26 00:20:00", 0, "2019-09-26"), ("2019-09-26 00:00:00", 0, "2019-09-26"),
            ("2027-01-01 00:20:00", 2, "2026-12-31"), ("2028-03-01 01:00:00", 2, "2028-02-29"),
        ] as [(String, Int64, String)])
    func theDayTurns(_ at: String, _ hours: Int64, _ date: String) throws {
        let moment = try CivilTime(spaced: at).timestamp
        let business = try BusinessDate(of: moment, turnsAt: .hours(hours))
        #expect(business.iso == date)
    }

    @Test func theLastMicrosecondStillBelongsToTheDayBefore() throws {
        let turn = try CivilTime(spaced: "2019-09-26 02:00:00").timestamp
        let before = turn.advanced(by: Pause(microseconds: -1))
        #expect(try BusinessDate(of: before, turnsAt: .hours(2)).iso == "2019-09-25")
        #expect(try BusinessDate(of: turn, turnsAt: .hours(2)).iso == "2019-09-26")
    }

    @Test(arguments: ["2000-01-01", "2019-09-26", "2024-02-29", "2099-12-31"])
    func isoIsReadBack(_ text: String) throws {
        let date = try BusinessDate(iso: text)
        #expect(date.iso == text)
        #expect(date.compact == text.split(separator: "-").joined())
    }

    @Test(arguments: [
        "", "2019-9-26", "20190926", "2019-09-31", "2019-02-29", "1999-12-31", "2100-01-01",
        "2019-00-10", "2019-13-01", "2019-09-00", "2019/09/26", "2019-09-2x", " 2019-09-26",
        "2019-09-26 ", "二〇一九-09-26",
    ])
    func refusesDatesThatDoNotExist(_ text: String) {
        #expect(throws: DateError.impossible) { try BusinessDate(iso: text) }
    }

    @Test func ordersByYearThenMonthThenDay() throws {
        let texts = ["2019-09-25", "2019-09-26", "2019-10-01", "2020-01-01"]
        let dates = try texts.map { try BusinessDate(iso: $0) }
        #expect(dates == dates.shuffled().sorted())
    }

    @Test(
        "the day before a day is the one that it is the day after of",
        arguments: [
            ("2026-11-25", "2026-11-24"), ("2026-11-01", "2026-10-31"),
            ("2026-01-01", "2025-12-31"), ("2024-03-01", "2024-02-29"),
            ("2026-03-01", "2026-02-28"), ("2026-02-01", "2026-01-31"),
            ("2000-01-02", "2000-01-01"),
        ])
    func previous(_ date: String, _ before: String) throws {
        let found = try BusinessDate(iso: date).previous()
        #expect(found.iso == before)
        #expect(try found.next().iso == date)
    }

    @Test func nothingIsBeforeTheFirstDay() throws {
        let first = try BusinessDate(iso: "2000-01-01")
        #expect(throws: DateError.impossible) { try first.previous() }
    }

    @Test("a clock or a setting gone mad is refused, and does not trap")
    func theEndsOfTheClock() throws {
        for moment in [Int64.min, 0, Int64.max] {
            for turn in [Int64.min, Int64.max] {
                let pause = Pause(microseconds: turn)
                #expect(throws: DateError.impossible) {
                    try BusinessDate(of: Timestamp(microseconds: moment), turnsAt: pause)
                }
            }
        }
    }

    @Test func roundTripsOverRandomDates() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<5_000 {
            let (year, month) = (
                Int.random(in: 2000...2099, using: &random), Int.random(in: 1...12, using: &random)
            )
            let days = CivilTime.daysIn(month: month, year: year)
            let day = Int.random(in: 1...days, using: &random)
            let date = try BusinessDate(year: year, month: month, day: day)
            #expect(try BusinessDate(iso: date.iso) == date)
            #expect(throws: DateError.impossible) {
                try BusinessDate(year: year, month: month, day: days + 1)
            }
        }
    }
}
