// Lets two bodies meet in the middle of their first run, so that a conflict is made and not hoped
// for.

import Dispatch
import Synchronization

/// Where two threads wait for each other, once.
final class Meeting: Sendable {
    private let arrived = Mutex(0)
    private let open = DispatchSemaphore(value: 0)

    /// Waits for the other, for as long as a busy machine may take to begin the second, and less than
    /// an idle transaction may last; whoever comes later, in another run, passes.
    func arrive() {
        let place = arrived.withLock { count in
            count += 1
            return count
        }
        if place == 2 { open.signal() }
        if place == 1 { _ = open.wait(timeout: .now() + 25) }
    }
}

/// How often a body was run.
final class Runs: Sendable {
    private let count = Mutex(0)

    /// Counts a run, and says the how-manieth it is.
    @discardableResult
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    var total: Int { count.withLock { $0 } }
}
