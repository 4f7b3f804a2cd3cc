// One showing of a payment code by one customer, and the streams of chance that belong to it.

internal import Retail

struct Scan: Sendable {
    /// What a stream decides, so that no two share one.
    enum Stream: UInt64 {
        case arrival = 1
        case pay, query, reverse, refund, notify
    }

    let seed: UInt64
    let customer: Int
    /// Counts the customer's scans.
    let index: Int
    let shownAt: Timestamp
    let code: String

    func chance(_ stream: Stream, _ call: Int = 0) -> Chance {
        Chance(seed: seed, 2, UInt64(customer), UInt64(index), stream.rawValue, UInt64(call))
    }
}
