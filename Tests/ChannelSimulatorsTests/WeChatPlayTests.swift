// WeChat Pay v2 as a merchant meets it, without HTTP: the request is signed by the test's own code,
// and every answer's signature is checked before it is read.

import ChannelSimulators
import Retail
import Testing

@Suite("WeChat Pay v2")
struct WeChatPlayTests {
    let world = FakeWorld()
    let books: Books
    let play: WeChatPlay
    let merchant: Merchant

    init() throws {
        let credentials = try Merchant.credentials.get()
        books = Books(Ledger(), surroundings: world.surroundings)
        play = WeChatPlay(credentials: credentials, books: books)
        merchant = try Merchant(channels: credentials.channels(base: "http://127.0.0.1:1"))
    }

    func code(_ account: String = "lin") throws -> String {
        let entropy = world.entropy()
        return try #require(
            books.change {
                $0.issueCode(account: account, wallet: .wechat, entropy: entropy, at: $1)
            }
        ).digits
    }

    func order(_ code: String, fen: Int64 = 6_510, number: String = "n1") -> [String: String] {
        [
            "body": "药品-聚合支付", "out_trade_no": number, "total_fee": "\(fen)",
            "spbill_create_ip": "127.0.0.1", "auth_code": code, "attach": "til 02",
            "device_info": "0101-02",
        ]
    }

    func ask(
        _ call: Call, _ fields: [String: String], _ changes: [String: String?] = [:],
        twist: Twist = .none
    ) throws -> [String: String] {
        let body = merchant.wechat(fields, changes: changes)
        let reply = play.reply(to: body, call: call, twist: twist)
        let isMD5 = changes["sign_type"] != nil
        return try #require(wechatFields(reply.body, merchant, md5: isMD5))
    }

    @Test("the published signature vectors")
    func vectors() {
        let key = "192006250b4c09247ec02edce69f6a2d"
        let first = [
            "appid": "wxd930ea5d5a258f4f", "body": "test", "device_info": "1000",
            "mch_id": "10000100", "nonce_str": "ibuaiVcKdpRxkhJA",
        ]
        #expect(WeChatSignature.md5.of(first, key: key) == "9A0A8659F005D6984697E2CA0A9CF3B7")
        #expect(
            WeChatSignature.hmacSHA256.of(first, key: key)
                == "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6")
        let second = [
            "appid": "wx2421b1c4370ec43b", "auth_code": "134567890123456789",
            "body": "药品-聚合支付", "mch_id": "10000100", "nonce_str": "5K8264ILTKCH16CQ",
            "out_trade_no": "2026112315420501010200038742", "spbill_create_ip": "127.0.0.1",
            "total_fee": "6510", "attach": "", "sign": "ignored",
        ]
        #expect(WeChatSignature.md5.of(second, key: key) == "612696584EE8E51F29CEEBCD0791AE13")
        #expect(
            WeChatSignature.hmacSHA256.of(second, key: key)
                == "B3FB9B7EEE1C09521E52D4401D9E0F6062EAA8FC4EE3A5D0C590B8116004169D")
    }

    @Test(
        "a payment is answered with every field, in both kinds of signature",
        arguments: [true, false])
    func pays(_ isMD5: Bool) throws {
        let changes: [String: String?] = isMD5 ? ["sign_type": "MD5"] : [:]
        let answer = try ask(.pay, order(code()), changes)
        #expect(answer["return_code"] == "SUCCESS")
        #expect(answer["result_code"] == "SUCCESS")
        #expect(answer["trade_type"] == "MICROPAY")
        #expect(answer["total_fee"] == "6510")
        #expect(answer["cash_fee"] == "6510")
        #expect(answer["out_trade_no"] == "n1")
        #expect(answer["attach"] == "til 02")
        #expect(answer["device_info"] == "0101-02")
        #expect(answer["time_end"] == "20261123110925")
        #expect(answer["transaction_id"]?.utf8.count == 28)
        #expect(answer["openid"]?.utf8.count == 28)
        let query = try ask(.query, ["transaction_id": answer["transaction_id"] ?? ""], changes)
        #expect(query["trade_state"] == "SUCCESS")
        #expect(query["out_trade_no"] == "n1")
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let changes: [String: String?]
        let code: String
        var testDescription: String { "\(changes) → \(code)" }
    }

    @Test(
        "a request with a wrong or missing field is refused with its code, and nothing is debited",
        arguments: [
            Refused(changes: ["appid": "wx0000000000000000"], code: "APPID_MCHID_NOT_MATCH"),
            Refused(changes: ["appid": "gh_1"], code: "APPID_NOT_EXIST"),
            Refused(changes: ["appid": nil], code: "LACK_PARAMS"),
            Refused(changes: ["nonce_str": nil], code: "LACK_PARAMS"),
            Refused(changes: ["body": nil], code: "LACK_PARAMS"),
            Refused(changes: ["out_trade_no": ""], code: "LACK_PARAMS"),
            Refused(changes: ["total_fee": nil], code: "LACK_PARAMS"),
            Refused(changes: ["spbill_create_ip": nil], code: "LACK_PARAMS"),
            Refused(changes: ["auth_code": nil], code: "LACK_PARAMS"),
            Refused(changes: ["total_fee": "0"], code: "PARAM_ERROR"),
            Refused(changes: ["total_fee": "-1"], code: "PARAM_ERROR"),
            Refused(changes: ["total_fee": "1.00"], code: "PARAM_ERROR"),
            Refused(changes: ["total_fee": "99999999999999999999"], code: "PARAM_ERROR"),
            Refused(changes: ["total_fee": "1000000001"], code: "PARAM_ERROR"),
            Refused(changes: ["fee_type": "USD"], code: "PARAM_ERROR"),
            Refused(changes: ["time_expire": "2026-11-23"], code: "PARAM_ERROR"),
            Refused(changes: ["out_trade_no": "n 1"], code: "PARAM_ERROR"),
            Refused(
                changes: ["out_trade_no": "012345678901234567890123456789012"],
                code: "PARAM_ERROR"),
            Refused(changes: ["auth_code": "281234567890123456"], code: "AUTH_CODE_ERROR"),
            Refused(changes: ["auth_code": "13123456789012345"], code: "AUTH_CODE_ERROR"),
            Refused(changes: ["auth_code": "131234567890123456"], code: "AUTH_CODE_INVALID"),
            Refused(changes: ["time_expire": "20261123110924"], code: "ORDERCLOSED"),
        ])
    func refused(_ row: Refused) throws {
        let answer = try ask(.pay, order(code()), row.changes)
        #expect(answer["return_code"] == "SUCCESS")
        #expect(answer["result_code"] == "FAIL")
        #expect(answer["err_code"] == row.code)
        #expect(books.change { ledger, _ in ledger.orders.isEmpty })
    }

    @Test("what fails before the fields is unsigned and has return_msg alone")
    func unsigned() throws {
        let right = merchant.wechat(order(try code()))
        let wrong: [(String, [UInt8])] = [
            ("XML格式错误", Array("<xml".utf8)), ("XML格式错误", []), ("编码错误", [0xFF]),
            ("商户号mch_id不存在", merchant.wechat([:], changes: ["mch_id": "1"])),
            ("商户号mch_id不存在", merchant.wechat([:], changes: ["mch_id": nil])),
            ("签名类型错误", merchant.wechat([:], changes: ["sign_type": "RSA"])),
            ("签名失败", merchant.wechat(order(try code()), tampered: ["total_fee": "1"])),
            ("签名失败", merchant.wechat(order(try code()), tampered: ["sign": ""])),
        ]
        for (message, body) in wrong {
            let reply = play.reply(to: body, call: .pay, twist: .none)
            #expect(
                FlatXML.fields(reply.body) == ["return_code": "FAIL", "return_msg": message])
        }
        #expect(books.change { ledger, _ in ledger.orders.isEmpty })
        #expect(wechatFields(play.reply(to: right, call: .pay, twist: .none).body, merchant) != nil)
    }

    @Test("the life of a payment with a password: USERPAYING, then paid")
    func password() throws {
        let request = order(try code(), fen: 20_001)
        #expect(try ask(.pay, request)["err_code"] == "USERPAYING")
        #expect(try ask(.pay, request)["err_code"] == "USERPAYING")
        #expect(try ask(.query, ["out_trade_no": "n1"])["trade_state"] == "USERPAYING")
        let key = OrderKey(wallet: .wechat, number: "n1")
        _ = books.change { $0.approve(key, password: "135790", at: $1) }
        #expect(try ask(.query, ["out_trade_no": "n1"])["total_fee"] == "20001")
        #expect(try ask(.pay, request)["result_code"] == "SUCCESS")
    }

    @Test("every end is told by its code and its state")
    func ends() throws {
        let poor = order(try code("poor"), number: "poor")
        #expect(try ask(.pay, poor)["err_code"] == "NOTENOUGH")
        #expect(try ask(.query, ["out_trade_no": "poor"])["trade_state"] == "PAYERROR")
        let request = order(try code())
        _ = try ask(.pay, request)
        #expect(try ask(.pay, request, ["total_fee": "1"])["err_code"] == "OUT_TRADE_NO_USED")
        #expect(try ask(.pay, order(code()))["err_code"] == "ORDERPAID")
        #expect(
            try ask(.pay, order(request["auth_code"] ?? "", number: "n2"))["err_code"]
                == "AUTH_CODE_INVALID")
        let late = try code()
        world.pass(.seconds(91))
        #expect(try ask(.pay, order(late, number: "n2"))["err_code"] == "AUTHCODEEXPIRE")
        let slow = order(try code("slow"), number: "n3")
        #expect(
            try ask(.pay, slow, ["time_expire": "20261123111100"])["err_code"] == "USERPAYING")
        world.pass(.seconds(30))
        #expect(try ask(.query, ["out_trade_no": "n3"])["trade_state"] == "CLOSED")
        #expect(
            try ask(.pay, slow, ["time_expire": "20261123111100"])["err_code"] == "ORDERCLOSED")
        let declined = order(try code("slow"), number: "n4")
        _ = try ask(.pay, declined)
        _ = books.change { $0.decline(OrderKey(wallet: .wechat, number: "n4"), at: $1) }
        #expect(try ask(.query, ["out_trade_no": "n4"])["trade_state"] == "PAYERROR")
        #expect(try ask(.pay, declined)["err_code"] == "TRADE_ERROR")
        #expect(try ask(.query, ["out_trade_no": "none"])["err_code"] == "ORDERNOTEXIST")
        #expect(try ask(.query, [:])["err_code"] == "LACK_PARAMS")
    }

    @Test("a reversal says recall: Y while the person is paying, N when it is done")
    func reverses() throws {
        let paid = order(try code())
        _ = try ask(.pay, paid)
        let done = try ask(.reverse, ["out_trade_no": "n1"])
        #expect(done["result_code"] == "SUCCESS")
        #expect(done["recall"] == "N")
        #expect(try ask(.query, ["out_trade_no": "n1"])["trade_state"] == "REVOKED")
        #expect(try ask(.pay, paid)["err_code"] == "ORDERREVERSED")
        _ = try ask(.pay, order(code("slow"), number: "n2"))
        let first = try ask(.reverse, ["out_trade_no": "n2"])
        #expect(first["err_code"] == "USERPAYING")
        #expect(first["recall"] == "Y")
        #expect(try ask(.reverse, ["out_trade_no": "n2"])["recall"] == "N")
        #expect(try ask(.reverse, ["out_trade_no": "none"])["err_code"] == "ORDERNOTEXIST")
        #expect(
            try ask(.reverse, ["transaction_id": "1"])["err_code"] == "INVALID_TRANSACTIONID")
        _ = try ask(.pay, order(code(), number: "n5"))
        world.pass(.days(8))
        #expect(try ask(.reverse, ["out_trade_no": "n5"])["err_code"] == "REVERSE_EXPIRE")
    }

    @Test("twists: the answer is bent as asked and still signed")
    func twists() throws {
        #expect(
            try ask(.pay, order(code()), twist: .systemErrorInstead)["err_code"] == "SYSTEMERROR")
        #expect(try ask(.query, ["out_trade_no": "n1"])["err_code"] == "ORDERNOTEXIST")
        #expect(
            try ask(.pay, order(code()), twist: .systemErrorAfter)["err_code"] == "SYSTEMERROR")
        #expect(try ask(.query, ["out_trade_no": "n1"])["trade_state"] == "SUCCESS")
        #expect(
            try ask(.query, ["out_trade_no": "n1"], twist: .wrongAmount)["total_fee"] == "6610")
        #expect(
            try ask(.query, ["out_trade_no": "n1"], twist: .notFound)["err_code"]
                == "ORDERNOTEXIST")
        let body = merchant.wechat(order(try code(), number: "n2"))
        let forged = play.reply(to: body, call: .pay, twist: .badSignature)
        #expect(FlatXML.fields(forged.body)?["result_code"] == "SUCCESS")
        #expect(wechatFields(forged.body, merchant) == nil)
    }
}
