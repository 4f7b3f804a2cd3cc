// The two calls of WeChat Pay v2 about refunds. A refund is only accepted by its answer; whether it has
// arrived is for the query to say.

internal import Retail

extension WeChatPlay {
    /// *Source*: refundquery: ten refunds in one answer, more by `offset`.
    static let refundsShownMax = 10

    /// `/secapi/pay/refund`.
    func refund(_ fields: [String: String], _ twist: Twist) throws(WeChatRefusal) -> Fields {
        let order = try known(fields)
        let number = try refundNumber(fields)
        let total = try fen("total_fee", fields)
        let amount = try fen("refund_fee", fields)
        guard amount <= total else { throw .refundFeeInvalid }
        for name in ["refund_fee_type", "fee_type"] {
            guard ["CNY", ""].contains(fields[name] ?? "") else { throw .wrong(name) }
        }
        guard (fields["refund_desc"] ?? "").utf8.count <= 80 else { throw .wrong("refund_desc") }
        let request = RefundRequest(
            order: order.key, number: number, amount: amount, orderAmount: total,
            outcome: twist.refundOutcome)
        let result = books.change { ledger, now -> Result<AcceptedRefund, RefundRefusal> in
            do throws(RefundRefusal) {
                return .success(try ledger.refund(request, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal): throw WeChatRefusal(refusal)
        case .success(let accepted):
            books.notices.expect(
                Notice(fields["notify_url"], .weChatV2, order.key, refund: number))
            let given = "\(shown(accepted.refund.amount, twist).fen)"
            return [
                ("result_code", "SUCCESS"), ("transaction_id", order.tradeNumber),
                ("out_trade_no", order.number), ("out_refund_no", number),
                ("refund_id", accepted.refund.channelNumber ?? ""), ("refund_channel", ""),
                ("refund_fee", given), ("coupon_refund_fee", "0"),
                ("total_fee", "\(order.amount.fen)"), ("fee_type", "CNY"),
                ("cash_fee", "\(order.amount.fen)"), ("coupon_refund_count", "0"),
                ("cash_refund_fee", given),
            ]
        }
    }

    /// `/pay/refundquery`: one refund by its numbers, or those of an order.
    func refundQuery(_ fields: [String: String], _ twist: Twist) throws(WeChatRefusal) -> Fields {
        let (order, all) = try asked(fields)
        let offset = try offset(fields)
        let refunds = all.dropFirst(offset ?? 0).prefix(WeChatPlay.refundsShownMax)
        guard !refunds.isEmpty else { throw .refundNotExist }
        let sum = all.reduce(Int64(0)) { $0 &+ $1.amount.fen }
        var answer: Fields = [
            ("result_code", "SUCCESS"), ("transaction_id", order.tradeNumber),
            ("out_trade_no", order.number), ("total_fee", "\(order.amount.fen)"),
            ("fee_type", "CNY"), ("cash_fee", "\(order.amount.fen)"), ("refund_fee", "\(sum)"),
            ("refund_count", "\(refunds.count)"),
        ]
        if offset != nil { answer.append(("total_refund_count", "\(all.count)")) }
        for (index, refund) in refunds.enumerated() {
            answer += self.fields(of: refund, index, twist)
        }
        return answer
    }

    private func fields(of refund: Refund, _ index: Int, _ twist: Twist) -> Fields {
        let state: String
        var arrivedAt: Timestamp?
        switch refund.state {
        case .processing: state = "PROCESSING"
        case .closed: state = "REFUNDCLOSE"
        case .arrived(let time):
            state = "SUCCESS"
            arrivedAt = time
        }
        var fields: Fields = [
            ("out_refund_no_\(index)", refund.number),
            ("refund_id_\(index)", refund.channelNumber ?? ""),
            ("refund_channel_\(index)", "ORIGINAL"),
            ("refund_fee_\(index)", "\(shown(refund.amount, twist).fen)"),
            ("refund_status_\(index)", state),
            ("refund_account_\(index)", "REFUND_SOURCE_UNSETTLED_FUNDS"),
            // Spelled so by the provider.
            ("refund_recv_accout_\(index)", "支付用户的零钱"),
        ]
        if let arrivedAt {
            fields.append(("refund_success_time_\(index)", CivilTime(arrivedAt).spaced))
        }
        return fields
    }

    // *Source*: refundquery: of several numbers the most exact one counts.
    private func asked(
        _ fields: [String: String]
    ) throws(WeChatRefusal) -> (Order, [Refund]) {
        for name in ["refund_id", "out_refund_no"] {
            guard let number = fields[name], !number.isEmpty else { continue }
            let order = books.change {
                $0.order(refundNumber: number, merchant: merchant.name, at: $1)
            }
            guard let order else { throw .refundNotExist }
            return (
                order,
                order.refunds.filter {
                    (name == "refund_id" ? $0.channelNumber : $0.number) == number
                }
            )
        }
        guard let order = try find(fields) else { throw .refundNotExist }
        return (order, order.refunds)
    }

    private func offset(_ fields: [String: String]) throws(WeChatRefusal) -> Int? {
        guard let text = fields["offset"], !text.isEmpty else { return nil }
        guard let offset = Int(text), (0...Ledger.refundCountMax).contains(offset) else {
            throw .wrong("offset")
        }
        return offset
    }

    // *Source*: out_refund_no, at most 64 of letters, digits and _-|*@.
    private func refundNumber(_ fields: [String: String]) throws(WeChatRefusal) -> String {
        let number = try needed("out_refund_no", fields)
        let isPlain = number.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || "_-|*@".utf8.contains($0)
        }
        guard number.utf8.count <= 64, isPlain else { throw .wrong("out_refund_no") }
        return number
    }

    private func fen(
        _ name: String, _ fields: [String: String]
    ) throws(WeChatRefusal) -> Money {
        guard let fen = Int64(try needed(name, fields)), fen > 0, fen <= Money.saleMax.fen else {
            throw .wrong(name)
        }
        return Money(fen: fen)
    }

    private func shown(_ amount: Money, _ twist: Twist) -> Money {
        guard case .wrongAmount = twist else { return amount }
        return Money(fen: amount.fen + Twist.offBy)
    }
}
