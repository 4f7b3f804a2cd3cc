// The statement of a day twice: as WeChat Pay writes it, and as the lines that are read from it, in
// CSV, for a shell that does not know the wallet's format.

internal import Foundation
internal import Payments
internal import Persistence
internal import Retail

struct ReconcileStatement {
    private static let bufferSize = 1 << 20
    private static let columns = [
        "交易时间", "公众账号ID", "商户号", "特约商户号", "设备号", "微信订单号", "商户订单号", "用户标识", "交易类型",
        "交易状态", "付款银行", "货币种类", "应结订单金额", "代金券金额", "微信退款单号", "商户退款单号", "退款金额",
        "充值券退款金额", "退款类型", "退款状态", "商品名称", "商户数据包", "手续费", "费率", "订单金额", "申请退款金额",
        "费率备注",
    ]
    private static let totals = [
        "总交易单数", "应结订单总金额", "退款总金额", "充值券退款总金额", "手续费总金额", "订单总金额", "申请退款总金额",
    ]

    /// A line as the wallet means it.
    private struct Line {
        let number: String
        let trade: String
        let refund: String?
        let amount: Money
        /// *Unit*: fen.
        let fee: Int64
        let at: Timestamp
    }

    private let day: ReconcileDay

    init(_ day: ReconcileDay) {
        self.day = day
    }

    func write(statement: String, lines path: String) throws {
        let (statement, csv) = (try Output(statement), try Output(path))
        try statement.add("\u{FEFF}" + Self.columns.joined(separator: ",") + "\r\n")
        var (place, paid, returned, fees) = (1, Int64(0), Int64(0), Int64(0))
        for index in 0..<day.rows {
            for line in try lines(index) {
                place += 1
                if line.refund == nil {
                    paid += line.amount.fen
                } else {
                    returned += line.amount.fen
                }
                fees += line.fee
                try statement.add(text(line))
                try csv.add(values(line, place))
            }
        }
        let (all, back) = (Money(fen: paid).yuan, Money(fen: returned).yuan)
        let sums = ["\(place - 1)", all, back, "0.00", Money(fen: fees).yuan + "000", all, back]
        try statement.add(
            Self.totals.joined(separator: ",") + "\r\n"
                + sums.map { "`" + $0 }.joined(separator: ",") + "\r\n")
        try statement.end()
        try csv.end()
    }

    private func lines(_ index: Int) throws -> [Line] {
        let twist = day.twist(index)
        switch twist {
        case .booksOnly, .booksOnlyToo, .booksOnlyAsWell: return []
        case .channelOnly:
            return [
                try payment(index), try payment(index, as: try day.unknownNumber(index)),
            ]
        case .amount: return [try payment(index, more: Money(fen: 100))]
        case .duplicate: return [try payment(index), try payment(index)]
        case .fee: return [try payment(index, feeMore: 5)]
        case .refund:
            let refund = Line(
                number: try day.number(index), trade: day.trade(index),
                refund: try day.refundNumber(index), amount: Money(fen: 50), fee: 0,
                at: day.paid(index))
            return [try payment(index), refund]
        case .otherDay, nil: return [try payment(index)]
        }
    }

    private func payment(
        _ index: Int, as number: String? = nil, more: Money = .zero, feeMore: Int64 = 0
    ) throws -> Line {
        let amount = try day.amount(index).adding(more)
        let fee = (amount.fen * ReconcileDay.feeRate + 500_000) / 1_000_000
        return Line(
            number: try number ?? day.number(index),
            trade: number == nil ? day.trade(index) : day.trade(index + day.rows), refund: nil,
            amount: amount, fee: fee + feeMore, at: day.paid(index))
    }

    private func text(_ line: Line) -> String {
        let amount = line.amount.yuan
        let isPayment = line.refund == nil
        let (paid, back) = isPayment ? (amount, "0.00") : ("0.00", amount)
        return [
            CivilTime(line.at).spaced, "wxd930ea5d5a258f4f", BenchChain.account, "0", "",
            line.trade, line.number, "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", "MICROPAY",
            isPayment ? "SUCCESS" : "REFUND", "OTHERS", "CNY", paid, "0.00",
            isPayment ? "0" : channelRefund(line), line.refund ?? "0", back, "0.00",
            isPayment ? "" : "ORIGINAL", isPayment ? "" : "SUCCESS", "示例大药房", "",
            Money(fen: line.fee).yuan + "000", "0.60%", paid, back, "",
        ].map { "`" + $0 }.joined(separator: ",") + "\r\n"
    }

    /// In the order of the shell's table.
    private func values(_ line: Line, _ place: Int) -> String {
        let isPayment = line.refund == nil
        let (paid, back) = isPayment ? (line.amount.fen, 0) : (0, line.amount.fen)
        return [
            line.refund ?? line.number, "\(place)", isPayment ? "payment" : "refund", line.number,
            line.trade, line.refund ?? "", isPayment ? "" : channelRefund(line), "\(paid)",
            "\(paid)", "\(back)", "\(back)", "\(line.fee * 10_000)", "\(ReconcileDay.feeRate)",
            "\(line.at.microseconds)", BenchChain.account, "succeeded",
        ].joined(separator: ",") + "\n"
    }

    private func channelRefund(_ line: Line) -> String { "503" + line.trade.dropFirst(3) }

    /// A file that is written a good deal at a time.
    private final class Output {
        private let handle: FileHandle
        private var waiting: [UInt8] = []

        init(_ path: String) throws {
            guard FileManager.default.createFile(atPath: path, contents: nil),
                let handle = FileHandle(forWritingAtPath: path)
            else { throw BenchFailure("cannot write \(path)") }
            self.handle = handle
        }

        func add(_ text: String) throws {
            waiting += text.utf8
            if waiting.count >= ReconcileStatement.bufferSize { try flush() }
        }

        func end() throws {
            try flush()
            try handle.close()
        }

        private func flush() throws {
            try handle.write(contentsOf: waiting)
            waiting.removeAll(keepingCapacity: true)
        }
    }
}
