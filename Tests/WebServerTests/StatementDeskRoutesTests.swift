// `/reports/statements` with a file: who may bring one, what an address may hold, that the bytes arrive
// as they were sent, and that nothing of them becomes markup.

import Checkout
import HTTPTypes
import NIOCore
import Payments
import Persistence
import Retail
import Synchronization
import Testing

@testable import WebServer

@Suite struct StatementDeskRoutesTests {
    /// Takes `ok` for a sound file without a line, and names what else it was sent.
    private struct Read: StatementSource {
        let wallet: Wallet
        let parts: [StatementPart]

        func fetch(
            _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
        ) async -> StatementVerdict {
            var (bytes, report) = ([UInt8](), StatementReport())
            do throws(StatementPartError) {
                while let some = try await parts.first?.next() { bytes += some }
            } catch {
                report.note(StatementProblem(.uploadBrokenOff))
            }
            let text = String(decoding: bytes, as: UTF8.self)
            if text != "ok" {
                report.note(StatementProblem(.missingColumn("<b>\(text)</b>"), line: 1))
            }
            return report.problemCount == 0 ? .complete(report) : .broken(report)
        }
    }

    private func withDesk(
        _ body: @escaping @Sendable (Client, TillFixture) async throws -> Void
    ) async throws {
        let account = StatementDesk.Account(
            wallet: .weChatPay, name: "19<00>", source: nil, isNamedInFiles: true)
        let desk = StatementDesk(accounts: [account], schedule: StatementSchedule()) {
            wallet, _, parts in Read(wallet: wallet, parts: parts)
        }
        try await TillFixture.with(statements: desk, body)
    }

    private static let upload =
        "/reports/statements/upload?wallet=wechat&account=19%3C00%3E&day=2026-11-24&file="

    private func post(_ client: Client, _ path: String, _ body: String, _ cookie: String?)
        async throws -> Answer
    {
        try await client.execute(
            uri: path, method: .post, headers: cookie.map { [.cookie: $0] } ?? [:],
            body: ByteBuffer(string: body))
    }

    /// The part of the page that changes, once nothing runs.
    private func settled(_ client: Client, _ cookie: String) async throws -> String {
        for _ in 0..<500 {
            let page = try await client.get("/reports/statements/live", cookie).text
            if !page.contains("data-running") { return page }
            try await Task.sleep(for: .milliseconds(20))
        }
        return ""
    }

    @Test("A file arrives as it was sent; what came of it stands on the page, in both languages")
    func uploads() async throws {
        try await withDesk { client, _ in
            let finance = try await client.signIn("1900")
            let area = try await client.signIn("1800")
            let address = StatementDeskRoutesTests.upload
            let sound = try await post(client, address + "a%3Ab.csv%3A2", "ok", finance)
            #expect(sound.status == .accepted && sound.json["run"].text != nil)
            let page = try await settled(client, finance)
            let file = "/reports/statements/file?wallet=wechat&account=19%3C00%3E&day=2026-11-24"
            let kept = try await client.get(file, finance)
            #expect(kept.text == "ok")
            #expect(kept.headers[.contentDisposition]?.contains("a%3Ab.csv") == true)
            #expect(try await client.get(file + "&file=1", finance).status == .notFound)
            let others = [area, try await client.signIn("1001")]
            for path in [file, "/reports/statements", "/reports/statements/live"] {
                for other in others {
                    #expect(try await client.get(path, other).status == .forbidden, "\(path)")
                }
            }
            #expect(try await client.get(file).status == .unauthorized)
            #expect(page.contains("a:b.csv") && page.contains("✓ 一致"))
            let broken = try await post(client, address + "%3Ci%3E.csv:3", "<u>", finance)
            #expect(broken.status == .accepted)
            let said = try await settled(client, finance)
            #expect(said.contains("第 1 行") && said.contains("文件没有留下"))
            #expect(!said.contains("<i>") && !said.contains("<u>") && !said.contains("19<00>"))
            let english = try await client.get("/reports/statements?lang=en", finance).text
            #expect(
                english.contains("Line 1: ") && english.contains("Nothing of the file was kept"))
            #expect(english.contains("id=\"upload\"") && !english.contains("19<00>"))
        }
    }

    @Test("Only finance brings files or begins a run")
    func rights() async throws {
        try await withDesk { client, _ in
            let upload = StatementDeskRoutesTests.upload + "a:2"
            let form = "wallet=wechat&account=19%3C00%3E&day=2026-11-24&act=again"
            #expect(try await post(client, upload, "ok", nil).status == .unauthorized)
            #expect(
                try await post(client, "/reports/statements", form, nil).status == .unauthorized)
            for staff in ["1007", "1005", "1001", "1800"] {
                let cookie = try await client.signIn(staff)
                #expect(try await post(client, upload, "ok", cookie).status == .forbidden)
                #expect(
                    try await post(client, "/reports/statements", form, cookie).status
                        == .forbidden)
            }
        }
    }

    @Test(
        "What cannot be read is refused, and never crashes",
        arguments: [
            "wallet=x&account=a&day=2026-11-24&file=a:1", "wallet=wechat&day=x&file=a:1",
            "wallet=wechat&account=a&day=2026-11-24&file=a", "wallet=wechat&account=19%3C00%3E",
            "wallet=wechat&account=%00&day=2026-11-24&file=a:1",
            "wallet=wechat&account=19%3C00%3E&day=2026-11-24",
            "wallet=wechat&account=19%3C00%3E&day=2026-11-24&file=a:-1",
            "wallet=wechat&account=19%3C00%3E&day=2026-11-24&file=a:99999999999999999999",
            "wallet=wechat&account=19%3C00%3E&day=2026-11-24&file=a:9223372036854775807",
            "wallet=wechat&account=19%3C00%3E&day=2099-11-24&file=a:1",
        ])
    func hostile(_ query: String) async throws {
        try await withDesk { client, _ in
            let finance = try await client.signIn("1900")
            let answer = try await post(
                client, "/reports/statements/upload?" + query, "ok", finance)
            #expect([.badRequest, .conflict].contains(answer.status), "\(answer.status)")
            #expect(answer.code != nil)
            for form in [query, query + "&act=again", query + "&act=fetch"] {
                let answer = try await post(client, "/reports/statements", form, finance)
                #expect(answer.status == .badRequest, "\(answer.status)")
            }
        }
    }
}
