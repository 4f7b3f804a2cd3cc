// What is asked of Alipay: one gateway, a form with common parameters and the business fields as
// JSON. Source: Alipay open platform, alipay.trade.pay, alipay.trade.query, alipay.trade.cancel,
// alipay.trade.refund, alipay.trade.fastpay.refund.query.

package import Payments
package import Retail

/// The calls.
package enum AlipayMethod: String, CaseIterable, Sendable {
    case pay = "alipay.trade.pay"
    case precreate = "alipay.trade.precreate"
    case query = "alipay.trade.query"
    case cancel = "alipay.trade.cancel"
    case refund = "alipay.trade.refund"
    case refundQuery = "alipay.trade.fastpay.refund.query"
    case statement = "alipay.data.dataservice.bill.downloadurl.query"

    /// The member of the answer that holds the response.
    package var responseName: String {
        switch self {
        case .pay: "alipay_trade_pay_response"
        case .precreate: "alipay_trade_precreate_response"
        case .query: "alipay_trade_query_response"
        case .cancel: "alipay_trade_cancel_response"
        case .refund: "alipay_trade_refund_response"
        case .refundQuery: "alipay_trade_fastpay_refund_query_response"
        case .statement: "alipay_data_dataservice_bill_downloadurl_query_response"
        }
    }
}

/// Writes the requests.
package struct AlipayWire: Sendable {
    let settings: AlipaySettings
    let signing: AlipaySigning

    package init(_ settings: AlipaySettings) {
        self.settings = settings
        signing = AlipaySigning(settings)
    }

    /// How late a request can still be accepted: a payment code lives a minute, and the channel's
    /// clock may differ from the phone's, so two are reckoned with.
    static let codeLifeMax = Pause.minutes(2)

    /// Characters that the source forbids in `subject`.
    private static let forbidden: Set<Unicode.Scalar> = ["/", "=", "&"]

    /// The pay call.
    ///
    /// Nil when the time left is too short for the channel, or the code is of another wallet:
    /// nothing may be sent then.
    package func pay(_ request: PayRequest, at now: Timestamp) -> HTTPRequest? {
        // Whole minutes, at least one, counted by the channel from when it opens the trade. This
        // call has no absolute time, so a delayed request is bounded by the life of the payment
        // code.
        let minutes =
            request.payableUntil.since(request.startedAt).microseconds
            .subtractingReportingOverflow(AlipayWire.codeLifeMax.microseconds)
            .partialValue / Pause.minutes(1).microseconds
        guard minutes >= 1, minutes <= 60, request.code.wallet == .alipay,
            request.amount.isPositive
        else { return nil }
        return post(
            .pay,
            [
                ("out_trade_no", request.number.digits),
                ("scene", "bar_code"),
                ("auth_code", request.code.digits),
                ("product_code", "FACE_TO_FACE_PAYMENT"),
                (
                    "subject",
                    WireText.subject(
                        request.subject, bytesMax: 256, forbidden: AlipayWire.forbidden)
                ),
                ("total_amount", request.amount.yuan),
                ("store_id", request.store.digits),
                ("terminal_id", request.store.digits + request.register.digits),
                ("operator_id", request.cashier.digits),
                ("timeout_express", "\(minutes)m"),
            ], at: now)
    }

    /// The query.
    ///
    /// Nil for a trade number that cannot be one.
    package func query(_ question: OrderQuestion, at now: Timestamp) -> HTTPRequest? {
        switch question {
        case .merchantOrderNumber(let number):
            return post(.query, [("out_trade_no", number.digits)], at: now)
        case .channelTradeNumber(let number):
            guard WireText.isDigits(number, lengthMax: 64) else { return nil }
            return post(.query, [("trade_no", number)], at: now)
        }
    }

    package func cancel(_ request: ReverseRequest, at now: Timestamp) -> HTTPRequest? {
        post(.cancel, [("out_trade_no", request.number.digits)], at: now)
    }

    /// The refund.
    ///
    /// Nil when the amount cannot be given back: nothing may be sent then.
    package func refund(_ request: RefundRequest, at now: Timestamp) -> HTTPRequest? {
        guard request.amount.isPositive, request.amount <= request.paid else { return nil }
        return post(
            .refund,
            [
                ("out_trade_no", request.order.digits),
                ("out_request_no", request.refund.text),
                ("refund_amount", request.amount.yuan),
                (
                    "refund_reason",
                    WireText.subject(
                        request.reason, bytesMax: 256, forbidden: AlipayWire.forbidden)
                ),
            ], at: now)
    }

    package func queryRefund(_ question: RefundQuestion, at now: Timestamp) -> HTTPRequest? {
        post(
            .refundQuery,
            [
                ("out_trade_no", question.order.digits),
                ("out_request_no", question.refund.text),
            ], at: now)
    }

    /// Nil when the key does not sign.
    func post(
        _ method: AlipayMethod, _ content: [(name: String, value: String)], at now: Timestamp
    ) -> HTTPRequest? {
        var parameters = [
            (name: "app_id", value: settings.appID),
            (name: "method", value: method.rawValue),
            (name: "format", value: "JSON"),
            (name: "charset", value: "utf-8"),
            (name: "sign_type", value: "RSA2"),
            (name: "timestamp", value: CivilTime(now).spaced),
            (name: "version", value: "1.0"),
            (name: "biz_content", value: JSONText.object(content)),
        ]
        if let certificates = settings.certificates {
            parameters.append((name: "app_cert_sn", value: certificates.appSerial))
            parameters.append((name: "alipay_root_cert_sn", value: certificates.rootSerial))
        }
        // A refund tells the address that the payment was made with.
        if method == .pay || method == .precreate, let url = settings.notifyURL {
            parameters.append((name: "notify_url", value: url))
        }
        guard let signature = signing.signature(of: parameters) else { return nil }
        parameters.append((name: "sign", value: signature))
        return HTTPRequest(
            url: settings.gateway,
            contentType: "application/x-www-form-urlencoded; charset=utf-8",
            body: Array(FormText.text(parameters).utf8))
    }
}
