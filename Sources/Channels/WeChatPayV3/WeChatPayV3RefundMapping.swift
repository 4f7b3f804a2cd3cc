// From a signed answer about a refund to what it proves. The answer to a refund and the answer to a
// question about it are one and the same object.

package import Payments
package import Retail

extension WeChatPayV3OutcomeMapping {
    package func refund(
        _ outcome: HTTPOutcome, asked request: RefundRequest, at now: Timestamp
    ) -> RefundAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayV3Answer(outcome, signing, at: now)
            if let code = try answer.refusal() {
                guard let meaning = WeChatPayV3OutcomeTables.refund[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            let proof = try proof(in: answer, request.refund, request.order)
            // A promise of another amount is no promise; the query brings what was done.
            guard proof.amount == request.amount else {
                throw UnusableAnswer(.foreignAnswer, "amount.refund")
            }
            switch try status(in: answer) {
            case .success: return .done(proof)
            case .processing: return .accepted
            case .closed: return .failed(RefundFailure(kind: .closed, code: "CLOSED"))
            case .abnormal: return .unresolved(Doubt(kind: .needsPerson, detail: "ABNORMAL"))
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func queryRefund(
        _ outcome: HTTPOutcome, asked question: RefundQuestion, at now: Timestamp
    ) -> RefundQueryAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayV3Answer(outcome, signing, at: now)
            if let code = try answer.refusal() {
                guard let meaning = WeChatPayV3OutcomeTables.refundQuery[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            let proof = try proof(in: answer, question.refund, question.order)
            switch try status(in: answer) {
            case .success: return .done(proof)
            case .processing: return .processing
            case .closed: return .failed(RefundFailure(kind: .closed, code: "CLOSED"))
            case .abnormal: return .unresolved(Doubt(kind: .needsPerson, detail: "ABNORMAL"))
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    private func status(
        in answer: SignedWeChatPayV3Answer
    ) throws(UnusableAnswer) -> WeChatPayV3OutcomeTables.RefundStatus {
        guard let text = answer.text("status") else {
            throw UnusableAnswer(.malformed, "no status")
        }
        guard let status = WeChatPayV3OutcomeTables.RefundStatus(rawValue: text) else {
            throw UnusableAnswer(.unlistedCode, WireText.code(text))
        }
        return status
    }

    /// What the answer says of the refund that was asked about.
    private func proof(
        in answer: SignedWeChatPayV3Answer, _ refund: RefundNumber, _ order: MerchantOrderNumber
    ) throws(UnusableAnswer) -> RefundProof {
        for (name, ours) in [("out_refund_no", refund.text), ("out_trade_no", order.digits)] {
            guard let theirs = answer.text(name) else {
                throw UnusableAnswer(.malformed, "no " + name)
            }
            guard theirs == ours else { throw UnusableAnswer(.foreignAnswer, name) }
        }
        guard let number = WireText.identifier(answer.text("refund_id"), lengthMax: 32) else {
            throw UnusableAnswer(.malformed, "refund_id")
        }
        guard let amount = answer.text("refund", in: "amount").flatMap(WireText.fen) else {
            throw UnusableAnswer(.malformed, "amount.refund")
        }
        return RefundProof(
            refundNumber: refund.text, merchantOrderNumber: order.digits,
            channelRefundNumber: number, amount: amount,
            refundedAt: answer.text("success_time").flatMap(WeChatPayV3Time.moment))
    }
}
