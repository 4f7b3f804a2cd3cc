// The sentences about scanned payments: method 41, method 42, and function 400449.

internal import Payments
internal import Retail

/// A wallet that answers nobody, and what the customer can do instead.
private func silent(
    _ wallet: Wallet, _ since: CivilTime, _ others: [Wallet]
) -> NoticeText {
    let clock = String(since.spaced.dropFirst(11).prefix(5))
    let isAlone = others.isEmpty
    return NoticeText(
        "\(wallet.chineseName)从 \(clock) 起没有应答，这笔没有发送",
        "\(wallet.englishName) has not answered since \(clock); this scan was not sent",
        next: isAlone
            ? "请收现金，或挂单后再扫；通了会自动恢复"
            : "请顾客换\(others.map(\.chineseName).joined(separator: "、"))，或付现金；通了会自动恢复",
        isAlone
            ? "Take cash, or hold the sale; it opens again by itself"
            : "Ask for \(others.map(\.englishName).joined(separator: ", ")), or take cash; "
                + "it opens again by itself")
}

extension OperatorNotice {
    var paymentText: NoticeText? {
        switch self {
        case .codeUnreadable(let error): error.text
        case .codeLooksLikeIdentityCard:
            NoticeText(
                "这像身份证号，还没有发送", "This looks like an identity card number; it was not sent",
                next: "确认是付款码再发送", "Confirm that it is a payment code, or scan again")
        case .walletNotAccepted(let wallet):
            NoticeText(
                "这是\(wallet.chineseName)的付款码，本店还不能收",
                "This code is from \(wallet.englishName); this store cannot take it yet",
                next: "请顾客换微信或支付宝，或付现金", "Ask for WeChat Pay or Alipay, or take cash")
        case .walletNotAnswering(let wallet, let since, let others):
            silent(wallet, CivilTime(since), others)
        case .codeNotOffered(let wallet):
            NoticeText(
                "\(wallet.chineseName)不能出示收款码",
                "The till cannot show a code for \(wallet.englishName)",
                next: "换一个钱包，或手工输入付款码，或收现金",
                "Choose another wallet, type the payment code, or take cash")
        case .attemptOpen:
            NoticeText(
                "上一笔扫码还没有结果，不能再扫", "The last scan has no outcome yet; do not scan again",
                next: "等结果", "Wait for the outcome")
        case .sending:
            NoticeText(
                "正在扣款", "Debiting the customer's wallet",
                next: "请稍候", "Please wait")
        case .awaitingShopper:
            NoticeText(
                "请顾客在手机上输入密码", "The customer must confirm on the phone",
                next: "等顾客确认", "Wait for the customer")
        case .awaitingScan:
            NoticeText(
                "请顾客扫屏幕上的码付款", "The customer scans the code on this screen",
                next: "等顾客付款；顾客不付了按 F4 撤销", "Wait; if the customer will not pay, F4 takes it back")
        case .asking:
            NoticeText(
                "还没有收到结果，正在查询", "No answer yet; asking the wallet",
                next: "不要再扫码，不要收现金", "Do not scan again, take no cash")
        case .channelFailed:
            NoticeText(
                "渠道报错，还不知道有没有扣款", "Wallet error; it may have debited",
                next: "看顾客手机：已付款用 42 补单；没付款可撤销或挂单",
                "Look at the phone: if paid use 42; if not, take it back or hold the sale")
        case .stillNoAnswer:
            NoticeText(
                "仍然没有结果", "Still no answer",
                next: "看顾客手机：已付款用 42 补单；没付款可撤销或挂单",
                "Look at the phone: if paid use 42; if not, take it back or hold the sale")
        case .reversing:
            NoticeText(
                "正在撤销，等渠道确认", "Taking it back; waiting for the wallet's word",
                next: "确认前不要再扫码，不要收现金", "Until then do not scan again, take no cash")
        case .paid:
            NoticeText(
                "顾客已付款", "The customer has paid",
                next: "按 F9 完成", "Press F9")
        case .notDebited(let decline): decline.text
        case .takenBack:
            NoticeText(
                "已撤销，钱没有扣或已退回", "Taken back: nothing is debited",
                next: "可以重新扫码或收现金", "Scan again or take cash")
        default: nil
        }
    }

