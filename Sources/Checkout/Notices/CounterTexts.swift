// The sentences about people, goods and the sale.

internal import Payments
internal import Retail

extension OperatorNotice {
    /// The sentence and the next step, in Chinese and English.
    package var text: NoticeText {
        requestText ?? saleText ?? returnText ?? shiftText ?? refundText ?? paymentText
            ?? supplementText
    }

    private var requestText: NoticeText? {
        switch self {
        case .unreadable(let field):
            NoticeText(
                "看不懂「\(field)」的内容", "The value of \"\(field)\" cannot be read",
                next: "检查后重新输入", "Check it and enter it again")
        case .actKeyReused:
            NoticeText(
                "同一操作编号用于不同内容，未执行",
                "The same operation key was used for something else; nothing was done",
                next: "刷新页面后再操作", "Reload the page and try again")
        case .saleChangedElsewhere:
            NoticeText(
                "这张销售单已在别的窗口变化，未执行",
                "This sale was changed in another window; nothing was done",
                next: "看清现在的销售单再操作", "Look at the sale as it is now, then go on")
        case .noSale:
            NoticeText(
                "现在没有打开的销售单", "There is no open sale",
                next: "扫描商品开始", "Scan goods to begin")
        case .storageFailed:
            NoticeText(
                "服务器未能保存，结果未知", "The server could not save; the outcome is not known",
                next: "不要收现金，刷新页面看结果；仍不行请联系信息部",
                "Take no cash; reload to see the outcome, else call IT")
        case .notFoundHere(let what):
            NoticeText(
                "没有找到「\(what)」", "\"\(what)\" was not found",
                next: "核对号码", "Check the number")
        case .signInNeeded:
            NoticeText(
                "还没有登录，或登录已过期", "Nobody is signed in here, or the session has ended",
                next: "输入工号和密码登录", "Sign in with staff number and PIN")
        case .signInWrong:
            NoticeText(
                "工号或密码不对", "Staff number or PIN is wrong",
                next: "重新输入", "Enter them again")
        case .signInLocked(let until):
            NoticeText(
                "输错次数太多，\(CivilTime(until).spaced) 之前不能登录",
                "Too many wrong PINs; locked until \(CivilTime(until).spaced)",
                next: "等候，或请店长登录", "Wait, or let the manager sign in")
        case .overrideRefused:
            NoticeText(
                "授权人工号、密码或权限不对", "The manager's number, PIN or role is not right",
                next: "请店长输入本人工号和密码", "Let the manager enter number and PIN")
        case .caseChangedElsewhere:
            NoticeText(
                "这张异常单已被他人处理或已结束，未执行",
                "This case was changed or closed by somebody else; nothing was done",
                next: "看清现在的异常单再操作", "Look at the case as it is now, then go on")
        case .caseNeedsReason:
            NoticeText(
                "说明是空的或太长（最多 500 字）", "The words are missing or too long (500 characters at most)",
                next: "写明查到了什么，再保存", "Say what was found, then save")
        case .caseNeedsAnother:
            NoticeText(
                "超过限额的异常单要由另一人确认，提议人不能自己确认",
                "Above the limit another person confirms; who proposed cannot",
                next: "请财务或区域的另一位同事确认", "Ask another person of finance or of the area")
        case .caseHoldsMoney(let amount):
            NoticeText(
                "这笔钱还在待查款里：¥\(amount.yuan)，不能按无误结束",
                "¥\(amount.yuan) of it still stands in doubt: it is not right as it is",
                next: "用 42 下账，或在钱包平台退回，或核销",
                "Post it by 42, give it back on the wallet's platform, or write it off")
        case .caseStillMoving:
            NoticeText(
                "这笔支付或退款还没有结果，异常单不能结束",
                "This payment or refund has no end yet, so its case cannot be closed",
                next: "等系统查到结果；可先记录已知情况", "Wait for its end; note what is known")
        case .statementRefused(let refusal): refusal.text
        case .settlementRefused(let refusal): refusal.text
        case .placeNameUnfit:
            NoticeText(
                "名称是空的或太长（最多 20 字）", "The name is missing or too long (20 characters at most)",
                next: "改好名称再保存", "Mend the name, then save")
        case .placeNameTaken:
            NoticeText(
                "这个名称已经有了", "This name is taken",
                next: "换一个名称", "Choose another name")
        case .placeChangedElsewhere:
            NoticeText(
                "这一项已被他人改动，未保存", "This was changed by somebody else; nothing was saved",
                next: "看清现在的内容再保存", "Look at it as it is now, then save")
        case .placeManagerUnfit:
            NoticeText(
                "这位员工不是片长", "This person is not an area manager",
                next: "从名单里选片长", "Choose an area manager from the list")
        case .overrideNeedsReason:
            NoticeText(
                "授权必须写明原因", "An override needs a reason",
                next: "写明原因再确认", "Give the reason and confirm")
        default: nil
        }
    }

