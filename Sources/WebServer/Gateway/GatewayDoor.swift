// What every request of a terminal passes, in this order: its head, its kind and size, its signature,
// its time, its nonce. Only then is it looked at. Every answer is signed, a refusal, too.

internal import Checkout
internal import Cryptography
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Persistence
internal import Retail

extension GatewayRoutes {
    private static let bytesMax = 64 * 1_024
    private static let methods: [HTTPRequest.Method] =
        [
            .get, .post, .put, .delete, .patch, .head, .options, .trace,
        ] + [HTTPRequest.Method("QUERY")].compactMap(\.self)

    func add(to router: RouterGroup<TillContext>) {
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await signed(request) { try await admit(request, context, route.body) }
            }
        }
        router.on(RouterPath(GatewayRoutes.activation), method: .post) { request, context in
            try await signed(request) { try await activate(request) }
        }
        var taken: [String: [HTTPRequest.Method]] = [GatewayRoutes.activation: [.post]]
        for route in routes { taken[route.path, default: []].append(route.method) }
        for (path, allowed) in taken {
            for method in GatewayRoutes.methods where !allowed.contains(method) {
                router.on(RouterPath(path), method: method) { request, _ in
                    try await signed(request) {
                        var answer = try refusal(.methodNotAllowed)
                        answer.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
                        return answer
                    }
                }
            }
        }
    }

    private func refusal(_ refusal: TerminalRefusal) throws -> GatewayAnswer {
        var answer = try GatewayAnswer.json(
            RefusalView(refusal), status: HTTPResponse.Status(code: refusal.status))
        if case .tooMany(let seconds) = refusal { answer.headers[.retryAfter] = "\(seconds)" }
        return answer
    }

    /// Turns what went wrong into a refusal, and signs.
    private func signed(
        _ request: Request, _ body: () async throws -> GatewayAnswer
    ) async throws -> Response {
        var answer: GatewayAnswer
        do {
            answer = try await body()
        } catch let known as TerminalRefusal {
            answer = try refusal(known)
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as HTTPError where error.status != .internalServerError {
            answer = try refusal(.unreadable(field: "HTTP"))
        } catch {
            counter.driver.logger.error(
                "a terminal's request failed",
                metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            answer = try refusal(.storage)
        }
        let stamp = "\(door.now().microseconds)"
        let nonces = request.headers[values: .gatewayNonce]
        let nonce = nonces.count == 1 ? nonces.first ?? "" : ""
        let text = GatewaySigning.answerText(
            Int(answer.status.code), at: stamp,
            nonce: GatewayHead.isToken(nonce, 16...64) ? nonce : "", body: answer.bytes)
        var headers = answer.headers
        headers[.contentType] = answer.type
        headers[.cacheControl] = "no-store"
        headers[.gatewayKey] = publicKey.id
        headers[.gatewayTimestamp] = stamp
        headers[.gatewaySignature] = Base64.text(try key.sign(text))
        return Response(
            status: answer.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.bytes)))
    }

    private func admit(
        _ request: Request, _ context: TillContext, _ body: Body
    ) async throws -> GatewayAnswer {
        guard let head = GatewayHead(request) else { throw TerminalRefusal.unsigned(.headers) }
        let bytes = try await read(request)
        let (terminal, key) = try await door.presented(terminal: head.terminal, key: head.key)
        try check(request, head, bytes, signedBy: try? Ed25519PublicKey(base64: key.publicKey))
        // What moves money is counted behind its nonce: a request that was refused here can then not
        // be done after all when a proxy sends it a second time.
        let isRead = request.method == .get
        if isRead { try door.count(terminal.id) }
        try await door.take(
            nonce: head.nonce, of: terminal.id,
            signedAt: Timestamp(microseconds: head.signedAt))
        if !isRead { try door.count(terminal.id) }
        return try await body(
            GatewayCall(
                terminal: terminal, signedBy: key.id, body: bytes, request: request,
                context: context))
    }

    /// *Errors*: `TerminalRefusal.mediaType`, `.tooLarge`.
    private func read(_ request: Request) async throws -> [UInt8] {
        if request.method == .post || request.method == .put {
            let kind = request.headers[.contentType] ?? ""
            let name = kind.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
            guard name == "application/json" else { throw TerminalRefusal.mediaType }
        }
        do {
            let buffer = try await request.body.collect(upTo: GatewayRoutes.bytesMax)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw TerminalRefusal.tooLarge
        }
    }

    private func check(
        _ request: Request, _ head: GatewayHead, _ body: [UInt8],
        signedBy key: Ed25519PublicKey?
    ) throws(TerminalRefusal) {
        let text = GatewaySigning.text(
            request.method.rawValue, request.uri.string, at: head.stamp, nonce: head.nonce,
            key: request.headers[.idempotencyKey] ?? "", body: body)
        guard let key, key.verifies(text, signature: head.signature) else {
            throw .unsigned(.signature)
        }
        guard door.isTimely(Timestamp(microseconds: head.signedAt)) else { throw .clock }
    }

    /// The first request of a terminal: the one-time code, and a key that signs the request itself.
    private func activate(_ request: Request) async throws -> GatewayAnswer {
        guard let head = GatewayHead(request) else { throw TerminalRefusal.unsigned(.headers) }
        let bytes = try await read(request)
        var object = try FlatObject(bytes)
        guard let text = try object.text("public_key"),
            let key = try? Ed25519PublicKey(base64: text)
        else { throw TerminalRefusal.unreadable(field: "public_key") }
        guard let code = try object.text("code"), (1...64).contains(code.utf8.count) else {
            throw TerminalRefusal.unreadable(field: "code")
        }
        try object.end()
        guard key.id == head.key else { throw TerminalRefusal.unsigned(.key) }
        try check(request, head, bytes, signedBy: key)
        let terminal = try await door.activate(
            terminal: head.terminal, codeHash: ActivationCodeText.hash(code, of: head.terminal),
            key: TerminalKey(id: key.id, publicKey: text, from: door.now()))
        return try .json(
            TerminalView(
                terminal, try await door.keys(of: terminal.id),
                gateway: (publicKey.id, publicKey.base64)))
    }
}

/// Activation codes: what people read out, and what is kept of them.
package enum ActivationCodeText {
    /// Without letters and digits that are taken for each other.
    private static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")

    /// A fresh code of 80 bits: `XXXX-XXXX-XXXX-XXXX`.
    ///
    /// *Errors*: `CryptographyError` without randomness.
    package static func make() throws -> String {
        let letters = try SecureRandom.bytes(16).map { alphabet[Int($0 % 32)] }
        return stride(from: 0, to: 16, by: 4).map { String(letters[$0..<$0 + 4]) }
            .joined(separator: "-")
    }

    /// Of one terminal alone; small letters and hyphens make no difference.
    package static func hash(_ code: String, of terminal: String) -> String {
        let plain = code.uppercased().filter { $0 != "-" && $0 != " " }
        return Hex.lower(Digest.sha256(Array("\(terminal):\(plain)".utf8)))
    }
}
