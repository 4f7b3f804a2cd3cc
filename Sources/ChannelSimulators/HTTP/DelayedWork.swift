// Requests whose connection is gone but whose work comes later (hard case: a payment request that is
// delayed on its way). They live here, so that they end with the process and not after it.

/// Work to be done after a while, by the one task that runs `run()`.
struct DelayedWork: Sendable {
    private typealias Job = @Sendable () async -> Void
    private let jobs: AsyncStream<Job>
    private let continuation: AsyncStream<Job>.Continuation

    /// More would only be a load test gone wrong; the newest are dropped.
    private static let countMax = 10_000

    init() {
        (jobs, continuation) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingOldest(DelayedWork.countMax))
    }

    func schedule(
        after pause: @escaping @Sendable () async throws -> Void,
        _ work: @escaping @Sendable () -> Void
    ) {
        continuation.yield {
            do {
                try await pause()
                work()
            } catch {
                // Cancelled: the process stops, and with it the request on its way.
            }
        }
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs {
                group.addTask { await job() }
            }
        }
    }
}
