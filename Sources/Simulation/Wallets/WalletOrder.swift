// What one wallet really did with one order number: the truth that the audit holds the books against.

internal import Payments
internal import Retail

struct WalletOrder {
    enum State: Equatable {
        /// Nobody has confirmed it yet.
        case waiting(until: Timestamp)
        case paid
        /// Never debited, and never will be.
        case closed
        /// Everything was given back by a reversal.
        case reversed
    }

    struct Refunded {
        let number: String
        let amount: Money
        let channelNumber: String
        /// When it is in the customer's account; nil while it is on its way.
        var arrivedAt: Timestamp?
    }

    let number: String
    let tradeNumber: String
    let customer: Int
    /// What our request asked for.
    ///
    /// *Unit*: fen.
    let asked: Money
    /// What the wallet says it is about; differs from `asked` only under `Fault.otherAmount`.
    var amount: Money
    var currency = "CNY"
    var merchantAccount: String
    let arrivedAt: Timestamp
    var state: State
    var debitedAt: Timestamp?
    var refunds: [Refunded] = []
    /// Until then questions say "not found" (billed late).
    var hiddenUntil: Timestamp
    var reversalsAsked = 0
    /// Whether the wallet has given a signed word about it that turned out to be false.
    var hasLied = false
    let code: String

    /// *Unit*: fen.
    var debited: Int64 { debitedAt == nil ? 0 : amount.fen }

    /// *Unit*: fen, refunds on their way included.
    var givenBack: Int64 {
        if debitedAt == nil { return 0 }
        return state == .reversed ? amount.fen : refunds.reduce(0) { $0 + $1.amount.fen }
    }

    /// Whether the wallet says what we asked for; what differs is for a person to decide.
    func isAsAsked(at account: String) -> Bool {
        amount == asked && currency == "CNY" && merchantAccount == account
    }

    var kept: Int64 { debited - givenBack }

    var proof: PaidProof {
        PaidProof(
            merchantOrderNumber: number, channelTradeNumber: tradeNumber, amount: amount,
            currency: currency, merchantAccount: merchantAccount, paidAt: debitedAt)
    }
}
