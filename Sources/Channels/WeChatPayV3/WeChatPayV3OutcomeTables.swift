// Every error code of WeChat Pay v3 that we know, and what it proves. Source: WeChat Pay v3, the error
// tables of 付款码支付, 查询订单, 撤销, 退款申请 and 查询单笔退款, and the public ones (公共错误码). Where the
// source tells the merchant to query, the row says unresolved.

internal import Payments

package enum WeChatPayV3OutcomeTables {
    package static let pay = OutcomeTable<PayMeaning>(
        [
            .init("USERPAYING", .awaitingShopper, "the customer must enter the password"),
            .init("SYSTEM_ERROR", .unresolved, "timeout inside: query for the result"),
            .init("BANK_ERROR", .unresolved, "the bank does not answer: query"),
            .init("FREQUENCY_LIMITED", .unresolved, "asked too often: query"),
            .init("RATELIMIT_EXCEEDED", .unresolved, "asked too often: query"),
            .init("ORDER_PAID", .unresolved, "this number is paid: query, it may be by us"),
            .init("OUT_TRADE_NO_USED", .unresolved, "this number was used before: query"),
            .init("INVALID_REQUEST", .unresolved, "against a rule, or used again with other data"),
            .init("ORDER_CLOSED", .declined(.orderClosed), "this order is closed"),
            .init("ORDER_REVERSED", .declined(.orderClosed), "this order was reversed"),
            .init("AUTH_CODE_EXPIRED", .declined(.codeExpired), "the code is too old"),
            .init("AUTH_CODE_ERROR", .declined(.codeInvalid), "the code is wrong or was used"),
            .init("AUTH_CODE_INVALID", .declined(.codeInvalid), "not a code of WeChat Pay"),
            .init("NOT_ENOUGH", .declined(.notEnoughMoney), "not enough money"),
            .init("RULE_LIMIT", .declined(.accountRestricted), "a rule of the business forbids it"),
        ] + ourMistakes)

    /// What an order's request may have wrong, whichever way it is paid.
    static let ourMistakes: [OutcomeTable<PayMeaning>.Row] = [
        .init("PARAM_ERROR", .declined(.ourConfiguration), "a field is wrong"),
        .init("SIGN_ERROR", .declined(.ourConfiguration), "our signature is wrong"),
        .init("APPID_MCHID_NOT_MATCH", .declined(.ourConfiguration), "they do not belong together"),
        .init("NO_AUTH", .declined(.ourConfiguration), "the merchant may not use this call"),
        .init("MCH_NOT_EXISTS", .declined(.ourConfiguration), "no such merchant"),
    ]

    package static let query = OutcomeTable<QueryMeaning>([
        .init("ORDER_NOT_EXIST", .notFound, "no such order now; a delayed request may arrive"),
        .init("SYSTEM_ERROR", .unresolved, "ask again"),
        .init("FREQUENCY_LIMITED", .unresolved, "asked too often"),
        .init("RATELIMIT_EXCEEDED", .unresolved, "asked too often"),
        .init("PARAM_ERROR", .unresolved, "a field is wrong"),
        .init("INVALID_REQUEST", .unresolved, "against a rule"),
        .init("SIGN_ERROR", .unresolved, "our signature is wrong"),
        .init("MCH_NOT_EXISTS", .unresolved, "no such merchant"),
    ])

    package static let reverse = OutcomeTable<ReverseMeaning>([
        .init("SYSTEM_ERROR", .unresolved, "ask again"),
        .init("FREQUENCY_LIMITED", .unresolved, "asked too often"),
        .init("RATELIMIT_EXCEEDED", .unresolved, "asked too often"),
        .init("USERPAYING", .again, "not while the customer pays: ask again"),
        .init("REVERSE_EXPIRE", .expired, "more than 7 days: refund instead"),
        .init("TRADE_ERROR", .queryFirst, "query, then decide"),
        .init("INVALID_REQUEST", .queryFirst, "against a rule: see what the order is"),
        .init("ORDER_NOT_EXIST", .nothingToReverse, "as with a query: no such order now"),
        .init("PARAM_ERROR", .refused, "a field is wrong"),
        .init("SIGN_ERROR", .refused, "our signature is wrong"),
        .init("APPID_MCHID_NOT_MATCH", .refused, "they do not belong together"),
        .init("NO_AUTH", .refused, "the merchant may not use this call"),
        .init("MCH_NOT_EXISTS", .refused, "no such merchant"),
    ])

    package static let refund = OutcomeTable<RefundMeaning>([
        .init("SYSTEM_ERROR", .unresolved, "timeout inside: the same again, the same number"),
        .init("BIZ_ERR_NEED_RETRY", .unresolved, "refused as concurrent: the same again"),
        .init("INVALID_REQUEST", .unresolved, "against a rule, or sent before with other data"),
        .init("NOT_ENOUGH", .later, "the merchant's balance is too low: fill it up"),
        .init("FREQUENCY_LIMITED", .later, "not taken up: slower"),
        .init("RATELIMIT_EXCEEDED", .later, "not taken up: slower"),
        .init("TRADE_OVERDUE", .failed(.tooLate), "more than a year after the payment"),
        .init("USER_ACCOUNT_ABNORMAL", .failed(.accountAbnormal), "the account was closed"),
        .init("RESOURCE_NOT_EXISTS", .failed(.ourConfiguration), "no such paid order"),
        .init("PARAM_ERROR", .failed(.ourConfiguration), "a field is wrong"),
        .init("SIGN_ERROR", .failed(.ourConfiguration), "our signature is wrong"),
        .init("NO_AUTH", .failed(.ourConfiguration), "the merchant may not use this call"),
        .init("MCH_NOT_EXISTS", .failed(.ourConfiguration), "no such merchant"),
    ])

    /// A refused question proves nothing about the refund, but for the one that says "not there".
    package static let refundQuery = OutcomeTable<RefundQueryMeaning>([
        .init("RESOURCE_NOT_EXISTS", .notFound, "no such refund now; a request may arrive"),
        .init("SYSTEM_ERROR", .unresolved, "ask again"),
        .init("FREQUENCY_LIMITED", .unresolved, "asked too often"),
        .init("RATELIMIT_EXCEEDED", .unresolved, "asked too often"),
        .init("INVALID_REQUEST", .unresolved, "against a rule"),
        .init("PARAM_ERROR", .unresolved, "a field is wrong"),
        .init("SIGN_ERROR", .unresolved, "our signature is wrong"),
        .init("MCH_NOT_EXISTS", .unresolved, "no such merchant"),
    ])

    /// The states a refund can be in.
    package enum RefundStatus: String, CaseIterable, Sendable {
        case success = "SUCCESS"
        case processing = "PROCESSING"
        /// Closed without anything given back.
        case closed = "CLOSED"
        /// The customer's card cannot take it: a person must act on the merchant's own pages there.
        case abnormal = "ABNORMAL"
    }
}
