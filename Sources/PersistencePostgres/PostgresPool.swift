// Threads that wait for the network so that no task has to: libpq blocks. Each has one connection;
// a thread is added when work waits and none is free, up to the limit.

internal import Dispatch
internal import Foundation
internal import Persistence
internal import Synchronization

final class PostgresPool: Sendable {
    typealias Job = @Sendable (PostgresSession) -> Void

    private struct State {
        var jobs: [Job] = []
        var idle = 0
        var threads = 0
        var isClosed = false
    }

    private let settings: PostgresSettings
    private let addresses: [PostgresAddress]
    private let state = Mutex(State())
    /// Counts the jobs that nobody has taken yet, and wakes every thread at the end.
    private let work = DispatchSemaphore(value: 0)

    init(_ settings: PostgresSettings, _ addresses: [PostgresAddress]) {
        self.settings = settings
        self.addresses = addresses
    }

    /// Runs work on one of the connections.
    ///
    /// *Errors*: `DatabaseError.closed`.
    func perform<Result: Sendable>(
        _ work: @escaping @Sendable (PostgresSession) -> Result
    ) async throws(DatabaseError) -> Result {
        let result: Result? = await withCheckedContinuation { continuation in
            let isTaken = add { continuation.resume(returning: work($0)) }
            if !isTaken { continuation.resume(returning: nil) }
        }
        guard let result else { throw .closed }
        return result
    }

    /// Takes no more work; what was handed in is still done.
    func close() {
        let threads = state.withLock { state in
            state.isClosed = true
            return state.threads
        }
        for _ in 0..<threads { work.signal() }
    }

    private func add(_ job: @escaping Job) -> Bool {
        let isNewThreadNeeded = state.withLock { state -> Bool? in
            guard !state.isClosed else { return nil }
            state.jobs.append(job)
            guard state.jobs.count > state.idle, state.threads < settings.connectionsMax else {
                return false
            }
            state.threads += 1
            state.idle += 1
            return true
        }
        guard let isNewThreadNeeded else { return false }
        if isNewThreadNeeded { start() }
        work.signal()
        return true
    }

    private func start() {
        let thread = Thread { [self] in
            let session = PostgresSession(settings, addresses)
            while let job = next() {
                job(session)
                session.settle()
                state.withLock { $0.idle += 1 }
            }
        }
        thread.name = "counterfoil-postgres"
        thread.start()
    }

    private func next() -> Job? {
        work.wait()
        return state.withLock { state in
            guard !state.jobs.isEmpty else { return nil }
            state.idle -= 1
            return state.jobs.removeFirst()
        }
    }
}
