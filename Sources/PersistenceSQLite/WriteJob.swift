// One body, its outcome, and the task that waits for it.

internal import Persistence
internal import Synchronization

final class WriteJob<Result: Sendable>: AnyWriteJob {
    private let body: @Sendable (any Transaction) throws -> Result
    private let continuation: CheckedContinuation<Result, any Error>
    private let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)

    init(
        body: @escaping @Sendable (any Transaction) throws -> Result,
        continuation: CheckedContinuation<Result, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    var hasSucceeded: Bool {
        outcome.withLock { outcome in
            if case .success = outcome { return true }
            return false
        }
    }

    func run(_ transaction: any Transaction) {
        do {
            let result = try body(transaction)
            outcome.withLock { $0 = .success(result) }
        } catch {
            let failure = SQLiteDatabase.translated(error)
            outcome.withLock { $0 = .failure(failure) }
        }
    }

    /// After the commit: the answer may be given now.
    func finish() {
        guard let outcome = outcome.withLock({ $0 }) else {
            continuation.resume(throwing: DatabaseError.closed)
            return
        }
        continuation.resume(with: outcome)
    }

    /// The commit failed: nothing of the group was kept, whatever the body thought.
    ///
    /// A body that threw tells its own reason.
    func fail(_ error: any Error) {
        if case .failure(let own) = outcome.withLock({ $0 }) {
            continuation.resume(throwing: own)
        } else {
            continuation.resume(throwing: error)
        }
    }
}
