// Whatever is sent to the till's interface, the answer is a sentence and a 4xx; never a crash, never a
// 5xx, and the sale that is open stays as it is.

import HTTPTypes
import NIOCore
import TestSupport
import Testing

@Suite struct HostileRequestTests {
    private static let pieces = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\"sale\"", "\"entry\"", "\"quantity\"", "null",
        "true", "-1", "0", "1e400", "99999999999999999999", "1.5", "\"6990000010212\"", "\"0003\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"💊\"", " ", "\u{0}", "\"receivedFen\"", "\"code\"",
        "\"number\"", "\"134567890123456789\"", "9223372036854775807", "-9223372036854775808",
        "\"' OR 1=1 --\"", "\"override\"", "\"staff\"", "\"pin\"", "\"kind\"", "\"percent\"",
        "\"basisPoints\"", "\"fen\"", "\"lines\"", "\"line\"", "\"reason\"", "\"quality\"",
        "\"toCash\"",
    ]

    private static func garbage(_ chance: inout SeededRandom) -> String {
        let count = Int.random(in: 0...24, using: &chance)
        return (0..<count).map { _ in pieces.randomElement(using: &chance) ?? "" }.joined()
    }

    @Test("10,000 random bodies to every act")
    func randomBodies() async throws {
        try await TillFixture.with { client, _ in
            var chance = SeededRandom(seed: 20_191_014)
            let cookie = try await client.signIn()
            let rung = try await client.post("/api/sale/lines", #"{"entry":"0003"}"#, cookie)
            let sale = try #require(rung.json["sale"]["id"].text)
            for round in 0..<10_000 {
                let path = TillRoutesTests.acts.randomElement(using: &chance) ?? ""
                let answer = try await client.post(
                    path, HostileRequestTests.garbage(&chance), cookie)
                #expect((400..<500).contains(answer.status.code), "\(round) \(path)")
            }
            let till = try await client.get("/api/till", cookie).json
            #expect(till["sale"]["id"].text == sale)
            #expect(till["sale"]["lines"].count == 1)
            #expect(till["sale"]["tenders"].count == 0)
        }
    }

    @Test(
        "well-formed bodies with impossible values are refused with a sentence",
        arguments: [
            ("sale/lines", #"{"entry":"0003","quantity":0}"#, "S-104"),
            ("sale/lines", #"{"entry":"0003","quantity":10000}"#, "S-104"),
            ("sale/lines", #"{"entry":"0003","quantity":9223372036854775807}"#, "S-104"),
            ("sale/lines", #"{"entry":"nothing"}"#, "S-101"),
            ("sale/lines", #"{"entry":"132345678901234567"}"#, "S-103"),
            ("sale/lines", #"{"entry":""}"#, "T-400"),
            ("sale/lines", #"{"sale":"other","entry":"0003"}"#, "T-411"),
            ("sale/lines/9/quantity", #"{"sale":"SALE","quantity":1}"#, "S-205"),
            ("sale/lines/x/quantity", #"{"sale":"SALE","quantity":1}"#, "T-400"),
            (
                "sale/lines/1/discount", #"{"sale":"SALE","kind":"percent","basisPoints":10001}"#,
                "S-107"
            ),
            (
                "sale/lines/1/discount", #"{"sale":"SALE","kind":"percent","basisPoints":2000}"#,
                "S-106"
            ),
            ("sale/lines/1/discount", #"{"sale":"SALE","kind":"amount","fen":-5}"#, "S-105"),
            ("sale/lines/1/discount", #"{"sale":"SALE","kind":"amount","fen":1651}"#, "S-107"),
            ("sale/lines/1/discount", #"{"sale":"SALE","kind":"half"}"#, "T-400"),
            ("sale/cash", #"{"sale":"SALE","receivedFen":0}"#, "S-105"),
            ("sale/cash", #"{"sale":"SALE","receivedFen":-100}"#, "S-105"),
            ("sale/cash", #"{"sale":"SALE","receivedFen":9223372036854775807}"#, "S-105"),
            ("sale/cash", #"{"sale":"SALE","receivedFen":1.5}"#, "T-400"),
            ("sale/payments", #"{"sale":"SALE","code":"12"}"#, "P-101"),
            ("sale/payments", #"{"sale":"SALE","code":"134567890123456789"}"#, "P-103"),
            ("sale/payments", #"{"sale":"SALE","code":"510104199003074518"}"#, "P-102"),
            ("sale/supplements", #"{"sale":"SALE","number":"2019"}"#, "P-301"),
            ("sale/supplements", #"{"sale":"SALE","number":"134567890123456789"}"#, "P-302"),
            ("sale/salesperson", #"{"sale":"SALE","staff":"9999"}"#, "T-404"),
            ("payments/12/query", #"{"sale":"SALE"}"#, "T-400"),
            ("sales/none/retrieval", "{}", "S-208"),
            ("sales/none/reprint", "{}", "T-411"),
            (
                "returns",
                #"{"sale":"SALE","lines":[{"line":1,"quantity":1}],"reason":"quality"}"#, "S-301"
            ),
            ("returns/quote", #"{"sale":"SALE","lines":[{"line":1,"quantity":1}]}"#, "S-301"),
            (
                "returns",
                #"{"sale":"none","lines":[{"line":1,"quantity":1}],"reason":"quality"}"#, "T-411"
            ),
            ("returns/quote", #"{"sale":"SALE"}"#, "T-400"),
            ("returns/none/reprint", "{}", "T-404"), ("refunds/12/query", "{}", "T-400"),
            ("refunds/2026112315420501010200038741/query", "{}", "T-400"),
            ("remarks", #"{"receipt":"none","text":"x"}"#, "T-404"),
            ("remarks", #"{"receipt":"none","text":" "}"#, "F-103"),
        ])
    func impossible(_ path: String, _ body: String, _ code: String) async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn()
            let rung = try await client.post("/api/sale/lines", #"{"entry":"0003"}"#, cookie)
            let sale = try #require(rung.json["sale"]["id"].text)
            let asked = body.replacing("SALE", with: sale)
            let answer = try await client.post("/api/" + path, asked, cookie)
            #expect(answer.code == code)
            #expect((400..<500).contains(answer.status.code))
            let error = answer.json["error"]
            #expect(error["zh"].text?.isEmpty == false && error["en"].text?.isEmpty == false)
            #expect(error["nextZh"].text?.isEmpty == false)
        }
    }

    @Test(
        "a text with NUL in it is refused, wherever it stands",
        arguments: [
            ("sale/lines", #"{"entry":"00\u00003"}"#), ("sale/lines", "{\"entry\":\"00\u{0}3\"}"),
            ("sale/suspension", #"{"sale":"SALE","note":"a\u0000b"}"#),
            (
                "sale/lines/1/discount",
                #"{"sale":"SALE","kind":"percent","basisPoints":2000,"#
                    + #""override":{"staff":"1001","pin":"1234","reason":"a\u0000b"}}"#
            ),
            ("remarks", #"{"receipt":"\u0000","text":"x"}"#),
            ("sales/%00/retrieval", "{}"), ("sales/a%00b/reprint", "{}"),
            ("returns/%00/reprint", "{}"), ("products?q=%00", nil),
            ("remarks?receipt=1%00", nil), ("returns/sale?receipt=%00", nil),
            ("sales/%00/receipt.txt", nil), ("returns/%00/receipt.svg", nil),
        ] as [(String, String?)])
    func nul(_ path: String, _ body: String?) async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn()
            let rung = try await client.post("/api/sale/lines", #"{"entry":"0003"}"#, cookie)
            let sale = try #require(rung.json["sale"]["id"].text)
            let answer =
                if let body {
                    try await client.post(
                        "/api/" + path, body.replacing("SALE", with: sale), cookie)
                } else {
                    try await client.get("/api/" + path, cookie)
                }
            #expect(answer.code == "T-400")
        }
    }

    @Test("a body that is too large is refused before it is read")
    func tooLarge() async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn()
            let body = #"{"entry":""# + String(repeating: "9", count: 70_000) + #""}"#
            let answer = try await client.post("/api/sale/lines", body, cookie)
            #expect((400..<500).contains(answer.status.code))
        }
    }

    @Test("deep nesting and broken UTF-8 are refused")
    func deepAndBroken() async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn()
            let deep = String(repeating: "[", count: 20_000)
            #expect(try await client.post("/api/sale/lines", deep, cookie).code == "T-400")
            var broken = ByteBuffer(string: #"{"entry":""#)
            broken.writeBytes([0xFF, 0xC0, 0xED, 0xA0, 0x80])
            broken.writeString(#""}"#)
            let answer = try await client.execute(
                uri: "/api/sale/lines", method: .post,
                headers: [.cookie: cookie, .init("Idempotency-Key") ?? .accept: "k"], body: broken)
            #expect((400..<500).contains(answer.status.code))
        }
    }
}
