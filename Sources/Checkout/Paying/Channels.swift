// Which channel can answer for which attempt. Configurations change between two starts of a process,
// while payments are open: a channel is taken out, or set up for another merchant account. Such an
// attempt is still looked after (P4): it is asked in vain, a person gets a case (P1), and it goes on
// as soon as its channel is back.
//
// Trap: another account of the same wallet does not know the order, and says so, validly signed. Taken
// for an answer that would prove "not debited" (P3), so whoever holds another account is not asked.

package import Payments
package import Persistence
internal import Retail

/// The channels that are configured, by wallet.
package struct Channels: Sendable {
    private let byWallet: [Wallet: any Channel]

    /// A pace for every wallet, also for one without a channel, so that its rows can be read.
    package let paces: Paces

    package init(_ channels: [any Channel]) {
        byWallet = Dictionary(channels.map { ($0.wallet, $0) }, uniquingKeysWith: { _, new in new })
        var paces: [Wallet: ChannelPace] = [:]
        var refunds: [Wallet: RefundPace] = [:]
        for wallet in Wallet.allCases {
            paces[wallet] = byWallet[wallet]?.pace ?? .withoutChannel
            refunds[wallet] = byWallet[wallet]?.refundPace ?? .withoutChannel
        }
        self.paces = Paces(paces, refunds: refunds, offers: Channels.offerPaces(byWallet))
    }

    package subscript(wallet: Wallet) -> (any Channel)? { byWallet[wallet] }

    package var wallets: [Wallet] {
        Wallet.allCases.filter { byWallet[$0] != nil }
    }
}

extension PaymentDriver {
    /// The channel that made this attempt's order; nil when it is not configured any more.
    func channel(of attempt: Attempt) -> (any Channel)? {
        settings.isOurs(attempt.merchantAccount, of: attempt.wallet)
            ? channels[attempt.wallet] : nil
    }

    /// The channel that took the money which this refund gives back.
    func channel(of stored: StoredRefund) -> (any Channel)? {
        settings.isOurs(stored.merchantAccount, of: stored.refund.wallet)
            ? channels[stored.refund.wallet] : nil
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
