// One line of WeChat Pay's statement. Its words: 交易状态 says SUCCESS, REFUND or REVOKED (a
// payment that was taken back, in a line of its own under the same order number), 退款状态 what
// became of a refund.

internal import Payments
internal import Retail

struct WeChatPayStatementLine {
    typealias Column = WeChatPayStatementText.Column

    let values: [ArraySlice<UInt8>]
    let header: StatementHeader<Column>

    func row(_ number: Int) throws(StatementLineError) -> StatementRow {
        guard value(.currency).isText("CNY") else { throw unreadable("货币种类") }
        let kind = try kind()
        guard let time = StatementField.time(value(.time)) else { throw unreadable("交易时间") }
        let settled = try money(.settled, "应结订单金额")
        let asked = header.has(.orderAmount) ? try money(.orderAmount, "订单金额") : settled
        let (refund, settledRefund) = try refunded(kind)
        let isPayment = kind == .payment
        return StatementRow(
            line: number, kind: kind, orderNumber: try identifier(.order, "商户订单号"),
            tradeNumber: try identifier(.trade, "微信订单号"),
            refundNumber: kind == .payment ? nil : try other(.refund, "商户退款单号"),
            channelRefundNumber: kind == .payment ? nil : try other(.channelRefund, "微信退款单号"),
            orderAmount: isPayment ? asked : .zero, settledAmount: isPayment ? settled : .zero,
            refundAmount: refund, settledRefundAmount: settledRefund,
            fee: StatementFee(microyuan: try microyuan(.fee, "手续费")), feeRate: try rate(),
            at: time, account: try identifier(.account, "商户号"), state: state(kind))
    }

    /// What the totals are compared with: the values as they stand, whatever the kind.
    func counted() throws(StatementLineError) -> [(StatementColumn, Int64)] {
        let columns: [(Column, StatementColumn)] = [
            (.settled, .settledAmount), (.orderAmount, .orderAmount), (.fee, .fee),
            (.settledRefund, .settledRefundAmount), (.couponRefund, .couponRefundAmount),
            (.refundAsked, .refundAmount),
        ]
        var counted: [(StatementColumn, Int64)] = []
        for (column, total) in columns where header.has(column) {
            counted.append((total, try microyuan(column, total.chineseName)))
        }
        return counted
    }

    private func kind() throws(StatementLineError) -> StatementRow.Kind {
        let status = value(.status)
        if status.isText("SUCCESS") { return .payment }
        if status.isText("REFUND") { return .refund }
        if status.isText("REVOKED") { return .reversal }
        throw StatementLineError(.unlistedKind(column: "交易状态"))
    }

    /// The refund as it was asked for, and as it is settled.
    private func refunded(
        _ kind: StatementRow.Kind
    ) throws(StatementLineError) -> (Money, Money) {
        if kind == .payment { return (.zero, .zero) }
        let settled = try money(.settledRefund, "退款金额")
        return (
            header.has(.refundAsked) ? try money(.refundAsked, "申请退款金额") : settled, settled
        )
    }

    private func state(_ kind: StatementRow.Kind) -> StatementRow.State {
        let state = value(.refundStatus)
        if kind == .payment || (kind == .reversal && state.isEmpty) { return .succeeded }
        if state.isText("SUCCESS") { return .succeeded }
        if state.isText("PROCESSING") { return .processing }
        if ["FAIL", "REFUNDCLOSE", "CLOSED"].contains(where: { state.isText($0) }) {
            return .failed
        }
        return state.isText("CHANGE") || state.isText("ABNORMAL") ? .needsPerson : .unlisted
    }

    private func rate() throws(StatementLineError) -> StatementRate? {
        let text = value(.rate)
        if text.isEmpty { return nil }
        guard let rate = StatementField.rate(text) else { throw unreadable("费率") }
        return rate
    }

    private func money(_ column: Column, _ name: String) throws(StatementLineError) -> Money {
        guard let money = StatementField.money(value(column)), !money.isNegative else {
            throw unreadable(name)
        }
        return money
    }

    private func microyuan(_ column: Column, _ name: String) throws(StatementLineError) -> Int64 {
        guard let amount = StatementField.microyuan(value(column)) else { throw unreadable(name) }
        return amount
    }

    private func identifier(
        _ column: Column, _ name: String
    ) throws(StatementLineError) -> String {
        guard let text = StatementField.identifier(value(column)) else { throw unreadable(name) }
        return text
    }

    /// A number that may be absent, which is written as nothing or as `0`.
    private func other(_ column: Column, _ name: String) throws(StatementLineError) -> String? {
        let text = value(column)
        return text.isEmpty || text.isText("0") ? nil : try identifier(column, name)
    }

    private func value(_ column: Column) -> ArraySlice<UInt8> {
        header.value(column, values) ?? []
    }

    private func unreadable(_ column: String) -> StatementLineError {
        StatementLineError(.value(column: column))
    }
}
