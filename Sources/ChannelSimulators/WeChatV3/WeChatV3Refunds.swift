// The two calls of WeChat Pay v3 about refunds; both answer with the refund as it is now.

internal import Retail

extension WeChatV3Play {
    /// `/v3/refund/domestic/refunds`, POST.
    func refund(_ fields: JSON, _ twist: Twist) throws(WeChatV3Refusal) -> JSON {
        let order = try paid(fields)
        let number = try text("out_refund_no", fields, max: 64)
        let isPlain = number.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || "_-|*@".utf8.contains($0)
        }
        guard isPlain else { throw .parameter("out_refund_no") }
        guard (fields["reason"]?.string ?? "").utf8.count <= 80 else { throw .parameter("reason") }
        guard let amount = fields["amount"], let fen = amount["refund"]?.integer, fen > 0,
            let total = amount["total"]?.integer, total > 0, total <= Money.saleMax.fen,
            fen <= total, amount["currency"]?.string == "CNY"
        else { throw .parameter("amount") }
        let request = RefundRequest(
            order: order.key, number: number, amount: Money(fen: fen),
            orderAmount: Money(fen: total), outcome: twist.refundOutcome)
        let result = books.change { ledger, now -> Result<AcceptedRefund, RefundRefusal> in
            do throws(RefundRefusal) {
                return .success(try ledger.refund(request, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal): throw WeChatV3Refusal(refusal)
        case .success(let accepted):
            books.notices.expect(
                Notice(fields["notify_url"]?.string, .weChatV3, order.key, refund: number))
            return object(accepted.refund, of: accepted.order, twist)
        }
    }

    /// `/v3/refund/domestic/refunds/{number}`, GET.
    func refundQuery(_ number: String, _ twist: Twist) throws(WeChatV3Refusal) -> JSON {
        let order = books.change {
            $0.order(refundNumber: number, merchant: credentials.name, at: $1)
        }
        guard let order, let refund = order.refunds.first(where: { $0.number == number }) else {
            throw .resourceNotExists
        }
        return object(refund, of: order, twist)
    }

    private func paid(_ fields: JSON) throws(WeChatV3Refusal) -> Order {
        let found: Order?
        if let trade = fields["transaction_id"]?.string {
            found = books.change {
                $0.order(wallet: .wechat, merchant: credentials.name, tradeNumber: trade, at: $1)
            }
        } else {
            let key = OrderKey(
                wallet: .wechat, merchant: credentials.name,
                number: try text("out_trade_no", fields, max: 32))
            found = books.change { $0.order(key, at: $1) }
        }
        guard let found else { throw WeChatV3Refusal(RefundRefusal.orderNotFound) }
        return found
    }

    private func object(_ refund: Refund, of order: Order, _ twist: Twist) -> JSON {
        var fen = refund.amount.fen
        if case .wrongAmount = twist { fen += Twist.offBy }
        var arrivedAt: Timestamp?
        if case .arrived(let time) = refund.state { arrivedAt = time }
        return .members([
            "refund_id": .string(refund.channelNumber ?? ""),
            "out_refund_no": .string(refund.number),
            "transaction_id": .string(order.tradeNumber),
            "out_trade_no": .string(order.number), "channel": .string("ORIGINAL"),
            "user_received_account": .string("支付用户零钱"),
            "success_time": arrivedAt.map { .string(WeChatV3Play.time($0)) },
            "create_time": .string(WeChatV3Play.time(refund.askedAt)),
            "status": .string(refund.stateName), "funds_account": .string("UNSETTLED"),
            "amount": .members([
                "total": .integer(order.amount.fen), "refund": .integer(fen),
                "payer_total": .integer(order.amount.fen), "payer_refund": .integer(fen),
                "currency": .string("CNY"),
            ]),
        ])
    }
}
