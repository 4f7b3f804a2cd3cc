// Everything about money is decided here: balances, payment codes, orders. A plain value: the time
// and the entropy come in as arguments, so that the same calls always give the same ledger and a test
// can play years in a second.
//
// Invariants: (1) an order debits at most once, and its amount; (2) what is returned was debited;
// (3) balances + debits − returns is constant; (4) no balance is negative; (5) a code pays once.

package import Retail

/// The accounts, payment codes and orders of both wallets.
package struct Ledger: Sendable {
    package internal(set) var accounts: [Account]
    /// In the order of their arrival.
    package internal(set) var orders: [Order] = []
    package internal(set) var codes: [String: IssuedCode] = [:]
    /// Grows with every change, so that the shell knows when to write a snapshot.
    package internal(set) var revision: UInt64 = 0

    var positions: [OrderKey: Int] = [:]
    var tradePositions: [String: Int] = [:]
    var waitingPositions: Set<Int> = []
    var serial: UInt64 = 0

    /// More orders than any training or load test needs; a bound on memory.
    package static let orderCountMax = 200_000

    package init(accounts: [Account] = Account.demo) {
        self.accounts = accounts
    }

    /// The order a merchant asks about.
    ///
    /// Mutates, because the order's time may have run out meanwhile.
    package mutating func order(_ key: OrderKey, at now: Timestamp) -> Order? {
        closeExpired(at: now)
        return positions[key].map { orders[$0] }
    }

    /// The same, by the wallet's own number.
    package mutating func order(
        wallet: Wallet, tradeNumber: String, at now: Timestamp
    ) -> Order? {
        closeExpired(at: now)
        guard let position = tradePositions[tradeNumber], orders[position].wallet == wallet
        else { return nil }
        return orders[position]
    }

    /// Closes what waited for a password longer than it may.
    package mutating func closeExpired(at now: Timestamp) {
        for position in waitingPositions {
            guard case .waiting(let until, _, _) = orders[position].state, until <= now else {
                continue
            }
            orders[position].state = .closed
            waitingPositions.remove(position)
            revision += 1
        }
    }

    /// Puts balances back and forgets orders and codes; the series of numbers goes on.
    package mutating func reset(accounts: [Account] = Account.demo) {
        let (serial, revision) = (serial, revision)
        self = Ledger(accounts: accounts)
        self.serial = serial
        self.revision = revision + 1
    }

    /// Sets a balance or a password limit by hand; `false` when there is no such wallet.
    package mutating func adjust(
        account id: String, wallet: Wallet, balance: Money?, passwordAbove: Money?
    ) -> Bool {
        guard let at = purse(id, wallet) else { return false }
        if let balance { accounts[at.account].purses[at.purse].balance = balance }
        if let passwordAbove {
            accounts[at.account].purses[at.purse].passwordAbove = passwordAbove
        }
        revision += 1
        return true
    }

    func purse(_ id: String, _ wallet: Wallet) -> (account: Int, purse: Int)? {
        guard let account = accounts.firstIndex(where: { $0.id == id }),
            let purse = accounts[account].purses.firstIndex(where: { $0.wallet == wallet })
        else { return nil }
        return (account, purse)
    }
}
