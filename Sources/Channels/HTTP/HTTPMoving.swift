// A call that moves money, sent once. What was never sent is told apart from what may have arrived, and
// in one place: a slip here would call a debit undone.

internal import Payments

/// An answer to a call that moves money; its two kinds of doubt are cases of each.
protocol MovingAnswer: Sendable {
    static func neverSent(_ doubt: Doubt) -> Self
    static func unresolved(_ doubt: Doubt) -> Self
}

extension PayAnswer: MovingAnswer {}
extension ReverseAnswer: MovingAnswer {}
extension RefundAnswer: MovingAnswer {}

extension HTTPTransport {
    /// Sends the request, once, and reads whatever came back.
    ///
    /// Nil is a request that could not be written: nothing is sent then.
    func move<Answer: MovingAnswer>(
        _ request: HTTPRequest?, reading: (HTTPOutcome) -> Answer
    ) async -> Answer {
        guard let request else {
            return .neverSent(Doubt(kind: .malformed, detail: "request could not be written"))
        }
        let outcome = await post(request)
        if let doubt = outcome.neverSentDoubt { return .neverSent(doubt) }
        return reading(outcome)
    }

    /// The same, where only an answer of status 200 says anything.
    func move<Answer: MovingAnswer>(
        _ request: HTTPRequest?, readingBody: ([UInt8]) -> Answer
    ) async -> Answer {
        await move(request) { (outcome: HTTPOutcome) in
            do throws(UnusableAnswer) {
                return readingBody(try outcome.usableBody())
            } catch {
                return .unresolved(error.doubt)
            }
        }
    }
}
