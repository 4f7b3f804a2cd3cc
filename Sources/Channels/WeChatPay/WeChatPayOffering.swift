// The order that a customer scans (Native 支付). Unlike a payment by code it cannot be reversed, only
// closed while it is unpaid; an order that was paid says so, and a refund gives the money back.
//
// Trap: the answer does not name the order, so the connection alone ties the code to it.
//
// Source: WeChat Pay v2, Native 支付: 统一下单, 关闭订单.

package import Payments
package import Retail

extension WeChatPayClient: OfferingChannel {
    /// Nil without an address for notifications, which this call must name.
    package var offerPace: ChannelPace? {
        wire.settings.notifyURL == nil
            ? nil
            : WeChatPayPace.offerPace(
                answerTimeoutMilliseconds: wire.settings.http.answerTimeoutMilliseconds)
    }

    package func offer(_ permit: consuming SendPermit<OfferRequest>) async -> PayAnswer {
        let asked = permit.spend()
        let request = sources.nonce().flatMap { wire.offer(asked, nonce: $0) }
        return await transport.move(request) { (body: [UInt8]) in
            mapping.offer(body, asked: asked.number)
        }
    }

    package func withdraw(
        _ permit: consuming SendPermit<ReverseRequest>
    ) async -> ReverseAnswer {
        let asked = permit.spend()
        let request = sources.nonce().map { wire.close(asked, nonce: $0) }
        return await transport.move(request) { (body: [UInt8]) in
            mapping.close(body, asked: asked.number)
        }
    }
}

extension WeChatPayWire {
    /// The order to be scanned.
    ///
    /// Nil when nothing may be sent: no address for notifications, or too short a time left.
    package func offer(_ request: OfferRequest, nonce: String) -> HTTPRequest? {
        let expiry = request.payableUntil.advanced(
            by: Pause(microseconds: -WeChatPayWire.clockMargin.microseconds))
        guard let notifyURL = settings.notifyURL, request.amount.isPositive,
            expiry >= request.startedAt.advanced(by: WeChatPayWire.expiryMin)
        else { return nil }
        let fields = [
            FlatXML.Field(
                "body", WireText.subject(request.subject, bytesMax: 127, forbidden: [])),
            FlatXML.Field("out_trade_no", request.number.digits),
            // Must be there for this kind of order; ours has no product but itself.
            FlatXML.Field("product_id", request.number.digits),
            FlatXML.Field("total_fee", "\(request.amount.fen)"),
            FlatXML.Field("fee_type", "CNY"),
            FlatXML.Field("spbill_create_ip", settings.terminalIP),
            FlatXML.Field("trade_type", "NATIVE"),
            FlatXML.Field("notify_url", notifyURL),
            FlatXML.Field("device_info", request.store.digits + request.register.digits),
            FlatXML.Field("time_start", CivilTime(request.startedAt).compact),
            FlatXML.Field("time_expire", CivilTime(expiry).compact),
        ]
        return post("/pay/unifiedorder", fields, nonce: nonce)
    }

    package func close(_ request: ReverseRequest, nonce: String) -> HTTPRequest {
        post(
            "/pay/closeorder", [FlatXML.Field("out_trade_no", request.number.digits)],
            nonce: nonce)
    }
}

extension WeChatPayOutcomeMapping {
    package func offer(_ body: [UInt8], asked number: MerchantOrderNumber) -> PayAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayAnswer(body, signing)
            try check(answer, is: .merchantOrderNumber(number), mustName: false)
            if let code = try failure(of: answer) {
                return try WeChatPayOutcomeTables.offer.meaning(of: code).answer(code)
            }
            for name in ["appid", "mch_id"] where answer.text(name) == nil {
                throw UnusableAnswer(.malformed, "no " + name)
            }
            guard answer.text("trade_type") == "NATIVE" else {
                throw UnusableAnswer(.malformed, "trade_type")
            }
            return .offered(code: try OfferedCode.read(answer.text("code_url"), "code_url"))
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func close(_ body: [UInt8], asked number: MerchantOrderNumber) -> ReverseAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayAnswer(body, signing)
            try check(answer, is: .merchantOrderNumber(number), mustName: false)
            guard let code = try failure(of: answer) else { return .reversed }
            return try WeChatPayOutcomeTables.close.meaning(of: code).answer(code)
        } catch {
            return .unresolved(error.doubt)
        }
    }
}

extension WeChatPayOutcomeTables {
    /// *Source*: 统一下单.
    package static let offer = OutcomeTable<PayMeaning>(
        [
            .init("SYSTEMERROR", .unresolved, "timeout inside"),
            .init("ORDERPAID", .unresolved, "this number is paid: query, it may be by us"),
            .init("OUT_TRADE_NO_USED", .unresolved, "this number was used before: query"),
            .init("INVALID_REQUEST", .unresolved, "used again with other data, or not allowed"),
            .init("ORDERCLOSED", .declined(.orderClosed), "this order is closed"),
            .init("POST_DATA_EMPTY", .declined(.ourConfiguration), "nothing in it"),
        ] + ourMistakes)

    /// *Source*: 关闭订单.
    package static let close = OutcomeTable<ReverseMeaning>([
        .init("ORDERPAID", .queryFirst, "paid, so it is a payment like any other"),
        .init("ORDERCLOSED", .queryFirst, "closed already: the query says so"),
        .init("SYSTEMERROR", .unresolved, "ask again"),
        .init("ORDERNOTEXIST", .nothingToReverse, "no such order now"),
        .init("SIGNERROR", .refused, "our signature is wrong"),
        .init("REQUIRE_POST_METHOD", .refused, "not a POST"),
        .init("XML_FORMAT_ERROR", .refused, "not XML"),
    ])
}

extension WeChatPayPace {
    /// The pace of orders that the customer scans.
    package static func offerPace(answerTimeoutMilliseconds: Int) -> ChannelPace {
        ChannelPace(
            // The source gives no number for these; the pace of payments by code is kept.
            firstQueryAfter: .seconds(5),
            queryEvery: .seconds(5),
            queryEveryMax: .seconds(20),
            // Our choice: to take out a phone, scan, and pay.
            shopperMax: .minutes(3),
            // 关闭订单 asks for five minutes, so that the state of the order has settled. Nobody at a
            // counter waits so long after a cancel. A call that is too early does nothing, is made
            // again, and only a query that says "closed" is believed.
            reverseNotBefore: .seconds(15),
            reverseEvery: .seconds(5),
            // No source: an order that is that old has long run out.
            reverseWithin: .days(7),
            // `time_expire` is told as half a minute after `shopperMax`, plus `clockMargin`.
            payableFor: .minutes(4),
            escalateAfter: .minutes(10),
            answerMax: .milliseconds(Int64(answerTimeoutMilliseconds) + 5_000),
            reversalGivesBack: false)
    }
}
