// Statements on their way. What nobody waits for is only noted; the next that is waited for, or
// COMMIT, sees all of it off in one batch, whose answers come back in the same order. A statement
// is prepared in the batch that first uses it.
//
// Trap: when a statement fails the server skips what follows in the batch, COMMIT included, and
// what was to be prepared there is not. So a name counts as prepared only once the server has said
// so.

internal import Persistence

final class PostgresPipeline {
    /// Sees the batch off before it is so long that the server has to wait for us to read.
    private static let queuedMax = 100
    /// Statements kept per connection; the program has fewer.
    private static let preparedMax = 500

    let link: PostgresLink
    private var prepared: [String: String] = [:]
    /// Names used up, also by statements that failed.
    private var names = 0
    private var queued: [Queued] = []
    /// Sent, and not yet answered.
    private var owed: [Expected] = []

    private struct Queued {
        let sql: String
        let arguments: PostgresArguments
        /// Thrown when this divides by zero.
        let error: (any Error & Sendable)?
    }

    private enum Expected {
        case prepared(sql: String, name: String)
        case statement(orThrow: (any Error & Sendable)?)
    }

    init(_ link: PostgresLink) throws(PostgresFailure) {
        self.link = link
        try link.enterPipeline()
    }

    var isEmpty: Bool { queued.isEmpty }

    /// Notes a statement; its result is looked at by the next `run`.
    func queue(
        _ sql: String, _ arguments: PostgresArguments, orThrow error: (any Error & Sendable)? = nil
    ) throws(PostgresFailure) {
        queued.append(Queued(sql: sql, arguments: arguments, error: error))
        if queued.count >= PostgresPipeline.queuedMax { _ = try run() }
    }

    /// An UPDATE that fails at the server where it finds no row, so that COMMIT may travel right
    /// behind it.
    static func finding(_ update: String) -> String {
        "WITH found AS (\(update) RETURNING 1) SELECT 1 / count(*) FROM found"
    }

    /// Forgets what was noted and not sent.
    func drop() {
        queued = []
    }

    /// Sends everything noted, waits, and gives the last statement's result.
    ///
    /// *Errors*: the first that a statement met. Of the kind `lost` when that is all that is known;
    /// of any other the batch is over, and what followed the failed statement was not run.
    func run() throws(PostgresFailure) -> PostgresResult? {
        try send()
        return try collect()
    }

    /// Sends everything noted and does not wait.
    func send() throws(PostgresFailure) {
        var fresh: [String: String] = [:]
        for statement in queued {
            guard let key = cacheable(statement.sql) else {
                try link.send(Placeholders.numbered(statement.sql), statement.arguments)
                owed.append(.statement(orThrow: statement.error))
                continue
            }
            var name = prepared[key] ?? fresh[key]
            if name == nil {
                names += 1
                let new = "s\(names)"
                try link.sendPrepare(new, Placeholders.numbered(key))
                owed.append(.prepared(sql: key, name: new))
                fresh[key] = new
                name = new
            }
            try link.send(prepared: name ?? "", statement.arguments)
            owed.append(.statement(orThrow: statement.error))
        }
        queued = []
        try link.sendSync()
    }

    /// Reads the answers to what was sent.
    func collect() throws(PostgresFailure) -> PostgresResult? {
        var failure: PostgresFailure?
        var last: PostgresResult?
        for expected in owed {
            while let result = try link.next() {
                switch expected {
                case _ where result.isSkipped: continue
                case _ where !result.isGood:
                    var met = result.failure
                    if case .statement(let error?) = expected, met.state == "22012" {
                        met = .notFound(error)
                    }
                    if met.kind == .lost { throw met }
                    failure = failure ?? met
                case .prepared(let sql, let name): prepared[sql] = name
                case .statement: last = result
                }
            }
        }
        owed = []
        guard let end = try link.next(), end.isSync else { throw link.lost }
        if let failure {
            if failure.kind == .stalePlan { prepared = [:] }
            throw failure
        }
        return last
    }

    /// The key under which a statement is kept prepared; nil for what is run once, as a migration is.
    private func cacheable(_ sql: String) -> String? {
        let isKept = [
            "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "BEGIN", "COMMIT", "ROLLBACK",
        ]
        .contains { sql.hasPrefix($0) }
        guard isKept, prepared.count < PostgresPipeline.preparedMax || prepared[sql] != nil else {
            return nil
        }
        return sql
    }
}
