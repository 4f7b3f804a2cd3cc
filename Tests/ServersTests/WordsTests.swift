// What one process says, another on the same database hears.

import Foundation
import Persistence
import PostgresForTests
import Synchronization
import Testing

@testable import PersistencePostgres

/// One end of the line, and what it has heard.
private final class Ear: Sendable {
    let words: PostgresWords
    private let heard = Mutex<[HeardWord]>([])

    init(_ database: PostgresDatabase) throws {
        words = try PostgresWords(on: database)
        words.start()
    }

    var all: [HeardWord] { heard.withLock { $0 } }

    func listen() async {
        for await word in words.heard { heard.withLock { $0.append(word) } }
    }

    /// Until this was heard so often, or two minutes are over.
    func hears(_ word: HeardWord, times: Int = 1) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < end {
            if all.count(where: { $0 == word }) >= times { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        return false
    }
}

@Suite(.serialized) struct WordsTests {
    /// Two processes on one schema and one on another, all of them listening.
    private func withEars(
        _ body: @Sendable (Ear, Ear, Ear, PostgresSchema) async throws -> Void
    ) async throws {
        let (schema, foreign) = (try await PostgresSchema(), try await PostgresSchema())
        let ears = try [Ear(schema.open()), Ear(schema.open()), Ear(foreign.open())]
        let outcome = await withTaskGroup(of: Void.self) { group in
            for ear in ears { group.addTask { await ear.listen() } }
            defer { for ear in ears { ear.words.close() } }
            do {
                for ear in ears { #expect(try await ear.hears(.missedSome)) }
                return Result<Void, any Error>.success(
                    try await body(ears[0], ears[1], ears[2], schema))
            } catch {
                return .failure(error)
            }
        }
        try await schema.drop()
        try await foreign.drop()
        try outcome.get()
    }

    @Test("A word reaches the other process, not the one that said it, and no other chain")
    func word() async throws {
        try await withEars { (one, other, foreign, _) async throws -> Void in
            one.words.say("0101")
            one.words.say("it's")
            #expect(try await other.hears(.word("0101")))
            #expect(try await other.hears(.word("it's")))
            other.words.say("0102")
            #expect(try await one.hears(.word("0102")))
            foreign.words.say("0201")
            other.words.say("last")
            #expect(try await one.hears(.word("last")))
            #expect(one.all == [.missedSome, .word("0102"), .word("last")])
            #expect(foreign.all == [.missedSome])
        }
    }

    @Test(
        "After its connection was lost a process knows that it may have missed some, and hears again"
    )
    func lost() async throws {
        try await withEars { one, other, _, _ in
            try await PostgresSchema.server.get().write { transaction in
                _ = try transaction.rows(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE query LIKE '%LISTEN counterfoil%' AND pid <> pg_backend_pid()
                    """)
            }
            #expect(try await one.hears(.missedSome, times: 2))
            #expect(try await other.hears(.missedSome, times: 2))
            one.words.say("0101")
            #expect(try await other.hears(.word("0101")))
        }
    }
}
