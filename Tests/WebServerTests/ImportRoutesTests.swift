// `/import`: a file as a browser sends it, who may send one, and what comes from outside.

import Foundation
import HTTPTypes
import NIOCore
import Persistence
import Retail
import Testing

@testable import WebServer

@Suite struct ImportRoutesTests {
    private static let file =
        "store,number,date,time,register,cashier,kind,code,name,quantity,price,amount\r\n"
        + "0101,77,2019-09-24,10:00,,,goods,0003,,1,16.50,16.50\r\n"
        + "0101,77,2019-09-24,10:00,,,tender,11,,,,16.50\r\n"

    private func post(
        _ client: Client, _ file: String, _ session: String, act: String = "import",
        type: String = "multipart/form-data; boundary=xYz"
    ) async throws -> Answer {
        let body =
            "--xYz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
            + "Content-Type: text/csv\r\n\r\n\(file)\r\n--xYz\r\n"
            + "Content-Disposition: form-data; name=\"act\"\r\n\r\n\(act)\r\n--xYz--\r\n"
        return try await client.execute(
            uri: "/import?lang=en", method: .post,
            headers: [.cookie: session, .contentType: type], body: ByteBuffer(string: body))
    }

    @Test("Only finance imports; a check changes nothing, an import is there once")
    func imports() async throws {
        try await TillFixture.with { client, _ in
            #expect(try await client.get("/import").status == .unauthorized)
            for staff in ["1007", "1001", "1800"] {
                let session = try await client.signIn(staff)
                #expect(try await client.get("/import", session).status == .forbidden)
                let posted = try await post(client, ImportRoutesTests.file, session)
                #expect(posted.status == .forbidden)
            }
            let finance = try await client.signIn("1900")
            #expect(try await client.get("/import", finance).status == .ok)
            for (act, words) in [
                ("check", "1 sales can be imported"), ("import", "1 sales are imported, ¥16.50; 0"),
                ("import", "0 sales are imported, ¥0.00; 1"),
            ] {
                let answer = try await post(client, ImportRoutesTests.file, finance, act: act)
                #expect(answer.status == .ok && answer.text.contains(words), "\(act)")
            }
            for (query, total) in [("", "16.50"), ("store=0101", "16.50"), ("store=0201", "0.00")] {
                let path = "/reports/changeover?\(query)&lang=en&format=csv"
                let text = try await client.get(path, finance).text
                #expect(text.contains("2019-09-24,0.00,\(total),0.00"), "\(text)")
                #expect(text.contains("(41)") == query.isEmpty, "a store has one figure (R12)")
            }
            let page = try await client.get("/reports/changeover?store=0101", finance).text
            #expect(page.contains("聚合支付起") && page.contains("class=\"part p1\""))
            #expect(page.contains("class=\"mark\""))
        }
    }

    @Test(
        "R12 a store's days around the change name no wallet for 41 and 42, in no language or format"
    )
    func oneFigure() async throws {
        try await TillFixture.with { client, _ in
            let manager = try await client.signIn("1001")
            for language in ["zh", "en"] {
                for format in ["", "&format=csv"] {
                    let path = "/reports/changeover?from=2019-09-26&to=2019-09-30&lang="
                    let text = try await client.get(path + language + format, manager).text
                    for name in ["微信", "支付宝", "翼支付", "WeChat", "Alipay", "(41)", "(42)"] {
                        #expect(!text.contains(name), "\(name)")
                    }
                    #expect(text.contains(language == "zh" ? "聚合支付" : "Aggregated"))
                }
            }
        }
    }

    @Test("What is wrong is told with its line, as words")
    func refused() async throws {
        try await TillFixture.with { client, _ in
            let finance = try await client.signIn("1900")
            let wrong = ImportRoutesTests.file.replacing("tender,11", with: "tender,41")
            let answer = try await post(client, wrong, finance)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("Line 3, code: 41 and 42 cannot be imported"))
            let header = try await post(client, "<b>\r\n", finance)
            #expect(header.text.contains("Line 1") && !header.text.contains("<b>\r"))
            for type in ["", "text/plain", "multipart/form-data", "multipart/form-data; boundary="]
            {
                let broken = try await post(client, ImportRoutesTests.file, finance, type: type)
                #expect(broken.status == .badRequest, "\(type)")
            }
            let other = try await post(
                client, ImportRoutesTests.file, finance, type: "multipart/form-data; boundary=Q")
            #expect(other.status == .badRequest)
            let large = String(repeating: "a", count: 2_200_000)
            #expect(try await post(client, large, finance).status == .badRequest)
        }
    }

    @Test("A form is read as a browser writes it, and nothing else is")
    func forms() {
        let type = "multipart/form-data; boundary=\"b\""
        func read(_ text: String) -> UploadedFile? { UploadedFile(Array(text.utf8), type: type) }
        let part = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n"
        #expect(read(part + "a\r\n--\r\nb\r\n--b--\r\n")?.file == Array("a\r\n--\r\nb".utf8))
        #expect(read(part + "\r\n--b--")?.file == [])
        for broken in ["", "--b", "--b--", part, part + "a", "--b\r\n\r\n\r\n--b--"] {
            #expect(read(broken) == nil, "\(broken)")
        }
    }
}
