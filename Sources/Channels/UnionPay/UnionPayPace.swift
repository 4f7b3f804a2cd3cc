// How fast UnionPay may be asked and how long things take there.

package import Payments
internal import Retail

package enum UnionPayPace {
    /// The pace of a channel whose calls take at most this long.
    package static func pace(answerTimeoutMilliseconds: Int) -> ChannelPace {
        ChannelPace(
            // The answer to a payment is a receipt, so each is asked about: soon, since the
            // customer stands there. UnionPay's examples begin with 1 s.
            firstQueryAfter: .seconds(2),
            // The same examples double the pause, and stop at 32 s; we ask evenly, and code 37 (too
            // often) is one that is asked again.
            queryEvery: .seconds(4),
            // Our choice, as at the other wallets: found within a minute of an outage's end.
            queryEveryMax: .seconds(20),
            // Our choice, as at the other wallets.
            shopperMax: .seconds(45),
            // The source: only where there is no answer or an unknown outcome. Then it must not
            // overtake the payment.
            reverseNotBefore: .seconds(15),
            reverseEvery: .seconds(5),
            // 冲正: on the clearing day of the payment, 23:00 to 23:00. The channel has the last
            // word (code 39); a day is the most that it can be.
            reverseWithin: .hours(24),
            // `UnionPayWire.codeLifeMax` until the channel can have taken the code, and a minute.
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
            resendEvery: .seconds(60),
            escalateAfter: .minutes(10),
            // The call's own time-out and some seconds for this process.
            answerMax: .milliseconds(Int64(answerTimeoutMilliseconds) + 5_000),
            // Back to a bank card it may take some working days.
            arrivesWithin: .days(7))
    }
}
