// The calls of WeChat Pay v2 about payments, from checked fields to fields.

internal import Retail

extension WeChatPlay {
    /// `/pay/micropay`.
    func pay(_ fields: [String: String], _ twist: Twist) throws(WeChatRefusal) -> Fields {
        let body = try needed("body", fields)
        guard body.utf8.count <= 128 else { throw .wrong("body") }
        let number = try number(fields)
        guard let fen = Int64(try needed("total_fee", fields)), fen > 0,
            fen <= Money.saleMax.fen
        else { throw .wrong("total_fee") }
        guard fields["fee_type"].map({ $0 == "CNY" || $0.isEmpty }) ?? true else {
            throw .wrong("fee_type")
        }
        _ = try needed("spbill_create_ip", fields)
        let code = try needed("auth_code", fields)
        guard code.utf8.count == 18, code.utf8.allSatisfy({ (48...57).contains($0) }),
            ("10"..."15").contains(code.prefix(2))
        else { throw .codeMalformed }
        let attachment = fields["attach"] ?? ""
        guard attachment.utf8.count <= 127 else { throw .wrong("attach") }
        let expiry = try time("time_expire", fields)
        let result = books.change { ledger, now -> Result<Order, PayRefusal> in
            let request = PayRequest(
                key: OrderKey(wallet: .wechat, merchant: merchant.name, number: number),
                code: code, amount: Money(fen: fen), subject: body,
                details: fields["device_info"] ?? "",
                attachment: attachment,
                payableUntil: expiry ?? now.advanced(by: WeChatPlay.waitDefault))
            do throws(PayRefusal) {
                return .success(try ledger.pay(request, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal): throw WeChatRefusal(refusal)
        case .success(let order):
            guard case .paid = order.state else { throw .userPaying }
            return [("result_code", "SUCCESS")] + paidFields(order, twist)
        }
    }

    /// `/pay/orderquery`.
    func query(_ fields: [String: String], _ twist: Twist) throws(WeChatRefusal) -> Fields {
        guard let order = try find(fields) else {
            if let unscanned = try unscanned(fields) { return unscanned }
            throw .orderNotExist
        }
        let state: (String, String) =
            switch order.state {
            case .waiting where order.wasScanned == true: ("NOTPAY", "订单未支付")
            case .waiting: ("USERPAYING", "需要用户输入支付密码")
            case .paid where !order.refunds.isEmpty: ("REFUND", "转入退款")
            case .paid: ("SUCCESS", "支付成功")
            case .declined: ("PAYERROR", "支付失败")
            case .closed: ("CLOSED", "订单已关闭")
            case .reversed: ("REVOKED", "订单已撤销")
            }
        let head: Fields = [
            ("result_code", "SUCCESS"), ("trade_state", state.0), ("trade_state_desc", state.1),
        ]
        guard case .paid = order.state else {
            return head + [("out_trade_no", order.number)]
                + (order.attachment.isEmpty ? [] : [("attach", order.attachment)])
        }
        return head + paidFields(order, twist)
    }

    /// `/secapi/pay/reverse`.
    func reverse(_ fields: [String: String]) throws(WeChatRefusal) -> Fields {
        let order = try known(fields)
        // *Source*: 撤销订单: for payments by code alone.
        if order.wasScanned == true { throw .wrong("trade_type") }
        switch books.change({ $0.reverse(order.key, at: $1) }) {
        case .closed, .returned: return [("result_code", "SUCCESS"), ("recall", "N")]
        case .personIsPaying: throw .userPaying
        case .tooLate: throw .reverseExpired
        case .refunded: throw .refundedAlready
        case .notFound: throw .orderNotExist
        }
    }

    /// The order a request names, which must be there.
    func known(_ fields: [String: String]) throws(WeChatRefusal) -> Order {
        guard let order = try find(fields) else {
            throw fields["out_trade_no"].map { $0.isEmpty } ?? true ? .tradeUnknown : .orderNotExist
        }
        return order
    }

    func find(_ fields: [String: String]) throws(WeChatRefusal) -> Order? {
        if let trade = fields["transaction_id"], !trade.isEmpty {
            return books.change {
                $0.order(
                    wallet: .wechat, merchant: merchant.name, tradeNumber: trade, at: $1)
            }
        }
        let key = OrderKey(
            wallet: .wechat, merchant: merchant.name, number: try number(fields))
        return books.change { $0.order(key, at: $1) }
    }

    // *Source*: out_trade_no, at most 32 of letters, digits and _-|*.
    func number(_ fields: [String: String]) throws(WeChatRefusal) -> String {
        let number = try needed("out_trade_no", fields)
        let isPlain = number.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || "_-|*".utf8.contains($0)
        }
        guard number.utf8.count <= 32, isPlain else { throw .wrong("out_trade_no") }
        return number
    }

    func time(
        _ name: String, _ fields: [String: String]
    ) throws(WeChatRefusal) -> Timestamp? {
        guard let text = fields[name], !text.isEmpty else { return nil }
        guard let time = try? CivilTime(compact: text) else { throw .wrong(name) }
        return time.timestamp
    }

    private func paidFields(_ order: Order, _ twist: Twist) -> Fields {
        var fen = order.amount.fen
        if case .wrongAmount = twist { fen += Twist.offBy }
        var fields: Fields = [
            ("openid", order.weChatOpenID), ("is_subscribe", "N"),
            ("trade_type", order.weChatTradeType), ("bank_type", "OTHERS"), ("fee_type", "CNY"),
            ("total_fee", "\(fen)"), ("cash_fee_type", "CNY"), ("cash_fee", "\(fen)"),
            ("transaction_id", order.tradeNumber), ("out_trade_no", order.number),
        ]
        if !order.details.isEmpty { fields.append(("device_info", order.details)) }
        if !order.attachment.isEmpty { fields.append(("attach", order.attachment)) }
        if let paidAt = order.paidAt { fields.append(("time_end", CivilTime(paidAt).compact)) }
        return fields
    }
}

extension Order {
    var weChatTradeType: String { wasScanned == true ? "NATIVE" : "MICROPAY" }

    /// 28 characters that begin with o, the same for the same person.
    var weChatOpenID: String { "o" + Ledger.digest(ofCode: "openid " + account).prefix(27) }
}
