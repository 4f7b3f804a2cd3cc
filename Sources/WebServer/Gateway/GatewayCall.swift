// One request of a terminal, once it is known who asks and that it has not been taken before.

internal import Checkout
internal import Cryptography
internal import Foundation
internal import Hummingbird
internal import Payments
internal import Persistence
internal import Retail

struct GatewayCall {
    let terminal: Terminal
    /// The key that signed it.
    let signedBy: String
    let body: [UInt8]
    let request: Request
    let context: TillContext

    /// *Errors*: `TerminalRefusal.rightMissing`.
    func must(_ right: TerminalRight) throws(TerminalRefusal) {
        guard terminal.rights.contains(right) else { throw .rightMissing }
    }

    /// The act with its idempotency key.
    ///
    /// *Errors*: `TerminalRefusal.unreadable`.
    func act() throws(TerminalRefusal) -> TerminalAct {
        let keys = request.headers[values: .idempotencyKey]
        guard keys.count == 1, let key = keys.first, GatewayHead.isToken(key, 1...64),
            !key.contains("_")
        else { throw .unreadable(field: "Idempotency-Key") }
        let asked = Array("\(request.method.rawValue) \(request.uri.path)\n".utf8) + body
        return TerminalAct(
            terminal: terminal, key: key, fingerprint: Hex.lower(Digest.sha256(asked)))
    }

    func object() throws(TerminalRefusal) -> FlatObject { try FlatObject(body) }

    /// How long the answer may be waited for.
    func wait() throws(TerminalRefusal) -> Pause {
        guard let text = try query("wait") else { return .zero }
        guard text.utf8.count <= 2, let seconds = Int64(text), (0...30).contains(seconds) else {
            throw .unreadable(field: "wait")
        }
        return .seconds(seconds)
    }

    /// A parameter of the query; one that is there twice means nothing.
    func query(_ name: String) throws(TerminalRefusal) -> String? {
        let values = request.uri.queryParameters[values: Substring(name)]
        guard values.count <= 1 else { throw .unreadable(field: name) }
        return values.first.map(String.init)
    }

    func reference(_ text: String?) throws(TerminalRefusal) -> String {
        guard let text, GatewayHead.isToken(text, 1...64) else {
            throw .unreadable(field: "reference")
        }
        return text
    }

    func parameter(_ name: String) throws(TerminalRefusal) -> String {
        guard let text = context.parameters.get(name) else { throw .unreadable(field: name) }
        return text
    }

    func number() throws(TerminalRefusal) -> MerchantOrderNumber {
        let text = try parameter("number")
        guard text.utf8.count == MerchantOrderNumber.length,
            let number = try? MerchantOrderNumber(reading: text)
        else { throw .notFound }
        return number
    }

    func refundNumber() throws(TerminalRefusal) -> RefundNumber {
        let text = try parameter("number")
        guard text.utf8.count == MerchantOrderNumber.length + 1,
            let number = try? RefundNumber(reading: text)
        else { throw .notFound }
        return number
    }

    func paying() throws(TerminalRefusal) -> TerminalPaying {
        var object = try object()
        guard let code = try object.text("code"), code.utf8.count <= 64 else {
            throw .unreadable(field: "code")
        }
        guard let fen = try object.integer("amount_fen"), fen > 0 else {
            throw .unreadable(field: "amount_fen")
        }
        let reference = try reference(try object.text("reference"))
        let subject = try object.words("subject", max: 64)
        var number: MerchantOrderNumber?
        if let text = try object.text("number") {
            guard text.utf8.count == MerchantOrderNumber.length,
                let read = try? MerchantOrderNumber(reading: text)
            else { throw .unreadable(field: "number") }
            number = read
        }
        let expiresAt = try object.integer("expires_at")
        let isNotIdentityCard = try object.flag("confirmed_not_identity_card") ?? false
        try object.end()
        return TerminalPaying(
            code: code, amount: Money(fen: fen), reference: reference, subject: subject,
            number: number, expiresAt: expiresAt.map { Timestamp(microseconds: $0) },
            isNotIdentityCard: isNotIdentityCard)
    }

    func refunding() throws(TerminalRefusal) -> TerminalRefunding {
        let order = try number()
        var object = try object()
        guard let fen = try object.integer("amount_fen"), fen > 0 else {
            throw .unreadable(field: "amount_fen")
        }
        let reference = try reference(try object.text("reference"))
        let reason = try object.words("reason", max: 80)
        try object.end()
        return TerminalRefunding(
            order: order, amount: Money(fen: fen), reference: reference, reason: reason)
    }
}
