// How fast Alipay may be asked and how long things take there.

package import Payments
internal import Retail

package enum AlipayPace {
    /// The pace of a channel whose calls take at most this long.
    package static func pace(answerTimeoutMilliseconds: Int) -> ChannelPace {
        ChannelPace(
            // 当面付 接入指南: query every 3 to 5 s.
            firstQueryAfter: .seconds(3),
            queryEvery: .seconds(3),
            // Our choice: after an outage each open payment must be found within a minute of its
            // end, even when one question is lost again. A thousand open ones then make about 50
            // questions a second.
            queryEveryMax: .seconds(20),
            // The same guide: for about 30 to 60 s, then cancel.
            shopperMax: .seconds(45),
            // The source names no earliest moment. A cancel that overtakes its pay call finds
            // nothing and leaves the order payable, so it waits until the call has most likely
            // arrived.
            reverseNotBefore: .seconds(5),
            reverseEvery: .seconds(3),
            // alipay.trade.cancel: within 24 hours, after that refund.
            reverseWithin: .hours(24),
            // `codeLifeMax` until the channel can have opened the trade, and one minute of
            // `timeout_express`, the shortest it takes.
            payableFor: .minutes(3),
            // Our choice: two suspended customers later a person should know.
            escalateAfter: .minutes(10),
            // The call's own time-out and some seconds for this process.
            answerMax: .milliseconds(Int64(answerTimeoutMilliseconds) + 5_000))
    }

    /// The pace of refunds at a channel whose calls take at most this long.
    package static func refundPace(answerTimeoutMilliseconds: Int) -> RefundPace {
        RefundPace(
            // alipay.trade.fastpay.refund.query: no sooner than 10 s after the refund.
            queryAfter: .seconds(10),
            queryEvery: .seconds(10),
            // Our choice: nobody at the counter waits so long, and a thousand open ones ask less
            // than once a second.
            queryEveryMax: .minutes(30),
            // The source gives no number; twice the pause before a query.
            resendEvery: .seconds(20),
            // Our choice, as for payments: without a word a person should know soon.
            escalateAfter: .minutes(10),
            // The call's own time-out and some seconds for this process.
            answerMax: .milliseconds(Int64(answerTimeoutMilliseconds) + 5_000),
            // The query says nothing of banks; as with the other wallet.
            arrivesWithin: .days(7))
    }
}
