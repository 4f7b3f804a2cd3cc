// One of several servers on one database, each with a clock of its own. Nothing stops one from taking
// what another looks after but the rules that the tests are about.

import Checkout
import Logging
import Payments
import Persistence
import Retail
import Sales
import Synchronization
import Testing

/// A database that others may have open, too; counts what is written to it.
final class SharedDatabase: Database {
    let isSole = false
    private let inner: any Database
    private let counted = Mutex(0)

    init(_ inner: any Database) {
        self.inner = inner
    }

    var writes: Int { counted.withLock { $0 } }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        counted.withLock { $0 += 1 }
        return try await inner.write(body)
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await inner.read(body)
    }
}

struct Server: Sendable {
    let name: String
    let database: SharedDatabase
    let driver: PaymentDriver
    let sweep: UnresolvedAttempts
    private let shop: Shop

    /// `clockOff` is how far its clock is ahead of the shop's.
    init(_ shop: Shop, _ name: String, clockOff: Pause = .zero) throws {
        let before = try shop.process.driver
        var surroundings = before.surroundings
        let clock = shop.clock
        surroundings.now = { clock.now.advanced(by: clockOff) }
        self.shop = shop
        self.name = name
        database = SharedDatabase(before.database)
        driver = PaymentDriver(
            database: database, channels: before.channels, surroundings: surroundings,
            news: shop.news, settings: shop.settings, worker: name, background: Background(),
            health: ChannelHealth(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        sweep = UnresolvedAttempts(driver: driver)
    }

    var counter: Counter { Counter(driver: driver) }

    /// 41 at a till of this server, once, and what follows at once.
    func pay(_ sale: SaleID, by till: Till) async throws -> MerchantOrderNumber {
        _ = try await counter.perform(
            .beginPayment(
                sale: sale, code: PaymentCode.test(.weChatPay, shop.numbering.next()), amount: nil,
                isNotIdentityCard: false), key: "key-\(shop.numbering.next())", by: till.session)
        driver.background.finish()
        await driver.background.run(with: driver)
        return try #require(try await till.attempts(of: sale).last).attempt.number
    }
}

extension Shop {
    /// Time passes, and these servers look twice a second, as they do in earnest.
    func pass(_ pause: Pause, with servers: Server...) async throws {
        let end = clock.now.advanced(by: pause)
        while clock.now < end {
            clock.advance(by: .milliseconds(500))
            for server in servers { await server.sweep.run() }
        }
    }

    /// Who looks after an attempt.
    func worker(of number: MerchantOrderNumber) async throws -> String {
        let paces = paces
        let stored = try await read { try AttemptTable.find(number, paces: paces, in: $0) }
        return try #require(stored).worker
    }

    func workers() async throws -> [String] {
        try await read { try Workers.beats(in: $0).keys.sorted() }
    }

    /// The names of the events that an attempt's journal has.
    func journal(of number: MerchantOrderNumber) async throws -> [String] {
        try await read { transaction in
            try JournalTable.lines(of: number, in: transaction).map { line in
                String(line.event.prefix { $0 != " " })
            }
        }
    }
}
