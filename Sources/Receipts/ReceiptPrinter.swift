// The receipt from top to bottom, in the order in which a customer reads it. What stands on it and
// why: the voucher a drug sale must come with (name, maker, lot, quantity, price), the way it was
// paid, and the merchant order number, the customer's half of the tie between wallet and sale.

internal import Retail

/// Sets a receipt for a printer.
package enum ReceiptPrinter {
    /// The bytes to send to an ESC/POS printer.
    ///
    /// *Errors*: `ReceiptError.noChineseTables`. No money moves here, whatever happens.
    package static func bytes(
        _ content: ReceiptContent, on paper: Paper
    ) throws(ReceiptError) -> [UInt8] {
        var writer = try PaperWriter(paper: paper)
        if content.isTraining { writer.trainingMark() }
        head(content, &writer)
        lines(content, &writer)
        sums(content, &writer)
        orderNumbers(content, &writer)
        foot(content, &writer)
        if content.isTraining { writer.trainingMark() }
        writer.command(EscPos.feed(lines: 4))
        writer.command(EscPos.cut)
        // A reprint or a lesson must never open the drawer: an open drawer is how cash goes
        // missing.
        if content.movesCash, content.copy == 0, !content.isTraining {
            writer.command(EscPos.openDrawer)
        }
        return writer.bytes
    }

    private static func head(_ content: ReceiptContent, _ writer: inout PaperWriter) {
        writer.centred(content.chainName, isBold: true)
        writer.centred("\(content.storeName)(\(content.storeID))")
        if !content.licence.isEmpty {
            writer.centred("药品经营许可证:\(content.licence)", isVerbatim: true)
        }
        writer.rule()
        writer.text("单号:\(content.receiptNumber)", hanging: 5, isVerbatim: true)
        writer.text("时间:\(CivilTime(content.at).spaced)", hanging: 5)
        writer.text(
            "收银:\(content.cashier) 款台:\(content.register)", hanging: 5)
        if let salesperson = content.salesperson {
            writer.text("营业员:\(salesperson)", hanging: 7)
        }
        if let member = content.member {
            writer.text("会员:\(member)", hanging: 5)
        }
        writer.rule()
    }

    private static func lines(_ content: ReceiptContent, _ writer: inout PaperWriter) {
        let paper = writer.paper
        writer.row(
            "品名/规格",
            [
                .init(text: "数量", edge: paper.quantityEdge),
                .init(text: "单价", edge: paper.priceEdge),
                .init(text: "金额", edge: paper.columns),
            ])
        for line in content.lines { self.line(line, &writer) }
        writer.rule()
    }

    private static func line(_ line: ReceiptContent.Line, _ writer: inout PaperWriter) {
        let paper = writer.paper
        let category = line.category.isEmpty ? "" : "[\(line.category)]"
        let name = [line.name, line.spec, category].filter { !$0.isEmpty }.joined(separator: " ")
        writer.text(name, hanging: 2)
        writer.text(line.maker, indent: 1)
        // A lot may be a long number by right: it is printed whole.
        let lot = line.lot.isEmpty ? "" : "批号\(line.lot)"
        let expiry = line.expiry.isEmpty ? "" : "效期至\(line.expiry)"
        let batch = [lot, expiry].filter { !$0.isEmpty }.joined(separator: " ")
        writer.text(batch, indent: 1, isVerbatim: true)
        writer.row(
            "",
            [
                .init(text: "\(line.quantity)\(line.unit)", edge: paper.quantityEdge),
                .init(text: line.price.yuan, edge: paper.priceEdge),
                .init(text: line.amountBeforeDiscount.yuan, edge: paper.columns),
            ])
        for discount in line.discounts {
            writer.row(
                discount.label,
                [.init(text: takenOff(discount.amount), edge: paper.columns)], indent: 3)
        }
        if line.isNearExpiry { writer.text("*近效期商品,已告知顾客", indent: 3) }
    }

    private static func sums(_ content: ReceiptContent, _ writer: inout PaperWriter) {
        let paper = writer.paper
        writer.row(
            "件数:\(content.itemCount)",
            [
                .init(text: "原价合计:", edge: paper.priceEdge),
                .init(text: content.gross.yuan, edge: paper.columns),
            ], isVerbatim: true)
        if content.saved != .zero {
            writer.row("优惠合计:", [.init(text: takenOff(content.saved), edge: paper.columns)])
        }
        writer.row("应收:", [.init(text: content.due.yuan, edge: paper.columns)], isTall: true)
        for tender in content.tenders {
            writer.row(
                "\(tender.name):",
                [.init(text: tender.amount.yuan, edge: paper.columns)])
        }
        writer.row(
            "实收:\(content.received.yuan)",
            [
                .init(text: "找零:", edge: paper.priceEdge),
                .init(text: content.change.yuan, edge: paper.columns),
            ], isVerbatim: true)
    }

    private static func orderNumbers(_ content: ReceiptContent, _ writer: inout PaperWriter) {
        guard !content.orderNumbers.isEmpty else { return }
        writer.text("商户单号:")
        for number in content.orderNumbers {
            writer.groups(number.grouped)
            writer.barcode(number.digits)
        }
    }

    private static func foot(_ content: ReceiptContent, _ writer: inout PaperWriter) {
        writer.rule()
        for note in content.notes { writer.text(note) }
        if let pharmacist = content.pharmacist {
            writer.text("执业药师:\(pharmacist)", hanging: 9)
        }
        if !content.phone.isEmpty {
            writer.text("服务电话:\(content.phone)", hanging: 9, isVerbatim: true)
        }
        for clause in content.policy { writer.text(clause) }
        writer.rule()
        writer.centred(content.thanks)
        if content.copy > 0 { writer.reprintMark(content.copy, at: content.printedAt) }
    }

    /// With a minus before it; the one amount that has no opposite keeps its own.
    private static func takenOff(_ amount: Money) -> String {
        ((try? Money.zero.subtracting(amount)) ?? amount).yuan
    }
}
