internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

/// A sale as JSON.
struct SaleJSON: Encodable {
    struct Line: Encodable {
        let no: Int64
        let product: String
        let code: String
        let name: String
        let spec: String
        let unit: String
        let maker: String
        let category: String
        let lot: String
        let expiry: String
        let nearExpiry: Bool
        let quantity: Int64
        let priceFen: Int64
        let grossFen: Int64
        let discountFen: Int64
        let saleDiscountFen: Int64
        let amountFen: Int64
        let salesperson: TillView.Person?
    }

    struct DiscountJSON: Encodable {
        let kind: String
        let fen: Int64
        let basisPoints: Int64

        init(_ discount: Discount) {
            switch discount {
            case .none: (kind, fen, basisPoints) = ("none", 0, 0)
            case .amount(let money): (kind, fen, basisPoints) = ("amount", money.fen, 0)
            case .percent(let share): (kind, fen, basisPoints) = ("percent", 0, share)
            }
        }
    }

    struct TenderJSON: Encodable {
        let no: Int64
        let method: Int64
        let name: String
        let nameEn: String
        let amountFen: Int64
        let receivedFen: Int64?
        let state: String
        let attempt: AttemptJSON?
    }

    let id: String
    let state: String
    let receiptNumber: String?
    let businessDate: String
    let lines: [Line]
    let salesperson: TillView.Person?
    let discount: DiscountJSON
    let grossFen: Int64
    let savedFen: Int64
    let dueFen: Int64
    let count: Int64
    let tenders: [TenderJSON]
    let paidFen: Int64
    let leftFen: Int64
    let changeFen: Int64
    let inDoubt: Bool

    init(_ view: SaleView, _ state: TillState) {
        let (sale, totals) = (view.sale, view.totals)
        func person(_ id: StaffID?) -> TillView.Person? {
            id.map { TillView.Person(id: $0.digits, name: state.names[$0] ?? $0.digits) }
        }
        id = sale.id.text
        self.state = sale.state.name
        receiptNumber = nil
        businessDate = sale.businessDate.iso
        lines = zip(sale.lines, totals.lines).map { line, figures in
            Line(
                no: line.no, product: line.goods.product,
                code: line.goods.ean13 ?? line.goods.product, name: line.goods.name,
                spec: line.goods.spec, unit: line.goods.unit, maker: line.goods.maker,
                category: line.goods.category, lot: line.goods.lot,
                expiry: line.goods.expiresOn.iso,
                nearExpiry: line.goods.isNearExpiry(on: sale.businessDate),
                quantity: line.quantity, priceFen: line.goods.price.fen,
                grossFen: figures.gross.fen, discountFen: figures.discount.fen,
                saleDiscountFen: figures.saleDiscount.fen, amountFen: figures.amount.fen,
                salesperson: person(line.salesperson))
        }
        salesperson = person(sale.salesperson)
        discount = DiscountJSON(sale.discount)
        grossFen = totals.gross.fen
        savedFen = totals.saved.fen
        dueFen = totals.due.fen
        count = totals.count
        tenders = sale.tenders.map { tender in
            TenderJSON(
                no: tender.no, method: tender.method,
                name: state.methodNames[tender.method]?.name ?? "\(tender.method)",
                nameEn: state.methodNames[tender.method]?.englishName ?? "\(tender.method)",
                amountFen: tender.amount.fen, receivedFen: tender.received?.fen,
                state: tender.state.rawValue,
                attempt: view.attempts.first { $0.attempt.number == tender.number }.map {
                    AttemptJSON($0, method: tender.method, state.now)
                })
        }
        paidFen = totals.paid.fen
        leftFen = totals.left.fen
        changeFen = totals.change.fen
        inDoubt = sale.isInDoubt
    }
}

extension Tender {
    var received: Money? {
        switch kind {
        case .cash(let received): received
        case .scanned, .recorded: nil
        }
    }
}
