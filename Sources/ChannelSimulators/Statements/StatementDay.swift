// What happened at a wallet on one day of Beijing, as its statement will list it: a payment on the
// day it was paid, a refund on the day it was asked for, a reversal of a paid order on the day it
// was made.

internal import Retail

/// One line to be.
struct StatementEntry: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case payment
        case refund(Refund)
        case reversal
    }

    let kind: Kind
    let order: Order
    var at: Timestamp

    /// Paid, or given back.
    var amount: Money {
        switch kind {
        case .payment, .reversal: order.amount
        case .refund(let refund): refund.amount
        }
    }

    var isPayment: Bool { kind == .payment }
}

/// How a statement is bent on purpose.
///
/// Its totals stay those of the honest one, but for `wrongTotal`.
package enum StatementTwist: Sendable, Equatable {
    case rowMissing
    case rowDoubled
    case otherDay
    case wrongTotal
    case cutOff
    case notReady
}

/// The lines of a day, and those that its totals count.
struct StatementDay: Sendable {
    let date: BusinessDate
    let honest: [StatementEntry]
    let twist: StatementTwist?
    let feeRate: FeeRate

    var rows: [StatementEntry] {
        var rows = honest
        switch twist {
        case .rowMissing: if !rows.isEmpty { rows.removeLast() }
        case .rowDoubled: if let last = rows.last { rows.append(last) }
        case .otherDay:
            if let last = rows.indices.last { rows[last].at = rows[last].at.advanced(by: .days(1)) }
        case .wrongTotal, .cutOff, .notReady, nil: break
        }
        return rows
    }

    /// One fen too many, when the total is to be wrong.
    var totalOffBy: Int64 { twist == .wrongTotal ? 1 : 0 }

    /// The fee of a line: what is charged, or given back with a minus sign.
    func fee(_ entry: StatementEntry) -> Int64 {
        let size = feeRate.fee(of: entry.amount).fen
        return entry.isPayment ? size : -size
    }

    /// A file of this text: the first half of it, when it is to be cut off.
    func bytes(_ text: [UInt8]) -> [UInt8] {
        twist == .cutOff ? Array(text.prefix(text.count / 2)) : text
    }
}

/// What a wallet takes of each payment.
package struct FeeRate: Sendable, Equatable {
    /// *Unit*: parts per million; 6,000 are 0.6 %.
    let partsPerMillion: Int64

    static let usual = FeeRate(partsPerMillion: 6_000)

    /// Up to one tenth.
    init?(_ partsPerMillion: Int64) {
        guard (0...100_000).contains(partsPerMillion) else { return nil }
        self.init(partsPerMillion: partsPerMillion)
    }

    private init(partsPerMillion: Int64) {
        self.partsPerMillion = partsPerMillion
    }

    /// Half up to the fen, for each line by itself.
    func fee(of amount: Money) -> Money {
        let (product, overflow) = amount.fen.multipliedReportingOverflow(by: partsPerMillion)
        return Money(fen: overflow ? 0 : (product + 500_000) / 1_000_000)
    }

    /// `0.60%`.
    var percent: String {
        var decimals = "\(partsPerMillion % 10_000)"
        while decimals.utf8.count < 4 { decimals = "0" + decimals }
        while decimals.utf8.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(partsPerMillion / 10_000).\(decimals)%"
    }
}

extension Ledger {
    /// What a wallet lists for a day, in the order of its times; its days may begin before midnight.
    mutating func statement(
        _ wallet: Wallet, of date: BusinessDate, beginsEarlier: Pause = .zero, at now: Timestamp
    ) -> [StatementEntry] {
        catchUp(at: now)
        let isOfDay: (Timestamp) -> Bool = {
            (try? BusinessDate(of: $0.advanced(by: beginsEarlier), turnsAt: .zero)) == date
        }
        var entries: [StatementEntry] = []
        for order in orders where order.wallet == wallet {
            guard let paidAt = order.paidAt else { continue }
            if isOfDay(paidAt) {
                entries.append(StatementEntry(kind: .payment, order: order, at: paidAt))
            }
            if let time = order.reversedAt, isOfDay(time) {
                entries.append(StatementEntry(kind: .reversal, order: order, at: time))
            }
            for refund in order.refunds where isOfDay(refund.askedAt) {
                entries.append(
                    StatementEntry(kind: .refund(refund), order: order, at: refund.askedAt))
            }
        }
        return entries.sorted { $0.at < $1.at }
    }
}
