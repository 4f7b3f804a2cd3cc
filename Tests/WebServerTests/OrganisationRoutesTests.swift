// `/organisation` and the pages of regions and areas: who may, what comes from outside, what is typed.

import Foundation
import HTTPTypes
import NIOCore
import Persistence
import Retail
import Testing

@Suite struct OrganisationRoutesTests {
    private func post(
        _ client: Client, _ form: String, _ session: String
    ) async throws -> Answer {
        try await client.execute(
            uri: "/organisation?lang=en", method: .post, headers: [.cookie: session],
            body: ByteBuffer(string: form))
    }

    @Test("The tree is finance's: to see and to change")
    func rights() async throws {
        try await TillFixture.with { client, fixture in
            #expect(try await client.get("/organisation").status == .unauthorized)
            for staff in ["1007", "1005", "1001", "1800", "1801"] {
                let session = try await client.signIn(staff)
                #expect(try await client.get("/organisation", session).status == .forbidden)
                let posted = try await post(client, "act=add-region&name=X", session)
                #expect(posted.status == .forbidden)
            }
            let regions = try await fixture.database.read {
                try OrganisationTable.regions(in: $0)
            }
            #expect(regions.map(\.name) == ["川西战区", "川北战区"])
        }
    }

    @Test("Each change by its form, and the page shows it as words")
    func changes() async throws {
        try await TillFixture.with { client, _ in
            let finance = try await client.signIn("1900")
            for form in [
                "act=add-region&name=%3Cb%3E%26", "act=region&id=1&seen=川西战区&name=川南战区",
                "act=add-area&region=3&name=A+B&manager=1801",
                "act=area&id=1&seen=成都南片区&seenManager=1800&name=城南片区&manager=",
                "act=move&store=0201&area=4&from=2026-12-01",
                "act=move&store=0102&area=0&from=2026-11-01",
            ] {
                let encoded =
                    form.addingPercentEncoding(
                        withAllowedCharacters: .urlQueryAllowed.union(["%"])) ?? ""
                let plain = form.contains("%") ? form : encoded
                #expect(try await post(client, plain, finance).status == .seeOther, "\(form)")
            }
            let page = try await client.get("/organisation?lang=en", finance).text
            for words in ["&lt;b&gt;&amp;", "川南战区", "A B", "城南片区", "2026-12-01 A B", "Unassigned"] {
                #expect(page.contains(words), "\(words)")
            }
            #expect(!page.contains("<b>&") && !page.contains("川西战区"))
        }
    }

    @Test("A refused form keeps what was typed, and says why in the reader's language")
    func keeps() async throws {
        try await TillFixture.with { client, _ in
            let finance = try await client.signIn("1900")
            let long = String(repeating: "a", count: 21)
            let region = try await post(client, "act=region&id=2&seen=x&name=\(long)", finance)
            #expect(region.status == .conflict)
            #expect(region.text.contains("T-301") && region.text.contains("value=\"\(long)\""))
            #expect(region.text.contains("20 characters"))
            let move = try await post(
                client, "act=move&store=0201&area=2&from=2026-13-41", finance)
            #expect(move.text.contains("T-400") && move.text.contains("value=\"2026-13-41\""))
            #expect(move.text.components(separatedBy: "2026-13-41").count == 2, "in one form alone")
            for form in [
                "", "act=other", "act=move&store=x&area=1&from=2026-12-01",
                "act=move&store=0201&area=-1&from=2026-12-01", "act=add-area&region=x&name=n",
                "act=add-area&region=1&name=n&manager=%3C",
                "act=area&id=99999999999999999999&name=n",
                "act=add-region&name=%00", "act=add-region", "act=region&id=1&name=n",
            ] {
                #expect(try await post(client, form, finance).status == .conflict, "\(form)")
            }
            let large = "act=add-region&name=" + String(repeating: "a", count: 9_000)
            #expect(try await post(client, large, finance).status == .badRequest)
        }
    }

    @Test("`/reports` leads an area manager to the own area, and one without an area nowhere")
    func home() async throws {
        try await TillFixture.with { client, fixture in
            for (staff, address) in [("1800", "/reports/area/1?"), ("1801", "/reports/area/3?")] {
                let answer = try await client.get("/reports", try await client.signIn(staff))
                #expect(answer.status == .found)
                #expect(answer.headers[.location]?.hasPrefix(address) == true)
            }
            try await fixture.database.write {
                _ = try $0.execute("UPDATE area SET manager_id = NULL")
            }
            let answer = try await client.get("/reports", try await client.signIn("1800"))
            #expect(answer.status == .forbidden)
        }
    }

    @Test(
        "A place that is not there or cannot be read is said",
        arguments: [
            ("/reports/region/9", 404), ("/reports/area/9?month=2026-11", 404),
            ("/reports/area/x", 400), ("/reports/area/01", 400), ("/reports/area/-1", 400),
            ("/reports/area/99999999999999999999", 400), ("/reports/region/0", 404),
            ("/reports/area/1/2026-02-30", 400), ("/reports/area/1?month=x", 400),
            ("/reports/area/0", 200), ("/reports/area/0/2026-11-25", 200),
            ("/reports/area/1/2000-01-01", 200), ("/reports/region/1/2099-12-31", 200),
        ])
    func outside(_ path: String, _ status: Int) async throws {
        try await TillFixture.with { client, _ in
            let answer = try await client.get(path, try await client.signIn("1900"))
            #expect(answer.status.code == status)
        }
    }
}
