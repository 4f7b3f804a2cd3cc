// The page of the channels' health and its JSON: who may see them, that the worst stand first, and what
// is counted.

import Foundation
import HTTPTypes
import Payments
import Persistence
import Retail
import Testing

@testable import Checkout

@Suite struct HealthPageTests {
    private static let path = "/health/channels"
    private static let json = "/api/health/channels"

    struct Asked: Sendable, CustomTestStringConvertible {
        /// Nobody where it is nil.
        let staff: String?
        let query: String
        let status: HTTPResponse.Status
        let code: String?

        var testDescription: String { "\(staff ?? "nobody") \(query)" }
    }

    @Test(
        "Managers see the own store and those above all; nobody else, and what cannot be read",
        arguments: [
            Asked(staff: nil, query: "", status: .unauthorized, code: "T-200"),
            Asked(staff: "1007", query: "", status: .forbidden, code: "T-203"),
            Asked(staff: "1005", query: "", status: .forbidden, code: "T-203"),
            Asked(staff: "1001", query: "", status: .ok, code: nil),
            Asked(staff: "1001", query: "?store=0101", status: .ok, code: nil),
            Asked(staff: "1001", query: "?store=0102", status: .forbidden, code: "T-203"),
            Asked(staff: "1800", query: "", status: .ok, code: nil),
            Asked(staff: "1900", query: "?store=0102", status: .ok, code: nil),
            Asked(staff: "1900", query: "?store=9999", status: .notFound, code: "T-404"),
            Asked(staff: "1900", query: "?store=x", status: .badRequest, code: "T-400"),
            Asked(staff: "1900", query: "?store=%00", status: .badRequest, code: "T-400"),
        ])
    func rights(_ asked: Asked) async throws {
        try await TillFixture.with { client, _ in
            var cookie: String?
            if let staff = asked.staff { cookie = try await client.signIn(staff) }
            let page = try await client.get(HealthPageTests.path + asked.query, cookie)
            #expect(page.status == asked.status)
            #expect(asked.code.map { page.text.contains($0) } ?? page.text.contains("<h2>"))
            let json = try await client.get(HealthPageTests.json + asked.query, cookie)
            #expect(json.status == asked.status)
            #expect(json.code == asked.code)
            #expect(json.json["channels"].isAbsent == (asked.code != nil))
        }
    }

    @Test("How many stores are told is one to two hundred", arguments: ["0", "201", "x", "-1", ""])
    func limits(_ limit: String) async throws {
        try await TillFixture.with { client, _ in
            let finance = try await client.signIn("1900")
            let answer = try await client.get(HealthPageTests.json + "?limit=\(limit)", finance)
            #expect(answer.status == .badRequest && answer.code == "T-400")
        }
    }

    /// Ten calls for each store, some of them in doubt.
    private func meet(_ stores: [(id: String, failures: Int)], _ fixture: TillFixture) async throws
    {
        let driver = fixture.driver
        let now = driver.surroundings.now()
        for (store, failures) in stores {
            for call in 0..<10 {
                driver.health.note(
                    .alipay, call >= failures ? .succeeded : .inDoubt, store: try StoreID(store),
                    from: now.advanced(by: .milliseconds(-300)), to: now)
            }
        }
        await FigureRounds(driver: driver).write()
    }

