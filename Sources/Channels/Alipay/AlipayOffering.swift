// The order that a customer scans (扫码支付, 预下单). Alipay opens the trade when the code is scanned:
// before that a query and a cancel find nothing, and the code is good until its time is over.
//
// Source: Alipay open platform, alipay.trade.precreate.

package import Payments
package import Retail

extension AlipayClient: OfferingChannel {
    package var offerPace: ChannelPace? {
        AlipayPace.offerPace(
            answerTimeoutMilliseconds: wire.settings.http.answerTimeoutMilliseconds)
    }

    package func offer(_ permit: consuming SendPermit<OfferRequest>) async -> PayAnswer {
        let asked = permit.spend()
        let request = wire.offer(asked, at: sources.now())
        return await transport.move(request) { (body: [UInt8]) in
            mapping.offer(body, asked: asked.number)
        }
    }

    /// A cancel closes what is not paid and gives back what is, however the order was made.
    package func withdraw(
        _ permit: consuming SendPermit<ReverseRequest>
    ) async -> ReverseAnswer {
        await reverse(permit)
    }
}

extension AlipayWire {
    /// The order to be scanned.
    ///
    /// Nil when the time left is too short for the channel: nothing may be sent then.
    package func offer(_ request: OfferRequest, at now: Timestamp) -> HTTPRequest? {
        // Whole minutes, counted by the channel from when it makes the code; one is kept back for the
        // way there and for clocks. An order whose code came too late is shown to nobody.
        let minutes =
            request.payableUntil.since(request.startedAt).microseconds
            / Pause.minutes(1).microseconds - 1
        guard minutes >= 1, minutes <= 60, request.amount.isPositive else { return nil }
        return post(
            .precreate,
            [
                ("out_trade_no", request.number.digits),
                ("product_code", "FACE_TO_FACE_PAYMENT"),
                (
                    "subject",
                    WireText.subject(
                        request.subject, bytesMax: 256, forbidden: ["/", "=", "&"])
                ),
                ("total_amount", request.amount.yuan),
                ("store_id", request.store.digits),
                ("terminal_id", request.store.digits + request.register.digits),
                ("operator_id", request.cashier.digits),
                // How long the code can be scanned, and how long what it opened can be paid.
                ("qr_code_timeout_express", "\(minutes)m"),
                ("timeout_express", "\(minutes)m"),
            ], at: now)
    }
}

extension AlipayOutcomeMapping {
    package func offer(_ body: [UInt8], asked number: MerchantOrderNumber) -> PayAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedAlipayAnswer(body, to: .precreate, signing)
            let code = try code(of: answer)
            guard code == "10000" else { return try refusal(code, answer, asked: number) }
            try check(answer, is: .merchantOrderNumber(number), mustName: true)
            return .offered(code: try OfferedCode.read(answer.text("qr_code"), "qr_code"))
        } catch {
            return .unresolved(error.doubt)
        }
    }
}

extension AlipayPace {
    /// The pace of orders that the customer scans.
    package static func offerPace(answerTimeoutMilliseconds: Int) -> ChannelPace {
        ChannelPace(
            firstQueryAfter: .seconds(3),
            queryEvery: .seconds(3),
            queryEveryMax: .seconds(20),
            // Our choice: to take out a phone, scan, and pay.
            shopperMax: .minutes(3),
            reverseNotBefore: .seconds(5),
            reverseEvery: .seconds(3),
            // alipay.trade.cancel: within 24 hours, after that refund.
            reverseWithin: .hours(24),
            // `qr_code_timeout_express` of three minutes, and one for the way there and for clocks. A
            // trade that was opened in time is found by the query from then on.
            payableFor: .minutes(4),
            escalateAfter: .minutes(10),
            answerMax: .milliseconds(Int64(answerTimeoutMilliseconds) + 5_000))
    }
}
