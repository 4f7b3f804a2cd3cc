// The calls of BestPay about payments and money that goes back, from checked fields to a signed
// result.

internal import Retail

extension BestPayPlay {
    /// `/barcode/placeOrder`.
    func pay(_ fields: [String: String], _ twist: Twist) throws(BestPayRefusal) -> JSON {
        let number = try number(fields, "orderNo")
        guard try self.number(fields, "orderReqNo") == number else { throw .field("orderReqNo") }
        guard let date = fields["orderDate"], (try? CivilTime(compact: date)) != nil else {
            throw .field("orderDate")
        }
        guard let fen = Int64(fields["orderAmt"] ?? ""), fen > 0, fen <= Money.saleMax.fen,
            fields["productAmt"] == "\(fen)", fields["attachAmt"] == "0"
        else { throw .field("orderAmt") }
        guard let store = fields["storeId"], (1...10).contains(store.utf8.count) else {
            throw .field("storeId")
        }
        let subject = fields["goodsName"] ?? ""
        guard subject.utf8.count <= 256 else { throw .field("goodsName") }
        let code = fields["barcode"] ?? ""
        let key = OrderKey(wallet: .bestpay, merchant: credentials.name, number: number)
        let result = books.change { ledger, now -> Result<Order, PayRefusal> in
            let request = PayRequest(
                key: key, code: code, amount: Money(fen: fen), subject: subject,
                details: store, attachment: date,
                payableUntil: now.advanced(by: BestPayPlay.waitDefault))
            do throws(PayRefusal) {
                return .success(try ledger.pay(request, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let order):
            books.notices.expect(Notice(fields["backUrl"], .bestPay, key))
            return object(order, twist, namesDate: false)
        case .failure(.declined):
            // The order is there, and failed.
            guard let order = books.change({ $0.order(key, at: $1) }) else { throw .systemError }
            return object(order, twist, namesDate: false)
        case .failure(let refusal): throw BestPayRefusal(refusal)
        }
    }

    /// `/query/queryOrder`; the order's own time is part of its name.
    func query(_ fields: [String: String], _ twist: Twist) throws(BestPayRefusal) -> JSON {
        let number = try number(fields, "orderNo")
        let found = books.change {
            $0.order(OrderKey(wallet: .bestpay, merchant: credentials.name, number: number), at: $1)
        }
        guard let order = found, order.attachment == fields["orderDate"] else { throw .notFound }
        return object(order, twist, namesDate: true)
    }

    /// `/reverse/reverse`: the whole order, on its own day.
    func reverse(_ fields: [String: String], _ twist: Twist) throws(BestPayRefusal) -> JSON {
        let (order, number) = try original(fields)
        guard fields["transAmt"] == "\(order.amount.fen)" else { throw .field("transAmt") }
        switch books.change({ $0.reverse(order.key, at: $1) }) {
        case .closed, .returned: return givenBack(order, number, order.amount, twist)
        case .tooLate: throw .anotherDay
        case .refunded: throw .givenBackBefore
        case .personIsPaying, .notFound: throw .notFound
        }
    }

    /// `/refund/commonRefund`.
    func refund(_ fields: [String: String], _ twist: Twist) throws(BestPayRefusal) -> JSON {
        let (order, number) = try original(fields)
        guard let fen = Int64(fields["transAmt"] ?? ""), fen > 0, fen <= Money.saleMax.fen else {
            throw .field("transAmt")
        }
        let request = RefundRequest(
            order: order.key, number: number, amount: Money(fen: fen),
            outcome: twist.refundOutcome)
        let result = books.change { ledger, now -> Result<AcceptedRefund, RefundRefusal> in
            do throws(RefundRefusal) {
                return .success(try ledger.refund(request, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal): throw BestPayRefusal(refusal)
        case .success(let accepted):
            books.notices.expect(Notice(fields["bgUrl"], .bestPay, order.key, refund: number))
            return givenBack(order, number, accepted.refund.amount, twist)
        }
    }

    /// `/query/queryOrder` with the request number of a refund.
    func refundQuery(_ fields: [String: String], _ twist: Twist) throws(BestPayRefusal) -> JSON {
        let number = try number(fields, "orderNo")
        let request = try self.number(fields, "orderReqNo")
        let found = books.change {
            $0.order(OrderKey(wallet: .bestpay, merchant: credentials.name, number: number), at: $1)
        }
        guard let order = found, let refund = order.refunds.first(where: { $0.number == request })
        else { throw .notFound }
        let status =
            switch refund.state {
            case .processing: "A"
            case .arrived: "B"
            case .closed: "C"
            }
        return signed(
            [
                ("merchantId", credentials.bestPayMerchantID), ("orderNo", number),
                ("orderReqNo", request), ("orderDate", fields["orderDate"] ?? ""),
                ("ourTransNo", order.tradeNumber),
                ("transAmt", "\(shown(refund.amount, twist).fen)"), ("transStatus", status),
                ("encodeType", "1"),
            ], and: [], twist)
    }

    // *Source*: public clients: at most 30 letters and digits, and an even count of them.
    private func number(
        _ fields: [String: String], _ name: String
    ) throws(BestPayRefusal) -> String {
        let number = fields[name] ?? ""
        let isPlain = number.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
        guard (1...30).contains(number.utf8.count), number.utf8.count.isMultiple(of: 2), isPlain
        else { throw .field(name) }
        return number
    }

    private func original(
        _ fields: [String: String]
    ) throws(BestPayRefusal) -> (Order, refund: String) {
        let number = try number(fields, "oldOrderNo")
        let request = try self.number(fields, "refundReqNo")
        guard fields["oldOrderReqNo"] == number, request != number else {
            throw .field("refundReqNo")
        }
        guard let date = fields["refundReqDate"], date.utf8.count == 8,
            (try? CivilTime(compact: date + "000000")) != nil
        else { throw .field("refundReqDate") }
        let found = books.change {
            $0.order(OrderKey(wallet: .bestpay, merchant: credentials.name, number: number), at: $1)
        }
        guard let order = found else { throw .notFound }
        return (order, request)
    }

    private func object(_ order: Order, _ twist: Twist, namesDate: Bool) -> JSON {
        let status: String
        var flag = "0"
        switch order.state {
        case .waiting: status = "A"
        case .paid:
            status = "B"
            if order.promised.isPositive { flag = order.promised == order.amount ? "1" : "2" }
        case .declined, .closed: status = "C"
        case .reversed:
            status = order.debited.isPositive ? "B" : "G"
            if order.debited.isPositive { flag = "3" }
        }
        var rest: [(String, JSON)] = [("refundFlag", .string(flag))]
        if case .declined(let reason) = order.state {
            let isShort = reason == .notEnoughMoney
            rest.append(("respCode", .string(isShort ? "200020" : "200000")))
            rest.append(("respDesc", .string(isShort ? "账户可用余额不足" : "用户未完成支付")))
        }
        return signed(
            [
                ("merchantId", credentials.bestPayMerchantID), ("orderNo", order.number),
                ("orderReqNo", order.number),
                // The answer to a payment leaves it out, and signs the word.
                ("orderDate", namesDate ? order.attachment : "null"),
                ("ourTransNo", order.tradeNumber),
                ("transAmt", "\(shown(order.amount, twist).fen)"), ("transStatus", status),
                ("encodeType", "1"),
            ], and: rest, twist)
    }

    private func givenBack(
        _ order: Order, _ request: String, _ amount: Money, _ twist: Twist
    ) -> JSON {
        signed(
            [
                ("merchantId", credentials.bestPayMerchantID), ("oldOrderNo", order.number),
                ("refundReqNo", request), ("transAmt", "\(shown(amount, twist).fen)"),
            ], and: [], twist)
    }

    private func signed(
        _ fields: [(name: String, value: String)], and rest: [(String, JSON)], _ twist: Twist
    ) -> JSON {
        var members = fields.map { field in
            let isAbsent = field.value == "null"
            return JSON.Member(
                name: field.name, value: isAbsent ? .null : .string(field.value))
        }
        members += rest.map { JSON.Member(name: $0.0, value: $0.1) }
        members.append(JSON.Member(name: "sign", value: sign(fields, twist)))
        return .object(members)
    }

    private func shown(_ amount: Money, _ twist: Twist) -> Money {
        guard case .wrongAmount = twist else { return amount }
        return Money(fen: amount.fen + Twist.offBy)
    }
}
