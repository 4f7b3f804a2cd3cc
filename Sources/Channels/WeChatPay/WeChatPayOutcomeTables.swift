// Every error code of WeChat Pay v2 that we know, and what it proves. Source: WeChat Pay v2, 付款码支付,
// the error tables of 提交付款码支付, 查询订单 and 撤销订单. Where the source tells the merchant to query,
// the row says unresolved; "declined" is for what the source calls a certain failure.

internal import Payments

package enum WeChatPayOutcomeTables {
    package static let pay = OutcomeTable<PayMeaning>(
        [
            .init("SYSTEMERROR", .unresolved, "timeout inside: query for the result"),
            .init("BANKERROR", .unresolved, "the bank does not answer: query"),
            .init("USERPAYING", .awaitingShopper, "the customer must enter the password"),
            .init("ORDERPAID", .unresolved, "this number is paid: query, it may be by us"),
            .init("OUT_TRADE_NO_USED", .unresolved, "this number was used before: query"),
            .init("INVALID_REQUEST", .unresolved, "used again with other data, or not allowed"),
            .init("ORDERCLOSED", .declined(.orderClosed), "this order is closed"),
            .init("ORDERREVERSED", .declined(.orderClosed), "this order was reversed"),
            .init("AUTHCODEEXPIRE", .declined(.codeExpired), "the code is too old"),
            .init("AUTH_CODE_ERROR", .declined(.codeInvalid), "the code is wrong or was used"),
            .init("AUTH_CODE_INVALID", .declined(.codeInvalid), "not a code of WeChat Pay"),
            .init("NOTENOUGH", .declined(.notEnoughMoney), "not enough money"),
            .init("NOTSUPORTCARD", .declined(.methodNotSupported), "this card is not supported"),
            .init("BUYER_MISMATCH", .declined(.accountRestricted), "another payer than before"),
            .init("TRADE_ERROR", .declined(.accountRestricted), "the account or a rule forbids it"),
        ] + ourMistakes)

    /// What an order's request may have wrong, whichever way it is paid.
    static let ourMistakes: [OutcomeTable<PayMeaning>.Row] = [
        .init("PARAM_ERROR", .declined(.ourConfiguration), "a field is wrong"),
        .init("NOAUTH", .declined(.ourConfiguration), "the merchant may not use this call"),
        .init("APPID_NOT_EXIST", .declined(.ourConfiguration), "no such app ID"),
        .init("MCHID_NOT_EXIST", .declined(.ourConfiguration), "no such merchant"),
        .init("APPID_MCHID_NOT_MATCH", .declined(.ourConfiguration), "they do not belong together"),
        .init("LACK_PARAMS", .declined(.ourConfiguration), "a field is missing"),
        .init("SIGNERROR", .declined(.ourConfiguration), "our signature is wrong"),
        .init("XML_FORMAT_ERROR", .declined(.ourConfiguration), "not XML"),
        .init("REQUIRE_POST_METHOD", .declined(.ourConfiguration), "not a POST"),
        .init("NOT_UTF8", .declined(.ourConfiguration), "not UTF-8"),
    ]

    package static let query = OutcomeTable<QueryMeaning>([
        .init("ORDERNOTEXIST", .notFound, "no such order now; a delayed request may arrive"),
        .init("SYSTEMERROR", .unresolved, "ask again"),
    ])

    package static let reverse = OutcomeTable<ReverseMeaning>([
        .init("SYSTEMERROR", .unresolved, "ask again"),
        .init("USERPAYING", .again, "not while the customer pays: ask again"),
        .init("REVERSE_EXPIRE", .expired, "more than 7 days: refund instead"),
        .init("TRADE_ERROR", .queryFirst, "query, then decide"),
        .init("ORDERNOTEXIST", .nothingToReverse, "as with a query: no such order now"),
        .init("INVALID_TRANSACTIONID", .refused, "the number is not one"),
    ])

    /// The states an order can be in.
    package enum TradeState: String, CaseIterable, Sendable {
        case success = "SUCCESS"
        case refund = "REFUND"
        case notPay = "NOTPAY"
        case closed = "CLOSED"
        case revoked = "REVOKED"
        case userPaying = "USERPAYING"
        case payError = "PAYERROR"
        case accept = "ACCEPT"
    }
}
