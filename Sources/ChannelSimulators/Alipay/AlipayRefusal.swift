// The words of Alipay for what was not done. Codes are the provider's; the descriptions are ours.

/// A `code` with its `sub_code`.
struct AlipayRefusal: Error, Equatable {
    let code: String
    let message: String
    let subCode: String
    let subMessage: String

    /// 40001: something is missing.
    static func missing(_ subCode: String) -> AlipayRefusal {
        AlipayRefusal(
            code: "40001", message: "Missing Required Arguments", subCode: subCode,
            subMessage: "缺少必选参数")
    }

    /// 40002: something is wrong.
    static func invalid(_ subCode: String, _ subMessage: String) -> AlipayRefusal {
        AlipayRefusal(
            code: "40002", message: "Invalid Arguments", subCode: subCode, subMessage: subMessage)
    }

    /// 40004: understood, and not done.
    static func business(_ subCode: String, _ subMessage: String) -> AlipayRefusal {
        AlipayRefusal(
            code: "40004", message: "Business Failed", subCode: subCode, subMessage: subMessage)
    }

    static func parameter(_ name: String) -> AlipayRefusal {
        .business("ACQ.INVALID_PARAMETER", "参数无效:\(name)")
    }

    static let systemError = AlipayRefusal.business("ACQ.SYSTEM_ERROR", "系统异常")
    static let unavailable = AlipayRefusal(
        code: "20000", message: "Service Currently Unavailable", subCode: "isp.unknow-error",
        subMessage: "系统繁忙")
    static let notExist = AlipayRefusal.business("ACQ.TRADE_NOT_EXIST", "交易不存在")
    static let cancelTooLate = AlipayRefusal.business(
        "ACQ.TRADE_CANCEL_TIME_OUT", "超过撤销时间范围,请使用退款")
    /// *Source*: trade.cancel: after a refund only refunds.
    static let refundedAlready = AlipayRefusal.business(
        "ACQ.REASON_TRADE_REFUND_FEE_ERR", "交易已发起过退款,不能撤销")
    static let refundTooMuch = AlipayRefusal.business(
        "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限")

    /// What trade.pay says for a refusal of the ledger.
    init(_ refusal: PayRefusal) {
        switch refusal {
        case .codeUnknown, .codeUsed, .codeExpired:
            self = .business("ACQ.PAYMENT_AUTH_CODE_INVALID", "支付授权码无效")
        case .numberUsedForOther:
            self = .business("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改")
        case .alreadyPaid: self = .business("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
        case .closed, .reversed: self = .business("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
        case .declined(.notEnoughMoney):
            self = .business("ACQ.BUYER_BALANCE_NOT_ENOUGH", "买家余额不足")
        case .declined(.declinedByPerson), .declined(.wrongPassword):
            self = .business("ACQ.PAYMENT_FAIL", "支付失败")
        case .full: self = .unavailable
        }
    }

    /// What trade.refund says for a refusal of the ledger.
    ///
    /// *Source*: trade.refund, its table of sub_code. Which of them meets a trade that is closed or was
    /// given back whole is not said there; TRADE_HAS_CLOSE is our reading.
    init(_ refusal: RefundRefusal, isWaiting: Bool) {
        switch refusal {
        case .orderNotFound: self = .notExist
        case .notPaid where isWaiting:
            self = .business("ACQ.TRADE_STATUS_ERROR", "交易状态非法")
        case .notPaid, .reversed, .nothingLeft:
            self = .business("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
        case .numberUsedForOther:
            self = .business("ACQ.DISCORDANT_REPEAT_REQUEST", "不一致的请求")
        case .tooMuch, .otherOrderAmount: self = .refundTooMuch
        case .tooLate: self = .business("ACQ.TRADE_HAS_FINISHED", "交易已完结")
        case .tooMany: self = .business("ACQ.TRADE_NOT_ALLOW_REFUND", "当前交易不允许退款")
        case .merchantIsShort:
            self = .business("ACQ.SELLER_BALANCE_NOT_ENOUGH", "卖家余额不足")
        }
    }

    init(code: String, message: String, subCode: String, subMessage: String) {
        self.code = code
        self.message = message
        self.subCode = subCode
        self.subMessage = subMessage
    }

    var node: JSON {
        .members([
            "code": .string(code), "msg": .string(message), "sub_code": .string(subCode),
            "sub_msg": .string(subMessage),
        ])
    }
}
