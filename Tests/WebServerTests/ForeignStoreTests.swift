// A walk of an area manager through all that can be asked about a store of another area, by the
// right ids: each is refused as one that is not there, and no name, number or amount of it is told.

import Foundation
import HTTPTypes
import Persistence
import Retail
import Testing

@Suite struct ForeignStoreTests {
    /// What there is to find in the store of another area.
    private struct Foreign {
        let sale, receipt, number, trade: String
        static let caseID = "debit-not-counted:5501999"
        static let names = [
            "绵阳", "江照", "顾南枝", "0816", "补肾", "78.00", "7800", "78.13", "7813", "异店",
            "5501999",
        ]

        /// Without what whoever asks has said.
        func secrets(besides path: String) -> [String] {
            (Foreign.names + [sale, receipt, number, trade]).filter { !path.contains($0) }
        }

        /// Pages and files of the store, and of its payment and case.
        var pages: [String] {
            [
                "/reports/store/0201?month=2026-11", "/reports/day/0201/2026-11-25?",
                "/reports/sale/0201/\(sale)?",
                "/reports/account?name=clearing.wechat&month=2026-11&store=0201",
                "/reports/account?name=sales&month=2026-11&store=0201",
                "/reports/balance/0201?until=2026-11-30", "/reports/changeover?store=0201",
                "/reports/shifts?month=2026-11&store=0201", "/reports/area/3?month=2026-11",
                "/reports/area/3/2026-11-25?", "/payments/\(number)?", "/cases?store=0201",
                "/cases?store=0201&state=closed", "/cases?store=0201&after=0/0201/x",
                "/cases/one?store=0201&id=\(Foreign.caseID)", "/api/remarks?receipt=\(number)",
                "/api/remarks?receipt=\(trade)", "/api/remarks/list?store=0201",
            ]
        }

        /// By what the register of the session has; found there by its own people alone.
        var ofRegister: [String] {
            [
                "/api/remarks?receipt=\(receipt)", "/api/returns/sale?receipt=\(receipt)",
                "/api/sales/\(sale)/receipt.txt?", "/api/sales/\(sale)/receipt.svg?",
            ]
        }

        /// What is finance's alone, and has this store in it.
        static let above = [
            "/reports/chain?month=2026-11", "/reports/chain/2026-11-25?", "/reports/balance?",
            "/reports/account?name=sales&month=2026-11", "/reports/region/2?month=2026-11",
            "/reports/region/2/2026-11-25?", "/reports/area/0?month=2026-11",
            "/reports/shifts?month=2026-11", "/reports/changeover?",
            "/reports/statements?month=2026-11", "/reports/settlements?month=2026-11",
            "/organisation?", "/api/books/payments?", "/api/books/sales?",
        ]

        /// What is the reader's own, and leaves the others out.
        var lists: [String] {
            [
                "/cases?", "/cases?state=closed", "/cases?cause=debit-not-counted",
                "/cases?after=0/0201/x", "/api/remarks/list?", "/api/remarks/list?state=open",
                "/api/remarks/list?number=\(receipt)", "/reports/cash?month=2026-11",
                "/reports/area/1?month=2026-11", "/reports/area/1/2026-11-25?",
                "/reports/changeover?store=0101", "/reports/shifts?month=2026-11&store=0101",
            ]
        }
    }

