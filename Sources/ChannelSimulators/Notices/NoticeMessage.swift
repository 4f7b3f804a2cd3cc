// A notice in each wallet's own words, written from the public description and sharing nothing with
// the till's.
//
// Source: WeChat Pay v2, 退款结果通知; v3, 退款结果通知, 证书和回调报文加密; Alipay, 异步通知说明.

internal import Cryptography
internal import Retail

/// What is posted to the merchant.
struct NoticeMessage: Equatable, Sendable {
    let contentType: String
    var headers: [String: String] = [:]
    let body: [UInt8]
}

/// How a notice is bent, where a fault says so.
enum NoticeTwist: Sendable {
    case none, badSignature, wrongAmount, otherOrder
}

/// Writes the messages of each merchant.
struct NoticeWriter: Sendable {
    /// Of whom is told: found by each order.
    private(set) var credentials: Credentials
    let books: Books

    /// `nil` when there is nothing to tell: an order that was not paid, or nothing that signs.
    func message(_ notice: Notice, _ twist: NoticeTwist) -> NoticeMessage? {
        guard let order = books.change({ $0.order(notice.order, at: $1) }) else { return nil }
        let refund = order.refunds.first { $0.number == notice.refund }
        guard notice.refund == nil || refund != nil, order.paidAt != nil,
            let told = credentials.merchants.first(where: { $0.name == order.merchant })
        else { return nil }
        var writer = self
        writer.credentials = told
        switch notice.wire {
        case .weChatV2:
            guard let refund else { return writer.weChatV2Paid(order, twist) }
            return writer.weChatV2(order, refund, twist)
        case .weChatV3: return writer.weChatV3(order, refund, twist)
        case .alipay: return writer.alipay(order, refund, twist)
        case .bestPay: return writer.bestPay(order, refund, twist)
        case .unionPay: return writer.unionPay(order, refund, twist)
        }
    }

    /// *Source*: 支付结果通知: signed as the order's request was.
    private func weChatV2Paid(_ order: Order, _ twist: NoticeTwist) -> NoticeMessage? {
        let offer = books.change { ledger, _ in ledger.offers[order.key] }
        let kind = offer.flatMap { WeChatSignature(rawValue: $0.signType) } ?? .md5
        var fields: [(name: String, value: String)] = [
            ("return_code", "SUCCESS"), ("result_code", "SUCCESS"),
            ("appid", credentials.wechatAppID), ("mch_id", credentials.wechatMerchantID),
            ("nonce_str", nonce()), ("openid", order.weChatOpenID), ("is_subscribe", "N"),
            ("trade_type", order.weChatTradeType), ("bank_type", "OTHERS"),
            ("total_fee", "\(shown(order.amount, twist).fen)"), ("fee_type", "CNY"),
            ("cash_fee", "\(shown(order.amount, twist).fen)"),
            ("transaction_id", order.tradeNumber), ("out_trade_no", shown(order.number, twist)),
            ("time_end", order.paidAt.map { CivilTime($0).compact } ?? ""),
        ]
        if kind != .md5 { fields.append(("sign_type", kind.rawValue)) }
        guard let merchant = credentials.wechatMerchant(named: order.merchant) else { return nil }
        var key = books.wechatKey(of: merchant)
        if case .badSignature = twist { key += "?" }
        let named = Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        fields.append(("sign", kind.of(named, key: key)))
        return NoticeMessage(
            contentType: "text/xml; charset=utf-8", body: Array(FlatXML.message(fields).utf8))
    }

    private func weChatV2(
        _ order: Order, _ refund: Refund, _ twist: NoticeTwist
    ) -> NoticeMessage? {
        var status = "PROCESSING"
        var arrivedAt: Timestamp?
        switch refund.state {
        case .processing: break
        case .closed: status = "REFUNDCLOSE"
        case .arrived(let time):
            status = "SUCCESS"
            arrivedAt = time
        }
        let told = FlatXML.message([
            ("out_refund_no", shown(refund.number, twist)),
            ("out_trade_no", shown(order.number, twist)),
            ("refund_account", "REFUND_SOURCE_RECHARGE_FUNDS"),
            ("refund_fee", "\(shown(refund.amount, twist).fen)"),
            ("refund_id", refund.channelNumber ?? ""), ("refund_recv_accout", "支付用户零钱"),
            ("refund_request_source", "API"), ("refund_status", status),
            ("settlement_refund_fee", "\(shown(refund.amount, twist).fen)"),
            ("settlement_total_fee", "\(order.amount.fen)"),
            ("success_time", arrivedAt.map { CivilTime($0).spaced } ?? ""),
            ("total_fee", "\(order.amount.fen)"), ("transaction_id", order.tradeNumber),
        ])
        // Its root is another one inside.
        let inside = "<root>" + told.dropFirst("<xml>".count).dropLast("</xml>".count) + "</root>"
        guard let merchant = credentials.wechatMerchant(named: order.merchant) else { return nil }
        var key = books.wechatKey(of: merchant)
        if case .badSignature = twist { key = String(key.reversed()) + "?" }
        let hash = Hex.lower(Digest.md5(Array(key.utf8)))
        guard let hidden = try? AES256(key: Array(hash.utf8))?.hiddenECB(Array(inside.utf8)) else {
            return nil
        }
        let body = FlatXML.message([
            ("return_code", "SUCCESS"), ("appid", merchant.appID),
            ("mch_id", merchant.merchantID), ("nonce_str", nonce()),
            ("req_info", Base64.text(hidden)),
        ])
        return NoticeMessage(contentType: "text/xml; charset=utf-8", body: Array(body.utf8))
    }

