// Everything a receipt says, already decided. It holds facts and finished words, never a sale or a
// payment, so that a reprint years later needs no rule, price or setting of the day it was sold.
//
// Trap: what must never be on paper (payment codes, identity numbers, wallet accounts) has no field
// here. Free text is guarded once more when it is set in type (see `DigitMask`).

package import Retail

/// What one receipt (小票) says.
package struct ReceiptContent: Sendable, Equatable {
    // The shop.
    package var chainName: String
    package var storeName: String
    /// Four digits, printed behind the store's name.
    package var storeID: String
    /// The drug trading licence (药品经营许可证); empty = not printed.
    package var licence: String
    /// The service telephone; empty = not printed.
    package var phone: String

    // The sale.
    package var receiptNumber: String
    package var at: Timestamp
    /// Name and staff number, `陈小满(1007)`.
    package var cashier: String
    package var register: String
    /// Name and staff number; nil when the sale names none.
    package var salesperson: String?
    package var lines: [Line]

    // The sums. The receipt adds nothing up: what the sale decided is what it prints.
    package var itemCount: Int64
    /// The sum before discounts.
    package var gross: Money
    /// What discounts took off, a positive amount; zero = not printed.
    package var saved: Money
    package var due: Money
    package var tenders: [Tender]
    package var received: Money
    package var change: Money

    /// One per tender that a channel collected: printed as text and as a barcode, so that paper
    /// alone can start a refund or method 42 (N12).
    package var orderNumbers: [MerchantOrderNumber]

    /// 0 = the original; n = the n-th reprint (补打 第n次).
    package var copy: Int
    /// When this paper is printed; only shown on a reprint.
    package var printedAt: Timestamp
    /// Marks the paper 培训 不作凭证 at top and bottom.
    package var isTraining: Bool
    /// Whether notes or coins change hands: the drawer opens for nothing else.
    package var movesCash: Bool

    // What some receipts have beyond that; each is left out when empty.
    /// Masked before it comes here, `138****5521`.
    package var member: String?
    /// The pharmacist on duty (执业药师).
    package var pharmacist: String?
    /// Whole sentences such as `处方号:…` or `已实名登记`, one line each.
    package var notes: [String]
    /// What the chain says about returns; one text a line, so that the breaks fall between clauses.
    package var policy: [String]
    package var thanks: String

    package static let usualPolicy = [
        "药品为特殊商品,非质量问题", "不予退换。请按说明书使用,", "请妥善保管小票。",
    ]
    package static let usualThanks = "谢谢惠顾 祝您健康"

    package init(
        chainName: String, storeName: String, storeID: String, licence: String, phone: String,
        receiptNumber: String, at: Timestamp, cashier: String, register: String,
        salesperson: String?, lines: [Line], itemCount: Int64, gross: Money, saved: Money,
        due: Money, tenders: [Tender], received: Money, change: Money,
        orderNumbers: [MerchantOrderNumber], copy: Int, printedAt: Timestamp, isTraining: Bool,
        movesCash: Bool, member: String? = nil, pharmacist: String? = nil, notes: [String] = [],
        policy: [String] = ReceiptContent.usualPolicy, thanks: String = ReceiptContent.usualThanks
    ) {
        self.chainName = chainName
        self.storeName = storeName
        self.storeID = storeID
        self.licence = licence
        self.phone = phone
        self.receiptNumber = receiptNumber
        self.at = at
        self.cashier = cashier
        self.register = register
        self.salesperson = salesperson
        self.lines = lines
        self.itemCount = itemCount
        self.gross = gross
        self.saved = saved
        self.due = due
        self.tenders = tenders
        self.received = received
        self.change = change
        self.orderNumbers = orderNumbers
        self.copy = copy
        self.printedAt = printedAt
        self.isTraining = isTraining
        self.movesCash = movesCash
        self.member = member
        self.pharmacist = pharmacist
        self.notes = notes
        self.policy = policy
        self.thanks = thanks
    }
}

extension ReceiptContent {
    /// One product line.
    ///
    /// Name, spec, maker, lot, quantity and price are what a drug sale voucher
    /// must show; an empty text is left out.
    package struct Line: Sendable, Equatable {
        package var name: String
        package var spec: String
        /// The class of medicine as printed in brackets, `甲` → `[甲]`.
        package var category: String
        package var maker: String
        package var lot: String
        /// Year and month, `2027-07`.
        package var expiry: String
        /// Prints that the customer was told so.
        package var isNearExpiry: Bool
        package var quantity: Int64
        /// `盒`, `瓶`; may be empty.
        package var unit: String
        /// For one unit, before discounts.
        package var price: Money
        package var amountBeforeDiscount: Money
        package var discounts: [Discount]

        package init(
            name: String, spec: String, category: String, maker: String, lot: String,
            expiry: String, isNearExpiry: Bool, quantity: Int64, unit: String, price: Money,
            amountBeforeDiscount: Money, discounts: [Discount]
        ) {
            self.name = name
            self.spec = spec
            self.category = category
            self.maker = maker
            self.lot = lot
            self.expiry = expiry
            self.isNearExpiry = isNearExpiry
            self.quantity = quantity
            self.unit = unit
            self.price = price
            self.amountBeforeDiscount = amountBeforeDiscount
            self.discounts = discounts
        }
    }

    /// What a promotion or a person took off a line.
    package struct Discount: Sendable, Equatable {
        package var label: String
        /// What was taken off, a positive amount; printed with a minus.
        package var amount: Money

        package init(label: String, amount: Money) {
            self.label = label
            self.amount = amount
        }
    }

    /// One way in which part of the sale was paid.
    package struct Tender: Sendable, Equatable {
        /// With its method id, as staff and finance know it: `聚合支付(41)`, `现金(1)`.
        package var name: String
        package var amount: Money

        package init(name: String, amount: Money) {
            self.name = name
            self.amount = amount
        }
    }
}
