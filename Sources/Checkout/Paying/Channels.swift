// Which channel can answer for which attempt. Configurations change between two starts of a process,
// while payments are open: a channel is taken out, or set up for another merchant account. Such an
// attempt is still looked after (P4): it is asked in vain, a person gets a case (P1), and it goes on
// as soon as its channel is back.
//
// A chain may have several accounts at one wallet (see MerchantAccounts). A payment begins with its
// store's, and stays with the account it was begun with, wherever its store has gone since.
//
// Trap: another account of the same wallet does not know the order, and says so, validly signed. Taken
// for an answer that would prove "not debited" (P3), so whoever holds another account is not asked.

package import Payments
package import Persistence
internal import Retail

/// The channels that are configured: the chain's by wallet, the others by their account as well.
package struct Channels: Sendable {
    private let byWallet: [Wallet: any Channel]
    private let byAccount: [Wallet: [String: any Channel]]

    /// A pace for every wallet, also for one without a channel, so that its rows can be read.
    package let paces: Paces

    /// `others` are those that are not the chain's, each with the name of its account.
    package init(
        _ channels: [any Channel], others: [(account: String, channel: any Channel)] = []
    ) {
        byWallet = Dictionary(channels.map { ($0.wallet, $0) }, uniquingKeysWith: { _, new in new })
        byAccount = others.reduce(into: [:]) { byAccount, other in
            byAccount[other.channel.wallet, default: [:]][other.account] = other.channel
        }
        var paces: [Wallet: ChannelPace] = [:]
        var refunds: [Wallet: RefundPace] = [:]
        var ofWallet: [Wallet: any Channel] = [:]
        for wallet in Wallet.allCases {
            // A pace is the wallet's and not the account's; two versions of a wire differ in what was
            // decided when the attempt began.
            let channel = byWallet[wallet] ?? byAccount[wallet]?.min { $0.key < $1.key }?.value
            ofWallet[wallet] = channel
            paces[wallet] = channel?.pace ?? .withoutChannel
            refunds[wallet] = channel?.refundPace ?? .withoutChannel
        }
        self.paces = Paces(paces, refunds: refunds, offers: Channels.offerPaces(ofWallet))
    }

    /// The chain's own.
    package subscript(wallet: Wallet) -> (any Channel)? { byWallet[wallet] }

    subscript(wallet: Wallet, account: String) -> (any Channel)? { byAccount[wallet]?[account] }

    func others(of wallet: Wallet) -> [(account: String, channel: any Channel)] {
        (byAccount[wallet] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Those of which any account is set up.
    package var wallets: [Wallet] {
        Wallet.allCases.filter { byWallet[$0] != nil || byAccount[$0] != nil }
    }
}

/// A merchant account, and who speaks for it.
struct PayingAccount: Sendable {
    let name: String
    let channel: any Channel

    var wallet: Wallet { channel.wallet }
}

extension PaymentDriver {
    /// The account that a store's new payments are begun with; nil where it has none at the wallet.
    func account(of wallet: Wallet, for store: StoreID) -> PayingAccount? {
        let setup = setup
        let (channels, accounts) = (setup.channels, setup.settings.merchantAccounts)
        guard let own = accounts.own(wallet, of: store) else {
            return channels[wallet].map { PayingAccount(name: accounts[wallet], channel: $0) }
        }
        return channels[wallet, own].map { PayingAccount(name: own, channel: $0) }
    }

    /// Every account that may know an order of a store which this database does not: the store's,
    /// the chain's, and those that are kept for what is open.
    func accounts(asking wallets: [Wallet], for store: StoreID) -> [PayingAccount] {
        let setup = setup
        let (channels, accounts) = (setup.channels, setup.settings.merchantAccounts)
        return wallets.flatMap { wallet in
            let chains = channels[wallet].map {
                PayingAccount(name: accounts[wallet], channel: $0)
            }
            let others = channels.others(of: wallet).filter {
                accounts.own(wallet, of: store) == $0.account
                    || accounts.isOpenOnly($0.account, of: wallet)
            }
            return (chains.map { [$0] } ?? [])
                + others.map { PayingAccount(name: $0.account, channel: $0.channel) }
        }
    }

    /// The channel that made this attempt's order; nil when it is not configured any more.
    func channel(of attempt: Attempt) -> (any Channel)? {
        channel(of: attempt.wallet, account: attempt.merchantAccount)
    }

    /// The channel that took the money which this refund gives back.
    func channel(of stored: StoredRefund) -> (any Channel)? {
        channel(of: stored.refund.wallet, account: stored.merchantAccount)
    }

    private func channel(of wallet: Wallet, account: String) -> (any Channel)? {
        let setup = setup
        if let other = setup.channels[wallet, account] { return other }
        return setup.settings.merchantAccounts.isChains(account, of: wallet)
            ? setup.channels[wallet] : nil
    }
}

extension Doubt {
    static let channelAbsent = Doubt(kind: .connectFailed, detail: "channel not configured")
}

extension ChannelPace {
    /// Own choice: nothing is decided by these, since nobody answers, except when a person is told.
    ///
    /// A reversal is never too late here: how late it may be is for its channel to say once it is
    /// back.
    fileprivate static let withoutChannel = ChannelPace(
        firstQueryAfter: .seconds(5), queryEvery: .seconds(5), queryEveryMax: .minutes(1),
        shopperMax: .seconds(45), reverseNotBefore: .seconds(15), reverseEvery: .seconds(5),
        reverseWithin: .days(36_500), payableFor: .zero, escalateAfter: .minutes(1),
        answerMax: .seconds(15))
}

extension RefundPace {
    /// Own choice, as above: nobody answers, so these only say when a person is told.
    fileprivate static let withoutChannel = RefundPace(
        queryAfter: .seconds(5), queryEvery: .seconds(30), queryEveryMax: .minutes(10),
        resendEvery: .seconds(30), escalateAfter: .minutes(1), answerMax: .seconds(15))
}
