// BestPay's older signatures: MD5 over a fixed list of fields with the data key behind it, upper
// case. An answer becomes a `SignedBestPayAnswer` only here and only after its signature was right.
//
// The lists of requests, and of the answer about an order, are those of several public clients,
// which agree. Assumed, and in docs/channels.md to be confirmed: the lists of the answers to a
// refund and a reversal, and that a refusal carries a signature at all. A refusal without one
// proves nothing.

internal import Cryptography
internal import Payments

/// Makes and checks signatures with the merchant's data key.
package struct BestPaySigning: Sendable {
    private let key: Masked<String>
    let merchantID: String

    package init(_ settings: BestPaySettings) {
        key = settings.key
        merchantID = settings.merchantID
    }

    /// The signature over fields in the order given.
    package func mac(_ fields: [(name: String, value: String)]) -> String {
        let text = fields.map { $0.name + "=" + $0.value + "&" }.joined() + "KEY=" + key.value
        return Hex.upper(Digest.md5(Array(text.utf8)))
    }

    func isRight(_ sign: String?, over fields: [(name: String, value: String)]) -> Bool {
        guard let sign else { return false }
        return ConstantTime.areEqual(Array(sign.utf8), Array(mac(fields).utf8))
    }
}

/// What an answer must be about: a part of what it signs.
package enum BestPayAbout: Equatable, Sendable {
    /// Of a payment, or of a refund under its own request number.
    case order(number: String, request: String)
    /// Money that goes back, by a refund or by a reversal.
    case giveBack(order: String, request: String)
}

/// An answer whose signature is right: the result, or the code of a refusal.
package struct SignedBestPayAnswer: Sendable {
    /// The error code of a refusal; nil when the call was done.
    let refusal: String?
    private let result: JSONValue

    /// Reads and checks a body.
    ///
    /// *Errors*: `UnusableAnswer`.
    init(
        _ body: [UInt8], about: BestPayAbout, _ signing: BestPaySigning
    ) throws(UnusableAnswer) {
        let answer: JSONValue
        do {
            answer = try JSONReader.value(of: body)
        } catch {
            throw UnusableAnswer(.malformed, "JSON")
        }
        switch SignedBestPayAnswer.success(in: answer) {
        case true?:
            guard let result = answer.member("result")?.value, case .object = result else {
                // Public examples show refunds answered so; without a signature it is no promise.
                throw UnusableAnswer(.badSignature, "no result")
            }
            let fields = SignedBestPayAnswer.signedFields(of: result, about)
            guard signing.isRight(result.text("sign"), over: fields) else {
                throw UnusableAnswer(.badSignature, "wrong signature")
            }
            self.result = result
            refusal = nil
        case false?:
            guard let code = answer.text("errorCode") else {
                throw UnusableAnswer(.malformed, "no errorCode")
            }
            guard let sign = answer.text("sign") else {
                throw UnusableAnswer(.badSignature, "unsigned " + WireText.code(code))
            }
            // What was asked is in it, so that no refusal answers for another order.
            let fields =
                [(name: "MERCHANTID", value: signing.merchantID)] + about.signedFields
                + [(name: "ERRORCODE", value: code)]
            guard signing.isRight(sign, over: fields) else {
                throw UnusableAnswer(.badSignature, "wrong signature")
            }
            result = .null
            refusal = code
        case nil:
            throw UnusableAnswer(.malformed, "no success")
        }
    }

    func text(_ name: String) -> String? { result.text(name) }

    private static func success(in answer: JSONValue) -> Bool? {
        switch answer.member("success")?.value {
        case .bool(let value): value
        case .string("true"): true
        case .string("false"): false
        case .string, .number, .object, .array, .null, nil: nil
        }
    }

    /// What a result signs; a field that is absent or null is the word `null` there.
    private static func signedFields(
        of result: JSONValue, _ about: BestPayAbout
    ) -> [(name: String, value: String)] {
        let names =
            switch about {
            case .order:
                [
                    "merchantId", "orderNo", "orderReqNo", "orderDate", "ourTransNo", "transAmt",
                    "transStatus", "encodeType",
                ]
            case .giveBack: ["merchantId", "oldOrderNo", "refundReqNo", "transAmt"]
            }
        return names.map { ($0.uppercased(), result.text($0) ?? "null") }
    }
}

extension BestPayAbout {
    fileprivate var signedFields: [(name: String, value: String)] {
        switch self {
        case .order(let number, let request):
            [(name: "ORDERNO", value: number), (name: "ORDERREQNO", value: request)]
        case .giveBack(let order, let request):
            [(name: "OLDORDERNO", value: order), (name: "REFUNDREQNO", value: request)]
        }
    }
}