    private var saleText: NoticeText? {
        switch self {
        case .unknownGoods(let entry):
            NoticeText(
                "没有这个商品：\(entry)", "No such goods: \(entry)",
                next: "重扫，或输入编码、拼音首字母", "Scan again, or type the code or pinyin initials")
        case .noSellableLot(let name):
            NoticeText(
                "\(name) 没有可销售的批号（过期或停售）",
                "\(name) has no lot that may be sold (expired or locked)",
                next: "换一种商品，或请店长查批号", "Choose other goods, or ask the manager about the lots")
        case .paymentCodeBeforeCheckout:
            NoticeText(
                "这是付款码，还没到收款", "This is a payment code; the sale is not at checkout",
                next: "请先按 PageUp 到收款界面", "Press PageUp first")
        case .quantityOutOfRange:
            NoticeText(
                "数量要在 1 到 9999 之间", "A quantity is between 1 and 9999",
                next: "重新输入数量", "Enter the quantity again")
        case .tooManyLines:
            NoticeText(
                "一张单最多 200 行", "A sale has at most 200 lines",
                next: "先完成这一单，其余另开一单", "Complete this sale and ring up the rest on another")
        case .amountOutOfRange:
            NoticeText(
                "金额不对或太大", "The amount is wrong or too large",
                next: "检查数量和价格", "Check quantity and price")
        case .discountBeyondAuthority(let percent):
            NoticeText(
                "折扣超出权限（最多 \(percent)%）",
                "The discount is beyond your authority (at most \(percent)%)",
                next: "减少折扣，或请店长授权", "Give less, or ask the manager to approve")
        case .discountTooLarge:
            NoticeText(
                "折扣大于金额", "The discount is more than the amount",
                next: "重新输入折扣", "Enter the discount again")
        case .saleEmpty:
            NoticeText(
                "销售单是空的", "The sale is empty",
                next: "先扫描商品", "Scan goods first")
        case .nothingDue:
            NoticeText(
                "应收为零，不能收款", "Nothing is due; it cannot be paid",
                next: "检查折扣", "Check the discounts")
        case .saleFrozen:
            NoticeText(
                "已经开始收款，商品和折扣不能再改", "Payment has begun; goods and discounts are fixed",
                next: "先撤回未完成的收款", "Take back the unfinished tender first")
        case .saleNotOpen:
            NoticeText(
                "这张销售单不能再改", "This sale can no longer be changed",
                next: "开新的销售单", "Begin a new sale")
        case .lineAbsent:
            NoticeText(
                "没有这一行", "There is no such line",
                next: "看清行号再操作", "Look at the lines and try again")
        case .shortfall(let left):
            NoticeText(
                "还差 ¥\(left.yuan)，不能完成", "¥\(left.yuan) is still to be paid",
                next: "收齐后再按 F9", "Take the rest, then press F9")
        case .alreadyPaidInFull:
            NoticeText(
                "已经收齐，不用再收", "It is paid in full; take nothing more",
                next: "按 F9 完成", "Press F9")
        case .registerBusy:
            NoticeText(
                "本机还有打开的销售单", "This register has another open sale",
                next: "先完成、挂起或作废它", "Complete, hold or void it first")
        case .salePaidCannotVoid:
            NoticeText(
                "顾客已经付款，不能作废", "The customer has paid; it cannot be voided",
                next: "按 F9 完成，需要退款时再退货", "Press F9; refund it afterwards if need be")
        case .tenderCannotBeRemoved:
            NoticeText(
                "这笔收款不能删除", "This tender cannot be removed",
                next: "等它有结果，或按 F9 完成", "Wait for its outcome, or press F9")
        case .cashWhileInDoubt:
            NoticeText(
                "这张单的扫码付款还没有结果，不能收现金",
                "The scanned payment of this sale has no outcome yet; no cash for it now",
                next: "等结果；顾客手机已付款就用 42 补单；特殊情况请店长授权",
                "Wait; if the phone says paid use 42; otherwise ask the manager")
        case .methodNotOffered(let id):
            NoticeText(
                "本营业日没有收款方式 \(id)", "Tender method \(id) is not offered on this business date",
                next: "选择列出的收款方式", "Choose a method from the list")
        case .alreadyPosted(let receipt):
            NoticeText(
                "这张单已完成，小票号 \(receipt)", "This sale is posted already, receipt \(receipt)",
                next: "接待下一位顾客", "Serve the next customer")
        default: nil
        }
    }
}
