// The calls of UnionPay about payments and money that goes back, from checked fields to fields.

internal import Retail

extension UnionPayPlay {
    /// 01/06: pays, and answers with a receipt; 05 while the customer is asked for the password.
    func pay(_ fields: [String: String]) throws(UnionPayRefusal) -> Fields {
        let (number, time) = try name(fields)
        guard fields["txnSubType"] == "06", fields["currencyCode"] == "156",
            fields["backUrl"] != nil, (fields["termId"] ?? "").utf8.count == 8
        else { throw .format }
        let amount = try amount(fields)
        let code = fields["qrNo"] ?? ""
        let key = OrderKey(wallet: .unionpay, merchant: credentials.name, number: number)
        let isKnown = books.change { $0.order(key, at: $1) != nil }
        let result = books.change { ledger, now -> Result<Order, PayRefusal> in
            let request = PayRequest(
                key: key, code: code, amount: amount, subject: "",
                details: fields["termId"] ?? "", attachment: time,
                payableUntil: now.advanced(by: UnionPayPlay.waitDefault))
            do throws(PayRefusal) {
                return .success(try ledger.pay(request, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal): throw UnionPayRefusal(refusal)
        case .success(let order):
            if isKnown { throw .repeated }
            books.notices.expect(Notice(told(fields), .unionPay, key))
            guard case .paid = order.state else { throw .accepted }
            return [("queryId", order.tradeNumber)]
        }
    }

    /// 00 about a payment: what became of it is `origRespCode`.
    func query(
        _ fields: [String: String], _ twist: Twist
    ) throws(UnionPayRefusal) -> Fields {
        let order = try known(fields)
        let code =
            switch order.state {
            case .waiting: "05"
            case .paid: "00"
            case .declined(let reason): UnionPayRefusal.code(of: reason)
            case .closed: "01"
            case .reversed: UnionPayRefusal.undone.code
            }
        return [
            ("txnType", "01"), ("txnSubType", "06"), ("origRespCode", code),
            ("origRespMsg", "应答"), ("queryId", order.tradeNumber),
            ("txnAmt", "\(shown(order.amount, twist).fen)"), ("currencyCode", "156"),
        ]
    }

    /// 99/01: undoes, on the clearing day of the payment.
    func reverse(_ fields: [String: String]) throws(UnionPayRefusal) -> Fields {
        let order = try known(fields)
        switch books.change({ $0.reverse(order.key, at: $1) }) {
        case .closed, .returned: return [("queryId", order.tradeNumber)]
        case .tooLate: throw .anotherDay
        case .refunded: throw .undone
        case .personIsPaying: throw .accepted
        case .notFound: throw .notFound
        }
    }

    /// 04/00: accepted now, arriving later.
    func refund(
        _ fields: [String: String], _ twist: Twist
    ) throws(UnionPayRefusal) -> Fields {
        let (number, _) = try name(fields)
        let amount = try amount(fields)
        guard fields["txnSubType"] == "00", fields["backUrl"] != nil else { throw .format }
        let trade = fields["origQryId"] ?? ""
        let found = books.change {
            $0.order(wallet: .unionpay, merchant: credentials.name, tradeNumber: trade, at: $1)
        }
        guard let order = found else { throw .original }
        let request = RefundRequest(
            order: order.key, number: number, amount: amount, outcome: twist.refundOutcome)
        let result = books.change { ledger, now -> Result<AcceptedRefund, RefundRefusal> in
            do throws(RefundRefusal) {
                return .success(try ledger.refund(request, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal): throw UnionPayRefusal(refusal)
        case .success(let accepted):
            // A number is good for one request; what became of the first is for the query to say.
            guard accepted.isNew else { throw .repeated }
            books.notices.expect(Notice(told(fields), .unionPay, order.key, refund: number))
            return [
                ("queryId", accepted.refund.channelNumber ?? ""),
                ("txnAmt", "\(shown(accepted.refund.amount, twist).fen)"),
            ]
        }
    }

    /// 00 about a refund.
    func refundQuery(
        _ fields: [String: String], _ twist: Twist
    ) throws(UnionPayRefusal) -> Fields {
        let (number, _) = try name(fields)
        let found = books.change {
            $0.order(refundNumber: number, wallet: .unionpay, merchant: credentials.name, at: $1)
        }
        guard let order = found, let refund = order.refunds.first(where: { $0.number == number })
        else { throw .notFound }
        let code =
            switch refund.state {
            case .processing: "05"
            case .arrived: "00"
            case .closed: "01"
            }
        return [
            ("txnType", "04"), ("txnSubType", "00"), ("origRespCode", code),
            ("origRespMsg", "应答"), ("queryId", refund.channelNumber ?? ""),
            ("txnAmt", "\(shown(refund.amount, twist).fen)"), ("currencyCode", "156"),
        ]
    }

    // The field must be there, and this word in it says that nobody listens.
    private func told(_ fields: [String: String]) -> String? {
        fields["backUrl"].flatMap { $0.contains("specialUrl.com") ? nil : $0 }
    }

    // The number and its time name an order together.
    private func known(_ fields: [String: String]) throws(UnionPayRefusal) -> Order {
        let (number, time) = try name(fields)
        let found = books.change {
            $0.order(
                OrderKey(wallet: .unionpay, merchant: credentials.name, number: number), at: $1)
        }
        guard let order = found, order.attachment == time else { throw .notFound }
        return order
    }

    // *Source*: orderId, 8 to 40 letters and digits; txnTime, yyyyMMddHHmmss.
    private func name(
        _ fields: [String: String]
    ) throws(UnionPayRefusal) -> (number: String, time: String) {
        let number = fields["orderId"] ?? ""
        let isPlain = number.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
        guard (8...40).contains(number.utf8.count), isPlain, let time = fields["txnTime"],
            (try? CivilTime(compact: time)) != nil
        else { throw .format }
        return (number, time)
    }

    private func amount(_ fields: [String: String]) throws(UnionPayRefusal) -> Money {
        guard let fen = Int64(fields["txnAmt"] ?? ""), fen > 0, fen <= Money.saleMax.fen else {
            throw .format
        }
        return Money(fen: fen)
    }

    private func shown(_ amount: Money, _ twist: Twist) -> Money {
        guard case .wrongAmount = twist else { return amount }
        return Money(fen: amount.fen + Twist.offBy)
    }
}
