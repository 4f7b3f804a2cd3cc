// What Alipay tells by itself: a signed form. A payment is proven by it. A refund is not: its amounts
// are sums over all refunds of the trade, so it only says which refund to ask about now.
//
// Source: Alipay open platform, 异步通知说明, 当面付 · 异步通知.

package import Payments
package import Retail

package struct AlipayNotifications: NotificationListener {
    package let wallet = Wallet.alipay
    private let settings: AlipaySettings

    package init(_ settings: AlipaySettings) {
        self.settings = settings
    }

    package var merchantAccount: String { settings.appID }

    package func read(
        _ message: NotificationMessage, at now: Timestamp
    ) throws(UnusableNotification) -> ChannelNotification {
        do throws(UnusableAnswer) {
            return try notification(message.body)
        } catch {
            throw UnusableNotification(error.doubt)
        }
    }

    /// *Source*: 异步通知说明: seven letters and nothing else, or it comes again.
    package func reply(to message: NotificationMessage, isTaken: Bool) -> NotificationReply {
        NotificationReply(
            status: 200, contentType: "text/plain; charset=utf-8",
            body: isTaken ? "success" : "fail")
    }

    private func notification(_ body: [UInt8]) throws(UnusableAnswer) -> ChannelNotification {
        guard let fields = FormText.fields(of: body) else {
            throw UnusableAnswer(.malformed, "form")
        }
        func text(_ name: String) -> String? {
            fields.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
        }
        // Unlike in a request `sign_type` is not signed, and what is empty is.
        let signed = fields.filter { $0.name != "sign" && $0.name != "sign_type" }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { $0.name + "=" + $0.value }.joined(separator: "&")
        guard text("sign_type") == "RSA2", let signature = text("sign"),
            AlipaySigning(settings).isRight(signature, over: Array(signed.utf8))
        else { throw UnusableAnswer(.badSignature, "wrong signature") }
        guard text("app_id") == settings.appID else {
            throw UnusableAnswer(.foreignAnswer, "app_id")
        }
        guard text("notify_type") == "trade_status_sync" else {
            return .other(kind: WireText.code(text("notify_type") ?? ""))
        }
        if text("gmt_refund") != nil || text("refund_fee") != nil {
            guard let number = WireText.identifier(text("out_biz_no"), lengthMax: 64) else {
                throw UnusableAnswer(.malformed, "out_biz_no")
            }
            return .refundMoved(refundNumber: number)
        }
        switch text("trade_status").flatMap(AlipayOutcomeTables.TradeStatus.init) {
        case .success, .finished: break
        case .waitBuyerPay, .closed:
            return .other(kind: WireText.code(text("trade_status") ?? ""))
        case nil: throw UnusableAnswer(.unlistedCode, "trade_status")
        }
        guard let order = WireText.identifier(text("out_trade_no"), lengthMax: 64),
            let trade = WireText.identifier(text("trade_no"), lengthMax: 64),
            let amount = text("total_amount").flatMap(WireText.yuan)
        else { throw UnusableAnswer(.malformed, "out_trade_no, trade_no, total_amount") }
        return .paid(
            PaidProof(
                merchantOrderNumber: order, channelTradeNumber: trade, amount: amount,
                currency: "CNY", merchantAccount: "",
                paidAt: text("gmt_payment").flatMap { try? CivilTime(spaced: $0).timestamp }))
    }
}
