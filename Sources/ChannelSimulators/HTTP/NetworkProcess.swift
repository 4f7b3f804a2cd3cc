// The process as a whole: one port for the wallets, the control interface, the phone and the panel.

internal import Glibc
internal import Hummingbird
package import Logging
internal import NIOCore
internal import Retail

/// Where the network listens and what it keeps.
package struct NetworkSettings: Sendable {
    package var host: String
    /// 0 means any free one.
    package var port: Int
    /// `nil` keeps everything in memory.
    package var dataFolder: String?

    package init(host: String = "127.0.0.1", port: Int = 7_210, dataFolder: String? = nil) {
        self.host = host
        self.port = port
        self.dataFolder = dataFolder
    }
}

/// Where everything is, once it runs.
package struct NetworkAddresses: Sendable {
    package let base: String
    package let phone: String
    package let control: String
    package let panel: String
    private let channels: JSON
    private let second: JSON

    init(base: String, credentials: Credentials) throws {
        self.base = base
        phone = base + "/phone"
        control = base + "/control"
        panel = base + "/"
        channels = try credentials.channels(base: base)
        second = try credentials.second.channels(base: base)
    }

    /// One line: what a till is configured with, secrets included, and where the pages are.
    package func json() -> String {
        JSON.members([
            "channels": channels,
            "network": .members([
                "phone": .string(phone), "control": .string(control), "panel": .string(panel),
                "secondWeChat": second["wechat"], "second": second,
            ]),
        ]).text
    }
}

/// The wallets on one port of the own machine.
package struct NetworkProcess: Sendable {
    private let settings: NetworkSettings
    private let logger: Logger
    private let credentials: Credentials
    private let books: Books

    /// *Errors*: `NetworkError`, before anything listens.
    package init(_ settings: NetworkSettings, logger: Logger) throws {
        try self.init(settings, surroundings: .real, logger: logger)
    }

    /// The same with another clock and other chance, for tests.
    package init(
        _ settings: NetworkSettings, surroundings: Books.Surroundings, logger: Logger
    ) throws {
        self.settings = settings
        self.logger = logger
        guard let path = settings.dataFolder else {
            credentials = try Credentials.make()
            books = Books(Ledger(), surroundings: surroundings, folder: nil, logger: logger)
            return
        }
        let folder = try DataFolder(path: path)
        let ledger = try folder.ledger()
        credentials = try folder.credentials()
        books = Books(
            ledger ?? Ledger(), surroundings: surroundings, folder: folder, logger: logger)
    }

    /// Runs until cancelled; `ready` is called once, when requests are answered.
    ///
    /// *Errors*: `NetworkError.portBusy` or `.addressUnusable` when it cannot listen.
    package func run(ready: @escaping @Sendable (NetworkAddresses) -> Void) async throws {
        let delayed = DelayedWork()
        let faults = Faults()
        let router = Router(context: NetworkContext.self)
        ChannelRoutes(
            wechat: WeChatPlay(credentials: credentials, books: books),
            wechatV3: WeChatV3Play(credentials: credentials, books: books),
            alipay: AlipayPlay(credentials: credentials, books: books),
            bestPay: BestPayPlay(credentials: credentials, books: books),
            unionPay: UnionPayPlay(credentials: credentials, books: books), books: books,
            faults: faults, delayed: delayed
        ).add(to: router)
        let notifier = Notifier(
            books: books, writer: NoticeWriter(credentials: credentials, books: books),
            faults: faults, logger: logger)
        ControlRoutes(books: books, faults: faults).add(to: router)
        PhoneRoutes(books: books).add(to: router)
        PublicFiles().add(to: router)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? settings.port
                guard let addresses = try? addresses(port: port) else { return }
                ready(addresses)
            }, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await delayed.run() }
            group.addTask { await notifier.run() }
            group.addTask {
                do {
                    try await application.run()
                } catch let error as IOError {
                    throw error.errnoCode == EADDRINUSE
                        ? NetworkError.portBusy(host: settings.host, port: settings.port)
                        : NetworkError.addressUnusable(host: settings.host, port: settings.port)
                } catch is SocketAddressError {
                    throw NetworkError.addressUnusable(host: settings.host, port: settings.port)
                }
            }
            _ = try await group.next()
            group.cancelAll()
        }
    }

    private func addresses(port: Int) throws -> NetworkAddresses {
        let isEverywhere = settings.host == "0.0.0.0" || settings.host == "::"
        let host = isEverywhere ? "127.0.0.1" : settings.host
        let shown = host.contains(":") ? "[\(host)]" : host
        return try NetworkAddresses(base: "http://\(shown):\(port)", credentials: credentials)
    }

    // The server tells each cancelled connection at shutdown as an error; none of it is news here.
    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .critical)
        return quiet
    }
}

extension Books.Surroundings {
    /// The real clock and the system's randomness.
    fileprivate static let real = Books.Surroundings(
        now: {
            var time = timespec()
            unsafe clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(
                microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
        },
        entropy: { UInt64.random(in: .min ... .max) },
        sleep: { try await Task.sleep(for: .milliseconds($0)) })
}
