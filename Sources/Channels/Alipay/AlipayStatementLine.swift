// One line of Alipay's list. Money given back has a minus sign there; whether a fee has one, the
// samples do not say (all of theirs are zero), so its size is read and the kind of the line says
// which way it goes.

internal import Payments
internal import Retail

struct AlipayStatementLine {
    typealias Column = AlipayStatementText.Column

    let values: [ArraySlice<UInt8>]
    let header: StatementHeader<Column>
    let account: String

    func row(_ number: Int) throws(StatementLineError) -> StatementRow {
        let refundNumber = try refundNumber()
        let kind = try kind(refundNumber)
        guard let time = StatementField.time(value(.time)) else { throw unreadable("完成时间") }
        let amount = try money(.orderAmount, "订单金额（元）", kind)
        let receipt = try money(.receipt, "商家实收（元）", kind)
        let isPayment = kind == .payment
        return StatementRow(
            line: number, kind: kind, orderNumber: try identifier(.order, "商户订单号"),
            tradeNumber: try identifier(.trade, "支付宝交易号"),
            refundNumber: isPayment ? nil : refundNumber,
            orderAmount: isPayment ? amount : .zero, settledAmount: isPayment ? receipt : .zero,
            refundAmount: isPayment ? .zero : amount,
            settledRefundAmount: isPayment ? .zero : receipt, fee: try fee(kind),
            feeRate: try rate(), at: time, account: account, state: .succeeded)
    }

    /// The merchant's receipts as they stand, for the totals.
    func receipt() throws(StatementLineError) -> Int64 {
        guard let amount = StatementField.microyuan(value(.receipt)) else {
            throw unreadable("商家实收（元）")
        }
        return amount
    }

    private func kind(_ refundNumber: String?) throws(StatementLineError) -> StatementRow.Kind {
        let kind = value(.kind)
        if kind.isText("交易") { return .payment }
        // A cancel has no number of its own, and its line shows none.
        if kind.isText("退款") { return refundNumber == nil ? .reversal : .refund }
        throw StatementLineError(.unlistedKind(column: "业务类型"))
    }

    private func refundNumber() throws(StatementLineError) -> String? {
        let text = value(.refund)
        if text.isEmpty { return nil }
        return try identifier(.refund, "退款批次号/请求号")
    }

    /// How much, without its sign, which must be that of the kind.
    private func money(
        _ column: Column, _ name: String, _ kind: StatementRow.Kind
    ) throws(StatementLineError) -> Money {
        guard let money = StatementField.money(value(column)) else { throw unreadable(name) }
        if kind == .payment, !money.isNegative { return money }
        guard kind != .payment, !money.isPositive,
            let size = try? Money.zero.subtracting(money)
        else { throw unreadable(name) }
        return size
    }

    private func fee(_ kind: StatementRow.Kind) throws(StatementLineError) -> StatementFee {
        guard let amount = StatementField.microyuan(value(.fee)) else {
            throw unreadable("服务费（元）")
        }
        let size = amount < 0 ? -amount : amount
        return StatementFee(microyuan: kind == .payment ? size : -size)
    }

    private func rate() throws(StatementLineError) -> StatementRate? {
        let text = value(.rate)
        if text.isEmpty { return nil }
        guard let rate = StatementField.rate(text) else { throw unreadable("费率") }
        return rate
    }

    private func identifier(
        _ column: Column, _ name: String
    ) throws(StatementLineError) -> String {
        guard let text = StatementField.identifier(value(column)) else { throw unreadable(name) }
        return text
    }

    private func value(_ column: Column) -> ArraySlice<UInt8> {
        header.value(column, values) ?? []
    }

    private func unreadable(_ column: String) -> StatementLineError {
        StatementLineError(.value(column: column))
    }
}
