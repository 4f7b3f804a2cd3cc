// Shifts over HTTP: who is asked, what comes from outside, that the count is blind, and that a handover
// is done once.

import HTTPTypes
import Testing

@Suite struct ShiftRoutesTests {
    static let gets = ["/api/shift", "/api/shifts/1/slip.svg", "/api/shifts/1/slip.txt"]
    static let posts = [
        "/api/shift/float", "/api/shift/count", "/api/shift/handover",
        "/api/shift/handover/read", "/api/shifts/1/reprint",
    ]

    @Test("Nobody reaches a shift without being signed in")
    func signedOut() async throws {
        try await TillFixture.with { client, _ in
            for path in ShiftRoutesTests.gets {
                let answer = try await client.get(path, "")
                #expect(answer.status == .unauthorized, "\(path)")
            }
            for path in ShiftRoutesTests.posts {
                let answer = try await client.post(path, "{}", "")
                #expect(answer.status == .unauthorized, "\(path)")
            }
            let page = try await client.get("/shift")
            #expect(page.status == .ok)
        }
    }

    @Test(
        "What cannot be read is refused with the field's name, and changes nothing",
        arguments: [
            ("float", "{}", "floatFen"), ("float", #"{"floatFen":"1"}"#, "floatFen"),
            ("count", #"{"shift":1}"#, "pieces"),
            ("count", #"{"shift":1,"pieces":{"99":1}}"#, "pieces"),
            ("count", #"{"shift":1,"pieces":{"100":-1}}"#, "pieces"),
            ("count", #"{"shift":1,"pieces":{"100":100000}}"#, "pieces"),
            ("count", #"{"shift":1,"pieces":{"x":1}}"#, "pieces"),
            ("handover", #"{"shift":1,"pin":"1","to":"1","toPIN":"1","leftFen":0}"#, "staff"),
            ("handover", #"{"shift":1,"pin":"1","to":"","toPIN":"1","leftFen":0}"#, "to"),
            ("handover", #"{"shift":1}"#, "pin"),
        ])
    func unreadable(_ path: String, _ body: String, _ field: String) async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn()
            let answer = try await client.post("/api/shift/" + path, body, cookie)
            #expect(answer.status == .badRequest)
            #expect(answer.text.contains(field), "\(answer.text)")
            let after = try await client.get("/api/shift", cookie).json["shift"]
            #expect(after["floatFen"].integer == 0 && after["counts"].count == 0)
        }
    }

    @Test(
        "The whole way: a float, a sale, a blind count, a handover, its slip, and the next person")
    func whole() async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn()
            let begun = try await client.get("/api/till", cookie).json
            #expect(begun["shift"]["no"].integer == 1, "it begins when somebody signs in to sell")
            _ = try await client.post(
                "/api/shift/float", #"{"shift":1,"floatFen":20000}"#, cookie)
            let rung = try await client.post(
                "/api/sale/lines", #"{"entry":"6990000010212"}"#, cookie)
            let sale = try #require(rung.json["sale"]["id"].text)
            _ = try await client.post(
                "/api/sale/cash", #"{"sale":"\#(sale)","receivedFen":2000}"#, cookie)
            _ = try await client.post(
                "/api/sale/completion", #"{"sale":"\#(sale)"}"#, cookie)

            let blind = try await client.get("/api/shift", cookie).text
            #expect(!blind.contains("expected") && !blind.contains("21650"))
            let pieces = #"{"shift":1,"pieces":{"10000":2,"1000":1,"500":1,"100":1,"50":1}}"#
            let counted = try await client.post("/api/shift/count", pieces, cookie).json
            #expect(counted["isCounted"].isTrue && !counted["needsManager"].isTrue)

            let giving =
                #"{"shift":1,"pin":"1234","to":"1012","toPIN":"1234","leftFen":20000}"#
            let wrong = giving.replacing(#""toPIN":"1234""#, with: #""toPIN":"9876""#)
            let refused = try await client.post("/api/shift/handover", wrong, cookie)
            #expect(refused.status == .conflict && refused.text.contains("S-409"))
            #expect(!refused.text.contains("9876"))
            for _ in 1...2 {
                let closed = try await client.post(
                    "/api/shift/handover", giving, cookie, key: "give")
                #expect(closed.status == .ok)
                #expect(closed.json["before"]["leftFen"].integer == 20_000)
            }
            let slip = try await client.get("/api/shifts/1/slip.txt", cookie).text
            for words in ["交接班单", "216.50", "200.00", "16.50", "周雨晴"] {
                #expect(slip.contains(words), "\(words)")
            }
            let none = try await client.get("/api/shifts/2/slip.txt", cookie)
            #expect(none.status == .notFound)

            let next = try await client.signIn("1012")
            let begins = try await client.get("/api/shift", next).json
            #expect(begins["shift"]["no"].integer == 2)
            #expect(begins["shift"]["floatFen"].integer == 20_000)
        }
    }

    @Test(
        "Shifts are read by the store's manager and those above, and asked for badly they are refused",
        arguments: [
            ("1007", "/reports/shifts", HTTPResponse.Status.forbidden),
            ("1001", "/reports/shifts", .ok), ("1001", "/reports/shifts?store=0101", .ok),
            ("1001", "/reports/shifts?store=0102", .forbidden), ("1900", "/reports/shifts", .ok),
            ("1900", "/reports/shifts?store=0102&lang=en", .ok),
            ("1900", "/reports/shifts?store=1", .badRequest),
            ("1900", "/reports/shifts?month=2026-13", .badRequest),
            ("1900", "/reports/shifts?format=pdf", .badRequest),
            ("1900", "/reports/shifts?format=csv", .ok),
            ("1900", "/reports/shifts?format=xlsx", .ok),
        ])
    func reports(_ staff: String, _ path: String, _ status: HTTPResponse.Status) async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn(staff)
            let answer = try await client.get(path, cookie)
            #expect(answer.status == status)
        }
    }
}
