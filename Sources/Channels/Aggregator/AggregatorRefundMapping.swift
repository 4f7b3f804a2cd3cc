// From a signed answer about a refund to what it proves.

package import Payments
package import Retail

extension AggregatorOutcomeMapping {
    package func refund(
        _ outcome: HTTPOutcome, asked request: RefundRequest, nonce: String, at now: Timestamp
    ) -> RefundAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedAggregatorAnswer(outcome, signing, nonce: nonce, at: now)
            if let code = try answer.refusal() {
                guard let meaning = AggregatorOutcomeTables.refund[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            let proof = try proof(in: answer, request.refund, request.order)
            // A promise of another amount is no promise; the query brings what was done.
            guard proof.amount == request.amount else {
                throw UnusableAnswer(.foreignAnswer, "amount_fen")
            }
            switch try refundStatus(in: answer) {
            case .refunded: return .done(proof)
            case .pending: return .accepted
            case .failed: return .failed(failure(in: answer))
            case .inDoubt: throw UnusableAnswer(.listedCode, "in_doubt")
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func queryRefund(
        _ outcome: HTTPOutcome, asked question: RefundQuestion, nonce: String, at now: Timestamp
    ) -> RefundQueryAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedAggregatorAnswer(outcome, signing, nonce: nonce, at: now)
            if let code = try answer.refusal() {
                guard let meaning = AggregatorOutcomeTables.refundQuery[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            let proof = try proof(in: answer, question.refund, question.order)
            switch try refundStatus(in: answer) {
            case .refunded: return .done(proof)
            case .pending: return .processing
            case .failed: return .failed(failure(in: answer))
            case .inDoubt: throw UnusableAnswer(.listedCode, "in_doubt")
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    private func refundStatus(
        in answer: SignedAggregatorAnswer
    ) throws(UnusableAnswer) -> AggregatorOutcomeTables.RefundStatus {
        let text = try answer.required("status")
        guard let status = AggregatorOutcomeTables.RefundStatus(rawValue: text) else {
            throw UnusableAnswer(.unlistedCode, WireText.code(text))
        }
        return status
    }

    private func failure(in answer: SignedAggregatorAnswer) -> RefundFailure {
        let kind = answer.text("kind", in: "failure").flatMap { RefundFailure.Kind(rawValue: $0) }
        return RefundFailure(
            kind: kind ?? .other, code: WireText.code(answer.text("code", in: "failure") ?? "none"))
    }

    /// What the answer says of the refund that was asked about.
    private func proof(
        in answer: SignedAggregatorAnswer, _ refund: RefundNumber, _ order: MerchantOrderNumber
    ) throws(UnusableAnswer) -> RefundProof {
        try answer.mustSay("reference", refund.text)
        try answer.mustSay("payment", order.digits)
        guard let number = WireText.identifier(answer.text("number"), lengthMax: 32) else {
            throw UnusableAnswer(.malformed, "number")
        }
        guard let amount = answer.text("amount_fen").flatMap(WireText.fen) else {
            throw UnusableAnswer(.malformed, "amount_fen")
        }
        return RefundProof(
            refundNumber: refund.text, merchantOrderNumber: order.digits,
            channelRefundNumber: number, amount: amount,
            refundedAt: answer.text("refunded_at").flatMap(AggregatorOutcomeMapping.moment))
    }
}