    private func signIn(
        _ client: Client, _ staff: String, in store: String
    ) async throws -> String {
        let answer = try await client.post(
            "/api/session",
            #"{"staff":"\#(staff)","pin":"1234","store":"\#(store)","register":"02"}"#)
        return String((answer.headers[.setCookie] ?? "").prefix { $0 != ";" })
    }

    /// A scanned sale with a remark on it, a case, and an open shift.
    private func trade(_ client: Client, _ fixture: TillFixture) async throws -> Foreign {
        let cookie = try await signIn(client, "1207", in: "0201")
        let rung = try await client.post("/api/sale/lines", #"{"entry":"0005"}"#, cookie)
        let sale = try #require(rung.json["sale"]["id"].text)
        _ = try await client.post(
            "/api/sale/payments", #"{"sale":"\#(sale)","code":"134567890123456789"}"#, cookie)
        try await client.until("the payment is through") {
            try await client.get("/api/till", cookie).json["sale"]["leftFen"].integer == 0
        }
        _ = try await client.post("/api/sale/completion", #"{"sale":"\#(sale)"}"#, cookie)
        let row = try await fixture.database.read { transaction in
            try transaction.row(
                """
                SELECT s.receipt_number, c.order_number, c.trade_number FROM sale s
                JOIN claim c ON c.sale_id = s.sale_id WHERE s.sale_id = ?
                """, [.text(sale)]
            ).map { row in
                (
                    try row.text("receipt_number"), try row.text("order_number"),
                    try row.text("trade_number")
                )
            }
        }
        let (receipt, number, trade) = try #require(row)
        let remarked = try await client.post(
            "/api/remarks", #"{"receipt":"\#(receipt)","text":"异店的备注"}"#, cookie)
        try #require(remarked.status == .ok)
        let opening = CaseOpening(
            store: try StoreID("0201"), cause: "debit-not-counted", subject: "5501999",
            detail: "异店的证据", amount: Money(fen: 7_813))
        let now = Timestamp(microseconds: 1_795_600_000_000_000)
        _ = try await fixture.database.write { try CaseTable.open(opening, at: now, in: $0) }
        return Foreign(sale: sale, receipt: receipt, number: number, trade: trade)
    }

    private static let forms = ["", "&lang=en", "&format=csv", "&format=xlsx"]

    @Test("An area manager is refused each page, file and answer of a store of another area")
    func walk() async throws {
        try await TillFixture.with(channels: [StubWallet()]) { client, fixture in
            let foreign = try await trade(client, fixture)
            let here = try await signIn(client, "1800", in: "0101")
            let there = try await signIn(client, "1800", in: "0201")
            func refused(_ path: String, _ cookie: String) async throws {
                let answer = try await client.get(path, cookie)
                #expect(
                    [.forbidden, .notFound].contains(answer.status), "\(path) \(answer.status)")
                for secret in foreign.secrets(besides: path) {
                    #expect(!answer.text.contains(secret), "\(path) tells \(secret)")
                }
            }
            for path in foreign.pages + Foreign.above {
                for form in ForeignStoreTests.forms {
                    for cookie in [here, there] { try await refused(path + form, cookie) }
                }
            }
            for path in foreign.ofRegister { try await refused(path, here) }
            try await refused(foreign.ofRegister[0], there)
            // The ids are right: who looks after that store, and finance, are answered.
            let own = try await signIn(client, "1801", in: "0201")
            for path in foreign.pages + [foreign.ofRegister[0]] {
                #expect(try await client.get(path, own).status == .ok, "\(path)")
            }
            let finance = try await signIn(client, "1900", in: "0201")
            for path in foreign.pages + Foreign.above + foreign.ofRegister {
                #expect(try await client.get(path, finance).status == .ok, "\(path)")
            }
        }
    }

    @Test("What an area manager lists and seeks has nothing of a store of another area")
    func lists() async throws {
        try await TillFixture.with(channels: [StubWallet()]) { client, fixture in
            let foreign = try await trade(client, fixture)
            for store in ["0101", "0201"] {
                let area = try await signIn(client, "1800", in: store)
                for path in foreign.lists {
                    for form in ForeignStoreTests.forms {
                        let answer = try await client.get(path + form, area)
                        #expect(answer.status == .ok, "\(path)\(form)")
                        for secret in foreign.secrets(besides: path) {
                            #expect(!answer.text.contains(secret), "\(path)\(form) tells \(secret)")
                        }
                    }
                }
                // Sought, a number of another store is as one that is nowhere.
                let nowhere = try await client.get("/payments?number=404404404", area)
                for number in [foreign.number, foreign.trade, foreign.receipt, "5501999"] {
                    let found = try await client.get("/payments?number=\(number)", area)
                    #expect(found.status == nowhere.status)
                    let text = found.text.replacing(number, with: "404404404")
                    #expect(text == nowhere.text, "\(number)")
                }
            }
            let own = try await signIn(client, "1801", in: "0101")
            #expect(try await client.get("/cases", own).text.contains("5501999"))
            #expect(try await client.get("/api/remarks/list", own).text.contains("异店的备注"))
            let sought = try await client.get("/payments?number=\(foreign.trade)", own)
            #expect(sought.status == .found)
        }
    }

    @Test("A note or a confirmation on a case of another area is refused by its form, too")
    func acts() async throws {
        try await TillFixture.with(channels: [StubWallet()]) { client, fixture in
            _ = try await trade(client, fixture)
            for (staff, status) in [("1800", HTTPResponse.Status.forbidden), ("1801", .seeOther)] {
                let answer = try await client.post(
                    "/cases/one?store=0201&id=\(Foreign.caseID)", "act=note&words=x",
                    try await signIn(client, staff, in: "0101"))
                #expect(answer.status == status, "\(staff)")
            }
        }
    }

    @Test("The balance and the account of an own store say that they are of its days in the area")
    func ofOwnDays() async throws {
        try await TillFixture.with { client, _ in
            for (path, words) in [
                ("/reports/balance/0102?until=2026-11-25", "不是该店的全部余额"),
                ("/reports/balance/0102?until=2026-11-25&lang=en", "not the store's whole balance"),
                ("/reports/account?name=sales&month=2026-11&store=0102", "归属您片区"),
                (
                    "/reports/account?name=sales&month=2026-11&store=0102&lang=en",
                    "in an area of yours"
                ),
            ] {
                let area = try await client.get(path, try await client.signIn("1800"))
                #expect(area.text.contains(words), "\(path)")
                let finance = try await client.get(path, try await client.signIn("1900"))
                #expect(finance.status == .ok && !finance.text.contains(words), "\(path)")
            }
        }
    }
}