    private func weChatV3(
        _ order: Order, _ refund: Refund?, _ twist: NoticeTwist
    ) -> NoticeMessage? {
        let kind: String
        let content: JSON
        if let refund {
            var arrivedAt: Timestamp?
            if case .arrived(let time) = refund.state { arrivedAt = time }
            kind = "REFUND." + (refund.stateName == "SUCCESS" ? "SUCCESS" : "CLOSED")
            content = .members([
                "mchid": .string(credentials.wechatMerchantID),
                "out_trade_no": .string(shown(order.number, twist)),
                "transaction_id": .string(order.tradeNumber),
                "out_refund_no": .string(shown(refund.number, twist)),
                "refund_id": .string(refund.channelNumber ?? ""),
                "refund_status": .string(refund.stateName),
                "success_time": arrivedAt.map { .string(WeChatV3Play.time($0)) },
                "user_received_account": .string("支付用户零钱"),
                "amount": .members([
                    "total": .integer(order.amount.fen),
                    "refund": .integer(shown(refund.amount, twist).fen),
                    "payer_total": .integer(order.amount.fen),
                    "payer_refund": .integer(shown(refund.amount, twist).fen),
                ]),
            ])
        } else {
            kind = "TRANSACTION.SUCCESS"
            content = .members([
                "appid": .string(credentials.wechatAppID),
                "mchid": .string(credentials.wechatMerchantID),
                "out_trade_no": .string(shown(order.number, twist)),
                "transaction_id": .string(order.tradeNumber),
                "trade_type": .string("NATIVE"), "trade_state": .string("SUCCESS"),
                "trade_state_desc": .string("支付成功"), "bank_type": .string("OTHERS"),
                "success_time": order.paidAt.map { .string(WeChatV3Play.time($0)) },
                "amount": .members([
                    "total": .integer(shown(order.amount, twist).fen),
                    "payer_total": .integer(shown(order.amount, twist).fen),
                    "currency": .string("CNY"), "payer_currency": .string("CNY"),
                ]),
            ])
        }
        return sealed(content, kind, twist)
    }

    private func sealed(_ content: JSON, _ kind: String, _ twist: NoticeTwist) -> NoticeMessage? {
        let nonce = String(self.nonce().prefix(AES256.nonceLength))
        let data = kind.hasPrefix("REFUND") ? "refund" : "transaction"
        guard
            let sealed = try? AES256(key: Array(credentials.wechatV3Key.utf8))?.sealed(
                content.bytes, nonce: Array(nonce.utf8), authenticating: Array(data.utf8))
        else { return nil }
        let envelope = JSON.members([
            "id": .string(self.nonce()), "create_time": .string(WeChatV3Play.time(books.now)),
            "resource_type": .string("encrypt-resource"), "event_type": .string(kind),
            "summary": .string(data),
            "resource": .members([
                "original_type": .string(data), "algorithm": .string("AEAD_AES_256_GCM"),
                "ciphertext": .string(Base64.text(sealed)),
                "associated_data": .string(data), "nonce": .string(nonce),
            ]),
        ])
        var bent = Twist.none
        if case .badSignature = twist { bent = .badSignature }
        let reply = WeChatV3Play(credentials: credentials, books: books)
            .signed(envelope, status: 200, bent)
        return NoticeMessage(
            contentType: "application/json", headers: reply.headers, body: reply.body)
    }

    private func alipay(
        _ order: Order, _ refund: Refund?, _ twist: NoticeTwist
    ) -> NoticeMessage? {
        let isOver = order.promised == order.debited
        var fields: [String: String] = [
            "notify_time": CivilTime(books.now).spaced, "notify_type": "trade_status_sync",
            "notify_id": nonce(), "app_id": credentials.alipayAppID, "charset": "utf-8",
            "version": "1.0", "trade_no": order.tradeNumber,
            "out_trade_no": shown(order.number, twist),
            "seller_id": "2088102146225135", "subject": order.subject,
            "trade_status": isOver ? "TRADE_CLOSED" : "TRADE_SUCCESS",
            "total_amount": shown(order.amount, twist).yuan,
            "receipt_amount": shown(order.amount, twist).yuan,
            "gmt_create": CivilTime(order.createdAt).spaced,
            "gmt_payment": order.paidAt.map { CivilTime($0).spaced } ?? "",
        ]
        if let refund {
            fields["out_biz_no"] = shown(refund.number, twist)
            fields["refund_fee"] = order.promised.yuan
            fields["gmt_refund"] = CivilTime(refund.askedAt).spaced + ".000"
        }
        var text = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            .joined(separator: "&")
        if case .badSignature = twist { text += "?" }
        guard let signature = try? credentials.alipayKey.signSHA256(Array(text.utf8)) else {
            return nil
        }
        fields["sign_type"] = "RSA2"
        fields["sign"] = Base64.text(signature)
        let body = fields.sorted { $0.key < $1.key }
            .map { "\(FormFields.escaped($0.key))=\(FormFields.escaped($0.value))" }
            .joined(separator: "&")
        return NoticeMessage(
            contentType: "application/x-www-form-urlencoded; charset=utf-8",
            body: Array(body.utf8))
    }

    func nonce() -> String {
        let text = String(books.entropy(), radix: 16) + String(books.entropy(), radix: 16)
        return String((text + String(repeating: "0", count: 32)).prefix(32))
    }

    func shown(_ amount: Money, _ twist: NoticeTwist) -> Money {
        guard case .wrongAmount = twist else { return amount }
        return Money(fen: amount.fen + Twist.offBy)
    }

    /// Another number of the same form: its last two digits changed places, or a one at its end.
    func shown(_ number: String, _ twist: NoticeTwist) -> String {
        guard case .otherOrder = twist, let last = number.last else { return number }
        return number.dropLast() + (last == "1" ? "2" : "1")
    }
}
