// PostgreSQL as the `Database` of many processes.
//
// A body runs REPEATABLE READ: it sees one moment, and where it writes a row that somebody else has
// written since, the server refuses it and it is run again, after a pause that grows and is never the
// same for two. That this is enough rests on a rule: whoever decides something about a sale, a payment
// or a refund writes its row, so that two who decide meet there (docs/decisions/0023).

internal import Dispatch
package import Persistence

/// A PostgreSQL database through a pool of connections.
package final class PostgresDatabase: Database {
    private let pool: PostgresPool
    let settings: PostgresSettings
    /// Its servers and its name, for people: without user and password.
    package let name: String

    /// Reads the connection string; connects when there is something to do.
    ///
    /// *Errors*: `DatabaseError.server(.unfit(.connectionString))`.
    package init(_ settings: PostgresSettings) throws(DatabaseError) {
        self.settings = settings
        let addresses = try PostgresAddress.all(settings)
        name =
            addresses.map(\.name).joined(separator: ",") + "/" + (addresses.first?.database ?? "")
        pool = PostgresPool(settings, addresses)
    }

    deinit {
        pool.close()
    }

    /// Takes no more work; what was handed in is still done.
    package func close() {
        pool.close()
    }

    /// Other processes may be at work in it.
    package var isSole: Bool { false }

    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await write(beginning: ["BEGIN ISOLATION LEVEL REPEATABLE READ"], body)
    }

    /// Under a lock, each statement with a view of its own: a view that lasts would
    /// be older than the lock that it waited for.
    package func writeAlone<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await write(
            beginning: [
                "BEGIN ISOLATION LEVEL READ COMMITTED", "SET LOCAL statement_timeout = 0",
                "SET LOCAL lock_timeout = 0", PostgresLock.migrating,
            ], isUnhurried: true, body)
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await trying { try await self.pool.perform { $0.read(body) } }
    }

    private func write<Result: Sendable>(
        beginning: [String], isUnhurried: Bool = false,
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await trying {
            let outcome = try await self.pool.perform {
                $0.write(beginning, isUnhurried: isUnhurried, body)
            }
            guard case .inDoubt(let result, let mark) = outcome else { return outcome }
            return try await self.resolve(mark) ? .done(result) : .again(.voided)
        }
    }

    /// Runs a body until it is kept or refused, or patience ends.
    private func trying<Result: Sendable>(
        _ run: () async throws -> BodyOutcome<Result>
    ) async throws -> Result {
        var pauses = Pauses(patience: settings.patience)
        var refusal: PostgresFailure?
        while true {
            switch try await run() {
            case .done(let result): return result
            case .failed(let error): throw error
            case .inDoubt: throw DatabaseError.outcomeUnknown
            case .again(let failure):
                // Said twice of a row, with a new view of it in between, it is so.
                if failure.kind == .taken {
                    if refusal?.isSame(as: failure) == true { throw failure.error }
                    refusal = failure
                }
                guard await pauses.pause(isConflict: failure.kind != .lost) else {
                    throw failure.error
                }
            }
        }
    }

    /// Whether a COMMIT happened; asked until somebody knows.
    ///
    /// *Errors*: `DatabaseError.outcomeUnknown`.
    private func resolve(_ mark: CommitMark) async throws(DatabaseError) -> Bool {
        var pauses = Pauses(patience: settings.doubtPatience)
        repeat {
            switch try? await pool.perform({ $0.resolve(mark) }) {
            case .committed: return true
            case .neverHappened: return false
            case .unknown: continue
            // Being closed: nobody will ask any more.
            case nil: throw .outcomeUnknown
            }
        } while await pauses.pause(isConflict: false)
        throw .outcomeUnknown
    }
}

extension PostgresFailure {
    /// A COMMIT that was looked for and is known not to have happened.
    fileprivate static var voided: PostgresFailure {
        PostgresFailure(.lost, "the connection was lost before COMMIT")
    }
}

/// Pauses between tries: they grow, and are drawn anew each time so that two that met do not meet
/// again.
struct Pauses {
    private let end: ContinuousClock.Instant
    private var microseconds = 1_000

    init(patience: Duration) {
        end = .now + patience
    }

    /// False, at once, when patience has ended.
    mutating func pause(isConflict: Bool) async -> Bool {
        guard ContinuousClock.now < end else { return false }
        let pause = Int.random(in: (microseconds / 2)...(microseconds * 3 / 2))
        // A server that restarts needs no thousand questions.
        microseconds = min(microseconds * 2, isConflict ? 64_000 : 500_000)
        // Not a task's sleep: a body that has begun is brought to its end also while its task is
        // cancelled.
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .microseconds(pause)) {
                continuation.resume()
            }
        }
        return true
    }
}
