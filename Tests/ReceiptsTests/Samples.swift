// The receipts that the tests print. All names are invented.

import Receipts
import Retail

/// The sale of the design's drawing: two products, one discount, paid by scan.
func sampleReceipt() throws -> ReceiptContent {
    let at = try CivilTime(spaced: "2026-11-23 15:42:08").timestamp
    return ReceiptContent(
        chainName: "示例大药房连锁", storeName: "玉林一店", storeID: "0101",
        licence: "川CB0280000", phone: "028-1234567", receiptNumber: "0101-02-20261123-0087",
        at: at, cashier: "陈小满(1007)", register: "02", salesperson: "周雨晴(1012)",
        lines: [try syrup(), try capsules()], itemCount: 3, gross: try Money(yuan: "68.10"),
        saved: try Money(yuan: "3.00"), due: try Money(yuan: "65.10"),
        tenders: [.init(name: "聚合支付(41)", amount: try Money(yuan: "65.10"))],
        received: try Money(yuan: "65.10"), change: .zero, orderNumbers: [try orderNumber()],
        copy: 0, printedAt: at, isTraining: false, movesCash: false)
}

func orderNumber(serial: UInt32 = 3_874) throws -> MerchantOrderNumber {
    MerchantOrderNumber(
        at: try CivilTime(spaced: "2026-11-23 15:42:05").timestamp, store: try StoreID("0101"),
        register: try RegisterID("02"), serial: serial)
}

func syrup() throws -> ReceiptContent.Line {
    .init(
        name: "急支糖浆", spec: "200ml", category: "", maker: "示例集团涪陵制药厂",
        lot: "24081203", expiry: "2027-07", isNearExpiry: false, quantity: 1, unit: "瓶",
        price: try Money(yuan: "28.50"), amountBeforeDiscount: try Money(yuan: "28.50"),
        discounts: [])
}

func capsules() throws -> ReceiptContent.Line {
    .init(
        name: "布洛芬缓释胶囊", spec: "0.3g*20粒", category: "甲", maker: "示例天津制药",
        lot: "25031107", expiry: "2027-02", isNearExpiry: true, quantity: 2, unit: "盒",
        price: try Money(yuan: "19.80"), amountBeforeDiscount: try Money(yuan: "39.60"),
        discounts: [.init(label: "会员价优惠", amount: try Money(yuan: "3.00"))])
}

/// What a person would read on the paper.
func paperText(_ content: ReceiptContent, on paper: Paper = .mm58) throws -> String {
    PaperRoll(reading: try ReceiptPrinter.bytes(content, on: paper), paper: paper).text
}

/// Columns a line takes: Chinese characters and full-width signs count two.
func columns(_ line: some StringProtocol) -> Int {
    line.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2000 ? 1 : 2) }
}