    /// Method 42 and function 400449; the last of the four groups, so it always answers.
    var supplementText: NoticeText {
        switch self {
        case .numberUnreadable(let error): error.text
        case .thisIsAPaymentCode:
            NoticeText(
                "这是付款码，不是商户单号", "This is a payment code, not a merchant order number",
                next: "付款请用 41；补单请扫账单最下面的商户单号",
                "Use 41 to pay; for 42 scan the bottom-most number of the bill")
        case .numberDate(let isFuture):
            isFuture
                ? NoticeText(
                    "单号的日期在将来", "The number is dated in the future",
                    next: "重新扫描商户单号", "Scan the merchant order number again")
                : NoticeText(
                    "单号的日期太早，超过补单期限", "The number is too old to be posted",
                    next: "请顾客找这一次的订单；旧单请找财务",
                    "Look for this purchase's order; for an old one ask finance")
        case .numberOfAnotherChain(let store):
            NoticeText(
                "不是本公司的订单（门店 \(store)）", "Not an order of this chain (store \(store))",
                next: "请顾客找本店的订单再扫", "Ask for the order of this shop and scan again")
        case .numberPosted(let store, let at, let receipt):
            NoticeText(
                "这笔已入账：门店 \(store)，\(CivilTime(at).spaced)，小票 \(receipt)",
                "Already posted: store \(store), \(CivilTime(at).spaced), receipt \(receipt)",
                next: "不要再收这一笔；核对顾客的订单", "Do not take it again; check the customer's order")
        case .numberOfOpenSale(let here, let register):
            NoticeText(
                here ? "这笔属于本店另一张未完成的单（款台 \(register)）" : "这笔属于别的门店未完成的单",
                here
                    ? "It belongs to another open sale of this store (register \(register))"
                    : "It belongs to an open sale of another store",
                next: here ? "取回那张单完成它" : "请那家门店完成", "Open that sale and complete it there")
        case .numberUnequal(let paid, let left):
            NoticeText(
                "金额不符：单上 ¥\(paid.yuan)，本单还差 ¥\(left.yuan)",
                "Amounts differ: paid ¥\(paid.yuan), this sale still needs ¥\(left.yuan)",
                next: "核对是不是这一单；商品有变请先改回", "Check that it is this sale; put the goods right first")
        case .numberRefunded:
            NoticeText(
                "这笔已退款（全部或部分）或撤销，不能入账",
                "It was refunded, in whole or in part, or taken back; it cannot be posted",
                next: "请顾客重新付款", "Let the customer pay again")
        case .numberNotDebited:
            NoticeText(
                "渠道确认这笔没有扣款", "The wallet confirms that nothing was debited",
                next: "重新扫码或收现金", "Scan again or take cash")
        case .numberAwaitingShopper:
            NoticeText(
                "顾客还没有输入密码", "The customer has not confirmed yet",
                next: "请顾客在手机上确认，再扫一次", "Let the customer confirm on the phone, then scan again")
        case .numberNotFound:
            NoticeText(
                "渠道暂时查不到这个单号", "The wallets do not know this number yet",
                next: "稍等再扫；1 分钟后仍查不到请挂单并找店长",
                "Wait and scan again; after a minute hold the sale and call the manager")
        case .numberUnanswered:
            NoticeText(
                "现在问不到渠道，不能确认", "The wallet cannot be reached; it cannot be confirmed now",
                next: "稍后再扫；可先挂单，不要收现金", "Scan again later; hold the sale, take no cash")
        case .numberConfirmed(let byTradeNumber):
            NoticeText(
                byTradeNumber ? "这是交易单号，已为您找到，付款已确认" : "付款已确认",
                byTradeNumber
                    ? "This is the wallet's own number; found, and the payment is confirmed"
                    : "The payment is confirmed",
                next: "按 F9 完成", "Press F9")
        case .numberAlreadyHere:
            NoticeText(
                "这笔已在本单上", "It is on this sale already",
                next: "按 F9 完成", "Press F9")
        case .remarkNotNeeded:
            NoticeText(
                "无需备注：已用 42 补单，视为正常下账",
                "No remark is needed: posted by 42 counts as normal posting",
                next: "不用再做任何事", "Nothing more to do")
        case .remarkStandsInForRecovery:
            NoticeText(
                "不能用备注代替补单：现金就是现金，扫码就是扫码",
                "A remark cannot stand in for a recovery: cash is cash, a scan is a scan",
                next: "用 42 补单；已收现金的由财务凭渠道凭证更正",
                "Use 42; cash that was taken is corrected by finance with the wallet's proof")
        case .remarkEmpty:
            NoticeText(
                "备注是空的或太长（最多 200 字）", "The remark is empty or too long (200 characters at most)",
                next: "写明情况再保存", "Say what happened, then save")
        case .remarkAnswered:
            NoticeText(
                "这条备注已有答复，或不存在，未执行",
                "This remark has its answer, or is not there; nothing was done",
                next: "看清现在的答复；有新情况另写备注", "Read the answer; what is new is another remark")
        default:
            NoticeText(
                "出现未说明的情况 \(code)", "Something happened that has no words yet, \(code)",
                next: "请联系信息部并报此编号", "Call IT and quote this code")
        }
    }
}

