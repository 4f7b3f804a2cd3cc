// One body, its outcome, and whoever waits for it.

internal import Persistence
internal import Synchronization

final class WriteJob<Result: Sendable>: AnyWriteJob {
    private let body: @Sendable (any Transaction) throws -> Result
    private let answer: @Sendable (Swift.Result<Result, any Error>) -> Void
    private let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)

    init(
        body: @escaping @Sendable (any Transaction) throws -> Result,
        answer: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
        self.body = body
        self.answer = answer
    }

    var hasSucceeded: Bool {
        outcome.withLock { outcome in
            if case .success = outcome { return true }
            return false
        }
    }

    var failure: (any Error)? {
        outcome.withLock { outcome in
            if case .failure(let error) = outcome { return error }
            return nil
        }
    }

    func run(_ transaction: any Transaction) {
        do {
            let result = try body(transaction)
            outcome.withLock { $0 = .success(result) }
        } catch {
            let failure = SQLiteError.translated(error)
            outcome.withLock { $0 = .failure(failure) }
        }
    }

    /// After the commit: the answer may be given now.
    func finish() {
        answer(outcome.withLock { $0 } ?? .failure(DatabaseError.closed))
    }

    /// The commit failed: nothing of the group was kept, whatever the body thought.
    ///
    /// That holds for a body that threw, too: what it refused may rest on a row of the same group.
    func fail(_ error: any Error) {
        answer(.failure(error))
    }
}
