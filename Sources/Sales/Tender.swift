// One way of paying part of a sale. A sale knows that a tender was paid, not how: channels, codes and
// attempts are Payments' business, and Checkout introduces the two.

package import Retail

/// A tender of a sale (支付方式).
package struct Tender: Equatable, Sendable {
    package enum State: String, CaseIterable, Sendable {
        /// A scanned payment whose outcome is not known yet.
        case open
        case paid
        /// Not debited, taken back, or given up for cash.
        case failed
    }

    package enum Kind: Equatable, Sendable {
        /// *Unit*: fen, what the customer handed over.
        case cash(received: Money)
        /// A payment by scanned code, known by the merchant order number of its attempt.
        case scanned(payment: PaymentID, number: MerchantOrderNumber, wallet: String)
        /// Taken by a retired method and told by the till of that time: nobody can be asked about it.
        case recorded
    }

    package let no: Int64
    /// The id staff know it by: 1, 41, 42.
    package internal(set) var method: Int64
    /// *Unit*: fen.
    package let amount: Money
    package let kind: Kind
    package internal(set) var state: State
    package let approval: Approval?

    package init(
        no: Int64, method: Int64, amount: Money, kind: Kind, state: State, approval: Approval?
    ) {
        self.no = no
        self.method = method
        self.amount = amount
        self.kind = kind
        self.state = state
        self.approval = approval
    }

    /// The number of its attempt, for a scanned payment.
    package var number: MerchantOrderNumber? {
        switch kind {
        case .cash, .recorded: nil
        case .scanned(_, let number, _): number
        }
    }

    /// What goes back to the customer.
    ///
    /// *Unit*: fen.
    package var change: Money {
        switch kind {
        case .cash(let received):
            (try? received.subtracting(amount)) ?? .zero
        case .scanned, .recorded: .zero
        }
    }
}

/// A superior's leave for something the cashier may not do alone, with the reason given.
package struct Approval: Equatable, Sendable {
    package let by: StaffID
    package let reason: String

    package init(by: StaffID, reason: String) {
        self.by = by
        self.reason = reason
    }
}
