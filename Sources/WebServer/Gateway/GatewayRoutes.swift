// The gateway's interface for other tills: which routes there are, and what each asks of the counter.
// docs/reference/openapi.yaml says the same; a test compares.

internal import Checkout
internal import Cryptography
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Persistence
internal import Retail

/// An answer before it is signed.
struct GatewayAnswer {
    var status: HTTPResponse.Status
    var type = "application/json; charset=utf-8"
    var bytes: [UInt8]
    var headers: HTTPFields = [:]

    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok
    ) throws -> GatewayAnswer {
        GatewayAnswer(status: status, bytes: Array(try encoded(value)))
    }

    /// In the interface's own spelling, `amount_fen`.
    static func encoded(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(value)
    }
}

struct GatewayRoutes {
    typealias Body = @Sendable (GatewayCall) async throws -> GatewayAnswer

    /// One route; a new one stands here and in openapi.yaml.
    struct Route: Sendable {
        let method: HTTPRequest.Method
        /// Below `/api/v1`, with `:name` for a parameter.
        let path: String
        let body: Body
    }

    let counter: TerminalCounter
    let door: TerminalDoor
    let key: Ed25519PrivateKey
    /// The public half of it, which names it.
    let publicKey: Ed25519PublicKey

    static let activation = "terminal/activation"

    var routes: [Route] {
        let (counter, door) = (counter, door)
        return [
            Route(method: .get, path: "terminal") { call in try await view(call) },
            Route(method: .put, path: "terminal/webhook") { call in
                var object = try call.object()
                let url = try object.words("url", max: 256)
                try object.end()
                guard url.map(GatewayRoutes.isWebhook) ?? true else {
                    throw TerminalRefusal.unreadable(field: "url")
                }
                try await door.setWebhook(url, of: call.terminal.id)
                return try await view(call)
            },
            Route(method: .post, path: "terminal/keys") { call in
                try await door.add(try newKey(call), to: call.terminal.id)
                return try await view(call)
            },
            Route(method: .delete, path: "terminal/keys/:id") { call in
                try await door.retire(
                    try call.parameter("id"), of: call.terminal.id, signedBy: call.signedBy)
                return try await view(call)
            },
            Route(method: .post, path: "payments") { call in
                try call.must(.pay)
                let (asked, wait) = (try call.paying(), try call.wait())
                let begun = try await counter.pay(asked, try call.act())
                return try await told(.number(begun.row.number), wait, call)
            },
            Route(method: .get, path: "payments") { call in
                let (reference, trade) = (
                    try call.query("reference"), try call.query("trade_number")
                )
                switch (reference, trade) {
                case (let reference?, nil):
                    return try await told(
                        .reference(try call.reference(reference)), try call.wait(), call)
                case (nil, let trade?):
                    guard GatewayHead.isToken(trade, 1...64) else {
                        throw TerminalRefusal.unreadable(field: "trade_number")
                    }
                    return try await told(.tradeNumber(trade), try call.wait(), call)
                case (nil, nil), (_?, _?):
                    throw TerminalRefusal.unreadable(field: "reference")
                }
            },
            Route(method: .get, path: "payments/:number") { call in
                try await told(.number(try call.number()), try call.wait(), call)
            },
            Route(method: .post, path: "payments/:number/reversal") { call in
                try call.must(.pay)
                let (number, wait) = (try call.number(), try call.wait())
                try call.object().end()
                _ = try await counter.reverse(number, try call.act())
                return try await told(.number(number), wait, call)
            },
            Route(method: .post, path: "payments/:number/refunds") { call in
                try call.must(.refund)
                let (asked, wait) = (try call.refunding(), try call.wait())
                let begun = try await counter.refund(asked, try call.act())
                let (number, terminal) = (begun.row.number, call.terminal)
                return try await toldOfRefund(wait, call) {
                    try await counter.refund(number: number, of: terminal)
                }
            },
            Route(method: .get, path: "refunds") { call in
                let reference = try call.reference(try call.query("reference"))
                let terminal = call.terminal
                return try await toldOfRefund(try call.wait(), call) {
                    try await counter.refund(reference: reference, of: terminal)
                }
            },
            Route(method: .get, path: "refunds/:number") { call in
                let (number, terminal) = (try call.refundNumber(), call.terminal)
                return try await toldOfRefund(try call.wait(), call) {
                    try await counter.refund(number: number, of: terminal)
                }
            },
            Route(method: .get, path: "statements/:date") { call in try await statement(call) },
        ]
    }

