// `/reports`: every page by every role, what comes from outside, and that nothing typed becomes markup.

import Checkout
import Foundation
import HTTPTypes
import Persistence
import Retail
import Testing

@Suite struct ReportRoutesTests {
    /// Who may read a page; nobody else may.
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let path: String
        let readers: Set<String>
    }

    static let rows: [Row] = [
        Row(
            testDescription: "chain", path: "/reports/chain?month=2026-11",
            readers: ["1900"]),
        Row(
            testDescription: "the chain's day", path: "/reports/chain/2026-11-23?lang=en",
            readers: ["1900"]),
        Row(
            testDescription: "own store", path: "/reports/store/0101?month=2026-11",
            readers: ["1001", "1800", "1900"]),
        Row(
            testDescription: "another store", path: "/reports/store/0102?month=2026-11",
            readers: ["1800", "1900"]),
        Row(
            testDescription: "a day of the own store", path: "/reports/day/0101/2026-11-23",
            readers: ["1001", "1800", "1900"]),
        Row(
            testDescription: "a day of another store", path: "/reports/day/0102/2026-11-23",
            readers: ["1800", "1900"]),
        Row(
            testDescription: "a store of another area", path: "/reports/store/0201?month=2026-11",
            readers: ["1801", "1900"]),
        Row(
            testDescription: "a day of another area", path: "/reports/day/0201/2026-11-23",
            readers: ["1801", "1900"]),
        Row(
            testDescription: "a balance of another area", path: "/reports/balance/0201",
            readers: ["1801", "1900"]),
        Row(
            testDescription: "an account of another area",
            path: "/reports/account?name=drawer&month=2026-11&store=0201",
            readers: ["1801", "1900"]),
        Row(
            testDescription: "the chain around the change-over", path: "/reports/changeover?from=",
            readers: ["1001", "1900"]),
        Row(
            testDescription: "a store around the change-over",
            path: "/reports/changeover?store=0101", readers: ["1001", "1800", "1900"]),
        Row(
            testDescription: "another store around the change-over",
            path: "/reports/changeover?store=0201", readers: ["1801", "1900"]),
        Row(
            testDescription: "a region", path: "/reports/region/1?month=2026-11",
            readers: ["1900"]),
        Row(
            testDescription: "a region's day", path: "/reports/region/2/2026-11-23?lang=en",
            readers: ["1900"]),
        Row(
            testDescription: "an area", path: "/reports/area/1?month=2026-11",
            readers: ["1800", "1900"]),
        Row(
            testDescription: "another area", path: "/reports/area/3?month=2026-11",
            readers: ["1801", "1900"]),
        Row(
            testDescription: "an area's day", path: "/reports/area/3/2026-11-23?lang=en",
            readers: ["1801", "1900"]),
        Row(
            testDescription: "stores without an area", path: "/reports/area/0?month=2026-11",
            readers: ["1900"]),
        Row(
            testDescription: "the chain's balance", path: "/reports/balance",
            readers: ["1900"]),
        Row(
            testDescription: "statements", path: "/reports/statements?month=2026-11",
            readers: ["1900"]),
        Row(
            testDescription: "settlements", path: "/reports/settlements?month=2026-11",
            readers: ["1900"]),
        Row(
            testDescription: "tender methods", path: "/reports/methods",
            readers: ["1001", "1800", "1801", "1900"]),
        Row(
            testDescription: "an account's entries",
            path: "/reports/account?name=clearing.wechat&month=2026-11", readers: ["1900"]),
        Row(
            testDescription: "cash after a scan", path: "/reports/cash?month=2026-11",
            readers: ["1800", "1801", "1900"]),
        Row(
            testDescription: "differences",
            path: "/reports/breaks?wallet=wechat&account=1&day=2026-11-23",
            readers: ["1900"]),
        Row(
            testDescription: "a store's balance", path: "/reports/balance/0101",
            readers: ["1800", "1900"]),
    ]

    @Test(
        "R05 R10: the change-over has a date, an actor and a reason; two methods end, BestPay had none"
    )
    func changeover() async throws {
        try await TillFixture.with { client, fixture in
            let found = try await fixture.database.read { try TenderMethodTable.all(in: $0) }
            let page = try await client.get("/reports/methods", try await client.signIn("1001"))
            for words in ["外销部", "〔2019〕23号", "2019-09-26", "已清除"] {
                #expect(page.text.contains(words), "\(words)")
            }
            let changed = found.filter { $0.change != nil }
            #expect(changed.map(\.id) == [11, 12, 41, 42])
            #expect(changed.allSatisfy { $0.change?.by == "外销部" })
            #expect(changed.allSatisfy { $0.change?.reason.contains("〔2019〕23号") == true })
            let old = found.filter { $0.kind == .retired }
            #expect(old.map(\.name) == ["微信", "支付宝"])
            #expect(old.allSatisfy { $0.validUntil?.iso == "2019-09-25" })
            #expect(!found.contains { $0.name.contains("翼") })
            let new = found.filter { $0.kind == .aggregated || $0.kind == .supplementary }
            #expect(new.allSatisfy { $0.validFrom?.iso == "2019-09-26" })
        }
    }

    @Test("Each page for those who may read it, and for nobody else", arguments: rows)
    func rights(_ row: Row) async throws {
        try await TillFixture.with { client, _ in
            let nobody = try await client.get(row.path)
            #expect(nobody.status == .unauthorized)
            for staff in ["1007", "1005", "1001", "1800", "1801", "1900"] {
                for format in ["", "&format=csv", "&format=xlsx"]
                where row.path.contains("?") || format.isEmpty {
                    let answer = try await client.get(
                        row.path + format, try await client.signIn(staff))
                    let expected: HTTPResponse.Status =
                        row.readers.contains(staff) ? .ok : .forbidden
                    #expect(answer.status == expected, "\(staff) \(row.path)\(format)")
                }
            }
        }
    }

    @Test(
        "What is not there or cannot be read is said, and never a fault",
        arguments: [
            ("/reports/store/9999", 404), ("/reports/store/x", 400),
            ("/reports/store/0101?month=2026-13", 400), ("/reports/chain?month=%00", 400),
            ("/reports/day/0101/2026-02-30", 400), ("/reports/chain/2026-02-30", 400),
            ("/reports/chain/2000-01-01", 200), ("/reports/chain/2099-12-31", 200),
            ("/reports/day/0101/2000-01-05", 200), ("/reports/day/0101/x", 400),
            ("/reports/day/9999/2026-11-23", 404), ("/reports/sale/0101/none", 404),
            ("/reports/breaks", 400),
            ("/reports/breaks?wallet=x&account=1&day=2026-11-23", 400),
            ("/reports/breaks?wallet=wechat&account=1&day=2026-11-31", 400),
            ("/reports/changeover?from=2019-02-30", 400), ("/reports/changeover?store=1", 400),
            ("/reports/changeover?from=2019-10-01&to=2019-09-01", 400),
            ("/reports/changeover?from=2000-01-01&to=2000-01-02", 200),
            ("/reports/changeover?from=2099-12-31", 200), ("/reports/changeover?store=9999", 404),
            ("/reports/statements?month=x", 400), ("/reports/balance/9999", 404),
            ("/reports/balance?until=never", 400),
            ("/reports/chain?month=2099-12", 200), ("/reports/chain?month=2000-01", 200),
        ])
    func outside(_ path: String, _ status: Int) async throws {
        try await TillFixture.with { client, _ in
            let finance = try await client.signIn("1900")
            let answer = try await client.get(path, finance)
            #expect(answer.status.code == status, "\(path)")
            #expect(!answer.text.isEmpty)
        }
    }

    @Test("A store's name and a cashier's are words on the page")
    func escaped() async throws {
        try await TillFixture.with { client, fixture in
            try await fixture.driver.database.write { transaction in
                _ = try transaction.execute(
                    "UPDATE store SET name = '<script>&\"' WHERE store_id = '0101'")
            }
            let finance = try await client.signIn("1900")
            let page = try await client.get("/reports/day/0101/2026-11-23", finance).text
            #expect(page.contains("&lt;script&gt;&amp;&quot;"))
            #expect(!page.contains("<script"))
        }
    }

    @Test("A signed day whose books say something else says so", arguments: [0, 1_650])
    func signedBefore(_ net: Int64) async throws {
        try await TillFixture.with { client, fixture in
            let now = fixture.driver.surroundings.now()
            try await fixture.driver.database.write { transaction in
                _ = try SignedDayTable.insert(
                    SignedDay(
                        store: StoreID("0101"), date: BusinessDate(iso: "2026-11-23"),
                        by: StaffID("1001"), at: now, net: Money(fen: net), cash: .zero,
                        aggregated: .zero, counted: nil), in: transaction)
            }
            let finance = try await client.signIn("1900")
            let page = try await client.get("/reports/day/0101/2026-11-23", finance).text
            #expect(page.contains("class=\"signed\""))
            #expect(page.contains("¥-16.50") == (net == 1_650))
        }
    }
}
