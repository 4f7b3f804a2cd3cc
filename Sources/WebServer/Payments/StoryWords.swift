// What a payment's story says, in both languages; without a wallet's name, which a store is not told.

internal import Payments
internal import Persistence
internal import Retail

struct StoryWords {
    let report: ReportWords
    var isEnglish: Bool { report.isEnglish }

    func say(_ chinese: String, _ english: String) -> String { report.say(chinese, english) }

    var title: String { say("查支付", "Find a payment") }
    var paymentTitle: String { say("支付", "Payment") }
    var ask: String {
        say(
            "扫描或输入商户单号、交易单号、退款单号或小票号",
            "Scan or type an order number, a trade number, a refund number or a receipt's")
    }
    var find: String { say("查找", "Find") }
    var several: String { say("找到多笔支付", "Several payments were found") }
    func nothing(_ text: String) -> String {
        say(
            "没有找到「\(text)」。核对号码；门店只能查本店的支付。",
            "\"\(text)\" was not found. Check the number; a store finds its own payments only.")
    }
    var number: String { say("商户单号", "Merchant order number") }
    var trade: String { say("交易单号", "Trade number") }
    var state: String { say("状态", "State") }
    var storeSays: String { say("门店账上", "The store's half") }
    var walletSays: String { say("钱包对账单", "The wallet's half") }
    var timeline: String { say("经过", "What happened") }
    var cases: String { say("异常单", "Cases") }
    var posted: String { say("已下账", "Posted") }
    var notPosted: String { say("未下账", "Not posted") }
    var notListed: String { say("对账单未到", "No statement yet") }
    var agree: String { say("两边一致", "Both halves say the same") }
    var differ: String { say("两边不一致", "The halves differ") }

    var lanes: [String] {
        [
            say("顾客", "Customer"), say("款台", "Till"), say("服务器", "Server"),
            say("渠道", "Channel"), say("对账单", "Statement"), say("账", "Ledger"),
        ]
    }

    func name(ofState state: String) -> String {
        switch state {
        case "sending": say("正在发送", "being sent")
        case "awaitingShopper": say("等顾客输密码", "waiting for the customer")
        case "unresolved": say("结果未明", "in doubt")
        case "reversing": say("正在撤销", "being taken back")
        case "succeeded": say("已扣款", "debited")
        case "declined": say("未扣款", "not debited")
        case "reversed": say("已撤销", "taken back")
        case "reserved": say("待退款", "to be given back")
        case "accepted": say("退款已受理", "refund accepted")
        case "failed": say("退款失败", "refund failed")
        default: state
        }
    }

    /// An event of an attempt, without its numbers.
    func name(ofEvent event: String) -> String {
        switch event {
        case "begun": say("请求扣款", "asks for the debit")
        case "pay-paid": say("答复：已付款", "answer: paid")
        case "pay-awaiting-shopper": say("答复：等顾客输密码", "answer: the customer is asked")
        case "pay-offered": say("答复：付款码已生成", "answer: a code to be shown")
        case "pay-declined": say("答复：拒绝", "answer: declined")
        case "pay-unresolved": say("没有可信的答复", "no answer that proves anything")
        case "pay-never-sent": say("没有发出", "never sent")
        case "query-paid": say("查询：已付款", "query: paid")
        case "query-awaiting-shopper": say("查询：等顾客输密码", "query: the customer is asked")
        case "query-not-paid": say("查询：未付款", "query: not paid")
        case "query-not-found": say("查询：没有这笔订单", "query: no such order")
        case "query-closed": say("查询：订单已关闭", "query: closed")
        case "query-refunded": say("查询：钱已退回", "query: given back")
        case "query-unresolved": say("查询没有可信的答复", "query: no answer that proves anything")
        case "reverse-reversed": say("撤销：已撤销", "reversal: done")
        case "reverse-nothing": say("撤销：没有可撤销的", "reversal: nothing there")
        case "reverse-again": say("撤销：请再试", "reversal: again")
        case "reverse-expired": say("撤销：已超期", "reversal: too late")
        case "reverse-query-first": say("撤销：先查询", "reversal: query first")
        case "reverse-refused": say("撤销：拒绝", "reversal: refused")
        case "reverse-unresolved": say("撤销没有可信的答复", "reversal: no answer that proves anything")
        case "reverse-never-sent": say("撤销没有发出", "reversal: never sent")
        case "due": say("到时", "its time has come")
        case "restarted": say("服务器重启后接手", "taken on after a restart")
        case "reversal-requested": say("要求撤销", "is to be taken back")
        case "ask-requested": say("再查一次", "asked about again")
        case "notified": say("渠道主动通知", "told by the channel")
        case "statement-shows": say("对账单证明", "shown by the statement")
        case "refund-begun": say("请求退款", "asks for the refund")
        case "send-done": say("答复：已退款", "answer: given back")
        case "send-accepted": say("答复：退款已受理", "answer: accepted")
        case "send-later": say("答复：稍后再试", "answer: later")
        case "send-failed": say("答复：退款失败", "answer: failed")
        case "send-unresolved": say("没有可信的答复", "no answer that proves anything")
        case "send-never-sent": say("没有发出", "never sent")
        case "query-done": say("查询：已退款", "query: given back")
        case "query-processing": say("查询：退款处理中", "query: under way")
        case "query-failed": say("查询：退款失败", "query: failed")
        default: event
        }
    }

    func name(of kind: StatementRow.Kind) -> String {
        switch kind {
        case .payment: say("支付", "payment")
        case .refund: say("退款", "refund")
        case .reversal: say("撤销", "reversal")
        }
    }

    func listed(_ line: Int, _ day: String, _ kind: String, _ yuan: String) -> String {
        say(
            "\(day) 对账单第 \(line) 行：\(kind) ¥\(yuan)",
            "statement of \(day), line \(line): \(kind) ¥\(yuan)")
    }

    func postedAs(_ receipt: String) -> String {
        say("下账，小票 \(receipt)", "posted, receipt \(receipt)")
    }

    func caseOpened(_ name: String) -> String {
        say("开异常单：\(name)", "a case is opened: \(name)")
    }

    func caseClosed(_ name: String) -> String {
        say("异常单结束：\(name)", "a case is closed: \(name)")
    }
}
