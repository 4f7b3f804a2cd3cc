// The preview reads any bytes: ours, those of other programs, and noise.

import Receipts
import Retail
import TestSupport
import Testing

@Suite("Paper roll")
struct PaperRollTests {
    struct Command: CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let text: String
        var testDescription: String { name }
    }

    static let commands: [Command] = [
        .init(name: "nothing", bytes: [], text: ""),
        .init(name: "line without an end", bytes: [0x61], text: "a\n"),
        .init(
            name: "centre", bytes: [0x1B, 0x61, 1, 0x61, 0x62, 0x0A],
            text: String(repeating: " ", count: 15) + "ab\n"),
        .init(
            name: "right", bytes: [0x1B, 0x61, 2, 0x61, 0x0A],
            text: String(repeating: " ", count: 31) + "a\n"),
        .init(
            name: "digit as argument", bytes: [0x1B, 0x61, 0x32, 0x61, 0x0A],
            text: String(repeating: " ", count: 31) + "a\n"),
        .init(
            name: "double width wraps at half",
            bytes: [0x1D, 0x21, 0x10] + Array(repeating: 0x61, count: 17),
            text: String(repeating: "a", count: 16) + "\na\n"),
        .init(
            name: "wrap before a character that does not fit",
            bytes: Array(repeating: 0x61, count: 31) + [0xD2, 0xA9, 0x0A],
            text: String(repeating: "a", count: 31) + "\n药\n"),
        .init(name: "feed", bytes: [0x61, 0x1B, 0x64, 3, 0x62], text: "a\n\n\nb\n"),
        .init(
            name: "cut and drawer", bytes: [0x1D, 0x56, 0, 0x1B, 0x70, 0, 25, 250],
            text: "- - - - - - - - - - - - - - - -\n[开钱箱]\n"),
        .init(name: "tab", bytes: [0x61, 0x09, 0x62], text: "a       b\n"),
        .init(name: "half a character at the end", bytes: [0x61, 0xD2], text: "a〓\n"),
        .init(
            name: "half a character before a line feed", bytes: [0xD2, 0x0A, 0x61], text: "〓\na\n"),
        .init(name: "Chinese off", bytes: [0x1C, 0x2E, 0xD2, 0xA9], text: "??\n"),
        .init(name: "unassigned pair", bytes: [0xFE, 0xFE], text: "〓\n"),
        .init(
            name: "barcode of subset B", bytes: [0x1D, 0x6B, 73, 4, 0x7B, 0x42, 0x31, 0x32, 0x61],
            text: "||?||\na\n"),
        .init(
            name: "old barcode ends with zero", bytes: [0x1D, 0x6B, 4, 0x31, 0x32, 0, 0x61],
            text: "||?||\na\n"),
        .init(
            name: "barcode cut short", bytes: [0x1D, 0x6B, 73, 200, 0x7B, 0x43, 12],
            text: "||12||\n"),
        .init(
            name: "a picture is passed over",
            bytes: [0x1D, 0x76, 0x30, 0, 1, 0, 2, 0, 0x61, 0x62, 0x63], text: "c\n"),
        .init(
            name: "a QR code is passed over", bytes: [0x1D, 0x28, 0x6B, 3, 0, 49, 81, 48, 0x61],
            text: "a\n"),
        .init(name: "status request", bytes: [0x10, 0x04, 1, 0x61], text: "a\n"),
        .init(name: "initialise", bytes: [0x1B, 0x61, 1, 0x1B, 0x40, 0x61], text: "a\n"),
    ]

    @Test("Commands are read as a printer would", arguments: commands)
    func reading(_ command: Command) {
        #expect(PaperRoll(reading: command.bytes, paper: .mm58).text == command.text)
    }

    @Test("10,000 random byte strings: neither text nor picture traps, both stay in bounds")
    func noise() {
        var random = SeededRandom(seed: 2_019_10_15)
        let likely: [UInt8] = [
            0x1B, 0x1C, 0x1D, 0x10, 0x0A, 0x6B, 0x49, 0x7B, 0x43, 0x56, 0x64, 0x28, 0x76, 0xD2,
            0xA9,
        ]
        for _ in 0..<10_000 {
            let count = Int.random(in: 0...80, using: &random)
            let bytes = (0..<count).map { _ in
                Bool.random(using: &random)
                    ? likely[Int.random(in: 0..<likely.count, using: &random)]
                    : UInt8.random(in: 0...255, using: &random)
            }
            let roll = PaperRoll(reading: bytes, paper: Bool.random(using: &random) ? .mm58 : .mm80)
            let isClean = roll.text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" }
            #expect(isClean, "\(bytes)")
            let picture = roll.svg()
            #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"), "\(bytes)")
        }
    }

    @Test("A receipt cut off anywhere still reads")
    func truncated() throws {
        let bytes = try ReceiptPrinter.bytes(sampleReceipt(), on: .mm58)
        let whole = PaperRoll(reading: bytes, paper: .mm58).text
        for count in bytes.indices {
            let roll = PaperRoll(reading: Array(bytes.prefix(count)), paper: .mm58)
            #expect(roll.text.utf8.count <= whole.utf8.count + 8)
        }
    }

    @Test("A few bytes cannot ask for endless paper")
    func bounded() {
        let greedy = (0..<50_000).flatMap { _ in [0x1B, 0x64, 0xFF] as [UInt8] }
        #expect(PaperRoll(reading: greedy, paper: .mm58).text.utf8.count <= 5_000)
    }

    @Test("Several jobs follow each other on one roll")
    func jobs() throws {
        let bytes = try ReceiptPrinter.bytes(sampleReceipt(), on: .mm58)
        let one = PaperRoll(reading: bytes, paper: .mm58).text
        #expect(PaperRoll(reading: bytes + bytes, paper: .mm58).text == one + one)
    }
}

