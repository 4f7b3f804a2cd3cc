// A return (退货): goods of a posted sale come back, and their money goes back the way it came. The
// sale itself is a fact and stays as it was posted; a return is another fact beside it, in the books
// of the day it is made.
//
// Invariants, each a test:
//  - Never more pieces of a line than were sold, over all returns of the sale.
//  - Whatever the parts it comes back in, a line gives back exactly what it cost, to the fen.
//  - What goes back on a tender never exceeds what was paid by it; a return's parts add up to it.
//  - Wallet money goes back to its wallet; to cash instead only with a superior's approval.

package import Retail

/// A return (退货单), by its opaque identifier; the number people read is `SaleReturn.number`.
package struct ReturnID: Hashable, Sendable {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// Why goods come back.
///
/// Drugs are not taken back except for these.
package enum ReturnReason: String, CaseIterable, Sendable {
    /// Something is wrong with the goods (质量问题).
    case quality
    /// Other goods were handed out than were meant (发错).
    case wrongItem = "wrong-item"
    /// The store manager allows it (店长特批); needs the approval.
    case managersLeave = "managers-leave"
}

/// Pieces of a line that are to come back.
package struct LineToReturn: Equatable, Sendable {
    /// The line's number on the sale.
    package let line: Int64
    package let quantity: Int64

    package init(line: Int64, quantity: Int64) {
        self.line = line
        self.quantity = quantity
    }
}

/// Pieces of a line that came back, and what they cost.
package struct ReturnedLine: Equatable, Sendable {
    package let line: Int64
    package let quantity: Int64
    /// *Unit*: fen.
    package let amount: Money

    package init(line: Int64, quantity: Int64, amount: Money) {
        self.line = line
        self.quantity = quantity
        self.amount = amount
    }
}

/// A part of a return's money, and how it goes back.
package struct GivingBack: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// Out of the drawer.
        case cash
        /// To the wallet that paid, by a refund of this order.
        case wallet(order: MerchantOrderNumber)
        /// By the retired method that it was paid by: finance pays it out (decision 0033).
        case recorded
    }

    /// The tender of the sale whose money this is.
    package let tender: Int64
    /// The method it goes back by: 1 for cash, else the tender's own.
    package let method: Int64
    /// *Unit*: fen.
    package let amount: Money
    package let kind: Kind

    package init(tender: Int64, method: Int64, amount: Money, kind: Kind) {
        self.tender = tender
        self.method = method
        self.amount = amount
        self.kind = kind
    }
}

/// A return that was made.
package struct SaleReturn: Equatable, Sendable {
    package let id: ReturnID
    package let store: StoreID
    package let sale: SaleID
    /// 1 for the first return of its sale; two at once collide on it.
    package let seq: Int64
    /// Where and by whom it was made; not always where the goods were sold.
    package let register: RegisterID
    package let cashier: StaffID
    /// The day it was made, in whose books it stands: a refund of yesterday's sale is today's.
    package let businessDate: BusinessDate
    package let at: Timestamp
    package let reason: ReturnReason
    package let approval: Approval?
    package let lines: [ReturnedLine]
    package let givingBack: [GivingBack]

    package init(
        id: ReturnID, store: StoreID, sale: SaleID, seq: Int64, register: RegisterID,
        cashier: StaffID, businessDate: BusinessDate, at: Timestamp, reason: ReturnReason,
        approval: Approval?, lines: [ReturnedLine], givingBack: [GivingBack]
    ) {
        self.id = id
        self.store = store
        self.sale = sale
        self.seq = seq
        self.register = register
        self.cashier = cashier
        self.businessDate = businessDate
        self.at = at
        self.reason = reason
        self.approval = approval
        self.lines = lines
        self.givingBack = givingBack
    }

    /// What people read and what stands on the slip: the sale's receipt number, `T` (退), the count.
    package static func number(of receipt: String, seq: Int64) -> String {
        "\(receipt)-T\(seq)"
    }
}
