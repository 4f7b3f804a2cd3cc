// The return slip as a customer reads it, and byte for byte as the printer does.

import Receipts
import Retail
import Testing

/// Two of three pieces come back: what was paid by scan to its wallet, the rest in cash.
private func sampleSlip() throws -> ReturnSlipContent {
    let at = try CivilTime(spaced: "2026-11-24 10:05:31").timestamp
    return ReturnSlipContent(
        chainName: "示例大药房连锁", storeName: "玉林一店", storeID: "0101", phone: "028-1234567",
        number: "0101-02-20261123-0087-T1", receiptNumber: "0101-02-20261123-0087", at: at,
        cashier: "陈小满(1007)", register: "02", approver: "罗安(1001)", reason: "质量问题",
        lines: [
            .init(
                name: "急支糖浆", spec: "200ml", lot: "24081203", quantity: 1, unit: "瓶",
                amount: try Money(yuan: "28.50")),
            .init(
                name: "布洛芬缓释胶囊", spec: "0.3g*20粒", lot: "25031107", quantity: 1, unit: "盒",
                amount: try Money(yuan: "18.30")),
        ], itemCount: 2, total: try Money(yuan: "46.80"),
        ways: [
            .wallet(
                name: "微信支付(原路退回)", try Money(yuan: "40.00"),
                refund: try refundNumber(serial: 3_912), order: try orderNumber()),
            .cash(name: "现金(1)", try Money(yuan: "6.80")),
        ], copy: 0, printedAt: at, isTraining: false)
}

private func refundNumber(serial: UInt32) throws -> RefundNumber {
    RefundNumber(
        at: try CivilTime(spaced: "2026-11-24 10:05:31").timestamp, store: try StoreID("0101"),
        register: try RegisterID("02"), serial: serial)
}

private func text(_ content: ReturnSlipContent, on paper: Paper = .mm58) throws -> String {
    PaperRoll(reading: try ReturnSlipPrinter.bytes(content, on: paper), paper: paper).text
}

@Suite("Return slip")
struct ReturnSlipTests {
    @Test("58 mm: a wallet and cash, with every number that finds the refund again")
    func narrow() throws {
        let expected = """
                     示例大药房连锁
                     玉林一店(0101)
                        退货小票
            --------------------------------
            退单号:0101-02-20261123-0087-T1
            原单号:0101-02-20261123-0087
            时间:2026-11-24 10:05:31
            收银:陈小满(1007) 款台:02
            批准:罗安(1001)
            原因:质量问题
            --------------------------------
            品名/规格           退回    金额
            急支糖浆 200ml
             批号24081203        1瓶   28.50
            布洛芬缓释胶囊 0.3g*20粒
             批号25031107        1盒   18.30
            --------------------------------
            退回件数:                      2
            应退:                      46.80
            微信支付(原路退回):        40.00
            现金(1):                    6.80
            退款单号:
                   R 20261124 100531
                   0101 02 0003912 2
            商户单号:
                    20261123 154205
                   0101 02 0003874 1
            ||2026112315420501010200038741||
            --------------------------------
            钱退回顾客付款的钱包,
            零钱、余额一般当天到账,
            银行卡一般1至3个工作日。
            到账以钱包的退款记录为准。

            顾客签字:
            --------------------------------
            服务电话:028-1234567
            退货小票请妥善保管。




            - - - - - - - - - - - - - - - -
            [开钱箱]

            """
        #expect(try text(sampleSlip()) == expected)
    }

    @Test("80 mm, to the wallet alone: a reprint in training is marked and opens no drawer")
    func wideTraining() throws {
        var content = try sampleSlip()
        content.approver = nil
        content.ways.removeLast()
        content.isTraining = true
        content.copy = 2
        content.printedAt = try CivilTime(spaced: "2026-11-24 16:01:59").timestamp
        let expected = """
                             培训 不作凭证
                             示例大药房连锁
                             玉林一店(0101)
                                退货小票
            ------------------------------------------------
            退单号:0101-02-20261123-0087-T1
            原单号:0101-02-20261123-0087
            时间:2026-11-24 10:05:31
            收银:陈小满(1007) 款台:02
            原因:质量问题
            ------------------------------------------------
            品名/规格                         退回      金额
            急支糖浆 200ml
             批号24081203                      1瓶     28.50
            布洛芬缓释胶囊 0.3g*20粒
             批号25031107                      1盒     18.30
            ------------------------------------------------
            退回件数:                                      2
            应退:                                      46.80
            微信支付(原路退回):                        40.00
            退款单号:
                  R 20261124 100531 0101 02 0003912 2
            商户单号:
                   20261123 154205 0101 02 0003874 1
                    ||2026112315420501010200038741||
            ------------------------------------------------
            钱退回顾客付款的钱包,
            零钱、余额一般当天到账,
            银行卡一般1至3个工作日。
            到账以钱包的退款记录为准。
            服务电话:028-1234567
            退货小票请妥善保管。
                     [补打 第2次 2026-11-24 16:01]
                             培训 不作凭证




            - - - - - - - - - - - - - - - - - - - - - - - -

            """
        #expect(try text(content, on: .mm80) == expected)
    }

