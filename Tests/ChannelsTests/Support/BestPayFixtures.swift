// BestPay's side of the wire, written anew for the tests: JSON as text, the signature from its
// fields.

import Channels
import Cryptography
import Payments
import Retail

enum BestPayFixtures {
    static let key = "052C58F11CB2DFB693DD8C80D50239188DE93AE24E4403C2"
    static let merchant = "02310109000199000"
    static let code = "511234567890123456"
    static let trade = "2026112300000260482593"

    static func settings(
        base: String = "http://127.0.0.1:9", key: String = key, tradePassword: String = "663913",
        statements: String? = nil, notifyURL: String? = nil,
        answerTimeoutMilliseconds: Int = 5_000
    ) throws -> BestPaySettings {
        try BestPaySettings(
            base: base, merchantID: merchant, key: key, tradePassword: tradePassword,
            statements: statements, notifyURL: notifyURL,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds)
    }

    static func sign(_ text: String, key: String = key) -> String {
        Hex.upper(Digest.md5(Array((text + "&KEY=" + key).utf8)))
    }

    /// An answer about an order: `changes` before it is signed, `forged` after.
    static func order(
        _ changes: [String: String] = [:], forged: [String: String] = [:], key: String = key
    ) throws -> String {
        let number = try Fixtures.number().digits
        var fields = [
            "merchantId": merchant, "orderNo": number, "orderReqNo": number,
            "orderDate": "20261123154205", "ourTransNo": trade, "transAmt": "6510",
            "transStatus": "B", "encodeType": "1",
        ].merging(changes) { $1 }
        let names = [
            "merchantId", "orderNo", "orderReqNo", "orderDate", "ourTransNo", "transAmt",
            "transStatus", "encodeType",
        ]
        let text = names.map { name in
            let value = fields[name] ?? ""
            return name.uppercased() + "=" + (value.isEmpty ? "null" : value)
        }.joined(separator: "&")
        fields["sign"] = sign(text, key: key)
        return done(fields.merging(forged) { $1 })
    }

    static func givenBack(
        request: String, amount: Int64, _ changes: [String: String] = [:],
        forged: [String: String] = [:]
    ) throws -> String {
        var fields = [
            "merchantId": merchant, "oldOrderNo": try Fixtures.number().digits,
            "refundReqNo": request, "transAmt": "\(amount)",
        ].merging(changes) { $1 }
        let text = ["merchantId", "oldOrderNo", "refundReqNo", "transAmt"]
            .map { $0.uppercased() + "=" + (fields[$0] ?? "") }.joined(separator: "&")
        fields["sign"] = sign(text)
        return done(fields.merging(forged) { $1 })
    }

    /// A refusal; `about` is what was asked, as it is signed.
    static func refused(_ code: String, about: String, key: String = key) -> String {
        let signed = sign("MERCHANTID=\(merchant)&\(about)&ERRORCODE=\(code)", key: key)
        return String(unsigned(code).dropLast()) + ",\"sign\":\"\(signed)\"}"
    }

    static func unsigned(_ code: String) -> String {
        "{\"success\":false,\"result\":null,\"errorCode\":\"\(code)\",\"errorMsg\":\"说明\"}"
    }

    static func aboutOrder() throws -> String {
        let number = try Fixtures.number().digits
        return "ORDERNO=\(number)&ORDERREQNO=\(number)"
    }

    static func reversal() throws -> String { "RV" + (try Fixtures.number().digits) }
    static func refund() throws -> String { "RF" + (try RefundFixtures.number().text.dropFirst()) }

    private static func done(_ fields: [String: String]) -> String {
        let members = fields.sorted { $0.key < $1.key }
            .map { "\"\($0.key)\":" + ($0.value.isEmpty ? "null" : "\"\($0.value)\"") }
        return "{\"success\":true,\"result\":{" + members.joined(separator: ",")
            + "},\"errorCode\":null,\"errorMsg\":null}"
    }
}
