// A QR code is checked by the parts that the standard fixes for every text: three finder patterns,
// the timing lines, the dark module, and that all of the text's bytes fit the size.

import Barcodes
import Testing

@Suite("QR code")
struct QRCodeTests {
    private static let finder = [
        "#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######",
    ]

    @Test(
        "three finder patterns, timing lines and the dark module",
        arguments: ["1", "134567890123456789", "付款码 281234567890123456", "https://example.cn/"])
    func fixedParts(_ text: String) throws {
        let code = try QRCode(text: text)
        #expect(code.isDark.count == code.size * code.size)
        #expect((code.size - 17).isMultiple(of: 4))
        for (x, y) in [(0, 0), (code.size - 7, 0), (0, code.size - 7)] {
            let seen = (0..<7).map { row in
                String((0..<7).map { dark(code, x + $0, y + row) ? "#" : " " })
            }
            #expect(seen == Self.finder)
        }
        for step in 8..<(code.size - 8) {
            #expect(dark(code, step, 6) == step.isMultiple(of: 2))
            #expect(dark(code, 6, step) == step.isMultiple(of: 2))
        }
        #expect(dark(code, 8, code.size - 8))
    }

    @Test("18 digits fit version 1, and another text draws another square")
    func size() throws {
        let one = try QRCode(text: "134567890123456789")
        let other = try QRCode(text: "134567890123456788")
        #expect(one.size == 21)
        #expect(one.isDark != other.isDark)
    }

    @Test("empty and too long texts are refused", arguments: [0, 513, 5_000, 1_000_000])
    func refused(_ count: Int) {
        let text = String(repeating: "x", count: count)
        #expect(throws: BarcodeError.notEncodable) { try QRCode(text: text) }
    }

    @Test(
        "the longest text and a zero byte are drawn",
        arguments: [
            String(repeating: "x", count: 512), "a\0b",
        ])
    func longest(_ text: String) throws {
        #expect(try QRCode(text: text).size <= 177)
    }

    @Test("the picture has a quiet zone of four modules and as much black as the code")
    func picture() throws {
        let code = try QRCode(text: "1")
        let svg = code.svg(module: 3)
        #expect(svg.contains("width=\"87\" height=\"87\" viewBox=\"0 0 87 87\""))
        #expect(svg.contains("<path d=\"M12 12h21v3h-21z"))
        let path = svg.split(separator: "\"").first { $0.hasPrefix("M12 12") } ?? ""
        let black = path.split(separator: "M").reduce(0) { sum, rectangle in
            let wide = rectangle.split(separator: "h").dropFirst().first?.split(separator: "v")
            return sum + (wide?.first.flatMap { Int($0) } ?? 0) / 3
        }
        #expect(black == code.isDark.count { $0 })
    }

    private func dark(_ code: QRCode, _ x: Int, _ y: Int) -> Bool {
        code.isDark[y * code.size + x]
    }
}
