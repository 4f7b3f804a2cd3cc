// What a sale asks of SQLite, found out by doing it on a copy in memory while nobody measures.

internal import Persistence
internal import PersistenceSQLite
internal import Synchronization

/// Does sales in memory, to learn what they ask of a database.
final class SaleRecorder {
    private let memory: SQLiteMemory
    private let tills: [BenchTill]
    private(set) var statementsPerSale = 0

    init(tills: Int) throws {
        memory = try SQLiteMemory()
        self.tills = (0..<tills).map(BenchTill.init)
        _ = try run { transaction in
            try Migrator.migrate(in: transaction, at: BenchChain.opens)
            try BenchChain.open(in: transaction, tills: tills)
        }
    }

    /// Tells the statements of each transaction, as tills that take turns would have them done.
    func record(_ sales: Range<Int>, _ tell: ([RecordedStatement]) throws -> Void) throws {
        statementsPerSale = 0
        for number in sales {
            for step in BenchSale.Step.allCases {
                for till in tills {
                    let sale = BenchSale(till: till, number: number)
                    let statements = try run { transaction in
                        let recording = RecordingTransaction(transaction)
                        try sale.perform(step, in: recording)
                        return recording.statements
                    }
                    if till.index == 0, number == sales.lowerBound {
                        statementsPerSale += statements.count
                    }
                    try tell(statements)
                }
            }
        }
    }

    private func run<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) throws -> Result {
        let answer = Answer<Result>()
        memory.run([PendingWrite(body) { answer.give($0) }])
        memory.commit()
        return try answer.take()
    }

    private final class Answer<Value: Sendable>: Sendable {
        private let held = Mutex<Result<Value, any Error>?>(nil)

        func give(_ result: Result<Value, any Error>) { held.withLock { $0 = result } }

        func take() throws -> Value {
            guard let result = held.withLock({ $0 }) else { throw BenchFailure("no answer") }
            return try result.get()
        }
    }
}
