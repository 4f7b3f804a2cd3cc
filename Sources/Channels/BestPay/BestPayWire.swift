// What is asked of BestPay, older interface: five questions on four paths, each a form with a
// `mac`.
//
// There is no public specification. Paths, field names and the order of fields in `mac` are those
// of several public clients that agree with each other. Assumed here, and in docs/channels.md to be
// confirmed with the provider:
// - `orderReqNo` may be the same as `orderNo`; both are our merchant order number, an even count of
//   characters (a public client: else no refund is possible), at most 30.
// - a reversal also undoes an order that is not paid yet, and its own number, `RV` before the
//   order's, makes a repeat harmless; a refund's is `RF` before its digits.
// - `refundReqDate` is the day that stands in the number, so that a repeat says the same.
// - a refund is asked about like an order, under its own request number and time.
// - nothing in a request bounds how late it can be debited but the life of the payment code.

package import Payments
package import Retail

/// Writes the requests.
package struct BestPayWire: Sendable {
    let settings: BestPaySettings
    let signing: BestPaySigning

    package init(_ settings: BestPaySettings) {
        self.settings = settings
        signing = BestPaySigning(settings)
    }

    /// How late a request can still be accepted: a payment code lives a minute, and the channel's
    /// clock may differ from the phone's, so two are reckoned with.
    static let codeLifeMax = Pause.minutes(2)

    private static let forbidden: Set<Unicode.Scalar> = ["&", "=", "|"]

    /// The pay call.
    ///
    /// Nil when the time left is too short, or the code is of another wallet: nothing may be sent.
    package func pay(_ request: PayRequest) -> HTTPRequest? {
        let bound = request.startedAt.advanced(by: BestPayWire.codeLifeMax)
        guard bound <= request.payableUntil, request.code.wallet == .bestPay,
            request.amount.isPositive
        else { return nil }
        let number = request.number.digits
        let signed = [
            ("MERCHANTID", settings.merchantID), ("ORDERNO", number), ("ORDERREQNO", number),
            ("ORDERDATE", BestPayWire.date(of: request.number)),
            ("BARCODE", request.code.digits), ("ORDERAMT", "\(request.amount.fen)"),
        ]
        return post(
            "/barcode/placeOrder", signed,
            [
                ("merchantId", settings.merchantID), ("barcode", request.code.digits),
                ("orderNo", number), ("orderReqNo", number),
                ("orderDate", BestPayWire.date(of: request.number)), ("channel", "05"),
                ("busiType", "0000001"), ("orderAmt", "\(request.amount.fen)"),
                ("productAmt", "\(request.amount.fen)"), ("attachAmt", "0"),
                (
                    "goodsName",
                    WireText.subject(
                        request.subject, bytesMax: 200, forbidden: BestPayWire.forbidden)
                ),
                ("storeId", request.store.digits),
                ("mchntTmNum", request.store.digits + request.register.digits),
                ("erpNo", request.cashier.digits),
            ] + told("backUrl"))
    }

    /// Where to tell, if anywhere; no signature covers it.
    private func told(_ field: String) -> [(String, String)] {
        settings.notifyURL.map { [(field, $0)] } ?? []
    }

    /// The file of a day; nil when no address is set.
    func statement(of day: BusinessDate) -> HTTPRequest? {
        settings.statements.map {
            HTTPRequest(
                .get, url: $0 + "/" + day.compact + settings.merchantID + ".txt",
                contentType: "text/plain", body: [])
        }
    }

    /// The query of an order; its own time is asked for, and stands in its number.
    package func query(_ number: MerchantOrderNumber) -> HTTPRequest {
        query(
            order: number.digits, request: number.digits, date: BestPayWire.date(of: number))
    }

    /// The query of a refund.
    package func queryRefund(_ question: RefundQuestion) -> HTTPRequest {
        query(
            order: question.order.digits, request: BestPayWire.request(of: question.refund),
            date: CivilTime(question.refund.madeAt).compact)
    }

    private func query(order: String, request: String, date: String) -> HTTPRequest {
        post(
            "/query/queryOrder",
            [
                ("MERCHANTID", settings.merchantID), ("ORDERNO", order),
                ("ORDERREQNO", request), ("ORDERDATE", date),
            ],
            [
                ("merchantId", settings.merchantID), ("orderNo", order),
                ("orderReqNo", request), ("orderDate", date),
            ])
    }

    /// The reversal, of the whole order: the channel asks for the amount.
    ///
    /// Nil when there is no amount: nothing may be sent then.
    package func reverse(_ request: ReverseRequest) -> HTTPRequest? {
        guard request.amount.isPositive else { return nil }
        return giveBack(
            "/reverse/reverse", order: request.number,
            request: BestPayWire.request(ofReversalOf: request.number),
            date: String(BestPayWire.date(of: request.number).prefix(8)),
            amount: "\(request.amount.fen)", ledger: false)
    }

    /// The refund.
    ///
    /// Nil when the amount cannot be given back: nothing may be sent then. Written anew it says the
    /// same.
    package func refund(_ request: RefundRequest) -> HTTPRequest? {
        guard request.amount.isPositive, request.amount <= request.paid else { return nil }
        return giveBack(
            "/refund/commonRefund", order: request.order,
            request: BestPayWire.request(of: request.refund),
            date: String(CivilTime(request.refund.madeAt).compact.prefix(8)),
            amount: "\(request.amount.fen)", ledger: true)
    }

    /// The request number of a refund: 30 characters, in place of our 29.
    static func request(of refund: RefundNumber) -> String { "RF" + refund.text.dropFirst() }

    /// Our refund number, of a request number that we made; any other stays as it is.
    static func refund(ofRequest request: String) -> String {
        request.hasPrefix("RF") ? "R" + request.dropFirst(2) : request
    }

    static func request(ofReversalOf order: MerchantOrderNumber) -> String {
        "RV" + order.digits
    }

    static func date(of number: MerchantOrderNumber) -> String {
        CivilTime(number.madeAt).compact
    }

    private func giveBack(
        _ path: String, order: MerchantOrderNumber, request: String, date: String,
        amount: String, ledger: Bool
    ) -> HTTPRequest {
        var signed = [
            ("MERCHANTID", settings.merchantID), ("MERCHANTPWD", settings.tradePassword.value),
            ("OLDORDERNO", order.digits), ("OLDORDERREQNO", order.digits),
            ("REFUNDREQNO", request), ("REFUNDREQDATE", date), ("TRANSAMT", amount),
        ]
        // Whose money it was, when several share it; nobody does, and it is signed all the same.
        if ledger { signed.append(("LEDGERDETAIL", "")) }
        return post(
            path, signed,
            [
                ("merchantId", settings.merchantID),
                ("merchantPwd", settings.tradePassword.value), ("oldOrderNo", order.digits),
                ("oldOrderReqNo", order.digits), ("refundReqNo", request),
                ("refundReqDate", date), ("transAmt", amount), ("channel", "05"),
            ] + (ledger ? told("bgUrl") : []))
    }

    private func post(
        _ path: String, _ signed: [(String, String)], _ fields: [(String, String)]
    ) -> HTTPRequest {
        let mac = signing.mac(signed.map { (name: $0.0, value: $0.1) })
        let all = (fields + [("mac", mac)]).map { (name: $0.0, value: $0.1) }
        return HTTPRequest(
            url: settings.base + path,
            contentType: "application/x-www-form-urlencoded; charset=utf-8",
            body: Array(FormText.text(all).utf8))
    }
}
