// A group that is not committed keeps nothing, so nobody of it may go home with an answer of their own:
// what a body refused may rest on a row of a neighbour that is not there after all.

import Persistence
import PersistenceSQLite
import Synchronization
import Testing

/// What each body of a group was told, by its place; more than one answer is a mistake.
private final class Answers: Sendable {
    private let told = Mutex<[Int: [String]]>([:])

    func pending(
        _ place: Int, _ body: @escaping @Sendable (any Transaction) throws -> Void
    ) -> PendingWrite {
        PendingWrite(body) { result in
            let words =
                switch result {
                case .success: "kept"
                case .failure(let error): "\(error)"
                }
            self.told.withLock { $0[place, default: []].append(words) }
        }
    }

    func all(_ count: Int) -> [[String]] {
        told.withLock { told in (0..<count).map { told[$0] ?? [] } }
    }
}

@Suite struct GroupFailureTests {
    /// Entries, and notes about entries: whether a note's entry is there is looked at by COMMIT.
    private func memory() throws -> SQLiteMemory {
        let memory = try SQLiteMemory()
        let answers = Answers()
        memory.run([
            answers.pending(0) { transaction in
                try transaction.execute(
                    "CREATE TABLE entry (n BIGINT PRIMARY KEY, body TEXT NOT NULL)")
                try transaction.execute(
                    """
                    CREATE TABLE note (
                        n BIGINT REFERENCES entry (n) DEFERRABLE INITIALLY DEFERRED)
                    """)
            }
        ])
        memory.commit()
        #expect(answers.all(1) == [["kept"]])
        return memory
    }

    private func numbers(_ memory: SQLiteMemory) throws -> [Int64] {
        try memory.read { try Ledger.numbers(in: $0) }
    }

    @Test("A COMMIT that fails is what all of its group are told, also the one that had thrown")
    func commitFails() throws {
        let (memory, answers) = (try memory(), Answers())
        memory.run([
            answers.pending(0) { try Ledger.add(1, in: $0) },
            answers.pending(1) { transaction in
                // Refuses because of a neighbour's row that will not be kept.
                guard try Ledger.numbers(in: transaction).isEmpty else { throw Stop(number: 1) }
            },
            answers.pending(2) { try $0.execute("INSERT INTO note (n) VALUES (9)") },
        ])
        #expect(answers.all(3) == [[], [], []], "nobody is told before COMMIT")
        memory.commit()
        let reason = "\(DatabaseError.constraint("FOREIGN KEY constraint failed"))"
        #expect(answers.all(3) == [[reason], [reason], [reason]])
        #expect(try numbers(memory) == [])
    }

    @Test(
        "After a group that failed the next one is kept, and one that throws is told its own reason"
    )
    func goesOn() throws {
        let (memory, answers) = (try memory(), Answers())
        memory.run([answers.pending(0) { try $0.execute("INSERT INTO note (n) VALUES (9)") }])
        memory.commit()
        memory.run([
            answers.pending(1) { try Ledger.add(1, in: $0) },
            answers.pending(2) { transaction in
                try Ledger.add(2, in: transaction)
                throw Stop(number: 2)
            },
        ])
        memory.commit()
        #expect(answers.all(3).dropFirst() == [["kept"], ["\(Stop(number: 2))"]])
        #expect(try numbers(memory) == [1])
    }

    @Test("The power goes before COMMIT: nothing is kept, and all are told so")
    func rolledBack() throws {
        let (memory, answers) = (try memory(), Answers())
        memory.run([
            answers.pending(0) { try Ledger.add(1, in: $0) },
            answers.pending(1) { _ in throw Stop(number: 1) },
        ])
        memory.rollBack()
        #expect(answers.all(2) == [["closed"], ["closed"]])
        #expect(try numbers(memory) == [])
        // There is nothing left to commit.
        memory.commit()
        #expect(answers.all(2) == [["closed"], ["closed"]])
    }

    @Test("A disk that fills up in a body ends the group, and its reason is what all are told")
    func fillsUp() throws {
        let (memory, answers) = (try memory(), Answers())
        let body = String(repeating: "x", count: 100_000)
        memory.run([
            answers.pending(0) { transaction in
                _ = try transaction.rows("PRAGMA max_page_count = 10")
                try Ledger.add(1, in: transaction)
            },
            answers.pending(1) { try Ledger.add(2, body: body, in: $0) },
            answers.pending(2) { try Ledger.add(3, in: $0) },
        ])
        for words in answers.all(3) {
            #expect(words.count == 1)
            #expect(words.allSatisfy { $0.contains("full") }, "\(words)")
        }
        #expect(try numbers(memory) == [])
    }

    @Test("A write that is dropped unrun hears why")
    func dropped() throws {
        let answers = Answers()
        answers.pending(0) { _ in }.fail(DatabaseError.closed)
        #expect(answers.all(1) == [["closed"]])
    }
}
