// A fact happened at a Timestamp: wall clock, microseconds, UTC, storable. Waits are Durations. The
// core never reads a clock; it is told the time, so that a test or a simulation can tell it any.

/// A point on the wall clock.
///
/// *Unit*: microseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment `pause` later; at the ends of the range it stays there rather than wrap.
    package func advanced(by pause: Pause) -> Timestamp {
        let (sum, overflow) = microseconds.addingReportingOverflow(pause.microseconds)
        if overflow {
            return Timestamp(microseconds: pause.microseconds < 0 ? .min : .max)
        }
        return Timestamp(microseconds: sum)
    }

    /// How long after `earlier` this is; negative when it is before.
    package func since(_ earlier: Timestamp) -> Pause {
        let (difference, overflow) =
            microseconds.subtractingReportingOverflow(earlier.microseconds)
        if overflow { return Pause(microseconds: microseconds < 0 ? .min : .max) }
        return Pause(microseconds: difference)
    }
}

/// A length of time that can be stored and compared exactly.
///
/// *Unit*: microseconds. `Swift.Duration` counts attoseconds in 128 bits, which the small WebAssembly
/// runtime of the offline till need not carry.
package struct Pause: Hashable, Comparable, Sendable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package static let zero = Pause(microseconds: 0)

    package static func < (left: Pause, right: Pause) -> Bool {
        left.microseconds < right.microseconds
    }

    package static func milliseconds(_ count: Int64) -> Pause { scaled(count, 1_000) }
    package static func seconds(_ count: Int64) -> Pause { scaled(count, 1_000_000) }
    package static func minutes(_ count: Int64) -> Pause { scaled(count, 60_000_000) }
    package static func hours(_ count: Int64) -> Pause { scaled(count, 3_600_000_000) }
    package static func days(_ count: Int64) -> Pause { scaled(count, 86_400_000_000) }

    private static func scaled(_ count: Int64, _ unit: Int64) -> Pause {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        return Pause(microseconds: overflow ? (count < 0 ? .min : .max) : product)
    }

    /// Whole seconds, rounded down: what a person reads on the line of time.
    package var wholeSeconds: Int64 {
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return rest < 0 ? seconds - 1 : seconds
    }
}
