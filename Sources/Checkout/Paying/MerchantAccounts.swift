// Which merchant accounts a chain has, and which of its stores use which: names alone, the keys are with
// the channels. A store may have an account of its own at a wallet; all others use the chain's. One that
// no store uses any more stays for what is open at it.

package import Payments
package import Retail

package struct MerchantAccounts: Equatable, Sendable {
    private let chain: [Wallet: String]
    private let stores: [StoreID: [Wallet: String]]
    /// Those that no store begins a payment with.
    private let openOnly: [Wallet: Set<String>]
    /// All but the chain's.
    private let others: [Wallet: Set<String>]

    package init(
        chain: [Wallet: String], stores: [StoreID: [Wallet: String]] = [:],
        openOnly: [Wallet: Set<String>] = [:]
    ) {
        self.chain = chain
        self.stores = stores
        self.openOnly = openOnly
        others = stores.values.reduce(into: openOnly) { others, accounts in
            for (wallet, name) in accounts { others[wallet, default: []].insert(name) }
        }
    }

    /// The chain's account at a wallet; empty where it has none, or where its wire names none.
    package subscript(wallet: Wallet) -> String { chain[wallet] ?? "" }

    /// The account of its own that a store has at a wallet.
    func own(_ wallet: Wallet, of store: StoreID) -> String? { stores[store]?[wallet] }

    /// Whether it is kept for what is open alone.
    func isOpenOnly(_ account: String, of wallet: Wallet) -> Bool {
        openOnly[wallet, default: []].contains(account)
    }

    /// Whether this is the chain's account.
    ///
    /// Either name may be empty, not every wire has one; among several that is no name at all.
    func isChains(_ account: String, of wallet: Wallet) -> Bool {
        let ours = self[wallet]
        if ours.isEmpty || account.isEmpty { return others[wallet, default: []].isEmpty }
        return ours == account
    }

    /// Whether an account is one of those that are set up now.
    func contains(_ account: String, of wallet: Wallet) -> Bool {
        isChains(account, of: wallet) || others[wallet, default: []].contains(account)
    }
}

extension MerchantAccounts: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (Wallet, String)...) {
        self.init(chain: Dictionary(elements, uniquingKeysWith: { _, new in new }))
    }
}
