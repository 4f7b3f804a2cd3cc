// Bodies that meet come out as if one had run after the other, and each of them comes out.

import Dispatch
import Persistence
import PersistencePostgres
import Testing

@Suite struct ConflictTests {
    @Test("Sixteen writers, each reading and writing one row, lose no count")
    func increments() async throws {
        try await Purse.with { purse in
            let database = try purse.open { $0.connectionsMax = 16 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        for _ in 0..<20 {
                            try await database.write { transaction in
                                let fen = try Purse.fen(1, in: transaction)
                                try transaction.execute(
                                    "UPDATE purse SET fen = ? WHERE n = 1", [.integer(fen + 1)])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await purse.all() == [1: 420, 2: 100])
        }
    }

    @Test("Two that look at the same and write one row besides do not both find enough")
    func skew() async throws {
        try await Purse.with { purse in
            let (database, meeting, runs) = (try purse.open(), Meeting(), Runs())
            @Sendable func take(from own: Int64) async throws -> Bool {
                try await database.write { transaction in
                    runs.next()
                    let sum =
                        try Purse.fen(1, in: transaction) + Purse.fen(2, in: transaction)
                    meeting.arrive()
                    guard sum >= 200 else { return false }
                    // What both decide about: here they meet.
                    try Purse.add(0, to: 1, in: transaction)
                    try Purse.add(-50, to: own, in: transaction)
                    return true
                }
            }
            async let one = take(from: 1)
            async let other = take(from: 2)
            let took = try await [one, other]
            #expect(took.filter { $0 }.count == 1)
            #expect(runs.total > 2)
            #expect(try await purse.all().values.reduce(0, +) == 150)
        }
    }

    @Test("Two that wait for each other's rows both get through")
    func deadlock() async throws {
        try await Purse.with { purse in
            let (database, meeting, runs) = (try purse.open(), Meeting(), Runs())
            @Sendable func move(from: Int64, to: Int64) async throws {
                try await database.write { transaction in
                    runs.next()
                    try transaction.execute(
                        "UPDATE purse SET fen = fen - 10 WHERE n = ?", [.integer(from)])
                    meeting.arrive()
                    try transaction.execute(
                        "UPDATE purse SET fen = fen + 10 WHERE n = ?", [.integer(to)])
                }
            }
            async let one: Void = move(from: 1, to: 2)
            async let other: Void = move(from: 2, to: 1)
            _ = try await (one, other)
            #expect(runs.total > 2)
            #expect(try await purse.all() == [1: 100, 2: 100])
        }
    }

    @Test("A key that both looked for and then wrote is an answer for the second, not an error")
    func echo() async throws {
        try await Purse.with { purse in
            let (database, meeting) = (try purse.open(), Meeting())
            @Sendable func make() async throws -> Bool {
                try await database.write { transaction in
                    let known = try Purse.fen(3, in: transaction)
                    meeting.arrive()
                    guard known < 0 else { return false }
                    try Purse.insert(3, in: transaction)
                    return true
                }
            }
            async let one = make()
            async let other = make()
            #expect(try await Set([one, other]) == [true, false])
        }
    }

    @Test("Of two that write one key without looking the second is told the constraint")
    func taken() async throws {
        try await Purse.with { purse in
            let (database, meeting) = (try purse.open(), Meeting())
            @Sendable func make() async -> String? {
                do {
                    try await database.write { transaction in
                        _ = try Purse.fen(1, in: transaction)
                        meeting.arrive()
                        try Purse.insert(3, in: transaction)
                    }
                    return nil
                } catch {
                    return "\(error)"
                }
            }
            async let one = make()
            async let other = make()
            let told = await [one, other].compactMap { $0 }
            #expect(told == ["\(DatabaseError.constraint("purse_pkey: purse.n"))"])
        }
    }

    @Test("Another key in each run is another conflict, and not the same refusal twice")
    func echoes() async throws {
        try await Purse.with { purse in
            let (database, others, runs) = (try purse.open(), try purse.open(), Runs())
            let key = try await database.write { transaction in
                let key = Int64(2 + runs.next())
                // The view is taken; then somebody is quicker, twice.
                _ = try Purse.fen(1, in: transaction)
                if key < 5 { others.finish { try Purse.insert(key, in: $0) } }
                try Purse.insert(key, in: transaction)
                return key
            }
            #expect(key == 5)
            #expect(runs.total == 3)
        }
    }

    @Test("A key that is freed after the view is free; whoever then throws, throws what it read")
    func freed() async throws {
        struct Occupied: Error, Equatable { let fen: Int64 }
        try await Purse.with { purse in
            let (database, others, runs) = (try purse.open(), try purse.open(), Runs())
            await #expect(throws: Occupied(fen: 100)) {
                try await database.write { transaction in
                    runs.next()
                    let seen = try Purse.fen(2, in: transaction)
                    others.finish { try $0.execute("DELETE FROM purse WHERE n = 2") }
                    try Purse.insert(2, in: transaction)
                    throw Occupied(fen: seen)
                }
            }
            #expect(runs.total == 1)
            #expect(try await purse.all() == [1: 100])
        }
    }

    @Test("What a body throws when it is told the constraint is what its caller is told")
    func translated() async throws {
        struct Occupied: Error {}
        try await Purse.with { purse in
            let (database, runs) = (try purse.open(), Runs())
            await #expect(throws: Occupied.self) {
                try await database.write { transaction in
                    runs.next()
                    do {
                        try transaction.execute("INSERT INTO purse (n, fen) VALUES (1, 0)")
                    } catch DatabaseError.constraint {
                        throw Occupied()
                    }
                }
            }
            #expect(runs.total == 2)
        }
    }

