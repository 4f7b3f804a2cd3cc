// Bodies share a commit and nothing else: what one throws, breaks or undoes is its own affair.

import Foundation
import Persistence
import PersistenceSQLite
import Testing

@Suite struct GroupCommitTests {
    private func withLedger(_ body: (SQLiteDatabase) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.database)
        try await Ledger.create(in: database)
        try await body(database)
    }

    /// Runs a body for each number, all at once; the errors by number.
    private func atOnce(
        _ numbers: Range<Int64>, in database: SQLiteDatabase,
        _ body: @escaping @Sendable (Int64, any Transaction) throws -> Void
    ) async -> [Int64: any Error] {
        await withTaskGroup(of: (Int64, (any Error)?).self) { group in
            for number in numbers {
                group.addTask {
                    do {
                        try await database.write { try body(number, $0) }
                        return (number, nil)
                    } catch {
                        return (number, error)
                    }
                }
            }
            var errors: [Int64: any Error] = [:]
            for await (number, error) in group {
                if let error { errors[number] = error }
            }
            return errors
        }
    }

    @Test("Of 200 bodies at once, each that throws undoes only itself, and hears its own error")
    func throwsAlone() async throws {
        try await withLedger { database in
            let errors = await atOnce(0..<200, in: database) { number, transaction in
                try Ledger.add(number, in: transaction)
                try Ledger.add(number + 1_000, in: transaction)
                if number.isMultiple(of: 3) { throw Stop(number: number) }
            }
            let kept = (Int64(0)..<200).filter { !$0.isMultiple(of: 3) }
            let numbers = try await Ledger.numbers(in: database)
            #expect(numbers == kept + kept.map { $0 + 1_000 })
            #expect(errors.count == 200 - kept.count)
            for (number, error) in errors { #expect(error as? Stop == Stop(number: number)) }
        }
    }

    @Test("Each body is counted once, and a body that is alone is a group")
    func counts() async throws {
        try await withLedger { database in
            let before = database.counts
            try await database.write { try Ledger.add(-1, in: $0) }
            #expect(database.counts.groups == before.groups + 1)
            #expect(database.counts.bodies == before.bodies + 1)
            _ = await atOnce(0..<200, in: database) { try Ledger.add($0, in: $1) }
            #expect(database.counts.bodies == before.bodies + 201)
            #expect((before.groups + 2...before.groups + 201).contains(database.counts.groups))
        }
    }

    @Test("A body's broken constraint is its own, and named")
    func constraintAlone() async throws {
        try await withLedger { database in
            try await database.write { try Ledger.add(-1, in: $0) }
            let errors = await atOnce(0..<200, in: database) { number, transaction in
                try Ledger.add(number, in: transaction)
                if number.isMultiple(of: 4) { try Ledger.add(-1, in: transaction) }
            }
            let kept = (Int64(0)..<200).filter { !$0.isMultiple(of: 4) }
            let numbers = try await Ledger.numbers(in: database)
            #expect(numbers == [-1] + kept)
            #expect(errors.count == 50)
            for error in errors.values {
                #expect(
                    error as? DatabaseError == .constraint("UNIQUE constraint failed: entry.n"))
            }
        }
    }

    @Test("Bad SQL is an error of its body alone")
    func badSQLAlone() async throws {
        try await withLedger { database in
            let errors = await atOnce(0..<50, in: database) { number, transaction in
                try Ledger.add(number, in: transaction)
                if number == 7 { try transaction.execute("INSERT INTO nowhere VALUES (1)") }
            }
            #expect(errors.keys.sorted() == [7])
            #expect(errors[7].flatMap(unusableReason)?.contains("nowhere") == true)
            let numbers = try await Ledger.numbers(in: database)
            #expect(numbers == (0..<50).filter { $0 != 7 })
        }
    }

    @Test("A body may go on after a constraint said no; what it did before stands")
    func goesOn() async throws {
        try await withLedger { database in
            try await database.write { transaction in
                try Ledger.add(1, in: transaction)
                #expect(throws: DatabaseError.self) { try Ledger.add(1, in: transaction) }
                try Ledger.add(2, in: transaction)
            }
            let numbers = try await Ledger.numbers(in: database)
            #expect(numbers == [1, 2])
        }
    }

    @Test("Bodies run one after the other: 200 at once count to 200 without a gap or a double")
    func oneAfterTheOther() async throws {
        try await withLedger { database in
            let counted = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        try await database.write { transaction in
                            let next = Int64(try Ledger.numbers(in: transaction).count) + 1
                            try Ledger.add(next, in: transaction)
                            return next
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counted.sorted() == Array(1...200))
        }
    }

    @Test("What has returned is seen by every read and every body that comes after")
    func order() async throws {
        try await withLedger { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in Int64(0)..<10 {
                    group.addTask {
                        for step in Int64(0)..<20 {
                            let number = writer * 100 + step
                            let before = try await database.write { transaction in
                                try Ledger.add(number, in: transaction)
                                return try Ledger.numbers(in: transaction)
                            }
                            let after = try await Ledger.numbers(in: database)
                            let own = Set(writer * 100...number)
                            #expect(own.isSubset(of: before))
                            #expect(own.isSubset(of: after))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let numbers = try await Ledger.numbers(in: database)
            #expect(numbers.count == 200)
        }
    }

    @Test("A read while a body is at work sees the view before it")
    func readDuringWrite() async throws {
        try await withLedger { database in
            try await database.write { try Ledger.add(1, in: $0) }
            let (atWork, signal) = AsyncStream.makeStream(of: Void.self)
            let mayEnd = DispatchSemaphore(value: 0)
            async let writing: Void = database.write { transaction in
                try Ledger.add(2, in: transaction)
                signal.yield()
                mayEnd.wait()
            }
            for await _ in atWork { break }
            let during = try? await Ledger.numbers(in: database)
            mayEnd.signal()
            try await writing
            #expect(during == [1])
            let numbers = try await Ledger.numbers(in: database)
            #expect(numbers == [1, 2])
        }
    }

    @Test("A read keeps its view while others write")
    func writeDuringRead() async throws {
        try await withLedger { database in
            try await database.write { try Ledger.add(1, in: $0) }
            let (hasLooked, signal) = AsyncStream.makeStream(of: Void.self)
            let mayLookAgain = DispatchSemaphore(value: 0)
            async let looks = database.read { transaction in
                let first = try Ledger.numbers(in: transaction)
                signal.yield()
                mayLookAgain.wait()
                return [first, try Ledger.numbers(in: transaction)]
            }
            for await _ in hasLooked { break }
            let written: Void? = try? await database.write { try Ledger.add(2, in: $0) }
            mayLookAgain.signal()
            #expect(try await looks == [[1], [1]])
            #expect(written != nil)
        }
    }

    @Test("A read cannot write")
    func readOnly() async throws {
        try await withLedger { database in
            await #expect(throws: DatabaseError.self) {
                try await database.read { try Ledger.add(1, in: $0) }
            }
            let numbers = try await Ledger.numbers(in: database)
            #expect(numbers.isEmpty)
        }
    }

    @Test("A body that ends the transaction itself keeps nobody's work, and hurts nobody after")
    func endsTransaction() async throws {
        try await withLedger { database in
            for sql in ["COMMIT", "ROLLBACK"] {
                await #expect(throws: DatabaseError.self) {
                    try await database.write { try $0.execute(sql) }
                }
                // A body that swallowed the error must not have its later statements kept alone.
                await #expect(throws: DatabaseError.self) {
                    try await database.write { transaction in
                        try? Ledger.add(1, in: transaction)
                        _ = try? transaction.execute(sql)
                        try? Ledger.add(2, in: transaction)
                    }
                }
            }
            try await database.write { try Ledger.add(3, in: $0) }
            let kept = try await Ledger.numbers(in: database)
            #expect(!kept.contains(2))
            #expect(kept.contains(3))
        }
    }

    @Test("Closed: what was handed in is kept, what comes after is refused")
    func close() async throws {
        try await withLedger { database in
            let (atWork, signal) = AsyncStream.makeStream(of: Void.self)
            let mayEnd = DispatchSemaphore(value: 0)
            async let writing: Void = database.write { transaction in
                try Ledger.add(1, in: transaction)
                signal.yield()
                mayEnd.wait()
            }
            for await _ in atWork { break }
            database.close()
            await #expect(throws: DatabaseError.closed) {
                try await database.write { try Ledger.add(2, in: $0) }
            }
            mayEnd.signal()
            try await writing
            let numbers = try await Ledger.numbers(in: database)
            #expect(numbers == [1])
        }
    }
}
