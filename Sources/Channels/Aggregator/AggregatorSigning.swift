// Signatures at the gateway's interface. An answer becomes a `SignedAggregatorAnswer` only here, and
// only after its signature was right for the very request it answers; a refusal is signed like a
// success.
//
// Source: docs/reference/aggregator-api.md.

internal import Cryptography
internal import Payments
internal import Retail

/// Signs requests and checks answers.
package struct AggregatorSigning: Sendable {
    /// How far an answer's time may be from ours.
    private static let ageMax = Pause.minutes(5)

    private let settings: AggregatorSettings

    package init(_ settings: AggregatorSettings) {
        self.settings = settings
    }

    /// What is signed of a request.
    package static func requestText(
        _ method: HTTPRequest.Method, _ target: String, at stamp: Int64, nonce: String,
        key: String, body: String
    ) -> String {
        let digest = Hex.lower(Digest.sha256(Array(body.utf8)))
        return "counterfoil-request-1\n\(method.rawValue)\n\(target)\n\(stamp)\n\(nonce)\n\(key)\n"
            + "\(digest)\n"
    }

    /// The head of a request; nil when the key does not sign.
    func headers(
        _ method: HTTPRequest.Method, _ target: String, at now: Timestamp, nonce: String,
        key: String, body: String
    ) -> [HTTPHeader]? {
        let text = AggregatorSigning.requestText(
            method, target, at: now.microseconds, nonce: nonce, key: key, body: body)
        guard let signature = try? settings.privateKey.sign(Array(text.utf8)) else { return nil }
        var headers = [
            HTTPHeader("Counterfoil-Terminal", settings.terminal),
            HTTPHeader("Counterfoil-Key", settings.publicKey.id),
            HTTPHeader("Counterfoil-Timestamp", "\(now.microseconds)"),
            HTTPHeader("Counterfoil-Nonce", nonce),
            HTTPHeader("Counterfoil-Signature", Base64.text(signature)),
        ]
        if !key.isEmpty { headers.append(HTTPHeader("Idempotency-Key", key)) }
        return headers
    }

    /// Whether these bytes are the gateway's word of now, about the request with this nonce.
    ///
    /// *Errors*: `UnusableAnswer` with what is wrong.
    func check(
        _ status: Int, _ body: [UInt8], _ headers: [HTTPHeader], nonce: String, at now: Timestamp
    ) throws(UnusableAnswer) {
        func field(_ name: String) throws(UnusableAnswer) -> String {
            guard let value = headers.only("Counterfoil-" + name), !value.isEmpty else {
                throw UnusableAnswer(.badSignature, "no Counterfoil-" + name)
            }
            return value
        }
        let stamp = try field("Timestamp")
        guard let key = settings.gatewayKeys[try field("Key")] else {
            throw UnusableAnswer(.badSignature, "unknown Counterfoil-Key")
        }
        guard WireText.isDigits(stamp, lengthMax: 16), let moment = Int64(stamp) else {
            throw UnusableAnswer(.badSignature, "Counterfoil-Timestamp")
        }
        let age = now.since(Timestamp(microseconds: moment))
        guard age <= AggregatorSigning.ageMax,
            age.microseconds >= -AggregatorSigning.ageMax.microseconds
        else { throw UnusableAnswer(.badSignature, "Counterfoil-Timestamp is not of now") }
        let text =
            "counterfoil-answer-1\n\(status)\n\(stamp)\n\(nonce)\n"
            + Hex.lower(Digest.sha256(body)) + "\n"
        guard let signature = Base64.bytes(try field("Signature")),
            key.verifies(Array(text.utf8), signature: signature)
        else { throw UnusableAnswer(.badSignature, "wrong signature") }
    }
}

/// An answer whose signature is right: what was asked about, or a refusal with a code.
package struct SignedAggregatorAnswer: Sendable {
    private let isDone: Bool
    private let content: JSONValue

    /// Reads and checks what came.
    ///
    /// *Errors*: `UnusableAnswer`, also for what was never sent.
    init(
        _ outcome: HTTPOutcome, _ signing: AggregatorSigning, nonce: String, at now: Timestamp
    ) throws(UnusableAnswer) {
        guard case .answered(let status, let body, let headers) = outcome else {
            _ = try outcome.usableBody()
            throw UnusableAnswer(.malformed, "no answer")
        }
        isDone = status == 200 || status == 202
        do throws(UnusableAnswer) {
            try signing.check(status, body, headers, nonce: nonce, at: now)
        } catch {
            // What stands between us and the gateway signs nothing; its status says more.
            guard isDone else { throw UnusableAnswer(.httpStatus, "\(status)") }
            throw error
        }
        guard isDone || (400...499).contains(status) else {
            throw UnusableAnswer(.httpStatus, "\(status)")
        }
        do {
            content = try JSONReader.value(of: body)
        } catch {
            throw UnusableAnswer(.malformed, "JSON")
        }
        guard case .object = content else { throw UnusableAnswer(.malformed, "no object") }
    }

    func text(_ name: String) -> String? { content.text(name) }

    /// A member of the object under a name.
    func text(_ name: String, in object: String) -> String? {
        content.member(object)?.value.text(name)
    }

    /// The code of a refusal; nil when there is none.
    func refusal() throws(UnusableAnswer) -> String? {
        if isDone { return nil }
        guard let code = text("code") else { throw UnusableAnswer(.malformed, "no code") }
        return code
    }

    /// A member that must be there.
    func required(_ name: String) throws(UnusableAnswer) -> String {
        guard let text = text(name) else { throw UnusableAnswer(.malformed, "no " + name) }
        return text
    }

    /// *Errors*: `UnusableAnswer.foreignAnswer` when a member says something else.
    func mustSay(_ name: String, _ ours: String) throws(UnusableAnswer) {
        guard try required(name) == ours else { throw UnusableAnswer(.foreignAnswer, name) }
    }
}
