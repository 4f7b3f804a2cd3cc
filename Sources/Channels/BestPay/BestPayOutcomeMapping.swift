// From a signed answer to what it proves. An answer about another order or another merchant is no
// answer to our question; the amount is compared by the payment machine, which keeps the proof.

package import Payments
package import Retail

/// Maps the answers of one merchant account.
package struct BestPayOutcomeMapping: Sendable {
    let signing: BestPaySigning

    package init(_ settings: BestPaySettings) {
        signing = BestPaySigning(settings)
    }

    package func pay(_ body: [UInt8], asked number: MerchantOrderNumber) -> PayAnswer {
        do throws(UnusableAnswer) {
            let answer = try order(body, number.digits, request: number.digits)
            if let code = answer.refusal {
                guard let meaning = BestPayOutcomeTables.pay[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            switch try status(in: answer) {
            case .done: return .paid(try proof(in: answer))
            case .pending: return .awaitingShopper
            case .failed:
                let code = answer.text("respCode")
                return .declined(
                    Decline(
                        kind: BestPayOutcomeTables.kind(of: code), code: WireText.code(code ?? "C"))
                )
            case .void: return .declined(Decline(kind: .orderClosed, code: "G"))
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func query(_ body: [UInt8], asked number: MerchantOrderNumber) -> QueryAnswer {
        do throws(UnusableAnswer) {
            let answer = try order(body, number.digits, request: number.digits)
            if let code = answer.refusal {
                guard let meaning = BestPayOutcomeTables.query[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            let status = try status(in: answer)
            switch status {
            case .done: return try paid(answer)
            case .pending: return .awaitingShopper
            case .failed, .void: return .closed(code: status.rawValue)
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func reverse(_ body: [UInt8], asked request: ReverseRequest) -> ReverseAnswer {
        do throws(UnusableAnswer) {
            let answer = try givenBack(
                body, request.number, BestPayWire.request(ofReversalOf: request.number),
                request.amount)
            guard let code = answer.refusal else { return .reversed }
            guard let meaning = BestPayOutcomeTables.reverse[code] else {
                throw UnusableAnswer(.unlistedCode, WireText.code(code))
            }
            return meaning.answer(code)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    private func paid(_ answer: SignedBestPayAnswer) throws(UnusableAnswer) -> QueryAnswer {
        guard let text = answer.text("refundFlag") else { return .paid(try proof(in: answer)) }
        guard let flag = BestPayOutcomeTables.RefundFlag(rawValue: text) else {
            throw UnusableAnswer(.unlistedCode, "refundFlag")
        }
        switch flag {
        case .none: return .paid(try proof(in: answer))
        case .whole, .part, .reversed: return .refunded(try proof(in: answer))
        }
    }

    /// A signed answer about an order, or about a refund asked for like one.
    ///
    /// *Errors*: `UnusableAnswer`, also when it is about another.
    func order(
        _ body: [UInt8], _ number: String, request: String
    ) throws(UnusableAnswer) -> SignedBestPayAnswer {
        let answer = try SignedBestPayAnswer(
            body, about: .order(number: number, request: request), signing)
        if answer.refusal == nil {
            try check(
                answer,
                [
                    ("merchantId", signing.merchantID), ("orderNo", number),
                    ("orderReqNo", request),
                ])
        }
        return answer
    }

    /// A signed answer about money that goes back.
    ///
    /// *Errors*: `UnusableAnswer`, also when it is about another, or another amount.
    func givenBack(
        _ body: [UInt8], _ order: MerchantOrderNumber, _ request: String, _ amount: Money
    ) throws(UnusableAnswer) -> SignedBestPayAnswer {
        let answer = try SignedBestPayAnswer(
            body, about: .giveBack(order: order.digits, request: request), signing)
        if answer.refusal == nil {
            try check(
                answer,
                [
                    ("merchantId", signing.merchantID), ("oldOrderNo", order.digits),
                    ("refundReqNo", request),
                ])
            guard let theirs = answer.text("transAmt").flatMap(WireText.fen) else {
                throw UnusableAnswer(.malformed, "transAmt")
            }
            guard theirs == amount else { throw UnusableAnswer(.foreignAnswer, "transAmt") }
        }
        return answer
    }

    private func check(
        _ answer: SignedBestPayAnswer, _ fields: [(name: String, ours: String)]
    ) throws(UnusableAnswer) {
        for (name, ours) in fields {
            guard let theirs = answer.text(name) else {
                throw UnusableAnswer(.malformed, "no " + name)
            }
            guard theirs == ours else { throw UnusableAnswer(.foreignAnswer, name) }
        }
    }

    func status(
        in answer: SignedBestPayAnswer
    ) throws(UnusableAnswer) -> BestPayOutcomeTables.Status {
        guard let text = answer.text("transStatus") else {
            throw UnusableAnswer(.malformed, "no transStatus")
        }
        guard let status = BestPayOutcomeTables.Status(rawValue: text) else {
            throw UnusableAnswer(.unlistedCode, WireText.code(text))
        }
        return status
    }

    private func proof(in answer: SignedBestPayAnswer) throws(UnusableAnswer) -> PaidProof {
        guard let order = WireText.identifier(answer.text("orderNo"), lengthMax: 30) else {
            throw UnusableAnswer(.malformed, "orderNo")
        }
        guard let trade = WireText.identifier(answer.text("ourTransNo"), lengthMax: 30) else {
            throw UnusableAnswer(.malformed, "ourTransNo")
        }
        guard let amount = answer.text("transAmt").flatMap(WireText.fen) else {
            throw UnusableAnswer(.malformed, "transAmt")
        }
        // The wire knows no other currency, and no time of the payment.
        return PaidProof(
            merchantOrderNumber: order, channelTradeNumber: trade, amount: amount,
            currency: "CNY", merchantAccount: signing.merchantID, paidAt: nil)
    }
}
