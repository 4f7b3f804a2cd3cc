// Alipay's open platform as a merchant meets it: a form in, JSON out. The signature of the answer
// covers the exact bytes of the answer's node, so the node is made once and never written again.
//
// Errors before the application is known come as `error_response`, unsigned.

internal import Cryptography
internal import Retail

/// Alipay as one application meets it.
package struct AlipayPlay: Sendable {
    /// Of who asks: found by each request.
    private(set) var credentials: Credentials
    let books: Books

    package init(credentials: Credentials, books: Books) {
        self.credentials = credentials
        self.books = books
    }

    /// *Source*: alipay.trade.pay, timeout_express: three hours when nothing is given.
    static let waitDefault = Pause.hours(3)

    private static let methods: [String: Call] = [
        "alipay.trade.pay": .pay, "alipay.trade.precreate": .offer,
        "alipay.trade.query": .query, "alipay.trade.cancel": .reverse,
        "alipay.trade.refund": .refund, "alipay.trade.fastpay.refund.query": .refundQuery,
        "alipay.data.dataservice.bill.downloadurl.query": .statement,
    ]

    /// The call a form is, before anything is checked: for faults.
    package static func call(of fields: [String: String]) -> Call? {
        fields["method"].flatMap { methods[$0] }
    }

    /// The fields of a request's query and form together; `nil` when they cannot be read.
    package static func fields(query: String, form: [UInt8]) -> [String: String]? {
        guard let text = String(validating: form, as: UTF8.self),
            let first = FormFields.decoded(query), let second = FormFields.decoded(text),
            Set(first.keys).isDisjoint(with: second.keys)
        else { return nil }
        return first.merging(second) { first, _ in first }
    }

    /// Does what a call asks and answers it; `base` is where files are fetched.
    package func reply(
        to fields: [String: String]?, twist: Twist, base: String = ""
    ) -> Reply {
        guard let fields else {
            return unsigned(.invalid("isv.invalid-encoding", "字符集错误"))
        }
        guard let appID = fields["app_id"], !appID.isEmpty else {
            return unsigned(.missing("isv.missing-app-id"))
        }
        guard let asking = credentials.merchants.first(where: { $0.alipayAppID == appID }) else {
            return unsigned(.invalid("isv.invalid-app-id", "无效的AppID参数"))
        }
        var play = self
        play.credentials = asking
        return play.answer(fields, twist, base)
    }

    private func answer(_ fields: [String: String], _ twist: Twist, _ base: String) -> Reply {
        guard let method = fields["method"], !method.isEmpty else {
            return unsigned(.missing("isv.missing-method"))
        }
        guard let call = AlipayPlay.methods[method] else {
            return unsigned(.invalid("isv.invalid-method", "不存在的方法名"))
        }
        let node: JSON
        do {
            node = try answer(fields, call, twist, base)
        } catch {
            node = error.node
        }
        return signed(node, method: method, twist, isByCertificate: isByCertificate(fields))
    }

    private func answer(
        _ fields: [String: String], _ call: Call, _ twist: Twist, _ base: String
    ) throws(AlipayRefusal) -> JSON {
        try checkEnvelope(fields)
        guard let text = fields["biz_content"], !text.isEmpty else {
            throw .parameter("biz_content")
        }
        guard let content = JSON(reading: Array(text.utf8)), case .object = content else {
            throw .parameter("biz_content")
        }
        switch twist {
        case .systemErrorInstead: throw .systemError
        case .notFound where call == .query: throw .notExist
        case .notFound where call == .refundQuery: return AlipayPlay.nothingFound
        case .none, .systemErrorAfter, .wrongAmount, .notFound, .badSignature,
            .refundNotEnough, .refundClosed, .statement:
            break
        }
        let done: JSON
        switch call {
        case .pay: done = try pay(content, twist, notify: fields["notify_url"])
        case .offer: done = try offer(content, notify: fields["notify_url"])
        // Not a call of Alipay's.
        case .close: throw .parameter("method")
        case .query: done = try query(content, twist)
        case .reverse: done = try cancel(content)
        case .refund: done = try refund(content, twist)
        case .refundQuery: done = try refundQuery(content, twist)
        case .notification: throw .parameter("method")
        case .statement: done = try statement(content, twist, base: base)
        // No call of the gateway, see `statementFile`.
        case .statementFile: throw .systemError
        }
        if case .systemErrorAfter = twist { throw .unavailable }
        return done
    }

    private func checkEnvelope(_ fields: [String: String]) throws(AlipayRefusal) {
        guard let kind = fields["sign_type"], !kind.isEmpty else {
            throw .missing("isv.missing-signature-type")
        }
        guard kind == "RSA2" else { throw .invalid("isv.invalid-signature-type", "签名类型错误") }
        guard let sign = fields["sign"], !sign.isEmpty else {
            throw .missing("isv.missing-signature")
        }
        guard let charset = fields["charset"], charset.lowercased() == "utf-8" else {
            throw .invalid("isv.invalid-charset", "字符集错误")
        }
        guard AlipaySignature.isRight(fields, key: credentials.merchantPublicKey) else {
            throw .invalid("isv.invalid-signature", "验签出错")
        }
        if isByCertificate(fields) {
            guard fields["app_cert_sn"] == credentials.alipayIssue.appSerial else {
                throw .invalid("isv.invalid-app-cert-sn", "应用公钥证书序列号错误")
            }
            guard fields["alipay_root_cert_sn"] == credentials.alipayIssue.rootSerial else {
                throw .invalid("isv.invalid-alipay-root-cert-sn", "支付宝根证书序列号错误")
            }
        }
        guard let stamp = fields["timestamp"], !stamp.isEmpty else {
            throw .missing("isv.missing-timestamp")
        }
        guard (try? CivilTime(spaced: stamp)) != nil else {
            throw .invalid("isv.invalid-timestamp", "非法的时间戳参数")
        }
        guard fields["version"] == "1.0" else { throw .missing("isv.missing-version") }
        guard fields["format"].map({ $0.uppercased() == "JSON" }) ?? true else {
            throw .invalid("isv.invalid-format", "无效的数据格式")
        }
    }

    /// An application speaks one mode at Alipay; here each request says which.
    private func isByCertificate(_ fields: [String: String]) -> Bool {
        ["app_cert_sn", "alipay_root_cert_sn"].contains { fields[$0]?.isEmpty == false }
    }

    private func signed(
        _ node: JSON, method: String, _ twist: Twist, isByCertificate: Bool
    ) -> Reply {
        let text = node.text
        let name = method.split(separator: ".").joined(separator: "_") + "_response"
        var message = Array(text.utf8)
        if case .badSignature = twist { message.append(UInt8(ascii: " ")) }
        guard let signature = try? credentials.alipayKey.signSHA256(message) else {
            return unsigned(.unavailable)
        }
        let serial = credentials.alipayIssue.alipaySerial
        let certificate = isByCertificate ? ",\"alipay_cert_sn\":\"\(serial)\"" : ""
        return json(
            "{\"\(name)\":\(text)\(certificate),\"sign\":\"\(Base64.text(signature))\"}")
    }

    private func unsigned(_ refusal: AlipayRefusal) -> Reply {
        json("{\"error_response\":\(refusal.node.text)}")
    }

    private func json(_ text: String) -> Reply {
        Reply(contentType: "application/json;charset=utf-8", body: Array(text.utf8))
    }
}
