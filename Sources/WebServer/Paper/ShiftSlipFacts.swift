// What a shift's slip says, gathered from its rows: a reprint years later says the same.

internal import Checkout
internal import Persistence
internal import Receipts
internal import Retail
internal import Sales

enum ShiftSlipFacts {
    /// Nil for a shift that was not counted.
    static func content(
        of id: ShiftID, copy: Int64, _ moment: Moment, in transaction: any Transaction
    ) throws -> ShiftSlipContent? {
        guard let shift = try ShiftTable.find(id, in: transaction),
            case .closed(let close) = shift.state, let count = shift.counts.last,
            let store = try StoreTable.find(id.store, in: transaction)
        else { return nil }
        func person(_ id: StaffID) throws -> String {
            "\(try StaffTable.find(id, in: transaction)?.name ?? "")(\(id.digits))"
        }
        return ShiftSlipContent(
            chainName: moment.settings.chainName, storeName: store.name, storeID: id.store.digits,
            register: id.register.digits, number: id.no, openedAt: shift.openedAt,
            closedAt: close.at, cashier: try person(shift.cashier), giver: try person(close.by),
            taker: try person(close.to),
            pieces: try count.count.lines.map { line in
                ShiftSlipContent.Pieces(
                    value: line.denomination.value, number: line.pieces,
                    amount: try line.denomination.value.multiplied(by: line.pieces))
            },
            float: shift.float, booked: try ShiftTable.booked(id, in: transaction),
            waiting: try close.waiting.subtracting(shift.waitingBefore),
            expected: close.expected, counted: close.counted, difference: try close.difference,
            left: close.left, out: try close.counted.subtracting(close.left),
            approval: try close.approval.map { "\(try person($0.by)) \($0.reason)" },
            items: try ShiftHandoverTable.ofShift(id, in: transaction).map { given in
                ShiftSlipContent.Item(
                    kind: given.item.kind.words, words: given.item.words,
                    amount: given.item.amount)
            },
            copy: Int(clamping: copy), printedAt: moment.now,
            isTraining: moment.settings.isTraining)
    }
}

extension HandedOver.Kind {
    /// As it stands on the slip.
    fileprivate var words: String {
        switch self {
        case .sale: "开着的单"
        case .held: "挂单"
        case .payment: "结果未明"
        case .refund: "退款中"
        case .paper: "未打印"
        }
    }
}
