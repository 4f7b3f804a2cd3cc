// The till's web server: which routes there are, in what order a request meets what.

package import Checkout
package import Cryptography
internal import Foundation
internal import HTTPTypes
package import Hummingbird
package import Logging
internal import NIOCore
package import Payments
internal import Receipts
internal import ServiceLifecycle

package struct TillServerSettings: Sendable {
    package var host: String
    /// 0 takes any free port.
    package var port: Int
    /// The PIN of the demo people, shown on the sign-in page; nil outside demo mode.
    package var demoPIN: String?
    /// 80 mm paper instead of 58 mm.
    package var hasWidePaper: Bool
    /// What answers to other tills are signed with; nil: this server answers none.
    package var gatewayKey: Ed25519PrivateKey?

    /// Text in GBK as UTF-8, for files of old tills; nil for bytes that are no text.
    package var fromGBK: @Sendable ([UInt8]) -> String?

    package init(
        host: String, port: Int, demoPIN: String?, hasWidePaper: Bool,
        gatewayKey: Ed25519PrivateKey? = nil,
        fromGBK: @escaping @Sendable ([UInt8]) -> String? = { _ in nil }
    ) {
        self.fromGBK = fromGBK
        self.gatewayKey = gatewayKey
        self.host = host
        self.port = port
        self.demoPIN = demoPIN
        self.hasWidePaper = hasWidePaper
    }
}

package struct TillServer: Sendable {
    /// Whether new work is welcome here; what a proxy in front asks.
    package let readiness = Readiness()
    private let counter: Counter
    /// The ears of the merchant accounts.
    package let listeners: CurrentListeners
    private let settings: TillServerSettings
    private let statements: StatementDesk
    private let gateway: GatewayRoutes?
    private let files: StaticFiles
    private let logger: Logger

    /// *Errors*: when the pages cannot be read.
    package init(
        counter: Counter, listeners: [any NotificationListener] = [],
        statements: StatementDesk = .none, settings: TillServerSettings, logger: Logger
    ) throws {
        self.counter = counter
        self.statements = statements
        self.listeners = CurrentListeners(listeners)
        self.settings = settings
        self.logger = logger
        gateway = try settings.gatewayKey.map { key in
            GatewayRoutes(
                counter: TerminalCounter(driver: counter.driver),
                door: TerminalDoor(driver: counter.driver), key: key,
                publicKey: try key.publicKey())
        }
        files = try StaticFiles(folder: Bundle.module.bundleURL.appendingPathComponent("Public"))
    }

    /// Serves until the task is cancelled or a graceful shutdown begins; `ready` is told the port.
    package func run(ready: @escaping @Sendable (Int) -> Void) async throws {
        let news = counter.driver.news
        let application = Application(
            router: router(),
            configuration: .init(
                address: .hostname(settings.host, port: settings.port),
                serverName: "counterfoil"),
            onServerRunning: { channel in ready(channel.localAddress?.port ?? 0) },
            logger: logger)
        // A page's live line never ends by itself; without this the server would wait for it.
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: {
            news.close()
        }
    }

    /// From here on new work is to go elsewhere; what comes all the same is still done.
    package func leave() {
        readiness.end()
        counter.driver.news.close()
    }

    /// What other tills may ask, as docs/reference/openapi.yaml writes it: `GET /api/v1/terminal`.
    package func gatewayRoutes() -> [String] {
        guard let gateway else { return [] }
        let known = gateway.routes.map { ($0.method.rawValue, $0.path) }
        return (known + [("POST", GatewayRoutes.activation)]).map { method, path in
            let parts = path.split(separator: "/").map { part in
                part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
            }
            return "\(method) /api/v1/" + parts.joined(separator: "/")
        }
    }

    /// Every route; what `run` serves, and what a test can ask without a socket.
    package func router() -> Router<TillContext> {
        let router = Router(context: TillContext.self)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorMiddleware())
        let files = files
        router.get("/") { request, _ in try files.response("till/index.html", to: request) }
        router.get("/10034") { request, _ in try files.response("till/index.html", to: request) }
        router.get("/400449") { request, _ in
            try files.response("remarks/index.html", to: request)
        }
        router.get("/shift") { request, _ in
            try files.response("shift/index.html", to: request)
        }
        router.get("/static/**") { request, context in
            try files.response(context.parameters.getCatchAll().joined(separator: "/"), to: request)
        }
        router.get("/health") { _, _ in Reply.text("ok", type: "text/plain") }
        let readiness = readiness
        router.get("/ready") { _, _ in
            readiness.isReady
                ? Reply.text("ready", type: "text/plain")
                : Reply.text("leaving", type: "text/plain", status: .serviceUnavailable)
        }
        let health = HealthRoutes(counter: counter)
        health.addPage(
            to: router.group("health").add(middleware: NulMiddleware())
                .add(middleware: SessionMiddleware(counter: counter)))
        ReportRoutes(counter: counter, desk: statements).add(
            to: router.group("reports").add(middleware: NulMiddleware())
                .add(middleware: SessionMiddleware(counter: counter)))
        StoryRoutes(counter: counter).add(
            to: router.group("payments").add(middleware: NulMiddleware())
                .add(middleware: SessionMiddleware(counter: counter)))
        CaseRoutes(counter: counter).add(
            to: router.group("cases").add(middleware: NulMiddleware())
                .add(middleware: SessionMiddleware(counter: counter)))
        OrganisationRoutes(counter: counter).add(
            to: router.group("organisation").add(middleware: NulMiddleware())
                .add(middleware: SessionMiddleware(counter: counter)))
        ImportRoutes(counter: counter, fromGBK: settings.fromGBK).add(
            to: router.group("import").add(middleware: NulMiddleware())
                .add(middleware: SessionMiddleware(counter: counter)))
        NotificationRoutes(counter: counter, listeners: listeners).add(to: router)
        router.get("/openapi.yaml") { request, _ in
            try files.response("openapi.yaml", to: request)
        }
        gateway?.add(to: router.group("api/v1"))
        let api = router.group("api").add(middleware: NulMiddleware())
            .add(middleware: SessionMiddleware(counter: counter))
        SessionRoutes(
            counter: counter, demoPIN: settings.demoPIN,
            newToken: { Hex.lower(try SecureRandom.bytes(32)) }
        ).add(to: api)
        SaleRoutes(counter: counter).add(to: api)
        PaymentRoutes(counter: counter).add(to: api)
        LookupRoutes(counter: counter).add(to: api)
        RemarkRoutes(counter: counter).add(to: api)
        EventRoutes(counter: counter).add(to: api)
        BooksRoutes(counter: counter).add(to: api)
        health.addJSON(to: api)
        let paper: Paper = settings.hasWidePaper ? .mm80 : .mm58
        ReceiptRoutes(counter: counter, paper: paper).add(to: api)
        ReturnRoutes(counter: counter, paper: paper).add(to: api)
        ShiftRoutes(counter: counter, paper: paper).add(to: api)
        return router
    }
}
