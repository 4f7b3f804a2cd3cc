// BestPay as a channel: writes the request, sends it once, maps the answer. It decides nothing and
// repeats nothing; asking again is the payment machine's business.

package import Payments

/// The BestPay channel of one merchant account.
package struct BestPayClient: Channel {
    package let wallet = Wallet.bestPay
    package let pace: ChannelPace
    package let refundPace: RefundPace

    private let wire: BestPayWire
    private let mapping: BestPayOutcomeMapping
    private let transport: HTTPTransport

    package init(_ settings: BestPaySettings, transport: HTTPTransport) {
        wire = BestPayWire(settings)
        mapping = BestPayOutcomeMapping(settings)
        pace = BestPayPace.pace(answerTimeoutMilliseconds: settings.http.answerTimeoutMilliseconds)
        refundPace = BestPayPace.refundPace(
            answerTimeoutMilliseconds: settings.http.answerTimeoutMilliseconds)
        self.transport = transport
    }

    private static let unwritten = Doubt(kind: .malformed, detail: "request could not be written")

    package func pay(_ permit: consuming SendPermit<PayRequest>) async -> PayAnswer {
        let asked = permit.spend()
        guard let request = wire.pay(asked) else { return .neverSent(Self.unwritten) }
        let outcome = await transport.post(request)
        if let doubt = outcome.neverSentDoubt { return .neverSent(doubt) }
        do throws(UnusableAnswer) {
            return mapping.pay(try outcome.usableBody(), asked: asked.number)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func query(_ question: OrderQuestion) async -> QueryAnswer {
        switch question {
        case .merchantOrderNumber(let number):
            do throws(UnusableAnswer) {
                return mapping.query(
                    try await transport.post(wire.query(number)).usableBody(), asked: number)
            } catch {
                return .unresolved(error.doubt)
            }
        case .channelTradeNumber(let number):
            // Orders can be asked for by the merchant's number alone. One of another length than
            // BestPay's own is no trade of it, without asking.
            guard number.utf8.count == BestPayClient.tradeNumberLength else { return .notFound }
            return .unresolved(Doubt(kind: .listedCode, detail: "not asked by trade number"))
        }
    }

    /// Of BestPay's own numbers, in public examples: `2015091800000260482593`.
    private static let tradeNumberLength = 22

    package func reverse(_ permit: consuming SendPermit<ReverseRequest>) async -> ReverseAnswer {
        let asked = permit.spend()
        guard let request = wire.reverse(asked) else { return .neverSent(Self.unwritten) }
        let outcome = await transport.post(request)
        if let doubt = outcome.neverSentDoubt { return .neverSent(doubt) }
        do throws(UnusableAnswer) {
            return mapping.reverse(try outcome.usableBody(), asked: asked)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func refund(_ permit: consuming SendPermit<RefundRequest>) async -> RefundAnswer {
        let asked = permit.spend()
        guard let request = wire.refund(asked) else { return .neverSent(Self.unwritten) }
        let outcome = await transport.post(request)
        if let doubt = outcome.neverSentDoubt { return .neverSent(doubt) }
        do throws(UnusableAnswer) {
            return mapping.refund(try outcome.usableBody(), asked: asked)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func queryRefund(_ question: RefundQuestion) async -> RefundQueryAnswer {
        do throws(UnusableAnswer) {
            return mapping.queryRefund(
                try await transport.post(wire.queryRefund(question)).usableBody(), asked: question)
        } catch {
            return .unresolved(error.doubt)
        }
    }
}
