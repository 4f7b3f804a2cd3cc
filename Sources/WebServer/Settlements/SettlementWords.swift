// What the pages of the settlements say, in both languages.

internal import Ledger
internal import Payments

extension ReportWords {
    var settlements: String { say("银行结算", "Settlements") }
    var statementGross: String { say("对账单收款", "Gross") }
    var statementRefunds: String { say("退回", "Given back") }
    var fees: String { say("手续费", "Fees") }
    var expected: String { say("应到账", "Net due") }
    var received: String { say("已到账", "Received") }
    var openAmount: String { say("未到账", "Open") }
    var ageDays: String { say("天数", "Days") }
    var recordTitle: String { say("记银行到账", "Record what the bank received") }
    var receivedOn: String { say("到账日期", "Received on") }
    var amountYuan: String { say("金额（元）", "Amount (yuan)") }
    var bankReference: String { say("银行流水号", "Bank reference") }
    var coveredDays: String { say("对应账单日", "Days it covers") }
    var record: String { say("记到账", "Record") }
    var bankFile: String { say("或导入 CSV（UTF-8）", "Or import a CSV (UTF-8)") }
    var importIt: String { say("导入", "Import") }
    var bankFileHint: String {
        say(
            "表头：到账日期,金额,钱包,商户号,银行流水号,账单日。全部记上，或一行都不记；同一流水号再导入不会重复。",
            "Heads: date,amount,wallet,account,reference,days. All lines or none; what was imported before is not "
                + "counted twice.")
    }
    var imported: String { say("已导入，新记 # 行", "Imported, # lines were new") }
    var settlementsHint: String {
        say(
            "每天应到账 = 对账单收款 − 退回 − 手续费。\(SettlementState.lateAfter) 天后仍未到账、少到、多到，各开一张异常单；到齐后自动结束。",
            "A day comes to its statement's gross less what was given back and the fees. What has not come after "
                + "\(SettlementState.lateAfter) days, or is short or over, has a case, which closes when it is all there."
        )
    }
    var stores2: String { say("各门店", "By store") }
    var noStore: String { say("不是本店单号", "no store's number") }
    var records: String { say("银行到账记录", "What the bank received") }
    var nothingReceived: String { say("还没有到账记录", "Nothing has been recorded") }
    var reversal: String { say("冲销", "Reversed") }
    var receipt2: String { say("到账", "Received") }
    var ofThisDay: String { say("其中本日", "Of it for this day") }
    var wasReversed: String { say("已冲销", "reversed since") }
    var whyReversed: String { say("冲销原因", "Why it is reversed") }
    var reverse: String { say("冲销这笔", "Reverse it") }
    var statementRows: String { say("对账单明细", "Statement lines") }
    var lineNumber: String { say("行", "Line") }
    var kind: String { say("类型", "Kind") }

    func name(of state: SettlementState) -> String {
        switch state {
        case .open: say("未到账", "open")
        case .settled: say("已结清", "settled")
        case .late: say("逾期", "late")
        case .short: say("少到", "short")
        case .over: say("多到", "over")
        }
    }

    func mark(_ state: SettlementState) -> String {
        let (tone, sign) =
            switch state {
            case .open: ("doubt", "…")
            case .settled: ("good", "✓")
            case .late, .short, .over: ("bad", "✗")
            }
        return "<span class=\"\(tone)\">\(sign) \(name(of: state))</span>"
    }

    func name(of kind: StatementRow.Kind) -> String {
        switch kind {
        case .payment: say("支付", "payment")
        case .refund: say("退款", "refund")
        case .reversal: say("撤销", "reversal")
        }
    }
}
