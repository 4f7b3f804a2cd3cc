// The parts of a serving process that run side by side, each with its own way to end.

internal import Checkout
internal import ServiceLifecycle
internal import WebServer

/// Work that goes on until the process is told to stop.
struct Running: Service {
    let body: @Sendable () async -> Void

    init(_ body: @escaping @Sendable () async -> Void) {
        self.body = body
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await body() }
    }
}

/// Channel calls under way: their answers are waited for, so that they are not lost for nothing.
struct Finishing: Service {
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

struct Serving: Service {
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
