// Every code of Alipay that we know, and what it proves. Source: Alipay open platform, 公共错误码, and
// the error tables of alipay.trade.pay, alipay.trade.query and alipay.trade.cancel. "Declined" is
// for what the source calls a failure of this trade; where it says to query, the row says
// unresolved.

internal import Payments

package enum AlipayOutcomeTables {
    /// The gateway's own codes of a pay call, besides 10000 (done), 10003 and 40004 (see
    /// `sub_code`).
    package static let gateway = OutcomeTable<PayMeaning>([
        .init("20000", .unresolved, "the service is not available: query"),
        .init("20001", .declined(.ourConfiguration), "not authorised"),
        .init("40001", .declined(.ourConfiguration), "a parameter is missing"),
        .init("40002", .declined(.ourConfiguration), "a parameter is wrong"),
        .init("40003", .declined(.ourConfiguration), "conditions not met"),
        .init("40006", .declined(.ourConfiguration), "not permitted"),
    ])

    package static let pay = OutcomeTable<PayMeaning>([
        .init("ACQ.SYSTEM_ERROR", .unresolved, "query for the result"),
        .init("AOP.ACQ.SYSTEM_ERROR", .unresolved, "query for the result"),
        .init("ACQ.TRADE_HAS_SUCCESS", .unresolved, "this number is paid: query"),
        .init("ACQ.CONTEXT_INCONSISTENT", .unresolved, "this number was used with other data"),
        .init("ACQ.TRADE_HAS_CLOSE", .declined(.orderClosed), "this trade is closed"),
        .init("ACQ.PAYMENT_AUTH_CODE_INVALID", .declined(.codeInvalid), "expired or used"),
        .init("ACQ.BUYER_BALANCE_NOT_ENOUGH", .declined(.notEnoughMoney), "balance"),
        .init("ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH", .declined(.notEnoughMoney), "card"),
        .init("ACQ.ERROR_BALANCE_PAYMENT_DISABLE", .declined(.methodNotSupported), "switched off"),
        .init("ACQ.NO_PAYMENT_INSTRUMENTS_AVAILABLE", .declined(.methodNotSupported), "none"),
        .init("ACQ.PULL_MOBILE_CASHIER_FAIL", .declined(.other), "scan again"),
        .init("ACQ.MOBILE_PAYMENT_SWITCH_OFF", .declined(.methodNotSupported), "switched off"),
        .init("ACQ.USER_FACE_PAYMENT_SWITCH_OFF", .declined(.methodNotSupported), "switched off"),
        .init("ACQ.PAYMENT_FAIL", .declined(.other), "the payment failed"),
        .init("ACQ.PAYMENT_REQUEST_HAS_RISK", .declined(.riskRefused), "risk"),
        .init("ACQ.BUYER_SELLER_EQUAL", .declined(.accountRestricted), "payer is payee"),
        .init("ACQ.TRADE_BUYER_NOT_MATCH", .declined(.accountRestricted), "another payer"),
        .init("ACQ.BUYER_ENABLE_STATUS_FORBID", .declined(.accountRestricted), "account state"),
        .init("ACQ.ERROR_BUYER_CERTIFY_LEVEL_LIMIT", .declined(.accountRestricted), "identity"),
        .init("ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR", .declined(.overLimit), "day's limit"),
        .init("ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR", .declined(.overLimit), "month's limit"),
        .init("ACQ.BEYOND_PAY_RESTRICTION", .declined(.overLimit), "the merchant's limit"),
        .init("ACQ.BEYOND_PER_RECEIPT_RESTRICTION", .declined(.overLimit), "limit per payment"),
        .init("ACQ.TOTAL_FEE_EXCEED", .declined(.overLimit), "amount above the limit"),
        .init("ACQ.SELLER_BEEN_BLOCKED", .declined(.ourConfiguration), "the merchant is blocked"),
        .init("ACQ.INVALID_PARAMETER", .declined(.ourConfiguration), "a field is wrong"),
        .init("ACQ.ACCESS_FORBIDDEN", .declined(.ourConfiguration), "not allowed"),
        .init("ACQ.PARTNER_ERROR", .declined(.ourConfiguration), "wrong app or merchant"),
        .init("ACQ.EXIST_FORBIDDEN_WORD", .declined(.ourConfiguration), "word in the subject"),
        .init("ACQ.INVALID_STORE_ID", .declined(.ourConfiguration), "no such store"),
    ])

    package static let query = OutcomeTable<QueryMeaning>([
        .init("ACQ.TRADE_NOT_EXIST", .notFound, "no such trade now; a delayed one may come"),
        .init("ACQ.SYSTEM_ERROR", .unresolved, "ask again"),
        .init("AOP.ACQ.SYSTEM_ERROR", .unresolved, "ask again"),
        .init("ACQ.INVALID_PARAMETER", .unresolved, "a field is wrong"),
    ])

    package static let cancel = OutcomeTable<ReverseMeaning>([
        .init("ACQ.SYSTEM_ERROR", .unresolved, "ask again"),
        .init("AOP.ACQ.SYSTEM_ERROR", .unresolved, "ask again"),
        .init("AQC.SYSTEM_ERROR", .unresolved, "ask again (spelled so by the source)"),
        .init("ACQ.TRADE_CANCEL_TIME_OUT", .expired, "more than 24 hours: refund instead"),
        .init("ACQ.TRADE_HAS_FINISHED", .queryFirst, "finished trades cannot be undone"),
        .init("ACQ.REASON_TRADE_REFUND_FEE_ERR", .queryFirst, "part was refunded: refund the rest"),
        .init("ACQ.CANCEL_NOT_ALLOWED", .refused, "this trade cannot be cancelled"),
        .init("ACQ.REASON_TRADE_BEEN_FREEZEN", .refused, "the trade is frozen"),
        .init("ACQ.SELLER_BALANCE_NOT_ENOUGH", .refused, "the merchant's balance is too low"),
        .init("ACQ.INVALID_PARAMETER", .refused, "a field is wrong"),
    ])

    /// The states a trade can be in.
    package enum TradeStatus: String, CaseIterable, Sendable {
        case waitBuyerPay = "WAIT_BUYER_PAY"
        case success = "TRADE_SUCCESS"
        /// Paid, and no refund is possible any more.
        case finished = "TRADE_FINISHED"
        /// Never paid in time, or paid and wholly given back: the source has one word for both.
        case closed = "TRADE_CLOSED"
    }
}
