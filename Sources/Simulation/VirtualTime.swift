// Time that passes only when nothing is left to do: a queue of what happens when. Two things at the
// same moment happen in the order in which they were asked for.

internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class VirtualTime: @unchecked Sendable {
    private struct Event {
        let at: Timestamp
        let order: UInt64
        let action: () -> Void

        func isBefore(_ other: Event) -> Bool {
            at == other.at ? order < other.order : at < other.at
        }
    }

    private(set) var now: Timestamp
    /// A binary heap, the earliest first.
    private var events: [Event] = []
    private var order: UInt64 = 0

    init(startingAt now: Timestamp) {
        self.now = now
    }

    func at(_ moment: Timestamp, _ action: @escaping () -> Void) {
        order += 1
        events.append(Event(at: max(moment, now), order: order, action: action))
        siftUp(events.count - 1)
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
        guard let first = events.first else { return false }
        let last = events.removeLast()
        if !events.isEmpty {
            events[0] = last
            siftDown()
        }
        now = first.at
        first.action()
        return true
    }

    private func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard events[child].isBefore(events[parent]) else { return }
            events.swapAt(child, parent)
            child = parent
        }
    }

    private func siftDown() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < events.count && events[child].isBefore(events[least]) {
                least = child
            }
            if least == parent { return }
            events.swapAt(parent, least)
            parent = least
        }
    }
}
