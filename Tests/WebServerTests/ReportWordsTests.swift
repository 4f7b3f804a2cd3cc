// Shares and changes in percent, and times, as the reports say them.

import Persistence
import Retail
import Testing

@testable import WebServer

@Suite struct ReportWordsTests {
    @Test(
        "A change is in percent of what was before, and nothing is said of nothing",
        arguments: [
            (100, 150, "+50.00%"), (100, 100, "+0.00%"), (100, 0, "−100.00%"),
            (3, 1, "−66.66%"), (0, 5, "–"), (-5, 5, "–"), (1, .max, "–"), (.max, .min, "–"),
            (10_000, 10_001, "+0.01%"),
        ] as [(Int64, Int64, String)])
    func changes(_ before: Int64, _ now: Int64, _ text: String) {
        #expect(ReportWords.change(from: before, to: now) == text)
    }

    @Test(
        "Shares are of the whole, rounded down",
        arguments: [
            ([], []), ([0], [0]), ([1, 2], [3_333, 6_666]), ([5], [10_000]),
            ([-5, 5], [0, 10_000]),
            ([.max, .max], [5_000, 5_000]), ([.max, .max, .max], [0, 0, 0]),
        ] as [([Int64], [UInt64])])
    func shares(_ amounts: [Int64], _ shares: [UInt64]) {
        let sums = amounts.map { ReportedSum(name: "", count: 1, amount: Money(fen: $0)) }
        #expect(ReportWords.shares(sums) == shares)
    }

    @Test(
        "A time is said in its two largest parts",
        arguments: [
            (0, "0 秒", "0 s"), (59, "59 秒", "59 s"), (60, "1 分 0 秒", "1 min 0 s"),
            (3_599, "59 分 59 秒", "59 min 59 s"), (7_530, "2 小时 5 分", "2 h 5 min"),
            (-1, "0 秒", "0 s"),
        ] as [(Int64, String, String)])
    func times(_ seconds: Int64, _ chinese: String, _ english: String) {
        #expect(ReportWords(isEnglish: false).time(.seconds(seconds)) == chinese)
        #expect(ReportWords(isEnglish: true).time(.seconds(seconds)) == english)
    }
}
