// Everything a serving process is made of, put together once.

internal import Channels
internal import Checkout
internal import Cryptography
internal import DemoChain
internal import Foundation
internal import Logging
internal import Payments
internal import Persistence
internal import Retail
internal import ServiceLifecycle
internal import UnixSignals
internal import WebServer

struct Shop: Sendable {
    private let settings: ServeSettings
    private let storage: Storage
    private let others: OtherServers?
    private let driver: PaymentDriver
    private let sweep: UnresolvedAttempts
    private let server: TillServer
    private let mail: TerminalMail?
    private let statements: StatementRounds
    private let logger: Logger
    /// Reads the settings again, as at the start.
    private let reread: @Sendable () async throws -> ServeSettings

    /// *Errors*: `StartProblem`.
    static func open(
        _ settings: ServeSettings, isDemo: Bool, logger: Logger,
        reread: @escaping @Sendable () async throws -> ServeSettings
    ) async throws -> Shop {
        let storage = try await Storage.open(settings.storage) { storage in
            let now = storage.clock.now()
            try await Migrator.migrate(storage.database, at: now)
            if isDemo { try await installDemo(in: storage.database, at: now) }
        }
        let database = storage.database
        let others = try storage.postgres.map { try OtherServers($0, storage.clock, logger) }
        let surroundings = Surroundings.live(clock: storage.clock, pinMatches: PINHash.matches)
        var checkout = settings.checkout
        checkout.printers = try await printers(settings, database)
        try await sayWhatIsUnknown(settings, database, logger)
        let driver = PaymentDriver(
            database: database,
            channels: try channels(settings, surroundings, logger),
            surroundings: surroundings, news: others?.news ?? TillNews(), settings: checkout,
            worker: surroundings.identifier(), background: Background(), health: ChannelHealth(),
            logger: logger)
        let gatewayKey = try settings.gatewayKeyFile.map {
            try GatewayKeyFile.key(at: $0, mayMake: storage.postgres == nil)
        }
        let fetched = try statementAccounts(settings, now: surroundings.now)
        let schedule = StatementSchedule()
        let server = try TillServer(
            counter: Counter(driver: driver), listeners: listeners(settings),
            statements: StatementDesk(settings, fetched, schedule),
            settings: TillServerSettings(
                host: settings.host, port: settings.port, demoPIN: isDemo ? DemoChain.pin : nil,
                hasWidePaper: settings.hasWidePaper,
                gatewayKey: gatewayKey, fromGBK: GBK.text),
            logger: logger)
        return Shop(
            settings: settings, storage: storage, others: others, driver: driver,
            sweep: UnresolvedAttempts(driver: driver), server: server,
            mail: try gatewayKey.map { try mail(driver, $0) },
            statements: StatementRounds(
                driver: driver, accounts: fetched, schedule: schedule),
            logger: logger, reread: reread)
    }

    /// Serves until told to stop.
    func run(ready: @escaping @Sendable (Int) -> Void) async throws {
        defer { storage.close() }
        let rereading = await Rereading(
            driver: driver, listeners: server.listeners, logger: logger, read: reread)
        try await sweep.prepare()
        let (driver, sweep, server, statements) = (driver, sweep, server, statements)
        let figures = FigureRounds(driver: driver)
        let print = PrintQueue(driver: driver, isWide: settings.hasWidePaper)
        let ending = Ending(
            sweep: sweep, isAlone: others == nil,
            noticed: .milliseconds(settings.noticedMilliseconds), logger: logger)
        // Ended in the reverse order: the last is told first, and waited for, and so on.
        var services: [any Service] = others.map { [$0] } ?? []
        if let mail { services.append(Running { await mail.run() }) }
        services += [
            // Once more when no answer comes any more.
            Running { await figures.run() },
            Running { await sweep.run() },
            Finishing(driver: driver),
            Running { await print.run() },
            Running { await rereading.run() },
            Running { await statements.run() },
            Serving(server: server, settings: settings, ready: ready),
            Leaving(server: server, ending: ending),
        ]
        let configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await ending.within { try await ServiceGroup(configuration: configuration).run() }
    }

    /// Webhooks, over a transport of their own: a terminal that hangs delays no wallet.
    private static func mail(
        _ driver: PaymentDriver, _ key: Ed25519PrivateKey
    ) throws -> TerminalMail {
        let transport = try HTTPTransport.curl(
            HTTPSettings(connectTimeoutMilliseconds: 3_000, answerTimeoutMilliseconds: 10_000))
        let now = driver.surroundings.now
        return TerminalMail(driver: driver) { letter in
            guard let webhook = try? GatewayWebhook(letter, key: key, at: now()) else {
                return "not signed"
            }
            let outcome = await transport.post(
                HTTPRequest(
                    url: webhook.url, contentType: "application/json", body: webhook.body,
                    headers: webhook.headers.map { HTTPHeader($0.name, $0.value) }))
            switch outcome {
            case .answered(let status, _, _):
                return (200...299).contains(status) ? nil : "status \(status)"
            case .neverSent(let detail), .lost(_, let detail): return detail
            }
        }
    }

