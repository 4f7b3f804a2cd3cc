// Everything about money is decided here: balances, payment codes, orders. A plain value: the time
// and the entropy come in as arguments, so that the same calls always give the same ledger and a test
// can play years in a second.
//
// Invariants: (1) an order debits at most once, and its amount; (2) what is returned was debited, once;
// (3) balances + debits − returns is constant; (4) no balance is negative; (5) a code pays once.

package import Retail

/// The accounts, payment codes and orders of all wallets.
package struct Ledger: Sendable {
    package internal(set) var accounts: [Account]
    /// In the order of their arrival.
    package internal(set) var orders: [Order] = []
    package internal(set) var codes: [String: IssuedCode] = [:]
    package internal(set) var offers: [OrderKey: Offer] = [:]
    /// Grows with every change, so that the shell knows when to write a snapshot.
    package internal(set) var revision: UInt64 = 0

    var positions: [OrderKey: Int] = [:]
    var offerKeys: [String: OrderKey] = [:]
    var tradePositions: [String: Int] = [:]
    var waitingPositions: Set<Int> = []
    var accountPositions: [String: Int]
    /// By refund numbers, the merchant's and the wallet's, where they are the merchant's own and not
    /// the order's; see `refundName`.
    var refundPositions: [String: Int] = [:]
    var arrivals: ArraySlice<Arrival> = []
    var serial: UInt64 = 0
    /// When more codes than this are known, the old ones are forgotten.
    var codeCountNext = Ledger.codeCountMin

    /// How long refunds are on their way, where they do not arrive at once.
    package internal(set) var refundDelay = Ledger.refundDelayDefault
    /// What both wallets charge, as their statements show it; not kept over a restart.
    package internal(set) var feeRate = FeeRate.usual

    /// A bound on memory: about a gigabyte, and a soak test of days.
    package static let orderCountMax = 1_000_000
    /// Each has a page of its own; a load test shares them.
    package static let accountCountMax = 10_000

    package init(accounts: [Account] = Account.demo) {
        self.accounts = accounts
        accountPositions = Dictionary(
            accounts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The order a merchant asks about.
    ///
    /// Mutates, because the order's time may have run out meanwhile.
    package mutating func order(_ key: OrderKey, at now: Timestamp) -> Order? {
        catchUp(at: now)
        return positions[key].map { orders[$0] }
    }

    /// The same, by the wallet's own number.
    package mutating func order(
        wallet: Wallet, merchant: String = "", tradeNumber: String, at now: Timestamp
    ) -> Order? {
        catchUp(at: now)
        guard let position = tradePositions[tradeNumber], orders[position].wallet == wallet,
            orders[position].merchant == merchant
        else { return nil }
        return orders[position]
    }

    /// The key of an order, whichever merchant's it is.
    mutating func key(wallet: Wallet, number: String, at now: Timestamp) -> OrderKey? {
        ["", "second"].map { OrderKey(wallet: wallet, merchant: $0, number: number) }
            .first { order($0, at: now) != nil }
    }

    /// Lets happen what time alone brings: orders close, refunds arrive.
    package mutating func catchUp(at now: Timestamp) {
        closeExpired(at: now)
        settleRefunds(at: now)
    }

    /// Closes what waited for a password longer than it may.
    private mutating func closeExpired(at now: Timestamp) {
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

    /// Adds a customer; `false` when the name is taken or there are too many.
    package mutating func register(_ account: Account) -> Bool {
        guard accounts.count < Ledger.accountCountMax, accountPositions[account.id] == nil else {
            return false
        }
        accountPositions[account.id] = accounts.count
        accounts.append(account)
        revision += 1
        return true
    }

    /// The only place where money comes back into a purse; `false` when it cannot.
    mutating func credit(_ amount: Money, _ position: Int) -> Bool {
        let order = orders[position]
        guard let at = purse(order.account, order.wallet),
            let returned = try? order.returned.adding(amount), returned <= order.debited,
            let sum = try? accounts[at.account].purses[at.purse].balance.adding(amount)
        else { return false }
        accounts[at.account].purses[at.purse].balance = sum
        orders[position].returned = returned
        revision += 1
        return true
    }

    func purse(_ id: String, _ wallet: Wallet) -> (account: Int, purse: Int)? {
        guard let account = accountPositions[id],
            let purse = accounts[account].purses.firstIndex(where: { $0.wallet == wallet })
        else { return nil }
        return (account, purse)
    }
}
