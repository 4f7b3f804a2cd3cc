// The call of WeChat Pay v2 about statements. Its answer is the file; a refusal is XML that nobody
// signs, with words and a number of its own.

internal import Retail

extension WeChatPlay {
    /// `/pay/downloadbill`.
    func statement(
        _ fields: [String: String], _ twist: Twist
    ) throws(WeChatRefusal) -> Reply {
        guard try needed("appid", fields) == merchant.appID else {
            return statementFailure("invalid appid", "20001")
        }
        switch twist {
        case .systemErrorInstead, .systemErrorAfter:
            return statementFailure("SYSTEMERROR", "20100")
        case .statement(.notReady): return statementFailure("Bill Creating", "20002")
        case .none, .wrongAmount, .notFound, .badSignature, .refundNotEnough, .refundClosed,
            .statement:
            break
        }
        guard let kind = WeChatStatement.Kind(rawValue: fields["bill_type"] ?? "ALL") else {
            return statementFailure("invalid bill_type", "20001")
        }
        let packing = fields["tar_type"] ?? ""
        guard ["", "GZIP"].contains(packing) else {
            return statementFailure("invalid tar_type", "20001")
        }
        guard let date = WeChatStatement.date(fields["bill_date"] ?? "") else {
            return statementFailure("invalid bill_date", "20001")
        }
        guard let text = statement(of: date, kind, twist) else {
            return statementFailure("No Bill Exist", "20002")
        }
        if packing.isEmpty { return Reply(contentType: "text/plain; charset=utf-8", body: text) }
        guard let packed = Packing.deflated(text, .gzip) else {
            return statementFailure("CompressGZip Error", "20003")
        }
        return Reply(contentType: "application/x-gzip", body: packed)
    }

    private func statement(
        of date: BusinessDate, _ kind: WeChatStatement.Kind, _ twist: Twist
    ) -> [UInt8]? {
        WeChatStatement(
            day: books.statementDay(.wechat, merchant: merchant.name, date, twist),
            appID: merchant.appID, merchantID: merchant.merchantID, kind: kind
        ).text
    }

    private func statementFailure(_ message: String, _ code: String) -> Reply {
        xml([("return_code", "FAIL"), ("return_msg", message), ("error_code", code)])
    }
}

extension WeChatStatement {
    /// Eight digits.
    static func date(_ text: String) -> BusinessDate? {
        guard text.utf8.count == 8, let time = try? CivilTime(compact: text + "000000") else {
            return nil
        }
        return try? BusinessDate(of: time.timestamp, turnsAt: .zero)
    }
}
