// An attempt as a row: the machine, whose sale it is, and which process looks after it.

package import Payments
package import Retail

package struct StoredAttempt: Sendable {
    package var attempt: Attempt
    package let store: StoreID
    package let sale: SaleID
    package let payment: PaymentID
    package let register: RegisterID
    package let cashier: StaffID
    /// The process that looks after it; see `Workers`.
    package var worker: String
    /// Counts the events; the row is only written over the version that was read.
    package var version: Int64

    package init(
        attempt: Attempt, store: StoreID, sale: SaleID, payment: PaymentID,
        register: RegisterID, cashier: StaffID, worker: String, version: Int64
    ) {
        self.attempt = attempt
        self.store = store
        self.sale = sale
        self.payment = payment
        self.register = register
        self.cashier = cashier
        self.worker = worker
        self.version = version
    }
}

/// How fast each channel is asked; needed to rebuild a machine from its row.
package struct Paces: Sendable {
    private let byWallet: [Wallet: ChannelPace]
    private let refunds: [Wallet: RefundPace]
    private let offers: [Wallet: ChannelPace]

    package init(
        _ byWallet: [Wallet: ChannelPace], refunds: [Wallet: RefundPace] = [:],
        offers: [Wallet: ChannelPace] = [:]
    ) {
        self.byWallet = byWallet
        self.refunds = refunds
        self.offers = offers
    }

    /// The pace of a wallet.
    ///
    /// *Errors*: `StoredError` when its channel is no longer configured.
    package func pace(
        of wallet: Wallet, _ presentment: Presentment = .customer
    ) throws(StoredError) -> ChannelPace {
        guard let pace = presentment == .customer ? byWallet[wallet] : offers[wallet] else {
            throw .unreadable("no channel for \(wallet.rawValue)")
        }
        return pace
    }

    /// The pace of a wallet's refunds.
    ///
    /// *Errors*: as `pace(of:)`.
    package func refundPace(of wallet: Wallet) throws(StoredError) -> RefundPace {
        guard let pace = refunds[wallet] else {
            throw .unreadable("no channel for refunds by \(wallet.rawValue)")
        }
        return pace
    }
}

/// A row that does not say what it must.
package enum StoredError: Error, Equatable, Sendable {
    case unreadable(String)
    /// Somebody else wrote the row between our reading and our writing.
    case outdated
    case absent(String)
}
