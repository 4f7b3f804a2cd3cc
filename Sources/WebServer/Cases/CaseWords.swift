// What the workbench of cases says, in both languages: for each cause what it is, and what ends it.

internal import Persistence
internal import Retail

struct CaseWords {
    let report: ReportWords
    var isEnglish: Bool { report.isEnglish }

    func say(_ chinese: String, _ english: String) -> String { report.say(chinese, english) }

    var title: String { say("异常单", "Cases") }
    var open: String { say("未结", "open") }
    var closed: String { say("已结", "closed") }
    var all: String { say("全部", "All") }
    var mine: String { say("我的", "Mine") }
    var none: String { say("没有这样的异常单", "There is no such case") }
    var cause: String { say("原因", "Cause") }
    var subject: String { say("号码", "Number") }
    var age: String { say("已开", "Age") }
    var due: String { say("到期", "Due") }
    var overdue: String { say("已过期", "overdue") }
    var owner: String { say("处理人", "Looked after by") }
    var nobody: String { say("无人", "nobody") }
    var evidence: String { say("证据", "Evidence") }
    var todo: String { say("怎么办", "What to do") }
    var done: String { say("处理记录", "What was done") }
    var take: String { say("由我处理", "Take it") }
    var release: String { say("交还", "Give it up") }
    var note: String { say("记录", "Note") }
    var words: String { say("查到了什么（最多 500 字）", "What was found (500 characters at most)") }
    var exit: String { say("结束方式", "How it ends") }
    var close: String { say("结束异常单", "Close the case") }
    var confirm: String { say("确认，结束异常单", "Confirm, close the case") }
    var withdraw: String { say("退回提议", "Send it back") }
    var more: String { say("下一页", "Next page") }
    var payment: String { say("这笔支付", "The payment") }

    func proposed(_ name: String, _ how: String) -> String {
        say("\(name) 提议结束：\(how)", "\(name) proposes: \(how)")
    }

    func needsTwo(_ yuan: String) -> String {
        say("超过 ¥\(yuan)：要由另一人确认", "Above ¥\(yuan): another person confirms")
    }

    func hours(_ hours: Int64) -> String {
        hours < 48
            ? say("\(hours) 小时", "\(hours) h") : say("\(hours / 24) 天", "\(hours / 24) d")
    }

    func name(of kind: CaseEvent.Kind) -> String {
        switch kind {
        case .taken: say("接手", "taken")
        case .released: say("交还", "given up")
        case .noted: say("记录", "noted")
        case .proposed: say("提议结束", "proposed")
        case .withdrawn: say("提议退回", "sent back")
        case .closed: say("结束", "closed")
        }
    }

    func name(ofExit exit: String) -> String {
        switch exit {
        case "accepted": say("核实无误，接受", "Looked into, right as it is")
        case "given-back": say("已在钱包商户平台退回", "Given back on the wallet's platform")
        case "written-off": say("核销", "Written off")
        default: exit
        }
    }

    func name(of cause: String) -> String { texts(cause).name }

    /// The ordinary way out, which closes the case by itself where there is one.
    func todo(_ cause: String) -> String { texts(cause).todo }

    private var post42: String {
        say(
            "按原商品开单，选 42 扫这个号码下账，异常单自动结束；商品没有拿走的，在钱包商户平台退回。",
            "Ring up the goods, choose 42 and scan this number: posting closes the case. If the goods were "
                + "not handed out, give the money back on the wallet's platform.")
    }
    private var wait: String {
        say(
            "系统继续查询，有结果时异常单自动结束。可在钱包商户平台按单号查看。",
            "It is asked about on and on, and its end closes the case. Look at the wallet's platform by its "
                + "number.")
    }
    private var askBank: String {
        say(
            "在“结算”页看这一天，与银行回单和钱包平台的结算记录核对；记错的冲销后重记，到账后异常单自动结束。",
            "Look at that day among the settlements; compare the bank's paper with the wallet's platform. "
                + "Reverse what was recorded wrongly; the case closes when the money is there.")
    }
    private var compare: String {
        say(
            "比较下面的经过、小票和钱包商户平台，写明查到了什么。",
            "Compare what happened below with the receipt and the wallet's platform; say what was found."
        )
    }

