// WeChat Pay v2: an order whose code the merchant shows, and its closing.
//
// Source: Native 支付, 统一下单 and 关闭订单.

internal import Retail

extension WeChatPlay {
    /// `/pay/unifiedorder`, of the trade type NATIVE alone.
    func offer(_ fields: [String: String]) throws(WeChatRefusal) -> Fields {
        let body = try needed("body", fields)
        guard body.utf8.count <= 128 else { throw .wrong("body") }
        let number = try number(fields)
        guard let fen = Int64(try needed("total_fee", fields)), fen > 0,
            fen <= Money.saleMax.fen
        else { throw .wrong("total_fee") }
        _ = try needed("spbill_create_ip", fields)
        guard try needed("trade_type", fields) == "NATIVE" else { throw .wrong("trade_type") }
        _ = try needed("product_id", fields)
        let address = try needed("notify_url", fields)
        guard !address.contains("?"), address.utf8.count <= 256 else { throw .wrong("notify_url") }
        let expiry = try time("time_expire", fields)
        let entropy = books.entropy()
        let signType = fields["sign_type"] ?? "MD5"
        let result = books.change { ledger, now -> Result<Offer, PayRefusal> in
            let request = OfferRequest(
                key: OrderKey(wallet: .wechat, merchant: merchant.name, number: number),
                amount: Money(fen: fen),
                subject: body, details: fields["device_info"] ?? "",
                payableUntil: expiry ?? now.advanced(by: .hours(2)), notifyURL: address,
                wire: "v2", signType: signType)
            do throws(PayRefusal) {
                return .success(try ledger.offer(request, entropy: entropy, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal): throw WeChatRefusal(refusal)
        case .success(let offer):
            return [
                ("result_code", "SUCCESS"), ("trade_type", "NATIVE"),
                ("prepay_id", "wx" + String(entropy, radix: 16)), ("code_url", offer.code),
            ]
        }
    }

    /// `/pay/closeorder`.
    func close(_ fields: [String: String]) throws(WeChatRefusal) -> Fields {
        let key = OrderKey(
            wallet: .wechat, merchant: merchant.name, number: try number(fields))
        switch books.change({ $0.close(key, at: $1) }) {
        case .closed: return [("result_code", "SUCCESS"), ("result_msg", "OK")]
        case .closedBefore: throw WeChatRefusal(code: "ORDERCLOSED", description: "订单已关闭")
        case .paid: throw WeChatRefusal(code: "ORDERPAID", description: "订单已支付")
        case .notFound: throw .orderNotExist
        }
    }

    /// What a query says of an order that nobody has scanned yet; `nil` when there is none.
    func unscanned(_ fields: [String: String]) throws(WeChatRefusal) -> Fields? {
        guard let number = fields["out_trade_no"], !number.isEmpty else { return nil }
        let key = OrderKey(wallet: .wechat, merchant: merchant.name, number: number)
        guard let offer = books.change({ ledger, _ in ledger.offers[key] }) else { return nil }
        return [
            ("result_code", "SUCCESS"), ("out_trade_no", offer.number),
            ("trade_state", offer.isClosed ? "CLOSED" : "NOTPAY"),
            ("trade_state_desc", offer.isClosed ? "订单已关闭" : "订单未支付"),
        ]
    }
}
