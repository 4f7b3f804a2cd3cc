// A line of a wallet's statement (对账单) as one typed row. The wallets write the same fact with
// other words and other signs; from here on there is one reading. Amounts say how much, `kind`
// says which way.

package import Retail

/// A payment, a refund or a reversal as a wallet's statement shows it.
package struct StatementRow: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case payment
        case refund
        /// A payment taken back whole by its merchant (撤销), which has a line of its own.
        case reversal
    }

    package enum State: Equatable, Sendable {
        case succeeded
        /// A refund that the wallet has accepted and not yet carried out.
        case processing
        case failed
        /// A refund that waits for a person on the wallet's pages.
        case needsPerson
        /// The wallet shows none, or one that no table lists.
        case unlisted
    }

    /// The line in its file, counted from 1.
    package let line: Int
    package let kind: Kind
    /// The merchant order number as the wallet shows it; ours is read from it elsewhere.
    package let orderNumber: String
    package let tradeNumber: String
    /// The merchant's refund number; nil for a payment, and where the wallet shows none.
    package let refundNumber: String?
    /// The wallet's own number of the refund.
    package let channelRefundNumber: String?
    /// What the customer was to pay; zero in a line about money given back.
    package let orderAmount: Money
    /// What the wallet settles with the merchant of it, before the fee.
    package let settledAmount: Money
    /// What the customer was to be given back; zero in a payment's line.
    package let refundAmount: Money
    /// What of it the merchant bears.
    package let settledRefundAmount: Money
    /// What the wallet takes; below zero where it gives a fee back.
    package let fee: StatementFee
    /// Nil where the wallet does not show it.
    package let feeRate: StatementRate?
    package let at: Timestamp
    /// The merchant account at the wallet.
    package let account: String
    package let state: State

    package init(
        line: Int, kind: Kind, orderNumber: String, tradeNumber: String,
        refundNumber: String? = nil, channelRefundNumber: String? = nil,
        orderAmount: Money = .zero, settledAmount: Money = .zero, refundAmount: Money = .zero,
        settledRefundAmount: Money = .zero, fee: StatementFee = .zero,
        feeRate: StatementRate? = nil, at: Timestamp, account: String, state: State
    ) {
        self.line = line
        self.kind = kind
        self.orderNumber = orderNumber
        self.tradeNumber = tradeNumber
        self.refundNumber = refundNumber
        self.channelRefundNumber = channelRefundNumber
        self.orderAmount = orderAmount
        self.settledAmount = settledAmount
        self.refundAmount = refundAmount
        self.settledRefundAmount = settledRefundAmount
        self.fee = fee
        self.feeRate = feeRate
        self.at = at
        self.account = account
        self.state = state
    }
}

/// A fee, exactly as the wallet shows it: WeChat Pay writes five decimals of a yuan.
///
/// *Unit*: millionths of a yuan (10,000 are a fen).
package struct StatementFee: Hashable, Comparable, Sendable {
    package let microyuan: Int64

    package init(microyuan: Int64) {
        self.microyuan = microyuan
    }

    package static let zero = StatementFee(microyuan: 0)

    package static func < (left: StatementFee, right: StatementFee) -> Bool {
        left.microyuan < right.microyuan
    }

    /// The fee in whole fen, half away from zero.
    package var money: Money {
        let (fen, rest) = microyuan.quotientAndRemainder(dividingBy: 10_000)
        if rest >= 5_000 { return Money(fen: fen + 1) }
        return Money(fen: rest <= -5_000 ? fen - 1 : fen)
    }
}

/// A fee's share of the amount, exactly.
///
/// *Unit*: parts per million; `0.60%` is 6,000.
package struct StatementRate: Hashable, Sendable {
    package let partsPerMillion: Int64

    package init(partsPerMillion: Int64) {
        self.partsPerMillion = partsPerMillion
    }
}
