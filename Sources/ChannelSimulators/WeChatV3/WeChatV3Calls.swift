// The calls of WeChat Pay v3 about payments, from checked fields to an object.

internal import Retail

extension WeChatV3Play {
    /// `/v3/pay/transactions/codepay`.
    func pay(_ fields: JSON, _ twist: Twist) throws(WeChatV3Refusal) -> JSON {
        try checkMerchant(fields)
        let subject = try text("description", fields, max: 127)
        let number = try number(try text("out_trade_no", fields, max: 32))
        guard let amount = fields["amount"], let fen = amount["total"]?.integer, fen > 0,
            fen <= Money.saleMax.fen
        else { throw .parameter("amount.total") }
        guard ["CNY", nil].contains(amount["currency"]?.string) else {
            throw .parameter("amount.currency")
        }
        guard let scene = fields["scene_info"],
            scene["store_info"]?["id"]?.string ?? scene["store_info"]?["out_id"]?.string != nil
        else { throw .parameter("scene_info.store_info") }
        guard let code = fields["payer"]?["auth_code"]?.string, code.utf8.count == 18,
            code.utf8.allSatisfy({ (48...57).contains($0) }), ("10"..."15").contains(code.prefix(2))
        else { throw WeChatV3Refusal(400, "AUTH_CODE_ERROR", "付款码参数错误") }
        let attachment = fields["attach"]?.string ?? ""
        guard attachment.utf8.count <= 128 else { throw .parameter("attach") }
        let result = books.change { ledger, now -> Result<Order, PayRefusal> in
            let request = PayRequest(
                key: OrderKey(wallet: .wechat, merchant: credentials.name, number: number),
                code: code,
                amount: Money(fen: fen), subject: subject,
                details: scene["device_id"]?.string ?? "", attachment: attachment,
                payableUntil: now.advanced(by: WeChatPlay.waitDefault))
            do throws(PayRefusal) {
                return .success(try ledger.pay(request, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal): throw WeChatV3Refusal(refusal)
        case .success(let order):
            guard case .paid = order.state else { throw .userPaying }
            return object(order, "SUCCESS", "支付成功", twist)
        }
    }

    /// `/v3/pay/transactions/out-trade-no/{number}` and `/id/{number}`.
    func query(
        _ target: String, _ name: String, _ twist: Twist
    ) throws(WeChatV3Refusal) -> JSON {
        guard target.hasSuffix("?mchid=" + credentials.wechatMerchantID) else {
            throw .parameter("mchid")
        }
        let byTrade = target.hasPrefix("/v3/pay/transactions/id/")
        let found = books.change { ledger, now in
            byTrade
                ? ledger.order(
                    wallet: .wechat, merchant: credentials.name, tradeNumber: name, at: now)
                : ledger.order(
                    OrderKey(wallet: .wechat, merchant: credentials.name, number: name), at: now)
        }
        guard let order = found else {
            if !byTrade, let unscanned = unscanned(name) { return unscanned }
            throw .orderNotExist
        }
        switch order.state {
        // The state stands alone while the customer types.
        case .waiting where order.wasScanned == true:
            return object(order, "NOTPAY", "订单未支付", twist)
        case .waiting: return .members(["trade_state": .string("USERPAYING")])
        case .paid where !order.refunds.isEmpty: return object(order, "REFUND", "转入退款", twist)
        case .paid: return object(order, "SUCCESS", "支付成功", twist)
        case .declined: return object(order, "PAYERROR", "支付失败", twist)
        case .closed: return object(order, "CLOSED", "订单已关闭", twist)
        case .reversed: return object(order, "REVOKED", "订单已撤销", twist)
        }
    }

    /// `/v3/pay/transactions/out-trade-no/{number}/reverse`.
    func reverse(_ fields: JSON, _ name: String) throws(WeChatV3Refusal) -> JSON {
        try checkMerchant(fields)
        let key = OrderKey(wallet: .wechat, merchant: credentials.name, number: name)
        // *Source*: 撤销: for payments by code alone.
        if books.change({ ledger, _ in ledger.offers[key] }) != nil {
            throw .parameter("out_trade_no")
        }
        switch books.change({ $0.reverse(key, at: $1) }) {
        case .closed, .returned:
            return .members([
                "appid": .string(credentials.wechatAppID),
                "mchid": .string(credentials.wechatMerchantID), "out_trade_no": .string(name),
            ])
        case .personIsPaying: throw .userPaying
        case .tooLate: throw .reverseExpired
        case .refunded: throw .refundedAlready
        case .notFound: throw .orderNotExist
        }
    }

    func checkMerchant(_ fields: JSON) throws(WeChatV3Refusal) {
        guard try text("mchid", fields, max: 32) == credentials.wechatMerchantID else {
            throw .merchantUnknown
        }
        guard try text("appid", fields, max: 32) == credentials.wechatAppID else {
            throw .appMismatch
        }
    }

    func text(
        _ name: String, _ fields: JSON, max: Int
    ) throws(WeChatV3Refusal) -> String {
        guard let text = fields[name]?.string, (1...max).contains(text.utf8.count) else {
            throw .parameter(name)
        }
        return text
    }

    // *Source*: out_trade_no: digits, letters and _-*.
    func number(_ text: String) throws(WeChatV3Refusal) -> String {
        let isPlain = text.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || "_-*".utf8.contains($0)
        }
        guard isPlain else { throw .parameter("out_trade_no") }
        return text
    }

    private func object(
        _ order: Order, _ state: String, _ description: String, _ twist: Twist
    ) -> JSON {
        let isPaid = order.state == .paid
        var fen = order.amount.fen
        if case .wrongAmount = twist { fen += Twist.offBy }
        return .members([
            "appid": .string(credentials.wechatAppID),
            "mchid": .string(credentials.wechatMerchantID),
            "out_trade_no": .string(order.number),
            "transaction_id": isPaid ? .string(order.tradeNumber) : nil,
            "trade_type": .string(order.weChatTradeType), "trade_state": .string(state),
            "trade_state_desc": .string(description),
            "bank_type": isPaid ? .string("OTHERS") : nil,
            "attach": order.attachment.isEmpty ? nil : .string(order.attachment),
            "success_time": order.paidAt.map { .string(WeChatV3Play.time($0)) },
            "payer": .members(["openid": .string(order.weChatOpenID)]),
            "amount": .members([
                "total": .integer(fen), "payer_total": .integer(fen),
                "currency": .string("CNY"), "payer_currency": .string("CNY"),
            ]),
        ])
    }

    /// `2018-06-08T10:34:56+08:00`.
    static func time(_ moment: Timestamp) -> String {
        String(CivilTime(moment).spaced.map { $0 == " " ? "T" : $0 }) + "+08:00"
    }
}
