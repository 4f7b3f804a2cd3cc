// What WeChat Pay v3 tells by itself: signed like an answer, and encrypted besides. What it tells of a
// refund that has arrived is whole and proves it; of any other end the query is asked.
//
// Source: WeChat Pay v3, 支付成功通知, 退款结果通知, 证书和回调报文解密.

internal import Cryptography
package import Payments
package import Retail

package struct WeChatPayV3Notifications: NotificationListener {
    package let wallet = Wallet.weChatPay
    private let settings: WeChatPayV3Settings
    private let key: Masked<[UInt8]>

    /// Nil without the key that notifications are encrypted with.
    package init?(_ settings: WeChatPayV3Settings) {
        guard let key = settings.notificationKey else { return nil }
        self.settings = settings
        self.key = key
    }

    package var merchantAccount: String { settings.merchantID }

    package func read(
        _ message: NotificationMessage, at now: Timestamp
    ) throws(UnusableNotification) -> ChannelNotification {
        do throws(UnusableAnswer) {
            let headers = message.headers.map { HTTPHeader($0.name, $0.value) }
            try WeChatPayV3Signing(settings).check(message.body, headers, at: now)
            return try notification(in: try object(message.body))
        } catch {
            throw UnusableNotification(error.doubt)
        }
    }

    package func reply(to message: NotificationMessage, isTaken: Bool) -> NotificationReply {
        NotificationReply(
            status: isTaken ? 200 : 500, contentType: "application/json",
            body: isTaken
                ? #"{"code":"SUCCESS","message":"OK"}"# : #"{"code":"FAIL","message":"LATER"}"#)
    }

    private func notification(
        in envelope: JSONValue
    ) throws(UnusableAnswer) -> ChannelNotification {
        guard let kind = envelope.text("event_type") else {
            throw UnusableAnswer(.malformed, "no event_type")
        }
        switch kind {
        case "TRANSACTION.SUCCESS": return .paid(try paid(try resource(envelope)))
        case "REFUND.SUCCESS": return try refunded(try resource(envelope))
        case "REFUND.ABNORMAL", "REFUND.CLOSED":
            return .refundMoved(refundNumber: try refundNumber(try resource(envelope)))
        default: return .other(kind: WireText.code(kind))
        }
    }

    private func resource(_ envelope: JSONValue) throws(UnusableAnswer) -> JSONValue {
        guard let resource = envelope.member("resource")?.value,
            resource.text("algorithm") == "AEAD_AES_256_GCM",
            let sealed = resource.text("ciphertext").flatMap(Base64.bytes),
            let nonce = resource.text("nonce")
        else { throw UnusableAnswer(.malformed, "resource") }
        let data = resource.text("associated_data") ?? ""
        guard
            let plain = AES256(key: key.value)?.opened(
                sealed, nonce: Array(nonce.utf8), authenticating: Array(data.utf8))
        else { throw UnusableAnswer(.badSignature, "ciphertext") }
        return try object(plain)
    }

    private func object(_ body: [UInt8]) throws(UnusableAnswer) -> JSONValue {
        do {
            let value = try JSONReader.value(of: body)
            guard case .object = value else { throw UnusableAnswer(.malformed, "no object") }
            return value
        } catch let error as UnusableAnswer {
            throw error
        } catch {
            throw UnusableAnswer(.malformed, "JSON")
        }
    }

    private func paid(_ told: JSONValue) throws(UnusableAnswer) -> PaidProof {
        for (name, ours) in [("appid", settings.appID), ("mchid", settings.merchantID)] {
            guard told.text(name) == ours else { throw UnusableAnswer(.foreignAnswer, name) }
        }
        guard told.text("trade_state") == "SUCCESS" else {
            throw UnusableAnswer(.unlistedCode, "trade_state")
        }
        let amount = told.member("amount")?.value
        guard let order = WireText.identifier(told.text("out_trade_no"), lengthMax: 32),
            let trade = WireText.identifier(told.text("transaction_id"), lengthMax: 32),
            let total = amount?.text("total").flatMap(WireText.fen),
            let currency = WireText.identifier(amount?.text("currency") ?? "CNY", lengthMax: 16)
        else { throw UnusableAnswer(.malformed, "out_trade_no, transaction_id, amount") }
        return PaidProof(
            merchantOrderNumber: order, channelTradeNumber: trade, amount: total,
            currency: currency, merchantAccount: settings.merchantID,
            paidAt: told.text("success_time").flatMap(WeChatPayV3Time.moment))
    }

    private func refunded(_ told: JSONValue) throws(UnusableAnswer) -> ChannelNotification {
        let number = try refundNumber(told)
        guard told.text("refund_status") == "SUCCESS" else {
            return .refundMoved(refundNumber: number)
        }
        guard let order = WireText.identifier(told.text("out_trade_no"), lengthMax: 32),
            let refund = WireText.identifier(told.text("refund_id"), lengthMax: 32),
            let amount = told.member("amount")?.value.text("refund").flatMap(WireText.fen)
        else { throw UnusableAnswer(.malformed, "out_trade_no, refund_id, amount") }
        return .refunded(
            RefundProof(
                refundNumber: number, merchantOrderNumber: order, channelRefundNumber: refund,
                amount: amount,
                refundedAt: told.text("success_time").flatMap(WeChatPayV3Time.moment)))
    }

    private func refundNumber(_ told: JSONValue) throws(UnusableAnswer) -> String {
        guard told.text("mchid") == settings.merchantID else {
            throw UnusableAnswer(.foreignAnswer, "mchid")
        }
        guard let number = WireText.identifier(told.text("out_refund_no"), lengthMax: 64) else {
            throw UnusableAnswer(.malformed, "out_refund_no")
        }
        return number
    }
}
