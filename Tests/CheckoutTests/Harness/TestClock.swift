// Time, chance and PINs as the test wants them. Nothing here waits: `sleep` ends the sweep's pass,
// so that one call of `run()` is one look at what is due, with everything it began finished.

import Checkout
import Retail
import Synchronization

/// The time of a test, moved by hand.
final class TestClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ moment: Timestamp) {
        self.moment = Mutex(moment)
    }

    var now: Timestamp { moment.withLock { $0 } }

    func advance(by pause: Pause) {
        moment.withLock { $0 = $0.advanced(by: pause) }
    }

    func set(_ now: Timestamp) {
        moment.withLock { $0 = now }
    }
}

/// Counts up: identifiers and serials that do not repeat, unless a test says so.
final class Numbering: Sendable {
    private let last = Mutex<UInt32>(0)
    private let forced = Mutex<[UInt32]>([])

    func next() -> UInt32 {
        last.withLock { last in
            last += 1
            return last
        }
    }

    /// The serials of the next order numbers, before counting goes on.
    func force(_ serials: [UInt32]) {
        forced.withLock { $0 = serials }
    }

    func serial() -> UInt32 {
        forced.withLock { $0.isEmpty ? nil : $0.removeFirst() } ?? next()
    }
}

extension Surroundings {
    static func test(_ clock: TestClock, _ numbering: Numbering) -> Surroundings {
        Surroundings(
            now: { clock.now }, serial: { numbering.serial() },
            identifier: { "id-\(numbering.next())" },
            sleep: { _ in throw CancellationError() }, pinMatches: { $0 == $1 })
    }
}

extension Timestamp {
    /// A moment in Asia/Shanghai, as `yyyy-MM-dd HH:mm:ss`.
    static func local(_ text: String) -> Timestamp {
        (try? CivilTime(spaced: text))?.timestamp ?? Timestamp(microseconds: 0)
    }
}
