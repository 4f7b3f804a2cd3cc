// How fast a gateway may be asked and how long things take there. It asks the wallet by itself, at the
// wallet's own pace; here only the link between till and gateway is paced.

package import Payments
internal import Retail

package enum AggregatorPace {
    /// How long after it was begun a request may still be taken (`expires_at`).
    static let requestLife = Pause.seconds(90)
    /// How far the gateway's clock may differ from ours: it refuses requests that differ more
    /// (`A-402`), and we its answers.
    static let clockMax = Pause.minutes(5)

    /// The pace of a gateway whose calls take at most this long.
    package static func pace(answerTimeoutMilliseconds: Int) -> ChannelPace {
        ChannelPace(
            // Our own gateway answers from its database: asking often costs little.
            firstQueryAfter: .seconds(2), queryEvery: .seconds(2), queryEveryMax: .seconds(20),
            // Beyond the 45 s after which the gateway itself begins to reverse.
            shopperMax: .seconds(60),
            // The gateway keeps the wallet's earliest moment; ours is that the payment has arrived.
            reverseNotBefore: .seconds(5), reverseEvery: .seconds(5),
            // As at WeChat Pay, whose limit is the narrowest.
            reverseWithin: .days(7),
            // A request that was delayed is refused once both clocks say that it is too old.
            payableFor: .microseconds(
                requestLife.microseconds + clockMax.microseconds + 30_000_000),
            escalateAfter: .minutes(10),
            answerMax: .milliseconds(Int64(answerTimeoutMilliseconds) + 5_000))
    }

    /// The pace of refunds.
    package static func refundPace(answerTimeoutMilliseconds: Int) -> RefundPace {
        RefundPace(
            queryAfter: .seconds(5), queryEvery: .seconds(15), queryEveryMax: .minutes(30),
            resendEvery: .seconds(30), escalateAfter: .minutes(10),
            answerMax: .milliseconds(Int64(answerTimeoutMilliseconds) + 5_000),
            // As at the wallets.
            arrivesWithin: .days(7))
    }
}

extension Pause {
    fileprivate static func microseconds(_ count: Int64) -> Pause { Pause(microseconds: count) }
}
