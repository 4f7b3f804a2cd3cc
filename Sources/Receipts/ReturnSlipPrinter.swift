// The return slip from top to bottom: what came back and why, where its money goes, and the numbers
// by which customer, finance and wallet find the refund again.

internal import Retail

/// Sets a return slip for a printer.
package enum ReturnSlipPrinter {
    /// The bytes to send to an ESC/POS printer.
    ///
    /// *Errors*: `ReceiptError.noChineseTables`. No money moves here, whatever happens.
    package static func bytes(
        _ content: ReturnSlipContent, on paper: Paper
    ) throws(ReceiptError) -> [UInt8] {
        var writer = try PaperWriter(paper: paper)
        if content.isTraining { writer.trainingMark() }
        head(content, &writer)
        lines(content, &writer)
        money(content, &writer)
        foot(content, &writer)
        if content.isTraining { writer.trainingMark() }
        writer.command(EscPos.feed(lines: 4))
        writer.command(EscPos.cut)
        // As for a receipt: the drawer opens when cash changes hands, once.
        if content.ways.contains(where: \.isCash), content.copy == 0, !content.isTraining {
            writer.command(EscPos.openDrawer)
        }
        return writer.bytes
    }

    private static func head(_ content: ReturnSlipContent, _ writer: inout PaperWriter) {
        writer.centred(content.chainName, isBold: true)
        writer.centred("\(content.storeName)(\(content.storeID))")
        writer.centred("退货小票", size: .large)
        writer.rule()
        writer.text("退单号:\(content.number)", hanging: 7, isVerbatim: true)
        writer.text("原单号:\(content.receiptNumber)", hanging: 7, isVerbatim: true)
        writer.text("时间:\(CivilTime(content.at).spaced)", hanging: 5)
        writer.text("收银:\(content.cashier) 款台:\(content.register)", hanging: 5)
        if let approver = content.approver { writer.text("批准:\(approver)", hanging: 5) }
        writer.text("原因:\(content.reason)", hanging: 5)
        writer.rule()
    }

    private static func lines(_ content: ReturnSlipContent, _ writer: inout PaperWriter) {
        let paper = writer.paper
        writer.row(
            "品名/规格",
            [
                .init(text: "退回", edge: paper.priceEdge),
                .init(text: "金额", edge: paper.columns),
            ])
        for line in content.lines {
            let name = [line.name, line.spec].filter { !$0.isEmpty }.joined(separator: " ")
            writer.text(name, hanging: 2)
            writer.row(
                line.lot.isEmpty ? "" : "批号\(line.lot)",
                [
                    .init(text: "\(line.quantity)\(line.unit)", edge: paper.priceEdge),
                    .init(text: line.amount.yuan, edge: paper.columns),
                ], indent: 1, isVerbatim: true)
        }
        writer.rule()
    }

    private static func money(_ content: ReturnSlipContent, _ writer: inout PaperWriter) {
        let paper = writer.paper
        writer.row(
            "退回件数:", [.init(text: "\(content.itemCount)", edge: paper.columns)])
        writer.row(
            "应退:", [.init(text: content.total.yuan, edge: paper.columns)], isTall: true)
        for way in content.ways {
            writer.row("\(way.name):", [.init(text: way.amount.yuan, edge: paper.columns)])
        }
        for way in content.ways {
            switch way {
            case .cash, .recorded: break
            case .wallet(_, _, let refund, let order):
                writer.text("退款单号:")
                writer.groups(refund.grouped)
                writer.text("商户单号:")
                writer.groups(order.grouped)
                writer.barcode(order.digits)
            }
        }
    }

    private static func foot(_ content: ReturnSlipContent, _ writer: inout PaperWriter) {
        writer.rule()
        if content.ways.contains(where: \.isByFinance) {
            writer.text("停用的收款方式由财务退款。")
        }
        if content.ways.contains(where: { !$0.isCash && !$0.isByFinance }) {
            for sentence in content.arrival { writer.text(sentence) }
        }
        // Money out of the drawer needs the hand that took it.
        if content.ways.contains(where: \.isCash) {
            writer.command(EscPos.feed(lines: 1))
            writer.text("顾客签字:")
            writer.rule()
        }
        if !content.phone.isEmpty {
            writer.text("服务电话:\(content.phone)", hanging: 9, isVerbatim: true)
        }
        writer.text("退货小票请妥善保管。")
        if content.copy > 0 { writer.reprintMark(content.copy, at: content.printedAt) }
    }
}
