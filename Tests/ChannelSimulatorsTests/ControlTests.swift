// The control interface, the phone and the pages, over real connections.

import ChannelSimulators
import TestSupport
import Testing

@Suite("Control, phone and pages")
struct ControlTests {
    @Test("codes, orders, approvals and accounts")
    func story() async throws {
        try await Running.run { network in
            let client = network.client
            let code = try await client.send(
                "POST", "/control/codes", json: "{\"account\":\"lin\",\"wallet\":\"wechat\"}")
            #expect(code.json?["code"]?.string?.utf8.count == 18)
            #expect(code.json?["expiresAt"]?.integer == 1_795_403_425_000_000)
            _ = try await network.payWeChat("n1", fen: 20_001)
            let path = "/control/orders/n1"
            let waiting = try await client.send("GET", path).json
            #expect(waiting?["state"]?.string == "WAITING")
            #expect(waiting?["amountFen"]?.integer == 20_001)
            #expect(waiting?["debitedFen"]?.integer == 0)
            #expect(waiting?["paidAt"] == .null)
            #expect(waiting?["channel"]?.string == "wechat")
            #expect(waiting?["account"]?.string == "lin")
            let wrong = try await client.send(
                "POST", path + "/approval", json: "{\"password\":\"000000\"}")
            #expect(wrong.status == 403)
            #expect(wrong.json?["error"]?["triesLeft"]?.integer == 2)
            let right = try await client.send(
                "POST", path + "/approval", json: "{\"password\":\"135790\"}")
            #expect(right.json?["state"]?.string == "PAID")
            #expect(right.json?["debitedFen"]?.integer == 20_001)
            #expect(right.json?["paidAt"]?.integer == 1_795_403_365_000_000)
            let again = try await client.send(
                "POST", path + "/approval", json: "{\"password\":\"135790\"}")
            #expect(again.status == 409)
            _ = try await network.payWeChat("n2", account: "slow")
            let declined = try await client.send(
                "POST", "/control/orders/n2/approval", json: "{\"decline\":true}")
            #expect(declined.json?["state"]?.string == "DECLINED")
            #expect(declined.json?["reason"]?.string == "declinedByPerson")
            let patched = try await client.send(
                "PATCH", "/control/accounts/lin",
                json: "{\"wallet\":\"wechat\",\"balanceFen\":7,\"passwordAboveFen\":0}")
            #expect(patched.status == 200)
            let accounts = try await client.send("GET", "/control/accounts").json?.array
            let purse = accounts?.first?["wallets"]?.array?.first
            #expect(purse?["balanceFen"]?.integer == 7)
            #expect(purse?["passwordAboveFen"]?.integer == 0)
            #expect(
                try await client.send("GET", "/control/orders").json?.array?.count == 2)
            for (limit, count) in [("1", 1), ("0", 0), ("-1", 0), ("x", 2)] {
                let list = try await client.send("GET", "/control/orders?limit=\(limit)").json
                #expect(list?.array?.count == count)
            }
            #expect(try await client.send("POST", "/control/reset").status == 200)
            #expect(try await client.send("GET", path).status == 404)
        }
    }

    @Test("the same number at both wallets is told apart")
    func bothWallets() async throws {
        try await Running.run { network in
            _ = try await network.payWeChat("n1", fen: 100)
            _ = try await network.payAlipay("n1", yuan: "2.00")
            for (query, fen) in [("", 100), ("?channel=wechat", 100), ("?channel=alipay", 200)] {
                let order = try await network.client.send("GET", "/control/orders/n1" + query)
                #expect(order.json?["amountFen"]?.integer == Int64(fen))
            }
        }
    }

    struct Malformed: CustomTestStringConvertible, Sendable {
        let method: String
        let path: String
        let body: String
        let status: Int
        var testDescription: String { "\(method) \(path) \(body.prefix(40))" }
    }

    static let malformed = [
        Malformed(method: "POST", path: "/control/codes", body: "", status: 400),
        Malformed(method: "POST", path: "/control/codes", body: "[]", status: 400),
        Malformed(
            method: "POST", path: "/control/codes",
            body: "{\"account\":\"lin\",\"wallet\":\"ecny\"}", status: 400),
        Malformed(
            method: "POST", path: "/control/codes",
            body: "{\"account\":\"nobody\",\"wallet\":\"alipay\"}", status: 404),
        Malformed(method: "POST", path: "/control/faults", body: "{}", status: 400),
        Malformed(method: "POST", path: "/control/faults", body: "{\"fault\":\"x\"}", status: 400),
        Malformed(
            method: "POST", path: "/control/faults",
            body: "{\"fault\":\"down\",\"channel\":\"x\"}", status: 400),
        Malformed(
            method: "POST", path: "/control/faults", body: "{\"fault\":\"down\",\"call\":\"x\"}",
            status: 400),
        Malformed(
            method: "POST", path: "/control/faults", body: "{\"fault\":\"down\",\"times\":0}",
            status: 400),
        Malformed(
            method: "POST", path: "/control/faults",
            body: "{\"fault\":\"delay\",\"milliseconds\":-1}", status: 400),
        Malformed(
            method: "POST", path: "/control/faults",
            body: "{\"fault\":\"delay\",\"milliseconds\":1.5}", status: 400),
        Malformed(
            method: "POST", path: "/control/faults", body: "{\"fault\":\"down\",\"percent\":101}",
            status: 400),
        Malformed(
            method: "POST", path: "/control/faults", body: "{\"fault\":\"down\",\"seed\":1}",
            status: 400),
        Malformed(
            method: "POST", path: "/control/faults",
            body: "{\"fault\":\"down\",\"percent\":\"30\"}", status: 400),
        Malformed(method: "DELETE", path: "/control/faults/x", body: "", status: 404),
        Malformed(
            method: "PATCH", path: "/control/accounts/nobody", body: "{\"wallet\":\"wechat\"}",
            status: 404),
        Malformed(
            method: "PATCH", path: "/control/accounts/lin",
            body: "{\"wallet\":\"wechat\",\"balanceFen\":-1}", status: 400),
        Malformed(
            method: "PATCH", path: "/control/accounts/lin",
            body: "{\"wallet\":\"wechat\",\"balanceFen\":9223372036854775807}", status: 400),
        Malformed(
            method: "POST", path: "/control/orders/none/approval", body: "{\"decline\":true}",
            status: 404),
        Malformed(method: "GET", path: "/phone/api/people/nobody", body: "", status: 404),
        Malformed(
            method: "POST", path: "/phone/api/people/lin/codes/ecny", body: "{}", status: 404),
        Malformed(method: "GET", path: "/phone/api/orders/wechat/none", body: "", status: 404),
        Malformed(method: "GET", path: "/public/../../../etc/passwd", body: "", status: 404),
        Malformed(method: "GET", path: "/public/%2e%2e%2fPackage.swift", body: "", status: 404),
        Malformed(method: "GET", path: "/nothing", body: "", status: 404),
    ]

    @Test("what is malformed or absent is refused, and the network goes on")
    func refusals() async throws {
        try await Running.run { network in
            for row in Self.malformed {
                let answer = try await network.client.send(row.method, row.path, json: row.body)
                #expect(answer.status == row.status, "\(row)")
            }
            #expect(try await network.payWeChat("n1").status == 200)
        }
    }

    @Test("hostile requests get an answer or a closed connection, never a crash")
    func hostile() async throws {
        try await Running.run { network in
            var random = SeededRandom(seed: 5)
            let paths = [
                "/pay/micropay", "/pay/orderquery", "/secapi/pay/reverse", "/gateway.do",
                "/secapi/pay/refund", "/pay/refundquery", "/control/accounts", "/control/settings",
                "/control/codes", "/control/faults", "/control/orders/%FF/approval",
            ]
            let long = [UInt8](repeating: UInt8(ascii: "<"), count: 70_000)
            for path in paths {
                #expect(try await network.client.send("POST", path, []).status != nil)
                _ = try await network.client.send("POST", path, long)
                for _ in 0..<20 {
                    let noise = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
                    // On a busy machine the end of a connection may overtake its answer, once.
                    var status = try await network.client.send("POST", path, noise).status
                    if status == nil {
                        status = try await network.client.send("POST", path, noise).status
                    }
                    #expect(status != nil)
                }
            }
            for raw in ["\0\0\0", "GET / HTTP/9.9\r\n\r\n", "POST /pay/micropay HTTP/1.1\r\n\r\n"] {
                _ = try await network.client.send(
                    raw: Array(
                        (raw + "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").utf8))
            }
            let get = try await network.client.send("GET", "/pay/micropay")
            #expect(FlatXML.fields(get.body)?["return_msg"] == "请使用post方法")
            #expect(try await network.payWeChat("n1").status == 200)
        }
    }

    @Test("Alipay's parameters may stand in the address, too, but not twice")
    func queryString() async throws {
        try await Running.run { network in
            let all = try network.merchant.alipay(
                "alipay.trade.query", "{\"out_trade_no\":\"n1\"}")
            let outer = String(
                decoding: Merchant.form(all.filter { $0.key != "biz_content" }), as: UTF8.self)
            let inner = Merchant.form(all.filter { $0.key == "biz_content" })
            let answer = try await network.client.send("POST", "/gateway.do?" + outer, inner)
            let node = try network.merchant.alipayNode(answer.body, "alipay_trade_query_response")
            #expect(node["sub_code"]?.string == "ACQ.TRADE_NOT_EXIST")
            let twice = try await network.client.send(
                "POST", "/gateway.do?" + outer, Merchant.form(all))
            #expect(twice.json?["error_response"] != nil)
        }
    }

    @Test("the phone: a code as digits and pictures, a waiting payment, its bill")
    func phone() async throws {
        try await Running.run { network in
            let client = network.client
            let people = try await client.send("GET", "/phone/api/people").json?["people"]?.array
            #expect(people?.compactMap { $0["id"]?.string } == ["lin", "zhou", "poor", "slow"])
            let code = try await client.send("POST", "/phone/api/people/slow/codes/wechat").json
            #expect(code?["code"]?.string?.utf8.count == 18)
            #expect(code?["milliseconds"]?.integer == 60_000)
            for name in ["barcode", "square"] {
                let svg = code?[name]?.string ?? ""
                #expect(svg.hasPrefix("<svg"))
                #expect(!svg.contains("style="))
            }
            let number = "2026112315420501010200038742"
            _ = try await network.payWeChat(number, account: "slow")
            let state = try await client.send("GET", "/phone/api/people/slow").json
            #expect(state?["orders"]?.array?.first?["state"]?.string == "WAITING")
            #expect(state?["orders"]?.array?.first?["payableUntil"]?.integer != nil)
            let path = "/phone/api/orders/wechat/\(number)"
            let paid = try await client.send(
                "POST", path + "/approval", json: "{\"password\":\"445566\"}")
            #expect(paid.json?["state"]?.string == "PAID")
            let bill = try await client.send("GET", path).json
            #expect(bill?["order"]?["tradeNumber"]?.string?.hasPrefix("4200") == true)
            #expect(bill?["barcode"]?.string?.hasPrefix("<svg") == true)
        }
    }

    @Test(
        "every page and file is served with a strict policy and nothing from elsewhere",
        arguments: [
            "/", "/phone", "/public/phone.js", "/public/phone-view.js", "/public/phone.css",
            "/public/panel.js", "/public/panel.css", "/public/shared.js", "/public/words.js",
            "/public/fault-kinds.js",
        ])
    func pages(_ path: String) async throws {
        try await Running.run { network in
            let page = try await network.client.send("GET", path)
            #expect(page.status == 200)
            let policy = page.header("content-security-policy") ?? ""
            #expect(policy.contains("default-src 'none'"))
            #expect(!policy.contains("unsafe"))
            let text = String(decoding: page.body, as: UTF8.self)
            #expect(!text.contains("https://"))
            #expect(!text.contains("<script>"))
            #expect(!text.contains("style=\""))
        }
    }
}
