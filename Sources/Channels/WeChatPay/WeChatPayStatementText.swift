// WeChat Pay's statement, v2 and v3: UTF-8 with a mark in front, a header, one line for each
// payment, refund and reversal, then a header of totals and one line of them. Each value stands
// behind a backtick.
//
// Source: WeChat Pay v2, 下载对账单; v3, 申请交易账单, 下载账单; the names of the columns also
// from public clients' samples of 2014 to 2026.

package import Payments
internal import Retail

/// Reads the lines of a WeChat Pay statement.
package struct WeChatPayStatementText: StatementFormat {
    enum Column: Int, CaseIterable, Sendable {
        case time, account, trade, order, status, currency
        case settled, orderAmount, fee, rate
        case channelRefund, refund, settledRefund, couponRefund, refundAsked, refundStatus
    }

    private enum Place {
        case header
        case rows(StatementHeader<Column>)
        case totals(StatementHeader<StatementColumn>)
        case ended
        /// A file that is not read: it had no header, or was one too many.
        case skipped
    }

    private var place = Place.header
    private var sums = StatementSums()
    private var lists = 0
    private var files = 0

    package init() {}

    /// The names of needed columns, also those of before 2018.
    private static let columns: [String: Column] = [
        "交易时间": .time, "商户号": .account, "微信订单号": .trade, "商户订单号": .order,
        "交易状态": .status, "货币种类": .currency, "应结订单金额": .settled, "总金额": .settled,
        "订单金额": .orderAmount, "手续费": .fee, "费率": .rate, "微信退款单号": .channelRefund,
        "商户退款单号": .refund, "退款金额": .settledRefund, "充值券退款金额": .couponRefund,
        "代金券或立减优惠退款金额": .couponRefund, "企业红包退款金额": .couponRefund,
        "申请退款金额": .refundAsked, "退款状态": .refundStatus,
    ]

    private static let needed: [(Column, String)] = [
        (.time, "交易时间"), (.account, "商户号"), (.trade, "微信订单号"), (.order, "商户订单号"),
        (.status, "交易状态"), (.currency, "货币种类"), (.settled, "应结订单金额"), (.fee, "手续费"),
    ]

    private static let totals: [String: StatementColumn] = [
        "总交易单数": .rows, "应结订单总金额": .settledAmount, "总交易额": .settledAmount,
        "退款总金额": .settledRefundAmount, "总退款金额": .settledRefundAmount,
        "充值券退款总金额": .couponRefundAmount, "总代金券或立减优惠退款金额": .couponRefundAmount,
        "总企业红包退款金额": .couponRefundAmount, "手续费总金额": .fee, "订单总金额": .orderAmount,
        "申请退款总金额": .refundAmount, "申请退款金额": .refundAmount,
    ]

    package mutating func beginFile(named name: [UInt8]) {
        place = .header
        files += 1
    }

    package mutating func read(_ line: StatementLines.Line, into batch: inout StatementBatch) {
        if case .skipped = place { return }
        guard let bytes = line.bytes else {
            batch.problems.append(StatementProblem(.lineTooLong, line: line.number))
            return
        }
        if bytes.isEmpty { return }
        do throws(StatementLineError) {
            try read(bytes, line.number, into: &batch)
        } catch {
            batch.problems.append(StatementProblem(error.kind, line: line.number))
        }
    }

    package mutating func endFile(into batch: inout StatementBatch) {
        switch place {
        case .header: batch.problems.append(StatementProblem(.noHeader))
        case .rows, .totals: batch.problems.append(StatementProblem(.noTotals))
        case .ended, .skipped: break
        }
    }

    package mutating func end(isArchive: Bool, into batch: inout StatementBatch) {
        // An archive of nothing says nothing, and is no day without a payment.
        if files == 0 { batch.problems.append(StatementProblem(.missingFile("对账单"))) }
    }

    private mutating func read(
        _ bytes: ArraySlice<UInt8>, _ number: Int, into batch: inout StatementBatch
    ) throws(StatementLineError) {
        switch place {
        case .header:
            place = .skipped
            place = .rows(try header(Self.names(bytes)))
        case .rows(let header):
            guard bytes.first != UInt8(ascii: "`") else {
                batch.rows.append(try row(Self.values(bytes), header, number))
                return
            }
            let totals = StatementHeader(Self.names(bytes)) { Self.totals[$0] }
            guard totals.has(.rows), totals.twice == nil else {
                throw StatementLineError(.unexpectedLine)
            }
            place = .totals(totals)
        case .totals(let header):
            place = .ended
            try compare(Self.values(bytes), header, &batch)
        case .ended: throw StatementLineError(.unexpectedLine)
        case .skipped: break
        }
    }

    private mutating func header(
        _ names: [ArraySlice<UInt8>]
    ) throws(StatementLineError) -> StatementHeader<Column> {
        let header = StatementHeader(names) { Self.columns[$0] }
        guard header.has(.time) else { throw StatementLineError(.noHeader) }
        lists += 1
        guard lists == 1 else { throw StatementLineError(.severalFiles) }
        if let twice = header.twice { throw StatementLineError(.columnTwice(twice)) }
        for (column, name) in Self.needed where !header.has(column) {
            throw StatementLineError(.missingColumn(name))
        }
        return header
    }

    private mutating func row(
        _ values: [ArraySlice<UInt8>], _ header: StatementHeader<Column>, _ number: Int
    ) throws(StatementLineError) -> StatementRow {
        guard values.count == header.width else {
            throw StatementLineError(.width(found: values.count, expected: header.width))
        }
        let line = WeChatPayStatementLine(values: values, header: header)
        let row = try line.row(number)
        sums.add(1, to: .rows)
        for (column, value) in try line.counted() { sums.add(value, to: column) }
        return row
    }

    private func compare(
        _ values: [ArraySlice<UInt8>], _ header: StatementHeader<StatementColumn>,
        _ batch: inout StatementBatch
    ) throws(StatementLineError) {
        var stated = StatementSums()
        for column in StatementColumn.allCases where header.has(column) {
            let value = header.value(column, values)
            stated[column] = value.flatMap {
                column.isCount ? StatementField.count($0) : StatementField.microyuan($0)
            }
            guard stated[column] != nil else { throw StatementLineError(.totalsUnreadable) }
        }
        if sums.isTooLarge { batch.problems.append(StatementProblem(.sumTooLarge)) }
        batch.problems += stated.differences(from: sums).map {
            StatementProblem(.totalsDiffer($0))
        }
    }

    /// The names of a header, which stand bare or behind backticks as well.
    private static func names(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
            $0.first == UInt8(ascii: "`") ? $0.dropFirst() : $0
        }
    }

    /// The values of a line.
    ///
    /// A comma without a backtick behind it is part of a value, such as the product's name.
    private static func values(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        guard bytes.first == UInt8(ascii: "`") else { return [] }
        var values: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex + 1
        var place = start
        while let tick = bytes[place...].firstIndex(of: UInt8(ascii: "`")) {
            place = tick + 1
            guard tick > start, bytes[tick - 1] == UInt8(ascii: ",") else { continue }
            values.append(bytes[start..<(tick - 1)])
            start = place
        }
        values.append(bytes[start...])
        return values
    }
}
