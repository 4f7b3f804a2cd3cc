// Lines on their way from a wallet into the database, some at a time: while some are written the next
// are read, and nothing else of a statement is held, however large it is.

internal import Payments
internal import Persistence
internal import Retail

/// What a source hands on, for whoever writes it.
///
/// One task hands in and ends, another takes out; each waits for the other.
actor StatementIntake {
    private var waiting: [StatementRow] = []
    /// Enough for a transaction, and not taken yet.
    private var ready: [StatementRow]?
    private var hasEnded = false
    /// Nobody takes out any more.
    private var isBroken = false
    private var giver: CheckedContinuation<Void, Never>?
    private var taker: CheckedContinuation<Void, Never>?

    /// Lines of one transaction: few enough that a till's payment does not wait for them.
    private static let writeMax = 2_000

    func take(_ batch: StatementBatch) async {
        waiting += batch.rows
        guard waiting.count >= StatementIntake.writeMax else { return }
        await handOver()
    }

    /// The source has no more.
    func end() async {
        if !waiting.isEmpty { await handOver() }
        hasEnded = true
        taker?.resume()
        taker = nil
    }

    /// The next lines to be written; nil when all were.
    func next() async -> [StatementRow]? {
        while true {
            if let some = ready {
                ready = nil
                giver?.resume()
                giver = nil
                return some
            }
            if hasEnded { return nil }
            await withCheckedContinuation { taker = $0 }
        }
    }

    /// They cannot be written: what still comes is let go.
    func giveUp() {
        isBroken = true
        giver?.resume()
        giver = nil
    }

    private func handOver() async {
        // Another batch may not overtake this one: the source waits for each.
        while ready != nil, !isBroken {
            await withCheckedContinuation { giver = $0 }
        }
        ready = isBroken ? nil : waiting
        waiting = []
        taker?.resume()
        taker = nil
    }
}
