// Alipay as a channel: writes the request, sends it once, maps the answer. It decides nothing and
// repeats nothing; asking again is the payment machine's business.

package import Payments

/// The Alipay channel of one merchant application.
package struct AlipayClient: Channel {
    package let wallet = Wallet.alipay
    package let pace: ChannelPace
    package let refundPace: RefundPace

    let wire: AlipayWire
    let mapping: AlipayOutcomeMapping
    let transport: HTTPTransport
    let sources: WireSources

    /// `meetsOther` is told of each certificate that an answer names and that is not installed.
    package init(
        _ settings: AlipaySettings, transport: HTTPTransport, sources: WireSources,
        meetsOther: @escaping @Sendable (_ serial: String) -> Void = { _ in }
    ) {
        wire = AlipayWire(settings)
        mapping = AlipayOutcomeMapping(settings, meetsOther: meetsOther)
        pace = AlipayPace.pace(answerTimeoutMilliseconds: settings.http.answerTimeoutMilliseconds)
        refundPace = AlipayPace.refundPace(
            answerTimeoutMilliseconds: settings.http.answerTimeoutMilliseconds)
        self.transport = transport
        self.sources = sources
    }

    package func pay(_ permit: consuming SendPermit<PayRequest>) async -> PayAnswer {
        let asked = permit.spend()
        let request = wire.pay(asked, at: sources.now())
        return await transport.move(request) { (body: [UInt8]) in
            mapping.pay(body, asked: asked.number)
        }
    }

    package func query(_ question: OrderQuestion) async -> QueryAnswer {
        guard let request = wire.query(question, at: sources.now()) else {
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
        let request = wire.cancel(asked, at: sources.now())
        return await transport.move(request) { (body: [UInt8]) in
            mapping.cancel(body, asked: asked.number)
        }
    }

    package func refund(_ permit: consuming SendPermit<RefundRequest>) async -> RefundAnswer {
        let asked = permit.spend()
        let request = wire.refund(asked, at: sources.now())
        return await transport.move(request) { (body: [UInt8]) in
            mapping.refund(body, asked: asked)
        }
    }

    package func queryRefund(_ question: RefundQuestion) async -> RefundQueryAnswer {
        guard let request = wire.queryRefund(question, at: sources.now()) else {
            return .unresolved(Doubt(kind: .malformed, detail: "request could not be written"))
        }
        do throws(UnusableAnswer) {
            return mapping.queryRefund(
                try await transport.post(request).usableBody(), asked: question)
        } catch {
            return .unresolved(error.doubt)
        }
    }
}
