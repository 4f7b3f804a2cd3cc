// What a payment channel is to the rest of the product: five calls and their typed answers. No
// call throws: a timeout, a broken signature or an unlisted code is an *answer*, "unresolved", because
// nobody knows yet whether money moved. Each adapter maps its wire to these and decides nothing.

package import Retail

/// A payment channel: one wallet's wire, spoken for one merchant account.
///
/// *Idempotency*: the queries may be repeated at will. `pay`, `reverse` and `refund` consume a permit
/// each; a refund may be sent again under its number.
package protocol Channel: Sendable {
    var wallet: Wallet { get }
    var pace: ChannelPace { get }
    var refundPace: RefundPace { get }

    /// Asks the channel to debit the customer's code.
    func pay(_ permit: consuming SendPermit<PayRequest>) async -> PayAnswer

    /// Asks what became of an order.
    func query(_ question: OrderQuestion) async -> QueryAnswer

    /// Asks the channel to undo an order: close it if unpaid, give the money back if paid.
    func reverse(_ permit: consuming SendPermit<ReverseRequest>) async -> ReverseAnswer

    /// Asks the channel to give back a part or all of a paid order.
    func refund(_ permit: consuming SendPermit<RefundRequest>) async -> RefundAnswer

    /// Asks what became of a refund.
    func queryRefund(_ question: RefundQuestion) async -> RefundQueryAnswer
}

/// A channel that can also make an order for the customer to scan.
package protocol OfferingChannel: Channel {
    /// Nil when this account is not set up for it.
    var offerPace: ChannelPace? { get }

    /// Makes an order and asks for its code; debits nobody by itself.
    func offer(_ permit: consuming SendPermit<OfferRequest>) async -> PayAnswer

    /// Undoes an order that was made so: closes it if unpaid; gives the money back if paid, where the
    /// pace says that the channel does.
    func withdraw(_ permit: consuming SendPermit<ReverseRequest>) async -> ReverseAnswer
}

/// What `pay` needs.
///
/// Holds the customer's code, so it is never stored or logged whole.
package struct PayRequest: Equatable, Sendable {
    package let number: MerchantOrderNumber
    package let amount: Money
    package let code: PaymentCode
    /// What the customer's bill shows (账单显示名称).
    package let subject: String
    package let store: StoreID
    package let register: RegisterID
    package let cashier: StaffID
    package let startedAt: Timestamp
    /// After this moment the channel must no longer debit this order.
    package let payableUntil: Timestamp

    package init(
        number: MerchantOrderNumber, amount: Money, code: PaymentCode, subject: String,
        store: StoreID, register: RegisterID, cashier: StaffID, startedAt: Timestamp,
        payableUntil: Timestamp
    ) {
        self.number = number
        self.amount = amount
        self.code = code
        self.subject = subject
        self.store = store
        self.register = register
        self.cashier = cashier
        self.startedAt = startedAt
        self.payableUntil = payableUntil
    }
}

/// What `reverse` needs.
package struct ReverseRequest: Equatable, Sendable {
    package let number: MerchantOrderNumber
    /// What the order amounts to; a reversal is always of the whole.
    package let amount: Money

    package init(number: MerchantOrderNumber, amount: Money) {
        self.number = number
        self.amount = amount
    }
}

/// Which order is asked about: by our number, or by the wallet's own (R26).
package enum OrderQuestion: Equatable, Sendable {
    case merchantOrderNumber(MerchantOrderNumber)
    /// A wallet's own trade number (交易单号): digits only, at most 64.
    case channelTradeNumber(String)
}

/// A channel's signed word that an order was paid, as it said it; the machine compares it with ours.
package struct PaidProof: Equatable, Sendable {
    /// The `out_trade_no` the channel answered with: usually ours, but checked.
    package let merchantOrderNumber: String
    /// The channel's trade number (渠道交易号).
    package let channelTradeNumber: String
    /// What the order amounts to, before any coupon the wallet itself pays for.
    ///
    /// *Unit*: fen.
    package let amount: Money
    /// ISO code; anything but `CNY` is a mismatch.
    package let currency: String
    /// The merchant account the channel names, `mch_id` or `app_id`; empty where the wire has none.
    package let merchantAccount: String
    package let paidAt: Timestamp?

    package init(
        merchantOrderNumber: String, channelTradeNumber: String, amount: Money, currency: String,
        merchantAccount: String, paidAt: Timestamp?
    ) {
        self.merchantOrderNumber = merchantOrderNumber
        self.channelTradeNumber = channelTradeNumber
        self.amount = amount
        self.currency = currency
        self.merchantAccount = merchantAccount
        self.paidAt = paidAt
    }
}

package enum PayAnswer: Equatable, Sendable {
    case paid(PaidProof)
    /// The customer must act on the phone first.
    case awaitingShopper
    /// The order is made, and whoever scans this text pays it.
    case offered(code: String)
    /// A signed final no for our own number: this order is not and will not be debited.
    case declined(Decline)
    /// No usable answer. Money may have moved.
    case unresolved(Doubt)
    /// The request provably never left this machine (no connection was made).
    case neverSent(Doubt)
}

package enum QueryAnswer: Equatable, Sendable {
    case paid(PaidProof)
    case awaitingShopper
    /// The channel knows the order; it is not paid, but still may be.
    case notPaid
    /// The channel does not know the order *now*; a delayed request may still arrive.
    case notFound
    /// The channel will never debit this order, or has given all of it back.
    case closed(code: String)
    /// It was paid, and some or all was given back.
    case refunded(PaidProof)
    case unresolved(Doubt)
}

package enum ReverseAnswer: Equatable, Sendable {
    /// A signed yes: closed if it was unpaid, given back if it was paid.
    case reversed
    /// The channel knows no such order: nothing was undone, and a delayed request may still arrive.
    case nothingToReverse
    /// Not now, ask again (WeChat `recall=Y`, `USERPAYING`).
    case again(code: String)
    /// Too late for a reversal; only a refund gives the money back now.
    case expired(code: String)
    /// The channel wants us to look at the order first.
    case queryFirst(code: String)
    /// Our request was wrong; repeating it as it is will not help.
    case refused(code: String)
    case unresolved(Doubt)
    /// The request provably never left this machine.
    case neverSent(Doubt)
}

/// A final no, with the channel's own code and what it means for the people at the counter.
package struct Decline: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case codeExpired, codeInvalid, notEnoughMoney, overLimit, methodNotSupported,
            accountRestricted
        case riskRefused, orderClosed, ourConfiguration, neverSent, neverArrived, other
    }

    package let kind: Kind
    /// The channel's code, such as `NOTENOUGH` or `ACQ.BUYER_BALANCE_NOT_ENOUGH`.
    package let code: String

    package init(kind: Kind, code: String) {
        self.kind = kind
        self.code = code
    }
}

/// Why an answer could not be used.
package struct Doubt: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case timeout, connectionLost, connectFailed, httpStatus, badSignature, malformed
        /// A code that the table lists as "unknown, query".
        case listedCode
        /// A code that no table lists.
        case unlistedCode
        /// A valid answer about another order or merchant.
        case foreignAnswer
        /// The process ended, or the answer's wait was given up, while the call was under way.
        case interrupted
        /// The channel holds it and says that a person must act there (WeChat Pay refund `CHANGE`).
        case needsPerson
    }

    package let kind: Kind
    /// The code, status or short reason; never a secret, never a whole message.
    package let detail: String

    package init(kind: Kind, detail: String) {
        self.kind = kind
        self.detail = detail
    }
}
