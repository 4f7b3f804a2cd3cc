// WeChat Pay's statement as text: a mark for UTF-8, a header, lines of values behind backticks,
// then the header and the line of totals, each ended by CR LF.
//
// Source: WeChat Pay v2, 下载对账单: 对账单内容; v3, 下载账单. Columns as of 2018 and after.

internal import Retail

struct WeChatStatement {
    /// Which lines are wanted.
    enum Kind: String {
        case all = "ALL"
        case payments = "SUCCESS"
        case refunds = "REFUND"
    }

    let day: StatementDay
    let appID: String
    let merchantID: String
    let kind: Kind

    /// The lines and totals; `nil` when there is nothing of this kind on that day.
    var text: [UInt8]? {
        let rows = day.rows.filter(isWanted)
        let counted = day.honest.filter(isWanted)
        guard !counted.isEmpty else { return nil }
        var lines = [columns.joined(separator: ",")]
        lines += rows.map { line(values($0)) }
        lines += [
            "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额",
            line(totals(counted)),
        ]
        let text = "\u{FEFF}" + lines.map { $0 + "\r\n" }.joined()
        return day.bytes(Array(text.utf8))
    }

    private func isWanted(_ entry: StatementEntry) -> Bool {
        switch kind {
        case .all: true
        case .payments: entry.isPayment
        case .refunds: !entry.isPayment
        }
    }

    private var columns: [String] {
        [
            "交易时间", "公众账号ID", "商户号", "特约商户号", "设备号", "微信订单号", "商户订单号", "用户标识",
            "交易类型", "交易状态", "付款银行", "货币种类", "应结订单金额", "代金券金额",
        ] + (kind == .refunds ? ["退款申请时间", "退款成功时间"] : [])
            + (kind == .payments
                ? [] : ["微信退款单号", "商户退款单号", "退款金额", "充值券退款金额", "退款类型", "退款状态"])
            + ["商品名称", "商户数据包", "手续费", "费率", "订单金额"]
            + (kind == .payments ? [] : ["申请退款金额"]) + ["费率备注"]
    }

    private func values(_ entry: StatementEntry) -> [String] {
        let order = entry.order
        let time = CivilTime(entry.at).spaced
        let paid = entry.isPayment ? order.amount.yuan : "0.00"
        let returned = entry.isPayment ? "0.00" : entry.amount.yuan
        return [
            time, appID, merchantID, "0", order.details, order.tradeNumber, order.number,
            order.weChatOpenID, "MICROPAY", status(entry), "OTHERS", "CNY", paid, "0.00",
        ] + (kind == .refunds ? [time, arrival(entry)] : [])
            + (kind == .payments ? [] : refund(entry, returned))
            + [
                WeChatStatement.plain(order.subject), WeChatStatement.plain(order.attachment),
                WeChatStatement.long(day.fee(entry)), day.feeRate.percent, paid,
            ] + (kind == .payments ? [] : [returned]) + [""]
    }

    private func status(_ entry: StatementEntry) -> String {
        switch entry.kind {
        case .payment: "SUCCESS"
        case .refund: "REFUND"
        case .reversal: "REVOKED"
        }
    }

    private func refund(_ entry: StatementEntry, _ amount: String) -> [String] {
        switch entry.kind {
        case .payment: return ["0", "0", "0.00", "0.00", "", ""]
        case .reversal: return ["0", "0", amount, "0.00", "ORIGINAL", "SUCCESS"]
        case .refund(let refund):
            let state =
                switch refund.state {
                case .processing: "PROCESSING"
                case .arrived: "SUCCESS"
                case .closed: "FAIL"
                }
            return [
                refund.channelNumber ?? "0", refund.number, amount, "0.00", "ORIGINAL", state,
            ]
        }
    }

    private func arrival(_ entry: StatementEntry) -> String {
        switch entry.kind {
        case .payment: return ""
        case .reversal: return CivilTime(entry.at).spaced
        case .refund(let refund):
            guard case .arrived(let time) = refund.state else { return "" }
            return CivilTime(time).spaced
        }
    }

    private func totals(_ entries: [StatementEntry]) -> [String] {
        let paid = entries.filter(\.isPayment).reduce(Int64(0)) { $0 &+ $1.amount.fen }
        let returned = entries.filter { !$0.isPayment }.reduce(Int64(0)) { $0 &+ $1.amount.fen }
        let fees = entries.reduce(Int64(0)) { $0 &+ day.fee($1) }
        let (paidText, returnedText) = (Money(fen: paid).yuan, Money(fen: returned).yuan)
        return [
            "\(entries.count)", Money(fen: paid &+ day.totalOffBy).yuan, returnedText, "0.00",
            WeChatStatement.long(fees), paidText, returnedText,
        ]
    }

    private func line(_ values: [String]) -> String {
        values.map { "`" + $0 }.joined(separator: ",")
    }

    /// Five decimals, as fees are written.
    private static func long(_ fen: Int64) -> String { Money(fen: fen).yuan + "000" }

    /// On one line.
    private static func plain(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
