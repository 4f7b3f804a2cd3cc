// What BestPay tells by itself: a form with an MD5 signature. It is a hint, and what it is about is
// asked for at once: public sources do not agree whether its amount is in yuan or in fen, and money is
// not counted by a guess.
//
// There is no public specification. Assumed, from public clients that agree, and in docs/channels.md to
// be confirmed: the notification of a payment by code is that of the H5 counter (`SIGN`), a refund's the
// one with `mac`.

package import Payments
package import Retail

package struct BestPayNotifications: NotificationListener {
    package let wallet = Wallet.bestPay
    private let settings: BestPaySettings

    package init(_ settings: BestPaySettings) {
        self.settings = settings
    }

    package var merchantAccount: String { settings.merchantID }

    package func read(
        _ message: NotificationMessage, at now: Timestamp
    ) throws(UnusableNotification) -> ChannelNotification {
        do throws(UnusableAnswer) {
            return try notification(message.body)
        } catch {
            throw UnusableNotification(error.doubt)
        }
    }

    /// Taken is said with BestPay's own number; anything else comes again.
    package func reply(to message: NotificationMessage, isTaken: Bool) -> NotificationReply {
        let number = BestPayNotifications.fields(message.body)?["UPTRANSEQ"].flatMap {
            WireText.identifier($0, lengthMax: 64)
        }
        return NotificationReply(
            status: 200, contentType: "text/plain; charset=utf-8",
            body: isTaken ? number.map { "UPTRANSEQ_" + $0 } ?? "SUCCESS" : "FAIL")
    }

    private static func fields(_ body: [UInt8]) -> [String: String]? {
        FormText.fields(of: body).map { fields in
            Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        }
    }

    private func notification(_ body: [UInt8]) throws(UnusableAnswer) -> ChannelNotification {
        guard let fields = BestPayNotifications.fields(body) else {
            throw UnusableAnswer(.malformed, "form")
        }
        return fields["UPTRANSEQ"] != nil ? try payment(fields) : try refund(fields)
    }

    private func payment(
        _ fields: [String: String]
    ) throws(UnusableAnswer) -> ChannelNotification {
        // The merchant's number is signed and not sent.
        try check(
            fields["SIGN"],
            [
                ("UPTRANSEQ", fields["UPTRANSEQ"]), ("MERCHANTID", settings.merchantID),
                ("ORDERSEQ", fields["ORDERSEQ"]), ("ORDERAMOUNT", fields["ORDERAMOUNT"]),
                ("RETNCODE", fields["RETNCODE"]), ("RETNINFO", fields["RETNINFO"]),
                ("TRANDATE", fields["TRANDATE"]),
            ])
        guard let order = WireText.identifier(fields["ORDERSEQ"], lengthMax: 30) else {
            throw UnusableAnswer(.malformed, "ORDERSEQ")
        }
        return .paymentMoved(orderNumber: order)
    }

    private func refund(_ fields: [String: String]) throws(UnusableAnswer) -> ChannelNotification {
        try check(
            fields["mac"],
            [
                ("MERCHANTCODE", fields["merchantCode"]), ("OLDORDERNO", fields["oldOrderNo"]),
                ("OLDORDERREQNO", fields["oldOrderReqNo"]), ("OURTRANSNO", fields["ourTransNo"]),
                ("REFUNDREQNO", fields["refundReqNo"]), ("TRANSAMT", fields["transAmt"]),
                ("TRANSSTATUS", fields["transStatus"]),
            ])
        guard fields["merchantCode"] == settings.merchantID else {
            throw UnusableAnswer(.foreignAnswer, "merchantCode")
        }
        guard let request = WireText.identifier(fields["refundReqNo"], lengthMax: 30) else {
            throw UnusableAnswer(.malformed, "refundReqNo")
        }
        return .refundMoved(refundNumber: BestPayWire.refund(ofRequest: request))
    }

    private func check(
        _ signature: String?, _ fields: [(name: String, value: String?)]
    ) throws(UnusableAnswer) {
        let signed = fields.map { (name: $0.name, value: $0.value ?? "") }
        guard BestPaySigning(settings).isRight(signature, over: signed) else {
            throw UnusableAnswer(.badSignature, "wrong signature")
        }
    }
}
