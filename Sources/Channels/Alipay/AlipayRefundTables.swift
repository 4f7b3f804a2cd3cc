// Every code of Alipay about refunds that we know. Source: Alipay open platform, 公共错误码, and the
// error tables of alipay.trade.refund and alipay.trade.fastpay.refund.query. "Failed" is for what the
// source calls a failure or a wrong request of this refund, "later" for what it lets us try again
// once something else has changed.

internal import Payments

extension AlipayOutcomeTables {
    /// The gateway's own codes of a refund call, besides 10000 (done) and 40004 (see `sub_code`).
    package static let refundGateway = OutcomeTable<RefundMeaning>([
        .init("20000", .unresolved, "the service is not available: ask"),
        .init("20001", .failed(.ourConfiguration), "not authorised"),
        .init("40001", .failed(.ourConfiguration), "a parameter is missing"),
        .init("40002", .failed(.ourConfiguration), "a parameter is wrong"),
        .init("40003", .failed(.ourConfiguration), "conditions not met"),
        .init("40005", .later, "too many calls: refused at the door"),
        .init("40006", .failed(.ourConfiguration), "not permitted"),
    ])

    package static let refund = OutcomeTable<RefundMeaning>([
        .init("ACQ.SYSTEM_ERROR", .unresolved, "the same again, the same number"),
        .init("AOP.ACQ.SYSTEM_ERROR", .unresolved, "the same again, the same number"),
        .init("AQC.SYSTEM_ERROR", .unresolved, "the same (spelled so in the cancel call)"),
        .init("ACQ.DISCORDANT_REPEAT_REQUEST", .unresolved, "done before with another amount: ask"),
        .init("ACQ.REFUND_CHARGE_ERROR", .unresolved, "taking back the fee failed: again later"),
        .init("ACQ.SELLER_BALANCE_NOT_ENOUGH", .later, "the merchant's balance is too low"),
        .init("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", .failed(.overRefunded), "more than the trade"),
        .init("ACQ.REASON_TRADE_REFUND_FEE_ERR", .failed(.overRefunded), "amount not valid"),
        .init("ACQ.REFUND_FEE_ERROR", .failed(.overRefunded), "amount wrong"),
        .init("ACQ.TRADE_HAS_FINISHED", .failed(.tooLate), "finished trades are not given back"),
        .init("ACQ.BUYER_ERROR", .failed(.accountAbnormal), "the customer's account"),
        .init("ACQ.CUSTOMER_VALIDATE_ERROR", .failed(.accountAbnormal), "closed or frozen"),
        .init("ACQ.REASON_TRADE_BEEN_FREEZEN", .failed(.other), "the trade is frozen"),
        .init("ACQ.TRADE_STATUS_ERROR", .failed(.other), "not in a state to be given back"),
        .init(
            "ACQ.REASON_TRADE_STATUS_INVALID", .failed(.other), "not in a state to be given back"),
        .init("ACQ.TRADE_NOT_ALLOW_REFUND", .failed(.other), "this trade allows none"),
        .init("ACQ.NOT_ALLOW_PARTIAL_REFUND", .failed(.other), "only the whole, for its coupons"),
        .init("ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND", .failed(.other), "paid with a voucher"),
        .init("ACQ.TRADE_NOT_EXIST", .failed(.ourConfiguration), "no such trade of this merchant"),
        .init("ACQ.REFUND_ACCOUNT_NOT_EXIST", .failed(.ourConfiguration), "the paying account"),
        .init("ACQ.INVALID_PARAMETER", .failed(.ourConfiguration), "a field is wrong"),
    ])

    /// A refused question proves nothing about the refund: "not there" comes as an empty success.
    package static let refundQuery = OutcomeTable<RefundQueryMeaning>([
        .init("ACQ.SYSTEM_ERROR", .unresolved, "ask again"),
        .init("AOP.ACQ.SYSTEM_ERROR", .unresolved, "ask again"),
        .init("ACQ.TRADE_NOT_EXIST", .unresolved, "no such trade, though it was paid"),
        .init("ACQ.TRADE_STATUS_ERROR", .unresolved, "the trade is in a strange state"),
        .init("ACQ.INVALID_PARAMETER", .unresolved, "a field is wrong"),
    ])
}
