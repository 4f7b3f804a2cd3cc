// UnionPay's answer codes for what was not done.

/// A code and its description.
struct UnionPayRefusal: Error, Equatable {
    let code: String
    let description: String

    init(_ code: String, _ description: String) {
        self.code = code
        self.description = description
    }

    static let unknown = UnionPayRefusal("04", "交易状态未明，请查询对账结果")
    static let accepted = UnionPayRefusal("05", "交易已受理，请稍后查询交易结果")
    static let busy = UnionPayRefusal("06", "系统繁忙，请稍后再试")
    static let format = UnionPayRefusal("10", "报文格式错误")
    static let signature = UnionPayRefusal("11", "验证签名失败")
    static let repeated = UnionPayRefusal("12", "重复交易")
    static let merchant = UnionPayRefusal("31", "商户状态不正确")
    static let notFound = UnionPayRefusal("34", "查无此交易")
    static let original = UnionPayRefusal("35", "原交易不存在或状态不正确")
    static let unlikeOriginal = UnionPayRefusal("36", "与原交易信息不符")
    static let anotherDay = UnionPayRefusal("39", "交易不在受理时间范围内")
    static let codeWrong = UnionPayRefusal("44", "输入号码错误或暂未开通此项业务")
    static let undone = UnionPayRefusal("45", "原交易已被成功退货或已被成功撤销")
    static let notEnough = UnionPayRefusal("64", "余额不足")

    /// What a payment says for a refusal of the ledger.
    init(_ refusal: PayRefusal) {
        switch refusal {
        case .codeUnknown, .codeUsed, .codeExpired: self = .codeWrong
        case .numberUsedForOther, .alreadyPaid, .closed, .reversed: self = .repeated
        case .declined(let reason): self.init(UnionPayRefusal.code(of: reason), "交易失败")
        case .full: self = .busy
        }
    }

    /// What a refund says for a refusal of the ledger.
    init(_ refusal: RefundRefusal) {
        switch refusal {
        case .orderNotFound, .notPaid, .reversed: self = .original
        case .numberUsedForOther: self = .repeated
        case .otherOrderAmount, .nothingLeft, .tooMuch, .tooMany: self = .unlikeOriginal
        case .tooLate: self = .anotherDay
        case .merchantIsShort: self = .notEnough
        }
    }

    static func code(of decline: Order.Decline) -> String {
        switch decline {
        case .notEnoughMoney: "64"
        case .declinedByPerson: "60"
        case .wrongPassword: "67"
        }
    }
}
