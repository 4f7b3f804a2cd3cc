// From a signed answer of the gateway to what it proves. An answer about another payment, terminal or
// wallet is no answer to our question; amount and currency are compared by the payment machine.

package import Payments
package import Retail

/// Maps the answers of one terminal's gateway.
package struct AggregatorOutcomeMapping: Sendable {
    let settings: AggregatorSettings
    let signing: AggregatorSigning
    let wallet: Wallet

    package init(_ settings: AggregatorSettings, _ wallet: Wallet) {
        self.settings = settings
        self.wallet = wallet
        signing = AggregatorSigning(settings)
    }

    package func pay(
        _ outcome: HTTPOutcome, asked number: MerchantOrderNumber, nonce: String,
        at now: Timestamp
    ) -> PayAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedAggregatorAnswer(outcome, signing, nonce: nonce, at: now)
            if let code = try answer.refusal() {
                guard let meaning = AggregatorOutcomeTables.pay[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            switch try status(in: answer, asked: .merchantOrderNumber(number)) {
            case .paid: return .paid(try proof(in: answer))
            case .waiting: return .awaitingShopper
            case .declined: return .declined(decline(in: answer))
            case .sending, .inDoubt, .reversing, .reversed:
                throw UnusableAnswer(.listedCode, try answer.required("status"))
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func query(
        _ outcome: HTTPOutcome, asked question: OrderQuestion, nonce: String, at now: Timestamp
    ) -> QueryAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedAggregatorAnswer(outcome, signing, nonce: nonce, at: now)
            if let code = try answer.refusal() {
                guard let meaning = AggregatorOutcomeTables.query[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            switch try status(in: answer, asked: question) {
            case .paid:
                let proof = try proof(in: answer)
                return try answer.required("refunded_fen") == "0" ? .paid(proof) : .refunded(proof)
            case .waiting: return .awaitingShopper
            case .declined: return .closed(code: decline(in: answer).code)
            case .reversed: return .closed(code: "reversed")
            case .sending, .inDoubt, .reversing:
                throw UnusableAnswer(.listedCode, try answer.required("status"))
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func reverse(
        _ outcome: HTTPOutcome, asked number: MerchantOrderNumber, nonce: String,
        at now: Timestamp
    ) -> ReverseAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedAggregatorAnswer(outcome, signing, nonce: nonce, at: now)
            if let code = try answer.refusal() {
                guard let meaning = AggregatorOutcomeTables.reverse[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            switch try status(in: answer, asked: .merchantOrderNumber(number)) {
            case .reversed, .declined: return .reversed
            // The gateway goes on undoing by itself; asked again it says how far it is.
            case .sending, .waiting, .inDoubt, .reversing:
                return .again(code: WireText.code(try answer.required("status")))
            // The money could not be given back after all.
            case .paid: return .refused(code: "paid")
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    private func status(
        in answer: SignedAggregatorAnswer, asked question: OrderQuestion
    ) throws(UnusableAnswer) -> AggregatorOutcomeTables.Status {
        try answer.mustSay("terminal", settings.terminal)
        try answer.mustSay("wallet", wallet.rawValue)
        switch question {
        case .merchantOrderNumber(let number): try answer.mustSay("number", number.digits)
        case .channelTradeNumber(let number): try answer.mustSay("trade_number", number)
        }
        let text = try answer.required("status")
        guard let status = AggregatorOutcomeTables.Status(rawValue: text) else {
            throw UnusableAnswer(.unlistedCode, WireText.code(text))
        }
        return status
    }

    private func decline(in answer: SignedAggregatorAnswer) -> Decline {
        let kind = answer.text("kind", in: "decline").flatMap { Decline.Kind(rawValue: $0) }
        return Decline(
            kind: kind ?? .other, code: WireText.code(answer.text("code", in: "decline") ?? "none"))
    }

    private func proof(
        in answer: SignedAggregatorAnswer
    ) throws(UnusableAnswer) -> PaidProof {
        guard let order = WireText.identifier(answer.text("number"), lengthMax: 32) else {
            throw UnusableAnswer(.malformed, "number")
        }
        guard let trade = WireText.identifier(answer.text("trade_number"), lengthMax: 64) else {
            throw UnusableAnswer(.malformed, "trade_number")
        }
        guard let amount = answer.text("amount_fen").flatMap(WireText.fen) else {
            throw UnusableAnswer(.malformed, "amount_fen")
        }
        guard let currency = WireText.identifier(answer.text("currency"), lengthMax: 16) else {
            throw UnusableAnswer(.malformed, "currency")
        }
        return PaidProof(
            merchantOrderNumber: order, channelTradeNumber: trade, amount: amount,
            currency: currency, merchantAccount: settings.terminal,
            paidAt: answer.text("paid_at").flatMap(AggregatorOutcomeMapping.moment))
    }

    static func moment(_ text: String) -> Timestamp? {
        guard WireText.isDigits(text, lengthMax: 18) else { return nil }
        return Int64(text).map { Timestamp(microseconds: $0) }
    }
}
