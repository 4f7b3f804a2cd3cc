// The expected bars are put together here from the published table of Code 128, symbol by symbol,
// with the checksum computed by hand: nothing is taken from the code under test.

import Barcodes
import Testing

@Suite("Code 128")
struct Code128Tests {
    /// Rows of the published symbol table that the tests need: value → bar/space widths.
    private static let table: [Int: [Int]] = [
        0: [2, 1, 2, 2, 2, 2], 2: [2, 2, 2, 2, 2, 1], 4: [1, 2, 1, 3, 2, 2],
        12: [1, 1, 2, 2, 3, 2], 34: [1, 3, 1, 1, 2, 3], 44: [1, 3, 2, 1, 3, 1],
        56: [3, 3, 1, 1, 2, 1], 105: [2, 1, 1, 2, 3, 2],
    ]
    private static let stop = [2, 3, 3, 1, 1, 1, 2]

    struct Known: CustomTestStringConvertible, Sendable {
        let digits: String
        let values: [Int]
        let checksum: Int
        var testDescription: String { digits }
    }

    // Checksum = (105 + Σ position × value) mod 103:
    // 123456: 105 + 12 + 2×34 + 3×56 = 353 → 44.   00: 105 → 2.   0200: 105 + 2 + 0 = 107 → 4.
    static let known = [
        Known(digits: "123456", values: [12, 34, 56], checksum: 44),
        Known(digits: "00", values: [0], checksum: 2),
        Known(digits: "0200", values: [2, 0], checksum: 4),
    ]

    @Test("an even count of digits is start C, pairs, checksum, stop", arguments: known)
    func knownPattern(_ example: Known) throws {
        let weighted = example.values.enumerated().reduce(105) { $0 + ($1.offset + 1) * $1.element }
        #expect(weighted % 103 == example.checksum)
        let symbols = [105] + example.values + [example.checksum]
        let expected = try symbols.flatMap { try #require(Self.table[$0]) } + Self.stop
        #expect(try Code128(digits: example.digits).bars == expected)
    }

    @Test("every even length is two digits to a symbol", arguments: 1...24)
    func compact(_ pairs: Int) throws {
        let digits = String("202611231542050101020003874120261123154205010102".prefix(2 * pairs))
        let code = try Code128(digits: digits)
        // Start, pairs, checksum: 11 modules each; stop: 13.
        #expect(code.width == 11 * (pairs + 2) + 13)
        #expect(code.bars.count == 6 * (pairs + 2) + 7)
        #expect(Array(code.bars.prefix(6)) == [2, 1, 1, 2, 3, 2])
        #expect(Array(code.bars.suffix(7)) == Self.stop)
    }

    @Test("an odd count of digits is drawn, too", arguments: ["1", "123", "6990000010076"])
    func odd(_ digits: String) throws {
        let code = try Code128(digits: digits)
        #expect(code.bars.allSatisfy { (1...4).contains($0) })
        #expect(Array(code.bars.suffix(7)) == Self.stop)
    }

    @Test(
        "what is not digits is refused",
        arguments: ["", " ", "12 34", "12a4", "１２", "-1", "12\n", "12\0"])
    func refused(_ text: String) {
        #expect(throws: BarcodeError.notEncodable) { try Code128(digits: text) }
    }

    @Test("too many digits are refused", arguments: [49, 100, 1_000_000])
    func tooLong(_ count: Int) {
        let digits = String(repeating: "9", count: count)
        #expect(throws: BarcodeError.notEncodable) { try Code128(digits: digits) }
    }

    @Test("the picture has quiet zones and one rectangle for each bar")
    func picture() throws {
        let svg = try Code128(digits: "00").svg(height: 40, module: 2)
        // 46 modules of bars and 2 × 10 of quiet zone, 2 pixels each.
        let expected =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"132\" height=\"40\" "
            + "viewBox=\"0 0 132 40\" shape-rendering=\"crispEdges\">"
            + "<rect width=\"132\" height=\"40\" fill=\"#fff\"/>"
            + "<path d=\"M20 0h4v40h-4zM26 0h2v40h-2zM32 0h6v40h-6zM42 0h4v40h-4z"
            + "M48 0h4v40h-4zM56 0h4v40h-4zM64 0h4v40h-4zM72 0h4v40h-4z"
            + "M80 0h4v40h-4zM86 0h4v40h-4zM96 0h6v40h-6zM104 0h2v40h-2z"
            + "M108 0h4v40h-4z\" fill=\"#000\"/></svg>"
        #expect(svg == expected)
    }

    @Test("absurd sizes are brought into range", arguments: [(0, 0), (-5, -5), (.max, .max)])
    func sizes(_ height: Int, _ module: Int) throws {
        #expect(try Code128(digits: "00").svg(height: height, module: module).hasPrefix("<svg"))
    }
}
