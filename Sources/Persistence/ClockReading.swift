// What time it is where the database is, as somebody saw it who is a journey away.

package import Retail

/// A clock's reading, and when it was asked for and answered by a monotonic clock of our own.
package struct ClockReading: Sendable {
    package let time: Timestamp
    package let asked: ContinuousClock.Instant
    package let answered: ContinuousClock.Instant

    package init(
        _ time: Timestamp, asked: ContinuousClock.Instant, answered: ContinuousClock.Instant
    ) {
        self.time = time
        self.asked = asked
        self.answered = answered
    }

    package init(
        microseconds: Int64, asked: ContinuousClock.Instant, answered: ContinuousClock.Instant
    ) {
        self.init(Timestamp(microseconds: microseconds), asked: asked, answered: answered)
    }

    /// How long the journey there and back took; the reading is at most half of that wrong when it
    /// is taken to be of the middle.
    package var journey: Pause { Pause(asked.duration(to: answered)) }

    /// The moment in the middle of the journey.
    package var middle: ContinuousClock.Instant { asked + asked.duration(to: answered) / 2 }
}

extension Pause {
    package init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(microseconds: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}
