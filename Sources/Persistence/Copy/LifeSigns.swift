// Whether a server is at work in a database. One that runs changes its row among the workers every
// second; as everywhere, such a row is compared with itself alone and with no clock.

internal import Retail

struct LifeSigns: Equatable {
    private let beats: [String: Timestamp]

    /// Somewhat longer than the lease of a worker.
    static let silence = Duration.seconds(5)

    init(in transaction: any Transaction) throws {
        beats = try Workers.beats(in: transaction)
    }

    /// The beats of servers that have ended; nil when one of them goes on.
    static func ofTheDead(
        in database: any Database, sleep: (Duration) async throws -> Void
    ) async throws -> LifeSigns? {
        let signs = try await database.read { try LifeSigns(in: $0) }
        // Nobody else can be in a file whose lock we hold.
        if database.isSole || signs.beats.isEmpty { return signs }
        try await sleep(silence)
        return try await database.read { try LifeSigns(in: $0) } == signs ? signs : nil
    }
}