    @Test("Who waits too long for a lock is told so, and nothing is kept")
    func lockTimeout() async throws {
        try await Purse.with { purse in
            let holder = try purse.open()
            let (held, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let holding: Void = holder.write { transaction in
                try transaction.execute("UPDATE purse SET fen = 1 WHERE n = 1")
                held.signal()
                release.wait()
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    held.wait()
                    continuation.resume()
                }
            }
            let database = try purse.open { settings in
                settings.lockMilliseconds = 50
                settings.patience = .seconds(6)
            }
            // Connected before, so that patience is all for the lock.
            _ = try await database.read { try Purse.fen(2, in: $0) }
            let runs = Runs()
            await #expect(throws: DatabaseError.conflict) {
                try await database.write { transaction in
                    runs.next()
                    try Purse.add(7, to: 1, in: transaction)
                }
            }
            #expect(runs.total > 1)
            release.signal()
            try await holding
            #expect(try await purse.all() == [1: 1, 2: 100])
        }
    }

    @Test("A statement that takes too long ends with a word, at once and for all tries")
    func statementTimeout() async throws {
        try await Purse.with { purse in
            let database = try purse.open { $0.statementMilliseconds = 1_000 }
            let runs = Runs()
            await #expect(throws: DatabaseError.server(.tooSlow)) {
                try await database.write { transaction in
                    runs.next()
                    _ = try transaction.rows("SELECT pg_sleep(30)")
                }
            }
            #expect(runs.total == 1)
            try await database.write { try Purse.add(1, to: 1, in: $0) }
            #expect(try await purse.all()[1] == 101)
        }
    }

    @Test("A body that writes where it may only read is refused once, not run for ever")
    func readOnly() async throws {
        try await Purse.with { purse in
            let (database, runs) = (try purse.open(), Runs())
            await #expect(throws: DatabaseError.self) {
                try await database.read { transaction in
                    runs.next()
                    return try transaction.execute("UPDATE purse SET fen = 0")
                }
            }
            #expect(runs.total == 1)
            #expect(try await purse.all() == [1: 100, 2: 100])
        }
    }

    @Test("A reader sees one moment, whatever is written meanwhile")
    func view() async throws {
        try await Purse.with { purse in
            let database = try purse.open()
            let written = DispatchSemaphore(value: 0)
            let (begun, sums) = AsyncStream.makeStream(of: Void.self)
            async let seen = database.read { transaction in
                let before = try Purse.fen(1, in: transaction)
                sums.yield()
                written.wait()
                return [
                    before, try Purse.fen(1, in: transaction), try Purse.fen(2, in: transaction),
                ]
            }
            for await _ in begun { break }
            try await database.write { transaction in
                try Purse.add(-10, to: 1, in: transaction)
                try Purse.add(10, to: 2, in: transaction)
            }
            written.signal()
            #expect(try await seen == [100, 100, 100])
        }
    }
}

extension Database {
    /// Writes from the middle of another body, and waits for it.
    fileprivate func finish(_ body: @escaping @Sendable (any Transaction) throws -> Void) {
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            try? await write(body)
            done.signal()
        }
        done.wait()
    }
}
