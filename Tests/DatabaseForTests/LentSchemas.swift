// Schemas of the PostgreSQL server, lent to one test after another. All tests begin at once, and a
// server has only so many connections, so most of them wait here; and making the tables and removing
// them takes longer than most tests, so whoever waits is given a schema that was used and emptied.

internal import PostgresForTests

actor LentSchemas {
    /// Two cores are busy with a few tests; more would only hold connections.
    static let shared = LentSchemas(8)

    private var free: Int
    /// First come, first served; nil is leave to make one.
    private var waiting: [CheckedContinuation<PostgresSchema?, Never>] = []

    private init(_ count: Int) {
        free = count
    }

    /// An empty schema, with or without today's tables.
    func take() async throws -> PostgresSchema {
        if free > 0 {
            free -= 1
        } else if let used = await withCheckedContinuation({ waiting.append($0) }) {
            return used
        }
        do {
            return try await PostgresSchema()
        } catch {
            passOn(nil)
            throw error
        }
    }

    /// Passes it on, or drops it when nobody waits: so none is left at the end.
    func giveBack(_ schema: PostgresSchema) async throws {
        var emptied: PostgresSchema?
        defer { passOn(emptied) }
        if !waiting.isEmpty { try await schema.empty() }
        // Somebody else may have served the last one meanwhile.
        if waiting.isEmpty { return try await schema.drop() }
        emptied = schema
    }

    private func passOn(_ schema: PostgresSchema?) {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume(returning: schema)
        }
    }
}
