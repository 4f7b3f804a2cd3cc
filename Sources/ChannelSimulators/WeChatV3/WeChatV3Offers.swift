// WeChat Pay v3: an order whose code the merchant shows, and its closing.
//
// Source: Native 支付, Native 下单 and 关闭订单.

internal import Retail

extension WeChatV3Play {
    /// `/v3/pay/transactions/native`.
    func offer(_ fields: JSON) throws(WeChatV3Refusal) -> JSON {
        try checkMerchant(fields)
        let subject = try text("description", fields, max: 127)
        let number = try number(try text("out_trade_no", fields, max: 32))
        guard number.utf8.count >= 6 else { throw .parameter("out_trade_no") }
        guard let amount = fields["amount"], let fen = amount["total"]?.integer, fen > 0,
            fen <= Money.saleMax.fen, ["CNY", nil].contains(amount["currency"]?.string)
        else { throw .parameter("amount") }
        let address = try text("notify_url", fields, max: 255)
        guard !address.contains("?") else { throw .parameter("notify_url") }
        var expiry: Timestamp?
        if let value = fields["time_expire"] {
            guard let moment = value.string.flatMap(WeChatV3Play.moment) else {
                throw .parameter("time_expire")
            }
            expiry = moment
        }
        let (entropy, until) = (books.entropy(), expiry)
        let result = books.change { ledger, now -> Result<Offer, PayRefusal> in
            // *Source*: time_expire: one that is nearer counts as a minute.
            let least = now.advanced(by: .minutes(1))
            let request = OfferRequest(
                key: OrderKey(wallet: .wechat, merchant: credentials.name, number: number),
                amount: Money(fen: fen),
                subject: subject, details: fields["scene_info"]?["device_id"]?.string ?? "",
                payableUntil: until.map { max($0, least) } ?? now.advanced(by: .days(7)),
                notifyURL: address, wire: "v3")
            do throws(PayRefusal) {
                return .success(try ledger.offer(request, entropy: entropy, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal): throw WeChatV3Refusal(refusal)
        case .success(let offer): return .members(["code_url": .string(offer.code)])
        }
    }

    /// `/v3/pay/transactions/out-trade-no/{number}/close`: done is 204 and empty.
    func close(_ fields: JSON, _ name: String) throws(WeChatV3Refusal) {
        guard try text("mchid", fields, max: 32) == credentials.wechatMerchantID else {
            throw .merchantUnknown
        }
        switch books.change({
            $0.close(OrderKey(wallet: .wechat, merchant: credentials.name, number: name), at: $1)
        }) {
        case .closed: return
        case .closedBefore: throw WeChatV3Refusal(400, "ORDER_CLOSED", "订单已关闭")
        case .paid: throw WeChatV3Refusal(400, "ORDER_PAID", "订单已支付")
        case .notFound: throw .orderNotExist
        }
    }

    /// What a query says of an order that nobody has scanned yet; `nil` when there is none.
    func unscanned(_ name: String) -> JSON? {
        let key = OrderKey(wallet: .wechat, merchant: credentials.name, number: name)
        guard let offer = books.change({ ledger, _ in ledger.offers[key] }) else { return nil }
        return .members([
            "appid": .string(credentials.wechatAppID),
            "mchid": .string(credentials.wechatMerchantID),
            "out_trade_no": .string(offer.number), "attach": .string(""),
            "trade_state": .string(offer.isClosed ? "CLOSED" : "NOTPAY"),
            "trade_state_desc": .string(offer.isClosed ? "订单已关闭" : "订单未支付"),
            "amount": .members([
                "total": .integer(offer.amount.fen), "currency": .string("CNY"),
            ]),
        ])
    }

    // `2018-06-08T10:34:56+08:00`.
    private static func moment(_ text: String) -> Timestamp? {
        guard text.hasSuffix("+08:00"), text.utf8.count == 25 else { return nil }
        let spaced = String(text.dropLast(6).map { $0 == "T" ? " " : $0 })
        return (try? CivilTime(spaced: spaced))?.timestamp
    }
}
