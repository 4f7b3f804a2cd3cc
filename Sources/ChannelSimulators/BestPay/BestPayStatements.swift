// BestPay's file of a day, as one public client reads it; what stands in the line in front, and behind
// the amount, is assumed here as it is in the till.

internal import Retail

extension BestPayPlay {
    /// The folder that a real merchant reaches by SFTP.
    package static let filePath = "/bestpay-files"

    /// `2026112502310109000199000.txt`.
    package func statementFile(named name: String, _ twist: Twist) -> Reply {
        let asked = credentials.merchants.first { merchant in
            name.dropFirst(8) == merchant.bestPayMerchantID + ".txt"
        }
        let iso =
            name.prefix(4) + "-" + name.dropFirst(4).prefix(2) + "-"
            + name.dropFirst(6).prefix(2)
        guard let asked, let date = try? BusinessDate(iso: String(iso)) else { return .noFile }
        switch twist {
        case .systemErrorInstead, .systemErrorAfter:
            return Reply(
                status: 503, contentType: "text/plain; charset=utf-8", body: Array("busy".utf8))
        case .none, .wrongAmount, .notFound, .badSignature, .refundNotEnough, .refundClosed,
            .statement:
            break
        }
        let day = books.statementDay(.bestpay, merchant: asked.name, date, twist)
        guard day.twist != .notReady, !day.honest.isEmpty else { return .noFile }
        let lines = [front(day, asked)] + day.rows.map { line($0, day) }
        return Reply(
            contentType: "text/plain; charset=utf-8",
            body: day.bytes(Array(lines.map { $0 + "\n" }.joined().utf8)))
    }

    private func front(_ day: StatementDay, _ asked: Credentials) -> String {
        let paid = day.honest.filter(\.isPayment).reduce(Int64(0)) { $0 &+ $1.amount.fen }
        let returned = day.honest.filter { !$0.isPayment }.reduce(Int64(0)) {
            $0 &+ $1.amount.fen
        }
        return [
            asked.bestPayMerchantID, day.date.compact, "\(day.honest.count)",
            "\(paid &+ day.totalOffBy)", "\(returned)",
        ].joined(separator: "|")
    }

    private func line(_ entry: StatementEntry, _ day: StatementDay) -> String {
        let order = entry.order
        let (serial, request, original, kind): (String, String, String, String)
        switch entry.kind {
        case .payment:
            (serial, request, original, kind) = (order.tradeNumber, order.number, "", "0001")
        case .refund(let refund):
            (serial, request, original, kind) = (
                refund.channelNumber ?? order.tradeNumber, refund.number, order.number, "0002"
            )
        case .reversal:
            (serial, request, original, kind) = (
                order.tradeNumber, "RV" + order.number, order.number, "0006"
            )
        }
        let fee = day.fee(entry)
        return [
            serial, request, original, kind, "\(entry.amount.fen)", CivilTime(entry.at).compact,
            "\(fee < 0 ? -fee : fee)",
        ].joined(separator: "|")
    }
}

extension Reply {
    fileprivate static let noFile = Reply(
        status: 404, contentType: "text/plain; charset=utf-8", body: Array("no such file".utf8))
}
