// What is written down of a ledger, and how one is read back. Reading checks what the ledger relies
// on, so that a file edited by hand is refused with a sentence instead of corrupting balances.

internal import Retail

/// A ledger as it is stored.
package struct LedgerRecord: Codable, Sendable {
    let accounts: [Account]
    let orders: [Order]
    let codes: [IssuedCode]
    let serial: UInt64
    /// Microseconds; absent in records of before there were refunds.
    let refundDelay: Int64?
    /// Absent in records of before there were any.
    let offers: [Offer]?
}

extension Ledger {
    package var record: LedgerRecord {
        LedgerRecord(
            accounts: accounts, orders: orders,
            codes: codes.values.sorted { $0.digits < $1.digits }, serial: serial,
            refundDelay: refundDelay.microseconds,
            offers: offers.values.sorted { $0.number < $1.number })
    }

    /// `nil` when the record contradicts itself.
    package init?(_ record: LedgerRecord) {
        self.init(accounts: record.accounts)
        guard accountPositions.count == record.accounts.count,
            accounts.count <= Ledger.accountCountMax,
            record.accounts.allSatisfy({ account in
                account.purses.allSatisfy { $0.balance >= .zero && $0.balance <= .ceiling }
            }), record.orders.count <= Ledger.orderCountMax
        else { return nil }
        serial = record.serial
        let delay = record.refundDelay.map { Pause(microseconds: $0) }
        guard setRefundDelay(delay ?? Ledger.refundDelayDefault) else { return nil }
        for order in record.orders {
            guard positions[order.key] == nil, tradePositions[order.tradeNumber] == nil,
                order.isConsistent
            else { return nil }
            positions[order.key] = orders.count
            tradePositions[order.tradeNumber] = orders.count
            if case .waiting = order.state { waitingPositions.insert(orders.count) }
            orders.append(order)
            for refund in order.refunds { remember(refund, orders.count - 1) }
        }
        for code in record.codes { codes[code.digits] = code }
        for offer in record.offers ?? [] {
            offers[offer.key] = offer
            offerKeys[offer.code] = offer.key
        }
    }
}

extension Order {
    // What was debited, returned and refunded fit together.
    fileprivate var isConsistent: Bool {
        guard amount.isPositive, amount <= .saleMax, debited == .zero || debited == amount,
            refunds.count <= Ledger.refundCountMax,
            refunds.allSatisfy({ $0.amount.isPositive && $0.amount <= amount }),
            Set(refunds.map(\.number)).count == refunds.count
        else { return false }
        let arrived = refunds.reduce(Money.zero) { sum, refund in
            guard case .arrived = refund.state else { return sum }
            return (try? sum.adding(refund.amount)) ?? sum
        }
        switch state {
        case .reversed: return promised == .zero && returned == debited
        case .paid: return debited == amount && promised <= debited && returned == arrived
        case .waiting, .declined, .closed:
            return refunds.isEmpty && debited == .zero && returned == .zero
        }
    }
}

extension Money {
    /// Nothing a purse can come to hold is more; keeps sums inside 64 bits.
    fileprivate static let ceiling = Money(fen: 1_000_000_000_000_000)
}
