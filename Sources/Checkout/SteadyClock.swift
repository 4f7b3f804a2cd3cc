// The time within a process: one reading of a wall clock, and from there on what a monotonic clock says
// has passed. It never jumps and never goes back, so no window in which money may still move closes
// early because somebody set a clock.
//
// Where several processes share a database all read that database's clock, at their start and then
// every minute, and what they are off by since is made good slowly (docs/decisions/0024).

package import Persistence
package import Retail
internal import Synchronization

package final class SteadyClock: Sendable {
    /// By how much it may run slow or fast to make good what it is off by.
    ///
    /// *Unit*: parts of a thousand. *Source*: own choice: no window of a payment is shorter by more than
    /// a second in three minutes, and the drift of a quartz, 0.1 of a thousand at the worst, is
    /// nothing beside it.
    private static let slewMax: Int64 = 5

    private struct State {
        var instant: ContinuousClock.Instant
        var time: Timestamp
        /// What is to be added yet; negative where this clock is ahead.
        var owed: Int64 = 0

        func time(at now: ContinuousClock.Instant) -> Timestamp {
            let passed = max(0, Pause(instant.duration(to: now)).microseconds)
            return time.advanced(by: Pause(microseconds: passed + paid(after: passed)))
        }

        private func paid(after passed: Int64) -> Int64 {
            let most = passed * SteadyClock.slewMax / 1_000
            return max(-most, min(most, owed))
        }

        mutating func advance(to now: ContinuousClock.Instant) {
            let passed = max(0, Pause(instant.duration(to: now)).microseconds)
            let paid = paid(after: passed)
            time = time.advanced(by: Pause(microseconds: passed + paid))
            owed -= paid
            instant = max(instant, now)
        }
    }

    private let state: Mutex<State>

    package init(_ reading: ClockReading) {
        state = Mutex(State(instant: reading.middle, time: reading.time))
    }

    /// From a wall clock that was read just now.
    package convenience init(wallClock: Timestamp) {
        let now = ContinuousClock.now
        self.init(ClockReading(wallClock, asked: now, answered: now))
    }

    package func now(at instant: ContinuousClock.Instant = .now) -> Timestamp {
        state.withLock { $0.time(at: instant) }
    }

    /// Begins to follow a reading; answers how far this clock is behind it, or ahead (negative).
    ///
    /// What the reading's own journey explains is no difference.
    @discardableResult
    package func follow(
        _ reading: ClockReading, at instant: ContinuousClock.Instant = .now
    ) -> Pause {
        state.withLock { state in
            state.advance(to: instant)
            let there = reading.time.advanced(by: Pause(reading.middle.duration(to: instant)))
            let difference = there.since(state.time).microseconds
            let isExplained = difference.magnitude <= reading.journey.microseconds.magnitude / 2
            state.owed = isExplained ? 0 : difference
            return Pause(microseconds: state.owed)
        }
    }
}
