// Every code of BestPay that public material shows, and what it proves. There is no public table:
// the codes and their words are those of examples that public clients quote. All others are
// unresolved.

internal import Payments

package enum BestPayOutcomeTables {
    package static let pay = OutcomeTable<PayMeaning>([
        .init("BARCODE_VALIDATE_ERROR", .declined(.codeInvalid), "the code is wrong or too old"),
        .init("BE110062", .unresolved, "no such record: not what a pay call asks for"),
        .init("BE300001", .declined(.ourConfiguration), "our signature is wrong"),
        .init("BE300007", .declined(.ourConfiguration), "the merchant may not use this call"),
    ])

    package static let query = OutcomeTable<QueryMeaning>([
        .init("BE110062", .notFound, "no such record now; a delayed request may arrive"),
        .init("BE300001", .unresolved, "our signature is wrong"),
        .init("BE300007", .unresolved, "the merchant may not use this call"),
    ])

    package static let reverse = OutcomeTable<ReverseMeaning>([
        .init("BE110062", .nothingToReverse, "as with a query: no such record now"),
        .init("BE301010", .again, "giving back is under way"),
        .init("BE301012", .queryFirst, "something was given back before"),
        .init("BE301014", .expired, "not an order of today: refund instead"),
        .init("BE300001", .refused, "our signature is wrong"),
        .init("BE300007", .refused, "the merchant may not use this call"),
    ])

    package static let refund = OutcomeTable<RefundMeaning>([
        .init("BE301010", .unresolved, "a refund is under way, perhaps this one: ask"),
        .init("BE301009", .failed(.other), "the order is not a paid one"),
        .init("BE110062", .failed(.ourConfiguration), "no such order of this merchant"),
        .init("BE300001", .failed(.ourConfiguration), "our signature is wrong"),
        .init("BE300007", .failed(.ourConfiguration), "the merchant may not use this call"),
    ])

    package static let refundQuery = OutcomeTable<RefundQueryMeaning>([
        .init("BE110062", .notFound, "no such refund now; a delayed request may arrive"),
        .init("BE300001", .unresolved, "our signature is wrong"),
        .init("BE300007", .unresolved, "the merchant may not use this call"),
    ])

    /// The states of an order, and of a refund under its own number (`transStatus`).
    package enum Status: String, CaseIterable, Sendable {
        /// Asked for (支付中).
        case pending = "A"
        case done = "B"
        case failed = "C"
        /// Void (订单作废).
        case void = "G"
    }

    /// Whether an order was given back (`refundFlag`).
    ///
    /// Trap: no signature covers it.
    package enum RefundFlag: String, CaseIterable, Sendable {
        case none = "0"
        case whole = "1"
        case part = "2"
        case reversed = "3"
    }

    /// Why an order failed (`respCode`): a word for the cashier, since the state alone is signed.
    static func kind(of respCode: String?) -> Decline.Kind {
        respCode == "200020" ? .notEnoughMoney : .other
    }
}
