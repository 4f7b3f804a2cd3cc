internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

/// A posted sale that goods may come back of, as JSON: what was sold, what came back, and how the
/// refunds of earlier returns stand now.
struct ReturnableJSON: Encodable {
    struct Sold: Encodable {
        let id: String
        let receiptNumber: String
        let postedAt: Int64
        let register: String
        let cashier: TillView.Person
        let dueFen: Int64
    }

    struct Line: Encodable {
        let no: Int64
        let product: String
        let code: String
        let name: String
        let spec: String
        let unit: String
        let lot: String
        let sold: Int64
        let returned: Int64
        let returnable: Int64
        let amountFen: Int64
    }

    struct Paid: Encodable {
        let no: Int64
        let method: Int64
        let name: String
        let nameEn: String
        let wallet: String?
        let walletName: String?
        let walletNameEn: String?
        let number: String?
        let amountFen: Int64
        let givenBackFen: Int64
    }

    let sale: Sold
    let lines: [Line]
    let tenders: [Paid]
    let returns: [ReturnJSON]

    init(_ view: ReturnableSale) {
        func person(_ id: StaffID) -> TillView.Person {
            TillView.Person(id: id.digits, name: view.names[id] ?? id.digits)
        }
        sale = Sold(
            id: view.sale.id.text, receiptNumber: view.receipt,
            postedAt: view.postedAt.microseconds, register: view.sale.register.digits,
            cashier: person(view.sale.cashier), dueFen: view.totals.due.fen)
        lines = view.lines.map { one in
            let goods = one.line.goods
            return Line(
                no: one.line.no, product: goods.product, code: goods.ean13 ?? goods.product,
                name: goods.name, spec: goods.spec, unit: goods.unit, lot: goods.lot,
                sold: one.line.quantity, returned: one.returned, returnable: one.returnable,
                amountFen: one.amount.fen)
        }
        tenders = view.tenders.map { one in
            let method = view.methodNames[one.tender.method]
            let wallet = one.tender.wallet
            return Paid(
                no: one.tender.no, method: one.tender.method,
                name: method?.name ?? "\(one.tender.method)",
                nameEn: method?.englishName ?? "\(one.tender.method)", wallet: wallet?.rawValue,
                walletName: wallet?.chineseName, walletNameEn: wallet?.englishName,
                number: one.tender.number?.digits, amountFen: one.tender.amount.fen,
                givenBackFen: one.givenBack.fen)
        }
        returns = view.returns.map { ReturnJSON($0, person: person) }
    }
}

/// A return that was made, with the live state of each of its refunds.
struct ReturnJSON: Encodable {
    struct Part: Encodable {
        let no: Int64
        let quantity: Int64
        let amountFen: Int64
    }

    struct RefundJSON: Encodable {
        let number: String
        let grouped: String
        let order: String
        let wallet: String
        let walletName: String
        let walletNameEn: String
        let amountFen: Int64
        let state: String
        let nextAt: Int64?
        let asked: Int64
        let notice: NoticeView

        init(_ refund: Refund) {
            number = refund.number.text
            grouped = refund.number.grouped
            order = refund.order.digits
            wallet = refund.wallet.rawValue
            walletName = refund.wallet.chineseName
            walletNameEn = refund.wallet.englishName
            amountFen = refund.amount.fen
            state = refund.state.name
            nextAt = refund.step?.at.microseconds
            asked = refund.queries
            notice = NoticeView(OperatorNotice(refund))
        }
    }

    let id: String
    let no: Int64
    let number: String
    let at: Int64
    let register: String
    let cashier: TillView.Person
    let approver: TillView.Person?
    let reason: String
    let amountFen: Int64
    let cashFen: Int64
    /// What finance pays out by retired methods.
    let byFinanceFen: Int64
    let lines: [Part]
    let refunds: [RefundJSON]
    let print: String

    init(_ view: ReturnView, person: (StaffID) -> TillView.Person) {
        let made = view.made
        id = made.id.text
        no = made.seq
        number = view.number
        at = made.at.microseconds
        register = made.register.digits
        cashier = person(made.cashier)
        approver = made.approval.map { person($0.by) }
        reason = made.reason.rawValue
        amountFen = made.lines.map(\.amount.fen).reduce(0, &+)
        cashFen = made.givingBack.filter { $0.kind == .cash }.map(\.amount.fen).reduce(0, &+)
        byFinanceFen =
            made.givingBack.filter { $0.kind == .recorded }.map(\.amount.fen).reduce(0, &+)
        lines = made.lines.map {
            Part(no: $0.line, quantity: $0.quantity, amountFen: $0.amount.fen)
        }
        refunds = view.refunds.map { RefundJSON($0.refund) }
        print = TillView.word(for: view.print)
    }
}

/// What a return would come to, and on which tender each part goes back.
struct QuoteJSON: Encodable {
    struct Part: Encodable {
        let line: Int64
        let quantity: Int64
        let amountFen: Int64
    }

    struct Way: Encodable {
        let kind: String
        let tender: Int64
        let amountFen: Int64
    }

    let amountFen: Int64
    let lines: [Part]
    let ways: [Way]
    let cashForWalletsFen: Int64

    init(_ plan: ReturnPlan) {
        amountFen = plan.amount.fen
        lines = plan.lines.map {
            Part(line: $0.line, quantity: $0.quantity, amountFen: $0.amount.fen)
        }
        ways = plan.givingBack.map { part in
            Way(
                kind: part.kind.word, tender: part.tender, amountFen: part.amount.fen)
        }
        cashForWalletsFen = plan.cashForWallets.fen
    }
}

/// A sale of today, for the list from which a return is begun without its receipt.
struct RecentSaleJSON: Encodable {
    let sale: String
    let receiptNumber: String
    let at: Int64
    let register: String
    let cashier: TillView.Person
    let dueFen: Int64
    let first: String
    let count: Int64
    let givenBackFen: Int64

    init(_ recent: RecentSale, names: [StaffID: String]) {
        let cashier = recent.sale.cashier
        sale = recent.sale.id.text
        receiptNumber = recent.receipt
        at = recent.postedAt.microseconds
        register = recent.sale.register.digits
        self.cashier = TillView.Person(id: cashier.digits, name: names[cashier] ?? cashier.digits)
        dueFen = recent.totals.due.fen
        first = recent.sale.lines.first?.goods.name ?? ""
        count = recent.totals.count
        givenBackFen = recent.givenBack.fen
    }
}

extension GivingBack.Kind {
    fileprivate var word: String {
        switch self {
        case .cash: "cash"
        case .wallet: "wallet"
        case .recorded: "recorded"
        }
    }
}

extension Tender {
    /// The wallet that paid it; nil for cash.
    var wallet: Wallet? {
        switch kind {
        case .cash, .recorded: nil
        case .scanned(_, _, let name): Wallet(rawValue: name)
        }
    }
}
