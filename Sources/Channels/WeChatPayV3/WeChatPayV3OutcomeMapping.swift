// From a signed answer to what it proves, as with v2: an answer about another order or another merchant
// is no answer to our question; amount and currency are compared by the payment machine.

package import Payments
package import Retail

/// Maps the answers of one merchant account.
package struct WeChatPayV3OutcomeMapping: Sendable {
    let settings: WeChatPayV3Settings
    let signing: WeChatPayV3Signing

    package init(_ settings: WeChatPayV3Settings) {
        self.settings = settings
        signing = WeChatPayV3Signing(settings)
    }

    package func pay(
        _ outcome: HTTPOutcome, asked number: MerchantOrderNumber, at now: Timestamp
    ) -> PayAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayV3Answer(outcome, signing, at: now)
            if let code = try answer.refusal() {
                guard let meaning = WeChatPayV3OutcomeTables.pay[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            switch try state(in: answer, asked: .merchantOrderNumber(number)) {
            case .paid(let proof): return .paid(proof)
            case .awaitingShopper: return .awaitingShopper
            case .closed, .notPaid, .notFound, .refunded, .unresolved:
                // Not what this call says of a code that was taken just now: the query will tell.
                throw UnusableAnswer(.listedCode, "trade_state")
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func query(
        _ outcome: HTTPOutcome, asked question: OrderQuestion, at now: Timestamp
    ) -> QueryAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayV3Answer(outcome, signing, at: now)
            if let code = try answer.refusal() {
                guard let meaning = WeChatPayV3OutcomeTables.query[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            return try state(in: answer, asked: question)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func reverse(
        _ outcome: HTTPOutcome, asked number: MerchantOrderNumber, at now: Timestamp
    ) -> ReverseAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayV3Answer(outcome, signing, at: now)
            if let code = try answer.refusal() {
                guard let meaning = WeChatPayV3OutcomeTables.reverse[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            try check(answer, is: .merchantOrderNumber(number), namesApp: false)
            return .reversed
        } catch {
            return .unresolved(error.doubt)
        }
    }

    private func state(
        in answer: SignedWeChatPayV3Answer, asked question: OrderQuestion
    ) throws(UnusableAnswer) -> QueryAnswer {
        guard let text = answer.text("trade_state") else {
            throw UnusableAnswer(.malformed, "no trade_state")
        }
        guard let state = WeChatPayOutcomeTables.TradeState(rawValue: text) else {
            throw UnusableAnswer(.unlistedCode, WireText.code(text))
        }
        // While the customer types the password the state may stand alone.
        let isBare = answer.text("out_trade_no") == nil && state == .userPaying
        if !isBare { try check(answer, is: question, namesApp: true) }
        switch state {
        case .success: return .paid(try proof(in: answer))
        case .refund: return .refunded(try proof(in: answer))
        case .notPay: return .notPaid
        case .userPaying, .accept: return .awaitingShopper
        case .closed, .revoked, .payError: return .closed(code: state.rawValue)
        }
    }

    private func check(
        _ answer: SignedWeChatPayV3Answer, is question: OrderQuestion, namesApp: Bool
    ) throws(UnusableAnswer) {
        for (name, ours, mustName) in [
            ("appid", settings.appID, namesApp), ("mchid", settings.merchantID, true),
        ] {
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
            throw UnusableAnswer(.malformed, "no " + name)
        }
        guard theirs == ours else { throw UnusableAnswer(.foreignAnswer, name) }
    }

    private func proof(
        in answer: SignedWeChatPayV3Answer
    ) throws(UnusableAnswer) -> PaidProof {
        guard let order = WireText.identifier(answer.text("out_trade_no"), lengthMax: 32) else {
            throw UnusableAnswer(.malformed, "out_trade_no")
        }
        guard let trade = WireText.identifier(answer.text("transaction_id"), lengthMax: 32) else {
            throw UnusableAnswer(.malformed, "transaction_id")
        }
        guard let amount = answer.text("total", in: "amount").flatMap(WireText.fen) else {
            throw UnusableAnswer(.malformed, "amount.total")
        }
        // The source: CNY when the field is absent.
        guard
            let currency = WireText.identifier(
                answer.text("currency", in: "amount") ?? "CNY", lengthMax: 16)
        else { throw UnusableAnswer(.malformed, "amount.currency") }
        return PaidProof(
            merchantOrderNumber: order, channelTradeNumber: trade, amount: amount,
            currency: currency, merchantAccount: settings.merchantID,
            paidAt: answer.text("success_time").flatMap(WeChatPayV3Time.moment))
    }
}

enum WeChatPayV3Time {
    /// `2018-06-08T10:34:56+08:00`; nil for what is anything else, since nothing rests on it.
    static func moment(_ text: String) -> Timestamp? {
        let zone = "+08:00"
        guard text.hasSuffix(zone), text.utf8.count == 25 else { return nil }
        let spaced = text.dropLast(zone.utf8.count).map { $0 == "T" ? " " : $0 }
        return try? CivilTime(spaced: String(spaced)).timestamp
    }
}
