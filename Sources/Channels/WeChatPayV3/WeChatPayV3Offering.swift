// The order that a customer scans, as in v2: made, closed while it is unpaid, and refunded when not.
//
// Source: WeChat Pay v3, Native 支付: Native 下单, 关闭订单.

package import Payments
package import Retail

extension WeChatPayV3Client: OfferingChannel {
    /// Nil without an address for notifications, which this call must name.
    package var offerPace: ChannelPace? {
        wire.settings.notifyURL == nil
            ? nil
            : WeChatPayPace.offerPace(
                answerTimeoutMilliseconds: wire.settings.http.answerTimeoutMilliseconds)
    }

    package func offer(_ permit: consuming SendPermit<OfferRequest>) async -> PayAnswer {
        let asked = permit.spend()
        let request = sources.nonce().flatMap {
            wire.offer(asked, at: sources.now(), nonce: $0)
        }
        return await transport.move(request) { (outcome: HTTPOutcome) in
            mapping.offer(outcome, at: sources.now())
        }
    }

    package func withdraw(
        _ permit: consuming SendPermit<ReverseRequest>
    ) async -> ReverseAnswer {
        let asked = permit.spend()
        let request = sources.nonce().flatMap {
            wire.close(asked, at: sources.now(), nonce: $0)
        }
        return await transport.move(request) { (outcome: HTTPOutcome) in
            mapping.close(outcome, at: sources.now())
        }
    }
}

extension WeChatPayV3Wire {
    /// The order to be scanned.
    ///
    /// Nil when nothing may be sent: no address for notifications, too short a time left, or a key
    /// that does not sign.
    package func offer(
        _ request: OfferRequest, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        let expiry = request.payableUntil.advanced(
            by: Pause(microseconds: -WeChatPayWire.clockMargin.microseconds))
        guard let notifyURL = settings.notifyURL, request.amount.isPositive,
            expiry >= request.startedAt.advanced(by: WeChatPayWire.expiryMin)
        else { return nil }
        let scene: JSONText.Part = .object([
            ("payer_client_ip", .text(settings.terminalIP)),
            ("device_id", .text(request.store.digits + request.register.digits)),
            // The store's number on our side: this call has no other place for it.
            ("store_info", .object([("id", .text(request.store.digits))])),
        ])
        let subject = WireText.subject(request.subject, bytesMax: 127, forbidden: [])
        return post(
            "/v3/pay/transactions/native",
            [
                ("appid", .text(settings.appID)), ("mchid", .text(settings.merchantID)),
                ("description", .text(subject)),
                ("out_trade_no", .text(request.number.digits)),
                ("time_expire", .text(WeChatPayV3Time.text(expiry))),
                ("notify_url", .text(notifyURL)),
                (
                    "amount",
                    .object([
                        ("total", .number(request.amount.fen)), ("currency", .text("CNY")),
                    ])
                ),
                ("scene_info", scene),
            ], at: now, nonce: nonce)
    }

    package func close(
        _ request: ReverseRequest, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        post(
            "/v3/pay/transactions/out-trade-no/\(request.number.digits)/close",
            [("mchid", .text(settings.merchantID))], at: now, nonce: nonce)
    }
}

extension WeChatPayV3OutcomeMapping {
    /// The answer names neither order nor merchant: the connection ties it to them, as in v2.
    package func offer(_ outcome: HTTPOutcome, at now: Timestamp) -> PayAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayV3Answer(outcome, signing, at: now)
            if let code = try answer.refusal() {
                return try WeChatPayV3OutcomeTables.offer.meaning(of: code).answer(code)
            }
            return .offered(code: try OfferedCode.read(answer.text("code_url"), "code_url"))
        } catch {
            return .unresolved(error.doubt)
        }
    }

    /// Done is 204 and signed over nothing.
    package func close(_ outcome: HTTPOutcome, at now: Timestamp) -> ReverseAnswer {
        do throws(UnusableAnswer) {
            if case .answered(204, let body, let headers) = outcome {
                try signing.check(body, headers, at: now)
                return .reversed
            }
            let answer = try SignedWeChatPayV3Answer(outcome, signing, at: now)
            guard let code = try answer.refusal() else {
                throw UnusableAnswer(.malformed, "status")
            }
            return try WeChatPayV3OutcomeTables.close.meaning(of: code).answer(code)
        } catch {
            return .unresolved(error.doubt)
        }
    }
}

extension WeChatPayV3Time {
    /// `2018-06-08T10:34:56+08:00`.
    static func text(_ moment: Timestamp) -> String {
        CivilTime(moment).spaced.map { $0 == " " ? "T" : String($0) }.joined() + "+08:00"
    }
}

extension WeChatPayV3OutcomeTables {
    /// *Source*: Native 下单.
    package static let offer = OutcomeTable<PayMeaning>(
        [
            .init("SYSTEM_ERROR", .unresolved, "timeout inside"),
            .init("FREQUENCY_LIMITED", .unresolved, "asked too often"),
            .init("RATELIMIT_EXCEEDED", .unresolved, "asked too often"),
            .init("ORDER_PAID", .unresolved, "this number is paid: query, it may be by us"),
            .init("OUT_TRADE_NO_USED", .unresolved, "this number was used before: query"),
            .init("INVALID_REQUEST", .unresolved, "against a rule, or used again with other data"),
            .init("ORDER_CLOSED", .declined(.orderClosed), "this order is closed"),
            .init("RULE_LIMIT", .declined(.accountRestricted), "a rule of the business forbids it"),
        ] + ourMistakes)

    /// *Source*: 关闭订单; some pages write the codes of v2.
    package static let close = OutcomeTable<ReverseMeaning>([
        .init("ORDER_PAID", .queryFirst, "paid, so it is a payment like any other"),
        .init("ORDERPAID", .queryFirst, "the same"),
        .init("ORDER_CLOSED", .queryFirst, "closed already: the query says so"),
        .init("ORDERCLOSED", .queryFirst, "the same"),
        .init("SYSTEM_ERROR", .unresolved, "ask again"),
        .init("FREQUENCY_LIMITED", .unresolved, "asked too often"),
        .init("RATELIMIT_EXCEEDED", .unresolved, "asked too often"),
        .init("INVALID_REQUEST", .queryFirst, "against a rule: see what the order is"),
        .init("ORDER_NOT_EXIST", .nothingToReverse, "no such order now"),
        .init("PARAM_ERROR", .refused, "a field is wrong"),
        .init("SIGN_ERROR", .refused, "our signature is wrong"),
        .init("MCH_NOT_EXISTS", .refused, "no such merchant"),
    ])
}
