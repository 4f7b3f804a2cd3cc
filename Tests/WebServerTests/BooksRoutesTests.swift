// The books over HTTP: for finance alone, complete however they are paged, and never a crash for what a
// cursor may hold.

import Foundation
import HTTPTypes
import Payments
import Persistence
import Retail
import Testing

@Suite struct BooksRoutesTests {
    static let routes = ["/api/books/payments", "/api/books/sales"]

    @Test("nobody reads the books without being signed in", arguments: routes)
    func unsigned(_ route: String) async throws {
        try await TillFixture.with { client, _ in
            let answer = try await client.get(route)
            #expect(answer.status == .unauthorized)
            #expect(answer.code == "T-200")
        }
    }

    @Test("a cashier, a pharmacist, a manager and an area manager do not read the books")
    func othersThanFinance() async throws {
        try await TillFixture.with { client, _ in
            for staff in ["1007", "1005", "1001", "1800"] {
                let cookie = try await client.signIn(staff)
                for route in BooksRoutesTests.routes {
                    let answer = try await client.get(route, cookie)
                    #expect(answer.status == .forbidden, "\(staff) \(route)")
                    #expect(answer.code == "T-203")
                    #expect(answer.json["payments"].isAbsent && answer.json["sales"].isAbsent)
                }
            }
        }
    }