@Suite("Paper roll as a picture")
struct PaperDrawingTests {
    private func picture(_ content: ReceiptContent, on paper: Paper = .mm58) throws -> String {
        PaperRoll(reading: try ReceiptPrinter.bytes(content, on: paper), paper: paper).svg()
    }

    @Test("Markup in a name is shown, not obeyed")
    func escaping() throws {
        var content = try sampleReceipt()
        content.lines[0].name = "<script>alert(1)</script>"
        content.lines[1].maker = "</svg><img src=x onerror=\"a('&')\">"
        let picture = try self.picture(content, on: .mm80)
        #expect(picture.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(picture.contains("onerror=&quot;a(&#39;&amp;&#39;)&quot;&gt;"))
        #expect(!picture.contains("<script"))
        #expect(!picture.contains("<img"))
        #expect(picture.components(of: "</svg>") == 1)
    }

    @Test("It says that it is Chinese, and needs no style of its own")
    func policy() throws {
        let picture = try self.picture(sampleReceipt())
        #expect(picture.contains(" lang=\"zh\" "))
        #expect(!picture.contains("style"))
        #expect(!picture.contains("href"))
    }

    @Test("Chinese takes two columns, Latin one, totals twice the height")
    func widths() throws {
        let picture = try self.picture(sampleReceipt())
        // 急支糖浆: 4 × 24 dots from the left margin; 200ml one column after it: 5 × 12 dots.
        #expect(picture.contains("<text transform=\"translate(56 "))
        #expect(picture.contains("textLength=\"96\" lengthAdjust=\"spacingAndGlyphs\">急支糖浆</text>"))
        #expect(
            picture.contains("textLength=\"60\" lengthAdjust=\"spacingAndGlyphs\">200ml</text>"))
        #expect(
            picture.contains(
                "scale(1 2)\" textLength=\"60\" lengthAdjust=\"spacingAndGlyphs\">65.10</text>"))
    }

    @Test("The order number is drawn as the 52 bars of Code 128-C, 189 modules of two dots")
    func bars() throws {
        let picture = try self.picture(sampleReceipt())
        let path = try #require(picture.split(separator: "\n").first { $0.contains("crispEdges") })
        // Start, 14 pairs and the check symbol have three bars each, the stop symbol four.
        #expect(String(path).components(of: "M") == 16 * 3 + 4)
        // 3 dots of 384 are left over on each side: from 59 = 16 + 40 + 3 to 437.
        #expect(path.contains("d=\"M59 "))
        #expect(path.contains("M433 ") && path.contains("h4v80h-4z\""))
    }

    @Test("A barcode that a printer would drop is an empty box")
    func tooWide() {
        let pairs = [UInt8](repeating: 42, count: 40)
        let picture = PaperRoll(reading: [0x1D, 0x6B, 73, 42, 0x7B, 0x43] + pairs, paper: .mm58)
            .svg()
        #expect(picture.contains("stroke-dasharray"))
        #expect(!picture.contains("crispEdges"))
    }

    @Test("Each cut ends a slip; the drawer is noted beside the paper")
    func slips() throws {
        var content = try sampleReceipt()
        content.movesCash = true
        let bytes = try ReceiptPrinter.bytes(content, on: .mm58)
        let picture = PaperRoll(reading: bytes + bytes, paper: .mm58).svg()
        #expect(picture.components(of: "fill=\"#fefdf8\"") == 2)
        #expect(picture.components(of: "[钱箱已打开]") == 2)
    }
}
