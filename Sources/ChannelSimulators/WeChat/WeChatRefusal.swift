// The words of WeChat Pay v2 for what was not done. Codes and their meaning are the provider's
// (micropay, orderquery, reverse, refund, refundquery); the descriptions are ours.

/// An `err_code` with its description.
struct WeChatRefusal: Error, Equatable {
    let code: String
    let description: String

    /// Told by return_code and return_msg alone, without a signature.
    var isUnsigned: Bool { code.isEmpty }

    static let systemError = WeChatRefusal(code: "SYSTEMERROR", description: "接口返回错误")
    static let appMismatch = WeChatRefusal(
        code: "APPID_MCHID_NOT_MATCH", description: "appid和mch_id不匹配")
    static let appUnknown = WeChatRefusal(code: "APPID_NOT_EXIST", description: "appid不存在")
    static let orderNotExist = WeChatRefusal(code: "ORDERNOTEXIST", description: "订单不存在")
    static let codeMalformed = WeChatRefusal(code: "AUTH_CODE_ERROR", description: "付款码参数错误")
    static let userPaying = WeChatRefusal(code: "USERPAYING", description: "需要用户输入支付密码")
    static let reverseExpired = WeChatRefusal(code: "REVERSE_EXPIRE", description: "订单无法撤销")
    static let tradeUnknown = WeChatRefusal(
        code: "INVALID_TRANSACTIONID", description: "无效的微信支付订单号")

    static let refundedAlready = WeChatRefusal(code: "TRADE_ERROR", description: "订单已转入退款")
    static let refundNotExist = WeChatRefusal(
        code: "REFUNDNOTEXIST", description: "退款订单查询失败")
    /// A refund of more than the order, by the request's own two amounts.
    static let refundFeeInvalid = WeChatRefusal(code: "", description: "invalid refund_fee")

    static func missing(_ field: String) -> WeChatRefusal {
        WeChatRefusal(code: "LACK_PARAMS", description: "缺少参数\(field)")
    }

    static func wrong(_ field: String) -> WeChatRefusal {
        WeChatRefusal(code: "PARAM_ERROR", description: "参数错误\(field)")
    }

    init(code: String, description: String) {
        self.code = code
        self.description = description
    }

    /// What micropay says for a refusal of the ledger.
    init(_ refusal: PayRefusal) {
        switch refusal {
        case .codeUnknown:
            self.init(code: "AUTH_CODE_INVALID", description: "授权码检验错误")
        case .codeUsed:
            self.init(code: "AUTH_CODE_INVALID", description: "每个付款码仅限使用一次,请刷新再试")
        case .codeExpired:
            self.init(code: "AUTHCODEEXPIRE", description: "付款码已过期,请刷新再试")
        case .numberUsedForOther:
            self.init(code: "OUT_TRADE_NO_USED", description: "商户订单号重复")
        case .alreadyPaid: self.init(code: "ORDERPAID", description: "订单已支付")
        case .closed: self.init(code: "ORDERCLOSED", description: "订单已关闭")
        case .reversed: self.init(code: "ORDERREVERSED", description: "订单已撤销")
        case .declined(.notEnoughMoney):
            self.init(code: "NOTENOUGH", description: "余额不足")
        case .declined(.declinedByPerson), .declined(.wrongPassword):
            self.init(code: "TRADE_ERROR", description: "用户未完成支付")
        case .full: self = .systemError
        }
    }

    /// What refund says for a refusal of the ledger.
    ///
    /// *Source*: refund: REFUND_FEE_MISMATCH, INVALID_REQUEST, ERROR, TRADE_OVERDUE, NOTENOUGH; an
    /// order that was not paid is one that cannot be found.
    init(_ refusal: RefundRefusal) {
        switch refusal {
        case .orderNotFound, .notPaid: self = .orderNotExist
        case .numberUsedForOther, .otherOrderAmount:
            self.init(
                code: "REFUND_FEE_MISMATCH", description: "订单金额或退款金额与之前请求不一致,请核实后再试")
        case .nothingLeft, .reversed: self.init(code: "ERROR", description: "订单已全额退款")
        case .tooMuch: self.init(code: "INVALID_REQUEST", description: "refund_fee大于可退金额")
        case .tooMany: self.init(code: "INVALID_REQUEST", description: "部分退款次数超限")
        case .tooLate: self.init(code: "TRADE_OVERDUE", description: "订单已经超过退款期限")
        case .merchantIsShort: self.init(code: "NOTENOUGH", description: "商户可用退款余额不足")
        }
    }
}
