// Each report's page, its text file and its workbook: the same figures, read by three different readers.

import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Payments
import Persistence
import Retail
import Spreadsheets
import Synchronization
import Testing
import WorkbookForTests

@testable import WebServer

@Suite struct ReportFileTests {
    /// A report, and where its page has what its file's table has.
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let path: String
        /// The table of the page.
        var table = 0
        /// The sheet that the text file is of, which must be that table.
        var sheet = 0
        /// How many columns are compared; nil for all.
        var columns: Int?
        /// Whether the page has the total, too.
        var hasTotal = true
        /// Another sheet and another table that must be the same, but for the head.
        var also: (sheet: Int, table: Int)?
        /// What the file is called, in Chinese.
        let name: String
    }

    static let rows: [Row] = [
        Row(
            testDescription: "chain", path: "/reports/chain?month=2026-11", table: 1,
            also: (4, 3), name: "总部报表-2026-11"),
        Row(
            testDescription: "the chain by region", path: "/reports/chain?month=2026-11", table: 1,
            also: (1, 0), name: "总部报表-2026-11"),
        Row(
            testDescription: "the change-over",
            path: "/reports/changeover?from=2019-09-20&to=2019-09-30",
            name: "收款方式切换前后-全连锁-2019-09-20"),
        Row(
            testDescription: "a region by area", path: "/reports/region/1?month=2026-11", table: 1,
            also: (1, 0), name: "川西战区-2026-11"),
        Row(
            testDescription: "an area by store", path: "/reports/area/1?month=2026-11",
            also: (3, 2), name: "成都南片区-2026-11"),
        Row(
            testDescription: "an area's day", path: "/reports/area/1/2026-11-25?", table: 1,
            also: (5, 0), name: "成都南片区-2026-11-25"),
        Row(
            testDescription: "store", path: "/reports/store/0101?month=2026-11",
            name: "门店月报-0101-2026-11"),
        Row(
            testDescription: "the chain's day", path: "/reports/chain/2026-11-25?", table: 2,
            also: (6, 0), name: "总部日报-2026-11-25"),
        Row(
            testDescription: "day", path: "/reports/day/0101/2026-11-25?", table: 3, sheet: 1,
            hasTotal: false, also: (0, 0), name: "门店日报-0101-2026-11-25"),
        Row(
            testDescription: "the chain's balance", path: "/reports/balance?until=2026-11-30",
            name: "试算平衡表-总部报表-2026-11-30"),
        Row(
            testDescription: "a store's balance", path: "/reports/balance/0101?until=2026-11-30",
            name: "试算平衡表-0101-2026-11-30"),
        Row(
            testDescription: "statements", path: "/reports/statements?month=2026-11", columns: 3,
            hasTotal: false, name: "对账单-2026-11"),
        Row(
            testDescription: "differences",
            path: "/reports/breaks?wallet=wechat&account=%3D1&day=2026-11-25", hasTotal: false,
            name: "差异-微信支付-2026-11-25"),
    ]

    @Test("A report's page, text file and workbook have the same figures", arguments: rows)
    func same(_ row: Row) async throws {
        try await TillFixture.with(channels: [StubWallet()]) { client, fixture in
            try await trade(client, fixture)
            let finance = try await client.signIn("1900")
            for language in ["", "&lang=en"] {
                let path = row.path + language
                let tables = Tables.ofPage(try await client.get(path, finance).text)
                let text = try await client.get(path + "&format=csv", finance)
                let file = try await client.get(path + "&format=xlsx", finance)
                try #require(file.status == .ok && text.status == .ok)
                let book = try ReadWorkbook(Array(file.body.readableBytesView))
                var rows = Tables.ofText(text.text)
                #expect(Tables.tidy(book.sheets[row.sheet].rows) == Tables.tidy(rows))
                if !row.hasTotal, rows.last?.first == Tables.total(language) { rows.removeLast() }
                #expect(rows.count > 2)
                let page = tables[row.table]
                let width = row.columns ?? page[0].count
                #expect(
                    Tables.tidy(page.map { Array($0.prefix(width)) })
                        == Tables.tidy(rows.map { Array($0.prefix(width)) }))
                if let also = row.also {
                    let figures = tables[also.table].filter {
                        !$0.isEmpty && $0.first != Tables.total(language)
                    }
                    let sheet = book.sheets[also.sheet].rows.filter {
                        $0.first != Tables.total(language)
                    }
                    #expect(
                        Tables.tidy(Array(sheet.suffix(figures.count))) == Tables.tidy(figures))
                    #expect(figures.count > 1)
                }
            }
        }
    }

    @Test("A report's file says what it is and what it is called", arguments: rows)
    func headers(_ row: Row) async throws {
        try await TillFixture.with { client, _ in
            let finance = try await client.signIn("1900")
            for (format, type) in [
                ("csv", "text/csv; charset=utf-8"),
                ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ] {
                let answer = try await client.get(row.path + "&format=" + format, finance)
                #expect(answer.status == .ok)
                #expect(answer.headers[.contentType] == type)
                #expect(answer.headers[.cacheControl] == "no-store")
                let name = answer.headers[.contentDisposition] ?? ""
                #expect(name.hasPrefix("attachment; filename=\"counterfoil-"))
                #expect(name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
                let encoded = name.components(separatedBy: "filename*=UTF-8''").last
                #expect(encoded?.removingPercentEncoding == "\(row.name).\(format)")
                let page = try await client.get(row.path, finance).text
                #expect(page.contains("format=\(format)\""))
            }
            let other = try await client.get(row.path + "&format=pdf", finance)
            #expect(other.status == .badRequest)
        }
    }

    @Test("A file has the whole day, from whichever page of it; its totals are sums that agree")
    func whole() async throws {
        try await TillFixture.with { client, fixture in
            try await sell(client, 3)
            let finance = try await client.signIn("1900")
            let path = "/reports/day/0101/2026-11-25?after=0101-02-9&format="
            let rows = Tables.ofText(try await client.get(path + "csv", finance).text)
            #expect(rows.count == 5)
            #expect(rows.last?[4] == "49.50")
            let file = try await client.get(path + "xlsx", finance)
            let book = try ReadWorkbook(Array(file.body.readableBytesView))
            #expect(
                book.sheets[1].cells["E5"] == ReadCell(number: "49.5", formula: "SUM(E2:E4)"))
            #expect(
                book.sheets[0].cells["C4"] == ReadCell(number: "49.5", formula: "SUM(C2,C3)"))
            #expect(
                book.sheets[0].cells["C6"] == ReadCell(number: "49.5", formula: "SUM(C4,C5)"))
        }
    }

    @Test(
        "R12 a store's files name no wallet, as its pages do not",
        arguments: ["/reports/store/0101?month=2026-11", "/reports/day/0101/2026-11-25?"])
    func noWallet(_ path: String) async throws {
        try await TillFixture.with(channels: [StubWallet()]) { client, fixture in
            try await trade(client, fixture)
            let manager = try await client.signIn("1001")
            for language in ["&lang=zh", "&lang=en"] {
                let page = try await client.get(path + language, manager).text
                let text = try await client.get(path + language + "&format=csv", manager).text
                let file = try await client.get(path + language + "&format=xlsx", manager)
                let book = try ReadWorkbook(Array(file.body.readableBytesView))
                let all = [page, text] + book.files.values
                #expect(all.joined().contains("78.00") && all.count > 8)
                for wallet in Wallet.allCases {
                    for name in [wallet.chineseName, wallet.englishName, wallet.rawValue] {
                        #expect(!all.contains { $0.contains(name) }, "\(name)")
                    }
                }
            }
        }
    }

    @Test("Nothing is left of a workbook even before it is read, nor of one that fails")
    func nothingLeft() async throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent("left-\(UUID().uuidString)")
        try files.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? files.removeItem(at: folder) }
        let sheets = [Sheet("日报", heads: ["金额"])]
        let export = ReportExport(name: "a", title: "日报", sheets: sheets, temporary: folder)
        let response = try export.response(.xlsx)
        #expect(try files.contentsOfDirectory(atPath: folder.path) == [])
        let writer = Collector()
        try await response.body.write(writer)
        let bytes = writer.bytes.withLock { Array($0.readableBytesView) }
        #expect(response.body.contentLength == bytes.count)
        #expect(try ReadWorkbook(bytes).sheets[0].cells["A1"]?.text == "金额")
        let twice = ReportExport(
            name: "a", title: "日报", sheets: sheets + sheets, temporary: folder)
        #expect(throws: SpreadsheetError.badShape) { try twice.response(.xlsx) }
        #expect(try files.contentsOfDirectory(atPath: folder.path) == [])
    }

    // MARK: What there is to report

    /// Sales in two stores, in cash and by a wallet; a statement that differs in two lines.
    private func trade(_ client: Client, _ fixture: TillFixture) async throws {
        try await sell(client, 2)
        try await sell(client, 1, by: "1107", in: "0102")
        let cookie = try await client.signIn("1007")
        let rung = try await client.post("/api/sale/lines", #"{"entry":"0005"}"#, cookie)
        let sale = try #require(rung.json["sale"]["id"].text)
        _ = try await client.post(
            "/api/sale/payments", #"{"sale":"\#(sale)","code":"134567890123456789"}"#, cookie)
        try await client.until("the payment is through") {
            try await client.get("/api/till", cookie).json["sale"]["leftFen"].integer == 0
        }
        let posted = try await client.post(
            "/api/sale/completion", #"{"sale":"\#(sale)"}"#, cookie)
        try #require(posted.json["lastPosted"]["sale"].text == sale)
        try await fixture.database.write { transaction in
            let now = Timestamp(microseconds: 1_795_600_000_000_000)
            for account in ["=1", "2"] {
                let statement = StatementOf(
                    wallet: .weChatPay, account: account, day: try BusinessDate(iso: "2026-11-25"))
                _ = try StatementTable.begin(statement, how: .fetched, at: now, in: transaction)
                for (number, kind) in [("1", BreakClass.amount), ("2", .booksOnly)] {
                    try BreakTable.write(
                        StoredBreak(
                            kind: kind, number: number, store: StoreID("0101"), order: number,
                            tradeNumber: nil, books: Money(fen: 1_650),
                            channel: kind == .amount ? Money(fen: 1_600) : nil,
                            evidence: "<1> & 2"), of: statement, at: now, in: transaction)
                }
            }
        }
    }

    private func sell(
        _ client: Client, _ count: Int, by staff: String = "1007", in store: String = "0101"
    ) async throws {
        let answer = try await client.post(
            "/api/session",
            #"{"staff":"\#(staff)","pin":"1234","store":"\#(store)","register":"02"}"#)
        let cookie = String((answer.headers[.setCookie] ?? "").prefix { $0 != ";" })
        for _ in 0..<count {
            let rung = try await client.post("/api/sale/lines", #"{"entry":"0003"}"#, cookie)
            let sale = try #require(rung.json["sale"]["id"].text)
            _ = try await client.post(
                "/api/sale/cash", #"{"sale":"\#(sale)","receivedFen":2000}"#, cookie)
            let posted = try await client.post(
                "/api/sale/completion", #"{"sale":"\#(sale)"}"#, cookie)
            try #require(posted.json["lastPosted"]["sale"].text == sale)
        }
    }
}

/// Tables as rows of cells, however they were written.
enum Tables {
    static func total(_ language: String) -> String { language.isEmpty ? "合计" : "Total" }

    /// The tables of a page, their head first.
    static func ofPage(_ html: String) -> [[[String]]] {
        html.matches(of: #/<table.*?</table>/#.dotMatchesNewlines()).map { table in
            table.0.matches(of: #/<tr.*?</tr>/#.dotMatchesNewlines()).map { row in
                row.0.matches(of: #/<t[hd][^>]*>(.*?)</t[hd]>/#.dotMatchesNewlines()).map {
                    words(String($0.1))
                }
            }
        }
    }

    private static func words(_ markup: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(markup.replacing(#/<[^>]*>/#, with: "")) {
                $0.replacing($1.0, with: $1.1)
            }
    }

    /// A text file without cells that need quotes.
    static func ofText(_ text: String) -> [[String]] {
        text.drop { $0 == "\u{FEFF}" }.split(separator: "\r\n").map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Numbers in one way of writing, times without their dates, nothing at the end of a row.
    static func tidy(_ rows: [[String]]) -> [[String]] {
        rows.map { row in
            var row = row.map { cell in
                if let amount = try? Money(yuan: cell) { return amount.yuan }
                if cell.wholeMatch(of: #/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/#) != nil {
                    return String(cell.suffix(8))
                }
                // A dash on a page, an apostrophe in a text file.
                if cell == "–" { return "" }
                return cell.hasPrefix("'") ? String(cell.dropFirst()) : cell
            }
            while row.last == "" { row.removeLast() }
            return row
        }
    }
}
