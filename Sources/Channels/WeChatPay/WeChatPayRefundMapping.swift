// From a signed answer about a refund to what it proves. A success of the call is only a promise
// here; that the money has arrived is said by the query alone.

package import Payments
internal import Retail

extension WeChatPayOutcomeMapping {
    /// At most so many partial refunds of one order.
    ///
    /// *Source*: 申请退款, 注意 4.
    private static let refundsMax = 50

    package func refund(_ body: [UInt8], asked request: RefundRequest) -> RefundAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayAnswer(body, signing)
            let code = try failure(of: answer)
            try check(answer, is: .merchantOrderNumber(request.order), mustName: code == nil)
            try check(answer, names: request.refund, mustName: code == nil)
            if let code {
                guard let meaning = WeChatPayOutcomeTables.refund[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            guard WireText.identifier(answer.text("refund_id"), lengthMax: 32) != nil else {
                throw UnusableAnswer(.malformed, "refund_id")
            }
            guard let amount = answer.text("refund_fee").flatMap(WireText.fen) else {
                throw UnusableAnswer(.malformed, "refund_fee")
            }
            // A promise of another amount is no promise; the query brings what was done.
            guard amount == request.amount else {
                throw UnusableAnswer(.foreignAnswer, "refund_fee")
            }
            return .accepted
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func queryRefund(
        _ body: [UInt8], asked question: RefundQuestion
    ) -> RefundQueryAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedWeChatPayAnswer(body, signing)
            let code = try failure(of: answer)
            try check(answer, is: .merchantOrderNumber(question.order), mustName: code == nil)
            if let code {
                guard let meaning = WeChatPayOutcomeTables.refundQuery[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(code)
            }
            return try refundState(in: answer, question.refund)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    private func check(
        _ answer: SignedWeChatPayAnswer, names refund: RefundNumber, mustName: Bool
    ) throws(UnusableAnswer) {
        guard let theirs = answer.text("out_refund_no") else {
            if mustName { throw UnusableAnswer(.malformed, "no out_refund_no") }
            return
        }
        guard theirs == refund.text else { throw UnusableAnswer(.foreignAnswer, "out_refund_no") }
    }

    /// An answer lists refunds with a number behind each field; ours is one of them or none.
    private func refundState(
        in answer: SignedWeChatPayAnswer, _ refund: RefundNumber
    ) throws(UnusableAnswer) -> RefundQueryAnswer {
        let places = (0..<Self.refundsMax).filter {
            answer.text("out_refund_no_\($0)") == refund.text
        }
        guard let place = places.first else {
            throw UnusableAnswer(.foreignAnswer, "out_refund_no")
        }
        guard places.count == 1 else { throw UnusableAnswer(.malformed, "out_refund_no twice") }
        guard let text = answer.text("refund_status_\(place)") else {
            throw UnusableAnswer(.malformed, "no refund_status")
        }
        guard let status = WeChatPayOutcomeTables.RefundStatus(rawValue: text) else {
            throw UnusableAnswer(.unlistedCode, WireText.code(text))
        }
        switch status {
        case .success: return .done(try proof(in: answer, at: place, refund))
        case .processing: return .processing
        case .closed: return .failed(RefundFailure(kind: .closed, code: status.rawValue))
        case .change:
            return .unresolved(Doubt(kind: .needsPerson, detail: status.rawValue))
        }
    }

    private func proof(
        in answer: SignedWeChatPayAnswer, at place: Int, _ refund: RefundNumber
    ) throws(UnusableAnswer) -> RefundProof {
        guard let order = WireText.identifier(answer.text("out_trade_no"), lengthMax: 32) else {
            throw UnusableAnswer(.malformed, "out_trade_no")
        }
        guard let number = WireText.identifier(answer.text("refund_id_\(place)"), lengthMax: 32)
        else { throw UnusableAnswer(.malformed, "refund_id") }
        guard let amount = answer.text("refund_fee_\(place)").flatMap(WireText.fen) else {
            throw UnusableAnswer(.malformed, "refund_fee")
        }
        let refundedAt = answer.text("refund_success_time_\(place)").flatMap {
            try? CivilTime(spaced: $0).timestamp
        }
        return RefundProof(
            refundNumber: refund.text, merchantOrderNumber: order, channelRefundNumber: number,
            amount: amount, refundedAt: refundedAt)
    }
}
