// How far a reconciliation has come, on standard error: one line a second at most.

internal import Checkout
internal import Payments
internal import Synchronization

final class ReconcileProgressLines: Sendable {
    private static let every = Duration.seconds(1)

    private let saidAt = Mutex(ContinuousClock.now)

    func say(_ progress: ReconcileProgress) {
        let isDue = saidAt.withLock { saidAt in
            guard ContinuousClock.now - saidAt >= ReconcileProgressLines.every else { return false }
            saidAt = .now
            return true
        }
        if isDue { sayBesides(ReconcileProgressLines.words(progress)) }
    }

    static func words(_ progress: ReconcileProgress) -> String {
        switch progress {
        case .read(let rows): "已读 lines read \(rows)"
        case .compared(let numbers, let breaks):
            (["已比对 compared \(numbers)"]
                + BreakClass.allCases.compactMap { kind in
                    breaks[kind].map { "\(kind.chineseName) \(kind.englishName) \($0)" }
                }).joined(separator: " · ")
        }
    }
}
