// How many requests a terminal may make: so many a second, and a number of them at once. One program
// that asks without a pause is told to wait; the others, and the tills, do not notice it.

package import Retail
internal import Synchronization

/// A token bucket for each terminal, of this process.
package final class TerminalRate: Sendable {
    /// What a terminal may; zero a second is no limit.
    package struct Limit: Equatable, Sendable {
        package let perSecond: Int64
        package let atOnce: Int64

        /// A second's requests of a busy shop's server: a query for each open payment every two seconds.
        package static let usual = Limit(perSecond: 20, atOnce: 100)

        package init(perSecond: Int64, atOnce: Int64) {
            self.perSecond = max(0, min(perSecond, 100_000))
            self.atOnce = max(1, min(atOnce, 100_000))
        }
    }

    private struct Bucket {
        /// *Unit*: millionths of a request.
        var left: Int64
        var at: Timestamp
    }

    private static let one: Int64 = 1_000_000
    /// Any bucket is full after so long; it keeps the numbers small.
    private static let longest = Pause.hours(1)

    private let buckets = Mutex<[String: Bucket]>([:])

    package init() {}

    /// Takes one request out of a terminal's bucket; nil, or how long to wait where it is empty.
    ///
    /// Only for terminals that are known: nobody else may make buckets.
    package func take(_ terminal: String, _ limit: Limit, at now: Timestamp) -> Pause? {
        guard limit.perSecond > 0 else { return nil }
        let full = limit.atOnce * TerminalRate.one
        return buckets.withLock { buckets in
            var bucket = buckets[terminal] ?? Bucket(left: full, at: now)
            let passed = max(.zero, min(now.since(bucket.at), TerminalRate.longest))
            bucket.left = min(full, bucket.left + passed.microseconds * limit.perSecond)
            bucket.at = now
            defer { buckets[terminal] = bucket }
            guard bucket.left < TerminalRate.one else {
                bucket.left -= TerminalRate.one
                return nil
            }
            return Pause(microseconds: (TerminalRate.one - bucket.left) / limit.perSecond + 1)
        }
    }
}
