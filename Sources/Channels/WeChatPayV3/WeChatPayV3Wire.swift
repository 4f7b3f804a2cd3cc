// What is asked of WeChat Pay v3: JSON, each request signed in its head. Field names and limits are the
// provider's (WeChat Pay v3, 付款码支付: 付款码支付, 撤销; 查询订单, 退款申请, 查询单笔退款).

package import Payments
package import Retail

/// Writes the requests.
package struct WeChatPayV3Wire: Sendable {
    let settings: WeChatPayV3Settings
    let signing: WeChatPayV3Signing

    package init(_ settings: WeChatPayV3Settings) {
        self.settings = settings
        signing = WeChatPayV3Signing(settings)
    }

    /// The pay call.
    ///
    /// Nil when the code is of another wallet, or the key does not sign: nothing may be sent then.
    package func pay(_ request: PayRequest, at now: Timestamp, nonce: String) -> HTTPRequest? {
        // Unlike v2 this call takes no time limit (`time_expire` is not among its fields). A request
        // that is delayed on its way is bounded by the life of the payment code, as at Alipay.
        let bound = request.startedAt.advanced(by: WeChatPayV3Wire.codeLifeMax)
        guard bound <= request.payableUntil, request.code.wallet == .weChatPay,
            request.amount.isPositive
        else { return nil }
        let scene: JSONText.Part = .object([
            ("device_ip", .text(settings.terminalIP)),
            ("device_id", .text(request.store.digits + request.register.digits)),
            // The store's number on our side; `id` would be WeChat's own.
            ("store_info", .object([("out_id", .text(request.store.digits))])),
        ])
        return post(
            "/v3/pay/transactions/codepay",
            [
                ("appid", .text(settings.appID)), ("mchid", .text(settings.merchantID)),
                (
                    "description",
                    .text(WireText.subject(request.subject, bytesMax: 127, forbidden: []))
                ),
                ("out_trade_no", .text(request.number.digits)),
                ("payer", .object([("auth_code", .text(request.code.digits))])),
                (
                    "amount",
                    .object([
                        ("total", .number(request.amount.fen)), ("currency", .text("CNY")),
                    ])
                ),
                ("scene_info", scene),
            ], at: now, nonce: nonce)
    }

    /// How late a request can still be accepted: a payment code lives a minute, and the channel's
    /// clock may differ from the phone's, so two are reckoned with.
    static let codeLifeMax = Pause.minutes(2)

    /// The query.
    ///
    /// Nil for a trade number that cannot be one.
    package func query(
        _ question: OrderQuestion, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        let path: String
        switch question {
        case .merchantOrderNumber(let number): path = "out-trade-no/" + number.digits
        case .channelTradeNumber(let number):
            guard WireText.isDigits(number, lengthMax: 32) else { return nil }
            path = "id/" + number
        }
        return get(
            "/v3/pay/transactions/\(path)?mchid=\(settings.merchantID)", at: now, nonce: nonce)
    }

    package func reverse(
        _ request: ReverseRequest, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        post(
            "/v3/pay/transactions/out-trade-no/\(request.number.digits)/reverse",
            [("appid", .text(settings.appID)), ("mchid", .text(settings.merchantID))], at: now,
            nonce: nonce)
    }

    /// The refund.
    ///
    /// Nil when the amount cannot be given back: nothing may be sent then. Written anew it says the
    /// same.
    package func refund(
        _ request: RefundRequest, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        guard request.amount.isPositive, request.amount <= request.paid else { return nil }
        var members: [(name: String, value: JSONText.Part)] = [
            ("out_trade_no", .text(request.order.digits)),
            ("out_refund_no", .text(request.refund.text)),
            ("reason", .text(WireText.subject(request.reason, bytesMax: 80, forbidden: []))),
            (
                "amount",
                .object([
                    ("refund", .number(request.amount.fen)),
                    ("total", .number(request.paid.fen)), ("currency", .text("CNY")),
                ])
            ),
        ]
        if let url = settings.notifyURL { members.append(("notify_url", .text(url))) }
        return post("/v3/refund/domestic/refunds", members, at: now, nonce: nonce)
    }

    package func queryRefund(
        _ question: RefundQuestion, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        get("/v3/refund/domestic/refunds/" + question.refund.text, at: now, nonce: nonce)
    }

    func post(
        _ target: String, _ members: [(name: String, value: JSONText.Part)], at now: Timestamp,
        nonce: String
    ) -> HTTPRequest? {
        request(.post, target, JSONText.text(.object(members)), at: now, nonce: nonce)
    }

    func get(_ target: String, at now: Timestamp, nonce: String) -> HTTPRequest? {
        request(.get, target, "", at: now, nonce: nonce)
    }

    private func request(
        _ method: HTTPRequest.Method, _ target: String, _ body: String, at now: Timestamp,
        nonce: String
    ) -> HTTPRequest? {
        guard
            let authorization = signing.authorization(
                method, target, at: now, nonce: nonce, body: body)
        else { return nil }
        return HTTPRequest(
            method, url: settings.base + target, contentType: "application/json",
            body: Array(body.utf8),
            headers: [
                HTTPHeader("Accept", "application/json"),
                HTTPHeader("Authorization", authorization),
                // 微信支付公钥: while a merchant changes from certificates to it, this says that
                // answers are to be signed with it.
                HTTPHeader("Wechatpay-Serial", settings.platformKeyID),
            ])
    }
}