    @Test("empty books are one empty page", arguments: routes)
    func empty(_ route: String) async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn("1900")
            let answer = try await client.get(route, cookie)
            #expect(answer.status == .ok)
            #expect(
                answer.text == (route.hasSuffix("sales") ? #"{"sales":[]}"# : #"{"payments":[]}"#))
        }
    }

    @Test(
        "every number is told once, however long the pages are",
        arguments: [1, 2, 7, 11, 12, 13, 1_000])
    func pagesOfNumbers(_ limit: Int) async throws {
        try await TillFixture.with { client, fixture in
            let sale = try await client.sell()
            var expected: [String] = []
            for serial in UInt32(1)...4 {
                expected.append(try await fixture.attempt(serial, of: sale))
                expected.append(try await fixture.claim(100 + serial, on: sale))
                expected.append(try await fixture.openCase(200 + serial))
            }
            let cookie = try await client.signIn("1900")
            let pages = try await client.walk("payments", limit, cookie)
            #expect(pages.flatMap { $0.map { $0["number"].text ?? "" } } == expected.sorted())
            #expect(pages.count == (expected.count + limit - 1) / limit)
            #expect(pages.dropLast().allSatisfy { $0.count == limit })
        }
    }

    @Test(
        "every sale of every store is told once, however long the pages are",
        arguments: [1, 2, 3, 4])
    func pagesOfSales(_ limit: Int) async throws {
        try await TillFixture.with { client, _ in
            var expected: Set<String> = []
            for (staff, store) in [("1007", "0101"), ("1107", "0102"), ("1207", "0201")] {
                expected.insert(try await client.sell(staff, store))
            }
            let cookie = try await client.signIn("1900")
            let pages = try await client.walk("sales", limit, cookie)
            let told = pages.flatMap { $0.map { $0["sale"].text ?? "" } }
            #expect(told.count == 3)
            #expect(Set(told) == expected)
            #expect(pages.count == (3 + limit - 1) / limit)
        }
    }

    @Test("a number comes with its attempt, its claim, its sale's state and its cases")
    func wholeNumber() async throws {
        try await TillFixture.with { client, fixture in
            let sale = try await client.sell()
            let number = try await fixture.attempt(7, of: sale)
            _ = try await fixture.claim(7, on: sale)
            _ = try await fixture.openCase(7)
            let cookie = try await client.signIn("1900")
            let told = try await client.get("/api/books/payments", cookie).json["payments"][0]
            #expect(told["number"].text == number)
            #expect(told["attempt"]["state"].text == "sending")
            #expect(told["attempt"]["sale"].text == sale)
            #expect(told["attempt"]["saleState"].text == "posted")
            #expect(told["attempt"]["amountFen"].integer == 1_650)
            #expect(told["claim"]["method"].integer == 42)
            #expect(told["claim"]["receipt"].text?.hasPrefix("0101-02-") == true)
            #expect(told["claim"]["postedAt"].integer != nil)
            #expect(told["cases"][0]["cause"].text == "late-success")
            #expect(told["cases"][0]["state"].text == "open")
            #expect(told["refunds"].count == 0)
            #expect(!told["refunds"].isAbsent)
        }
    }

    @Test("a sale comes with its tenders")
    func wholeSale() async throws {
        try await TillFixture.with { client, _ in
            let sale = try await client.sell()
            let cookie = try await client.signIn("1900")
            let told = try await client.get("/api/books/sales", cookie).json["sales"][0]
            #expect(told["sale"].text == sale)
            #expect(told["state"].text == "posted")
            #expect(told["dueFen"].integer == 1_650)
            #expect(told["tenders"].count == 1)
            #expect(told["tenders"][0]["method"].integer == 1)
            #expect(told["tenders"][0]["state"].text == "paid")
            #expect(told["givenBack"].count == 0)
        }
    }

    @Test("a row that the till cannot read is told all the same")
    func spoiledRow() async throws {
        try await TillFixture.with { client, fixture in
            let number = try await fixture.attempt(9, of: try await client.sell())
            // Before the row is spoiled: the till of that register can then not be drawn.
            let cookie = try await client.signIn("1900")
            try await fixture.database.write { transaction in
                _ = try transaction.execute(
                    "UPDATE attempt SET state_text = 'gibberish', wallet = 'none'")
            }
            let told = try await client.get("/api/books/payments", cookie).json["payments"][0]
            #expect(told["number"].text == number)
            #expect(told["attempt"]["wallet"].text == "none")
        }
    }

    @Test(
        "a cursor or a limit that no page has given is refused with its name",
        arguments: [
            ("payments?after=", "after"), ("payments?after=%20", "after"),
            ("payments?after=a%00b", "after"), ("payments?after=%0A", "after"),
            ("payments?after=%E8%8D%AF", "after"),
            ("payments?after=" + String(repeating: "9", count: 129), "after"),
            ("payments?limit=0", "limit"), ("payments?limit=-1", "limit"),
            ("payments?limit=1001", "limit"), ("payments?limit=1.5", "limit"),
            ("payments?limit=99999999999999999999", "limit"), ("payments?limit=", "limit"),
            ("sales?after=0101", "after"), ("sales?after=/", "after"),
            ("sales?after=0101/", "after"),
            ("sales?after=/x", "after"), ("sales?after=%27;DROP/", "after"),
            ("sales?limit=x", "limit"),
        ])
    func hostile(_ path: String, _ field: String) async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn("1900")
            let answer = try await client.get("/api/books/" + path, cookie)
            #expect(answer.status == .badRequest)
            #expect(answer.code == "T-400")
            #expect(answer.text.contains(field))
        }
    }

    @Test(
        "a cursor of anybody's making is only a place in the order",
        arguments: ["'%20OR%201=1--", "%25", "~", "-", "999/9?", "0101/x;y"])
    func harmless(_ cursor: String) async throws {
        try await TillFixture.with { client, fixture in
            _ = try await fixture.openCase(1)
            let cookie = try await client.signIn("1900")
            let all = try await client.get("/api/books/payments", cookie).json["payments"].count
            let answer = try await client.get("/api/books/payments?after=\(cursor)", cookie)
            #expect(answer.status == .badRequest || answer.json["payments"].count <= all)
            #expect(try await client.get("/api/books/payments", cookie).json["payments"].count == 1)
        }
    }
}

