// Our side: tills that sell at the same time, each one sale after the other, through `Database.write`.

internal import Persistence
internal import Synchronization

struct BenchSelling: Sendable {
    let tills: Int
    /// What each till sells, by its sales' numbers.
    let sales: Range<Int>

    var transactions: Int { tills * sales.count * BenchSale.Step.allCases.count }

    /// *Unit* of the answer: seconds, and how often a body was run.
    func run(
        on database: some Database
    ) async throws -> (seconds: Double, bodies: Int) {
        let bodies = Counter()
        let clock = ContinuousClock()
        let seconds = try await clock.measure {
            try await withThrowingTaskGroup { group in
                for till in (0..<tills).map(BenchTill.init) {
                    group.addTask { [sales] in
                        for number in sales {
                            let sale = BenchSale(till: till, number: number)
                            for step in BenchSale.Step.allCases {
                                try await database.write { transaction in
                                    bodies.count()
                                    try sale.perform(step, in: transaction)
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        return (seconds / .seconds(1), bodies.value)
    }

    private final class Counter: Sendable {
        private let atomic = Atomic(0)

        func count() { atomic.add(1, ordering: .relaxed) }
        var value: Int { atomic.load(ordering: .relaxed) }
    }
}
