// `/payments` and `/cases`: each page by every role, what comes from outside, and that nothing typed
// becomes markup.

import Checkout
import Foundation
import HTTPTypes
import NIOCore
import Persistence
import Retail
import Testing

@testable import WebServer

@Suite struct CaseRoutesTests {
    private static let store = "0101"
    private static let id = "debit-not-counted:<b>&\"'/?%"

    private func openCase(_ fixture: TillFixture) async throws {
        let opening = CaseOpening(
            store: try StoreID(CaseRoutesTests.store), cause: "debit-not-counted",
            subject: "<b>&\"'/?%", detail: "<script>alert(1)</script>", amount: Money(fen: 100))
        _ = try await fixture.database.write { transaction in
            try CaseTable.open(opening, at: Timestamp(microseconds: 1), in: transaction)
        }
    }

    private static var one: String {
        let allowed = CharacterSet.alphanumerics
        let id = CaseRoutesTests.id.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        return "/cases/one?store=\(store)&id=\(id)"
    }

    @Test("Each page for those who may read it, and for nobody else")
    func rights() async throws {
        try await TillFixture.with { client, fixture in
            try await openCase(fixture)
            for path in ["/payments", "/cases", CaseRoutesTests.one] {
                #expect(try await client.get(path).status == .unauthorized)
                for (staff, status) in [
                    ("1007", HTTPResponse.Status.forbidden), ("1005", .forbidden), ("1001", .ok),
                    ("1800", .ok), ("1900", .ok),
                ] {
                    let answer = try await client.get(path, try await client.signIn(staff))
                    #expect(answer.status == status, "\(path) \(staff)")
                }
            }
        }
    }

    @Test("Nothing that stands in a case or in a search becomes markup")
    func markup() async throws {
        try await TillFixture.with { client, fixture in
            try await openCase(fixture)
            let finance = try await client.signIn("1900")
            for path in [
                "/cases", CaseRoutesTests.one, "/payments?number=%3Cb%3E%22",
                "/payments/%3Cb%3E%22",
            ] {
                let page = try await client.get(path, finance).text
                #expect(!page.contains("<b>&\"") && !page.contains("<script"), "\(path)")
                #expect(!page.contains("<b>\""), "\(path)")
            }
        }
    }

    @Test(
        "What cannot be read is refused with a page, and never crashes",
        arguments: [
            "/cases?store=99999", "/cases?after=1", "/cases?after=a/b/c", "/cases?after=1/0101/%00",
            "/cases/one", "/cases/one?store=0101", "/cases/one?store=x&id=1",
            "/cases/one?store=0101&id=%00", "/payments/" + String(repeating: "9", count: 300),
            "/payments?number=" + String(repeating: "9", count: 300),
        ])
    func hostile(_ path: String) async throws {
        try await TillFixture.with { client, _ in
            let answer = try await client.get(path, try await client.signIn("1900"))
            #expect([.badRequest, .notFound].contains(answer.status), "\(answer.status)")
            #expect(answer.text.contains("role=\"alert\"") || answer.text.contains("code"))
        }
    }

    @Test("An act by form leads back to the case; one that is refused shows what was typed")
    func acts() async throws {
        try await TillFixture.with { client, fixture in
            try await openCase(fixture)
            let finance = try await client.signIn("1900")
            func post(_ form: String, _ session: String) async throws -> Answer {
                try await client.execute(
                    uri: CaseRoutesTests.one, method: .post, headers: [.cookie: session],
                    body: ByteBuffer(string: form))
            }
            let taken = try await post("act=take", finance)
            #expect(taken.status == .seeOther)
            let empty = try await post("act=close&exit=accepted&words=+", finance)
            #expect(empty.status == .conflict)
            #expect(empty.text.contains("C-102"))
            let long = String(repeating: "a", count: 501)
            #expect(try await post("act=note&words=\(long)", finance).text.contains(long))
            for form in ["", "act=close&words=x", "act=close&exit=other&words=x", "act=%00"] {
                #expect(try await post(form, finance).status == .badRequest, "\(form)")
            }
            let large = "act=note&words=" + String(repeating: "a", count: 10_000)
            #expect(try await post(large, finance).status == .badRequest)
            let manager = try await client.signIn("1001")
            #expect(try await post("act=close&exit=accepted&words=x", manager).status == .forbidden)
            let done = try await post("act=close&exit=accepted&words=a%2Bb+c", finance)
            #expect(done.status == .seeOther)
            #expect(try await client.get(CaseRoutesTests.one, finance).text.contains("a+b c"))
            let again = try await post("act=close&exit=accepted&words=x", finance)
            #expect(again.text.contains("C-101"))
        }
    }
}
