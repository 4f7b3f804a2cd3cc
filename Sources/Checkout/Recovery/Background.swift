// Work that outlives the request which began it, kept inside structured concurrency: it runs in the
// group of one service, and the service waits for it before it ends. Whatever is cut off at the end
// is in the database with a next step, so the next start takes it up.

package final class Background: Sendable {
    package typealias Work = @Sendable (PaymentDriver) async -> Void

    private let stream: AsyncStream<Work>
    private let continuation: AsyncStream<Work>.Continuation

    package init() {
        (stream, continuation) = AsyncStream.makeStream(of: Work.self)
    }

    func start(_ work: @escaping Work) {
        continuation.yield(work)
    }

    /// Runs what is started, until `finish`; returns when all of it has ended.
    package func run(with driver: PaymentDriver) async {
        await withDiscardingTaskGroup { group in
            for await work in stream {
                group.addTask { await work(driver) }
            }
        }
    }

    package func finish() {
        continuation.finish()
    }
}
