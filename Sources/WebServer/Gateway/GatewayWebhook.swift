// What a webhook looks like: the payment or the refund as a question would answer it, signed by the
// gateway.

package import Checkout
package import Cryptography
internal import Foundation
internal import Persistence
package import Retail

/// One webhook, ready to be sent.
package struct GatewayWebhook: Sendable {
    package let url: String
    package let body: [UInt8]
    /// Names and values.
    package let headers: [(name: String, value: String)]

    private struct Told: Encodable {
        let event, type: String
        let at: Int64
        let payment: PaymentView?
        let refund: RefundView?
    }

    /// *Errors*: `CryptographyError` when the key does not sign.
    package init(
        _ letter: TerminalLetter, key: Ed25519PrivateKey, at now: Timestamp
    ) throws {
        let told: Told
        switch letter.content {
        case .payment(let payment):
            told = Told(
                event: letter.event.id, type: "payment", at: letter.event.at.microseconds,
                payment: PaymentView(payment, of: letter.terminal), refund: nil)
        case .refund(let refund):
            told = Told(
                event: letter.event.id, type: "refund", at: letter.event.at.microseconds,
                payment: nil, refund: RefundView(refund))
        }
        body = Array(try GatewayAnswer.encoded(told))
        url = letter.url
        let stamp = "\(now.microseconds)"
        let text = GatewaySigning.webhookText(at: stamp, event: letter.event.id, body: body)
        headers = [
            ("Counterfoil-Event", letter.event.id),
            ("Counterfoil-Key", try key.publicKey().id),
            ("Counterfoil-Timestamp", stamp),
            ("Counterfoil-Signature", Base64.text(try key.sign(text))),
        ]
    }
}
