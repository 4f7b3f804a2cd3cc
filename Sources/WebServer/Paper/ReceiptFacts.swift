// What a posted sale's receipt says, gathered from its rows: reprintable from facts alone.

internal import Checkout
internal import Persistence
internal import Receipts
internal import Retail
internal import Sales

enum ReceiptFacts {
    /// The receipt of a posted sale; nil when there is no such sale or it is not posted.
    static func content(
        of id: SaleID, store: StoreID, copy: Int64, moment: Moment,
        in transaction: any Transaction
    ) throws -> ReceiptContent? {
        guard let stored = try SaleTable.find(id, store: store, in: transaction),
            case .posted(let at, let receipt) = stored.sale.state,
            let place = try StoreTable.find(store, in: transaction)
        else { return nil }
        let sale = stored.sale
        let totals = try sale.totals()
        let paid = sale.tenders.filter { $0.state == .paid }
        let methods = try TenderMethodTable.all(in: transaction)
        func person(_ id: StaffID?) throws -> String? {
            guard let id else { return nil }
            let name = try StaffTable.find(id, in: transaction)?.name ?? ""
            return "\(name)(\(id.digits))"
        }
        return ReceiptContent(
            chainName: moment.settings.chainName, storeName: place.name,
            storeID: place.id.digits, licence: place.licence, phone: place.phone,
            receiptNumber: receipt, at: at, cashier: try person(sale.cashier) ?? "",
            register: sale.register.digits, salesperson: try person(sale.salesperson),
            lines: zip(sale.lines, totals.lines).map { line, figures in
                self.line(line, figures, on: sale.businessDate)
            },
            itemCount: totals.count, gross: totals.gross, saved: totals.saved, due: totals.due,
            tenders: paid.map { tender in
                let name = methods.first { $0.id == tender.method }?.name ?? ""
                return ReceiptContent.Tender(
                    name: "\(name)(\(tender.method))", amount: tender.amount)
            },
            received: try paid.reduce(Money.zero) { sum, tender in
                try sum.adding(tender.received ?? tender.amount)
            },
            change: totals.change, orderNumbers: paid.compactMap(\.number), copy: Int(copy),
            printedAt: moment.now, isTraining: moment.settings.isTraining,
            movesCash: paid.contains { $0.received != nil })
    }

    private static func line(
        _ line: SaleLine, _ figures: LineTotals, on date: BusinessDate
    ) -> ReceiptContent.Line {
        var discounts: [ReceiptContent.Discount] = []
        if figures.discount.isPositive {
            discounts.append(ReceiptContent.Discount(label: "折扣", amount: figures.discount))
        }
        if figures.saleDiscount.isPositive {
            discounts.append(ReceiptContent.Discount(label: "整单优惠", amount: figures.saleDiscount))
        }
        return ReceiptContent.Line(
            name: line.goods.name, spec: line.goods.spec, category: line.goods.category,
            maker: line.goods.maker, lot: line.goods.lot,
            expiry: String(line.goods.expiresOn.iso.prefix(7)),
            isNearExpiry: line.goods.isNearExpiry(on: date), quantity: line.quantity,
            unit: line.goods.unit, price: line.goods.price,
            amountBeforeDiscount: figures.gross, discounts: discounts)
    }
}

extension Goods {
    /// Whether the customer must be told the expiry date: less than six months are left.
    func isNearExpiry(on date: BusinessDate) -> Bool {
        let months = (expiresOn.year - date.year) * 12 + expiresOn.month - date.month
        return months < 6 || (months == 6 && expiresOn.day < date.day)
    }
}
