// From a signed answer to what it proves. An answer about another order or another merchant is no
// answer to our question; amount and currency are compared by the payment machine.
//
// Trap: 00 in the answer to a payment is a receipt. UnionPay answers at once and debits afterwards;
// only a query says that an order was paid.

package import Payments
package import Retail

/// Maps the answers of one merchant account.
package struct UnionPayOutcomeMapping: Sendable {
    private let settings: UnionPaySettings
    private let signing: UnionPaySigning

    package init(_ settings: UnionPaySettings) {
        self.settings = settings
        signing = UnionPaySigning(settings)
    }

    package func pay(_ body: [UInt8], asked number: MerchantOrderNumber) -> PayAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedUnionPayAnswer(body, signing)
            try check(answer, number.digits, UnionPayWire.time(of: number), type: "01")
            guard answer.code != "00" else { return .awaitingShopper }
            guard let meaning = UnionPayOutcomeTables.pay[answer.code] else {
                throw UnusableAnswer(.unlistedCode, WireText.code(answer.code))
            }
            return meaning.answer(answer.code)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func query(_ body: [UInt8], asked number: MerchantOrderNumber) -> QueryAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedUnionPayAnswer(body, signing)
            try check(answer, number.digits, UnionPayWire.time(of: number), type: nil)
            guard answer.code == "00" else {
                guard let meaning = UnionPayOutcomeTables.query[answer.code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(answer.code))
                }
                return meaning.answer(answer.code)
            }
            return try state(in: answer, number)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func reverse(_ body: [UInt8], asked number: MerchantOrderNumber) -> ReverseAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedUnionPayAnswer(body, signing)
            try check(answer, number.digits, UnionPayWire.time(of: number), type: "99")
            guard answer.code != "00" else { return .reversed }
            guard let meaning = UnionPayOutcomeTables.reverse[answer.code] else {
                throw UnusableAnswer(.unlistedCode, WireText.code(answer.code))
            }
            return meaning.answer(answer.code)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func refund(_ body: [UInt8], asked request: RefundRequest) -> RefundAnswer {
        do throws(UnusableAnswer) {
            let answer = try SignedUnionPayAnswer(body, signing)
            try check(
                answer, request.refund.text, UnionPayWire.time(of: request.refund), type: "04")
            guard answer.code == "00" else {
                guard let meaning = UnionPayOutcomeTables.refund[answer.code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(answer.code))
                }
                return meaning.answer(answer.code)
            }
            guard let amount = answer.text("txnAmt").flatMap(WireText.fen) else {
                throw UnusableAnswer(.malformed, "txnAmt")
            }
            // A promise of another amount is no promise; the query brings what was done.
            guard amount == request.amount else {
                throw UnusableAnswer(.foreignAnswer, "txnAmt")
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
            let answer = try SignedUnionPayAnswer(body, signing)
            try check(
                answer, question.refund.text, UnionPayWire.time(of: question.refund), type: nil)
            guard answer.code == "00" else {
                guard let meaning = UnionPayOutcomeTables.query[answer.code] else {
                    throw UnusableAnswer(.unlistedCode, WireText.code(answer.code))
                }
                switch meaning {
                case .notFound: return .notFound
                case .unresolved:
                    throw UnusableAnswer(.listedCode, WireText.code(answer.code))
                }
            }
            return try refundState(in: answer, question)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    private func state(
        in answer: SignedUnionPayAnswer, _ number: MerchantOrderNumber
    ) throws(UnusableAnswer) -> QueryAnswer {
        let code = try originalCode(in: answer, type: "01")
        switch code {
        case "00": return .paid(try proof(in: answer, number))
        case UnionPayOutcomeTables.undone: return .closed(code: code)
        default: break
        }
        guard let meaning = UnionPayOutcomeTables.pay[code] else {
            throw UnusableAnswer(.unlistedCode, WireText.code(code))
        }
        switch meaning {
        case .awaitingShopper: return .awaitingShopper
        case .declined: return .closed(code: WireText.code(code))
        case .unresolved: throw UnusableAnswer(.listedCode, WireText.code(code))
        }
    }

    private func refundState(
        in answer: SignedUnionPayAnswer, _ question: RefundQuestion
    ) throws(UnusableAnswer) -> RefundQueryAnswer {
        let code = try originalCode(in: answer, type: "04")
        switch code {
        case "00": return .done(try refundProof(in: answer, question))
        // Accepted and not at its end.
        case "05": return .processing
        default: break
        }
        guard let meaning = UnionPayOutcomeTables.refund[code] else {
            throw UnusableAnswer(.unlistedCode, WireText.code(code))
        }
        switch meaning {
        case .failed(let kind):
            return .failed(RefundFailure(kind: kind, code: WireText.code(code)))
        case .later, .unresolved: throw UnusableAnswer(.listedCode, WireText.code(code))
        }
    }

    /// What became of what was asked about, once it is clear that it is of that type.
    private func originalCode(
        in answer: SignedUnionPayAnswer, type: String
    ) throws(UnusableAnswer) -> String {
        guard let code = answer.text("origRespCode") else {
            throw UnusableAnswer(.malformed, "no origRespCode")
        }
        // The answer to a query names the type of what it found, or of the query.
        guard let theirs = answer.text("txnType"), theirs == type || theirs == "00" else {
            throw UnusableAnswer(.foreignAnswer, "txnType")
        }
        return code
    }

    private func check(
        _ answer: SignedUnionPayAnswer, _ number: String, _ time: String, type: String?
    ) throws(UnusableAnswer) {
        var fields = [("merId", settings.merchantID), ("orderId", number), ("txnTime", time)]
        if let type { fields.append(("txnType", type)) }
        for (name, ours) in fields {
            guard let theirs = answer.text(name) else {
                throw UnusableAnswer(.malformed, "no " + name)
            }
            guard theirs == ours else { throw UnusableAnswer(.foreignAnswer, name) }
        }
    }

    private func proof(
        in answer: SignedUnionPayAnswer, _ number: MerchantOrderNumber
    ) throws(UnusableAnswer) -> PaidProof {
        guard let trade = answer.text("queryId"), WireText.isDigits(trade, lengthMax: 21) else {
            throw UnusableAnswer(.malformed, "queryId")
        }
        guard let amount = answer.text("txnAmt").flatMap(WireText.fen) else {
            throw UnusableAnswer(.malformed, "txnAmt")
        }
        guard let currency = WireText.identifier(answer.text("currencyCode"), lengthMax: 3) else {
            throw UnusableAnswer(.malformed, "currencyCode")
        }
        // The wire knows the time of the order alone.
        return PaidProof(
            merchantOrderNumber: number.digits, channelTradeNumber: trade, amount: amount,
            currency: currency == "156" ? "CNY" : currency,
            merchantAccount: settings.merchantID, paidAt: nil)
    }

    private func refundProof(
        in answer: SignedUnionPayAnswer, _ question: RefundQuestion
    ) throws(UnusableAnswer) -> RefundProof {
        guard let amount = answer.text("txnAmt").flatMap(WireText.fen) else {
            throw UnusableAnswer(.malformed, "txnAmt")
        }
        guard answer.text("currencyCode") == "156" else {
            throw UnusableAnswer(.foreignAnswer, "currencyCode")
        }
        let number = WireText.identifier(answer.text("queryId"), lengthMax: 21)
        return RefundProof(
            refundNumber: question.refund.text, merchantOrderNumber: question.order.digits,
            channelRefundNumber: number ?? "", amount: amount, refundedAt: nil)
    }
}
