// The world of these tests: one store, one attempt over 65.10, one pace, a clock that begins at 0.

import Payments
import Retail

enum Counter {
    /// The moment every attempt of these tests begins: 2026-11-23 15:42:05 in Asia/Shanghai.
    static let start = Timestamp(microseconds: 1_795_419_725_000_000)
    static let amount = Money(fen: 6_510)
    static let account = "1900000109"
    static let trade = "4200001234202611230000000001"

    /// Short enough to follow by eye; the real ones are in the channels and are tested there.
    static let pace = ChannelPace(
        firstQueryAfter: .seconds(5), queryEvery: .seconds(5), queryEveryMax: .seconds(60),
        shopperMax: .seconds(45), reverseNotBefore: .seconds(15), reverseEvery: .seconds(5),
        reverseWithin: .hours(24), payableFor: .seconds(120), escalateAfter: .seconds(300),
        answerMax: .seconds(10))

    static func number() throws -> MerchantOrderNumber {
        MerchantOrderNumber(
            at: start, store: try StoreID("0101"), register: try RegisterID("02"), serial: 3_874)
    }

    /// A channel that closes what is not paid, and gives nothing back.
    static let offerPace = ChannelPace(
        firstQueryAfter: .seconds(5), queryEvery: .seconds(5), queryEveryMax: .seconds(60),
        shopperMax: .seconds(180), reverseNotBefore: .seconds(15), reverseEvery: .seconds(5),
        reverseWithin: .hours(24), payableFor: .seconds(240), escalateAfter: .seconds(300),
        answerMax: .seconds(10), reversalGivesBack: false)

    static func attempt(_ presentment: Presentment = .customer) throws -> Attempt {
        Attempt(
            number: try number(), wallet: .weChatPay, amount: amount, merchantAccount: account,
            startedAt: start, pace: presentment == .customer ? pace : offerPace,
            presentment: presentment)
    }

    /// An attempt that stands in `state`, as it would be read from its row.
    static func attempt(
        in state: AttemptState, step: AttemptStep? = nil, escalation: Escalation = .none
    ) throws -> Attempt {
        let usual = AttemptStep.query(at: at(10))
        return Attempt(
            number: try number(), wallet: .weChatPay, amount: amount, merchantAccount: account,
            startedAt: start, pace: pace, payableUntil: start.advanced(by: pace.payableFor),
            state: state, step: state.isOpen ? step ?? usual : nil, queries: 0,
            escalation: escalation)
    }

    static func at(_ seconds: Int64) -> Timestamp {
        start.advanced(by: .seconds(seconds))
    }

    static func proof(
        trade: String = trade, amount: Money = amount, currency: String = "CNY",
        account: String = account
    ) throws -> PaidProof {
        PaidProof(
            merchantOrderNumber: try number().digits, channelTradeNumber: trade, amount: amount,
            currency: currency, merchantAccount: account, paidAt: at(2))
    }

    /// Validly said, but about somebody else's order.
    static func foreignProof() throws -> PaidProof {
        PaidProof(
            merchantOrderNumber: "2026112315420601010200038753", channelTradeNumber: trade,
            amount: amount, currency: "CNY", merchantAccount: account, paidAt: nil)
    }
}
