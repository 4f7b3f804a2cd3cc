// How the channels differ, as far as a payment's path can feel it. One row for each that the product
// speaks; the rest of a played wallet is the same for all.

package import Payments
internal import Retail

/// How one channel behaves.
package struct Manners: Sendable {
    /// What bounds the time in which an order can be debited.
    enum Limit {
        /// The request says until when (WeChat Pay v2, `time_expire`).
        case asTold
        /// Nothing in the request does: the code's life until it arrives, and the trade's after
        /// that.
        case fromArrival
    }

    /// When an order becomes too old to be reversed, apart from the pace's own limit.
    enum ReversalDay {
        case none
        /// The day turns at this time, by the clock in Shanghai.
        case turns(hour: Int64)
    }

    package let name: String
    package let pace: ChannelPace
    let limit: Limit
    /// The first six digits of its own numbers.
    let tradePrefix: String
    /// The answer to a payment is a receipt, and the debit comes after it.
    var givesReceipt = false
    /// The same request again is answered as the first was; else it is refused as sent before.
    var repeatsAnswers = true
    /// The first reversal of an order that waits for the customer is put off.
    var putsReversalOff = false
    var reversalDay = ReversalDay.none
    /// Money that is given back is there at once.
    var refundsAtOnce = false
    /// When a query says "given back" of an order that was paid.
    var tellsRefunds = Told.always

    enum Told {
        /// From the first fen on.
        case always
        /// Only when all is given back.
        case whenWhole
        case never
    }
}

extension Manners {
    static let weChatPayV2 = Manners(
        name: "wechat-v2", pace: .weChatPay(payableFor: .seconds(120)), limit: .asTold,
        tradePrefix: "420000", putsReversalOff: true)

    /// Its payments by code have no time limit among their fields.
    static let weChatPayV3 = Manners(
        name: "wechat-v3", pace: .weChatPay(payableFor: .minutes(3)), limit: .fromArrival,
        tradePrefix: "420000", putsReversalOff: true)

    static let alipay = Manners(
        name: "alipay", pace: .alipay, limit: .fromArrival, tradePrefix: "209912",
        refundsAtOnce: true, tellsRefunds: .whenWhole)

    static let bestPay = Manners(
        name: "bestpay", pace: .bestPay, limit: .fromArrival, tradePrefix: "310000",
        repeatsAnswers: false, reversalDay: .turns(hour: 0))

    static let unionPay = Manners(
        name: "unionpay", pace: .unionPay, limit: .fromArrival, tradePrefix: "620000",
        givesReceipt: true, repeatsAnswers: false, reversalDay: .turns(hour: 23),
        tellsRefunds: .never)

    /// Any wallet, by way of a gateway of our own kind.
    static let aggregator = Manners(
        name: "aggregator", pace: .aggregator, limit: .fromArrival, tradePrefix: "990000",
        putsReversalOff: true)

    package static let all: [Manners] = [
        .weChatPayV2, .weChatPayV3, .alipay, .bestPay, .unionPay, .aggregator,
    ]
}

// As the real channels have it (`Channels`), since what is proven here is to hold there; a test
// compares the two.
extension ChannelPace {
    private static func wallet(
        query: Int64, first: Int64, reverseNotBefore: Int64, reverseEvery: Int64,
        reverseWithin: Pause, payableFor: Pause
    ) -> ChannelPace {
        ChannelPace(
            firstQueryAfter: .seconds(first), queryEvery: .seconds(query),
            queryEveryMax: .seconds(20), shopperMax: .seconds(45),
            reverseNotBefore: .seconds(reverseNotBefore), reverseEvery: .seconds(reverseEvery),
            reverseWithin: reverseWithin, payableFor: payableFor, escalateAfter: .minutes(10),
            answerMax: .seconds(15))
    }

    fileprivate static func weChatPay(payableFor: Pause) -> ChannelPace {
        wallet(
            query: 5, first: 5, reverseNotBefore: 15, reverseEvery: 5, reverseWithin: .days(7),
            payableFor: payableFor)
    }

    fileprivate static let alipay = wallet(
        query: 3, first: 3, reverseNotBefore: 5, reverseEvery: 3, reverseWithin: .hours(24),
        payableFor: .minutes(3))

    fileprivate static let bestPay = wallet(
        query: 5, first: 5, reverseNotBefore: 15, reverseEvery: 5, reverseWithin: .hours(24),
        payableFor: .minutes(3))

    fileprivate static let unionPay = wallet(
        query: 4, first: 2, reverseNotBefore: 15, reverseEvery: 5, reverseWithin: .hours(24),
        payableFor: .minutes(3))

    fileprivate static let aggregator = ChannelPace(
        firstQueryAfter: .seconds(2), queryEvery: .seconds(2), queryEveryMax: .seconds(20),
        shopperMax: .seconds(60), reverseNotBefore: .seconds(5), reverseEvery: .seconds(5),
        reverseWithin: .days(7), payableFor: .minutes(7), escalateAfter: .minutes(10),
        answerMax: .seconds(20))
}

extension Manners.ReversalDay {
    /// Whether both moments are of one day.
    func isSame(_ one: Timestamp, _ other: Timestamp) -> Bool {
        switch self {
        case .none: return true
        case .turns(let hour):
            let day = Pause.hours(24).microseconds
            // Shanghai is eight hours ahead.
            let shift = Pause.hours(8 + (24 - hour) % 24).microseconds
            return (one.microseconds + shift) / day == (other.microseconds + shift) / day
        }
    }
}
