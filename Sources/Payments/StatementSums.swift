// A statement says at its end how many lines it has and what they add up to. The same is counted
// from the lines as they pass, so that a file that lost one on its way cannot look whole.

package import Retail

/// A number that a statement states about all its lines.
package enum StatementColumn: Int, CaseIterable, Sendable {
    case rows
    case payments
    case refunds
    case orderAmount
    case settledAmount
    case refundAmount
    case settledRefundAmount
    case couponRefundAmount
    case fee
    /// The merchant's receipts of payments alone, and of refunds alone: Alipay.
    case paymentReceipts
    case refundReceipts

    /// A count; the others are amounts.
    package var isCount: Bool {
        switch self {
        case .rows, .payments, .refunds: true
        case .orderAmount, .settledAmount, .refundAmount, .settledRefundAmount,
            .couponRefundAmount, .fee, .paymentReceipts, .refundReceipts:
            false
        }
    }

    package var chineseName: String {
        switch self {
        case .rows: "总笔数"
        case .payments: "交易笔数"
        case .refunds: "退款笔数"
        case .orderAmount: "订单金额"
        case .settledAmount: "应结订单金额"
        case .refundAmount: "申请退款金额"
        case .settledRefundAmount: "退款金额"
        case .couponRefundAmount: "充值券退款金额"
        case .fee: "手续费"
        case .paymentReceipts: "交易实收"
        case .refundReceipts: "退款实收"
        }
    }

    package var englishName: String {
        switch self {
        case .rows: "number of lines"
        case .payments: "number of payments"
        case .refunds: "number of refunds"
        case .orderAmount: "order amounts"
        case .settledAmount: "settled amounts"
        case .refundAmount: "refunds asked for"
        case .settledRefundAmount: "refunds settled"
        case .couponRefundAmount: "coupon refunds"
        case .fee: "fees"
        case .paymentReceipts: "receipts of payments"
        case .refundReceipts: "receipts of refunds"
        }
    }
}

/// A number for some of the columns.
///
/// *Unit*: of amounts millionths of a yuan, with the sign that the file writes.
package struct StatementSums: Equatable, Sendable {
    private var values: [Int64?]
    /// Something did not fit in 64 bits.
    package private(set) var isTooLarge = false

    /// Nothing stated.
    package init() {
        values = StatementColumn.allCases.map { _ in nil }
    }

    package subscript(column: StatementColumn) -> Int64? {
        get { values.indices.contains(column.rawValue) ? values[column.rawValue] : nil }
        set { if values.indices.contains(column.rawValue) { values[column.rawValue] = newValue } }
    }

    package mutating func add(_ value: Int64, to column: StatementColumn) {
        let (sum, overflow) = (self[column] ?? 0).addingReportingOverflow(value)
        if overflow {
            isTooLarge = true
        } else {
            self[column] = sum
        }
    }

    /// Where what is stated differs from what was counted; a column that nobody counted counts as zero.
    package func differences(from counted: StatementSums) -> [StatementDifference] {
        StatementColumn.allCases.compactMap { column in
            guard let stated = self[column] else { return nil }
            let found = counted[column] ?? 0
            guard stated != found else { return nil }
            return StatementDifference(column: column, stated: stated, counted: found)
        }
    }
}

/// A total that is not what the lines add up to.
package struct StatementDifference: Equatable, Sendable {
    package let column: StatementColumn
    package let stated: Int64
    package let counted: Int64

    package init(column: StatementColumn, stated: Int64, counted: Int64) {
        self.column = column
        self.stated = stated
        self.counted = counted
    }

    package var statedText: String { text(stated) }
    package var countedText: String { text(counted) }

    private func text(_ value: Int64) -> String {
        column.isCount ? "\(value)" : StatementDifference.yuan(value)
    }

    /// Yuan with two decimals, or with as many as it takes.
    private static func yuan(_ microyuan: Int64) -> String {
        let sign = microyuan < 0 ? "-" : ""
        let (whole, rest) = microyuan.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        var digits = "\(rest)"
        while digits.utf8.count < 6 { digits = "0" + digits }
        while digits.utf8.count > 2, digits.hasSuffix("0") { digits.removeLast() }
        return sign + "\(whole)." + digits
    }
}

/// What a statement's rows come to.
package struct StatementTotals: Equatable, Sendable {
    package private(set) var payments = 0
    package private(set) var refunds = 0
    package private(set) var reversals = 0
    package private(set) var paid = Money.zero
    /// Given back by refunds and reversals.
    package private(set) var returned = Money.zero
    package private(set) var fee = StatementFee.zero

    package init() {}

    package var rows: Int { payments + refunds + reversals }

    /// Counts a row in; false when a sum does not fit in 64 bits, and then nothing was counted.
    package mutating func add(_ row: StatementRow) -> Bool {
        let (microyuan, overflow) = fee.microyuan.addingReportingOverflow(row.fee.microyuan)
        guard !overflow, let paid = try? paid.adding(row.orderAmount),
            let returned = try? returned.adding(row.refundAmount)
        else { return false }
        self.paid = paid
        self.returned = returned
        fee = StatementFee(microyuan: microyuan)
        switch row.kind {
        case .payment: payments += 1
        case .refund: refunds += 1
        case .reversal: reversals += 1
        }
        return true
    }

    /// Counts another part in; false when a sum does not fit in 64 bits, and then nothing was counted.
    package mutating func add(_ part: StatementTotals) -> Bool {
        let (microyuan, overflow) = fee.microyuan.addingReportingOverflow(part.fee.microyuan)
        guard !overflow, let paid = try? paid.adding(part.paid),
            let returned = try? returned.adding(part.returned)
        else { return false }
        self.paid = paid
        self.returned = returned
        fee = StatementFee(microyuan: microyuan)
        payments += part.payments
        refunds += part.refunds
        reversals += part.reversals
        return true
    }
}