extension Client {
    /// Sells one bottle for cash; answers the sale.
    fileprivate func sell(_ staff: String = "1007", _ store: String = "0101") async throws -> String
    {
        let answer = try await post(
            "/api/session",
            #"{"staff":"\#(staff)","pin":"1234","store":"\#(store)","register":"02"}"#)
        let cookie = String((answer.headers[.setCookie] ?? "").prefix { $0 != ";" })
        let rung = try await post("/api/sale/lines", #"{"entry":"0003"}"#, cookie)
        let sale = try #require(rung.json["sale"]["id"].text)
        _ = try await post("/api/sale/cash", #"{"sale":"\#(sale)","receivedFen":2000}"#, cookie)
        let posted = try await post("/api/sale/completion", #"{"sale":"\#(sale)"}"#, cookie)
        try #require(posted.json["lastPosted"]["sale"].text == sale)
        return sale
    }

    /// All pages, each as its entries.
    fileprivate func walk(
        _ what: String, _ limit: Int, _ cookie: String
    ) async throws -> [[Tree]] {
        var pages: [[Tree]] = []
        var after = ""
        repeat {
            let answer = try await get("/api/books/\(what)?limit=\(limit)\(after)", cookie)
            try #require(answer.status == .ok)
            let entries = answer.json[what]
            pages.append((0..<entries.count).map { entries[$0] })
            after = answer.json["next"].text.map { "&after=" + $0 } ?? ""
        } while !after.isEmpty && pages.count < 100
        return pages
    }
}

extension TillFixture {
    private static let now = Timestamp(microseconds: 1_795_600_000_000_000)

    private static func number(_ serial: UInt32) throws -> MerchantOrderNumber {
        MerchantOrderNumber(
            at: now, store: try StoreID("0101"), register: try RegisterID("02"), serial: serial)
    }

    /// Begins an attempt of a sale, as if the process had died with it.
    fileprivate func attempt(_ serial: UInt32, of sale: String) async throws -> String {
        let number = try TillFixture.number(serial)
        try await database.write { transaction in
            // A sale has one open attempt at most, so each has ended but for the last.
            try transaction.execute(
                """
                UPDATE attempt SET state = 'declined', is_open = 0, step = NULL, step_at_us = NULL
                """)
            let pace = ChannelPace(
                firstQueryAfter: .seconds(5), queryEvery: .seconds(5), queryEveryMax: .minutes(5),
                shopperMax: .seconds(45), reverseNotBefore: .seconds(15),
                reverseEvery: .seconds(5), reverseWithin: .days(7), payableFor: .seconds(120),
                escalateAfter: .minutes(10), answerMax: .seconds(15))
            try AttemptTable.insert(
                StoredAttempt(
                    attempt: Attempt(
                        number: number, wallet: .weChatPay, amount: Money(fen: 1_650),
                        merchantAccount: "", startedAt: TillFixture.now, pace: pace),
                    store: try StoreID("0101"), sale: SaleID(sale), payment: PaymentID("p"),
                    register: try RegisterID("02"), cashier: try StaffID("1007"), worker: "w",
                    version: 1),
                actor: "test", at: TillFixture.now, in: transaction)
        }
        return number.digits
    }

    fileprivate func claim(_ serial: UInt32, on sale: String) async throws -> String {
        let number = try TillFixture.number(serial)
        let proof = PaidProof(
            merchantOrderNumber: number.digits, channelTradeNumber: "trade-\(serial)",
            amount: Money(fen: 1_650), currency: "CNY", merchantAccount: "",
            paidAt: TillFixture.now)
        let isFirst = try await database.write { transaction in
            try ClaimTable.insert(
                Claim(
                    number: number, wallet: .weChatPay, store: try StoreID("0101"),
                    sale: SaleID(sale), method: 42, amount: Money(fen: 1_650), proof: proof,
                    claimedBy: try StaffID("1007"), claimedAt: TillFixture.now),
                in: transaction)
        }
        try #require(isFirst)
        return number.digits
    }

    fileprivate func openCase(_ serial: UInt32) async throws -> String {
        let number = try TillFixture.number(serial)
        try await database.write { transaction in
            _ = try CaseTable.open(
                CaseOpening(
                    store: try StoreID("0102"), cause: "late-success", subject: number.digits,
                    detail: "", amount: Money(fen: 1_650)),
                at: TillFixture.now, in: transaction)
        }
        return number.digits
    }
}
