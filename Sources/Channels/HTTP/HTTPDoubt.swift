// From what became of a request to the words of the payment machine. Only status 200 carries an
// answer; every other status comes from something on the way that knows nothing of the order.

internal import Payments

extension HTTPOutcome {
    /// The body of a proper answer.
    ///
    /// *Errors*: `UnusableAnswer`, also for what was never sent.
    func usableBody() throws(UnusableAnswer) -> [UInt8] {
        switch self {
        case .answered(200, let body, _): return body
        case .answered(let status, _, _): throw UnusableAnswer(.httpStatus, "\(status)")
        case .neverSent(let detail): throw UnusableAnswer(.connectFailed, detail)
        case .lost(.timeout, let detail): throw UnusableAnswer(.timeout, detail)
        case .lost(.connection, let detail): throw UnusableAnswer(.connectionLost, detail)
        case .lost(.handshake, let detail): throw UnusableAnswer(.connectFailed, detail)
        case .lost(.tooLarge, let detail): throw UnusableAnswer(.malformed, detail)
        case .lost(.interrupted, let detail): throw UnusableAnswer(.interrupted, detail)
        }
    }

    /// The doubt to report when the request provably never left.
    var neverSentDoubt: Doubt? {
        switch self {
        case .neverSent(let detail): Doubt(kind: .connectFailed, detail: detail)
        case .answered, .lost: nil
        }
    }
}
