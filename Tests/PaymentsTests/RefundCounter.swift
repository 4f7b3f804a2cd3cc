// The world of the refund tests: the paid attempt of `Counter`, 20.00 of it to be given back.

import Payments
import Retail

enum RefundCounter {
    static let amount = Money(fen: 2_000)
    static let channelRefund = "50000001234202611230000000001"

    /// Short enough to follow by eye; the real ones are in the channels and are tested there.
    static let pace = RefundPace(
        queryAfter: .seconds(5), queryEvery: .seconds(10), queryEveryMax: .seconds(120),
        resendEvery: .seconds(20), escalateAfter: .seconds(300), answerMax: .seconds(15),
        arrivesWithin: .seconds(3_000))

    static func number() throws -> RefundNumber {
        RefundNumber(
            at: Counter.start, store: try StoreID("0101"), register: try RegisterID("02"),
            serial: 3_875)
    }

    static func refund() throws -> Refund {
        Refund(
            number: try number(), order: try Counter.number(), tradeNumber: Counter.trade,
            wallet: .weChatPay, paid: Counter.amount, amount: amount, reason: "退货",
            startedAt: Counter.start, pace: pace)
    }

    /// A refund that stands in `state`, as it would be read from its row.
    static func refund(
        in state: RefundState, step: RefundStep? = nil, escalation: Escalation = .none
    ) throws -> Refund {
        let usual =
            state == .reserved
            ? RefundStep.send(at: Counter.at(0)) : .query(at: Counter.at(10))
        return Refund(
            number: try number(), order: try Counter.number(), tradeNumber: Counter.trade,
            wallet: .weChatPay, paid: Counter.amount, amount: amount, reason: "退货",
            startedAt: Counter.start, pace: pace, state: state,
            step: state.isOpen ? step ?? usual : nil, sends: state == .reserved ? 0 : 1,
            queries: 0, escalation: escalation)
    }

    static func proof(
        amount: Money = amount, number: String? = nil, order: String? = nil
    ) throws -> RefundProof {
        RefundProof(
            refundNumber: try number ?? self.number().text,
            merchantOrderNumber: try order ?? Counter.number().digits,
            channelRefundNumber: channelRefund, amount: amount, refundedAt: Counter.at(2))
    }
}