    @Test("The bytes of money and numbers, with the order number's bars, one by one")
    func bytes() throws {
        let expected = #"""
            \1D!\01应退:                      46.80
            \1D!\00微信支付(原路退回):        40.00
            现金(1):                    6.80
            退款单号:
            \1Ba\01R 20261124 100531
            \1Ba\00\1Ba\010101 02 0003912 2
            \1Ba\00商户单号:
            \1Ba\0120261123 154205
            \1Ba\00\1Ba\010101 02 0003874 1
            \1Ba\00\1Ba\01\1DhP\1Dw\02\1DH\00\#
            \1DkI\10{C\14\1A\0B\17\0F*\05\01\01\02\00\03W)\1Ba\00--------------------------------

            """#
        let bytes = readable(try ReturnSlipPrinter.bytes(sampleSlip(), on: .mm58))
        #expect(bytes.contains(expected))
        #expect(bytes.hasSuffix(#"\1Bd\04\1DVB\00\1Bp\00\19\FA"#))
    }

    @Test(
        "In cash alone nothing is said of wallets, and the customer signs",
        arguments: Paper.allCases)
    func cash(_ paper: Paper) throws {
        var content = try sampleSlip()
        content.ways = [.cash(name: "现金(1)", content.total)]
        let text = try text(content, on: paper)
        #expect(!text.contains("钱包"))
        #expect(!text.contains("退款单号"))
        #expect(!text.contains("||"))
        #expect(text.contains("顾客签字:"))
        #expect(text.hasSuffix("[开钱箱]\n"))
    }

    @Test(
        "R11 what finance pays out is said so, and neither a drawer opens nor a wallet is promised")
    func byFinance() throws {
        var content = try sampleSlip()
        content.ways = [.recorded(name: "微信(财务退款)", content.total)]
        let text = try text(content)
        #expect(text.contains("微信(财务退款):") && text.contains("由财务退款。"))
        #expect(!text.contains("当天到账") && !text.contains("顾客签字") && !text.contains("[开钱箱]"))
    }

    struct Drawer: CustomTestStringConvertible {
        let isCash: Bool
        let copy: Int
        let isTraining: Bool
        let opens: Bool
        var testDescription: String { "cash \(isCash), copy \(copy), training \(isTraining)" }
    }

    @Test(
        "The drawer opens for cash alone, never for a reprint or a lesson",
        arguments: [
            Drawer(isCash: true, copy: 0, isTraining: false, opens: true),
            Drawer(isCash: false, copy: 0, isTraining: false, opens: false),
            Drawer(isCash: true, copy: 1, isTraining: false, opens: false),
            Drawer(isCash: true, copy: 0, isTraining: true, opens: false),
        ])
    func drawer(_ row: Drawer) throws {
        var content = try sampleSlip()
        if !row.isCash { content.ways.removeLast() }
        content.copy = row.copy
        content.isTraining = row.isTraining
        #expect(try text(content).contains("[开钱箱]") == row.opens)
    }

    @Test("Each wallet has its own numbers, and each order number its bars")
    func twoWallets() throws {
        var content = try sampleSlip()
        let second = try orderNumber(serial: 3_901)
        content.ways = [
            try #require(content.ways.first),
            .wallet(
                name: "支付宝(原路退回)", try Money(yuan: "6.80"),
                refund: try refundNumber(serial: 3_913), order: second),
        ]
        let text = try text(content)
        #expect(text.contains("支付宝(原路退回):           6.80\n"))
        #expect(text.contains("0101 02 0003913 3"))
        #expect(text.contains("||2026112315420501010200038741||"))
        #expect(text.contains("||\(second.digits)||"))
    }

    @Test(
        "No line is wider than the paper, whatever the goods are called", arguments: Paper.allCases)
    func widths(_ paper: Paper) throws {
        var content = try sampleSlip()
        content.lines[0].name = String(repeating: "藿香正气", count: 12)
        content.lines[0].lot = "24081203-24081203-24081203-24081203"
        content.lines[0].amount = try Money(yuan: "1234567.89")
        content.reason = String(repeating: "顾客坚持", count: 20)
        content.approver = String(repeating: "欧阳", count: 20) + "(1001)"
        for line in try text(content, on: paper).split(separator: "\n") {
            #expect(columns(line) <= paper.columns, "\(line)")
        }
    }

    @Test("A name cannot command the printer, and a payment code in a text is hidden")
    func hostile() throws {
        var content = try sampleSlip()
        content.ways.removeLast()
        content.reason = "质量\u{1B}p\0\u{19}\u{FA}\n\u{1D}VB\0 134567890123456789"
        let text = try text(content)
        #expect(!text.contains("[开钱箱]"))
        #expect(!text.contains("134567890123456789"))
        #expect(text.contains("****6789"))
    }
}
