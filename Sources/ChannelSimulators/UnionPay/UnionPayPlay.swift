// UnionPay's open platform (5.1.0) as a merchant meets it: a signed form in, a signed form out that
// is not percent-encoded. A payment is answered with a receipt at once; what became of it is for
// the query to say.

internal import Cryptography
internal import Retail

/// UnionPay as one merchant meets it.
package struct UnionPayPlay: Sendable {
    /// Of who asks: found by each request.
    private(set) var credentials: Credentials
    let books: Books
    private let certificate: String

    package init(credentials: Credentials, books: Books) {
        self.credentials = credentials
        self.books = books
        // Its own issuer: a till must not believe it for being there.
        let name = IssuedCertificate.Name(parts: [(.commonName, "Practice UnionPay")])
        certificate =
            IssuedCertificate(subject: name, issuer: name, serial: [0x01, 0x35])
            .pem(of: credentials.unionPayKey, signedBy: credentials.unionPayKey) ?? ""
    }

    /// How long a password may take: our choice, five minutes, as nothing in a request says.
    static let waitDefault = Pause.minutes(5)

    typealias Fields = [(name: String, value: String)]

    /// The call a form is; a query is about a refund when its number is one, or reads like one.
    package func call(_ fields: [String: String], isQuery: Bool) -> Call? {
        guard isQuery else {
            switch fields["txnType"] {
            case "01": return .pay
            case "99": return .reverse
            case "04": return .refund
            case "76": return .statement
            default: return nil
            }
        }
        let number = fields["orderId"] ?? ""
        let merchant = asking(fields).name
        let isRefund = books.change { ledger, now in
            ledger.order(
                refundNumber: number, wallet: .unionpay, merchant: merchant, at: now) != nil
        }
        return isRefund || number.hasPrefix("R") ? .refundQuery : .query
    }

    package static func fields(_ body: [UInt8]) -> [String: String]? {
        String(validating: body, as: UTF8.self).flatMap { FormFields.decoded($0) }
    }

    /// Does what a call asks and answers it.
    package func reply(to fields: [String: String]?, call: Call?, twist: Twist) -> Reply {
        guard let fields, let call else { return signed([("respCode", "10")], [:], twist) }
        var play = self
        play.credentials = asking(fields)
        return play.answer(fields, call, twist)
    }

    /// The merchant that a request names; the first where it names none that is known.
    private func asking(_ fields: [String: String]) -> Credentials {
        credentials.merchants.first { $0.unionPayMerchantID == fields["merId"] } ?? credentials
    }

    private func answer(_ fields: [String: String], _ call: Call, _ twist: Twist) -> Reply {
        do throws(UnionPayRefusal) {
            try check(fields)
            switch twist {
            case .systemErrorInstead: throw .busy
            case .notFound where call == .query || call == .refundQuery: throw .notFound
            case .none, .systemErrorAfter, .wrongAmount, .notFound, .badSignature,
                .refundNotEnough, .refundClosed, .statement:
                break
            }
            let done: Fields
            switch call {
            case .pay: done = try pay(fields)
            case .query: done = try query(fields, twist)
            case .reverse: done = try reverse(fields)
            case .refund: done = try refund(fields, twist)
            case .refundQuery: done = try refundQuery(fields, twist)
            case .statement: done = try statement(fields, twist)
            // None of its requests is one of these.
            case .statementFile, .notification, .offer, .close: throw .format
            }
            if case .systemErrorAfter = twist { throw .unknown }
            return signed([("respCode", "00"), ("respMsg", "成功[0000000]")] + done, fields, twist)
        } catch {
            return signed(
                [
                    ("respCode", error.code),
                    ("respMsg", "\(error.description)[\(error.code)00000]"),
                ],
                fields, twist)
        }
    }

    private func check(_ fields: [String: String]) throws(UnionPayRefusal) {
        guard let signature = fields["signature"].flatMap(Base64.bytes),
            fields["certId"] == credentials.unionPayCertificateID,
            credentials.merchantPublicKey.verifiesSHA256(
                UnionPayPlay.signedText(fields), signature: signature)
        else { throw .signature }
        guard fields["version"] == "5.1.0", fields["encoding"] == "UTF-8",
            fields["signMethod"] == "01", fields["accessType"] == "0",
            fields["bizType"] == "000000"
        else { throw .format }
        guard fields["merId"] == credentials.unionPayMerchantID else { throw .merchant }
    }

    /// The letters of the digest over the sorted fields.
    static func signedText(_ fields: [String: String]) -> [UInt8] {
        let joined = fields.filter { $0.key != "signature" && !$0.value.isEmpty }
            .sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
            .map { "\($0.key)=\($0.value)" }
            .joined(separator: "&")
        return Array(Hex.lower(Digest.sha256(Array(joined.utf8))).utf8)
    }

    // What was asked stands in the answer again, as at the provider.
    private func signed(
        _ answer: Fields, _ asked: [String: String], _ twist: Twist
    ) -> Reply {
        var all: [String: String] = [
            "version": "5.1.0", "encoding": "UTF-8", "signMethod": "01",
            "signPubKeyCert": certificate,
        ]
        for name in [
            "merId", "orderId", "txnTime", "txnType", "txnSubType", "bizType", "accessType",
            "currencyCode", "txnAmt", "origQryId", "settleDate", "fileType",
        ] {
            all[name] = asked[name]
        }
        for (name, value) in answer { all[name] = value }
        var text = UnionPayPlay.signedText(all)
        if case .badSignature = twist { text.append(UInt8(ascii: "?")) }
        if let signature = try? credentials.unionPayKey.signSHA256(text) {
            all["signature"] = Base64.text(signature)
        }
        let body = all.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value }
            .joined(separator: "&")
        return Reply(contentType: "text/html;charset=UTF-8", body: Array(body.utf8))
    }
}
