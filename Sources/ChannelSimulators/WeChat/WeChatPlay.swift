// WeChat Pay v2 as a merchant meets it: bytes in, bytes out. The request's signature is really
// checked and the answer's really made; what happens to money is the ledger's business.
//
// Order of the checks, as at the provider: XML, merchant, signature (a failure here is unsigned and
// has only return_msg), then fields, then the order.

internal import Cryptography
internal import Retail

/// WeChat Pay as one merchant meets it.
package struct WeChatPlay: Sendable {
    let credentials: Credentials
    let books: Books
    /// Who asks: found by each request.
    private(set) var merchant: WeChatMerchant

    package init(credentials: Credentials, books: Books) {
        self.credentials = credentials
        self.books = books
        merchant = WeChatMerchant(
            name: "", appID: credentials.wechatAppID, merchantID: credentials.wechatMerchantID,
            key: credentials.wechatKey)
    }

    private var key: String { books.wechatKey(of: merchant) }

    /// How long a password may take when the request has no time_expire: our choice, five minutes.
    static let waitDefault = Pause.minutes(5)

    typealias Fields = [(name: String, value: String)]

    /// Does what a call asks and answers it.
    package func reply(to body: [UInt8], call: Call, twist: Twist) -> Reply {
        guard String(validating: body, as: UTF8.self) != nil else { return failure("编码错误") }
        guard let fields = FlatXML.fields(body) else { return failure("XML格式错误") }
        guard
            let merchant = credentials.wechatMerchants.first(where: {
                $0.merchantID == fields["mch_id"]
            })
        else { return failure("商户号mch_id不存在") }
        var play = self
        play.merchant = merchant
        return play.checked(fields, call, twist)
    }

    private func checked(_ fields: [String: String], _ call: Call, _ twist: Twist) -> Reply {
        guard let kind = WeChatSignature(rawValue: fields["sign_type"] ?? "MD5") else {
            return failure("签名类型错误")
        }
        let expected = kind.of(fields, key: key)
        guard let sign = fields["sign"],
            ConstantTime.areEqual(Array(sign.utf8), Array(expected.utf8))
        else { return failure("签名失败") }
        do {
            if call == .statement { return try statement(fields, twist) }
            return signed(try answer(fields, call, twist), kind, twist)
        } catch {
            if error.isUnsigned { return failure(error.description) }
            return signed(refusal(error, call), kind, twist)
        }
    }

    /// An answer at the level of the transport: unsigned, with a message alone.
    package func failure(_ message: String) -> Reply {
        xml([("return_code", "FAIL"), ("return_msg", message)])
    }

    private func answer(
        _ fields: [String: String], _ call: Call, _ twist: Twist
    ) throws(WeChatRefusal) -> Fields {
        let appID = try needed("appid", fields)
        guard appID == merchant.appID else {
            throw appID.hasPrefix("wx") ? .appMismatch : .appUnknown
        }
        guard (1...32).contains(try needed("nonce_str", fields).utf8.count) else {
            throw .wrong("nonce_str")
        }
        switch twist {
        case .systemErrorInstead: throw .systemError
        case .notFound where call == .query: throw .orderNotExist
        case .notFound where call == .refundQuery: throw .refundNotExist
        case .none, .systemErrorAfter, .wrongAmount, .notFound, .badSignature,
            .refundNotEnough, .refundClosed, .statement:
            break
        }
        let done: Fields
        switch call {
        case .pay: done = try pay(fields, twist)
        case .offer: done = try offer(fields)
        case .close: done = try close(fields)
        case .query: done = try query(fields, twist)
        case .reverse: done = try reverse(fields)
        case .refund: done = try refund(fields, twist)
        case .notification: throw .wrong("path")
        case .refundQuery: done = try refundQuery(fields, twist)
        // Answered by files, see `reply`.
        case .statement, .statementFile: throw .systemError
        }
        if case .systemErrorAfter = twist { throw .systemError }
        return done
    }

    private func refusal(_ refusal: WeChatRefusal, _ call: Call) -> Fields {
        var fields: Fields = [
            ("result_code", "FAIL"), ("err_code", refusal.code),
            ("err_code_des", refusal.description),
        ]
        if call == .reverse, refusal == .userPaying || refusal == .systemError {
            fields.append(("recall", "Y"))
        }
        return fields
    }

    private func signed(_ fields: Fields, _ kind: WeChatSignature, _ twist: Twist) -> Reply {
        var all: Fields = [
            ("return_code", "SUCCESS"), ("return_msg", "OK"),
            ("appid", merchant.appID), ("mch_id", merchant.merchantID),
            ("nonce_str", nonce()),
        ]
        all += fields
        let named = Dictionary(all.map { ($0.name, $0.value) }) { first, _ in first }
        var key = key
        if case .badSignature = twist { key += "?" }
        all.append(("sign", kind.of(named, key: key)))
        return xml(all)
    }

    func xml(_ fields: Fields) -> Reply {
        Reply(
            contentType: "text/xml; charset=utf-8", body: Array(FlatXML.message(fields).utf8))
    }

    private func nonce() -> String {
        let first = String(books.entropy(), radix: 16, uppercase: true)
        let second = String(books.entropy(), radix: 16, uppercase: true)
        return String((first + second).prefix(32))
    }

    func needed(_ name: String, _ fields: [String: String]) throws(WeChatRefusal) -> String {
        guard let value = fields[name], !value.isEmpty else { throw .missing(name) }
        return value
    }
}
