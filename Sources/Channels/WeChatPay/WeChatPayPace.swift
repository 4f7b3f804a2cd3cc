// How fast WeChat Pay may be asked and how long things take there.

package import Payments
package import Retail

package enum WeChatPayPace {
    /// The pace of a channel whose calls take at most this long.
    package static func pace(
        answerTimeoutMilliseconds: Int, payableFor: Pause = .seconds(120)
    ) -> ChannelPace {
        ChannelPace(
            // 提交付款码支付: after a system error or USERPAYING wait 5 s, then query.
            firstQueryAfter: .seconds(5),
            // The same page: about every 5 s (the page for other countries says 10).
            queryEvery: .seconds(5),
            // Our choice: after an outage each open payment must be found within a minute of its
            // end, even when one question is lost again. A thousand open ones then make about 50
            // questions a second.
            queryEveryMax: .seconds(20),
            // The same page: the customer takes about 30 s, at most 45.
            shopperMax: .seconds(45),
            // 撤销订单: no sooner than 15 s after the pay call.
            reverseNotBefore: .seconds(15),
            // The source gives no number for repeated reversals; the pace of the queries is kept.
            reverseEvery: .seconds(5),
            // 撤销订单: orders of the last 7 days.
            reverseWithin: .days(7),
            // What `time_expire` is told, plus `clockMargin`. 90 s is enough for the customer's 45
            // s and above the channel's minimum of one minute.
            payableFor: payableFor,
            // Our choice: two suspended customers later a person should know.
            escalateAfter: .minutes(10),
            // The call's own time-out and some seconds for this process.
            answerMax: .milliseconds(Int64(answerTimeoutMilliseconds) + 5_000))
    }

    /// The pace of refunds at a channel whose calls take at most this long.
    package static func refundPace(answerTimeoutMilliseconds: Int) -> RefundPace {
        RefundPace(
            // Our choice: 查询退款 says only that there is some delay. A refund to the wallet's own
            // balance is mostly done by then, while the customer still stands there.
            queryAfter: .seconds(10),
            queryEvery: .seconds(15),
            // 查询退款: within 20 minutes to the balance, up to 3 working days to a card. Nobody at
            // the counter waits so long, and a thousand open ones ask less than once a second.
            queryEveryMax: .minutes(30),
            // 申请退款, INVALID_REQ_TOO_MUCH: again after one minute.
            resendEvery: .seconds(60),
            // Our choice, as for payments: without a promise a person should know soon.
            escalateAfter: .minutes(10),
            // The call's own time-out and some seconds for this process.
            answerMax: .milliseconds(Int64(answerTimeoutMilliseconds) + 5_000),
            // 3 working days may be a week with a holiday in it.
            arrivesWithin: .days(7))
    }
}
