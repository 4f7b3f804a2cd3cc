// UnionPay's file of a clearing day: columns of fixed width in GBK, in a zip with a file of disputes,
// which is empty here; the zip in a zlib stream, that in Base64, and all of it signed.
//
// Source: UnionPay open platform, 文件传输类交易; 平台接入接口规范 第3部分 文件接口, 6.1 ZM.

internal import Cryptography
internal import Retail

extension UnionPayPlay {
    package static let filePath = "/filedownload"

    /// A clearing day begins at 23:00 of the day before.
    private static let beginsEarlier = Pause.hours(1)

    /// 76/01: the file of a clearing day, which is named without its year.
    func statement(
        _ fields: [String: String], _ twist: Twist
    ) throws(UnionPayRefusal) -> Fields {
        guard fields["txnSubType"] == "01", fields["fileType"] == "00",
            let asked = fields["settleDate"], let date = date(asked)
        else { throw .format }
        let day = books.statementDay(
            .unionpay, merchant: credentials.name, date, twist,
            beginsEarlier: UnionPayPlay.beginsEarlier)
        guard day.twist != .notReady, !day.honest.isEmpty else { throw .noFile }
        let merchant = credentials.unionPayMerchantID
        let name = "INN" + date.compact.suffix(6) + "88"
        let text = day.rows.map { line($0, day, merchant) + "\r\n" }.joined()
        var zip = ZipFile()
        zip.add(name: Array((name + "ZM_" + merchant).utf8), day.bytes(Packing.chinese(text)))
        zip.add(name: Array((name + "ZME_" + merchant).utf8), [])
        guard let packed = Packing.deflated(zip.bytes, .zlib) else { throw .busy }
        return [
            ("fileName", merchant + "_" + date.compact + ".zip"),
            ("fileContent", Base64.text(packed)),
        ]
    }

    /// The last such day that is not in the far future.
    private func date(_ text: String) -> BusinessDate? {
        guard text.utf8.count == 4, let month = Int(text.prefix(2)), let day = Int(text.suffix(2)),
            let today = try? BusinessDate(of: books.now, turnsAt: .zero)
        else { return nil }
        let year = month > today.month + 6 ? today.year - 1 : today.year
        return try? BusinessDate(year: year, month: month, day: day)
    }

    private func line(
        _ entry: StatementEntry, _ day: StatementDay, _ merchant: String
    ) -> String {
        let order = entry.order
        var (number, query) = (order.number, order.tradeNumber)
        var (kind, original, originalNumber) = ("01", "", "")
        switch entry.kind {
        case .payment: break
        case .reversal: kind = "99"
        case .refund(let refund):
            (number, query) = (refund.number, refund.channelNumber ?? "")
            (kind, original, originalNumber) = ("04", order.tradeNumber, order.number)
        }
        let fee = day.fee(entry)
        let feeSize = fee < 0 ? -fee : fee
        let net = entry.amount.fen - feeSize
        // What goes to the merchant, and what is taken from it.
        let (here, there) = entry.isPayment ? ("C", "D") : ("D", "C")
        let columns: [(String, Int)] = [
            (entry.isPayment ? "S22" : "S30", 3), ("49992900", 11), ("00049992", 11),
            (String(query.suffix(6)), 6), (String(time(entry, day).suffix(10)), 10), ("", 19),
            (padded(entry.amount.fen), 12), ("5912", 4), ("08", 2), (query, 21), ("", 2),
            (number, 32), ("01", 2), ("", 6), ("", 10), (there + padded(feeSize), 13),
            (here + padded(net), 13), ("0501", 4), ("", 15), (kind, 2),
            (kind == "01" ? "06" : kind == "99" ? "01" : "00", 2), ("000000", 6), ("01", 2),
            ("", 4), ("", 32), ("0", 1), (original, 21), (merchant, 15), ("", 1), ("", 15),
            ("", 32), ("C" + padded(0), 13), (here + padded(net), 13), (order.details, 8), ("", 32),
            ("C" + padded(0), 13), (here + padded(entry.amount.fen), 13), ("", 12), ("", 2),
            ("", 1), (originalNumber, 32), ("", 98),
        ]
        return columns.map { text, width in
            text + String(repeating: " ", count: max(0, width - text.utf8.count))
        }.joined(separator: " ")
    }

    /// A payment's is the time in its request; of what goes back the time it was asked for.
    private func time(_ entry: StatementEntry, _ day: StatementDay) -> String {
        let known = entry.isPayment && day.twist != .otherDay ? entry.order.attachment : ""
        return known.utf8.count == 14 ? known : CivilTime(entry.at).compact
    }

    private func padded(_ fen: Int64) -> String {
        let digits = "\(fen)"
        return String(repeating: "0", count: max(0, 12 - digits.utf8.count)) + digits
    }
}

extension UnionPayRefusal {
    fileprivate static let noFile = UnionPayRefusal("98", "文件不存在")
}
