// `/reports/settlements`: each page by every role, what is typed or imported, and the file that comes
// out.

import Checkout
import HTTPTypes
import NIOCore
import Payments
import Persistence
import Retail
import Spreadsheets
import Testing

@testable import WebServer

@Suite struct SettlementRoutesTests {
    private static let day = "2026-11-20"
    private static let key = "wallet=wechat&account=19%3Cb%3E&day=2026-11-20"

    /// A believed statement of one line, 65.10 yuan of store 0101.
    private func state(_ fixture: TillFixture) async throws {
        struct One: StatementSource {
            let wallet = Wallet.weChatPay
            func fetch(
                _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
            ) async -> StatementVerdict {
                var batch = StatementBatch()
                batch.rows = [
                    StatementRow(
                        line: 2, kind: .payment, orderNumber: "2026112010150001010200038741",
                        tradeNumber: "42<i>", orderAmount: Money(fen: 6_510),
                        settledAmount: Money(fen: 6_510),
                        at: Timestamp(microseconds: 1_795_140_000_000_000), account: "",
                        state: .succeeded)
                ]
                await take(batch)
                return .complete(StatementReport())
            }
        }
        _ = try await Reconciler(driver: fixture.driver).run(
            One(), account: "19<b>", day: try BusinessDate(iso: SettlementRoutesTests.day),
            how: .fetched)
    }

    private func post(
        _ client: Client, _ path: String, _ body: String, _ cookie: String
    ) async throws -> Answer {
        try await client.execute(
            uri: path, method: .post, headers: [.cookie: cookie], body: ByteBuffer(string: body))
    }

    private static func form(_ amount: String, _ reference: String = "B%3Ci%3E1") -> String {
        "received=2026-11-21&amount=\(amount)&account=wechat%2F19%3Cb%3E&reference=\(reference)"
            + "&days=2026-11-20"
    }

