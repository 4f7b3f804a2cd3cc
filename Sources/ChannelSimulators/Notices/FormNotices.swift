// Notices of BestPay and of UnionPay: forms, written from what public clients take and sharing nothing
// with the till's.

internal import Cryptography
internal import Retail

extension NoticeWriter {
    /// Of a payment as its H5 counter tells it, amounts in yuan; of a refund with a `mac`, in fen.
    func bestPay(_ order: Order, _ refund: Refund?, _ twist: NoticeTwist) -> NoticeMessage? {
        let play = BestPayPlay(credentials: credentials, books: books)
        func signature(_ fields: [(name: String, value: String)]) -> String {
            let mac = play.mac(fields)
            guard case .badSignature = twist else { return mac }
            return String(mac.reversed()) + "0"
        }
        var fields: [(name: String, value: String)]
        if let refund {
            let status =
                switch refund.state {
                case .processing: "A"
                case .arrived: "B"
                case .closed: "C"
                }
            fields = [
                ("merchantCode", credentials.bestPayMerchantID),
                ("oldOrderNo", order.number), ("oldOrderReqNo", order.number),
                ("ourTransNo", refund.channelNumber ?? order.tradeNumber),
                ("refundReqNo", shown(refund.number, twist)),
                ("transAmt", "\(shown(refund.amount, twist).fen)"), ("transStatus", status),
            ]
            fields.append(("mac", signature(fields)))
        } else {
            let (number, amount) = (shown(order.number, twist), shown(order.amount, twist).yuan)
            let date = order.paidAt.map { String(CivilTime($0).compact.prefix(8)) } ?? ""
            let sign = signature([
                ("UPTRANSEQ", order.tradeNumber), ("MERCHANTID", credentials.bestPayMerchantID),
                ("ORDERSEQ", number), ("ORDERAMOUNT", amount), ("RETNCODE", "0000"),
                ("RETNINFO", "0000"), ("TRANDATE", date),
            ])
            fields = [
                ("UPTRANSEQ", order.tradeNumber), ("TRANDATE", date), ("RETNCODE", "0000"),
                ("RETNINFO", "0000"), ("ORDERREQTRANSEQ", number), ("ORDERSEQ", number),
                ("ORDERAMOUNT", amount), ("PRODUCTAMOUNT", amount), ("ATTACHAMOUNT", "0.00"),
                ("CURTYPE", "RMB"), ("ENCODETYPE", "1"), ("ATTACH", ""), ("SIGN", sign),
            ]
        }
        return form(fields)
    }

    /// *Source*: 后台通知: the fields of an answer, signed like one, and percent-encoded.
    func unionPay(_ order: Order, _ refund: Refund?, _ twist: NoticeTwist) -> NoticeMessage? {
        var code = "00"
        if let refund, case .closed = refund.state { code = "01" }
        let amount = shown(refund?.amount ?? order.amount, twist)
        var fields: [String: String] = [
            "version": "5.1.0", "encoding": "UTF-8", "signMethod": "01", "bizType": "000000",
            "accessType": "0", "merId": credentials.unionPayMerchantID,
            "txnType": refund == nil ? "01" : "04", "txnSubType": refund == nil ? "06" : "00",
            "orderId": shown(refund?.number ?? order.number, twist),
            "txnTime": refund.map { CivilTime($0.askedAt).compact } ?? order.attachment,
            "txnAmt": "\(amount.fen)", "currencyCode": "156",
            "queryId": refund?.channelNumber ?? order.tradeNumber,
            "settleAmt": "\(amount.fen)", "settleCurrencyCode": "156",
            "respCode": code, "respMsg": code == "00" ? "成功[0000000]" : "交易失败[0100000]",
        ]
        if refund != nil { fields["origQryId"] = order.tradeNumber }
        var text = UnionPayPlay.signedText(fields)
        if case .badSignature = twist { text.append(UInt8(ascii: "?")) }
        guard let signature = try? credentials.unionPayKey.signSHA256(text) else { return nil }
        fields["signature"] = Base64.text(signature)
        return form(fields.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
    }

    private func form(_ fields: [(name: String, value: String)]) -> NoticeMessage {
        let body = fields.map { FormFields.escaped($0.name) + "=" + FormFields.escaped($0.value) }
            .joined(separator: "&")
        return NoticeMessage(
            contentType: "application/x-www-form-urlencoded; charset=utf-8",
            body: Array(body.utf8))
    }
}
