// From a signed answer about a refund to what it proves. A success of the call is read as a promise
// alone; that the money is back is for the query to say.

package import Payments
internal import Retail

extension BestPayOutcomeMapping {
    package func refund(_ body: [UInt8], asked request: RefundRequest) -> RefundAnswer {
        do throws(UnusableAnswer) {
            let answer = try givenBack(
                body, request.order, BestPayWire.request(of: request.refund), request.amount)
            guard let code = answer.refusal else { return .accepted }
            guard let meaning = BestPayOutcomeTables.refund[code] else {
                throw UnusableAnswer(.unlistedCode, WireText.code(code))
            }
            return meaning.answer(code)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func queryRefund(
        _ body: [UInt8], asked question: RefundQuestion
    ) -> RefundQueryAnswer {
        do throws(UnusableAnswer) {
            let answer = try order(
                body, question.order.digits, request: BestPayWire.request(of: question.refund))
            if let code = answer.refusal {
                guard let meaning = BestPayOutcomeTables.refundQuery[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            let status = try status(in: answer)
            switch status {
            case .done: return .done(try refundProof(in: answer, question))
            case .pending: return .processing
            case .failed, .void:
                return .failed(RefundFailure(kind: .closed, code: status.rawValue))
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    private func refundProof(
        in answer: SignedBestPayAnswer, _ question: RefundQuestion
    ) throws(UnusableAnswer) -> RefundProof {
        guard let amount = answer.text("transAmt").flatMap(WireText.fen) else {
            throw UnusableAnswer(.malformed, "transAmt")
        }
        let number = WireText.identifier(answer.text("ourTransNo"), lengthMax: 30)
        return RefundProof(
            refundNumber: question.refund.text, merchantOrderNumber: question.order.digits,
            channelRefundNumber: number ?? "", amount: amount, refundedAt: nil)
    }
}
