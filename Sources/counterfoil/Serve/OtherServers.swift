// What a server does for the others on its database: it tells them at once where something changed,
// hears the same from them, and goes by the clock that they all have, the database's.

internal import Checkout
internal import Logging
internal import PersistencePostgres
internal import Retail
internal import ServiceLifecycle

struct OtherServers: Service {
    /// Own choice: in a minute two quartzes move apart by six milliseconds at the worst.
    private static let clockEvery = Duration.seconds(60)
    /// More than any drift: somebody has set a clock, or another server answers for the database.
    private static let differenceMax = Pause.seconds(1)

    let news: TillNews
    private let database: PostgresDatabase
    private let words: PostgresWords
    private let clock: SteadyClock
    private let logger: Logger

    init(_ database: PostgresDatabase, _ clock: SteadyClock, _ logger: Logger) throws {
        let words = try PostgresWords(on: database)
        self.database = database
        self.words = words
        self.clock = clock
        self.logger = logger
        news = TillNews { store in words.say(store.digits) }
    }

    /// Until the process has been told to end, and has told its last news.
    func run() async throws {
        words.start()
        await withDiscardingTaskGroup { group in
            group.addTask { await hear() }
            group.addTask { await cancelWhenGracefulShutdown { await keepTime() } }
            group.addTask {
                try? await gracefulShutdown()
                words.close()
            }
        }
    }

    private func hear() async {
        for await heard in words.heard {
            switch heard {
            case .missedSome: news.hearEverything()
            case .word(let word):
                guard let store = try? StoreID(word) else { continue }
                news.hear(store)
            }
        }
    }

    private func keepTime() async {
        while true {
            do { try await Task.sleep(for: OtherServers.clockEvery) } catch { return }
            do {
                let difference = clock.follow(try await database.clockReading())
                let size = Pause(microseconds: Int64(clamping: difference.microseconds.magnitude))
                guard size > OtherServers.differenceMax else { continue }
                logger.error(
                    "the database's clock and this server's differ; start the servers anew, in turn",
                    metadata: ["milliseconds": "\(difference.microseconds / 1_000)"])
            } catch {
                logger.warning(
                    "the database's clock could not be read", metadata: ["error": "\(error)"])
            }
        }
    }
}
