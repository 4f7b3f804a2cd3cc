// A chain on a database of its own: a real engine, the real shell, two fake wallets. Work in the
// background runs when the test says so (`settle`), and the sweep looks once per call (`sweep`), so
// a test reads in the order in which things happen.

import Checkout
import DatabaseForTests
import Logging
import Payments
import Persistence
import PersistencePostgres
import Retail
import Sales
import Synchronization
import Testing

final class Shop: Sendable {
    /// One process on the database, from its start to its end.
    struct Process: Sendable {
        let database: ProcessDatabase
        let driver: PaymentDriver
        let background: Background
        let sweep: UnresolvedAttempts

        var counter: Counter { Counter(driver: driver) }
    }

    private let place: TestDatabase
    let clock: TestClock
    let weChatPay: FakeChannel
    let alipay: FakeChannel
    let numbering = Numbering()
    let settings: CheckoutSettings
    let news = TillNews()
    private let current = Mutex<Process?>(nil)
    private let starts = Mutex(0)

    fileprivate init(
        at start: Timestamp, _ settings: CheckoutSettings, in place: TestDatabase
    ) async throws {
        self.place = place
        clock = TestClock(start)
        weChatPay = FakeChannel(.weChatPay, account: "1900000109", clock: clock)
        alipay = FakeChannel(.alipay, account: "2088000000000001", clock: clock)
        self.settings = settings
        try await open(isNew: true)
    }

    var process: Process {
        get throws { try #require(current.withLock { $0 }) }
    }

    private func open(isNew: Bool) async throws {
        let opened = try place.open()
        if isNew {
            try await Migrator.migrate(opened.database, at: clock.now)
            try await opened.database.write { transaction in try Fixture.write(in: transaction) }
        }
        try await start(on: opened)
    }

    private func start(on opened: OpenDatabase) async throws {
        let worker = starts.withLock { starts in
            starts += 1
            return "worker-\(starts)"
        }
        replace(ProcessDatabase(opened), worker)
        try await process.sweep.prepare()
    }

    private func replace(_ database: ProcessDatabase, _ worker: String) {
        let background = Background()
        let driver = PaymentDriver(
            database: database, channels: Channels([weChatPay, alipay]),
            surroundings: .test(clock, numbering), news: news, settings: settings,
            worker: worker, background: background, health: ChannelHealth(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        current.withLock { current in
            current = Process(
                database: database, driver: driver, background: background,
                sweep: UnresolvedAttempts(driver: driver))
        }
    }

    /// Lets everything that was begun in the background come to its end.
    func settle() async throws {
        let process = try process
        process.background.finish()
        await process.background.run(with: process.driver)
        replace(process.database, process.driver.worker)
    }

    /// Runs a body while the background works beside it, and then lets that come to its end.
    func besideBackground(_ body: @Sendable () async throws -> Void) async throws {
        let process = try process
        async let worked: Void = process.background.run(with: process.driver)
        do {
            defer { process.background.finish() }
            try await body()
        }
        await worked
        replace(process.database, process.driver.worker)
    }

    /// The sweep as it runs in earnest: looks, sleeps, looks again, while what it began goes on.
    ///
    /// Time passes by its own sleeping.
    func sweep(for pause: Pause) async throws {
        let driver = try process.driver
        let end = clock.now.advanced(by: pause)
        var surroundings = driver.surroundings
        surroundings.sleep = { [clock] tick in
            guard clock.now < end else { throw CancellationError() }
            clock.advance(by: tick)
        }
        let sleeping = PaymentDriver(
            database: driver.database, channels: driver.channels, surroundings: surroundings,
            news: news, settings: settings, worker: driver.worker,
            background: try process.background, health: ChannelHealth(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        await UnresolvedAttempts(driver: sleeping).run()
    }

    /// One look of the sweep at what is due now.
    func sweep() async throws {
        await (try process).sweep.run()
    }

    /// Time passes, with the sweep looking five times a second, or less often to save the test's
    /// time.
    func pass(_ pause: Pause, lookingEvery step: Pause = .milliseconds(200)) async throws {
        let end = clock.now.advanced(by: pause)
        while clock.now < end {
            clock.set(min(end, clock.now.advanced(by: step)))
            try await sweep()
        }
    }

    /// The process ends as if the plug were pulled: nothing begun in it goes on.
    func crash() throws {
        let process = try process
        process.database.kill()
        current.withLock { $0 = nil }
    }

    /// Another process starts on the same database, dead or alive as the one before may be.
    func restart() async throws {
        current.withLock { current in
            current?.database.kill()
            current = nil
        }
        try await open(isNew: false)
    }

    /// Moves the chain while no process has its database; the next one starts on the new one.
    func move(to server: PostgresDatabase) async throws -> [CopiedTable] {
        let source = try place.open()
        let tables = try await DatabaseCopy(
            from: source.database, to: server, name: "move", at: clock.now, sleep: { _ in }
        ).run { _ in }
        source.close()
        try await start(on: OpenDatabase(database: server) { server.close() })
        return tables
    }

    /// Keeps a copy while no process has the database.
    func backUp() async throws { try await place.backUp() }

    /// Puts the copy back, as after a broken disk.
    func restore() async throws { try await place.restore() }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await (try process).database.read(body)
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await (try process).database.write(body)
    }

    var paces: Paces {
        Paces(
            [.weChatPay: weChatPay.pace, .alipay: alipay.pace],
            refunds: [.weChatPay: weChatPay.refundPace, .alipay: alipay.refundPace],
            offers: [.weChatPay: .closingOnly, .alipay: .testOffers])
    }

    func channel(_ wallet: Wallet) throws -> FakeChannel {
        switch wallet {
        case .weChatPay: weChatPay
        case .alipay: alipay
        case .bestPay, .unionPay, .digitalYuan: throw TestError.noChannel
        }
    }

    /// A till with a person signed in.
    func till(
        _ register: String = "01", store: String = "0101", by staff: String? = nil
    ) async throws -> Till {
        let id = try StaffID(staff ?? (store == "0101" ? "1007" : "1107"))
        let person = try #require(try await read { try StaffTable.find(id, in: $0) })
        return Till(
            shop: self,
            session: Session(
                staff: person, store: try StoreID(store), register: try RegisterID(register)))
    }

    func count(_ table: String) async throws -> Int64 {
        try await read { transaction in
            try transaction.row("SELECT count(*) AS n FROM \(table)", [])?.integer("n") ?? -1
        }
    }

    fileprivate func close() {
        current.withLock { current in
            current?.database.kill()
            current = nil
        }
    }
}

enum TestError: Error {
    case noChannel
}

/// A usual Thursday afternoon, two weeks after the notice.
let afternoon = Timestamp.local("2019-10-31 15:42:08")

/// Opens a shop, runs the test, audits the books and leaves nothing behind.
func withShop(
    at start: Timestamp = afternoon, completesAutomatically: Bool = false,
    printers: [String: String] = [:], accounts: Bool = true,
    _ body: (Shop) async throws -> Void
) async throws {
    let settings = CheckoutSettings(
        billName: "测试账单", chainName: "测试大药房", completesAutomatically: completesAutomatically,
        merchantAccounts: accounts
            ? [.weChatPay: "1900000109", .alipay: "2088000000000001"] : [:],
        printers: printers)
    try await TestDatabase.with { place in
        let shop = try await Shop(at: start, settings, in: place)
        defer { shop.close() }
        try await body(shop)
        try await Auditor(shop).audit()
        try await RefundAuditor(shop).audit()
        try await LedgerAuditor(shop).audit()
    }
}
