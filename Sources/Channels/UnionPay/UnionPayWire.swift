// What is asked of UnionPay: forms by POST to two addresses. Field names, types and codes are those
// of UnionPay's open platform (二维码支付, 被扫: 消费, 冲正, 退货, 交易状态查询; version 5.1.0), as
// its public examples and public clients have them.
//
// An order is named by its number and its time together (`orderId`, `txnTime`): the time is the one
// that stands in our number, so that whoever knows the number can ask.
//
// Assumed, and in docs/channels.md to be confirmed with the provider:
// - `orderId` takes 28 and 29 characters (the source says 8 to 40, older ones 8 to 32).
// - what ends an order of unknown outcome is 冲正 (99), by the order's own number and time; it
//   closes one that is not paid yet and gives back one that was. 消费撤销 (31) is for known
//   successes and not used.
// - a `backUrl` is mandatory and may lead nowhere; the address is then the one of UnionPay's own
//   examples.
// - nothing in a request bounds how late it can be debited but the life of the payment code.

package import Payments
package import Retail

/// Writes the requests.
package struct UnionPayWire: Sendable {
    let settings: UnionPaySettings
    let signing: UnionPaySigning

    package init(_ settings: UnionPaySettings) {
        self.settings = settings
        signing = UnionPaySigning(settings)
    }

    /// How late a request can still be accepted: a payment code lives a minute, and the channel's
    /// clock may differ from the phone's, so two are reckoned with.
    static let codeLifeMax = Pause.minutes(2)

    /// Where to tell; when no notification is wanted the field must be there all the same.
    private var backURL: String { settings.notifyURL ?? "http://www.specialUrl.com" }

    /// The pay call.
    ///
    /// Nil when the time left is too short, the code is of another wallet or the key does not sign:
    /// nothing may be sent then.
    package func pay(_ request: PayRequest) -> HTTPRequest? {
        let bound = request.startedAt.advanced(by: UnionPayWire.codeLifeMax)
        guard bound <= request.payableUntil, request.code.wallet == .unionPay,
            request.amount.isPositive
        else { return nil }
        return post(
            "/backTransReq.do",
            [
                ("txnType", "01"), ("txnSubType", "06"), ("channelType", "08"),
                ("backUrl", backURL), ("currencyCode", "156"),
                ("orderId", request.number.digits),
                ("txnTime", UnionPayWire.time(of: request.number)),
                ("txnAmt", "\(request.amount.fen)"), ("qrNo", request.code.digits),
                // Eight characters: the store, two zeros, the register.
                ("termId", request.store.digits + "00" + request.register.digits),
            ])
    }

    /// The query of an order; nil when the key does not sign.
    package func query(_ number: MerchantOrderNumber) -> HTTPRequest? {
        query(number.digits, UnionPayWire.time(of: number))
    }

    /// The query of a refund, which is asked about like an order.
    package func queryRefund(_ question: RefundQuestion) -> HTTPRequest? {
        query(question.refund.text, UnionPayWire.time(of: question.refund))
    }

    private func query(_ number: String, _ time: String) -> HTTPRequest? {
        post(
            "/queryTrans.do",
            [
                ("txnType", "00"), ("txnSubType", "00"), ("orderId", number), ("txnTime", time),
            ])
    }

    /// The reversal (冲正); nil when the key does not sign.
    package func reverse(_ request: ReverseRequest) -> HTTPRequest? {
        post(
            "/backTransReq.do",
            [
                ("txnType", "99"), ("txnSubType", "01"), ("channelType", "08"),
                ("orderId", request.number.digits),
                ("txnTime", UnionPayWire.time(of: request.number)),
            ])
    }

    /// The refund (退货).
    ///
    /// Nil when the amount cannot be given back or the order has no number of UnionPay's: nothing
    /// may be sent then. Written anew it says the same.
    package func refund(_ request: RefundRequest) -> HTTPRequest? {
        guard request.amount.isPositive, request.amount <= request.paid,
            WireText.isDigits(request.tradeNumber, lengthMax: 21)
        else { return nil }
        return post(
            "/backTransReq.do",
            [
                ("txnType", "04"), ("txnSubType", "00"), ("channelType", "08"),
                ("backUrl", backURL), ("orderId", request.refund.text),
                ("txnTime", UnionPayWire.time(of: request.refund)),
                ("txnAmt", "\(request.amount.fen)"), ("origQryId", request.tradeNumber),
            ])
    }

    static func time(of number: MerchantOrderNumber) -> String {
        CivilTime(number.madeAt).compact
    }

    static func time(of refund: RefundNumber) -> String { CivilTime(refund.madeAt).compact }

    /// The file of a clearing day (文件传输); nil when no address is set or the key does not sign.
    func statement(settledOn day: BusinessDate, at now: Timestamp) -> HTTPRequest? {
        guard let address = settings.statements else { return nil }
        return post(
            to: address,
            [
                ("txnType", "76"), ("txnSubType", "01"), ("fileType", "00"),
                ("settleDate", String(day.compact.suffix(4))),
                ("txnTime", CivilTime(now).compact),
            ])
    }

    private func post(_ path: String, _ fields: [(String, String)]) -> HTTPRequest? {
        post(to: settings.base + path, fields)
    }

    private func post(to address: String, _ fields: [(String, String)]) -> HTTPRequest? {
        var all = [
            (name: "version", value: "5.1.0"), (name: "encoding", value: "UTF-8"),
            (name: "signMethod", value: "01"), (name: "bizType", value: "000000"),
            (name: "accessType", value: "0"), (name: "merId", value: settings.merchantID),
            (name: "certId", value: settings.certificateID),
        ]
        all += fields.map { (name: $0.0, value: $0.1) }
        guard let signature = signing.signature(of: all) else { return nil }
        all.append((name: "signature", value: signature))
        return HTTPRequest(
            url: address,
            contentType: "application/x-www-form-urlencoded; charset=UTF-8",
            body: Array(FormText.text(all).utf8))
    }
}
