// BestPay's older interface as a merchant meets it: a form with a `mac` in, JSON with a `sign` out.
// There is no public specification: paths, fields and the order of what is signed are those of
// public clients. That a refusal is signed, and how, is assumed here as it is in the till, from the
// same words and by other code.

internal import Cryptography
internal import Retail

/// BestPay as one merchant meets it.
package struct BestPayPlay: Sendable {
    /// Of who asks: found by each request.
    private(set) var credentials: Credentials
    let books: Books

    package init(credentials: Credentials, books: Books) {
        self.credentials = credentials
        self.books = books
    }

    /// How long a password may take: our choice, five minutes, as nothing in a request says.
    static let waitDefault = Pause.minutes(5)

    /// A query is about a refund when its request number is not the order's own.
    package static func call(query fields: [String: String]) -> Call {
        fields["orderReqNo"] == fields["orderNo"] ? .query : .refundQuery
    }

    package static func fields(_ body: [UInt8]) -> [String: String]? {
        String(validating: body, as: UTF8.self).flatMap { FormFields.decoded($0) }
    }

    /// Does what a call asks and answers it.
    package func reply(to fields: [String: String]?, call: Call, twist: Twist) -> Reply {
        guard let fields else { return unsigned("BE300002", "请求格式错误") }
        var play = self
        play.credentials =
            credentials.merchants.first { $0.bestPayMerchantID == fields["merchantId"] }
            ?? credentials
        return play.answer(fields, call, twist)
    }

    private func answer(_ fields: [String: String], _ call: Call, _ twist: Twist) -> Reply {
        do throws(BestPayRefusal) {
            try check(fields, call)
            switch twist {
            case .systemErrorInstead: throw .systemError
            case .notFound where call == .query || call == .refundQuery: throw .notFound
            case .none, .systemErrorAfter, .wrongAmount, .notFound, .badSignature,
                .refundNotEnough, .refundClosed, .statement:
                break
            }
            let result: JSON
            switch call {
            case .pay: result = try pay(fields, twist)
            case .query: result = try query(fields, twist)
            case .reverse: result = try reverse(fields, twist)
            case .refund: result = try refund(fields, twist)
            case .refundQuery: result = try refundQuery(fields, twist)
            // None of its addresses leads here.
            case .statement, .statementFile, .notification, .offer, .close: throw .noRight
            }
            if case .systemErrorAfter = twist { throw .systemError }
            return json(["success": .bool(true), "result": result])
        } catch {
            // A wrong `mac` proves nothing about who asked, so nothing is signed for it.
            guard error != .macWrong else { return unsigned(error.code, error.description) }
            return refused(error, fields, call, twist)
        }
    }

    private func check(_ fields: [String: String], _ call: Call) throws(BestPayRefusal) {
        let isGivenBack = call == .reverse || call == .refund
        let names: [String]
        switch call {
        case .pay:
            names = ["merchantId", "orderNo", "orderReqNo", "orderDate", "barcode", "orderAmt"]
        case .query, .refundQuery, .statement, .statementFile, .notification, .offer, .close:
            names = ["merchantId", "orderNo", "orderReqNo", "orderDate"]
        case .reverse, .refund:
            names =
                [
                    "merchantId", "merchantPwd", "oldOrderNo", "oldOrderReqNo", "refundReqNo",
                    "refundReqDate", "transAmt",
                ] + (call == .refund ? ["ledgerDetail"] : [])
        }
        let expected = mac(names.map { ($0, fields[$0] ?? "") })
        guard let mac = fields["mac"],
            ConstantTime.areEqual(Array(mac.utf8), Array(expected.utf8))
        else { throw .macWrong }
        guard fields["merchantId"] == credentials.bestPayMerchantID else { throw .noRight }
        if isGivenBack, fields["merchantPwd"] != credentials.bestPayPassword { throw .noRight }
    }

    /// `NAME=value&…&KEY=key` in the order given, MD5 in capitals.
    func mac(_ fields: [(name: String, value: String)]) -> String {
        var text = ""
        for (name, value) in fields { text += name.uppercased() + "=" + value + "&" }
        return Hex.upper(Digest.md5(Array((text + "KEY=" + credentials.bestPayKey).utf8)))
    }

    /// The `sign` of an answer.
    func sign(_ fields: [(name: String, value: String)], _ twist: Twist) -> JSON {
        let sign = mac(fields)
        if case .badSignature = twist { return .string(String(sign.reversed()) + "0") }
        return .string(sign)
    }

    private func refused(
        _ refusal: BestPayRefusal, _ fields: [String: String], _ call: Call, _ twist: Twist
    ) -> Reply {
        let about =
            switch call {
            case .pay, .query, .refundQuery, .statement, .statementFile, .notification, .offer,
                .close:
                ["orderNo", "orderReqNo"]
            case .reverse, .refund: ["oldOrderNo", "refundReqNo"]
            }
        let signed =
            [("merchantId", credentials.bestPayMerchantID)]
            + about.map { ($0, fields[$0] ?? "") } + [("errorCode", refusal.code)]
        return json([
            "success": .bool(false), "result": .null, "errorCode": .string(refusal.code),
            "errorMsg": .string(refusal.description), "sign": sign(signed, twist),
        ])
    }

    private func unsigned(_ code: String, _ message: String) -> Reply {
        json([
            "success": .bool(false), "result": .null, "errorCode": .string(code),
            "errorMsg": .string(message),
        ])
    }

    private func json(_ members: KeyValuePairs<String, JSON?>) -> Reply {
        Reply(contentType: "application/json;charset=UTF-8", body: JSON.members(members).bytes)
    }
}
