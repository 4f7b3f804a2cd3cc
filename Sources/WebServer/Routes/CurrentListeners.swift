// The ears of all merchant accounts, which may be changed while the server runs.

package import Payments
internal import Synchronization

package final class CurrentListeners: Sendable {
    private let listeners: Mutex<[any NotificationListener]>

    package init(_ listeners: [any NotificationListener]) {
        self.listeners = Mutex(listeners)
    }

    package func replace(with next: [any NotificationListener]) {
        listeners.withLock { $0 = next }
    }

    /// Who may be meant by an address: one account, or, where it names none, any of its wallet.
    ///
    /// The chain's has none in its address, and may since have become an account of some stores.
    func of(wallet: String?, account: String?) -> [any NotificationListener] {
        listeners.withLock { listeners in
            listeners.filter {
                $0.wallet.rawValue == wallet
                    && (account == nil || $0.merchantAccount == account)
            }
        }
    }
}
