// What the reports say, in both languages.

internal import Ledger
internal import Payments

struct ReportWords {
    let isEnglish: Bool

    func say(_ chinese: String, _ english: String) -> String {
        isEnglish ? english : chinese
    }

    var otherLanguage: String { say("English", "中文") }
    var till: String { say("去收银", "To the till") }
    var reports: String { say("报表", "Reports") }
    var cases: String { say("异常单", "Cases") }
    var payments: String { say("查支付", "Payments") }
    var chain: String { say("总部报表", "Chain report") }
    var daily: String { say("门店日报", "Daily report") }
    var month: String { say("门店月报", "Monthly report") }
    var balance: String { say("试算平衡表", "Trial balance") }
    var saleTitle: String { say("销售单", "Sale") }
    var store: String { say("门店", "Store") }
    var date: String { say("营业日", "Business date") }
    var saleList: String { say("销售明细", "Sales of the day") }
    var salesCount: String { say("销售笔数", "Sales") }
    var gross: String { say("商品原价", "Goods at list price") }
    var discounts: String { say("折扣", "Discounts") }
    var sales: String { say("销售额", "Sales after discounts") }
    var returns: String { say("退货", "Returns") }
    var net: String { say("净销售额", "Net sales") }
    var cash: String { say("现金", "Cash") }
    var retiredMethods: String { say("原收款方式", "Retired methods") }
    var importedCash: String {
        say("现金中导入的旧销售（不在钱箱）", "Of the cash, imported old sales (in no drawer)")
    }
    var aggregated: String { say("聚合支付", "Aggregated payment") }
    var supplements: String { say("补单", "Supplementary (42)") }
    var supplementShare: String { say("补单率", "Rate of 42") }
    var recoveryTime: String { say("补单用时（中位数）", "Time to 42 (median)") }
    var methods: String { say("各收款方式", "By method") }
    var byMethod: String { say("收款方式", "Method") }
    var share: String { say("占比", "Share") }
    var chainDay: String { say("总部日报", "Chain, one day") }
    var today: String { say("今日", "Today") }
    var total: String { say("合计", "Total") }
    var hours: String { say("各时段销售额", "Sales by the hour") }
    var days: String { say("每日净销售额", "Net sales by the day") }
    var stores: String { say("各门店净销售额", "Net sales by store") }
    var wallets: String { say("各钱包", "By wallet") }
    var receipt: String { say("小票号", "Receipt") }
    var time: String { say("时间", "Time") }
    var register: String { say("款台", "Register") }
    var cashier: String { say("收银员", "Cashier") }
    var due: String { say("应收", "Due") }
    var nothing: String { say("这段时间没有入账", "Nothing was booked in this time") }
    var signed: String { say("已签", "Signed") }
    var sign: String { say("签字确认日报", "Sign the day") }
    var counted: String { say("清点现金（元，可不填）", "Cash counted (yuan, may be left out)") }
    var doubt: String { say("待查款", "In doubt") }
    var refundsDue: String { say("应退款", "Refunds due") }
    var account: String { say("科目", "Account") }
    var debit: String { say("借", "Debit") }
    var credit: String { say("贷", "Credit") }
    var balanceColumn: String { say("余额", "Balance") }
    var balanceOfOwnDays: String {
        say(
            "余额只含该店归属您片区的那些日子，不是该店的全部余额。",
            "The balance is of the days on which the store was in an area of yours, "
                + "and not the store's whole balance.")
    }
    /// What the file of such a balance is called, too.
    var ofOwnDays: String { say("归属本片区期间", "days in own area") }
    var fact: String { say("事项", "Fact") }
    var amount: String { say("金额", "Amount") }
    var next: String { say("下一页", "Next page") }
    var previousPeriod: String { say("◀ 上期", "◀ Before") }
    var nextPeriod: String { say("下期 ▶", "Later ▶") }
    var xlsx: String { say("导出 Excel", "Export Excel") }
    var csv: String { say("导出 CSV", "Export CSV") }
    var entries: String { say("分录", "Entries") }
    var goods: String { say("商品", "Goods") }
    var quantity: String { say("数量", "Quantity") }
    var tenders: String { say("收款", "Tenders") }
    var noDoubt: String { say("没有待查款", "Nothing is in doubt") }

    func openNow(_ count: Int64, _ yuan: String) -> String {
        say(
            "此刻还有 \(count) 笔支付结果未明，共 ¥\(yuan)",
            "Right now \(count) payments have no outcome yet, ¥\(yuan) in all")
    }

    func signedBy(_ staff: String, _ time: String) -> String {
        say(
            "\(staff) 于 \(time) 签字；此后的变动记入次日更正",
            "Signed by \(staff) at \(time); what comes later is a correction of the next day")
    }

    func signedBefore(_ yuan: String) -> String {
        say(
            "签字同时又有入账，账上与签字相差 ¥\(yuan)",
            "Something was booked in the moment of signing: the books differ from it by ¥\(yuan)")
    }

    func over(_ yuan: String) -> String { say("现金长短款 ¥\(yuan)", "Cash over or short ¥\(yuan)") }

    func name(_ account: Account) -> String {
        switch account {
        case .drawer: say("钱箱现金", "Drawer")
        case .clearing(let wallet):
            Wallet(rawValue: wallet).map {
                say("待结算款 · \($0.chineseName)", "Clearing · \($0.englishName)")
            } ?? account.name
        case .doubt: doubt
        case .counter: say("柜台往来", "Counter")
        case .sales: say("销售收入", "Sales")
        case .discounts: discounts
        case .returns: say("销售退回", "Returns")
        case .refundsDue: refundsDue
        case .fees: say("手续费", "Fees")
        case .bank: say("银行存款", "Bank")
        case .overShort: say("长短款", "Over and short")
        case .safe: say("保险柜现金", "Safe")
        case .retired(let method): "\(retiredMethods) (\(method))"
        }
    }

    func name(ofFact kind: String) -> String {
        switch kind {
        case "sale": say("下账", "Sale")
        case "debit": say("钱包扣款", "Debit")
        case "return": say("退货", "Return")
        case "refund": say("钱包退款", "Refund")
        case "debit-undone": say("扣款退回", "Debit given back")
        case "debit-moved": say("转到别店", "Moved to another store")
        case "fee": say("手续费", "Fee")
        case "settlement": say("银行结算", "Settlement")
        case "over-short": say("现金长短款", "Cash over or short")
        case "shift": say("交接班", "Shift handover")
        case "written-off": say("核销", "Written off")
        case "second-debit-undone": say("重复扣款退回", "Second debit given back")
        case "second-debit": say("重复扣款", "Second debit")
        default: kind
        }
    }
}
