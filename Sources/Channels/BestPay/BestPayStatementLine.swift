// One line of BestPay's file: its number, ours, the order that a line about money given back is about,
// the kind, the amount; and, where they are there, the time and the fee.

internal import Payments
internal import Retail

struct BestPayStatementLine {
    let values: [ArraySlice<UInt8>]
    let day: BusinessDate
    let account: String

    private static let widthMin = 5

    func row(_ number: Int) throws(StatementLineError) -> StatementRow {
        guard values.count >= Self.widthMin else {
            throw StatementLineError(.width(found: values.count, expected: Self.widthMin))
        }
        let trade = try identifier(0, "翼支付流水号")
        let request = try identifier(1, "商户请求号")
        guard let fen = StatementField.count(values[4]) else { throw unreadable("交易金额") }
        let amount = Money(fen: fen)
        let fee = try fee()
        let at = try time()
        switch String(decoding: values[3], as: UTF8.self) {
        case "0001":
            return StatementRow(
                line: number, kind: .payment, orderNumber: request, tradeNumber: trade,
                orderAmount: amount, settledAmount: amount, fee: StatementFee(microyuan: fee),
                at: at, account: account, state: .succeeded)
        case "0002":
            return StatementRow(
                line: number, kind: .refund, orderNumber: try identifier(2, "原订单号"),
                tradeNumber: trade, refundNumber: BestPayWire.refund(ofRequest: request),
                channelRefundNumber: trade, refundAmount: amount, settledRefundAmount: amount,
                fee: StatementFee(microyuan: -fee), at: at, account: account, state: .succeeded)
        case "0006":
            return StatementRow(
                line: number, kind: .reversal, orderNumber: try identifier(2, "原订单号"),
                tradeNumber: trade, refundAmount: amount, settledRefundAmount: amount,
                fee: StatementFee(microyuan: -fee), at: at, account: account, state: .succeeded)
        default: throw StatementLineError(.unlistedKind(column: "交易类型"))
        }
    }

    private func identifier(
        _ place: Int, _ name: String
    ) throws(StatementLineError) -> String {
        guard let text = StatementField.identifier(values[place]) else { throw unreadable(name) }
        return text
    }

    /// Without one it is some time on that day.
    private func time() throws(StatementLineError) -> Timestamp {
        let text = values.count > 5 ? String(decoding: values[5], as: UTF8.self) : ""
        let known = text.isEmpty ? day.compact + "120000" : text
        guard let time = try? CivilTime(compact: known) else { throw unreadable("交易时间") }
        return time.timestamp
    }

    /// *Unit*: millionths of a yuan.
    private func fee() throws(StatementLineError) -> Int64 {
        guard values.count > 6, !values[6].isEmpty else { return 0 }
        guard let fen = StatementField.count(values[6]) else { throw unreadable("手续费") }
        let (size, overflow) = fen.multipliedReportingOverflow(by: 10_000)
        guard !overflow else { throw unreadable("手续费") }
        return size
    }

    private func unreadable(_ column: String) -> StatementLineError {
        StatementLineError(.value(column: column))
    }
}