    @Test("A case of a statement leads finance, and nobody else, to the line it is about")
    func caseToLine() async throws {
        try await TillFixture.with { client, fixture in
            try await state(fixture)
            let number = "2026112010150001010200038741"
            let page = "/cases/one?store=0000&id=statement-channel-only%3A\(number)"
            let finance = try await client.signIn("1900")
            let shown = try await client.get(page, finance)
            #expect(shown.status == .ok)
            let link = shown.text.firstMatch(of: /href="(\/reports\/settlements\/lines[^"]*)"/)
            let address = try #require(link).output.1.replacing("&amp;", with: "&")
            let lines = try await client.get(String(address), finance)
            #expect(lines.status == .ok && lines.text.contains(number))
            for staff in ["1001", "1800"] {
                let page = try await client.get(page, try await client.signIn(staff))
                #expect(!page.text.contains("/reports/settlements/lines"), "\(staff)")
            }
        }
    }

    @Test("Each page for finance, and for nobody else; nothing becomes markup")
    func rights() async throws {
        try await TillFixture.with { client, fixture in
            try await state(fixture)
            let finance = try await client.signIn("1900")
            let form = SettlementRoutesTests.form("65.10")
            #expect(
                try await post(client, "/reports/settlements", form, finance).status == .seeOther)
            for path in [
                "/reports/settlements?month=2026-11",
                "/reports/settlements/day?" + SettlementRoutesTests.key,
                "/reports/settlements/lines?" + SettlementRoutesTests.key,
            ] {
                #expect(try await client.get(path).status == .unauthorized)
                for (staff, status) in [
                    ("1007", HTTPResponse.Status.forbidden), ("1005", .forbidden),
                    ("1001", .forbidden), ("1800", .forbidden), ("1900", .ok),
                ] {
                    for language in ["", "&lang=en"] {
                        let answer = try await client.get(
                            path + language, try await client.signIn(staff))
                        #expect(answer.status == status, "\(path) \(staff)")
                        #expect(!answer.text.contains("<b>\"") && !answer.text.contains("<i>"))
                        #expect(!answer.text.contains("19<b>"))
                    }
                }
            }
            // Nobody else is led there.
            let story = "/payments/2026112010150001010200038741"
            for (staff, isLed) in [("1800", false), ("1900", true)] {
                let page = try await client.get(story, try await client.signIn(staff))
                // Of a line that is no payment of ours an area manager is not told.
                #expect(page.status == (isLed ? .ok : .notFound))
                #expect(page.text.contains("/reports/settlements/day?") == isLed, "\(staff)")
            }
            for staff in ["1007", "1001", "1800"] {
                let cookie = try await client.signIn(staff)
                let tried = [
                    ("/reports/settlements", form), ("/reports/settlements/import", "日期,,,,,\n"),
                    (
                        "/reports/settlements/day?" + SettlementRoutesTests.key,
                        "reference=B&reason=x"
                    ),
                ]
                for (path, body) in tried {
                    #expect(
                        try await post(client, path, body, cookie).status == .forbidden, "\(path)")
                }
            }
        }
    }

    @Test("Typed in yuan, refused with what was typed, and taken back by another record")
    func typed() async throws {
        try await TillFixture.with { client, fixture in
            try await state(fixture)
            let finance = try await client.signIn("1900")
            let page = "/reports/settlements?month=2026-11"
            for amount in ["", "0", "1.234", "abc", "99999999999999999999"] {
                let answer = try await post(
                    client, "/reports/settlements", SettlementRoutesTests.form(amount), finance)
                #expect(answer.status == .conflict && answer.text.contains("B-201"), "\(amount)")
                #expect(answer.text.contains("B&lt;i&gt;1"))
            }
            _ = try await post(
                client, "/reports/settlements", SettlementRoutesTests.form("64"), finance)
            #expect(try await client.get(page, finance).text.contains("✗ 少到"))
            let day = "/reports/settlements/day?" + SettlementRoutesTests.key
            let empty = try await post(client, day, "reference=B%3Ci%3E1&reason=+", finance)
            #expect(empty.status == .conflict && empty.text.contains("B-201"))
            let back = try await post(client, day, "reference=B%3Ci%3E1&reason=wrong", finance)
            #expect(back.status == .seeOther)
            #expect(try await client.get(day + "&lang=en", finance).text.contains("reversed since"))
            _ = try await post(
                client, "/reports/settlements", SettlementRoutesTests.form("65.1"), finance)
            #expect(try await client.get(page, finance).text.contains("✓ 已结清"))
            let csv = try await client.get(page + "&format=csv", finance).text
            #expect(csv.contains("65.10") && csv.contains("已结清"))
            let book = try await client.get(page + "&format=xlsx", finance)
            #expect(book.body.readableBytes > 1_000)
        }
    }

    @Test("A file is read whole or not at all, and a second time changes nothing")
    func imported() async throws {
        try await TillFixture.with { client, fixture in
            try await state(fixture)
            let finance = try await client.signIn("1900")
            let head = "\u{FEFF}到账日期,金额,钱包,商户号,银行流水号,账单日\r\n"
            let line = "2026-11-21,\"65.10\",微信支付,19<b>,\"B\"\"1\",2026-11-20\r\n"
            func send(_ body: String) async throws -> Answer {
                try await post(client, "/reports/settlements/import", body, finance)
            }
            let bad = try await send(head + line + "2026-11-21,x,wechat,19<b>,B2,2026-11-20")
            #expect(
                bad.status == .conflict && bad.json["error"]["zh"].text?.contains("第 3 行") == true)
            let first = try await send(head + line)
            #expect(first.json["read"].integer == 1 && first.json["new"].integer == 1)
            #expect(try await send(head + line).json["new"].integer == 0)
            for body in ["", "x", head.replacing("日期", with: "x"), "\0", "日期,a\n"] {
                let answer = try await send(body)
                #expect(answer.code == "B-201", "\(body.debugDescription)")
            }
            let large = String(repeating: "a", count: 2 << 20)
            #expect(try await send(large).code == "B-201")
        }
    }

    @Test(
        "The days that a record covers, in every way they are written",
        arguments: [
            ("2026-11-20", 1), ("2026-11-20..2026-11-22", 3), ("2026-11-20 2026-11-22", 2),
            ("2026-11-20;2026-11-21..2026-11-22", 3), ("", 0), ("x", 0),
            ("2026-11-22..2026-11-20", 0),
            ("2026-11-20..2027-11-20", 0), ("2026-11-20..2026-11-21..2026-11-22", 0),
        ])
    func days(_ text: String, _ count: Int) {
        let entry = try? SettlementFile.entry(
            ["2026-11-23", "1", "alipay", "a", "r", text])
        #expect((entry?.days.count ?? 0) == count)
    }
}
