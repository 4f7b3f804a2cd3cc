// Everything that the gateway's interface refuses: a stable code, one sentence in Chinese and English,
// and what the other program is to do next. docs/reference/aggregator-api.md lists them; a test
// compares.

/// Why a terminal's request was not done.
package enum TerminalRefusal: Error, Equatable, Sendable {
    case unreadable(field: String)
    case unsigned(Unsigned)
    case clock
    case replayed
    case rightMissing
    case notFound
    case methodNotAllowed
    case keyReused
    case referenceUsed
    case numberUsed
    case notNow(state: String)
    case lastKey
    case tooManyKeys
    case beyondPayment
    case tooLarge
    case mediaType
    case codeWrong
    case codeLocked
    case paymentCode
    case identityCard
    case wallet
    case expired
    case numberForeign
    case walletSilent
    case tooMany(seconds: Int64)
    case storage

    /// What of the signature was not right.
    package enum Unsigned: String, Sendable {
        case headers, terminal, key, signature
    }

    /// What the other program is to do.
    package enum Next: String, Sendable {
        /// The request itself is wrong: repeating it does not help.
        case fixRequest = "fix_request"
        /// Sign anew, with a new nonce and the time of now.
        case signAgain = "sign_again"
        /// Ask what became of the payment.
        case query
        /// The customer shows another code, under a new reference.
        case newCode = "new_code"
        /// Ask the people who run the gateway.
        case askOperator = "ask_operator"
        /// The same again under the same key.
        case retry
    }

    package var code: String {
        switch self {
        case .unreadable: "A-400"
        case .unsigned: "A-401"
        case .clock: "A-402"
        case .rightMissing: "A-403"
        case .notFound: "A-404"
        case .methodNotAllowed: "A-405"
        case .replayed: "A-406"
        case .keyReused: "A-409"
        case .referenceUsed: "A-410"
        case .numberUsed: "A-411"
        case .notNow: "A-412"
        case .tooLarge: "A-413"
        case .lastKey: "A-414"
        case .mediaType: "A-415"
        case .tooManyKeys: "A-416"
        case .paymentCode: "A-420"
        case .identityCard: "A-421"
        case .wallet: "A-422"
        case .expired: "A-423"
        case .numberForeign: "A-424"
        case .beyondPayment: "A-425"
        case .walletSilent: "A-426"
        case .codeWrong: "A-428"
        case .codeLocked: "A-429"
        case .tooMany: "A-430"
        case .storage: "A-503"
        }
    }

    /// The status of HTTP.
    package var status: Int {
        switch self {
        case .unreadable: 400
        case .unsigned, .clock, .replayed: 401
        case .rightMissing, .codeWrong: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .keyReused, .referenceUsed, .numberUsed, .notNow, .lastKey, .tooManyKeys: 409
        case .tooLarge: 413
        case .mediaType: 415
        case .paymentCode, .identityCard, .wallet, .expired, .numberForeign, .beyondPayment,
            .walletSilent:
            422
        case .codeLocked, .tooMany: 429
        case .storage: 503
        }
    }

    package var next: Next {
        switch self {
        case .unreadable, .notFound, .methodNotAllowed, .keyReused, .tooLarge, .mediaType,
            .numberForeign, .beyondPayment, .lastKey, .tooManyKeys, .identityCard:
            .fixRequest
        case .clock, .replayed: .signAgain
        case .unsigned, .rightMissing, .codeWrong, .codeLocked: .askOperator
        case .referenceUsed, .numberUsed, .notNow: .query
        case .paymentCode, .wallet, .expired, .walletSilent: .newCode
        case .tooMany, .storage: .retry
        }
    }

    package var chinese: String {
        switch self {
        case .unreadable(let field): "看不懂「\(field)」的内容，未执行"
        case .unsigned(let what): "签名不能确认（\(what.rawValue)），未执行"
        case .clock: "请求的时间与网关相差超过 5 分钟，请校准时钟后重新签名"
        case .rightMissing: "该终端没有这项权限，请联系总部信息部"
        case .notFound: "没有找到"
        case .methodNotAllowed: "此地址不接受这种方法"
        case .replayed: "这个请求已经收到过，未再执行；请用新的随机串重新签名"
        case .keyReused: "同一幂等键用于不同内容，未执行"
        case .referenceUsed: "该终端已用过这个单号，请查询它"
        case .numberUsed: "这个商户单号已经存在，请查询它"
        case .notNow(let state): "现在的状态（\(state)）不能这样做，请先查询"
        case .tooLarge: "内容超过 64 KiB"
        case .lastKey: "不能停用签署本请求的密钥，请用另一把签名"
        case .mediaType: "内容类型应为 application/json"
        case .tooManyKeys: "最多四把有效密钥，请先停用一把"
        case .paymentCode: "不是付款码，请顾客重新出示"
        case .identityCard: "像是身份证号，未发送；确认是付款码请设 confirmed_not_identity_card"
        case .wallet: "网关不接受这种钱包，请顾客换一种"
        case .expired: "请求已过期，未执行；请重新扫码"
        case .numberForeign: "商户单号不属于该终端的门店，未执行"
        case .beyondPayment: "退款超过可退金额，未执行"
        case .codeWrong: "激活码不对、已用过或已过期，请向总部索取新的"
        case .codeLocked: "激活码输错次数太多，请向总部索取新的"
        case .walletSilent: "这种钱包现在没有应答，未发送；请顾客换一种钱包或稍后重新出示"
        case .tooMany(let seconds): "请求太多，未执行；请 \(seconds) 秒后再试"
        case .storage: "网关未能保存，结果未知；请用同一幂等键重试"
        }
    }

    package var english: String {
        switch self {
        case .unreadable(let field): "The value of \"\(field)\" cannot be read; nothing was done"
        case .unsigned(let what):
            "The signature cannot be confirmed (\(what.rawValue)); nothing was done"
        case .clock:
            "The request's time is more than 5 minutes off; set the clock and sign again"
        case .rightMissing: "This terminal lacks the right; ask the chain's IT"
        case .notFound: "Not found"
        case .methodNotAllowed: "This address does not take the method"
        case .replayed:
            "This request has been taken before and was not done again; sign with a new nonce"
        case .keyReused: "The idempotency key was used for something else; nothing was done"
        case .referenceUsed: "This terminal has used the reference; query it"
        case .numberUsed: "The merchant order number exists; query it"
        case .notNow(let state): "Not possible in the present state (\(state)); query first"
        case .tooLarge: "The body is larger than 64 KiB"
        case .lastKey: "The key that signs this request cannot be retired; sign with another"
        case .mediaType: "The content type must be application/json"
        case .tooManyKeys: "At most four keys are good at once; retire one first"
        case .paymentCode: "This is not a payment code; let the customer show it again"
        case .identityCard:
            "It looks like an ID card number and was not sent; "
                + "set confirmed_not_identity_card if it is a payment code"
        case .wallet: "The gateway does not take this wallet; let the customer choose another"
        case .expired: "The request has expired and was not done; scan again"
        case .numberForeign:
            "The merchant order number is not of the terminal's store; nothing was done"
        case .beyondPayment: "More than can be refunded; nothing was done"
        case .codeWrong: "The activation code is wrong, used or expired; ask for a new one"
        case .codeLocked: "Too many wrong activation codes; ask for a new one"
        case .walletSilent:
            "This wallet answers nobody now and was not asked; "
                + "let the customer choose another, or show a code again later"
        case .tooMany(let seconds):
            "Too many requests; nothing was done, try again in \(seconds) s"
        case .storage:
            "The gateway could not save, the outcome is not known; retry under the same key"
        }
    }

    /// One of each, for the list in the documents.
    package static let all: [TerminalRefusal] = [
        .unreadable(field: "amount_fen"), .unsigned(.signature), .clock, .rightMissing, .notFound,
        .methodNotAllowed, .replayed, .keyReused, .referenceUsed, .numberUsed,
        .notNow(state: "declined"), .tooLarge, .lastKey, .mediaType, .tooManyKeys, .paymentCode,
        .identityCard, .wallet, .expired, .numberForeign, .beyondPayment, .codeWrong, .codeLocked,
        .walletSilent, .tooMany(seconds: 1), .storage,
    ]
}
