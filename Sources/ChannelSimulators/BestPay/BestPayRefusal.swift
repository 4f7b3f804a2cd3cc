// BestPay's words for what was not done. Codes that public examples show are the provider's; those
// they do not show are ours, begin with BE9, and a till that knows the examples alone must not
// believe them.

/// A code and its description.
struct BestPayRefusal: Error, Equatable {
    let code: String
    let description: String

    init(_ code: String, _ description: String) {
        self.code = code
        self.description = description
    }

    static let macWrong = BestPayRefusal("BE300001", "订单MAC域验证失败")
    static let noRight = BestPayRefusal("BE300007", "商户未配置此交易权限")
    static let notFound = BestPayRefusal("BE110062", "没有找到符合条件的记录。")
    static let barcode = BestPayRefusal("BARCODE_VALIDATE_ERROR", "条形码验证异常")
    static let notPaid = BestPayRefusal("BE301009", "订单状态不为成功，退款失败")
    static let givenBackBefore = BestPayRefusal("BE301012", "订单不为未退款，冲正失败")
    static let anotherDay = BestPayRefusal("BE301014", "原订单不为当天订单，冲正失败")
    static let systemError = BestPayRefusal("BE900000", "系统繁忙")
    static let numberUsed = BestPayRefusal("BE900001", "订单号重复")
    static let refundUnlike = BestPayRefusal("BE900002", "退款流水与之前请求不一致")
    static let refundTooMuch = BestPayRefusal("BE900003", "退款金额超过可退金额")
    static let merchantIsShort = BestPayRefusal("BE900004", "商户可用余额不足")
    static let refundTooLate = BestPayRefusal("BE900005", "超过退款期限")

    static func field(_ name: String) -> BestPayRefusal {
        BestPayRefusal("BE900006", "参数错误：\(name)")
    }

    /// What a payment says for a refusal of the ledger; a decline is an order that failed instead.
    init(_ refusal: PayRefusal) {
        switch refusal {
        case .codeUnknown, .codeUsed, .codeExpired: self = .barcode
        case .numberUsedForOther, .alreadyPaid, .closed, .reversed, .declined: self = .numberUsed
        case .full: self = .systemError
        }
    }

    /// What a refund says for a refusal of the ledger.
    init(_ refusal: RefundRefusal) {
        switch refusal {
        case .orderNotFound: self = .notFound
        case .notPaid, .reversed: self = .notPaid
        case .numberUsedForOther: self = .refundUnlike
        case .otherOrderAmount, .nothingLeft, .tooMuch, .tooMany: self = .refundTooMuch
        case .tooLate: self = .refundTooLate
        case .merchantIsShort: self = .merchantIsShort
        }
    }
}
