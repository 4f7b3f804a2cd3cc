// From a signed answer to what it proves. An answer about another order is no answer to our
// question; amount and currency are compared by the payment machine. Alipay's answers name no
// merchant account: the key that signed them is the proof of who was paid.

package import Payments
package import Retail

/// Maps the answers of one application.
package struct AlipayOutcomeMapping: Sendable {
    let signing: AlipaySigning

    package init(
        _ settings: AlipaySettings,
        meetsOther: @escaping @Sendable (_ serial: String) -> Void = { _ in }
    ) {
        signing = AlipaySigning(settings, meetsOther: meetsOther)
    }

    package func pay(_ body: [UInt8], asked number: MerchantOrderNumber) -> PayAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedAlipayAnswer(body, to: .pay, signing)
            let code = try code(of: answer)
            switch code {
            case "10000":
                try check(answer, is: .merchantOrderNumber(number), mustName: true)
                return .paid(try proof(in: answer, paidAt: "gmt_payment"))
            case "10003":
                try check(answer, is: .merchantOrderNumber(number), mustName: false)
                return .awaitingShopper
            default:
                return try refusal(code, answer, asked: number)
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    /// What a refusal says of an order, whichever way it was to be paid.
    ///
    /// *Errors*: `UnusableAnswer`.
    func refusal(
        _ code: String, _ answer: SignedAlipayAnswer, asked number: MerchantOrderNumber
    ) throws(UnusableAnswer) -> PayAnswer {
        guard code == "40004" else {
            return try AlipayOutcomeTables.gateway.meaning(of: code)
                .answer(answer.text("sub_code") ?? code)
        }
        try check(answer, is: .merchantOrderNumber(number), mustName: false)
        let reason = try subCode(of: answer)
        return try AlipayOutcomeTables.pay.meaning(of: reason).answer(reason)
    }

    package func query(_ body: [UInt8], asked question: OrderQuestion) -> QueryAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedAlipayAnswer(body, to: .query, signing)
            switch try code(of: answer) {
            case "10000":
                try check(answer, is: question, mustName: true)
                return try state(in: answer)
            case "40004":
                try check(answer, is: question, mustName: false)
                let reason = try subCode(of: answer)
                guard let meaning = AlipayOutcomeTables.query[reason] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(reason))
                }
                return meaning.answer(reason)
            case let code:
                throw doubt(about: code, answer)
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func cancel(_ body: [UInt8], asked number: MerchantOrderNumber) -> ReverseAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedAlipayAnswer(body, to: .cancel, signing)
            switch try code(of: answer) {
            case "10000":
                try check(answer, is: .merchantOrderNumber(number), mustName: true)
                return try cancelled(answer)
            case "40004":
                try check(answer, is: .merchantOrderNumber(number), mustName: false)
                let reason = try subCode(of: answer)
                guard let meaning = AlipayOutcomeTables.cancel[reason] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(reason))
                }
                return meaning.answer(reason)
            case let code:
                throw doubt(about: code, answer)
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    private func cancelled(_ answer: SignedAlipayAnswer) throws(UnusableAnswer) -> ReverseAnswer {
        switch answer.text("retry_flag") {
        case "Y": return .again(code: "retry_flag")
        case "N": break
        case nil: throw UnusableAnswer(.malformed, "no retry_flag")
        default: throw UnusableAnswer(.malformed, "retry_flag")
        }
        switch answer.text("action") {
        case "close", "refund": return .reversed
        // Success without an action: there was no trade to undo. A delayed pay may still arrive.
        case nil: return .nothingToReverse
        default: throw UnusableAnswer(.malformed, "action")
        }
    }

    private func state(in answer: SignedAlipayAnswer) throws(UnusableAnswer) -> QueryAnswer {
        guard let text = answer.text("trade_status") else {
            throw UnusableAnswer(.malformed, "no trade_status")
        }
        guard let status = AlipayOutcomeTables.TradeStatus(rawValue: text) else {
            throw UnusableAnswer(.unlistedCode, WireText.code(text))
        }
        switch status {
        case .waitBuyerPay: return .awaitingShopper
        // A trade of which a part was given back still reads so; the refunds are ours to know.
        case .success, .finished: return .paid(try proof(in: answer, paidAt: "send_pay_date"))
        case .closed:
            guard let proof = refunded(in: answer) else { return .closed(code: status.rawValue) }
            return .refunded(proof)
        }
    }

    /// What was paid, and has been given back whole since: a closed trade that names both the time of
    /// its payment and what the merchant received; nil for one that may never have been paid.
    ///
    /// Closed is final either way, so what cannot be read here makes no doubt.
    private func refunded(in answer: SignedAlipayAnswer) -> PaidProof? {
        guard answer.text("receipt_amount").flatMap(WireText.yuan) != nil,
            let proof = try? proof(in: answer, paidAt: "send_pay_date"), proof.paidAt != nil
        else { return nil }
        return proof
    }

    func code(of answer: SignedAlipayAnswer) throws(UnusableAnswer) -> String {
        guard let code = answer.text("code") else { throw UnusableAnswer(.malformed, "no code") }
        if code == "10000", answer.text("sub_code") != nil {
            throw UnusableAnswer(.malformed, "success with a sub_code")
        }
        return code
    }

    func subCode(of answer: SignedAlipayAnswer) throws(UnusableAnswer) -> String {
        guard let code = answer.text("sub_code") else {
            throw UnusableAnswer(.malformed, "no sub_code")
        }
        return code
    }

    /// For calls that can be repeated the gateway's codes decide nothing.
    func doubt(about code: String, _ answer: SignedAlipayAnswer) -> UnusableAnswer {
        let isListed = AlipayOutcomeTables.gateway[code] != nil
        return UnusableAnswer(
            isListed ? .listedCode : .unlistedCode,
            WireText.code(answer.text("sub_code") ?? code))
    }

    func check(
        _ answer: SignedAlipayAnswer, is question: OrderQuestion, mustName: Bool
    ) throws(UnusableAnswer) {
        let (name, ours) =
            switch question {
            case .merchantOrderNumber(let number): ("out_trade_no", number.digits)
            case .channelTradeNumber(let number): ("trade_no", number)
            }
        guard let theirs = answer.text(name) else {
            if mustName { throw UnusableAnswer(.malformed, "no " + name) }
            return
        }
        guard theirs == ours else { throw UnusableAnswer(.foreignAnswer, name) }
    }

    private func proof(
        in answer: SignedAlipayAnswer, paidAt time: String
    ) throws(UnusableAnswer) -> PaidProof {
        guard let order = WireText.identifier(answer.text("out_trade_no"), lengthMax: 64) else {
            throw UnusableAnswer(.malformed, "out_trade_no")
        }
        guard let trade = WireText.identifier(answer.text("trade_no"), lengthMax: 64) else {
            throw UnusableAnswer(.malformed, "trade_no")
        }
        guard let amount = answer.text("total_amount").flatMap(WireText.yuan) else {
            throw UnusableAnswer(.malformed, "total_amount")
        }
        // Only named when it is not yuan.
        guard
            let currency = WireText.identifier(
                answer.text("trans_currency") ?? "CNY", lengthMax: 16)
        else { throw UnusableAnswer(.malformed, "trans_currency") }
        let paidAt = answer.text(time).flatMap { try? CivilTime(spaced: $0).timestamp }
        return PaidProof(
            merchantOrderNumber: order, channelTradeNumber: trade, amount: amount,
            currency: currency, merchantAccount: "", paidAt: paidAt)
    }
}
