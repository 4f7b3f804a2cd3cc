// What the shell may touch of the world: the time, chance, and sleep. Built once at start-up; a
// test or a simulation passes its own and decides what time it is.

package import Retail

package struct Surroundings: Sendable {
    /// The time.
    ///
    /// Steady within a process: a wall clock that jumps must not make an order look older than it
    /// is (see `SteadyClock`).
    package var now: @Sendable () -> Timestamp
    /// The part of an order number that cannot repeat.
    package var serial: @Sendable () -> UInt32
    /// An identifier that nobody else makes: 128 random bits as text.
    package var identifier: @Sendable () -> String
    package var sleep: @Sendable (Pause) async throws -> Void
    /// Whether a PIN belongs to a stored hash; slow on purpose.
    package var pinMatches: @Sendable (String, String) -> Bool

    package init(
        now: @escaping @Sendable () -> Timestamp, serial: @escaping @Sendable () -> UInt32,
        identifier: @escaping @Sendable () -> String,
        sleep: @escaping @Sendable (Pause) async throws -> Void,
        pinMatches: @escaping @Sendable (String, String) -> Bool
    ) {
        self.now = now
        self.serial = serial
        self.identifier = identifier
        self.sleep = sleep
        self.pinMatches = pinMatches
    }

    /// The real world, with a wall clock that was read just now.
    package static func live(
        wallClock: Timestamp, pinMatches: @escaping @Sendable (String, String) -> Bool
    ) -> Surroundings {
        live(clock: SteadyClock(wallClock: wallClock), pinMatches: pinMatches)
    }

    /// The real world, by a clock that others may share.
    package static func live(
        clock: SteadyClock, pinMatches: @escaping @Sendable (String, String) -> Bool
    ) -> Surroundings {
        Surroundings(
            now: { clock.now() },
            serial: {
                var generator = SystemRandomNumberGenerator()
                return UInt32.random(in: 0..<10_000_000, using: &generator)
            },
            identifier: {
                var generator = SystemRandomNumberGenerator()
                let high = UInt64.random(in: .min ... .max, using: &generator)
                let low = UInt64.random(in: .min ... .max, using: &generator)
                return padded(high) + padded(low)
            },
            sleep: { pause in
                try await Task.sleep(for: .microseconds(pause.microseconds))
            },
            pinMatches: pinMatches)
    }

    private static func padded(_ number: UInt64) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
