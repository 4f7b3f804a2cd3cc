// One merchant order as the wallet sees it. The amounts ever debited and returned are facts that
// only grow; the state says what may still happen. An order debits at most once: only `waiting` and
// a new order lead to `paid`, and nothing leads back. A refund leaves the state at `paid`.

package import Retail

/// A merchant order number at one wallet; the same number may exist at each, and at each merchant.
package struct OrderKey: Hashable, Sendable {
    package let wallet: Wallet
    /// Empty for the first merchant.
    package let merchant: String
    package let number: String

    package init(wallet: Wallet, merchant: String = "", number: String) {
        self.wallet = wallet
        self.merchant = merchant
        self.number = number
    }
}

/// A payment a merchant asked for.
package struct Order: Codable, Equatable, Sendable {
    package enum State: Codable, Equatable, Sendable {
        /// The person must type the password, until then.
        case waiting(until: Timestamp, wrongPasswords: Int, reversalAsked: Bool)
        case paid
        case declined(Decline)
        /// Never paid, and no longer payable.
        case closed
        /// Taken back by the merchant; what had been debited was returned in full.
        case reversed
    }

    package enum Decline: String, Codable, Sendable {
        case notEnoughMoney
        case declinedByPerson
        case wrongPassword
    }

    package let wallet: Wallet
    /// The merchant's number: out_trade_no.
    package let number: String
    /// The wallet's number: transaction_id or trade_no of 28 digits, ourTransNo of 22, queryId of
    /// 21.
    package let tradeNumber: String
    package let account: String
    package let amount: Money
    /// What the bill says: body or subject.
    package let subject: String
    /// Everything else that must be the same on a repeat of the request, but for the payment code.
    package let details: String
    /// SHA-256 of the payment code, hexadecimal: enough to recognise a repeat.
    package let codeDigest: String
    /// Sent back as it came: attach; at BestPay and UnionPay the order's time, by which it is asked
    /// for.
    package let attachment: String
    package let createdAt: Timestamp

    package internal(set) var state: State
    package internal(set) var paidAt: Timestamp?
    /// When a paid order was taken back; absent, too, in records of before there were statements.
    package internal(set) var reversedAt: Timestamp?
    package internal(set) var debited: Money
    package internal(set) var returned: Money
    /// Made by scanning the merchant's code; absent where the merchant scanned the person's.
    var wasScanned: Bool?
    /// Absent where nothing was refunded, also in records of before there were refunds.
    var refundsMade: [Refund]?
    /// Absent for the first merchant's.
    var merchantName: String?

    /// In the order of their arrival.
    package var refunds: [Refund] { refundsMade ?? [] }

    /// What was given back by refunds or is on its way back.
    package var promised: Money {
        refunds.filter(\.counts).reduce(.zero) { (try? $0.adding($1.amount)) ?? $0 }
    }

    package var key: OrderKey { OrderKey(wallet: wallet, merchant: merchant, number: number) }

    /// Whose order it is; empty for the first merchant.
    package var merchant: String { merchantName ?? "" }

    /// The state in one word, as the control interface says it.
    package var stateName: String {
        switch state {
        case .waiting: "WAITING"
        case .paid: "PAID"
        case .declined: "DECLINED"
        case .closed: "CLOSED"
        case .reversed: "REVERSED"
        }
    }
}
