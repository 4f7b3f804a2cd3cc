// Alipay as a merchant meets it, without HTTP: requests signed by the test's own code, answers read
// only after the signature over their exact bytes has been checked.

import ChannelSimulators
import Cryptography
import Retail
import Testing

@Suite("Alipay")
struct AlipayPlayTests {
    let world = FakeWorld()
    let books: Books
    let play: AlipayPlay
    let merchant: Merchant

    init() throws {
        let credentials = try Merchant.credentials.get()
        books = Books(Ledger(), surroundings: world.surroundings)
        play = AlipayPlay(credentials: credentials, books: books)
        merchant = try Merchant(channels: credentials.channels(base: "http://127.0.0.1:1"))
    }

    func code(_ account: String = "zhou") throws -> String {
        let entropy = world.entropy()
        return try #require(
            books.change {
                $0.issueCode(account: account, wallet: .alipay, entropy: entropy, at: $1)
            }
        ).digits
    }

    func order(
        _ code: String, _ yuan: String = "65.10", number: String = "n1", more: String = ""
    ) -> String {
        "{\"out_trade_no\":\"\(number)\",\"scene\":\"bar_code\",\"auth_code\":\"\(code)\","
            + "\"subject\":\"药品 / 聚合支付\",\"total_amount\":\"\(yuan)\"\(more)}"
    }

    func ask(
        _ verb: String, _ content: String, _ changes: [String: String?] = [:],
        twist: Twist = .none
    ) throws -> JSON {
        let fields = try merchant.alipay("alipay.trade." + verb, content, changes: changes)
        let reply = play.reply(to: fields, twist: twist)
        return try merchant.alipayNode(reply.body, "alipay_trade_\(verb)_response")
    }

    @Test("a payment is answered with every field; yuan have two decimals")
    func pays() throws {
        let answer = try ask("pay", order(code(), "65.1"))
        #expect(answer["code"]?.string == "10000")
        #expect(answer["out_trade_no"]?.string == "n1")
        #expect(answer["total_amount"]?.string == "65.10")
        #expect(answer["receipt_amount"]?.string == "65.10")
        #expect(answer["buyer_pay_amount"]?.string == "65.10")
        #expect(answer["gmt_payment"]?.string == "2026-11-23 11:09:25")
        #expect(answer["trade_no"]?.string?.utf8.count == 28)
        #expect(answer["trade_no"]?.string?.hasPrefix("20261123") == true)
        #expect(answer["buyer_logon_id"]?.string?.contains("***") == true)
        let trade = answer["trade_no"]?.string ?? ""
        let query = try ask("query", "{\"trade_no\":\"\(trade)\"}")
        #expect(query["trade_status"]?.string == "TRADE_SUCCESS")
        #expect(query["out_trade_no"]?.string == "n1")
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let changes: [String: String?]
        let code: String
        let subCode: String
        var testDescription: String { "\(changes) → \(subCode)" }
    }

    @Test(
        "a wrong envelope is refused with its sub_code, and nothing is debited",
        arguments: [
            Refused(
                changes: ["sign_type": nil], code: "40001", subCode: "isv.missing-signature-type"),
            Refused(
                changes: ["sign_type": "RSA"], code: "40002", subCode: "isv.invalid-signature-type"),
            Refused(changes: ["charset": "GBK"], code: "40002", subCode: "isv.invalid-charset"),
            Refused(changes: ["timestamp": nil], code: "40001", subCode: "isv.missing-timestamp"),
            Refused(
                changes: ["timestamp": "20261123"], code: "40002", subCode: "isv.invalid-timestamp"),
            Refused(changes: ["version": "2.0"], code: "40001", subCode: "isv.missing-version"),
            Refused(changes: ["format": "XML"], code: "40002", subCode: "isv.invalid-format"),
            Refused(changes: ["biz_content": "{"], code: "40004", subCode: "ACQ.INVALID_PARAMETER"),
            Refused(changes: ["biz_content": nil], code: "40004", subCode: "ACQ.INVALID_PARAMETER"),
        ])
    func refused(_ row: Refused) throws {
        let answer = try ask("pay", order(code()), row.changes)
        #expect(answer["code"]?.string == row.code)
        #expect(answer["sub_code"]?.string == row.subCode)
        #expect(books.change { ledger, _ in ledger.orders.isEmpty })
    }

    @Test("a tampered request is refused by its signature")
    func tampered() throws {
        var fields = try merchant.alipay("alipay.trade.pay", order(code()))
        fields["biz_content"] = order(try code(), "0.01")
        let node = try merchant.alipayNode(
            play.reply(to: fields, twist: .none).body, "alipay_trade_pay_response")
        #expect(node["sub_code"]?.string == "isv.invalid-signature")
        fields["sign"] = ""
        let missing = try merchant.alipayNode(
            play.reply(to: fields, twist: .none).body, "alipay_trade_pay_response")
        #expect(missing["sub_code"]?.string == "isv.missing-signature")
        #expect(books.change { ledger, _ in ledger.orders.isEmpty })
    }

    @Test("by certificates: the answer names Alipay's, and another number is refused, signed")
    func certificates() throws {
        let channels = try Merchant.credentials.get().channels(base: "http://127.0.0.1:1")
        func serial(_ name: String) throws -> String {
            let text = try #require(channels["alipay"]?[name]?.string)
            let certificate = try #require(try X509Certificate.list(text).first)
            #expect(
                certificate.issuer
                    == "CN=Practice Authority R1,OU=Certification,O=Practice Network,C=CN")
            return Hex.lower(Digest.md5(Array((certificate.issuer + certificate.serial).utf8)))
        }
        let (app, root) = (try serial("appCertificate"), try serial("alipayRootCertificate"))
        let alipay = try serial("alipayCertificate")
        #expect(Set([app, root, alipay]).count == 3)
        let rows: [(app: String?, root: String?, subCode: String)] = [
            (app, root, "ACQ.TRADE_NOT_EXIST"), (root, root, "isv.invalid-app-cert-sn"),
            (nil, root, "isv.invalid-app-cert-sn"), (app, app, "isv.invalid-alipay-root-cert-sn"),
            (app, nil, "isv.invalid-alipay-root-cert-sn"),
        ]
        for row in rows {
            let fields = try merchant.alipay(
                "alipay.trade.query", "{\"out_trade_no\":\"n9\"}",
                changes: ["app_cert_sn": row.app, "alipay_root_cert_sn": row.root])
            let body = play.reply(to: fields, twist: .none).body
            let json = try #require(JSON(reading: body))
            #expect(json["alipay_trade_query_response"]?["sub_code"]?.string == row.subCode)
            #expect(json["alipay_cert_sn"]?.string == alipay)
            let text = String(decoding: body, as: UTF8.self)
                .replacing(",\"alipay_cert_sn\":\"\(alipay)\"", with: "")
            _ = try merchant.alipayNode(Array(text.utf8), "alipay_trade_query_response")
        }
        // Of key mode nothing has changed.
        let plain = try merchant.alipay("alipay.trade.query", "{\"out_trade_no\":\"n9\"}")
        #expect(JSON(reading: play.reply(to: plain, twist: .none).body)?["alipay_cert_sn"] == nil)
    }

    @Test("before the application is known the error is unsigned")
    func unsigned() throws {
        let rows: [([String: String]?, String)] = [
            (nil, "isv.invalid-encoding"), ([:], "isv.missing-app-id"),
            (["app_id": "1"], "isv.invalid-app-id"),
            (["app_id": merchant.alipayAppID], "isv.missing-method"),
            (["app_id": merchant.alipayAppID, "method": "x"], "isv.invalid-method"),
        ]
        for (fields, subCode) in rows {
            let json = JSON(reading: play.reply(to: fields, twist: .none).body)
            #expect(json?["error_response"]?["sub_code"]?.string == subCode)
            #expect(json?["sign"] == nil)
        }
    }

    @Test(
        "a wrong parameter is refused",
        arguments: [
            "\"out_trade_no\":\"\"", "\"out_trade_no\":\"a b\"", "\"out_trade_no\":1",
            "\"scene\":\"wave_code\"", "\"subject\":\"\"", "\"total_amount\":\"0.00\"",
            "\"total_amount\":\"-1.00\"", "\"total_amount\":\"1.001\"", "\"total_amount\":1.00",
            "\"total_amount\":\"10000000.01\"", "\"time_expire\":\"20261123\"",
            "\"timeout_express\":\"0m\"", "\"timeout_express\":\"16d\"",
            "\"timeout_express\":\"2x\"", "\"timeout_express\":\"\"",
            "\"timeout_express\":\"9223372036854775807h\"",
        ])
    func parameters(_ member: String) throws {
        // The first member of a name counts.
        let content = order(try code())
        let answer = try ask("pay", "{\(member)," + content.dropFirst())
        #expect(answer["sub_code"]?.string == "ACQ.INVALID_PARAMETER")
        #expect(books.change { ledger, _ in ledger.orders.isEmpty })
    }

    @Test("a code that is unknown, malformed or used up is invalid")
    func codes() throws {
        let used = try code()
        _ = try ask("pay", order(used))
        let old = try code()
        world.pass(.seconds(91))
        for wrong in [used, old, "281234567890123456", "1", "", "28123456789012345x"] {
            let answer = try ask("pay", order(wrong, number: "n2"))
            #expect(answer["sub_code"]?.string == "ACQ.PAYMENT_AUTH_CODE_INVALID")
        }
    }

    @Test("the life of a payment with a password: 10003, then paid")
    func password() throws {
        let content = order(try code(), "200.01")
        let first = try ask("pay", content)
        #expect(first["code"]?.string == "10003")
        #expect(first["trade_no"]?.string?.utf8.count == 28)
        #expect(first["gmt_payment"] == nil)
        #expect(try ask("pay", content)["code"]?.string == "10003")
        let number = "{\"out_trade_no\":\"n1\"}"
        #expect(try ask("query", number)["trade_status"]?.string == "WAIT_BUYER_PAY")
        let key = OrderKey(wallet: .alipay, number: "n1")
        _ = books.change { $0.approve(key, password: "246801", at: $1) }
        #expect(try ask("query", number)["trade_status"]?.string == "TRADE_SUCCESS")
        #expect(try ask("pay", content)["code"]?.string == "10000")
    }

    @Test("every end is told by its sub_code and its state")
    func ends() throws {
        #expect(
            try ask("pay", order(code("poor"), "1.01"))["sub_code"]?.string
                == "ACQ.BUYER_BALANCE_NOT_ENOUGH")
        #expect(
            try ask("query", "{\"out_trade_no\":\"n1\"}")["trade_status"]?.string
                == "TRADE_CLOSED")
        let paid = try code()
        _ = try ask("pay", order(paid, number: "n2"))
        #expect(
            try ask("pay", order(paid, "1.00", number: "n2"))["sub_code"]?.string
                == "ACQ.CONTEXT_INCONSISTENT")
        #expect(
            try ask("pay", order(code(), number: "n2"))["sub_code"]?.string
                == "ACQ.TRADE_HAS_SUCCESS")
        let slow = order(
            try code("slow"), number: "n3", more: ",\"timeout_express\":\"2m\"")
        #expect(try ask("pay", slow)["code"]?.string == "10003")
        world.pass(.minutes(2))
        #expect(
            try ask("query", "{\"out_trade_no\":\"n3\"}")["trade_status"]?.string
                == "TRADE_CLOSED")
        #expect(try ask("pay", slow)["sub_code"]?.string == "ACQ.TRADE_HAS_CLOSE")
        let late = order(
            try code(), number: "n4", more: ",\"time_expire\":\"2026-11-23 11:09:25\"")
        #expect(try ask("pay", late)["sub_code"]?.string == "ACQ.TRADE_HAS_CLOSE")
        #expect(
            try ask("query", "{\"out_trade_no\":\"n4\"}")["sub_code"]?.string
                == "ACQ.TRADE_NOT_EXIST")
    }

    @Test("cancel: refund when paid, close when waiting, no action when never seen")
    func cancels() throws {
        _ = try ask("pay", order(code()))
        for _ in 0..<2 {
            let answer = try ask("cancel", "{\"out_trade_no\":\"n1\"}")
            #expect(answer["code"]?.string == "10000")
            #expect(answer["action"]?.string == "refund")
            #expect(answer["retry_flag"]?.string == "N")
        }
        _ = try ask("pay", order(code("slow"), number: "n2"))
        #expect(try ask("cancel", "{\"out_trade_no\":\"n2\"}")["action"]?.string == "close")
        let absent = try ask("cancel", "{\"out_trade_no\":\"n3\"}")
        #expect(absent["code"]?.string == "10000")
        #expect(absent["retry_flag"]?.string == "N")
        #expect(absent["action"] == nil)
        _ = try ask("pay", order(code(), number: "n3"))
        #expect(
            try ask("query", "{\"out_trade_no\":\"n3\"}")["trade_status"]?.string
                == "TRADE_SUCCESS")
        world.pass(.hours(25))
        #expect(
            try ask("cancel", "{\"out_trade_no\":\"n3\"}")["sub_code"]?.string
                == "ACQ.TRADE_CANCEL_TIME_OUT")
    }

    @Test("twists: the answer is bent as asked and still signed")
    func twists() throws {
        let number = "{\"out_trade_no\":\"n1\"}"
        #expect(
            try ask("pay", order(code()), twist: .systemErrorInstead)["sub_code"]?.string
                == "ACQ.SYSTEM_ERROR")
        #expect(try ask("query", number)["sub_code"]?.string == "ACQ.TRADE_NOT_EXIST")
        #expect(
            try ask("pay", order(code()), twist: .systemErrorAfter)["code"]?.string == "20000")
        #expect(try ask("query", number)["trade_status"]?.string == "TRADE_SUCCESS")
        #expect(
            try ask("query", number, twist: .wrongAmount)["total_amount"]?.string == "66.10")
        #expect(
            try ask("query", number, twist: .notFound)["sub_code"]?.string
                == "ACQ.TRADE_NOT_EXIST")
        #expect(throws: Merchant.Incomplete.self) {
            try ask("query", number, twist: .badSignature)
        }
    }
}
