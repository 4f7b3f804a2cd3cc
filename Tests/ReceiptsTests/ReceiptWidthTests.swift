// Nothing on paper is cut off and nothing runs over the edge, whatever the names and amounts.

import Receipts
import Retail
import TestSupport
import Testing

@Suite("Receipt widths")
struct ReceiptWidthTests {
    @Test("A long name wraps by display width, and closing marks stay with their word")
    func longName() throws {
        var content = try sampleReceipt()
        content.lines[1].name = "复方氨酚烷胺片(感康),用于缓解普通感冒及流行性感冒引起的发热、头痛"
        content.lines[1].spec = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdef"
        let text = try paperText(content)
        #expect(
            text.contains(
                """
                复方氨酚烷胺片(感康),用于缓解普
                  通感冒及流行性感冒引起的发热、
                  头痛
                  ABCDEFGHIJKLMNOPQRSTUVWXYZ0123
                  456789abcdef [甲]

                """))
    }

    struct Break: CustomTestStringConvertible {
        let note: String
        let lines: String
        var testDescription: String { note }
    }

    @Test(
        "No line begins with a closing mark or ends with an opening one",
        arguments: [
            Break(note: "一二三四五六七八九十一二三四五六,七", lines: "一二三四五六七八九十一二三四五\n六,七"),
            Break(note: "一二三四五六七八九十一二三四五六。七", lines: "一二三四五六七八九十一二三四五\n六。七"),
            Break(note: "一二三四五六七八九十一二三四五a(七)", lines: "一二三四五六七八九十一二三四五a\n(七)"),
            Break(note: "一二三四五六七八九十一二三四五《七》", lines: "一二三四五六七八九十一二三四五\n《七》"),
            Break(note: "一二三四五六七八九十一二三四 word 七", lines: "一二三四五六七八九十一二三四\nword 七"),
        ])
    func breaks(_ example: Break) throws {
        var content = try sampleReceipt()
        content.notes = [example.note]
        #expect(try paperText(content).contains("\n\(example.lines)\n"))
    }

    struct Amount: CustomTestStringConvertible {
        let fen: Int64
        let quantity: Int64
        let row: String
        var testDescription: String { "\(quantity) × \(fen) fen" }
    }

    @Test(
        "Amounts end at the edge; one that meets its neighbour moves, none is cut",
        arguments: [
            Amount(fen: 5, quantity: 1, row: "             1瓶    0.05    0.05"),
            Amount(fen: 999_999, quantity: 99, row: "            99瓶 9999.99 9999.99"),
            Amount(
                fen: 123_456_789, quantity: 9_999,
                row: "          9999瓶 1234567.89\n"
                    + "                      1234567.89"),
            Amount(
                fen: 1_000_000_000, quantity: 1,
                row: "             1瓶 10000000.00\n"
                    + "                     10000000.00"),
            Amount(
                fen: .max, quantity: .max,
                row: "9223372036854775807瓶\n"
                    + "    92233720368547758.07\n            92233720368547758.07"),
            Amount(fen: -2_850, quantity: -1, row: "            -1瓶  -28.50  -28.50"),
        ])
    func amounts(_ amount: Amount) throws {
        var content = try sampleReceipt()
        content.lines[0].quantity = amount.quantity
        content.lines[0].price = Money(fen: amount.fen)
        content.lines[0].amountBeforeDiscount = Money(fen: amount.fen)
        #expect(try paperText(content).contains("\n\(amount.row)\n"))
    }

    @Test(
        "The extremes of 64 bits print in all sums", arguments: Paper.allCases, [Int64.min, .max])
    func extremes(_ paper: Paper, _ fen: Int64) throws {
        var content = try sampleReceipt()
        let money = Money(fen: fen)
        content.gross = money
        content.saved = money
        content.due = money
        content.received = money
        content.change = money
        content.itemCount = fen
        content.tenders = [.init(name: "聚合支付(41)", amount: money)]
        content.lines[0].discounts = [.init(label: "满减", amount: money)]
        let text = try paperText(content, on: paper)
        // Gross, due, received, change and the tender; the discounts have the other sign.
        #expect(text.components(of: money.yuan) >= 5)
        #expect(text.split(separator: "\n").allSatisfy { columns($0) <= paper.columns })
    }

    @Test("Random names never run over the edge nor lose a character", arguments: Paper.allCases)
    func edges(_ paper: Paper) throws {
        var random = SeededRandom(seed: 20_261_123)
        let alphabet = Array("药房连锁感冒灵,。()《》[]:;.!?ab cXYZ09 %*-—…")
        for _ in 0..<300 {
            var content = try sampleReceipt()
            let count = Int.random(in: 0...120, using: &random)
            let name = String(
                (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                })
            content.lines = [try syrup()]
            content.lines[0].name = name
            content.lines[0].unit = String(name.prefix(9))
            content.storeName = name
            content.tenders[0].name = name
            let text = try paperText(content, on: paper)
            #expect(text.split(separator: "\n").allSatisfy { columns($0) <= paper.columns })
            let squeezed = text.filter { !$0.isWhitespace }
            #expect(
                squeezed.components(of: name.filter { !$0.isWhitespace }) >= 3
                    || name.filter { !$0.isWhitespace }.isEmpty)
        }
    }

    @Test("A field without end is cut short with …")
    func endless() throws {
        var content = try sampleReceipt()
        content.lines[0].maker = String(repeating: "药", count: 100_000)
        let text = try paperText(content)
        #expect(text.filter { $0 == "药" }.count < 500)
        #expect(text.contains("…"))
        #expect(text.contains("谢谢惠顾"))
    }

    // The shapes of section "payment code" and of identity numbers; all invented.
    static let secrets = [
        "134512345678901234", "281234567890123456", "510123456789012345", "6212345678901234567",
        "2812345678901234567890", "110101199001011234", "13451234567890123", "130503670401001",
        "1345 1234 5678 9012 34", "134512345678901234", "13451234\u{200B}5678901234",
    ]

    @Test("A payment code or identity number is never printed whole", arguments: secrets)
    func hidesSecrets(_ secret: String) throws {
        var content = try sampleReceipt()
        content.cashier = "陈小满\(secret)"
        content.salesperson = secret
        content.member = secret
        content.pharmacist = secret
        content.lines[0].name = "糖浆 \(secret)"
        content.lines[0].maker = "厂\(secret)厂"
        content.lines[0].discounts = [.init(label: secret, amount: try Money(yuan: "1.00"))]
        content.tenders[0].name = "聚合支付\(secret)(41)"
        content.notes = ["备注\(secret)X"]
        content.policy = [secret]
        content.thanks = secret
        for paper in Paper.allCases {
            let bytes = try ReceiptPrinter.bytes(content, on: paper)
            let ink = readable(bytes).filter { $0.isNumber || "0123456789".contains($0) }
            let digits = secret.filter(\.isNumber)
            #expect(!ink.contains(digits))
            #expect(!ink.contains(digits.dropLast(4)))
            #expect(PaperRoll(reading: bytes, paper: paper).text.contains("****"))
        }
    }

    @Test("Short numbers, amounts, lots and order numbers stay whole")
    func harmless() throws {
        var content = try sampleReceipt()
        content.lines[0].lot = "240812030001234567"
        content.lines[0].name = "13 价肺炎球菌 20 200"
        let text = try paperText(content)
        #expect(text.contains("批号240812030001234567"))
        #expect(text.contains("13 价肺炎球菌 20 200 200ml"))
        #expect(!text.contains("*****"))
        #expect(text.contains("20261123 154205"))
    }
}

extension String {
    /// How often the part occurs, without overlaps.
    func components(of part: String) -> Int {
        guard !part.isEmpty else { return 0 }
        let whole = Array(utf8)
        let piece = Array(part.utf8)
        var count = 0
        var index = 0
        while index + piece.count <= whole.count {
            if whole[index...].starts(with: piece) {
                count += 1
                index += piece.count
            } else {
                index += 1
            }
        }
        return count
    }
}
