// Time that passes only when nothing is left to do: a queue of what happens when. Two things at the
// same moment happen in the order in which they were asked for.

internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class VirtualTime: @unchecked Sendable {
    private(set) var now: Timestamp
    private var events = EventHeap()
    private var order: UInt64 = 0

    init(startingAt now: Timestamp) {
        self.now = now
    }

    func at(_ moment: Timestamp, _ action: @escaping () -> Void) {
        order += 1
        events.insert(EventHeap.Key(at: max(moment, now), order: order), action)
    }

    func after(_ pause: Pause, _ action: @escaping () -> Void) {
        at(now.advanced(by: pause), action)
    }

    /// Waits in virtual time.
    func sleep(_ pause: Pause) async {
        await withCheckedContinuation { continuation in
            after(pause) { continuation.resume() }
        }
    }

    var next: Timestamp? { events.first?.at }

    /// Lets the next thing happen; false when nothing is left.
    func step() -> Bool {
        guard let (key, action) = events.removeFirst() else { return false }
        now = key.at
        action()
        return true
    }
}

/// A binary heap, the earliest first.
///
/// Keys are moved about, actions stay where they are: a closure that is moved is counted each time.
private struct EventHeap {
    struct Key {
        let at: Timestamp
        let order: UInt64
        var place = 0

        func isBefore(_ other: Key) -> Bool {
            at == other.at ? order < other.order : at < other.at
        }
    }

    private var keys: [Key] = []
    private var actions: [(() -> Void)?] = []
    private var free: [Int] = []

    var first: Key? { keys.first }

    mutating func insert(_ key: Key, _ action: @escaping () -> Void) {
        var key = key
        if let place = free.popLast() {
            key.place = place
            actions[place] = action
        } else {
            key.place = actions.count
            actions.append(action)
        }
        keys.append(key)
        siftUp(keys.count - 1)
    }

    mutating func removeFirst() -> (Key, () -> Void)? {
        guard let first = keys.first, let action = actions[first.place].take() else { return nil }
        free.append(first.place)
        let last = keys.removeLast()
        if !keys.isEmpty {
            keys[0] = last
            siftDown()
        }
        return (first, action)
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard keys[child].isBefore(keys[parent]) else { return }
            keys.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var least = parent
            for child in 2 * parent + 1...2 * parent + 2
            where child < keys.count && keys[child].isBefore(keys[least]) {
                least = child
            }
            if least == parent { return }
            keys.swapAt(parent, least)
            parent = least
        }
    }
}