    /// `https`, or `http` to this machine.
    static func isWebhook(_ url: String) -> Bool {
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !url.contains(where: { "@\\#\"<>".contains($0) })
        else { return false }
        if url.hasPrefix("https://") { return url.utf8.count > 8 }
        return ["http://127.0.0.1:", "http://localhost:"].contains { url.hasPrefix($0) }
    }

    private func view(_ call: GatewayCall) async throws -> GatewayAnswer {
        let id = call.terminal.id
        let terminal = try await door.presented(terminal: id, key: call.signedBy).terminal
        return try .json(
            TerminalView(
                terminal, try await door.keys(of: id), gateway: (publicKey.id, publicKey.base64)))
    }

    /// A key that the terminal has shown to have.
    private func newKey(_ call: GatewayCall) throws(TerminalRefusal) -> TerminalKey {
        var object = try call.object()
        guard let text = try object.text("public_key"),
            let key = try? Ed25519PublicKey(base64: text)
        else { throw .unreadable(field: "public_key") }
        let proof = try object.text("proof")
        try object.end()
        guard let proof, let signature = Base64.bytes(proof),
            key.verifies(
                GatewaySigning.keyProofText(terminal: call.terminal.id, publicKey: text),
                signature: signature)
        else { throw .unreadable(field: "proof") }
        return TerminalKey(id: key.id, publicKey: text, from: door.now())
    }

    /// A payment as it is now, or as soon as it is final: 200 when it is, else 202.
    private func told(
        _ question: TerminalQuestion, _ wait: Pause, _ call: GatewayCall
    ) async throws -> GatewayAnswer {
        let (counter, terminal) = (counter, call.terminal)
        let payment = try await counter.wait(
            wait, of: terminal, until: { $0.status.isFinal },
            { try await counter.payment(question, of: terminal) })
        return try .json(
            PaymentView(payment, of: terminal), status: payment.status.isFinal ? .ok : .accepted)
    }

    private func toldOfRefund(
        _ wait: Pause, _ call: GatewayCall,
        _ read: @escaping @Sendable () async throws -> TerminalRefund
    ) async throws -> GatewayAnswer {
        let refund = try await counter.wait(
            wait, of: call.terminal, until: { $0.status.isFinal }, read)
        return try .json(RefundView(refund), status: refund.status.isFinal ? .ok : .accepted)
    }

    private func statement(_ call: GatewayCall) async throws -> GatewayAnswer {
        try call.must(.statement)
        let day = try call.parameter("date")
        guard day.utf8.count == 10, let date = try? BusinessDate(iso: day) else {
            throw TerminalRefusal.notFound
        }
        let format = try call.query("format") ?? "jsonl"
        guard format == "jsonl" || format == "csv" else {
            throw TerminalRefusal.unreadable(field: "format")
        }
        var start = 0
        if let text = try call.query("from") {
            guard (1...7).contains(text.utf8.count), let number = Int(text), number >= 0 else {
                throw TerminalRefusal.unreadable(field: "from")
            }
            start = number
        }
        let (lines, next) = try await counter.statement(
            of: call.terminal, on: date, from: start)
        let views = lines.map(StatementLineView.init)
        var bytes: [UInt8] = []
        if format == "csv" {
            bytes += Array(StatementLineView.csvHead.utf8)
            for view in views { bytes += Array(view.csv.utf8) }
        } else {
            for view in views {
                bytes += Array(try GatewayAnswer.encoded(view)) + [UInt8(ascii: "\n")]
            }
        }
        var headers = HTTPFields()
        if let next { headers[.gatewayNext] = "\(next)" }
        return GatewayAnswer(
            status: .ok,
            type: format == "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8",
            bytes: bytes, headers: headers)
    }
}
