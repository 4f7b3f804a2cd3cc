// The receipt as a customer reads it.

import Receipts
import Retail
import Testing

@Suite("Receipt text")
struct ReceiptTextTests {
    @Test("58 mm, as drawn in the design")
    func narrow() throws {
        let expected = """
                     示例大药房连锁
                     玉林一店(0101)
               药品经营许可证:川CB0280000
            --------------------------------
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
            应收:                      65.10
            聚合支付(41):              65.10
            实收:65.10         找零:    0.00
            商户单号:
                    20261123 154205
                   0101 02 0003874 1
            ||2026112315420501010200038741||
            --------------------------------
            服务电话:028-1234567
            药品为特殊商品,非质量问题
            不予退换。请按说明书使用,
            请妥善保管小票。
            --------------------------------
                   谢谢惠顾 祝您健康




            - - - - - - - - - - - - - - - -

            """
        #expect(try paperText(sampleReceipt()) == expected)
    }

    @Test("80 mm, a reprint in training: marked at top and bottom")
    func wideTraining() throws {
        var content = try sampleReceipt()
        content.isTraining = true
        content.copy = 1
        content.printedAt = try CivilTime(spaced: "2026-11-23 16:01:59").timestamp
        let expected = """
                             培训 不作凭证
                             示例大药房连锁
                             玉林一店(0101)
                       药品经营许可证:川CB0280000
            ------------------------------------------------
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
            应收:                                      65.10
            聚合支付(41):                              65.10
            实收:65.10                       找零:      0.00
            商户单号:
                   20261123 154205 0101 02 0003874 1
                    ||2026112315420501010200038741||
            ------------------------------------------------
            服务电话:028-1234567
            药品为特殊商品,非质量问题
            不予退换。请按说明书使用,
            请妥善保管小票。
            ------------------------------------------------
                           谢谢惠顾 祝您健康
                     [补打 第1次 2026-11-23 16:01]
                             培训 不作凭证




            - - - - - - - - - - - - - - - - - - - - - - - -

            """
        #expect(try paperText(content, on: .mm80) == expected)
    }

    @Test("42 is printed as supplementary, and counts like any other tender (R28)")
    func supplementary() throws {
        var content = try sampleReceipt()
        content.tenders = [.init(name: "聚合支付(补)(42)", amount: try Money(yuan: "65.10"))]
        #expect(try paperText(content).contains("\n聚合支付(补)(42):          65.10\n"))
    }

    @Test("A split tender has one line each, and each order number its bars")
    func mixed() throws {
        var content = try sampleReceipt()
        content.tenders = [
            .init(name: "聚合支付(41)", amount: try Money(yuan: "40.00")),
            .init(name: "聚合支付(补)(42)", amount: try Money(yuan: "20.00")),
            .init(name: "现金(1)", amount: try Money(yuan: "5.10")),
        ]
        content.received = try Money(yuan: "70.00")
        content.change = try Money(yuan: "4.90")
        let second = try orderNumber(serial: 3_901)
        content.orderNumbers = [try orderNumber(), second]
        content.movesCash = true
        let text = try paperText(content)
        #expect(
            text.contains(
                """
                聚合支付(41):              40.00
                聚合支付(补)(42):          20.00
                现金(1):                    5.10
                实收:70.00         找零:    4.90

                """))
        #expect(text.contains("||2026112315420501010200038741||"))
        #expect(text.contains("||\(second.digits)||"))
        #expect(text.hasSuffix("[开钱箱]\n"))
    }

    @Test("The original bears no mark of a copy", arguments: [0, 1, 12])
    func copies(_ copy: Int) throws {
        var content = try sampleReceipt()
        content.copy = copy
        content.printedAt = try CivilTime(spaced: "2026-11-23 16:01:59").timestamp
        let text = try paperText(content)
        #expect(text.contains("[补打 第\(copy)次 2026-11-23 16:01]") == (copy > 0))
        #expect(text.contains("补打") == (copy > 0))
    }

    @Test("Training is marked twice, a real receipt never", arguments: [true, false])
    func training(_ isTraining: Bool) throws {
        var content = try sampleReceipt()
        content.isTraining = isTraining
        let marks = try paperText(content).split(separator: "\n").filter {
            $0.contains("培训 不作凭证")
        }
        #expect(marks.count == (isTraining ? 2 : 0))
    }

    @Test("A receipt without lines still says who, when and how much")
    func noLines() throws {
        var content = try sampleReceipt()
        content.lines = []
        content.tenders = []
        content.orderNumbers = []
        content.saved = .zero
        content.itemCount = 0
        content.due = .zero
        let text = try paperText(content)
        #expect(text.contains("单号:0101-02-20261123-0087"))
        #expect(text.contains("应收:                       0.00"))
        #expect(!text.contains("优惠合计"))
        #expect(!text.contains("商户单号"))
    }

    @Test("Empty facts leave no empty lines")
    func emptyFacts() throws {
        var content = try sampleReceipt()
        content.licence = ""
        content.phone = ""
        content.salesperson = nil
        content.lines[0].maker = ""
        content.lines[0].lot = ""
        content.lines[0].expiry = ""
        let text = try paperText(content)
        #expect(!text.contains("许可证"))
        #expect(!text.contains("电话"))
        #expect(!text.contains("营业员"))
        #expect(text.contains("急支糖浆 200ml\n             1瓶   28.50   28.50\n"))
    }

    @Test("What some receipts have beyond that")
    func optionalFacts() throws {
        var content = try sampleReceipt()
        content.member = "138****5521"
        content.pharmacist = "何慕之"
        content.notes = ["处方号:202611230001000123", "已实名登记"]
        let text = try paperText(content)
        #expect(text.contains("会员:138****5521\n"))
        #expect(text.contains("执业药师:何慕之\n"))
        #expect(text.contains("处方号:202611230001000123\n已实名登记\n"))
    }
}
