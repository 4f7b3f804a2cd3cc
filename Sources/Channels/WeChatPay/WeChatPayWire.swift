// What is asked of WeChat Pay v2: five calls, each a signed XML body. Field names and limits are
// the provider's (WeChat Pay v2, 付款码支付: 提交付款码支付, 查询订单, 撤销订单, 申请退款, 查询退款).

package import Payments
internal import Retail

/// Writes the requests.
package struct WeChatPayWire: Sendable {
    let settings: WeChatPaySettings
    let signing: WeChatPaySigning

    package init(_ settings: WeChatPaySettings) {
        self.settings = settings
        signing = WeChatPaySigning(settings)
    }

    /// The channel's clock and ours may differ; this much earlier than `payableUntil` it is told to
    /// close the order.
    ///
    /// Clocks that are kept by NTP differ by far less. Should ours run late by more, the channel
    /// refuses `time_expire` as too near and nothing is debited.
    static let clockMargin = Pause.seconds(30)

    /// `time_expire` must lie more than a minute ahead.
    ///
    /// *Source*: 提交付款码支付, time_expire.
    static let expiryMin = Pause.seconds(61)

    /// The pay call.
    ///
    /// Nil when the time left is too short for the channel, or the code is of another wallet:
    /// nothing may be sent then.
    package func pay(_ request: PayRequest, nonce: String) -> HTTPRequest? {
        // An absolute time, so that a request that is delayed on the way cannot outlive it. Without
        // it the order would stay payable for hours, and "not found" would prove nothing as long.
        let expiry = request.payableUntil.advanced(
            by: Pause(microseconds: -WeChatPayWire.clockMargin.microseconds))
        guard expiry >= request.startedAt.advanced(by: WeChatPayWire.expiryMin),
            request.code.wallet == .weChatPay, request.amount.isPositive
        else { return nil }
        let fields = [
            FlatXML.Field(
                "body", WireText.subject(request.subject, bytesMax: 127, forbidden: [])),
            FlatXML.Field("out_trade_no", request.number.digits),
            FlatXML.Field("total_fee", "\(request.amount.fen)"),
            FlatXML.Field("fee_type", "CNY"),
            FlatXML.Field("spbill_create_ip", settings.terminalIP),
            FlatXML.Field("auth_code", request.code.digits),
            FlatXML.Field("device_info", request.store.digits + request.register.digits),
            FlatXML.Field("time_start", CivilTime(request.startedAt).compact),
            FlatXML.Field("time_expire", CivilTime(expiry).compact),
        ]
        return post("/pay/micropay", fields, nonce: nonce)
    }

    /// The query.
    ///
    /// Nil for a trade number that cannot be one.
    package func query(_ question: OrderQuestion, nonce: String) -> HTTPRequest? {
        switch question {
        case .merchantOrderNumber(let number):
            return post(
                "/pay/orderquery", [FlatXML.Field("out_trade_no", number.digits)], nonce: nonce)
        case .channelTradeNumber(let number):
            guard WireText.isDigits(number, lengthMax: 32) else { return nil }
            return post(
                "/pay/orderquery", [FlatXML.Field("transaction_id", number)], nonce: nonce)
        }
    }

    /// The reversal; the channel asks for the client certificate.
    package func reverse(_ request: ReverseRequest, nonce: String) -> HTTPRequest {
        post(
            "/secapi/pay/reverse", [FlatXML.Field("out_trade_no", request.number.digits)],
            nonce: nonce, showsCertificate: true)
    }

    /// The refund; the channel asks for the client certificate.
    ///
    /// Nil when the amount cannot be given back: nothing may be sent then. Written anew it says the
    /// same, but for the nonce.
    package func refund(_ request: RefundRequest, nonce: String) -> HTTPRequest? {
        guard request.amount.isPositive, request.amount <= request.paid else { return nil }
        var fields = [
            FlatXML.Field("out_trade_no", request.order.digits),
            FlatXML.Field("out_refund_no", request.refund.text),
            FlatXML.Field("total_fee", "\(request.paid.fen)"),
            FlatXML.Field("refund_fee", "\(request.amount.fen)"),
            FlatXML.Field("refund_fee_type", "CNY"),
            FlatXML.Field(
                "refund_desc", WireText.subject(request.reason, bytesMax: 80, forbidden: [])),
        ]
        if let url = settings.notifyURL { fields.append(FlatXML.Field("notify_url", url)) }
        return post("/secapi/pay/refund", fields, nonce: nonce, showsCertificate: true)
    }

    /// The refund query, by our refund number alone: of four numbers the channel takes it second
    /// only to its own.
    package func queryRefund(_ question: RefundQuestion, nonce: String) -> HTTPRequest {
        post(
            "/pay/refundquery", [FlatXML.Field("out_refund_no", question.refund.text)],
            nonce: nonce)
    }

    func post(
        _ path: String, _ fields: [FlatXML.Field], nonce: String, showsCertificate: Bool = false
    ) -> HTTPRequest {
        var fields = fields
        fields.append(FlatXML.Field("appid", settings.appID))
        fields.append(FlatXML.Field("mch_id", settings.merchantID))
        fields.append(FlatXML.Field("nonce_str", nonce))
        // MD5 is what the channel assumes when the field is absent.
        if settings.signType == .hmacSHA256 {
            fields.append(FlatXML.Field("sign_type", settings.signType.rawValue))
        }
        return HTTPRequest(
            url: settings.base + path, contentType: "text/xml; charset=utf-8",
            body: Array(FlatXML.text(of: signing.signed(fields)).utf8),
            showsCertificate: showsCertificate)
    }
}
