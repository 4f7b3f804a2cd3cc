// Lines on their way from a wallet into the database, some at a time: nothing of a statement is held but
// what came last, however large it is.

internal import Payments
internal import Persistence
internal import Retail

/// Writes what a source hands on, and remembers the first thing that went wrong.
actor StatementIntake {
    private let number: Int64
    private let database: any Database
    private let progress: @Sendable (ReconcileProgress) -> Void
    private var waiting: [StatementRow] = []
    private(set) var rows: Int64 = 0
    private(set) var checksum = Checksum()
    private var problem: (any Error)?

    /// Lines of one transaction: few enough that a till's payment does not wait for them.
    private static let writeMax = 1_000

    init(
        _ number: Int64, in database: any Database,
        progress: @escaping @Sendable (ReconcileProgress) -> Void
    ) {
        self.number = number
        self.database = database
        self.progress = progress
    }

    func take(_ batch: StatementBatch) async {
        guard problem == nil else { return }
        // Another batch may not overtake this one: the source waits for each.
        waiting += batch.rows
        guard waiting.count >= StatementIntake.writeMax else { return }
        await write()
    }

    /// *Errors*: the database's, whenever it came.
    func end() async throws {
        if problem == nil, !waiting.isEmpty { await write() }
        if let problem { throw problem }
    }

    private func write() async {
        let (some, number) = (waiting, number)
        waiting = []
        do {
            try await database.write { transaction in
                try StatementRowTable.insert(some, of: number, in: transaction)
            }
            StatementRowTable.add(some, to: &checksum)
            rows += Int64(some.count)
            progress(.read(rows: rows))
        } catch {
            problem = error
        }
    }
}
