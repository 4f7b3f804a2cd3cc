// Alipay's statement: the list of a day and its summary by store, two files in GBK.
//
// Source: Alipay open platform, alipay.data.dataservice.bill.downloadurl.query; the files from
// public samples. Not known from them: whether a fee has a minus sign (it has here), and whether
// the summary's order amount is before refunds (it is here).

internal import Retail

struct AlipayStatement {
    let day: StatementDay
    /// Sixteen digits.
    let account: String

    /// A zip archive; `nil` when nothing happened on that day.
    var archive: [UInt8]? {
        guard !day.honest.isEmpty else { return nil }
        let stem = "\(account)0156_\(day.date.compact)"
        var file = ZipFile()
        file.add(
            name: Packing.chinese("\(stem)_业务明细.csv"),
            day.bytes(Packing.chinese(list.map { $0 + "\r\n" }.joined())))
        file.add(
            name: Packing.chinese("\(stem)_业务明细(汇总).csv"),
            Packing.chinese(summary.map { $0 + "\r\n" }.joined()))
        return file.bytes
    }

    private static let columns = [
        "支付宝交易号", "商户订单号", "业务类型", "商品名称", "创建时间", "完成时间", "门店编号", "门店名称", "操作员",
        "终端号", "对方账户", "订单金额（元）", "商家实收（元）", "支付宝红包（元）", "集分宝（元）", "支付宝优惠（元）",
        "商家优惠（元）", "券核销金额（元）", "券名称", "商家红包消费金额（元）", "卡消费金额（元）", "退款批次号/请求号",
        "服务费（元）", "分润（元）", "备注",
    ]

    private var list: [String] {
        let paid = day.honest.filter(\.isPayment)
        let returned = day.honest.filter { !$0.isPayment }
        let (paidSum, returnedSum) = (sum(paid) &+ day.totalOffBy, -sum(returned))
        return head("业务明细") + [AlipayStatement.columns.joined(separator: ",")]
            + day.rows.map { values($0).joined(separator: ",") } + [
                "#\(dashes(41))业务明细列表结束\(dashes(36))",
                "#交易合计：\(paid.count)笔，商家实收共\(Money(fen: paidSum).yuan)元，商家优惠共0.00元",
                "#退款合计：\(returned.count)笔，商家实收退款共\(Money(fen: returnedSum).yuan)元，"
                    + "商家优惠退款共0.00元",
                "#导出时间：[\(word(next)) 06:00:00]",
            ]
    }

    /// Values that could be taken for numbers end in a tab, so that no spreadsheet rounds them.
    private func values(_ entry: StatementEntry) -> [String] {
        let order = entry.order
        let amount = Money(fen: entry.isPayment ? entry.amount.fen : -entry.amount.fen).yuan
        var number = ""
        if case .refund(let refund) = entry.kind { number = refund.number }
        return [
            order.tradeNumber + "\t", order.number + "\t", entry.isPayment ? "交易\t" : "退款\t",
            plain(order.subject), CivilTime(order.createdAt).spaced, CivilTime(entry.at).spaced,
            "\t", "\t", "\t", "\t", order.account.prefix(1) + "**(\(order.account.prefix(3))***)\t",
            amount, amount, "0.00", "0.00", "0.00", "0.00", "0.00", "", "0.00\t", "0.00",
            number + "\t", Money(fen: -day.fee(entry)).yuan, "0.00", "",
        ]
    }

    private var summary: [String] {
        let paid = day.honest.filter(\.isPayment)
        let returned = day.honest.filter { !$0.isPayment }
        let net = sum(paid) &- sum(returned)
        let fees = -day.honest.reduce(Int64(0)) { $0 &+ day.fee($1) }
        let values = [
            "\(paid.count)", "\(returned.count)", Money(fen: sum(paid)).yuan, Money(fen: net).yuan,
            "0.00", "0.00", "0.00", Money(fen: fees).yuan, "0.00", Money(fen: net &+ fees).yuan,
        ].joined(separator: ",")
        return head("业务汇总") + [
            "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,"
                + "商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）",
            "\t,其他\t," + values, "合计\t,\t," + values,
            "#\(dashes(40))业务汇总列表结束\(dashes(37))",
            "#导出时间：[\(word(next)) 06:00:00]",
        ]
    }

    private func head(_ name: String) -> [String] {
        [
            "#支付宝\(name)查询", "#账号：[\(account)0156]",
            "#起始日期：[\(word(day.date)) 00:00:00]   终止日期：[\(word(next)) 00:00:00]",
            "#\(dashes(41))\(name)列表\(dashes(40))",
        ]
    }

    private var next: BusinessDate {
        let date = day.date
        let start = try? CivilTime(
            year: date.year, month: date.month, day: date.day, hour: 0, minute: 0, second: 0)
        return start.flatMap {
            try? BusinessDate(of: $0.timestamp.advanced(by: .days(1)), turnsAt: .zero)
        } ?? date
    }

    private func sum(_ entries: [StatementEntry]) -> Int64 {
        entries.reduce(0) { $0 &+ $1.amount.fen }
    }

    private func word(_ date: BusinessDate) -> String {
        "\(date.year)年\(CivilTime.padded(date.month, 2))月\(CivilTime.padded(date.day, 2))日"
    }

    private func dashes(_ count: Int) -> String { String(repeating: "-", count: count) }

    /// On one line and in one value.
    private func plain(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "," || $0 == "\"" ? " " : $0 })
    }
}
