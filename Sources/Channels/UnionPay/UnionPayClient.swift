// UnionPay as a channel: writes the request, sends it once, maps the answer. It decides nothing and
// repeats nothing; asking again is the payment machine's business.

package import Payments

/// The UnionPay channel of one merchant account.
package struct UnionPayClient: Channel {
    package let wallet = Wallet.unionPay
    package let pace: ChannelPace
    package let refundPace: RefundPace

    private let wire: UnionPayWire
    private let mapping: UnionPayOutcomeMapping
    private let transport: HTTPTransport

    package init(_ settings: UnionPaySettings, transport: HTTPTransport) {
        wire = UnionPayWire(settings)
        mapping = UnionPayOutcomeMapping(settings)
        pace = UnionPayPace.pace(answerTimeoutMilliseconds: settings.http.answerTimeoutMilliseconds)
        refundPace = UnionPayPace.refundPace(
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
            guard let request = wire.query(number) else { return .unresolved(Self.unwritten) }
            do throws(UnusableAnswer) {
                return mapping.query(
                    try await transport.post(request).usableBody(), asked: number)
            } catch {
                return .unresolved(error.doubt)
            }
        case .channelTradeNumber(let number):
            // The query wants the merchant's number and its time. One of another length than
            // UnionPay's own is no trade of it, without asking.
            guard number.utf8.count == UnionPayClient.tradeNumberLength else { return .notFound }
            return .unresolved(Doubt(kind: .listedCode, detail: "not asked by trade number"))
        }
    }

    /// Of UnionPay's own numbers (`queryId`).
    private static let tradeNumberLength = 21

    package func reverse(_ permit: consuming SendPermit<ReverseRequest>) async -> ReverseAnswer {
        let asked = permit.spend()
        guard let request = wire.reverse(asked) else { return .neverSent(Self.unwritten) }
        let outcome = await transport.post(request)
        if let doubt = outcome.neverSentDoubt { return .neverSent(doubt) }
        do throws(UnusableAnswer) {
            return mapping.reverse(try outcome.usableBody(), asked: asked.number)
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
        guard let request = wire.queryRefund(question) else { return .unresolved(Self.unwritten) }
        do throws(UnusableAnswer) {
            return mapping.queryRefund(
                try await transport.post(request).usableBody(), asked: question)
        } catch {
            return .unresolved(error.doubt)
        }
    }
}
