// The sentences about returns and refunds.

internal import Payments
internal import Retail
internal import Sales

extension OperatorNotice {
    var returnText: NoticeText? {
        switch self {
        case .saleNotPosted:
            NoticeText(
                "这张单还没有完成，不能退货", "This sale is not posted; there is nothing to return",
                next: "直接改单或作废", "Change it or void it instead")
        case .soldAtAnotherStore(let store):
            NoticeText(
                "这是门店 \(store) 的销售单", "It was sold at store \(store)",
                next: "请顾客到那家门店退货", "It is returned at that store")
        case .nothingToReturn:
            NoticeText(
                "还没有选要退的商品", "Nothing is chosen to be returned",
                next: "勾选商品和数量", "Tick the goods and their pieces")
        case .returnTooMany(let left):
            NoticeText(
                "退货数量太多，这一行最多还能退 \(left)",
                "Too many pieces; \(left) of this line can still come back",
                next: "改小数量", "Enter fewer")
        case .everythingReturned:
            NoticeText(
                "这张单已全部退货", "Everything of this sale has come back already",
                next: "核对小票；不要再退款", "Check the receipt; give nothing back again")
        case .returnNeedsManager:
            NoticeText(
                "店长特批要店长授权", "The manager's leave needs the manager",
                next: "请店长输入工号和密码，写明原因", "Let the manager enter number, PIN and reason")
        case .refundInCashNeedsManager(let amount):
            NoticeText(
                "顾客用手机付的 ¥\(amount.yuan) 要退现金，须店长授权",
                "¥\(amount.yuan) were paid by wallet; cash for them needs the manager",
                next: "退回钱包，或请店长授权", "Refund to the wallet, or let the manager approve")
        case .walletCannotRefund(let wallet):
            NoticeText(
                "现在不能退回\(wallet.chineseName)，没有退货",
                "\(wallet.englishName) cannot be refunded from here now; nothing was returned",
                next: "稍后再退；急需时请店长授权退现金",
                "Try later; if it is urgent the manager may approve cash")
        case .goodsReturned(let toWallets, let inCash):
            NoticeText(
                "已退货" + (toWallets.isPositive ? "，¥\(toWallets.yuan) 正在退回顾客钱包" : "")
                    + (inCash.isPositive ? "，退现金 ¥\(inCash.yuan)" : ""),
                "Returned" + (toWallets.isPositive ? "; ¥\(toWallets.yuan) on the way back" : "")
                    + (inCash.isPositive ? "; ¥\(inCash.yuan) to be handed out" : ""),
                next: inCash.isPositive
                    ? "把现金交给顾客，商品放入待处理" : "商品放入待处理，把退货单交给顾客",
                inCash.isPositive
                    ? "Hand out the cash; put the goods into quarantine"
                    : "Put the goods into quarantine; hand out the slip")
        default: nil
        }
    }

    var refundText: NoticeText? {
        switch self {
        case .refunding:
            NoticeText(
                "正在退款", "Giving the money back",
                next: "请稍候", "Please wait")
        case .refundAsking:
            NoticeText(
                "退款还没有结果，正在查询", "No word on the refund yet; asking the wallet",
                next: "不要另外退现金；顾客可以先离开", "Give no cash instead; the customer may go")
        case .refundStillOpen:
            NoticeText(
                "退款仍没有结果，财务已收到异常单", "Still no word on the refund; finance has a case",
                next: "不要另外退现金；请顾客留意钱包",
                "Give no cash instead; ask the customer to watch the wallet")
        case .refundPromised:
            NoticeText(
                "渠道已受理退款，等待到账", "The wallet has accepted the refund; it is on its way",
                next: "请顾客留意钱包，银行卡可能要几天",
                "Ask the customer to watch the wallet; a card may take days")
        case .refunded:
            NoticeText(
                "已退到顾客钱包", "The customer has the money back",
                next: "不用再做任何事", "Nothing more to do")
        case .refundWithChannel:
            NoticeText(
                "渠道要求人工处理这笔退款，财务已收到异常单",
                "The wallet wants a person to settle this refund; finance has a case",
                next: "不要另外退现金；请联系财务", "Give no cash instead; call finance")
        case .refundFailed(let failure): failure.text
        case .refundBeyondPayment:
            NoticeText(
                "退款会超过这笔付款，没有退货", "It would give back more than was paid; nothing was returned",
                next: "刷新看已退的金额", "Reload and look at what has been given back")
        default: nil
        }
    }

    /// Why the core did not make a return.
    init(_ refusal: SaleReturnRefusal) {
        switch refusal {
        case .notPosted: self = .saleNotPosted
        case .nothingChosen: self = .nothingToReturn
        case .lineAbsent: self = .lineAbsent
        case .quantityOutOfRange: self = .quantityOutOfRange
        case .tooMany(_, let left): self = .returnTooMany(left: left)
        case .everythingReturned: self = .everythingReturned
        case .reasonNeedsApproval: self = .returnNeedsManager
        case .cashNeedsApproval(let amount): self = .refundInCashNeedsManager(amount)
        case .amountOutOfRange: self = .amountOutOfRange
        }
    }
}

extension RefundFailure {
    fileprivate var text: NoticeText {
        let (chinese, english) = words
        return NoticeText(
            "退款被拒：" + chinese + "，钱没有退", "Refund refused: " + english + "; nothing was given back",
            next: "请顾客留电话，财务已收到异常单", "Note the customer's telephone; finance has a case")
    }

    private var words: (String, String) {
        switch kind {
        case .closed: ("渠道关闭了这笔退款", "the wallet closed it")
        case .tooLate: ("超过渠道的退款期限", "too late for the wallet")
        case .overRefunded: ("超过还能退的金额", "more than is left of the payment")
        case .accountAbnormal: ("顾客账户不能收款", "the customer's account cannot take it")
        case .ourConfiguration: ("本店收款设置有误（\(code)）", "this store's set-up is wrong (\(code))")
        case .other: ("渠道拒绝（\(code)）", "the wallet refused (\(code))")
        }
    }
}
