// One line of UnionPay's trades: 42 columns of fixed width with a blank behind each. Amounts are in fen;
// where money can go either way a letter stands before it, C to the merchant and D from it.

internal import Payments
internal import Retail

struct UnionPayStatementLine {
    /// The columns that are needed, numbered from 1 as in the source.
    enum Column: Int {
        case time = 5
        case amount = 7
        case trade = 10
        case order = 12
        case fee = 16
        case kind = 20
        case originalTrade = 27
        case merchant = 28
        case originalOrder = 41

        var name: String {
            switch self {
            case .time: "交易传输时间"
            case .amount: "交易金额"
            case .trade: "查询流水号"
            case .order: "商户订单号"
            case .fee: "商户手续费"
            case .kind: "交易类型"
            case .originalTrade: "原交易查询流水号"
            case .merchant: "商户代码"
            case .originalOrder: "原始交易订单号"
            }
        }
    }

    let bytes: ArraySlice<UInt8>
    let settledOn: BusinessDate

    /// Of the columns up to the last one needed; what follows is reserved.
    private static let widths = [
        3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1,
        21, 15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 32,
    ]
    private static let places: [Range<Int>] = {
        var start = 0
        return widths.map { width in
            defer { start += width + 1 }
            return start..<(start + width)
        }
    }()
    private static let length = (places.last?.upperBound ?? 0)

    func row(_ number: Int) throws(StatementLineError) -> StatementRow {
        try checkShape()
        let amount = try fen(.amount)
        let trade = try identifier(.trade)
        let order = try identifier(.order)
        let account = try identifier(.merchant)
        let fee = try fee()
        let at = try time()
        switch String(decoding: value(.kind), as: UTF8.self) {
        case "01":
            return StatementRow(
                line: number, kind: .payment, orderNumber: order, tradeNumber: trade,
                orderAmount: amount, settledAmount: amount, fee: fee, at: at, account: account,
                state: .succeeded)
        case "04":
            return StatementRow(
                line: number, kind: .refund, orderNumber: try identifier(.originalOrder),
                tradeNumber: try identifier(.originalTrade), refundNumber: order,
                channelRefundNumber: trade, refundAmount: amount, settledRefundAmount: amount,
                fee: fee, at: at, account: account, state: .succeeded)
        // 冲正, under the number of its order.
        case "99":
            return StatementRow(
                line: number, kind: .reversal, orderNumber: order, tradeNumber: trade,
                refundAmount: amount, settledRefundAmount: amount, fee: fee, at: at,
                account: account, state: .succeeded)
        // 消费撤销, under a number of its own: not ours, but perhaps a person's on UnionPay's pages.
        case "31":
            return StatementRow(
                line: number, kind: .reversal, orderNumber: try identifier(.originalOrder),
                tradeNumber: try identifier(.originalTrade), refundAmount: amount,
                settledRefundAmount: amount, fee: fee, at: at, account: account, state: .succeeded)
        default: throw StatementLineError(.unlistedKind(column: Column.kind.name))
        }
    }

    /// A line that lost a byte would be read a column off.
    private func checkShape() throws(StatementLineError) {
        guard bytes.count >= Self.length else {
            throw StatementLineError(.width(found: bytes.count, expected: Self.length))
        }
        for place in Self.places.dropLast() {
            guard bytes[bytes.startIndex + place.upperBound] == 0x20 else {
                throw StatementLineError(.width(found: bytes.count, expected: Self.length))
            }
        }
    }

    private func value(_ column: Column) -> ArraySlice<UInt8> {
        let place = Self.places[column.rawValue - 1]
        let start = bytes.startIndex
        return StatementField.trimmed(
            bytes[(start + place.lowerBound)..<(start + place.upperBound)])
    }

    private func identifier(_ column: Column) throws(StatementLineError) -> String {
        guard let text = StatementField.identifier(value(column)) else { throw unreadable(column) }
        return text
    }

    private func fen(_ column: Column) throws(StatementLineError) -> Money {
        guard let fen = StatementField.count(value(column)) else { throw unreadable(column) }
        return Money(fen: fen)
    }

    /// `D00000000039`: taken from the merchant; C is given back.
    private func fee() throws(StatementLineError) -> StatementFee {
        let text = value(.fee)
        guard let letter = text.first, let fen = StatementField.count(text.dropFirst()) else {
            throw unreadable(.fee)
        }
        let (size, overflow) = fen.multipliedReportingOverflow(by: 10_000)
        guard !overflow else { throw unreadable(.fee) }
        switch letter {
        case UInt8(ascii: "D"): return StatementFee(microyuan: size)
        case UInt8(ascii: "C"): return StatementFee(microyuan: -size)
        default: throw unreadable(.fee)
        }
    }

    /// `1125101500`, without a year: that of the clearing day, or the year before it.
    private func time() throws(StatementLineError) -> Timestamp {
        let text = String(decoding: value(.time), as: UTF8.self)
        guard text.utf8.count == 10, let month = Int(text.prefix(2)) else {
            throw unreadable(.time)
        }
        // On the second of January, 31 December is two days ago.
        let year = month > settledOn.month + 6 ? settledOn.year - 1 : settledOn.year
        guard let time = try? CivilTime(compact: CivilTime.padded(year, 4) + text) else {
            throw unreadable(.time)
        }
        return time.timestamp
    }

    private func unreadable(_ column: Column) -> StatementLineError {
        StatementLineError(.value(column: column.name))
    }
}
