// How far a copy is: every row is written once and read again on both sides.

internal import Synchronization

package struct CopyStep: Equatable, Sendable {
    package enum Work: Sendable {
        case copying
        case comparing
    }

    package let table: String
    package let work: Work
    /// Rows passed, each of them up to three times.
    package let done: Int64
    /// Where `done` ends.
    package let all: Int64
}

/// Counts, and tells.
final class CopySteps: Sendable {
    private let all: Int64
    private let done = Mutex<Int64>(0)
    private let tell: @Sendable (CopyStep) -> Void

    init(rows: Int64, tell: @escaping @Sendable (CopyStep) -> Void) {
        all = rows * 3
        self.tell = tell
    }

    func pass(_ rows: Int, of table: String, _ work: CopyStep.Work) {
        let done = done.withLock { done in
            done += Int64(rows)
            return done
        }
        tell(CopyStep(table: table, work: work, done: done, all: all))
    }
}
