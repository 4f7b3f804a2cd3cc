// Everything a serving process is made of, put together once, and in which order it ends: first nobody
// comes in any more, then what is under way is finished or left in its row for the next process.

internal import Channels
internal import Checkout
internal import Cryptography
internal import DemoChain
internal import Foundation
internal import Glibc
internal import Logging
internal import Payments
internal import Persistence
internal import PersistenceSQLite
internal import Retail
internal import ServiceLifecycle
internal import UnixSignals
internal import WebServer

struct Shop: Sendable {
    private let settings: ServeSettings
    private let database: SQLiteDatabase
    private let driver: PaymentDriver
    private let sweep: UnresolvedAttempts
    private let server: TillServer
    private let logger: Logger

    /// *Errors*: `StartProblem`.
    static func open(
        _ settings: ServeSettings, isDemo: Bool, logger: Logger
    ) async throws -> Shop {
        let path = settings.data + "/counterfoil.sqlite"
        let now = wallClock()
        let database: SQLiteDatabase
        do {
            try FileManager.default.createDirectory(
                atPath: settings.data, withIntermediateDirectories: true)
            database = try SQLiteDatabase(path: path)
            try await Migrator.migrate(database, at: now)
            if isDemo {
                try await installDemo(in: database, at: now)
            }
        } catch let problem as StartProblem {
            throw problem
        } catch let error as CocoaError {
            throw StartProblem(
                "数据目录 \(settings.data) 不能写（\(error.code.rawValue)），请换一个目录或检查权限",
                "The data folder \(settings.data) cannot be written; choose another or check its rights"
            )
        } catch {
            throw StartProblem(database: error, at: path)
        }
        let surroundings = Surroundings.live(
            wallClock: wallClock(), pinMatches: PINHash.matches)
        var checkout = settings.checkout
        checkout.printers = try await printers(settings, database)
        let driver = PaymentDriver(
            database: database,
            channels: Checkout.Channels(try channels(settings, surroundings)),
            surroundings: surroundings, news: TillNews(), settings: checkout,
            worker: surroundings.identifier(), background: Background(), health: ChannelHealth(),
            logger: logger)
        let server = try TillServer(
            counter: Counter(driver: driver),
            settings: TillServerSettings(
                host: settings.host, port: settings.port, demoPIN: isDemo ? DemoChain.pin : nil,
                hasWidePaper: settings.hasWidePaper),
            logger: logger)
        return Shop(
            settings: settings, database: database, driver: driver,
            sweep: UnresolvedAttempts(driver: driver), server: server, logger: logger)
    }

    /// Serves until told to stop.
    func run(ready: @escaping @Sendable (Int) -> Void) async throws {
        defer { database.close() }
        try await sweep.prepare()
        let (driver, sweep, server) = (driver, sweep, server)
        let print = PrintQueue(driver: driver, isWide: settings.hasWidePaper)
        // Ended in the reverse order: the server first.
        let services: [any Service] = [
            Finishing(driver: driver),
            Running { await sweep.run() },
            Running { await print.run() },
            Serving(server: server, settings: settings, ready: ready),
        ]
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // Then what is left is cancelled; a channel call under way still ends in its own time-out.
        configuration.maximumGracefulShutdownDuration = .seconds(15)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// The demo's sign-in page shows a PIN: never for a chain that is not the demo.
    private static func installDemo(in database: SQLiteDatabase, at now: Timestamp) async throws {
        switch try await DemoChain.install(in: database, at: now, pinHash: PINHash.make) {
        case .nothing, .demo: return
        case .anotherChain:
            throw StartProblem(
                "数据里已有别的门店，不能用 --demo，请去掉它或换一个目录",
                "The data holds another chain; leave out --demo, or choose another folder")
        }
    }

    private static func wallClock() -> Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(
            microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    private static func channels(
        _ settings: ServeSettings, _ surroundings: Surroundings
    ) throws -> [any Channel] {
        let sources = WireSources.live(now: surroundings.now)
        var channels: [any Channel] = []
        if let weChatPay = settings.weChatPay {
            channels.append(
                WeChatPayClient(
                    weChatPay, transport: try .curl(weChatPay.http), sources: sources))
        }
        if let alipay = settings.alipay {
            channels.append(
                AlipayClient(alipay, transport: try .curl(alipay.http), sources: sources))
        }
        return channels
    }

    private static func printers(
        _ settings: ServeSettings, _ database: SQLiteDatabase
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

/// Work that goes on until the process is told to stop.
private struct Running: Service {
    let body: @Sendable () async -> Void

    init(_ body: @escaping @Sendable () async -> Void) {
        self.body = body
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await body() }
    }
}

/// Channel calls under way: their answers are waited for, so that they are not lost for nothing.
private struct Finishing: Service {
    let driver: PaymentDriver

    func run() async throws {
        let driver = driver
        await withGracefulShutdownHandler {
            await driver.background.run(with: driver)
        } onGracefulShutdown: {
            driver.background.finish()
        }
    }
}

private struct Serving: Service {
    let server: TillServer
    let settings: ServeSettings
    let ready: @Sendable (Int) -> Void

    func run() async throws {
        do {
            try await server.run(ready: ready)
        } catch let error where !(error is CancellationError) {
            throw StartProblem(listening: error, host: settings.host, port: settings.port)
        }
    }
}
