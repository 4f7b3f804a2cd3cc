// A wallet's statement as a process fetches it: not made yet, not to be reached, broken off in the
// middle, or whole. Whoever fetches may die while it comes.

internal import Payments
internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class PlayedStatement: StatementSource, @unchecked Sendable {
    private let played: PlayedWallet
    private unowned let process: Process
    private static let batch = 40

    init(_ wallet: PlayedWallet, process: Process) {
        played = wallet
        self.process = process
    }

    var wallet: Wallet { played.wallet }

    func fetch(
        _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        let world = played.world
        var chance = world.chance(ofFetch: "\(wallet.rawValue)\(day.iso)")
        await world.time.sleep(.milliseconds(chance.number(100...2_000)))
        guard process.survives(.beforeCall), !world.isOut(wallet) else { return interrupted }
        if world.strikes(.notConnected, &chance) {
            return .unreachable(Doubt(kind: .connectFailed, detail: "simulated"))
        }
        guard let rows = world.statements.file(of: played, day) else {
            return .notReady(code: "NO_STATEMENT")
        }
        // A wallet makes no file of a day on which nothing happened.
        guard !rows.isEmpty else { return .absent(code: "NO_STATEMENT") }
        let breaksOffAfter =
            world.strikes(.httpError, &chance) ? chance.index(below: rows.count) : nil
        var report = StatementReport()
        for start in stride(from: 0, to: rows.count, by: PlayedStatement.batch) {
            if let breaksOffAfter, start > breaksOffAfter { return interrupted }
            var batch = StatementBatch()
            batch.rows = Array(rows.dropFirst(start).prefix(PlayedStatement.batch))
            for row in batch.rows { _ = report.totals.add(row) }
            await take(batch)
            await world.time.sleep(.milliseconds(chance.number(1...200)))
            // It takes longer than anything else here, so the process dies in it more often.
            let dies = chance.happens(perMillion: 20_000)
            if dies, world.plan.faults.contains(.crash), !world.isSettling, process.isAlive {
                process.die(because: "killed (reading a statement)")
            }
            guard process.survives(.duringCall) else { return interrupted }
        }
        return breaksOffAfter == nil ? .complete(report) : .broken(report)
    }

    private var interrupted: StatementVerdict {
        .unreachable(Doubt(kind: .connectionLost, detail: "simulated"))
    }
}
