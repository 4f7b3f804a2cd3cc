// The words of WeChat Pay v2 for what was not done. Codes and their meaning are the provider's
// (micropay, orderquery, reverse); the descriptions are ours.

/// An `err_code` with its description.
struct WeChatRefusal: Error, Equatable {
    let code: String
    let description: String

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
}