    /// The demo's sign-in page shows a PIN: never for a chain that is not the demo.
    private static func installDemo(in database: any Database, at now: Timestamp) async throws {
        switch try await DemoChain.install(in: database, at: now, pinHash: PINHash.make) {
        case .nothing, .demo: return
        case .anotherChain:
            throw StartProblem(
                "数据里已有别的门店，不能用 --demo，请去掉它或换一个目录",
                "The data holds another chain; leave out --demo, or choose another folder")
        }
    }

    /// Every channel, with the account it speaks for.
    static func channels(
        _ settings: ServeSettings, _ surroundings: Surroundings, _ logger: Logger
    ) throws -> Checkout.Channels {
        let transports = Transports()
        let unknown = UnknownCertificates(logger: logger)
        let others = try settings.others.flatMap { entry in
            try channels(
                entry.wallets, surroundings, transports,
                meetsOther: unknown.teller("accounts." + entry.name)
            ).compactMap { channel in
                entry.wallets.accounts[channel.wallet].map { (account: $0, channel: channel) }
            }
        }
        return Checkout.Channels(
            try channels(
                settings.chain, surroundings, transports, meetsOther: unknown.teller("channels")),
            others: others)
    }

    static func channels(
        _ settings: WalletSettings, _ surroundings: Surroundings, _ transports: Transports,
        meetsOther: @escaping @Sendable (_ serial: String) -> Void = { _ in }
    ) throws -> [any Channel] {
        let sources = WireSources.live(now: surroundings.now)
        var channels: [any Channel] = []
        if let weChatPay = settings.weChatPay {
            channels.append(
                WeChatPayClient(
                    weChatPay, transport: try transports.curl(.weChatPay, weChatPay.http),
                    sources: sources))
        }
        if let weChatPay = settings.weChatPayV3 {
            channels.append(
                WeChatPayV3Client(
                    weChatPay, transport: try transports.curl(.weChatPay, weChatPay.http),
                    sources: sources))
        }
        if let alipay = settings.alipay {
            channels.append(
                AlipayClient(
                    alipay, transport: try transports.curl(.alipay, alipay.http),
                    sources: sources, meetsOther: meetsOther))
        }
        if let bestPay = settings.bestPay {
            channels.append(
                BestPayClient(bestPay, transport: try transports.curl(.bestPay, bestPay.http)))
        }
        if let unionPay = settings.unionPay {
            channels.append(
                UnionPayClient(
                    unionPay, transport: try transports.curl(.unionPay, unionPay.http)))
        }
        if let (aggregator, wallets) = settings.aggregator {
            let transport = try HTTPTransport.curl(aggregator.http)
            channels += wallets.map { wallet in
                AggregatorClient(
                    aggregator, wallet: wallet, transport: transport, sources: sources)
            }
        }
        return channels
    }

    /// The accounts whose statements are fetched: the chain's, and those of stores and areas.
    static func statementAccounts(
        _ settings: ServeSettings, now: @escaping @Sendable () -> Timestamp
    ) throws -> [StatementRounds.Account] {
        let sources = WireSources.live(now: now)
        return try ([settings.chain] + settings.others.map(\.wallets)).flatMap {
            try $0.statementSources(sources)
        }
    }

    static func listeners(_ settings: ServeSettings) -> [any NotificationListener] {
        ([settings.chain] + settings.others.map(\.wallets)).flatMap { wallets in
            var listeners: [any NotificationListener] = []
            if let weChatPay = wallets.weChatPay {
                listeners.append(WeChatPayNotifications(weChatPay))
            }
            if let listener = wallets.weChatPayV3.flatMap(WeChatPayV3Notifications.init) {
                listeners.append(listener)
            }
            if let alipay = wallets.alipay { listeners.append(AlipayNotifications(alipay)) }
            if let bestPay = wallets.bestPay { listeners.append(BestPayNotifications(bestPay)) }
            if let unionPay = wallets.unionPay {
                listeners.append(UnionPayNotifications(unionPay))
            }
            return listeners
        }
    }

    /// A store with a wrong digit would leave another on the chain's account.
    static func sayWhatIsUnknown(
        _ settings: ServeSettings, _ database: any Database, _ logger: Logger
    ) async throws {
        let known = Set(try await database.read { try StoreTable.all(in: $0).map(\.id) })
        for entry in settings.others {
            for store in entry.stores where !known.contains(store) {
                logger.warning(
                    "accounts are set up for a store that does not exist",
                    metadata: ["setting": "accounts.\(entry.name)", "store": "\(store.digits)"])
            }
        }
    }

    private static func printers(
        _ settings: ServeSettings, _ database: any Database
    ) async throws -> [String: String] {
        try await database.read { transaction in
            var printers: [String: String] = [:]
            for store in try StoreTable.all(in: transaction) {
                for register in try StoreTable.registers(of: store.id, in: transaction) {
                    let address = settings.printer(store.id, register)
                    printers["\(store.id.digits)/\(register.digits)"] = address
                }
            }
            return printers
        }
    }
}
