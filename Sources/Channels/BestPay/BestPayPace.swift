// How fast BestPay may be asked and how long things take there. Its public material names no times,
// so nearly every number is our choice, on the careful side, and stands in docs/channels.md to be
// confirmed.

package import Payments
internal import Retail

package enum BestPayPace {
    /// The pace of a channel whose calls take at most this long.
    package static func pace(answerTimeoutMilliseconds: Int) -> ChannelPace {
        ChannelPace(
            // As at WeChat Pay, for want of a word.
            firstQueryAfter: .seconds(5),
            queryEvery: .seconds(5),
            // Our choice, as at the other wallets: found within a minute of an outage's end.
            queryEveryMax: .seconds(20),
            // As at WeChat Pay: a customer who has not entered the password by then will not.
            shopperMax: .seconds(45),
            // A reversal that overtakes its pay call finds nothing; so late it has most likely
            // come.
            reverseNotBefore: .seconds(15),
            reverseEvery: .seconds(5),
            // Public examples, BE301014: only on the order's own day. The channel has the last word
            // about midnight; a day is the most that it can be.
            reverseWithin: .hours(24),
            // `BestPayWire.codeLifeMax` until the channel can have taken the code, and a minute.
            payableFor: .minutes(3),
            // Our choice: two suspended customers later a person should know.
            escalateAfter: .minutes(10),
            // The call's own time-out and some seconds for this process.
            answerMax: .milliseconds(Int64(answerTimeoutMilliseconds) + 5_000))
    }

    /// The pace of refunds at a channel whose calls take at most this long.
    package static func refundPace(answerTimeoutMilliseconds: Int) -> RefundPace {
        RefundPace(
            // Our choice, as at the other wallets.
            queryAfter: .seconds(10),
            queryEvery: .seconds(15),
            queryEveryMax: .minutes(30),
            // Our choice: long after the call itself has ended, so that two never overtake.
            resendEvery: .seconds(60),
            escalateAfter: .minutes(10),
            // The call's own time-out and some seconds for this process.
            answerMax: .milliseconds(Int64(answerTimeoutMilliseconds) + 5_000),
            arrivesWithin: .days(7))
    }
}
