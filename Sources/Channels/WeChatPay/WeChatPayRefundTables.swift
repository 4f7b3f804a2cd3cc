// Every error code of WeChat Pay v2 about refunds that we know. Source: WeChat Pay v2, 付款码支付, the
// error tables of 申请退款 and 查询退款. "Failed" is for what the source calls a failure or a wrong
// request, "later" for what it calls not taken up and to be tried again.

internal import Payments

extension WeChatPayOutcomeTables {
    package static let refund = OutcomeTable<RefundMeaning>([
        .init("SYSTEMERROR", .unresolved, "timeout inside: the same again, the same number"),
        .init("BIZERR_NEED_RETRY", .unresolved, "refused as concurrent: the same again"),
        .init("INVALID_REQUEST", .unresolved, "against a rule, or sent before with other data"),
        .init("NOTENOUGH", .later, "the merchant's balance is too low: fill it up"),
        .init("FREQUENCY_LIMITED", .later, "not taken up: orders older than two months, slower"),
        .init("INVALID_REQ_TOO_MUCH", .later, "too many wrong requests: again after a minute"),
        .init("ORDER_NOT_READY", .later, "the order is being worked on: later"),
        .init("TRADE_OVERDUE", .failed(.tooLate), "more than a year after the payment"),
        .init("USER_ACCOUNT_ABNORMAL", .failed(.accountAbnormal), "the account was closed"),
        .init(
            "REFUND_FEE_MISMATCH", .failed(.other), "amounts unlike those of the order or before"),
        .init("ERROR", .failed(.other), "a rule of the business, told in words only"),
        .init("ORDERNOTEXIST", .failed(.ourConfiguration), "no such paid order of this merchant"),
        .init("INVALID_TRANSACTIONID", .failed(.ourConfiguration), "the number is not one"),
        .init("PARAM_ERROR", .failed(.ourConfiguration), "a field is wrong"),
        .init("LACK_PARAMS", .failed(.ourConfiguration), "a field is missing"),
        .init("NOAUTH", .failed(.ourConfiguration), "the merchant may not use this call"),
        .init("CERT_ERROR", .failed(.ourConfiguration), "the client certificate is wrong"),
        .init("APPID_NOT_EXIST", .failed(.ourConfiguration), "no such app ID"),
        .init("MCHID_NOT_EXIST", .failed(.ourConfiguration), "no such merchant"),
        .init("APPID_MCHID_NOT_MATCH", .failed(.ourConfiguration), "they do not belong together"),
        .init("SIGNERROR", .failed(.ourConfiguration), "our signature is wrong"),
        .init("XML_FORMAT_ERROR", .failed(.ourConfiguration), "not XML"),
        .init("REQUIRE_POST_METHOD", .failed(.ourConfiguration), "not a POST"),
    ])

    /// A refused question proves nothing about the refund, but for the one that says "not there".
    package static let refundQuery = OutcomeTable<RefundQueryMeaning>([
        .init("REFUNDNOTEXIST", .notFound, "no such refund now; a delayed request may arrive"),
        .init("SYSTEMERROR", .unresolved, "ask again"),
        .init("INVALID_TRANSACTIONID", .unresolved, "the number is not one"),
        .init("PARAM_ERROR", .unresolved, "a field is wrong"),
        .init("APPID_NOT_EXIST", .unresolved, "no such app ID"),
        .init("MCHID_NOT_EXIST", .unresolved, "no such merchant"),
        .init("SIGNERROR", .unresolved, "our signature is wrong"),
        .init("XML_FORMAT_ERROR", .unresolved, "not XML"),
        .init("REQUIRE_POST_METHOD", .unresolved, "not a POST"),
    ])

    /// The states a refund can be in.
    package enum RefundStatus: String, CaseIterable, Sendable {
        case success = "SUCCESS"
        case processing = "PROCESSING"
        /// Closed without anything given back.
        case closed = "REFUNDCLOSE"
        /// The customer's card cannot take it: a person must act on the merchant's own pages there.
        case change = "CHANGE"
    }
}
