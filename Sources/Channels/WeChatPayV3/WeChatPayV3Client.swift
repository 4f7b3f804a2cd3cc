// WeChat Pay v3 as a channel: writes the request, sends it once, maps the answer. It decides nothing
// and repeats nothing; asking again is the payment machine's business.

package import Payments
internal import Retail

/// The WeChat Pay v3 channel of one merchant account.
package struct WeChatPayV3Client: Channel {
    package let wallet = Wallet.weChatPay
    package let pace: ChannelPace
    package let refundPace: RefundPace

    let wire: WeChatPayV3Wire
    let mapping: WeChatPayV3OutcomeMapping
    let transport: HTTPTransport
    let sources: WireSources

    package init(
        _ settings: WeChatPayV3Settings, transport: HTTPTransport, sources: WireSources
    ) {
        wire = WeChatPayV3Wire(settings)
        mapping = WeChatPayV3OutcomeMapping(settings)
        // As long as v2's, and a minute more: a late request is bounded by the code's life alone.
        pace = WeChatPayPace.pace(
            answerTimeoutMilliseconds: settings.http.answerTimeoutMilliseconds,
            payableFor: .minutes(3))
        refundPace = WeChatPayPace.refundPace(
            answerTimeoutMilliseconds: settings.http.answerTimeoutMilliseconds)
        self.transport = transport
        self.sources = sources
    }

    private static let unwritten = Doubt(kind: .malformed, detail: "request could not be written")

    package func pay(_ permit: consuming SendPermit<PayRequest>) async -> PayAnswer {
        let asked = permit.spend()
        let request = sources.nonce().flatMap {
            wire.pay(asked, at: sources.now(), nonce: $0)
        }
        return await transport.move(request) { (outcome: HTTPOutcome) in
            mapping.pay(outcome, asked: asked.number, at: sources.now())
        }
    }

    package func query(_ question: OrderQuestion) async -> QueryAnswer {
        guard let nonce = sources.nonce(),
            let request = wire.query(question, at: sources.now(), nonce: nonce)
        else { return .unresolved(Self.unwritten) }
        return mapping.query(
            await transport.post(request), asked: question, at: sources.now())
    }

    package func reverse(_ permit: consuming SendPermit<ReverseRequest>) async -> ReverseAnswer {
        let asked = permit.spend()
        let request = sources.nonce().flatMap {
            wire.reverse(asked, at: sources.now(), nonce: $0)
        }
        return await transport.move(request) { (outcome: HTTPOutcome) in
            mapping.reverse(outcome, asked: asked.number, at: sources.now())
        }
    }

    package func refund(_ permit: consuming SendPermit<RefundRequest>) async -> RefundAnswer {
        let asked = permit.spend()
        let request = sources.nonce().flatMap {
            wire.refund(asked, at: sources.now(), nonce: $0)
        }
        return await transport.move(request) { (outcome: HTTPOutcome) in
            mapping.refund(outcome, asked: asked, at: sources.now())
        }
    }

    package func queryRefund(_ question: RefundQuestion) async -> RefundQueryAnswer {
        guard let nonce = sources.nonce(),
            let request = wire.queryRefund(question, at: sources.now(), nonce: nonce)
        else { return .unresolved(Self.unwritten) }
        return mapping.queryRefund(
            await transport.post(request), asked: question, at: sources.now())
    }
}
