// What a server was told at its start or since: its channels and how its tills behave. Both change
// together and at once, so that nobody sees the accounts of one with the keys of the other; what is
// under way goes on with what it began with.

internal import Payments
internal import Synchronization

/// Channels, and the settings that name their accounts.
struct Setup: Sendable {
    let channels: Channels
    let settings: CheckoutSettings
}

/// The one that counts now.
final class CurrentSetup: Sendable {
    private let setup: Mutex<Setup>

    init(_ setup: Setup) {
        self.setup = Mutex(setup)
    }

    var value: Setup { setup.withLock { $0 } }

    func replace(with next: Setup) {
        setup.withLock { $0 = next }
    }
}
