// The thin shell around the ledger: one lock, a clock, a source of entropy, and a snapshot on disk
// before anybody is answered. No decision about money is made here.

internal import Logging
package import Retail
internal import Synchronization

/// The ledger, shared by everything that runs.
package final class Books: Sendable {
    /// What the books take from the world; a test brings its own.
    package struct Surroundings: Sendable {
        package let now: @Sendable () -> Timestamp
        package let entropy: @Sendable () -> UInt64
        /// Returns after so many milliseconds, or throws when cancelled.
        package let sleep: @Sendable (Int) async throws -> Void

        package init(
            now: @escaping @Sendable () -> Timestamp,
            entropy: @escaping @Sendable () -> UInt64,
            sleep: @escaping @Sendable (Int) async throws -> Void
        ) {
            self.now = now
            self.entropy = entropy
            self.sleep = sleep
        }
    }

    /// What merchants are still to be told.
    let notices = Notices()
    private let ledger: Mutex<Ledger>
    /// Keys that were changed by hand, by merchant account; forgotten with the process.
    private let changedKeys = Mutex<[String: String]>([:])
    /// Statements that were made and told of.
    let shelf = StatementShelf()
    private let surroundings: Surroundings
    private let folder: DataFolder?
    private let logger: Logger

    init(_ ledger: Ledger, surroundings: Surroundings, folder: DataFolder?, logger: Logger) {
        self.ledger = Mutex(ledger)
        self.surroundings = surroundings
        self.folder = folder
        self.logger = logger
    }

    /// Books in memory alone.
    package convenience init(_ ledger: Ledger, surroundings: Surroundings) {
        self.init(
            ledger, surroundings: surroundings, folder: nil,
            logger: Logger(label: "counterfoil.network"))
    }

    /// What a merchant's requests at WeChat Pay v2 are signed with now.
    func wechatKey(of merchant: WeChatMerchant) -> String {
        changedKeys.withLock { $0[merchant.merchantID] } ?? merchant.key
    }

    /// Changes it, as on the merchant platform: the old one is good for nothing from then on.
    package func setWeChatKey(_ key: String, of merchantID: String) {
        changedKeys.withLock { $0[merchantID] = key }
    }

    package var now: Timestamp { surroundings.now() }
    package func entropy() -> UInt64 { surroundings.entropy() }
    func sleep(milliseconds: Int) async throws { try await surroundings.sleep(milliseconds) }

    /// Does something to the ledger, alone; what changed is on disk when it returns.
    package func change<Result: Sendable>(
        _ body: (inout Ledger, Timestamp) -> Result
    ) -> Result {
        ledger.withLock { ledger in
            let before = ledger.revision
            let result = body(&ledger, surroundings.now())
            if ledger.revision != before, let folder {
                do {
                    try folder.save(ledger.record)
                } catch {
                    // The play goes on from memory; a restart would forget this change.
                    logger.error("The snapshot of the network could not be written.")
                }
            }
            return result
        }
    }
}
