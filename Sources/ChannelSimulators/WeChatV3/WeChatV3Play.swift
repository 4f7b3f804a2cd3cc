// WeChat Pay v3 as a merchant meets it: a signed request in, a signed answer out. It stands on the same
// ledger as v2: an order belongs to the merchant, whichever version it was made by.

internal import Cryptography
internal import Retail

/// A request as it came over the line.
package struct WeChatV3Request: Sendable {
    package let method: String
    /// The path with its query.
    package let target: String
    package let authorization: String
    package let body: [UInt8]
    /// Where it was sent to, for addresses in the answer.
    package let base: String

    package init(
        method: String, target: String, authorization: String, body: [UInt8], base: String = ""
    ) {
        self.base = base
        self.method = method
        self.target = target
        self.authorization = authorization
        self.body = body
    }
}

/// WeChat Pay, third version, as one merchant meets it.
package struct WeChatV3Play: Sendable {
    /// Of who asks: found by each request.
    private(set) var credentials: Credentials
    let books: Books

    package init(credentials: Credentials, books: Books) {
        self.credentials = credentials
        self.books = books
    }

    static let scheme = "WECHATPAY2-SHA256-RSA2048"
    /// *Source*: 签名生成: a request older than five minutes is refused.
    private static let ageMax = Pause.minutes(5)

    /// Does what a call asks and answers it; `name` is the number in its path.
    package func reply(
        to request: WeChatV3Request, call: Call, name: String, twist: Twist
    ) -> Reply {
        of(request).answer(request, call, name, twist)
    }

    /// For the merchant that a request names; for the first where it names none that is known.
    func of(_ request: WeChatV3Request) -> WeChatV3Play {
        let named = WeChatV3Play.fields(of: request.authorization)?["mchid"]
        var play = self
        play.credentials =
            credentials.merchants.first { $0.wechatMerchantID == named } ?? credentials
        return play
    }

    private func answer(
        _ request: WeChatV3Request, _ call: Call, _ name: String, _ twist: Twist
    ) -> Reply {
        do throws(WeChatV3Refusal) {
            try check(request)
            let fields = try fields(request)
            switch twist {
            case .systemErrorInstead: throw .systemError
            case .notFound where call == .query: throw .orderNotExist
            case .notFound where call == .refundQuery: throw .resourceNotExists
            case .none, .systemErrorAfter, .wrongAmount, .notFound, .badSignature,
                .refundNotEnough, .refundClosed, .statement:
                break
            }
            let done: JSON
            switch call {
            case .pay: done = try pay(fields, twist)
            case .offer: done = try offer(fields)
            case .close:
                try close(fields, name)
                if case .systemErrorAfter = twist { throw .systemError }
                return signed(bytes: [], status: 204, twist)
            case .query: done = try query(request.target, name, twist)
            case .reverse: done = try reverse(fields, name)
            case .refund: done = try refund(fields, twist)
            case .refundQuery: done = try refundQuery(name, twist)
            case .notification: throw .parameter("path")
            case .statement: done = try statement(request, twist)
            // Answered by a file, see `statementFile`.
            case .statementFile: throw .systemError
            }
            if case .systemErrorAfter = twist { throw .systemError }
            return signed(done, status: 200, twist)
        } catch {
            return signed(error, twist)
        }
    }

    func signed(_ refusal: WeChatV3Refusal, _ twist: Twist) -> Reply {
        signed(
            .members([
                "code": .string(refusal.code), "message": .string(refusal.description),
            ]), status: refusal.status, twist)
    }

    /// What `Authorization` holds; nil where it is none.
    private static func fields(of authorization: String) -> [String: String]? {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts.first == Substring(WeChatV3Play.scheme),
            let list = parts.last
        else { return nil }
        var fields: [String: String] = [:]
        for part in list.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let name = pair.first, let value = pair.last,
                value.hasPrefix("\""), value.hasSuffix("\""), value.utf8.count >= 2
            else { return nil }
            fields[String(name)] = String(value.dropFirst().dropLast())
        }
        return fields
    }

    /// The signature over the request as it came.
    func check(_ request: WeChatV3Request) throws(WeChatV3Refusal) {
        guard let fields = WeChatV3Play.fields(of: request.authorization) else {
            throw .signError("Authorization")
        }
        guard fields["mchid"] == credentials.wechatMerchantID else { throw .merchantUnknown }
        guard fields["serial_no"] == credentials.wechatCertificateSerial else {
            throw .signError("serial_no")
        }
        guard let stamp = fields["timestamp"], let seconds = Int64(stamp),
            (0...4_102_444_800).contains(seconds), let nonce = fields["nonce_str"],
            let signature = fields["signature"].flatMap(Base64.bytes)
        else { throw .signError("Authorization") }
        let age = books.now.since(Timestamp(microseconds: seconds * 1_000_000))
        guard age <= WeChatV3Play.ageMax,
            age.microseconds >= -WeChatV3Play.ageMax.microseconds
        else { throw .signError("timestamp") }
        let head = "\(request.method)\n\(request.target)\n\(stamp)\n\(nonce)\n"
        let text = Array(head.utf8) + request.body + [UInt8(ascii: "\n")]
        guard credentials.merchantPublicKey.verifiesSHA256(text, signature: signature) else {
            throw .signError("signature")
        }
    }

    private func fields(_ request: WeChatV3Request) throws(WeChatV3Refusal) -> JSON {
        if request.method == "GET" { return .object([]) }
        guard let json = JSON(reading: request.body), case .object = json else {
            throw .parameter("JSON")
        }
        return json
    }

    func signed(_ content: JSON, status: Int, _ twist: Twist) -> Reply {
        signed(bytes: content.bytes, status: status, twist)
    }

    private func signed(bytes body: [UInt8], status: Int, _ twist: Twist) -> Reply {
        let stamp = "\(books.now.microseconds / 1_000_000)"
        let nonce = String(books.entropy(), radix: 16) + String(books.entropy(), radix: 16)
        var text = Array("\(stamp)\n\(nonce)\n".utf8) + body + [UInt8(ascii: "\n")]
        if case .badSignature = twist { text.append(UInt8(ascii: "?")) }
        var headers = [
            "Wechatpay-Timestamp": stamp, "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": credentials.wechatPlatformKeyID,
            "Wechatpay-Signature-Type": WeChatV3Play.scheme,
        ]
        if let signature = try? credentials.wechatPlatformKey.signSHA256(text) {
            headers["Wechatpay-Signature"] = Base64.text(signature)
        }
        return Reply(
            status: status, contentType: "application/json; charset=utf-8", headers: headers,
            body: body)
    }
}
