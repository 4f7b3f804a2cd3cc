// What is asked of a gateway: JSON, each request signed in its head. The till's own order number is the
// payment's number and its reference at the gateway, too, so one number goes all the way to the
// customer's bill.
//
// Source: docs/reference/aggregator-api.md, docs/reference/openapi.yaml.

package import Payments
package import Retail

/// Writes the requests.
package struct AggregatorWire: Sendable {
    let settings: AggregatorSettings
    let signing: AggregatorSigning
    let wallet: Wallet

    package init(_ settings: AggregatorSettings, _ wallet: Wallet) {
        self.settings = settings
        self.wallet = wallet
        signing = AggregatorSigning(settings)
    }

    /// How long the gateway may wait for the wallet before it answers, within our own patience.
    private var waitSeconds: Int {
        min(8, max(0, settings.http.answerTimeoutMilliseconds / 1_000 - 2))
    }

    /// The pay call.
    ///
    /// Nil when the code is of another wallet, or the key does not sign: nothing may be sent then.
    package func pay(_ request: PayRequest, at now: Timestamp, nonce: String) -> HTTPRequest? {
        let expiresAt = request.startedAt.advanced(by: AggregatorPace.requestLife)
        guard request.code.wallet == wallet, request.amount.isPositive,
            expiresAt.advanced(by: AggregatorPace.clockMax) <= request.payableUntil
        else { return nil }
        return post(
            "/api/v1/payments?wait=\(waitSeconds)",
            [
                ("code", .text(request.code.digits)), ("amount_fen", .number(request.amount.fen)),
                ("reference", .text(request.number.digits)),
                ("number", .text(request.number.digits)),
                ("subject", .text(AggregatorWire.words(request.subject, max: 64))),
                ("expires_at", .number(expiresAt.microseconds)),
                // The till has asked the cashier already.
                ("confirmed_not_identity_card", .flag(true)),
            ], key: "pay-" + request.number.digits, at: now, nonce: nonce)
    }

    /// The query.
    ///
    /// Nil for a trade number that cannot be one.
    package func query(
        _ question: OrderQuestion, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        switch question {
        case .merchantOrderNumber(let number):
            return get("/api/v1/payments/" + number.digits, at: now, nonce: nonce)
        case .channelTradeNumber(let number):
            guard WireText.isDigits(number, lengthMax: 64) else { return nil }
            return get("/api/v1/payments?trade_number=" + number, at: now, nonce: nonce)
        }
    }

    package func reverse(
        _ request: ReverseRequest, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        post(
            "/api/v1/payments/\(request.number.digits)/reversal", [],
            key: "reverse-" + request.number.digits, at: now, nonce: nonce)
    }

    /// The refund.
    ///
    /// Nil when the amount cannot be given back: nothing may be sent then. Written anew it says the
    /// same.
    package func refund(
        _ request: RefundRequest, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        guard request.amount.isPositive, request.amount <= request.paid else { return nil }
        return post(
            "/api/v1/payments/\(request.order.digits)/refunds",
            [
                ("reference", .text(request.refund.text)),
                ("amount_fen", .number(request.amount.fen)),
                ("reason", .text(AggregatorWire.words(request.reason, max: 80))),
            ], key: "refund-" + request.refund.text, at: now, nonce: nonce)
    }

    package func queryRefund(
        _ question: RefundQuestion, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        get("/api/v1/refunds?reference=" + question.refund.text, at: now, nonce: nonce)
    }

    /// At most so many characters, each of which the gateway takes.
    private static func words(_ text: String, max: Int) -> String {
        let plain = WireText.subject(text, bytesMax: 4 * max, forbidden: [])
        return String(String.UnicodeScalarView(plain.unicodeScalars.prefix(max)))
    }

    private func post(
        _ target: String, _ members: [(name: String, value: JSONText.Part)], key: String,
        at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        request(.post, target, JSONText.text(.object(members)), key: key, at: now, nonce: nonce)
    }

    private func get(_ target: String, at now: Timestamp, nonce: String) -> HTTPRequest? {
        request(.get, target, "", key: "", at: now, nonce: nonce)
    }

    private func request(
        _ method: HTTPRequest.Method, _ target: String, _ body: String, key: String,
        at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        guard
            let headers = signing.headers(
                method, target, at: now, nonce: nonce, key: key, body: body)
        else { return nil }
        return HTTPRequest(
            method, url: settings.base + target, contentType: "application/json",
            body: Array(body.utf8), headers: headers)
    }
}
