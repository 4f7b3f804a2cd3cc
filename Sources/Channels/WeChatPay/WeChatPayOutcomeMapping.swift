// From a signed answer to what it proves. An answer about another order or another merchant is no
// answer to our question; amount and currency are compared by the payment machine, which keeps the
// proof either way.

package import Payments
package import Retail

/// Maps the answers of one merchant account.
package struct WeChatPayOutcomeMapping: Sendable {
    private let settings: WeChatPaySettings
    let signing: WeChatPaySigning

    package init(_ settings: WeChatPaySettings) {
        self.settings = settings
        signing = WeChatPaySigning(settings)
    }

    package func pay(_ body: [UInt8], asked number: MerchantOrderNumber) -> PayAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayAnswer(body, signing)
            if let code = try failure(of: answer) {
                try check(answer, is: .merchantOrderNumber(number), mustName: false)
                guard let meaning = WeChatPayOutcomeTables.pay[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            try check(answer, is: .merchantOrderNumber(number), mustName: true)
            return .paid(try proof(in: answer))
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func query(_ body: [UInt8], asked question: OrderQuestion) -> QueryAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayAnswer(body, signing)
            if let code = try failure(of: answer) {
                try check(answer, is: question, mustName: false)
                guard let meaning = WeChatPayOutcomeTables.query[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            try check(answer, is: question, mustName: true)
            return try state(in: answer)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func reverse(_ body: [UInt8], asked number: MerchantOrderNumber) -> ReverseAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayAnswer(body, signing)
            // The answer to a reversal need not name the order; when it does, it must be ours.
            try check(answer, is: .merchantOrderNumber(number), mustName: false)
            if let code = try failure(of: answer) {
                guard let meaning = WeChatPayOutcomeTables.reverse[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            switch answer.text("recall") {
            case "N": return .reversed
            case "Y": return .again(code: "recall")
            case nil: throw UnusableAnswer(.malformed, "no recall")
            default: throw UnusableAnswer(.malformed, "recall")
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    /// The word of a signed notification that an order was paid.
    func paidNotice(_ body: [UInt8]) throws(UnusableAnswer) -> PaidProof {
        let answer = try SignedWeChatPayAnswer(body, signing)
        guard try failure(of: answer) == nil else { throw UnusableAnswer(.listedCode, "FAIL") }
        let proof = try proof(in: answer)
        for (name, ours) in [("appid", settings.appID), ("mch_id", settings.merchantID)] {
            guard answer.text(name) == ours else { throw UnusableAnswer(.foreignAnswer, name) }
        }
        return proof
    }

    /// The error code of a refusal; nil when the call was done.
    func failure(of answer: SignedWeChatPayAnswer) throws(UnusableAnswer) -> String? {
        switch answer.text("result_code") {
        case "SUCCESS":
            return nil
        case "FAIL":
            guard let code = answer.text("err_code") else {
                throw UnusableAnswer(.malformed, "no err_code")
            }
            return code
        case nil:
            throw UnusableAnswer(.malformed, "no result_code")
        default:
            throw UnusableAnswer(.malformed, "result_code")
        }
    }

    func check(
        _ answer: SignedWeChatPayAnswer, is question: OrderQuestion, mustName: Bool
    ) throws(UnusableAnswer) {
        for (name, ours) in [("appid", settings.appID), ("mch_id", settings.merchantID)] {
            guard let theirs = answer.text(name) else {
                if mustName { throw UnusableAnswer(.malformed, "no " + name) }
                continue
            }
            guard theirs == ours else { throw UnusableAnswer(.foreignAnswer, name) }
        }
        let (name, ours) =
            switch question {
            case .merchantOrderNumber(let number): ("out_trade_no", number.digits)
            case .channelTradeNumber(let number): ("transaction_id", number)
            }
        guard let theirs = answer.text(name) else {
            if mustName { throw UnusableAnswer(.malformed, "no " + name) }
            return
        }
        guard theirs == ours else { throw UnusableAnswer(.foreignAnswer, name) }
    }

    private func state(in answer: SignedWeChatPayAnswer) throws(UnusableAnswer) -> QueryAnswer {
        guard let text = answer.text("trade_state") else {
            throw UnusableAnswer(.malformed, "no trade_state")
        }
        guard let state = WeChatPayOutcomeTables.TradeState(rawValue: text) else {
            throw UnusableAnswer(.unlistedCode, WireText.code(text))
        }
        switch state {
        case .success: return .paid(try proof(in: answer))
        case .refund: return .refunded(try proof(in: answer))
        case .notPay: return .notPaid
        case .userPaying, .accept: return .awaitingShopper
        case .closed, .revoked, .payError: return .closed(code: state.rawValue)
        }
    }

    private func proof(in answer: SignedWeChatPayAnswer) throws(UnusableAnswer) -> PaidProof {
        guard let order = WireText.identifier(answer.text("out_trade_no"), lengthMax: 32) else {
            throw UnusableAnswer(.malformed, "out_trade_no")
        }
        guard let trade = WireText.identifier(answer.text("transaction_id"), lengthMax: 32) else {
            throw UnusableAnswer(.malformed, "transaction_id")
        }
        guard let amount = answer.text("total_fee").flatMap(WireText.fen) else {
            throw UnusableAnswer(.malformed, "total_fee")
        }
        // The source: CNY when the field is absent.
        guard let currency = WireText.identifier(answer.text("fee_type") ?? "CNY", lengthMax: 16)
        else { throw UnusableAnswer(.malformed, "fee_type") }
        guard let account = WireText.identifier(answer.text("mch_id"), lengthMax: 32) else {
            throw UnusableAnswer(.malformed, "mch_id")
        }
        let paidAt = answer.text("time_end").flatMap { try? CivilTime(compact: $0).timestamp }
        return PaidProof(
            merchantOrderNumber: order, channelTradeNumber: trade, amount: amount,
            currency: currency, merchantAccount: account, paidAt: paidAt)
    }
}
