// The customer scans the store (主扫, merchant-presented code): the channel makes an order and answers
// with a text, the till draws it as a QR code, and whoever scans that pays. For a counter whose scanner
// is broken. The attempt is the same machine as for a scanned payment code, at a slower pace.
//
// Trap: nobody can pay an order of which nobody has seen the code. So an offer whose answer was lost is
// undone at once; the code stood in that answer and nowhere else.

package import Retail

/// Who shows the code that is scanned.
package enum Presentment: String, CaseIterable, Sendable {
    /// The customer shows a payment code (被扫, 付款码).
    case customer
    /// The till shows the order's code (主扫, 收款码).
    case merchant
}

/// What `offer` needs.
package struct OfferRequest: Equatable, Sendable {
    package let number: MerchantOrderNumber
    package let amount: Money
    /// What the customer's bill shows (账单显示名称).
    package let subject: String
    package let store: StoreID
    package let register: RegisterID
    package let cashier: StaffID
    package let startedAt: Timestamp
    /// After this moment the channel must no longer debit this order.
    package let payableUntil: Timestamp

    package init(
        number: MerchantOrderNumber, amount: Money, subject: String, store: StoreID,
        register: RegisterID, cashier: StaffID, startedAt: Timestamp, payableUntil: Timestamp
    ) {
        self.number = number
        self.amount = amount
        self.subject = subject
        self.store = store
        self.register = register
        self.cashier = cashier
        self.startedAt = startedAt
        self.payableUntil = payableUntil
    }
}

extension Attempt {
    /// How long its code can be scanned, as far as the till shows it.
    package var offeredUntil: Timestamp { deadline }

    /// The text to be shown as a QR code now; nil when none is to be scanned.
    package var codeToShow: String? {
        switch state {
        case .awaitingShopper, .unresolved: offeredCode
        case .sending, .reversing, .succeeded, .declined, .reversed: nil
        }
    }

    /// Whether the order's code never came to us, and so to nobody.
    var wasNeverShown: Bool { presentment == .merchant && offeredCode == nil }
}
