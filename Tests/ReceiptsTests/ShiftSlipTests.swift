// The slip of a shift as both people sign it.

import Receipts
import Retail
import Testing

/// Short by one sale, which a manager allowed, with a held sale and a payment in doubt.
private func sampleSlip(copy: Int = 0) throws -> ShiftSlipContent {
    let at = try CivilTime(spaced: "2026-11-24 22:05:31").timestamp
    return ShiftSlipContent(
        chainName: "示例大药房连锁", storeName: "玉林一店", storeID: "0101", register: "02", number: 7,
        openedAt: try CivilTime(spaced: "2026-11-24 08:00:12").timestamp, closedAt: at,
        cashier: "陈小满(1007)", giver: "陈小满(1007)", taker: "周雨晴(1012)",
        pieces: [
            .init(
                value: try Money(yuan: "100"), number: 12, amount: try Money(yuan: "1200")),
            .init(value: try Money(yuan: "0.5"), number: 3, amount: try Money(yuan: "1.5")),
        ],
        float: try Money(yuan: "200"), booked: try Money(yuan: "1058.30"), waiting: .zero,
        expected: try Money(yuan: "1258.30"), counted: try Money(yuan: "1201.50"),
        difference: try Money(yuan: "-56.80"), left: try Money(yuan: "200"),
        out: try Money(yuan: "1001.50"), approval: "罗安(1001) 顾客已扫码",
        items: [
            .init(kind: "挂单", words: "急支糖浆 · 取药", amount: try Money(yuan: "16.50")),
            .init(kind: "未打印", words: "0101-02-20261124-0087", amount: nil),
        ], copy: copy, printedAt: at, isTraining: false)
}

private func text(_ content: ShiftSlipContent, on paper: Paper = .mm58) throws -> String {
    PaperRoll(reading: try ShiftSlipPrinter.bytes(content, on: paper), paper: paper).text
}

@Suite("Shift slip")
struct ShiftSlipTests {
    @Test("58 mm: who, the count, what it comes to, what goes along, and room to sign")
    func narrow() throws {
        // Without the line where the paper is cut.
        let lines = try text(sampleSlip()).split(separator: "\n").map { $0.inWords() }
            .filter { !$0.hasPrefix("- -") }
        #expect(
            lines == [
                "示例大药房连锁", "玉林一店(0101)", "交接班单", rule, "款台:02 班次:7", "收银:陈小满(1007)",
                "开班:2026-11-24 08:00:12", "交班:2026-11-24 22:05:31", "交班人:陈小满(1007)",
                "接班人:周雨晴(1012)", rule, "面额 张数 金额", "100.00 12 1200.00", "0.50 3 1.50", rule,
                "备用金: 200.00", "现金收付: 1058.30", "应有现金: 1258.30", "清点现金: 1201.50",
                "长短款: -56.80", "批准:罗安(1001) 顾客已扫码", "留在钱箱: 200.00",
                "取出入保险柜: 1001.50", rule, "交给接班人的事项:", "挂单 急支糖浆 · 取药", "16.50",
                "未打印 0101-02-20261124-0087", rule, "交班人签字:", rule, "接班人签字:", rule,
            ])
    }

    @Test("No line is wider than the paper, whatever stands on it", arguments: [Paper.mm58, .mm80])
    func width(_ paper: Paper) throws {
        var content = try sampleSlip(copy: 2)
        content.approval = String(repeating: "很长的原因", count: 40)
        content.items.append(
            .init(kind: "结果未明", words: String(repeating: "9", count: 90), amount: .saleMax))
        content.waiting = try Money(yuan: "-12.00")
        let text = try text(content, on: paper)
        for line in text.split(separator: "\n") {
            let columns = line.unicodeScalars.map { $0.isASCII ? 1 : 2 }.reduce(0, +)
            #expect(columns <= paper.columns, "\(line)")
        }
        #expect(text.contains("补打 第2次") && text.contains("未下账单的现金:"))
    }

    @Test("The drawer stays shut: no cash changes hands by it")
    func drawer() throws {
        #expect(try !text(sampleSlip()).contains("[开钱箱]"))
    }

    private let rule = String(repeating: "-", count: 32)
}

extension Substring {
    /// Its words with one space between, so that a test reads like the slip.
    fileprivate func inWords() -> String {
        split(separator: " ").joined(separator: " ")
    }
}
