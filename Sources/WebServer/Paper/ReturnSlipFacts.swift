// What a return's slip says, gathered from its rows: reprintable from facts alone. How its refunds
// stand is not on it: that changes, and the paper does not.

internal import Checkout
internal import Payments
internal import Persistence
internal import Receipts
internal import Retail
internal import Sales

enum ReturnSlipFacts {
    /// The slip of a return as it was printed last; nil when this store made no such return.
    static func latest(
        of id: ReturnID, store: StoreID, _ moment: Moment, in transaction: any Transaction
    ) throws -> ReturnSlipContent? {
        guard let made = try ReturnTable.find(id, store: store, in: transaction) else {
            return nil
        }
        let job = try PrintJobTable.latest(
            of: made.sale, returnSeq: made.seq, store: store, in: transaction)
        return try content(of: made, copy: job?.copy ?? 0, moment, in: transaction)
    }

    /// The slip that a print job is about; nil when there is no such return.
    static func content(
        of job: PrintJob, _ sale: SaleID, _ seq: Int64, _ moment: Moment,
        in transaction: any Transaction
    ) throws -> ReturnSlipContent? {
        let made = try ReturnTable.ofSale(sale, store: job.store, in: transaction)
            .first { $0.seq == seq }
        guard let made else { return nil }
        return try content(of: made, copy: job.copy, moment, in: transaction)
    }

    private static func content(
        of made: SaleReturn, copy: Int64, _ moment: Moment, in transaction: any Transaction
    ) throws -> ReturnSlipContent? {
        guard let sale = try SaleTable.find(made.sale, store: made.store, in: transaction)?.sale,
            case .posted(_, let receipt) = sale.state,
            let place = try StoreTable.find(made.store, in: transaction)
        else { return nil }
        func person(_ id: StaffID) throws -> String {
            "\(try StaffTable.find(id, in: transaction)?.name ?? "")(\(id.digits))"
        }
        let refunds = try RefundTable.ofSale(
            made.sale, store: made.store, paces: moment.paces, in: transaction
        ).filter { $0.returned == made.id }
        let methods = try TenderMethodTable.all(in: transaction)
        let pieces = made.lines.map(\.quantity).reduce(0, &+)
        let total = made.lines.map(\.amount.fen).reduce(0, &+)
        return ReturnSlipContent(
            chainName: moment.settings.chainName, storeName: place.name,
            storeID: place.id.digits, phone: place.phone,
            number: SaleReturn.number(of: receipt, seq: made.seq), receiptNumber: receipt,
            at: made.at, cashier: try person(made.cashier), register: made.register.digits,
            approver: try made.approval.map { try person($0.by) }, reason: made.reason.words,
            lines: made.lines.compactMap { part in
                guard let goods = sale.lines.first(where: { $0.no == part.line })?.goods else {
                    return nil
                }
                return ReturnSlipContent.Line(
                    name: goods.name, spec: goods.spec, lot: goods.lot, quantity: part.quantity,
                    unit: goods.unit, amount: part.amount)
            },
            itemCount: pieces, total: Money(fen: total),
            ways: made.givingBack.compactMap { way(of: $0, refunds, methods) }, copy: Int(copy),
            printedAt: moment.now, isTraining: moment.settings.isTraining)
    }

    private static func way(
        of part: GivingBack, _ refunds: [StoredRefund], _ methods: [TenderMethod]
    ) -> ReturnSlipContent.Way? {
        switch part.kind {
        case .cash:
            let name = methods.first { $0.id == part.method }?.name ?? ""
            return .cash(name: "\(name)(\(part.method))", part.amount)
        case .recorded:
            let name = methods.first { $0.id == part.method }?.name ?? ""
            return .recorded(name: "\(name)(财务退款)", part.amount)
        case .wallet(let order):
            guard let refund = refunds.first(where: { $0.refund.order == order })?.refund else {
                return nil
            }
            return .wallet(
                name: "\(refund.wallet.chineseName)(原路退回)", part.amount, refund: refund.number,
                order: order)
        }
    }
}

extension ReturnReason {
    /// As it stands on the slip.
    var words: String {
        switch self {
        case .quality: "质量问题"
        case .wrongItem: "发错"
        case .managersLeave: "店长特批"
        }
    }
}
