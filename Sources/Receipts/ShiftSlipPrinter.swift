// The slip of a shift from top to bottom: who, the count, what it comes to, what else was handed over,
// and room for both signatures.

internal import Retail

/// Sets a shift's slip for a printer.
package enum ShiftSlipPrinter {
    /// The bytes to send to an ESC/POS printer.
    ///
    /// *Errors*: `ReceiptError.noChineseTables`.
    package static func bytes(
        _ content: ShiftSlipContent, on paper: Paper
    ) throws(ReceiptError) -> [UInt8] {
        var writer = try PaperWriter(paper: paper)
        if content.isTraining { writer.trainingMark() }
        head(content, &writer)
        count(content, &writer)
        money(content, &writer)
        items(content, &writer)
        foot(content, &writer)
        if content.isTraining { writer.trainingMark() }
        writer.command(EscPos.feed(lines: 4))
        writer.command(EscPos.cut)
        return writer.bytes
    }

    private static func head(_ content: ShiftSlipContent, _ writer: inout PaperWriter) {
        writer.centred(content.chainName, isBold: true)
        writer.centred("\(content.storeName)(\(content.storeID))")
        writer.centred("交接班单", size: .large)
        writer.rule()
        writer.text("款台:\(content.register) 班次:\(content.number)")
        writer.text("收银:\(content.cashier)", hanging: 5)
        writer.text("开班:\(CivilTime(content.openedAt).spaced)", hanging: 5)
        writer.text("交班:\(CivilTime(content.closedAt).spaced)", hanging: 5)
        writer.text("交班人:\(content.giver)", hanging: 7)
        writer.text("接班人:\(content.taker)", hanging: 7)
        writer.rule()
    }

    private static func count(_ content: ShiftSlipContent, _ writer: inout PaperWriter) {
        let paper = writer.paper
        writer.row(
            "面额",
            [
                .init(text: "张数", edge: paper.priceEdge),
                .init(text: "金额", edge: paper.columns),
            ])
        for pieces in content.pieces {
            writer.row(
                pieces.value.yuan,
                [
                    .init(text: "\(pieces.number)", edge: paper.priceEdge),
                    .init(text: pieces.amount.yuan, edge: paper.columns),
                ])
        }
        writer.rule()
    }

    private static func money(_ content: ShiftSlipContent, _ writer: inout PaperWriter) {
        let edge = writer.paper.columns
        for (name, amount) in [
            ("备用金:", content.float), ("现金收付:", content.booked),
            ("未下账单的现金:", content.waiting), ("应有现金:", content.expected),
            ("清点现金:", content.counted),
        ] where amount != .zero || name != "未下账单的现金:" {
            writer.row(name, [.init(text: amount.yuan, edge: edge)])
        }
        writer.row("长短款:", [.init(text: content.difference.yuan, edge: edge)], isTall: true)
        if let approval = content.approval { writer.text("批准:\(approval)", hanging: 5) }
        writer.row("留在钱箱:", [.init(text: content.left.yuan, edge: edge)])
        writer.row("取出入保险柜:", [.init(text: content.out.yuan, edge: edge)])
        writer.rule()
    }

    private static func items(_ content: ShiftSlipContent, _ writer: inout PaperWriter) {
        writer.text(content.items.isEmpty ? "没有未了事项" : "交给接班人的事项:")
        for item in content.items {
            writer.text("\(item.kind) \(item.words)", hanging: 2)
            if let amount = item.amount {
                writer.row("", [.init(text: amount.yuan, edge: writer.paper.columns)])
            }
        }
        writer.rule()
    }

    private static func foot(_ content: ShiftSlipContent, _ writer: inout PaperWriter) {
        for name in ["交班人签字:", "接班人签字:"] {
            writer.command(EscPos.feed(lines: 1))
            writer.text(name)
            writer.rule()
        }
        if content.copy > 0 { writer.reprintMark(content.copy, at: content.printedAt) }
    }
}
