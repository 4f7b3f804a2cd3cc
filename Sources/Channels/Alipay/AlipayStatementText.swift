// Alipay's statement: a zip with a list (业务明细) and a summary by store (业务明细(汇总)). Both
// are text with comments behind `#`: who and when in front, then a mark, a header, lines whose
// values may end in a tab, a mark for the end; and behind the list its totals, in words.
//
// Source: Alipay open platform, alipay.data.dataservice.bill.downloadurl.query; columns, marks and
// totals from public clients' samples of 2016 to 2026.

package import Payments
internal import Retail

/// Reads the lines of an Alipay statement.
package struct AlipayStatementText: StatementFormat {
    enum Column: Int, CaseIterable, Sendable {
        case trade, order, kind, time, orderAmount, receipt, refund, fee, rate
    }

    private enum Place {
        case front
        case rows(StatementHeader<Column>)
        case summary(StatementHeader<StatementColumn>)
        /// Behind the mark for the end: of the list, with its totals, or of the summary.
        case behindRows
        case behindSummary
        /// A file of another kind, or one that cannot be read.
        case skipped
    }

    private var place = Place.front
    private var account = ""
    private var lists = 0
    private var summaries = 0
    private var sums = StatementSums()
    /// What the words behind the list say.
    private var stated = StatementSums()
    /// What the summary says.
    private var summed = StatementSums()

    package init() {}

    /// Without the `（元）` that most of them end in.
    private static let columns: [String: Column] = [
        "支付宝交易号": .trade, "商户订单号": .order, "业务类型": .kind, "完成时间": .time,
        "订单金额": .orderAmount, "商家实收": .receipt, "退款批次号/请求号": .refund,
        "退款批次号": .refund, "服务费": .fee, "手续费": .fee, "费率": .rate,
    ]

    private static let needed: [(Column, String)] = [
        (.trade, "支付宝交易号"), (.order, "商户订单号"), (.kind, "业务类型"), (.time, "完成时间"),
        (.orderAmount, "订单金额（元）"), (.receipt, "商家实收（元）"), (.refund, "退款批次号/请求号"),
        (.fee, "服务费（元）"),
    ]

    /// Of the summary the counts alone: whether its amounts are before or after refunds is not said.
    private static let summaryColumns: [String: StatementColumn] = [
        "交易订单总笔数": .payments, "退款订单总笔数": .refunds,
    ]

    package mutating func beginFile(named name: [UInt8]) {
        place = .front
        account = ""
    }

    package mutating func read(_ line: StatementLines.Line, into batch: inout StatementBatch) {
        if case .skipped = place { return }
        guard let bytes = line.bytes else {
            batch.problems.append(StatementProblem(.lineTooLong, line: line.number))
            return
        }
        if StatementField.trimmed(bytes).isEmpty { return }
        do throws(StatementLineError) {
            if bytes.first == UInt8(ascii: "#") {
                try comment(bytes)
            } else {
                try read(bytes, line.number, into: &batch)
            }
        } catch {
            batch.problems.append(StatementProblem(error.kind, line: line.number))
        }
    }

    package mutating func endFile(into batch: inout StatementBatch) {
        switch place {
        case .rows, .summary: batch.problems.append(StatementProblem(.noTotals))
        case .behindRows:
            guard stated[.payments] != nil, stated[.refunds] != nil else {
                batch.problems.append(StatementProblem(.noTotals))
                return
            }
            if sums.isTooLarge { batch.problems.append(StatementProblem(.sumTooLarge)) }
            batch.problems += stated.differences(from: sums).map {
                StatementProblem(.totalsDiffer($0))
            }
        case .behindSummary:
            if summed[.payments] == nil { batch.problems.append(StatementProblem(.noTotals)) }
        case .front, .skipped: break
        }
    }

    package mutating func end(isArchive: Bool, into batch: inout StatementBatch) {
        if lists == 0 {
            batch.problems.append(
                StatementProblem(isArchive ? .missingFile("业务明细") : .noHeader))
        }
        if isArchive, summaries == 0 {
            batch.problems.append(StatementProblem(.missingFile("业务明细(汇总)")))
        }
        guard lists == 1 else { return }
        batch.problems += summed.differences(from: sums).map {
            StatementProblem(.totalsDiffer($0))
        }
    }

    private mutating func comment(_ bytes: ArraySlice<UInt8>) throws(StatementLineError) {
        switch place {
        case .front:
            guard let text = bytes.behind("账号：[") else { return }
            // Sixteen digits name the account, four more the ledger in it.
            let digits = text.prefix { $0 != UInt8(ascii: "]") }
            account = StatementField.identifier(digits.prefix(16)) ?? ""
        case .rows: if bytes.containsText("列表结束") { place = .behindRows }
        case .summary: if bytes.containsText("列表结束") { place = .behindSummary }
        case .behindRows: try total(bytes)
        case .behindSummary, .skipped: break
        }
    }

    /// `#交易合计：4笔，商家实收共0.08元，…`, `#退款合计：0笔，商家实收退款共0.00元，…`.
    ///
    /// Older files say 交易金额共 and 交易退款金额共; of both the first sum is read.
    private mutating func total(_ bytes: ArraySlice<UInt8>) throws(StatementLineError) {
        let kinds: [(String, StatementColumn, StatementColumn)] = [
            ("交易合计：", .payments, .paymentReceipts), ("退款合计：", .refunds, .refundReceipts),
        ]
        for (word, count, amount) in kinds {
            guard let text = bytes.behind(word) else { continue }
            let isNumber: (UInt8) -> Bool = {
                (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            }
            guard let counted = StatementField.count(text.prefix(while: isNumber)),
                let sum = text.behind("共")?.prefix(while: isNumber),
                let stated = StatementField.microyuan(sum), self.stated[count] == nil
            else { throw StatementLineError(.totalsUnreadable) }
            self.stated[count] = counted
            self.stated[amount] = stated
        }
    }

    private mutating func read(
        _ bytes: ArraySlice<UInt8>, _ number: Int, into batch: inout StatementBatch
    ) throws(StatementLineError) {
        let values = Self.values(bytes)
        switch place {
        case .front:
            place = .skipped
            try begin(values)
        case .rows(let header):
            guard values.count == header.width else {
                throw StatementLineError(.width(found: values.count, expected: header.width))
            }
            let line = AlipayStatementLine(values: values, header: header, account: account)
            let row = try line.row(number)
            batch.rows.append(row)
            let isPayment = row.kind == .payment
            sums.add(1, to: isPayment ? .payments : .refunds)
            sums.add(
                try line.receipt(), to: isPayment ? .paymentReceipts : .refundReceipts)
        case .summary(let header):
            guard values.first.map({ StatementField.trimmed($0).isText("合计") }) == true else {
                return
            }
            for column in [StatementColumn.payments, .refunds] {
                guard let count = header.value(column, values).flatMap(StatementField.count),
                    summed[column] == nil
                else { throw StatementLineError(.totalsUnreadable) }
                summed[column] = count
            }
        case .behindRows, .behindSummary: throw StatementLineError(.unexpectedLine)
        case .skipped: break
        }
    }

    /// The header says which of the files this is.
    private mutating func begin(_ names: [ArraySlice<UInt8>]) throws(StatementLineError) {
        let summary = StatementHeader(names) { Self.summaryColumns[$0] }
        if summary.has(.payments), summary.has(.refunds) {
            summaries += 1
            guard summaries == 1 else { throw StatementLineError(.severalFiles) }
            place = .summary(summary)
            return
        }
        let header = StatementHeader(names) { name in
            let ends = ["（元）", "(元)"].filter { name.hasSuffix($0) }
            return Self.columns[String(name.dropLast(ends.first?.count ?? 0))]
        }
        // The archive may hold files about the account's money, too; they are not about trades.
        guard header.has(.trade) else { return }
        lists += 1
        guard lists == 1 else { throw StatementLineError(.severalFiles) }
        if let twice = header.twice { throw StatementLineError(.columnTwice(twice)) }
        for (column, name) in Self.needed where !header.has(column) {
            throw StatementLineError(.missingColumn(name))
        }
        place = .rows(header)
    }

    /// The values of a line; one that holds a comma stands in quotation marks.
    private static func values(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        guard bytes.contains(UInt8(ascii: "\"")) else {
            return bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        }
        var values: [ArraySlice<UInt8>] = []
        var value: [UInt8] = []
        var isQuoted = false
        for unit in bytes {
            switch unit {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted:
                values.append(value[...])
                value = []
            default: value.append(unit)
            }
        }
        values.append(value[...])
        return values
    }
}
