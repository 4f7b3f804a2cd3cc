// Bodies waiting for the writing thread. The thread takes everything that waits, so the busier the
// shop, the more sales share one fsync.

internal import Foundation
internal import Persistence

/// A body of unknown result type, waiting for its commit.
///
/// Touched by the writing thread alone once it has been added.
protocol AnyWriteJob: Sendable {
    var hasSucceeded: Bool { get }
    /// Why it did not succeed; nil as well when it has not been run.
    var failure: (any Error)? { get }
    func run(_ transaction: any Transaction)
    func finish()
    func fail(_ error: any Error)
}

/// What has been committed so far.
package struct CommitCounts: Equatable, Sendable {
    /// Groups that were taken, each for one COMMIT.
    package fileprivate(set) var groups = 0
    /// The bodies in them.
    package fileprivate(set) var bodies = 0
}

/// A queue between many tasks and the one writing thread.
///
/// `@unchecked Sendable`: `waiting`, `isClosed` and `taken` are read and written only while
/// `condition` is locked; a condition variable is what lets a thread sleep until there is work.
final class CommitQueue: @unchecked Sendable {
    /// How many bodies one commit may carry: bounds how long the first of them waits.
    static let groupMax = 256

    private let condition = NSCondition()
    private var waiting: [any AnyWriteJob] = []
    private var isClosed = false
    private var taken = CommitCounts()

    /// Adds a job; false once the queue is closed.
    func add(_ job: any AnyWriteJob) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        guard !isClosed else { return false }
        waiting.append(job)
        condition.signal()
        return true
    }

    /// Everything that waits, up to `groupMax`; nil once closed and empty.
    func next() -> [any AnyWriteJob]? {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty {
            if isClosed { return nil }
            condition.wait()
        }
        let group = Array(waiting.prefix(CommitQueue.groupMax))
        waiting.removeFirst(group.count)
        taken.groups += 1
        taken.bodies += group.count
        return group
    }

    var counts: CommitCounts {
        condition.lock()
        defer { condition.unlock() }
        return taken
    }

    func close() {
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        condition.signal()
    }
}