    private func texts(_ cause: String) -> (name: String, todo: String) {
        switch cause {
        case "unresolved-too-long": (say("结果长时间未明", "Long in doubt"), wait)
        case "refund-unresolved-too-long": (say("退款长时间未明", "Refund long in doubt"), wait)
        case "debit-not-counted": (say("扣款未入账", "A debit that no sale counts"), post42)
        case "late-success": (say("迟到的扣款", "Debited after all"), post42)
        case "orphan-paid": (say("已扣款，单已作废", "Debited, and its sale is void"), post42)
        case "statement-channel-only": (say("长款：只有钱包有", "Only the wallet has it"), post42)
        case "statement-books-only":
            (
                say("短款：只有账上有", "Only the books have it"),
                say(
                    "先看次日对账单；仍没有的，凭交易单号问钱包。",
                    "Look at the next day's statement first, then ask the wallet with the trade number."
                )
            )
        case "statement-amount": (say("对账金额不符", "Amounts differ"), compare)
        case "statement-refund": (say("对账退款不符", "Refunds differ"), compare)
        case "statement-duplicate": (say("对账单重复", "Twice in the statement"), compare)
        case "statement-other-day": (say("对账跨日", "Another day"), compare)
        case "statement-missing":
            (
                say("对账单没有来", "No statement came"),
                say(
                    "账上当天有收款，钱包没有给对账单。到商户平台下载，再上传对账。",
                    "The books have payments of that day. Download it from the wallet's platform."
                )
            )
        case "statement-fee": (say("手续费不符", "The fee differs"), compare)
        case "settlement-late": (say("结算未到账", "A settlement is late"), askBank)
        case "settlement-short": (say("结算少到", "Less was settled"), askBank)
        case "settlement-over": (say("结算多到", "More was settled"), askBank)
        case "second-debit": (say("重复扣款", "A second debit"), compare)
        case "wrong-amount": (say("扣款金额不符", "Another amount was debited"), compare)
        case "claimed-elsewhere": (say("已在别处入账", "Counted elsewhere"), compare)
        case "given-back-after-success":
            (say("入账后被退回", "Given back after it was counted"), compare)
        case "given-back-outside": (say("在平台上被退回", "Given back outside"), compare)
        case "reversal-too-late": (say("撤销超期", "Too late to take back"), compare)
        case "reversal-refused": (say("撤销被拒", "The reversal was refused"), compare)
        case "contradiction", "refund-contradiction":
            (say("渠道前后矛盾", "The channel contradicts itself"), compare)
        case "bug", "refund-bug": (say("程序错误", "A mistake in the program"), compare)
        case "cash-over-scan":
            (say("扫码未明时收现金", "Cash over a scan in doubt"), compare)
        case "cash-for-wallet-refund":
            (say("扫码付款退现金", "Cash for a scanned payment"), compare)
        case "retired-refund":
            (
                say("按原收款方式退款", "To be paid out by the old method"),
                say(
                    "在原收款方式的商户平台把这笔钱退给顾客，然后选“已在钱包商户平台退回”，写明平台的退款单号。",
                    "Give it back on the platform of the old method, then close it as given back with the "
                        + "platform's refund number.")
            )
        case "refund-failed": (say("退款失败", "A refund failed"), compare)
        case "refund-late-success": (say("失败的退款又成功", "A failed refund arrived"), compare)
        case "refund-not-counted": (say("退款未入账", "A refund that nobody asked for"), compare)
        case "refund-other-amount": (say("退款金额不符", "Another amount was given back"), compare)
        case "refunded-twice": (say("重复退款", "Given back twice"), compare)
        default: (cause, compare)
        }
    }
}
