// Each channel brings its own pace as plain values, so that the machine has no `if weChat`. Every
// number names its source; where the source is silent, the reason is given instead.

package import Retail

/// How often a channel may be asked, how long a customer may take, and when a reversal is possible.
package struct ChannelPace: Equatable, Sendable {
    /// From a lost or waiting answer to the first query.
    package let firstQueryAfter: Pause
    /// Between queries while the customer stands at the counter.
    package let queryEvery: Pause
    /// The longest pause between queries of an attempt that stays in doubt.
    package let queryEveryMax: Pause
    /// How long a customer may take before the deadline protocol begins.
    package let shopperMax: Pause
    /// No reversal sooner than this after the pay call was sent.
    package let reverseNotBefore: Pause
    /// Between two tries of a reversal.
    package let reverseEvery: Pause
    /// No reversal later than this after the pay call; after it only a refund.
    package let reverseWithin: Pause
    /// How long after it was begun an order can still be debited by a request that was delayed.
    ///
    /// "Not found" proves nothing before this has passed.
    package let payableFor: Pause
    /// Whether a reversal also gives back what was paid; else it only closes what is not (关单).
    package let reversalGivesBack: Bool
    /// After this long in doubt a person is told: a case is opened (P1), while asking goes on.
    package let escalateAfter: Pause
    /// The longest a call may go unanswered before the next step is taken without it.
    package let answerMax: Pause

    package init(
        firstQueryAfter: Pause, queryEvery: Pause, queryEveryMax: Pause, shopperMax: Pause,
        reverseNotBefore: Pause, reverseEvery: Pause, reverseWithin: Pause, payableFor: Pause,
        escalateAfter: Pause, answerMax: Pause, reversalGivesBack: Bool = true
    ) {
        self.firstQueryAfter = firstQueryAfter
        self.queryEvery = queryEvery
        self.queryEveryMax = queryEveryMax
        self.shopperMax = shopperMax
        self.reverseNotBefore = reverseNotBefore
        self.reverseEvery = reverseEvery
        self.reverseWithin = reverseWithin
        self.payableFor = payableFor
        self.escalateAfter = escalateAfter
        self.answerMax = answerMax
        self.reversalGivesBack = reversalGivesBack
    }
}
