// SIGHUP: the settings are read again, and the wallets' accounts and keys in them take the place of the
// old ones, all at once. A mistake changes nothing and is a sentence in the log. Calls under way end
// with what they began with; all else that a server is told at its start stays until its next one.

internal import Checkout
internal import Logging
internal import Payments
internal import UnixSignals
internal import WebServer

struct Rereading: Sendable {
    private let driver: PaymentDriver
    private let listeners: CurrentListeners
    private let logger: Logger
    private let read: @Sendable () async throws -> ServeSettings
    private let signals: UnixSignalsSequence

    /// From here on SIGHUP no longer ends the process.
    init(
        driver: PaymentDriver, listeners: CurrentListeners, logger: Logger,
        read: @escaping @Sendable () async throws -> ServeSettings
    ) async {
        self.driver = driver
        self.listeners = listeners
        self.logger = logger
        self.read = read
        signals = await UnixSignalsSequence(trapping: .sighup)
    }

    /// Waits for the signal until cancelled.
    func run() async {
        for await _ in signals { await reread() }
    }

    private func reread() async {
        do {
            let settings = try await read()
            // Everything that can fail comes before the first change.
            let channels = try Shop.channels(settings, driver.surroundings, logger)
            let heard = Shop.listeners(settings)
            var checkout = driver.settings
            checkout.merchantAccounts = settings.checkout.merchantAccounts
            try await Shop.sayWhatIsUnknown(settings, driver.database, logger)
            driver.change(to: channels, checkout)
            listeners.replace(with: heard)
            logger.notice(
                "the settings were read again; payments use the accounts and keys in them",
                metadata: ["accounts": "\(settings.accountNames.joined(separator: ", "))"])
        } catch let problem as StartProblem {
            logger.error(
                "the settings were read again and refused; the old ones still count",
                metadata: ["problem": "\(problem.sentence)"])
        } catch {
            logger.error(
                "the settings could not be read again; the old ones still count",
                metadata: ["error": "\(error)"])
        }
    }
}

extension ServeSettings {
    /// Each account with its place, `channels wechat 1900000109`; no secret is among them.
    fileprivate var accountNames: [String] {
        ([("channels", chain)] + others.map { ("accounts." + $0.name, $0.wallets) }).flatMap {
            place, wallets in
            wallets.accounts.map { "\(place) \($0.key.rawValue) \($0.value)" }.sorted()
        }
    }
}