extension PaymentCodeError {
    var text: NoticeText {
        switch self {
        case .notDigits:
            NoticeText(
                "付款码只有数字", "A payment code has digits only",
                next: "对准顾客的付款码重扫", "Scan the customer's code again")
        case .wrongLength(let length):
            NoticeText(
                "付款码位数不对（\(length) 位）", "A payment code of \(length) digits is not right",
                next: "重扫；微信 18 位，支付宝 16 到 24 位", "Scan again; WeChat Pay has 18, Alipay 16 to 24")
        case .unknownPrefix(let prefix):
            NoticeText(
                "以 \(CivilTime.padded(prefix, 2)) 开头的不是付款码",
                "No payment code begins with \(CivilTime.padded(prefix, 2))",
                next: "请顾客打开付款码再扫", "Ask for the payment code and scan it")
        case .merchantOrderNumber:
            NoticeText(
                "这是商户单号，请用 42", "This is a merchant order number; it belongs to 42",
                next: "补单选 42；付款请扫付款码", "Choose 42, or scan a payment code to pay")
        case .channelTradeNumber:
            NoticeText(
                "这像账单上的单号，不是付款码", "This looks like a number from a bill, not a payment code",
                next: "补单选 42；付款请扫付款码", "Choose 42, or scan a payment code to pay")
        }
    }
}

extension MerchantOrderNumberError {
    var text: NoticeText {
        switch self {
        case .notDigits:
            NoticeText(
                "商户单号只有数字", "A merchant order number has digits only",
                next: "重扫账单最下面的商户单号", "Scan the bottom-most number of the bill again")
        case .wrongLength:
            NoticeText(
                "商户单号应是 28 位数字", "A merchant order number has 28 digits",
                next: "重扫账单最下面的商户单号", "Scan the bottom-most number of the bill again")
        case .impossibleDate:
            NoticeText(
                "单号开头不是日期", "The number does not begin with a date",
                next: "重扫账单最下面的商户单号", "Scan the bottom-most number of the bill again")
        case .wrongCheckDigit:
            NoticeText(
                "校验位不对，可能输错了一位", "The check digit is wrong: probably a mistyped digit",
                next: "逐组核对，或改用扫描", "Compare group by group, or scan it")
        }
    }
}

extension Decline {
    /// The customer-facing sentence, and what the cashier can do.
    var text: NoticeText {
        let (chinese, english) = words
        return NoticeText(
            "未扣款：" + chinese, "Not debited: " + english,
            next: "可以重新扫码或收现金", "Scan again or take cash")
    }

    private var words: (String, String) {
        switch kind {
        case .codeExpired: ("付款码已过期，请顾客刷新", "the code has expired; refresh it")
        case .codeInvalid: ("付款码无效，请顾客刷新", "the code is not valid; refresh it")
        case .notEnoughMoney: ("余额不足", "not enough money")
        case .overLimit: ("超过限额", "over the wallet's limit")
        case .methodNotSupported: ("顾客的支付方式不支持", "the customer's card or account cannot pay this")
        case .accountRestricted: ("顾客账户受限", "the customer's account is restricted")
        case .riskRefused: ("渠道风控拒绝", "refused by the wallet's risk control")
        case .orderClosed: ("订单已关闭", "the order is closed")
        case .ourConfiguration:
            ("本店收款设置有误（\(code)），请联系信息部", "this store's set-up is wrong (\(code)); call IT")
        case .neverSent: ("没有连上渠道，请求没有发出", "the wallet could not be reached; nothing was sent")
        case .neverArrived: ("渠道确认没有这笔", "the wallet confirms that no such payment exists")
        case .other: ("渠道拒绝（\(code)）", "refused by the wallet (\(code))")
        }
    }
}
