// The one clock that all processes on a database can read.

package import Persistence

extension PostgresDatabase {
    /// Reads the server's clock, several times, and keeps the reading whose journey was the shortest.
    ///
    /// *Errors*: the database's.
    package func clockReading() async throws -> ClockReading {
        var best = try await oneReading()
        for _ in 1..<PostgresDatabase.readings {
            let reading = try await oneReading()
            if reading.journey < best.journey { best = reading }
        }
        return best
    }

    /// *Source*: own choice; the first may have waited for a connection to be made ready.
    private static let readings = 5

    private func oneReading() async throws -> ClockReading {
        try await read { transaction in
            // Measured on the connection's own thread, so that no queue counts as a journey.
            let asked = ContinuousClock.now
            let row = try transaction.row(
                "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT) AS now_us",
                [])
            let answered = ContinuousClock.now
            guard let row else { throw DatabaseError.unusable(reason: "no clock") }
            return ClockReading(
                microseconds: try row.integer("now_us"), asked: asked, answered: answered)
        }
    }
}
