// What a load test needs of the control interface: purses that never run dry, a walk through all
// orders, refunds that arrive when they are told to.

import ChannelSimulators
import Foundation
import Retail
import Testing

@Suite("Control: accounts, walks and refunds")
struct ControlAccountTests {
    @Test("a new customer pays with a large balance, and is there after a restart")
    func registers() async throws {
        try await withFolder { folder in
            try await Running.run(folder) { network in
                let made = try await network.client.send(
                    "POST", "/control/accounts",
                    json: "{\"id\":\"soak-1\",\"name\":\"压测一\",\"wallets\":["
                        + "{\"wallet\":\"wechat\",\"balanceFen\":10000000000,"
                        + "\"passwordAboveFen\":10000000000},"
                        + "{\"wallet\":\"alipay\",\"balanceFen\":5}]}")
                #expect(made.status == 201)
                #expect(made.json?["password"]?.string == "000000")
                #expect(
                    made.json?["wallets"]?.array?.last?["passwordAboveFen"]?.integer == 20_000)
                let paid = try await network.payWeChat("n1", fen: 900_000_000, account: "soak-1")
                #expect(
                    wechatFields(paid.body, network.merchant)?["result_code"] == "SUCCESS")
                let again = try await network.client.send(
                    "POST", "/control/accounts",
                    json: "{\"id\":\"soak-1\",\"name\":\"x\",\"wallets\":"
                        + "[{\"wallet\":\"wechat\",\"balanceFen\":1}]}")
                #expect(again.status == 409)
            }
            try await Running.run(folder) { network in
                let list = try await network.client.send("GET", "/control/accounts").json?.array
                #expect(list?.count == 5)
                #expect(list?.last?["name"]?.string == "压测一")
                #expect(
                    list?.last?["wallets"]?.array?.first?["balanceFen"]?.integer == 9_100_000_000)
                let first = try await network.client.send("GET", "/control/accounts?limit=2").json
                #expect(first?.array?.compactMap { $0["id"]?.string } == ["lin", "zhou"])
                let person = try await network.client.send("GET", "/phone/api/people/soak-1")
                #expect(person.status == 200)
                _ = try await network.client.send("POST", "/control/reset")
                let after = try await network.client.send("GET", "/control/accounts").json?.array
                #expect(after?.count == 4)
            }
        }
    }

    @Test(
        "a customer that could not be one is refused",
        arguments: [
            "", "{}", "[]", "\"id\":\"\"", "\"id\":\"a b\"", "\"id\":\"../x\"", "\"id\":1",
            "\"name\":\"\"", "\"nameEn\":\"\"", "\"password\":\"12345\"",
            "\"password\":\"12345x\"", "\"wallets\":[]", "\"wallets\":{}",
            "\"wallets\":[{\"wallet\":\"ecny\",\"balanceFen\":1}]",
            "\"wallets\":[{\"wallet\":\"wechat\"}]",
            "\"wallets\":[{\"wallet\":\"wechat\",\"balanceFen\":-1}]",
            "\"wallets\":[{\"wallet\":\"wechat\",\"balanceFen\":10000000001}]",
            "\"wallets\":[{\"wallet\":\"wechat\",\"balanceFen\":1,\"passwordAboveFen\":-1}]",
            "\"wallets\":[{\"wallet\":\"wechat\",\"balanceFen\":1},"
                + "{\"wallet\":\"wechat\",\"balanceFen\":1}]",
        ])
    func refused(_ member: String) async throws {
        try await Running.run { network in
            let whole =
                "\"id\":\"a\",\"name\":\"b\",\"wallets\":[{\"wallet\":\"wechat\",\"balanceFen\":1}]"
            // The first member of a name counts.
            let body = member.hasPrefix("\"") ? "{\(member),\(whole)}" : member
            let answer = try await network.client.send("POST", "/control/accounts", json: body)
            #expect(answer.status == 400)
            let list = try await network.client.send("GET", "/control/accounts").json?.array
            #expect(list?.count == 4)
        }
    }

    @Test("a walk meets every order once, oldest first")
    func walk() async throws {
        try await Running.run { network in
            for number in 0..<7 { _ = try await network.payWeChat("n\(number)") }
            var seen: [String] = []
            while true {
                let page =
                    try await network.client.send(
                        "GET", "/control/orders?after=\(seen.count)&limit=3"
                    ).json?.array ?? []
                if page.isEmpty { break }
                #expect(page.count <= 3)
                seen += page.compactMap { $0["number"]?.string }
            }
            #expect(seen == (0..<7).map { "n\($0)" })
            for (query, count) in [
                ("after=0", 7), ("after=6&limit=9999999999", 1), ("after=-5", 7), ("after=99", 0),
                ("after=9223372036854775807&limit=9223372036854775807", 0),
                ("after=0&limit=-1", 0), ("after=x&limit=2", 2),
            ] {
                let page = try await network.client.send("GET", "/control/orders?\(query)").json
                #expect(page?.array?.count == count, "\(query)")
            }
        }
    }

    @Test("refunds are told with the order; the delay can be set; both survive a restart")
    func refunds() async throws {
        let world = FakeWorld()
        try await withFolder { folder in
            try await Running.run(folder, world: world) { network in
                let client = network.client
                let settings = try await client.send("GET", "/control/settings").json
                #expect(settings?["refundDelayMilliseconds"]?.integer == 2_000)
                let set = try await client.send(
                    "PATCH", "/control/settings", json: "{\"refundDelayMilliseconds\":60000}")
                #expect(set.json?["refundDelayMilliseconds"]?.integer == 60_000)
                for wrong in ["", "{}", "-1", "86400001", "1.5", "9223372036854775807"] {
                    let body = wrong.first == "{" ? wrong : "{\"refundDelayMilliseconds\":\(wrong)}"
                    let answer = try await client.send("PATCH", "/control/settings", json: body)
                    #expect(answer.status == 400)
                }
                _ = try await network.payWeChat("n1")
                let asked = network.merchant.wechat([
                    "out_trade_no": "n1", "out_refund_no": "R1", "total_fee": "100",
                    "refund_fee": "40",
                ])
                _ = try await client.send("POST", "/secapi/pay/refund", asked)
                let order = try await client.send("GET", "/control/orders/n1").json
                #expect(
                    order?["refunds"]?.text
                        == "[{\"number\":\"R1\",\"amountFen\":40,\"state\":\"PROCESSING\","
                        + "\"at\":1795403365000000,\"endedAt\":null}]")
                #expect(order?["returnedFen"]?.integer == 0)
                #expect(order?["state"]?.string == "PAID")
            }
            world.pass(.seconds(60))
            try await Running.run(folder, world: world) { network in
                let list = try await network.client.send("GET", "/control/orders").json?.array
                let refund = list?.first?["refunds"]?.array?.first
                #expect(refund?["state"]?.string == "SUCCESS")
                #expect(refund?["endedAt"]?.integer == 1_795_403_425_000_000)
                #expect(list?.first?["returnedFen"]?.integer == 40)
                let accounts = try await network.client.send("GET", "/control/accounts").json
                #expect(
                    accounts?.array?.first?["wallets"]?.array?.first?["balanceFen"]?.integer
                        == 499_940)
                let settings = try await network.client.send("GET", "/control/settings").json
                #expect(settings?["refundDelayMilliseconds"]?.integer == 60_000)
            }
        }
    }

    struct Stored: CustomTestStringConvertible, Sendable {
        let what: String
        let order: String
        let isRead: Bool
        var testDescription: String { what }
    }

    @Test(
        "a file of before there were refunds is read; one that contradicts itself is not",
        arguments: [
            Stored(what: "before", order: "\"returned\":0", isRead: true),
            Stored(
                what: "a refund on its way",
                order: "\"returned\":0,\"refundsMade\":[{\"number\":\"R\",\"amount\":100,"
                    + "\"askedAt\":1,\"state\":{\"processing\":{\"until\":9,\"willFail\":false}}}]",
                isRead: true),
            Stored(what: "returned from nowhere", order: "\"returned\":1", isRead: false),
            Stored(
                what: "more than paid",
                order: "\"returned\":101,\"refundsMade\":[{\"number\":\"R\",\"amount\":101,"
                    + "\"askedAt\":1,\"state\":{\"arrived\":{\"at\":9}}}]", isRead: false),
            Stored(
                what: "two of one number",
                order: "\"returned\":2,\"refundsMade\":[{\"number\":\"R\",\"amount\":1,"
                    + "\"askedAt\":1,\"state\":{\"arrived\":{\"at\":9}}},{\"number\":\"R\","
                    + "\"amount\":1,\"askedAt\":1,\"state\":{\"arrived\":{\"at\":9}}}]",
                isRead: false),
        ])
    func stored(_ row: Stored) async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let text =
                "{\"accounts\":[{\"id\":\"a\",\"name\":\"b\",\"nameEnglish\":\"c\","
                + "\"password\":\"000000\",\"purses\":[{\"wallet\":\"alipay\",\"balance\":5,"
                + "\"passwordAbove\":0}]}],\"codes\":[],\"serial\":1,\"orders\":[{"
                + "\"wallet\":\"alipay\",\"number\":\"n1\",\"tradeNumber\":\"t\",\"account\":\"a\","
                + "\"amount\":100,\"subject\":\"s\",\"details\":\"\",\"codeDigest\":\"\","
                + "\"attachment\":\"\",\"createdAt\":1,\"state\":{\"paid\":{}},\"paidAt\":1,"
                + "\"debited\":100,\(row.order)}]}"
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/network.json"))
            guard row.isRead else {
                #expect(throws: NetworkError.self) {
                    try NetworkProcess(
                        NetworkSettings(port: 0, dataFolder: folder), logger: Running.silent)
                }
                return
            }
            try await Running.run(folder) { network in
                let order = try await network.client.send("GET", "/control/orders/n1").json
                #expect(order?["state"]?.string == "PAID")
                #expect(
                    order?["refunds"]?.array?.allSatisfy { $0["state"]?.string == "SUCCESS" }
                        == true)
            }
        }
    }
}
