// WeChat Pay as a channel: writes the request, sends it once, maps the answer. It decides nothing
// and repeats nothing; asking again is the payment machine's business.

package import Payments

/// The WeChat Pay v2 channel of one merchant account.
package struct WeChatPayClient: Channel {
    package let wallet = Wallet.weChatPay
    package let pace: ChannelPace
    package let refundPace: RefundPace

    let wire: WeChatPayWire
    let mapping: WeChatPayOutcomeMapping
    let transport: HTTPTransport
    let sources: WireSources

    package init(
        _ settings: WeChatPaySettings, transport: HTTPTransport, sources: WireSources
    ) {
        wire = WeChatPayWire(settings)
        mapping = WeChatPayOutcomeMapping(settings)
        pace = WeChatPayPace.pace(
            answerTimeoutMilliseconds: settings.http.answerTimeoutMilliseconds)
        refundPace = WeChatPayPace.refundPace(
            answerTimeoutMilliseconds: settings.http.answerTimeoutMilliseconds)
        self.transport = transport
        self.sources = sources
    }

    package func pay(_ permit: consuming SendPermit<PayRequest>) async -> PayAnswer {
        let asked = permit.spend()
        let request = sources.nonce().flatMap { wire.pay(asked, nonce: $0) }
        return await transport.move(request) { (body: [UInt8]) in
            mapping.pay(body, asked: asked.number)
        }
    }

    package func query(_ question: OrderQuestion) async -> QueryAnswer {
        guard let nonce = sources.nonce(), let request = wire.query(question, nonce: nonce) else {
            return .unresolved(Doubt(kind: .malformed, detail: "request could not be written"))
        }
        do throws(UnusableAnswer) {
            return mapping.query(
                try await transport.post(request).usableBody(), asked: question)
        } catch {
            return .unresolved(error.doubt)
        }
    }

    package func reverse(_ permit: consuming SendPermit<ReverseRequest>) async -> ReverseAnswer {
        let asked = permit.spend()
        let request = sources.nonce().map { wire.reverse(asked, nonce: $0) }
        return await transport.move(request) { (body: [UInt8]) in
            mapping.reverse(body, asked: asked.number)
        }
    }

    package func refund(_ permit: consuming SendPermit<RefundRequest>) async -> RefundAnswer {
        let asked = permit.spend()
        let request = sources.nonce().flatMap { wire.refund(asked, nonce: $0) }
        return await transport.move(request) { (body: [UInt8]) in
            mapping.refund(body, asked: asked)
        }
    }

    package func queryRefund(_ question: RefundQuestion) async -> RefundQueryAnswer {
        guard let nonce = sources.nonce() else {
            return .unresolved(Doubt(kind: .malformed, detail: "request could not be written"))
        }
        let request = wire.queryRefund(question, nonce: nonce)
        do throws(UnusableAnswer) {
            return mapping.queryRefund(
                try await transport.post(request).usableBody(), asked: question)
        } catch {
            return .unresolved(error.doubt)
        }
    }
}
