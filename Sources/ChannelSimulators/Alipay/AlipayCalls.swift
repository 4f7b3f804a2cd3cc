// The calls of Alipay about payments, from biz_content to the answer's node.

internal import Retail

extension AlipayPlay {
    /// `alipay.trade.pay`.
    func pay(
        _ content: JSON, _ twist: Twist, notify: String? = nil
    ) throws(AlipayRefusal) -> JSON {
        let number = try number(content)
        guard content["scene"]?.string == "bar_code" else { throw .parameter("scene") }
        guard let code = content["auth_code"]?.string,
            (16...24).contains(code.utf8.count), code.utf8.allSatisfy({ (48...57).contains($0) })
        else { throw AlipayRefusal(.codeUnknown) }
        guard let subject = content["subject"]?.string, !subject.isEmpty,
            subject.utf8.count <= 256
        else { throw .parameter("subject") }
        guard let yuan = content["total_amount"]?.string, let amount = try? Money(yuan: yuan),
            amount.isPositive, amount <= .saleMax
        else { throw .parameter("total_amount") }
        let absolute = try absoluteDeadline(content)
        let relative = try relativeDeadline(content)
        let details = ["store_id", "terminal_id"].map { content[$0]?.string ?? "" }
        let result = books.change { ledger, now -> Result<Order, PayRefusal> in
            let deadlines = [absolute, relative?(now)].compactMap { $0 }
            let request = PayRequest(
                key: OrderKey(wallet: .alipay, merchant: credentials.name, number: number),
                code: code, amount: amount,
                subject: subject, details: details.joined(separator: "|"), attachment: "",
                payableUntil: deadlines.min() ?? now.advanced(by: AlipayPlay.waitDefault))
            do throws(PayRefusal) {
                return .success(try ledger.pay(request, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal): throw AlipayRefusal(refusal)
        case .success(let order):
            // A refund is told at the address that the payment came with.
            let notice = Notice(notify, .alipay, order.key)
            books.notices.expect(notice)
            guard case .paid = order.state else {
                return node("10003", "order success pay inprocess", order, twist)
            }
            return node("10000", "Success", order, twist)
        }
    }

    /// `alipay.trade.query`.
    func query(_ content: JSON, _ twist: Twist) throws(AlipayRefusal) -> JSON {
        guard let order = try find(content) else { throw .notExist }
        return node("10000", "Success", order, twist, isQuery: true)
    }

    /// `alipay.trade.cancel`: a number never seen is answered with success and no action.
    func cancel(_ content: JSON) throws(AlipayRefusal) -> JSON {
        guard let order = try find(content) else {
            return .members([
                "code": .string("10000"), "msg": .string("Success"),
                "out_trade_no": content["out_trade_no"]?.string.map { .string($0) },
                "retry_flag": .string("N"),
            ])
        }
        let action: String
        switch books.change({ $0.reverse(order.key, at: $1) }) {
        case .closed: action = "close"
        case .returned: action = "refund"
        case .personIsPaying: throw .systemError
        case .tooLate: throw .cancelTooLate
        case .refunded: throw .refundedAlready
        case .notFound: throw .notExist
        }
        return .members([
            "code": .string("10000"), "msg": .string("Success"),
            "out_trade_no": .string(order.number), "trade_no": .string(order.tradeNumber),
            "retry_flag": .string("N"), "action": .string(action),
        ])
    }

    func find(_ content: JSON) throws(AlipayRefusal) -> Order? {
        if let trade = content["trade_no"]?.string, !trade.isEmpty {
            return books.change {
                $0.order(wallet: .alipay, merchant: credentials.name, tradeNumber: trade, at: $1)
            }
        }
        let key = OrderKey(wallet: .alipay, merchant: credentials.name, number: try number(content))
        return books.change { $0.order(key, at: $1) }
    }

    // *Source*: out_trade_no, at most 64 of letters, digits and underscores.
    func number(_ content: JSON) throws(AlipayRefusal) -> String {
        guard let number = content["out_trade_no"]?.string, AlipayPlay.isNumber(number) else {
            throw .parameter("out_trade_no")
        }
        return number
    }

    /// Whether a number of the merchant's has the form that Alipay takes.
    static func isNumber(_ number: String) -> Bool {
        (1...64).contains(number.utf8.count)
            && number.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || $0 == UInt8(ascii: "_")
            }
    }

    private func absoluteDeadline(_ content: JSON) throws(AlipayRefusal) -> Timestamp? {
        guard let value = content["time_expire"] else { return nil }
        guard let text = value.string, let time = try? CivilTime(spaced: text) else {
            throw .parameter("time_expire")
        }
        return time.timestamp
    }

    // *Source*: timeout_express, 1m to 15d in minutes, hours or days, or 1c for the end of the day.
    // It counts from the arrival of the request, which a delayed request does not know.
    func relativeDeadline(
        _ content: JSON, _ name: String = "timeout_express"
    ) throws(AlipayRefusal) -> (@Sendable (Timestamp) -> Timestamp)? {
        guard let value = content[name] else { return nil }
        guard let text = value.string, let unit = text.last, let count = Int64(text.dropLast()),
            (1...21_600).contains(count)
        else { throw .parameter(name) }
        let pause: Pause
        switch unit {
        case "m": pause = .minutes(count)
        case "h": pause = .hours(count)
        case "d": pause = .days(count)
        case "c" where count == 1:
            return { now in
                let day = CivilTime(now)
                let end = try? CivilTime(
                    year: day.year, month: day.month, day: day.day, hour: 23, minute: 59,
                    second: 59)
                return end?.timestamp ?? now
            }
        default: throw .parameter(name)
        }
        guard pause <= .days(15) else { throw .parameter(name) }
        return { $0.advanced(by: pause) }
    }

    private func node(
        _ code: String, _ message: String, _ order: Order, _ twist: Twist, isQuery: Bool = false
    ) -> JSON {
        var amount = order.amount
        if case .wrongAmount = twist, case .paid = order.state {
            amount = Money(fen: amount.fen + Twist.offBy)
        }
        let status =
            switch order.state {
            case .waiting: "WAIT_BUYER_PAY"
            // One word for both: never paid, and paid and given back whole. The amounts and the time
            // of the payment tell them apart.
            case .paid where order.promised == order.debited: "TRADE_CLOSED"
            case .paid: "TRADE_SUCCESS"
            case .declined, .closed, .reversed: "TRADE_CLOSED"
            }
        let yuan = JSON.string(amount.yuan)
        let paid = order.paidAt.map { JSON.string(CivilTime($0).spaced) }
        let isPaid = order.state == .paid
        return .members([
            "code": .string(code), "msg": .string(message),
            "trade_no": .string(order.tradeNumber), "out_trade_no": .string(order.number),
            "buyer_logon_id": buyerLogon(order.account),
            "buyer_user_id": .string(buyerID(order.account)),
            "trade_status": isQuery ? .string(status) : nil,
            "total_amount": yuan,
            "receipt_amount": isPaid ? yuan : nil, "buyer_pay_amount": isPaid ? yuan : nil,
            "point_amount": isPaid ? .string("0.00") : nil,
            "invoice_amount": isPaid ? yuan : nil,
            "gmt_payment": isQuery || !isPaid ? nil : paid,
            "send_pay_date": isQuery ? paid : nil,
            "fund_bill_list": isPaid
                ? .array([.members(["amount": yuan, "fund_channel": .string("ALIPAYACCOUNT")])])
                : nil,
        ])
    }

    /// A person's address, masked as in every answer.
    func buyerLogon(_ account: String) -> JSON { .string(account.prefix(3) + "***@example.com") }

    /// 16 digits that begin with 2088, the same for the same person.
    func buyerID(_ account: String) -> String {
        let sum = account.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) % 999_999_999_999 }
        return "2088" + CivilTime.padded(sum, 12)
    }
}
