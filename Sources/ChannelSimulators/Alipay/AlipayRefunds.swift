// The two calls of Alipay about refunds. The money is back at once: `fund_change` says Y when this
// request gave it back, N when an earlier one with the same number had.

internal import Retail

extension AlipayPlay {
    /// What a query of an unknown refund is answered: success, and nothing about a refund.
    static let nothingFound = JSON.members([
        "code": .string("10000"), "msg": .string("Success"),
    ])

    /// `alipay.trade.refund`.
    func refund(_ content: JSON, _ twist: Twist) throws(AlipayRefusal) -> JSON {
        guard let yuan = content["refund_amount"]?.string, let amount = try? Money(yuan: yuan),
            amount.isPositive
        else { throw .parameter("refund_amount") }
        guard let order = try find(content) else { throw .notExist }
        let request = RefundRequest(
            order: order.key, number: try refundNumber(content, order, amount), amount: amount,
            outcome: twist.refundOutcome)
        let result = books.change { ledger, now -> Result<AcceptedRefund, RefundRefusal> in
            do throws(RefundRefusal) {
                return .success(try ledger.refund(request, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal):
            throw AlipayRefusal(refusal, isWaiting: order.stateName == "WAITING")
        case .success(let accepted):
            return refunded(accepted, twist)
        }
    }

    /// `alipay.trade.fastpay.refund.query`.
    func refundQuery(_ content: JSON, _ twist: Twist) throws(AlipayRefusal) -> JSON {
        guard let number = content["out_request_no"]?.string, AlipayPlay.isNumber(number) else {
            throw .parameter("out_request_no")
        }
        guard let order = try find(content) else { throw .notExist }
        guard let refund = order.refunds.first(where: { $0.number == number }),
            case .arrived(let time) = refund.state
        else { return AlipayPlay.nothingFound }
        let options = content["query_options"]?.array?.compactMap(\.string) ?? []
        return .members([
            "code": .string("10000"), "msg": .string("Success"),
            "trade_no": .string(order.tradeNumber), "out_trade_no": .string(order.number),
            "out_request_no": .string(number), "total_amount": .string(order.amount.yuan),
            "refund_amount": .string(shown(refund.amount, twist).yuan),
            "refund_status": .string("REFUND_SUCCESS"),
            // *Source*: refund.query, query_options: told only when asked for.
            "gmt_refund_pay": options.contains("gmt_refund_pay")
                ? .string(CivilTime(time).spaced) : nil,
        ])
    }

    // *Source*: trade.refund, refund_fee: all that was given back of this trade so far.
    private func refunded(_ accepted: AcceptedRefund, _ twist: Twist) -> JSON {
        let order = accepted.order
        return .members([
            "code": .string("10000"), "msg": .string("Success"),
            "trade_no": .string(order.tradeNumber), "out_trade_no": .string(order.number),
            "buyer_logon_id": buyerLogon(order.account),
            "buyer_user_id": .string(buyerID(order.account)),
            "fund_change": .string(accepted.isNew ? "Y" : "N"),
            "refund_fee": .string(shown(order.returned, twist).yuan),
            "gmt_refund_pay": .string(CivilTime(accepted.refund.askedAt).spaced),
            "refund_detail_item_list": .array([
                .members([
                    "amount": .string(shown(accepted.refund.amount, twist).yuan),
                    "fund_channel": .string("ALIPAYACCOUNT"),
                ])
            ]),
            "send_back_fee": .string(shown(accepted.refund.amount, twist).yuan),
        ])
    }

    // *Source*: trade.refund, out_request_no: needed unless everything is given back; then it is the
    // number of the order.
    private func refundNumber(
        _ content: JSON, _ order: Order, _ amount: Money
    ) throws(AlipayRefusal) -> String {
        guard let value = content["out_request_no"], value != .string("") else {
            guard amount == order.amount else { throw .refundTooMuch }
            return order.number
        }
        guard let number = value.string, AlipayPlay.isNumber(number) else {
            throw .parameter("out_request_no")
        }
        return number
    }

    private func shown(_ amount: Money, _ twist: Twist) -> Money {
        guard case .wrongAmount = twist else { return amount }
        return Money(fen: amount.fen + Twist.offBy)
    }
}
