// What this process is at work on at this moment: calls under way, and what is written before and after
// them. The rest of what it looks after only waits for its time, and could wait anywhere.

internal import Synchronization

final class UnderWay: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// Order numbers and refund numbers cannot be taken for each other.
    func begin(_ number: String) {
        counts.withLock { $0[number, default: 0] += 1 }
    }

    func end(_ number: String) {
        counts.withLock { counts in
            let left = (counts[number] ?? 0) - 1
            counts[number] = left > 0 ? left : nil
        }
    }

    var numbers: Set<String> { counts.withLock { Set($0.keys) } }
}
