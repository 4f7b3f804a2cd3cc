// What is written down of a ledger, and how one is read back. Reading checks what the ledger relies
// on, so that a file edited by hand is refused with a sentence instead of corrupting balances.

internal import Retail

/// A ledger as it is stored.
package struct LedgerRecord: Codable, Sendable {
    let accounts: [Account]
    let orders: [Order]
    let codes: [IssuedCode]
    let serial: UInt64
}

extension Ledger {
    package var record: LedgerRecord {
        LedgerRecord(
            accounts: accounts, orders: orders,
            codes: codes.values.sorted { $0.digits < $1.digits }, serial: serial)
    }

    /// `nil` when the record contradicts itself.
    package init?(_ record: LedgerRecord) {
        self.init(accounts: record.accounts)
        guard Set(record.accounts.map(\.id)).count == record.accounts.count,
            record.accounts.allSatisfy({ account in
                account.purses.allSatisfy { $0.balance >= .zero && $0.balance <= .ceiling }
            }), record.orders.count <= Ledger.orderCountMax
        else { return nil }
        serial = record.serial
        for order in record.orders {
            guard positions[order.key] == nil, tradePositions[order.tradeNumber] == nil,
                order.amount.isPositive, order.amount <= .saleMax,
                order.debited == .zero || order.debited == order.amount,
                order.returned == .zero || order.returned == order.debited
            else { return nil }
            positions[order.key] = orders.count
            tradePositions[order.tradeNumber] = orders.count
            if case .waiting = order.state { waitingPositions.insert(orders.count) }
            orders.append(order)
        }
        for code in record.codes { codes[code.digits] = code }
    }
}

extension Money {
    /// Nothing a purse can come to hold is more; keeps sums inside 64 bits.
    fileprivate static let ceiling = Money(fen: 1_000_000_000_000_000)
}
