// What UnionPay tells by itself: a form, percent-encoded here, with the fields and the signature of an
// answer. A payment is proven by it. A refund is asked about: its amounts are not all in it.
//
// Source: UnionPay open platform, 后台通知: 00 and A6 are a success, 200 means that it was taken.

package import Payments
package import Retail

package struct UnionPayNotifications: NotificationListener {
    package let wallet = Wallet.unionPay
    private let settings: UnionPaySettings

    package init(_ settings: UnionPaySettings) {
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

    package func reply(to message: NotificationMessage, isTaken: Bool) -> NotificationReply {
        NotificationReply(
            status: isTaken ? 200 : 500, contentType: "text/plain; charset=utf-8",
            body: isTaken ? "ok" : "fail")
    }

    private func notification(_ body: [UInt8]) throws(UnusableAnswer) -> ChannelNotification {
        guard let form = FormText.fields(of: body) else {
            throw UnusableAnswer(.malformed, "form")
        }
        let fields = Dictionary(form.map { ($0.name, $0.value) }) { first, _ in first }
        guard UnionPaySigning(settings).isRight(fields) else {
            throw UnusableAnswer(.badSignature, "wrong signature")
        }
        guard fields["merId"] == settings.merchantID else {
            throw UnusableAnswer(.foreignAnswer, "merId")
        }
        let code = fields["respCode"] ?? ""
        guard let order = WireText.identifier(fields["orderId"], lengthMax: 40) else {
            throw UnusableAnswer(.malformed, "orderId")
        }
        switch fields["txnType"] {
        // What failed is said by the query, which knows whether it can still be debited.
        case "01" where !["00", "A6"].contains(code): return .paymentMoved(orderNumber: order)
        case "01": return .paid(try proof(of: order, fields))
        case "04": return .refundMoved(refundNumber: order)
        default: return .other(kind: WireText.code(fields["txnType"] ?? ""))
        }
    }

    private func proof(
        of order: String, _ fields: [String: String]
    ) throws(UnusableAnswer) -> PaidProof {
        guard let trade = fields["queryId"], WireText.isDigits(trade, lengthMax: 21),
            let amount = fields["txnAmt"].flatMap(WireText.fen),
            let currency = WireText.identifier(fields["currencyCode"], lengthMax: 3)
        else { throw UnusableAnswer(.malformed, "queryId, txnAmt, currencyCode") }
        return PaidProof(
            merchantOrderNumber: order, channelTradeNumber: trade, amount: amount,
            currency: currency == "156" ? "CNY" : currency,
            merchantAccount: settings.merchantID, paidAt: nil)
    }
}