    @Test("The worst store stands first and leads to its own page, in both languages")
    func worstFirst() async throws {
        try await TillFixture.with { client, fixture in
            try await meet([("0101", 1), ("0102", 9)], fixture)
            let finance = try await client.signIn("1900")
            let page = try await client.get(HealthPageTests.path + "?lang=en", finance).text
            let (bad, better) = (page.range(of: "<b>0102</b>"), page.range(of: "<b>0101</b>"))
            let (first, second) = (try #require(bad), try #require(better))
            #expect(first.lowerBound < second.lowerBound)
            #expect(page.contains("Stores, worst first (2 of 2)"))
            #expect(page.contains("<td>20</td><td>50.0%</td><td>50.0%</td>"), "the sum of both")
            #expect(page.contains("✗ Alipay 90.0%") && page.contains("! Alipay 10.0%"))
            #expect(page.contains("<td>0.4 s</td>"))
            // Half of twenty: a red part of 22 in a bar of 44.
            #expect(page.contains("y=\"22\" width=\"8\" height=\"22\"/>"))
            #expect(!page.contains("<script"))
            #expect(page.contains("href=\"?lang=en&amp;store=0102\""))

            let one = HealthPageTests.path + "?lang=zh&store=0102"
            let store = try await client.get(one, finance).text
            #expect(store.contains("<h2>0102 ") && !store.contains("0101"))
            #expect(store.contains("全部门店") && store.contains("?lang=en&amp;store=0102"))
            #expect(store.contains("<td>10</td><td>10.0%</td><td>90.0%</td>"))
            let manager = try await client.signIn("1001")
            let own = try await client.get(HealthPageTests.path, manager).text
            #expect(own.contains("<h2>0101 ") && own.contains("支付宝") && !own.contains("0102"))
            #expect(!own.contains("全部门店"), "a manager has no other")
        }
    }

    @Test("The JSON tells each wallet's hour, day and hours, and the worst stores")
    func json() async throws {
        try await TillFixture.with { client, fixture in
            try await meet([("0101", 1), ("0102", 9)], fixture)
            let finance = try await client.signIn("1900")
            let all = try await client.get(HealthPageTests.json + "?limit=1", finance).json
            #expect(all["store"].isAbsent)
            #expect(all["channels"].count == 1)
            let alipay = all["channels"][0]
            #expect(alipay["wallet"].text == "alipay" && alipay["refusedSince"].isAbsent)
            for span in ["lastHour", "lastDay"] {
                let counts = alipay[span]
                #expect(counts["asked"].integer == 20 && counts["inDoubt"].integer == 10)
                #expect(counts["succeeded"].integer == 10 && counts["declined"].integer == 0)
                #expect(counts["successPerMille"].integer == 500)
                #expect(counts["inDoubtPerMille"].integer == 500)
                #expect(counts["p50Ms"].integer == 400 && counts["p95Ms"].integer == 400)
                #expect(counts["light"].text == "bad")
            }
            #expect(alipay["hours"].count == 24)
            let (last, before) = (alipay["hours"][23], alipay["hours"][22])
            #expect(last["asked"].integer == 20 && before["asked"].integer == 0)
            #expect(before["p50Ms"].isAbsent)
            #expect(last["from"].integer == before["from"].integer.map { $0 + 3_600_000_000 })
            let from = try #require(last["from"].integer)
            #expect(from.isMultiple(of: 3_600_000_000))
            #expect((0..<3_600_000_000).contains(try #require(all["now"].integer) - from))
            #expect(all["storeCount"].integer == 2 && all["stores"].count == 1)
            let worst = all["stores"][0]
            #expect(worst["store"].text == "0102" && worst["light"].text == "bad")
            #expect(worst["channels"][0]["lastHour"]["inDoubtPerMille"].integer == 900)
            #expect(worst["channels"][0]["hours"].isAbsent)

            let manager = try await client.signIn("1001")
            let own = try await client.get(HealthPageTests.json, manager).json
            #expect(own["store"].text == "0101" && own["stores"].count == 0)
            #expect(own["channels"][0]["lastDay"]["asked"].integer == 10)
        }
    }

    @Test("What a store's payments and refunds have met is on the page, and no other store's")
    func counted() async throws {
        let key = try TestTerminal.gatewayKey.get()
        try await TillFixture.with(channels: [StubWallet()], gatewayKey: key) { client, fixture in
            let terminal = try await TestTerminal.added(client, fixture)
            let finance = try await client.signIn("1900")
            let path = HealthPageTests.path + "?lang=en"
            #expect(
                try await client.get(path, finance).text.contains("No calls in the last 24 hours"))
            let paid = try await terminal.pay("a", key: "k1")
            let number = try #require(paid.json["number"].text)
            for (calls, back) in [(1, nil), (2, "r1"), (3, "r2")] as [(Int, String?)] {
                if let back {
                    let answer = try await terminal.send(
                        .post, "/api/v1/payments/\(number)/refunds?wait=20",
                        #"{"reference":"\#(back)","amount_fen":100}"#, key: back)
                    #expect(answer.json["status"].text == "refunded")
                }
                await FigureRounds(driver: fixture.driver).write()
                let page = try await client.get(path, finance).text
                // In the hour and in the day.
                let row = "<td>\(calls)</td><td>100.0%</td><td>0.0%</td>"
                #expect(page.components(separatedBy: row).count == 3, "\(page)")
                #expect(page.contains("<b>0101</b>") && !page.contains("0102"))
                #expect(page.contains("WeChat Pay") && page.contains("✓ well"))
            }
        }
    }

    @Test("Of many stores sixty are drawn, the sums are over all, and a name cannot be markup")
    func manyStores() async throws {
        try await TillFixture.with { client, fixture in
            let stores = (2_000..<2_070).map { (id: "\($0)", failures: $0 == 2_042 ? 5 : 0) }
            let odd = Store(
                id: try StoreID("2042"), name: "<i>\"&", licence: "", phone: "", dayTurns: .zero)
            try await fixture.database.write { transaction in
                try StoreTable.insert(odd, registers: [], in: transaction)
            }
            try await meet(stores, fixture)
            let page = try await client.get(
                HealthPageTests.path, try await client.signIn("1900")
            ).text
            #expect(page.contains("（60 / 70）"))
            #expect(page.components(separatedBy: "<li class=\"tile ").count == 61)
            #expect(page.contains("<td>700</td>"))
            let tile = try #require(page.firstRange(of: "<li class=\"tile "))
            let first = page[tile.lowerBound...].prefix(300)
            #expect(first.contains("<b>2042</b>") && first.contains("&lt;i&gt;&quot;&amp;"))
        }
    }
}
