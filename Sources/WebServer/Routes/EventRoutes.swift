// The till's live line (server-sent events): the whole till, sent when something of the store changed,
// and every second while a payment is open, because what the cashier may do depends on the time (R39).
// A page that missed one is put right by the next.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Retail
internal import Sales

struct EventRoutes {
    let counter: Counter

    /// A comment now and then tells a page, and any proxy between, that the line is alive.
    private static let heartbeatTicks = 10

    func add(to router: RouterGroup<TillContext>) {
        router.get("till/events") { _, context in
            let session = try context.signedIn()
            return Response(
                status: .ok,
                headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: ResponseBody { writer in
                    try await stream(session, to: &writer)
                    try await writer.finish(nil)
                })
        }
    }

    private enum Signal {
        case news, tick
    }

    private func stream(
        _ session: Session, to writer: inout any ResponseBodyWriter
    ) async throws {
        let (signals, continuation) = AsyncStream.makeStream(
            of: Signal.self, bufferingPolicy: .bufferingNewest(2))
        let news = counter.driver.news.listen(to: session.store)
        let sleep = counter.driver.surroundings.sleep
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in news { continuation.yield(.news) }
                continuation.finish()
            }
            group.addTask {
                while !Task.isCancelled {
                    try await sleep(.seconds(1))
                    continuation.yield(.tick)
                }
            }
            defer { group.cancelAll() }
            var hasOpen = try await send(session, to: &writer)
            var quiet = 0
            for await signal in signals {
                switch signal {
                case .news:
                    hasOpen = try await send(session, to: &writer)
                    quiet = 0
                case .tick where hasOpen:
                    hasOpen = try await send(session, to: &writer)
                    quiet = 0
                case .tick:
                    quiet += 1
                    guard quiet >= EventRoutes.heartbeatTicks else { continue }
                    quiet = 0
                    try await writer.write(ByteBuffer(string: ": here\n\n"))
                }
            }
        }
    }

    private func send(
        _ session: Session, to writer: inout any ResponseBodyWriter
    ) async throws -> Bool {
        let state = try await counter.till(of: session)
        var buffer = ByteBuffer(string: "event: till\ndata: ")
        buffer.writeBytes(try Reply.encoded(TillView(state)))
        buffer.writeString("\n\n")
        try await writer.write(buffer)
        return !state.tray.isEmpty || state.sale?.sale.isInDoubt == true
    }
}
