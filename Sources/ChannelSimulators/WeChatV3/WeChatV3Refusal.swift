// The words of WeChat Pay v3 for what was not done. Codes are the provider's; statuses where its pages
// name none, and descriptions, are ours.

/// A code with its HTTP status and description.
struct WeChatV3Refusal: Error, Equatable {
    let status: Int
    let code: String
    let description: String

    init(_ status: Int, _ code: String, _ description: String) {
        self.status = status
        self.code = code
        self.description = description
    }

    static let systemError = WeChatV3Refusal(500, "SYSTEM_ERROR", "系统异常，请稍后重试")
    static let merchantUnknown = WeChatV3Refusal(400, "MCH_NOT_EXISTS", "商户号不存在")
    static let appMismatch = WeChatV3Refusal(
        400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配")
    static let orderNotExist = WeChatV3Refusal(404, "ORDER_NOT_EXIST", "订单不存在")
    static let resourceNotExists = WeChatV3Refusal(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
    static let userPaying = WeChatV3Refusal(400, "USERPAYING", "需要用户输入支付密码")
    static let reverseExpired = WeChatV3Refusal(400, "REVERSE_EXPIRE", "订单无法撤销")
    static let refundedAlready = WeChatV3Refusal(400, "TRADE_ERROR", "订单已转入退款")

    static func signError(_ what: String) -> WeChatV3Refusal {
        WeChatV3Refusal(401, "SIGN_ERROR", "签名错误：\(what)")
    }

    static func parameter(_ field: String) -> WeChatV3Refusal {
        WeChatV3Refusal(400, "PARAM_ERROR", "参数错误：\(field)")
    }

    /// What codepay says for a refusal of the ledger.
    init(_ refusal: PayRefusal) {
        switch refusal {
        case .codeUnknown: self.init(400, "AUTH_CODE_INVALID", "授权码检验错误")
        case .codeUsed: self.init(400, "AUTH_CODE_INVALID", "每个付款码仅限使用一次，请刷新再试")
        case .codeExpired: self.init(400, "AUTH_CODE_EXPIRED", "付款码已过期，请刷新再试")
        case .numberUsedForOther: self.init(403, "OUT_TRADE_NO_USED", "商户订单号重复")
        case .alreadyPaid: self.init(400, "ORDER_PAID", "订单已支付")
        case .closed: self.init(400, "ORDER_CLOSED", "订单已关闭")
        case .reversed: self.init(400, "ORDER_REVERSED", "订单已撤销")
        case .declined(.notEnoughMoney): self.init(403, "NOT_ENOUGH", "余额不足")
        case .declined(.declinedByPerson), .declined(.wrongPassword):
            self.init(403, "RULE_LIMIT", "用户未完成支付")
        case .full: self = .systemError
        }
    }

    /// What refund says for a refusal of the ledger.
    init(_ refusal: RefundRefusal) {
        switch refusal {
        case .orderNotFound, .notPaid: self.init(404, "RESOURCE_NOT_EXISTS", "订单号不存在")
        case .numberUsedForOther, .otherOrderAmount:
            self.init(400, "INVALID_REQUEST", "订单金额或退款金额与之前请求不一致，请核实后再试")
        case .nothingLeft, .reversed: self.init(400, "INVALID_REQUEST", "订单已全额退款")
        case .tooMuch: self.init(400, "INVALID_REQUEST", "退款金额大于可退金额")
        case .tooMany: self.init(400, "INVALID_REQUEST", "部分退款次数超限")
        case .tooLate: self.init(403, "TRADE_OVERDUE", "订单已经超过退款期限")
        case .merchantIsShort: self.init(403, "NOT_ENOUGH", "商户可用退款余额不足")
        }
    }
}
