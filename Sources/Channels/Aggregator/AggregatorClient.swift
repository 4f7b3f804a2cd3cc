// A gateway as a channel: writes the request, sends it once, maps the answer. It decides nothing and
// repeats nothing. One client for each wallet, over the same terminal: which wallet it is decides the
// code, and the gateway holds all of them.

package import Payments
internal import Retail

/// One wallet, by way of a gateway.
package struct AggregatorClient: Channel {
    package let wallet: Wallet
    package let pace: ChannelPace
    package let refundPace: RefundPace

    private let wire: AggregatorWire
    private let mapping: AggregatorOutcomeMapping
    private let transport: HTTPTransport
    private let sources: WireSources

    package init(
        _ settings: AggregatorSettings, wallet: Wallet, transport: HTTPTransport,
        sources: WireSources
    ) {
        self.wallet = wallet
        wire = AggregatorWire(settings, wallet)
        mapping = AggregatorOutcomeMapping(settings, wallet)
        pace = AggregatorPace.pace(
            answerTimeoutMilliseconds: settings.http.answerTimeoutMilliseconds)
        refundPace = AggregatorPace.refundPace(
            answerTimeoutMilliseconds: settings.http.answerTimeoutMilliseconds)
        self.transport = transport
        self.sources = sources
    }

    private static let unwritten = Doubt(kind: .malformed, detail: "request could not be written")

    package func pay(_ permit: consuming SendPermit<PayRequest>) async -> PayAnswer {
        let asked = permit.spend()
        guard let nonce = sources.nonce(),
            let request = wire.pay(asked, at: sources.now(), nonce: nonce)
        else { return .neverSent(Self.unwritten) }
        let outcome = await transport.post(request)
        if let doubt = outcome.neverSentDoubt { return .neverSent(doubt) }
        return mapping.pay(outcome, asked: asked.number, nonce: nonce, at: sources.now())
    }

    package func query(_ question: OrderQuestion) async -> QueryAnswer {
        guard let nonce = sources.nonce(),
            let request = wire.query(question, at: sources.now(), nonce: nonce)
        else { return .unresolved(Self.unwritten) }
        return mapping.query(
            await transport.post(request), asked: question, nonce: nonce, at: sources.now())
    }

    package func reverse(_ permit: consuming SendPermit<ReverseRequest>) async -> ReverseAnswer {
        let asked = permit.spend()
        guard let nonce = sources.nonce(),
            let request = wire.reverse(asked, at: sources.now(), nonce: nonce)
        else { return .neverSent(Self.unwritten) }
        let outcome = await transport.post(request)
        if let doubt = outcome.neverSentDoubt { return .neverSent(doubt) }
        return mapping.reverse(outcome, asked: asked.number, nonce: nonce, at: sources.now())
    }

    package func refund(_ permit: consuming SendPermit<RefundRequest>) async -> RefundAnswer {
        let asked = permit.spend()
        guard let nonce = sources.nonce(),
            let request = wire.refund(asked, at: sources.now(), nonce: nonce)
        else { return .neverSent(Self.unwritten) }
        let outcome = await transport.post(request)
        if let doubt = outcome.neverSentDoubt { return .neverSent(doubt) }
        return mapping.refund(outcome, asked: asked, nonce: nonce, at: sources.now())
    }

    package func queryRefund(_ question: RefundQuestion) async -> RefundQueryAnswer {
        guard let nonce = sources.nonce(),
            let request = wire.queryRefund(question, at: sources.now(), nonce: nonce)
        else { return .unresolved(Self.unwritten) }
        return mapping.queryRefund(
            await transport.post(request), asked: question, nonce: nonce, at: sources.now())
    }
}
