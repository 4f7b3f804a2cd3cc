// The pictures of the reports: how high a bar is drawn, and what lies across it.

import Retail
import Testing

@testable import WebServer

@Suite struct BarsTests {
    private func bars(_ fen: [Int64], marks: [Int64] = []) -> String {
        HTML.bars(
            fen.enumerated().map { ("<\($0.offset)>", Money(fen: $0.element)) }, "时段 & <1>",
            marks: marks.map { Money(fen: $0) })
    }

    private func heights(_ picture: String) -> [String] {
        picture.matches(of: #/<rect [^>]*height="([0-9]+)"/#).map { String($0.1) }
    }

    @Test(
        "The highest bar is whole and the others are shares of it, up to the largest amounts",
        arguments: [
            ([100, 50, 0], ["460", "230", "0"]), ([.max, .max / 2], ["460", "229"]),
            ([.min, 1], ["460", "0"]), ([0, 0], ["0", "0"]),
        ] as [([Int64], [String])])
    func highest(_ fen: [Int64], _ expected: [String]) {
        #expect(Array(heights(bars(fen)).prefix(fen.count)) == expected)
    }

    @Test("A line across a bar is on the bar's scale, and there is none for nothing")
    func marks() {
        let picture = bars([100, 50], marks: [200, 0, 50])
        #expect(Array(heights(picture).prefix(2)) == ["230", "115"])
        #expect(picture.contains("<path class=\"mark\" d=\"M41 40h749M1707 385h749\"/>"))
        #expect(!bars([100]).contains("mark"))
        #expect(!bars([100], marks: [0]).contains("mark"))
    }

    @Test("Words in a picture are words")
    func words() {
        let picture = bars([1])
        #expect(picture.contains("时段 &amp; &lt;1&gt;") && picture.contains("&lt;0&gt;"))
        #expect(!picture.contains("<0>") && !picture.contains("<1>"))
    }
}
