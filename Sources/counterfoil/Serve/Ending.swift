// How a server ends when it is told to, so that no sale notices where others are there to go on:
//
//   1. it says that it is not ready, its pages' live lines end, what it only waits for is handed over;
//   2. after a moment, in which a proxy has seen that, nobody comes in any more; requests are answered;
//   3. calls under way are waited for, and their answers are written;
//   4. it strikes itself out, and what was still open is free.
//
// All that takes as long as it takes, and no longer than ten seconds: a wallet that hangs, a page that
// does not let go or a database that is away cuts it short. Nothing is lost then either; it is as if
// the plug were pulled.

internal import Checkout
internal import Dispatch
internal import Glibc
internal import Logging
internal import ServiceLifecycle
internal import WebServer

struct Ending: Sendable {
    /// How long a server that is told to end still takes requests, unless the settings say otherwise.
    ///
    /// *Unit*: milliseconds. *Source*: own choice: a proxy that asks `/ready` each second has done so
    /// once.
    static let noticed = 1_000
    static let noticedMax = 5_000
    /// How long steps 1 to 3 may take; the rest of the ten seconds is for step 4.
    private static let patience = Duration.seconds(8)
    private static let patienceWithAll = 9.5

    private let sweep: UnresolvedAttempts
    private let isAlone: Bool
    private let noticed: Duration
    private let logger: Logger
    private let told: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init(sweep: UnresolvedAttempts, isAlone: Bool, noticed: Duration, logger: Logger) {
        self.sweep = sweep
        self.isAlone = isAlone
        self.noticed = noticed
        self.logger = logger
        (told, continuation) = AsyncStream.makeStream(of: Void.self)
    }

    /// Runs until it ends by itself, or until its time is over after `begin`.
    func within(_ run: @escaping @Sendable () async throws -> Void) async throws {
        let ended = await withTaskGroup(of: Result<Void, any Error>?.self) { group in
            group.addTask {
                do {
                    return .success(try await run())
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                await cutShort()
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        await strike()
        try ended?.get()
    }

    /// Step 1, and the time begins to count.
    func begin(_ server: TillServer) async {
        continuation.yield()
        server.leave()
        await sweep.leave()
        if !isAlone { try? await Task.sleep(for: noticed) }
    }

    private func cutShort() async {
        for await _ in told { break }
        guard !Task.isCancelled else { return }
        // Whatever hangs, the database too.
        DispatchQueue.global().asyncAfter(deadline: .now() + Ending.patienceWithAll) { _exit(0) }
        do { try await Task.sleep(for: Ending.patience) } catch { return }
        logger.notice("told to end, and something still hangs; it is left as it is")
        await strike()
        _exit(0)
    }

    private func strike() async {
        do {
            try await sweep.end()
        } catch {
            logger.warning(
                "could not sign off; the others will find out", metadata: ["error": "\(error)"])
        }
    }
}

/// The first to be told that the process is to end.
struct Leaving: Service {
    let server: TillServer
    let ending: Ending

    func run() async throws {
        do { try await gracefulShutdown() } catch { return }
        await ending.begin(server)
    }
}
