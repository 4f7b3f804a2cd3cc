// Alipay's side of the wire, written anew for the tests: JSON as text, signed with a key of its own
// over the exact text of the node.

import Channels
import Cryptography
import Retail

enum AlipayFixtures {
    /// RFC 7515, Appendix A.2, as PKCS#1 without its frame.
    static let merchantKey =
        "MIIEowIBAAKCAQEAofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd/wWJcyQoTbji9k0l8W26mPddxHm"
        + "fHQp+Vaw+4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL+yRT+SFd2lZS+pCgNMsD1W/YpRPEwOWvG6b3269"
        + "0r2jZ47soMZo9wGzjb/7OMg0LOL+bSf63kpaSHSXndS5z5rexMdbBYUsLA9e+KXBdQOS+UTo7WTB"
        + "EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6/I5IhlJH7aGhyxXFvUK+DWNmoud"
        + "F8NAco9/h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQIDAQABAoIBABKucaRpzQor"
        + "w35SbEUAVx8dYXUdZOlJcHtiWQ+dC6V8ljxAHj/PLyzTveyI5QO/xkObCyjIL303l2cfUhPu2MFa"
        + "JdjVzqACXuOrLot/eSFvxjvqVidTtAZExqFRJ9mylUVAoLvhowVWmC1On95fZCXxTUtxNEG1Xcc7"
        + "m0rtzJKs45J+N/V9DP1edYH6USyPSWGp6wuA+KgHRnKKVf9GRx80JQY7nVNkL17eHoTWEwga+lwi"
        + "0FEoW9Y7lDtWXYmKBWhUE+U8PGxlJf8f40493HDw1WRQ/aSLoS4QTp3rn7gYgeHEvfJdkkf0UMhl"
        + "knlo53M09EFPdadQ4TlUbjqKc50CgYEA4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH/5IB3jw3bcx"
        + "Gn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw/Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t"
        + "7yLc1QlQ5xHdwW1VhvKn+nXqhJTBgIPgtldC+KDV5z+y2XDwGUcCgYEAuQPEfgmVtjL0Uyyx88GZ"
        + "FF1fOunH3+7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD/Yw"
        + "D66t62wDmpe/HlB+TnBA+njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdcC"
        + "gYAHAp9XcCSrn8wVkMVkKdb7DOX4IKjzdahm+ctDAJN4O/y7OW5FKebvUjdAIt2GuoTZ71iTG+7F"
        + "0F+lP88jtjP4U4qe7VHoewl4MKOfXZKTe+YCS1XbNvfgwJ3Ltyl1OH9hWvu2yza7q+d5PCsDzqtm"
        + "27kxuvULVeya+TEdAB1ijQKBgQCH/3r6YrVH/uCWGy6bzV1nGNOdjKc9tmkfOJmN54dxdixdpozC"
        + "Q6U4OxZrsj3FcOhHBsqAHvX2uuYjagqvo3cOj1TRqNocX40omfCCMx3bD1yPPf/6TI2XECva/ggq"
        + "EY2mYzmIiA5LVVmc5nrybr+lssFKneeyxN2Wq93S0iJMdQKBgCGHewxzoa1r8ZMD0LETNrToK423"
        + "K377UCYqXfg5XMclbrjPbEC3YI1ZNqMtuhdBJqUnBi6tjKMF+34Xf0CUN8ncuXGO2CAYvO8PdyCi"
        + "xHX52ybaDjy1FtCE6yUXjoKNXKvUm7MWGsAYH6f4IegOetN5NvmUMFStCSkh7ixZLkN1"

    static let trade = "2026112322001412345678901234"

    /// Made once per test run: keys take a while to find.
    private static let alipayKey = Result { try RSAPrivateKey.generate(bits: 2_048) }

    static func settings(
        gateway: String = "http://127.0.0.1:9/gateway.do", answerTimeoutMilliseconds: Int = 5_000,
        notifyURL: String? = nil
    ) throws -> AlipaySettings {
        try AlipaySettings(
            gateway: gateway, appID: "2021004100000001", privateKeyText: merchantKey,
            alipayPublicKeyText: alipayKey.get().publicKeyPEM(), notifyURL: notifyURL,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds)
    }

    /// Signed as Alipay signs what it sends.
    static func signature(_ text: String) throws -> String {
        Base64.text(try alipayKey.get().signSHA256(Array(text.utf8)))
    }

    static func answer(_ method: AlipayMethod, node: String) throws -> String {
        let sign = Base64.text(try alipayKey.get().signSHA256(Array(node.utf8)))
        return "{\"\(method.responseName)\":\(node),\"sign\":\"\(sign)\"}"
    }

    static func answer(_ method: AlipayMethod, _ fields: [(String, String)]) throws -> String {
        try answer(method, node: node(fields))
    }

    static func node(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",") + "}"
    }

    static func paidFields() throws -> [(String, String)] {
        [
            ("code", "10000"), ("msg", "Success"), ("buyer_logon_id", "zho***@example.com"),
            ("buyer_pay_amount", "65.10"), ("gmt_payment", "2026-11-23 15:42:07"),
            ("out_trade_no", try Fixtures.number().digits), ("receipt_amount", "65.10"),
            ("total_amount", "65.10"), ("trade_no", trade),
        ]
    }

    static func paid(_ changes: [String: String] = [:]) throws -> String {
        try answer(.pay, changed(paidFields(), changes))
    }

    static func failed(_ method: AlipayMethod, _ subCode: String) throws -> String {
        try answer(
            method,
            [
                ("code", "40004"), ("msg", "Business Failed"), ("sub_code", subCode),
                ("sub_msg", "说明"), ("out_trade_no", try Fixtures.number().digits),
            ])
    }

    static func state(_ status: String, _ changes: [String: String] = [:]) throws -> String {
        let fields: [(String, String)] = [
            ("code", "10000"), ("msg", "Success"), ("out_trade_no", try Fixtures.number().digits),
            ("send_pay_date", "2026-11-23 15:42:07"), ("total_amount", "65.10"),
            ("trade_no", trade), ("trade_status", status),
        ]
        return try answer(.query, changed(fields, changes))
    }

    static func cancelled(_ changes: [String: String] = [:]) throws -> String {
        let fields: [(String, String)] = [
            ("code", "10000"), ("msg", "Success"), ("out_trade_no", try Fixtures.number().digits),
            ("retry_flag", "N"), ("action", "close"),
        ]
        return try answer(.cancel, changed(fields, changes))
    }

    /// Fields with some values changed; an empty value takes the field away.
    static func changed(
        _ fields: [(String, String)], _ changes: [String: String]
    ) -> [(String, String)] {
        let known = Set(fields.map(\.0))
        let added = changes.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
        return (fields + added.map { ($0.key, $0.value) })
            .map { ($0.0, changes[$0.0] ?? $0.1) }.filter { !$0.1.isEmpty }
    }
}
