// Byte for byte what goes to the printer. Read it as the printer does: `\1B` is ESC, `\1C` FS,
// `\1D` GS. A difference here is a difference on every receipt of the chain: change it knowingly.

import Receipts
import Retail
import Testing

@Suite("Receipt bytes")
struct ReceiptBytesTests {
    @Test("58 mm, paid by scan, byte for byte (N8, N12)")
    func narrow() throws {
        let bytes = try ReceiptPrinter.bytes(sampleReceipt(), on: .mm58)
        let expected = #"""
            \1B@\1C&\1Ba\01\1BE\01示例大药房连锁
            \1BE\00\1Ba\00\1Ba\01玉林一店(0101)
            \1Ba\00\1Ba\01药品经营许可证:川CB0280000
            \1Ba\00--------------------------------
            单号:0101-02-20261123-0087
            时间:2026-11-23 15:42:08
            收银:陈小满(1007) 款台:02
            营业员:周雨晴(1012)
            --------------------------------
            品名/规格   数量    单价    金额
            急支糖浆 200ml
             示例集团涪陵制药厂
             批号24081203 效期至2027-07
                         1瓶   28.50   28.50
            布洛芬缓释胶囊 0.3g*20粒 [甲]
             示例天津制药
             批号25031107 效期至2027-02
                         2盒   19.80   39.60
               会员价优惠              -3.00
               *近效期商品,已告知顾客
            --------------------------------
            件数:3         原价合计:   68.10
            优惠合计:                  -3.00
            \1D!\01应收:                      65.10
            \1D!\00聚合支付(41):              65.10
            实收:65.10         找零:    0.00
            商户单号:
            \1Ba\0120261123 154205
            \1Ba\00\1Ba\010101 02 0003874 1
            \1Ba\00\1Ba\01\1DhP\1Dw\02\1DH\00\#
            \1DkI\10{C\14\1A\0B\17\0F*\05\01\01\02\00\03W)\1Ba\00--------------------------------
            服务电话:028-1234567
            药品为特殊商品,非质量问题
            不予退换。请按说明书使用,
            请妥善保管小票。
            --------------------------------
            \1Ba\01谢谢惠顾 祝您健康
            \1Ba\00\1Bd\04\1DVB\00
            """#
        #expect(readable(bytes) == expected)
    }

    @Test("80 mm, paid in cash, byte for byte")
    func wide() throws {
        var content = try sampleReceipt()
        content.tenders = [.init(name: "现金(1)", amount: try Money(yuan: "65.10"))]
        content.received = try Money(yuan: "100.00")
        content.change = try Money(yuan: "34.90")
        content.orderNumbers = []
        content.movesCash = true
        let bytes = try ReceiptPrinter.bytes(content, on: .mm80)
        let expected = #"""
            \1B@\1C&\1Ba\01\1BE\01示例大药房连锁
            \1BE\00\1Ba\00\1Ba\01玉林一店(0101)
            \1Ba\00\1Ba\01药品经营许可证:川CB0280000
            \1Ba\00------------------------------------------------
            单号:0101-02-20261123-0087
            时间:2026-11-23 15:42:08
            收银:陈小满(1007) 款台:02
            营业员:周雨晴(1012)
            ------------------------------------------------
            品名/规格               数量      单价      金额
            急支糖浆 200ml
             示例集团涪陵制药厂
             批号24081203 效期至2027-07
                                     1瓶     28.50     28.50
            布洛芬缓释胶囊 0.3g*20粒 [甲]
             示例天津制药
             批号25031107 效期至2027-02
                                     2盒     19.80     39.60
               会员价优惠                              -3.00
               *近效期商品,已告知顾客
            ------------------------------------------------
            件数:3                       原价合计:     68.10
            优惠合计:                                  -3.00
            \1D!\01应收:                                      65.10
            \1D!\00现金(1):                                   65.10
            实收:100.00                      找零:     34.90
            ------------------------------------------------
            服务电话:028-1234567
            药品为特殊商品,非质量问题
            不予退换。请按说明书使用,
            请妥善保管小票。
            ------------------------------------------------
            \1Ba\01谢谢惠顾 祝您健康
            \1Ba\00\1Bd\04\1DVB\00\1Bp\00\19\FA
            """#
        #expect(readable(bytes) == expected)
    }

    // Bytes from the published GB18030 tables, not from this code or the C library.
    static let vectors: [(text: String, bytes: [UInt8])] = [
        ("药", [0xD2, 0xA9]), ("镕", [0xE9, 0x46]), ("〇", [0xA9, 0x96]), ("℃", [0xA1, 0xE6]),
        ("A", [0x41]), ("¥", [0xA3, 0xA4]), ("µg", [0xA6, 0xCC, 0x67]),
        ("10m²", [0x31, 0x30, 0x6D, 0x32]),
        ("®", [0x28, 0x52, 0x29]), ("a\u{200B}b\u{FEFF}", [0x61, 0x62]),
    ]

    @Test("Characters become GB18030, signs what the printer has", arguments: vectors)
    func encoding(_ vector: (text: String, bytes: [UInt8])) throws {
        var content = try sampleReceipt()
        content.notes = ["<\(vector.text)>"]
        let bytes = try ReceiptPrinter.bytes(content, on: .mm58)
        #expect(contains(bytes, [0x3C] + vector.bytes + [0x3E]))
    }

    @Test(
        "A character that printers lack becomes 〓 and the receipt goes on",
        arguments: ["𠮷", "😀", "㐂", "\u{E78D}", "\u{E4C5}"])
    func missing(_ character: String) throws {
        var content = try sampleReceipt()
        content.notes = ["<\(character)>"]
        let bytes = try ReceiptPrinter.bytes(content, on: .mm58)
        #expect(contains(bytes, [0x3C, 0xA1, 0xFE, 0x3E]))
        #expect(bytes.suffix(4) == [0x1D, 0x56, 66, 0])
    }

    @Test("A name cannot command the printer: no control byte passes")
    func injection() throws {
        var content = try sampleReceipt()
        let clean = try ReceiptPrinter.bytes(content, on: .mm58).filter { $0 < 0x20 }.count
        content.lines[0].name = "急支\u{1B}p\0\u{19}\u{FA}\n\u{1D}VB\0\u{10}\u{85}糖浆"
        content.cashier = "陈小满\r(1007)"
        let bytes = try ReceiptPrinter.bytes(content, on: .mm58)
        let text = PaperRoll(reading: bytes, paper: .mm58).text
        #expect(bytes.filter { $0 < 0x20 }.count == clean)
        #expect(!text.contains("[开钱箱]"))
        #expect(text.contains("急支 p"))
    }

    struct Drawer: CustomTestStringConvertible {
        let movesCash: Bool
        let copy: Int
        let isTraining: Bool
        let opens: Bool
        var testDescription: String { "cash \(movesCash), copy \(copy), training \(isTraining)" }
    }

    @Test(
        "The drawer opens for cash alone, never for a reprint or a lesson",
        arguments: [
            Drawer(movesCash: true, copy: 0, isTraining: false, opens: true),
            Drawer(movesCash: false, copy: 0, isTraining: false, opens: false),
            Drawer(movesCash: true, copy: 1, isTraining: false, opens: false),
            Drawer(movesCash: true, copy: 0, isTraining: true, opens: false),
        ])
    func drawer(_ row: Drawer) throws {
        var content = try sampleReceipt()
        content.movesCash = row.movesCash
        content.copy = row.copy
        content.isTraining = row.isTraining
        let bytes = try ReceiptPrinter.bytes(content, on: .mm58)
        #expect(contains(bytes, [0x1B, 0x70, 0, 25, 250]) == row.opens)
    }
}

/// Whether the bytes hold the part anywhere.
func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0...].starts(with: part) }
}
