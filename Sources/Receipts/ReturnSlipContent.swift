// Everything a return slip says, already decided, like a receipt's content: facts and finished
// words, so that a reprint years later needs no rule, price or channel of the day.
//
// Trap: it promises no hour. What arrives when is the wallet's and the bank's affair; the slip says
// what is usual, and that the wallet's own record counts.

package import Retail

/// What one return slip (退货小票) says.
package struct ReturnSlipContent: Sendable, Equatable {
    // The shop.
    package var chainName: String
    package var storeName: String
    /// Four digits, printed behind the store's name.
    package var storeID: String
    /// The service telephone; empty = not printed.
    package var phone: String

    // The return.
    /// The return's own number, `0101-02-20261123-0087-T1`.
    package var number: String
    /// The receipt that the goods were bought with.
    package var receiptNumber: String
    package var at: Timestamp
    /// Name and staff number, `陈小满(1007)`.
    package var cashier: String
    package var register: String
    /// Who allowed it, name and staff number; nil when nobody had to.
    package var approver: String?
    /// In words, `质量问题`.
    package var reason: String
    package var lines: [Line]

    // The money. The slip adds nothing up: what the return decided is what it prints.
    package var itemCount: Int64
    /// What goes back in all, a positive amount.
    package var total: Money
    package var ways: [Way]
    /// When the money is usually there, one text a line.
    ///
    /// Printed when a wallet is among the ways.
    package var arrival: [String]

    /// 0 = the original; n = the n-th reprint (补打 第n次).
    package var copy: Int
    /// When this paper is printed; only shown on a reprint.
    package var printedAt: Timestamp
    /// Marks the paper 培训 不作凭证 at top and bottom.
    package var isTraining: Bool

    package static let usualArrival = [
        "钱退回顾客付款的钱包,", "零钱、余额一般当天到账,", "银行卡一般1至3个工作日。",
        "到账以钱包的退款记录为准。",
    ]

    package init(
        chainName: String, storeName: String, storeID: String, phone: String,
        number: String, receiptNumber: String, at: Timestamp, cashier: String, register: String,
        approver: String?, reason: String, lines: [Line], itemCount: Int64, total: Money,
        ways: [Way], arrival: [String] = ReturnSlipContent.usualArrival, copy: Int,
        printedAt: Timestamp, isTraining: Bool
    ) {
        self.chainName = chainName
        self.storeName = storeName
        self.storeID = storeID
        self.phone = phone
        self.number = number
        self.receiptNumber = receiptNumber
        self.at = at
        self.cashier = cashier
        self.register = register
        self.approver = approver
        self.reason = reason
        self.lines = lines
        self.itemCount = itemCount
        self.total = total
        self.ways = ways
        self.arrival = arrival
        self.copy = copy
        self.printedAt = printedAt
        self.isTraining = isTraining
    }
}

extension ReturnSlipContent {
    /// Goods of one line that came back; an empty text is left out.
    package struct Line: Sendable, Equatable {
        package var name: String
        package var spec: String
        package var lot: String
        package var quantity: Int64
        /// `盒`, `瓶`; may be empty.
        package var unit: String
        /// What goes back for these pieces.
        package var amount: Money

        package init(
            name: String, spec: String, lot: String, quantity: Int64, unit: String, amount: Money
        ) {
            self.name = name
            self.spec = spec
            self.lot = lot
            self.quantity = quantity
            self.unit = unit
            self.amount = amount
        }
    }

    /// One way in which part of the money goes back.
    package enum Way: Sendable, Equatable {
        /// Notes and coins, handed over at the counter.
        case cash(name: String, Money)
        /// To the wallet that paid; `order` is the number the customer finds in the wallet's bill.
        case wallet(name: String, Money, refund: RefundNumber, order: MerchantOrderNumber)
        /// By a method that is offered no more: paid out by finance.
        case recorded(name: String, Money)

        var name: String {
            switch self {
            case .cash(let name, _), .wallet(let name, _, _, _), .recorded(let name, _): name
            }
        }

        var amount: Money {
            switch self {
            case .cash(_, let amount), .wallet(_, let amount, _, _),
                .recorded(_, let amount):
                amount
            }
        }

        var isByFinance: Bool {
            switch self {
            case .recorded: true
            case .cash, .wallet: false
            }
        }

        var isCash: Bool {
            switch self {
            case .cash: true
            case .wallet, .recorded: false
            }
        }
    }
}
