// SQL on one connection during one body. BEGIN is only noted; it travels with the first statement
// whose result is needed.

internal import Persistence

final class PostgresTransaction: Transaction {
    private let pipeline: PostgresPipeline
    /// The first failure since the transaction was last well.
    private(set) var failure: PostgresFailure?
    private(set) var hasBegun = false

    /// `beginning` is run before the body's first statement.
    init(_ pipeline: PostgresPipeline, beginning: [String]) throws(PostgresFailure) {
        self.pipeline = pipeline
        for sql in beginning { try pipeline.queue(sql, .none) }
    }

    var dialect: SQLDialect { .postgres }

    /// Whether the transaction can still be committed.
    ///
    /// A server that ends a connection says so before the connection is seen to be gone.
    var isWell: Bool {
        failure?.kind != .lost && !pipeline.link.isBroken && !pipeline.link.isTransactionFailed
    }

    func queue(_ sql: String, _ arguments: [SQLValue]) throws {
        hasBegun = true
        let arguments = try PostgresArguments(arguments)
        try noting { () throws(PostgresFailure) in try pipeline.queue(sql, arguments) }
    }

    func queue(
        _ update: String, _ arguments: [SQLValue], findingOneOr error: any Error & Sendable
    ) throws {
        hasBegun = true
        let arguments = try PostgresArguments(arguments)
        try noting { () throws(PostgresFailure) in
            try pipeline.queue(PostgresPipeline.finding(update), arguments, orThrow: error)
        }
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try run(sql, arguments)?.changed ?? 0
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
        try run(sql, arguments)?.rows ?? []
    }

    private func run(_ sql: String, _ arguments: [SQLValue]) throws -> PostgresResult? {
        hasBegun = true
        let arguments = try PostgresArguments(arguments)
        return try noting { () throws(PostgresFailure) in
            try pipeline.queue(sql, arguments)
            return try pipeline.run()
        }
    }

    /// A body may catch what it is thrown, and go on where a savepoint let it; what made the
    /// transaction fail is kept for its end.
    private func noting<Value>(
        _ work: () throws(PostgresFailure) -> Value
    ) throws -> Value {
        let wasWell = isWell
        do {
            let value = try work()
            if isWell { failure = nil }
            return value
        } catch {
            if wasWell || failure == nil { failure = error }
            throw error.error
        }
    }
}

extension PostgresArguments {
    static let none = PostgresArguments()

    private init() {}
}
