// From a signed answer about a refund to what it proves.
//
// Traps: `refund_fee` of the refund call is all that was ever given back of the trade, not this time;
// that answer does not repeat `out_request_no`, so it counts as the answer to the request that was
// sent over the same connection; and `fund_change` N only says that this call moved nothing, which is
// right when an earlier one with the same number did. Then the query decides.

package import Payments
internal import Retail

extension AlipayOutcomeMapping {
    package func refund(_ body: [UInt8], asked request: RefundRequest) -> RefundAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedAlipayAnswer(body, to: .refund, signing)
            let code = try code(of: answer)
            try check(
                answer, is: .merchantOrderNumber(request.order), mustName: code == "10000")
            try check(answer, names: request.refund, mustName: false)
            switch code {
            case "10000":
                return try refunded(answer, request)
            case "40004":
                let reason = try subCode(of: answer)
                guard let meaning = AlipayOutcomeTables.refund[reason] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(reason))
                }
                return meaning.answer(reason)
            default:
                guard let meaning = AlipayOutcomeTables.refundGateway[code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(code))
                }
                return meaning.answer(answer.text("sub_code") ?? code)
            }
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func queryRefund(
        _ body: [UInt8], asked question: RefundQuestion
    ) -> RefundQueryAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedAlipayAnswer(body, to: .refundQuery, signing)
            switch try code(of: answer) {
            case "10000":
                return try refundState(in: answer, question)
            case "40004":
                try check(answer, is: .merchantOrderNumber(question.order), mustName: false)
                let reason = try subCode(of: answer)
                guard let meaning = AlipayOutcomeTables.refundQuery[reason] else {
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

    private func check(
        _ answer: SignedAlipayAnswer, names refund: RefundNumber, mustName: Bool
    ) throws(UnusableAnswer) {
        guard let theirs = answer.text("out_request_no") else {
            if mustName { throw UnusableAnswer(.malformed, "no out_request_no") }
            return
        }
        guard theirs == refund.text else {
            throw UnusableAnswer(.foreignAnswer, "out_request_no")
        }
    }

    private func refunded(
        _ answer: SignedAlipayAnswer, _ request: RefundRequest
    ) throws(UnusableAnswer) -> RefundAnswer {
        switch answer.text("fund_change") {
        case "Y": break
        case "N": return .unresolved(Doubt(kind: .listedCode, detail: "fund_change N"))
        case nil: throw UnusableAnswer(.malformed, "no fund_change")
        default: throw UnusableAnswer(.malformed, "fund_change")
        }
        // What was given back of the trade so far, this time included.
        guard let total = answer.text("refund_fee").flatMap(WireText.yuan) else {
            throw UnusableAnswer(.malformed, "refund_fee")
        }
        guard total >= request.amount, total <= request.paid else {
            throw UnusableAnswer(.foreignAnswer, "refund_fee")
        }
        return .done(
            RefundProof(
                refundNumber: request.refund.text, merchantOrderNumber: request.order.digits,
                channelRefundNumber: "", amount: request.amount,
                refundedAt: moment("gmt_refund_pay", in: answer)))
    }

    private func refundState(
        in answer: SignedAlipayAnswer, _ question: RefundQuestion
    ) throws(UnusableAnswer) -> RefundQueryAnswer {
        let status = answer.text("refund_status")
        let order = OrderQuestion.merchantOrderNumber(question.order)
        try check(answer, is: order, mustName: status != nil)
        try check(answer, names: question.refund, mustName: status != nil)
        guard let status else {
            // Nothing under this number: not (yet) given back. An amount without a status is neither.
            guard answer.text("refund_amount") == nil else {
                throw UnusableAnswer(.malformed, "refund_amount without a status")
            }
            return .notFound
        }
        guard status == "REFUND_SUCCESS" else {
            throw UnusableAnswer(.unlistedCode, WireText.code(status))
        }
        guard let amount = answer.text("refund_amount").flatMap(WireText.yuan) else {
            throw UnusableAnswer(.malformed, "refund_amount")
        }
        return .done(
            RefundProof(
                refundNumber: question.refund.text, merchantOrderNumber: question.order.digits,
                channelRefundNumber: "", amount: amount,
                refundedAt: moment("gmt_refund_pay", in: answer)))
    }

    private func moment(_ name: String, in answer: SignedAlipayAnswer) -> Timestamp? {
        answer.text(name).flatMap { try? CivilTime(spaced: $0).timestamp }
    }
}
