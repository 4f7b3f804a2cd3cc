// Each channel brings its own pace for refunds, too, as plain values with their sources.

package import Retail

/// How often a channel may be sent a refund and asked about it, and when a person is told.
package struct RefundPace: Equatable, Sendable {
    /// From an accepted or a lost refund to the first query.
    package let queryAfter: Pause
    /// Between queries of a young refund.
    package let queryEvery: Pause
    /// The longest pause between two queries, or two sends, of a refund that stays open.
    package let queryEveryMax: Pause
    /// Between two sends under the same number.
    package let resendEvery: Pause
    /// After this long without a promise a person is told: a case is opened, while asking goes on.
    package let escalateAfter: Pause
    /// The longest a call may go unanswered before the next step is taken without it.
    package let answerMax: Pause
    /// How long a promised refund may take to arrive before a person is told.
    package let arrivesWithin: Pause

    package init(
        queryAfter: Pause, queryEvery: Pause, queryEveryMax: Pause, resendEvery: Pause,
        escalateAfter: Pause, answerMax: Pause, arrivesWithin: Pause = .days(7)
    ) {
        self.queryAfter = queryAfter
        self.queryEvery = queryEvery
        self.queryEveryMax = queryEveryMax
        self.resendEvery = resendEvery
        self.escalateAfter = escalateAfter
        self.answerMax = answerMax
        self.arrivesWithin = arrivesWithin
    }
}
