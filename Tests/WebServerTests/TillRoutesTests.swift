import HTTPTypes
import Testing

@Suite struct TillRoutesTests {
    @Test("R13: function 10034 is a page, titled 零售前台开票, and so is 400449")
    func pages() async throws {
        try await TillFixture.with { client, _ in
            for path in ["/", "/10034"] {
                let page = try await client.get(path)
                #expect(page.status == .ok)
                #expect(page.text.contains("零售前台开票"))
                #expect(
                    page.headers[.contentSecurityPolicy]?.contains("default-src 'self'") == true)
            }
            let remarks = try await client.get("/400449")
            #expect(remarks.status == .ok)
            #expect(remarks.text.contains("财务备注"))
        }
    }

    @Test("a page's file that has not changed is not sent again")
    func entityTags() async throws {
        try await TillFixture.with { client, _ in
            let first = try await client.get("/10034")
            let tag = try #require(first.headers[.eTag])
            let second = try await client.execute(
                uri: "/10034", method: .get, headers: [.ifNoneMatch: tag])
            #expect(second.status == .notModified)
        }
    }

    @Test(
        "no path leads out of the folder of pages",
        arguments: [
            "/static/../../../../etc/passwd", "/static/..%2f..%2f..%2fetc%2fpasswd",
            "/static/till/../../../Package.swift", "/static/%2e%2e/%2e%2e/etc/passwd",
            "/static//etc/passwd", "/static/till/index.html%00.js", "/static/", "/nothing",
        ])
    func traversal(_ path: String) async throws {
        try await TillFixture.with { client, _ in
            let answer = try await client.get(path)
            #expect(answer.status == .notFound)
            #expect(!answer.text.contains("root:"))
        }
    }

    static let readings = [
        "/api/till", "/api/till/events", "/api/products?q=a", "/api/sales/suspended",
        "/api/sales/x/receipt.svg", "/api/sales/x/receipt.txt", "/api/help/supplementary",
        "/api/remarks?receipt=x", "/api/remarks/list", "/api/sales/today",
        "/api/returns/sale?receipt=x",
        "/api/returns/x/receipt.svg", "/api/returns/x/receipt.txt",
    ]

    static let acts = [
        "/api/sale/lines", "/api/sale/lines/1/quantity", "/api/sale/lines/1/discount",
        "/api/sale/lines/1/salesperson", "/api/sale/lines/1/removal", "/api/sale/discount",
        "/api/sale/salesperson", "/api/sale/checkout", "/api/sale/cash",
        "/api/sale/tenders/1/removal", "/api/sale/payments",
        "/api/payments/2026112315420501010200038742/query",
        "/api/payments/2026112315420501010200038742/reversal", "/api/sale/supplements",
        "/api/sale/completion", "/api/sale/suspension", "/api/sales/x/retrieval",
        "/api/sale/void", "/api/sales/x/reprint", "/api/remarks",
        "/api/remarks/answer",
        "/api/returns", "/api/returns/quote", "/api/returns/x/reprint",
        "/api/refunds/R2026112315420501010200038742/query",
    ]

    @Test("nobody reads or does anything without being signed in")
    func unsigned() async throws {
        try await TillFixture.with { client, _ in
            for path in TillRoutesTests.readings {
                let answer = try await client.get(path)
                #expect(answer.status == .unauthorized, "\(path)")
                #expect(answer.code == "T-200", "\(path)")
            }
            for path in TillRoutesTests.acts {
                let answer = try await client.post(path, "{}")
                #expect(answer.status == .unauthorized, "\(path)")
            }
        }
    }

    @Test("an act without a key, or with a bad one, is refused and changes nothing")
    func keys() async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn()
            for key in [nil, "", "has space", String(repeating: "a", count: 65), "ключ"] {
                let answer = try await client.post(
                    "/api/sale/lines", #"{"entry":"0003"}"#, cookie, key: key)
                #expect(answer.status == .badRequest)
                #expect(answer.code == "T-400")
            }
            let till = try await client.get("/api/till", cookie)
            #expect(till.json["sale"].isAbsent)
        }
    }

    @Test("the same key has one effect; for something else it is refused")
    func idempotency() async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn()
            for _ in 0..<3 {
                let answer = try await client.post(
                    "/api/sale/lines", #"{"entry":"0003","quantity":2}"#, cookie, key: "one-key")
                #expect(answer.status == .ok)
                #expect(answer.json["sale"]["lines"][0]["quantity"].integer == 2)
            }
            let other = try await client.post(
                "/api/sale/lines", #"{"entry":"0004","quantity":2}"#, cookie, key: "one-key")
            #expect(other.status == .conflict)
            #expect(other.code == "T-409")
        }
    }

    @Test("R16 R20 R21: cash, change, F9, receipt; a second F9 is the same news")
    func cashSale() async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn()
            let rung = try await client.post(
                "/api/sale/lines", #"{"entry":"6990000010212"}"#, cookie)
            let sale = try #require(rung.json["sale"]["id"].text)
            let short = try await client.post(
                "/api/sale/completion", #"{"sale":"\#(sale)"}"#, cookie)
            #expect(short.code == "S-206")
            let paid = try await client.post(
                "/api/sale/cash", #"{"sale":"\#(sale)","receivedFen":2000}"#, cookie)
            #expect(paid.json["sale"]["changeFen"].integer == 350)
            var receipts: Set<String> = []
            for _ in 0..<2 {
                let done = try await client.post(
                    "/api/sale/completion", #"{"sale":"\#(sale)"}"#, cookie)
                #expect(done.status == .ok)
                #expect(done.json["sale"].isAbsent)
                receipts.insert(done.json["lastPosted"]["receiptNumber"].text ?? "-")
            }
            #expect(receipts.count == 1)
            let paper = try await client.get("/api/sales/\(sale)/receipt.txt", cookie)
            #expect(paper.text.contains("现金(1)"))
            #expect(paper.text.contains("找零"))
            let picture = try await client.get("/api/sales/\(sale)/receipt.svg", cookie)
            #expect(picture.text.hasPrefix("<svg"))
        }
    }

    @Test("R32 R33: the help beside 42 says the notice's steps, with the chain's own bill name")
    func help() async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn()
            let help = try await client.get("/api/help/supplementary", cookie).json
            let weChat = (0..<help[0]["steps"].count).map { help[0]["steps"][$0].text ?? "" }
            #expect(weChat == ["我", "支付", "钱包", "帐单", "聚好付订单", "订单详情"])
            let alipay = (0..<help[1]["steps"].count).map { help[1]["steps"][$0].text ?? "" }
            #expect(alipay == ["我的", "帐单", "聚好付订单", "订单详情"])
            #expect(help[0]["asOf"].text == "2019-10-14")
        }
    }

    @Test("people and their PIN are listed in demo mode only")
    func choices() async throws {
        try await TillFixture.with(demoPIN: nil) { client, _ in
            let choices = try await client.get("/api/session/choices").json
            #expect(choices["stores"].count == 3)
            #expect(choices["people"].count == 0)
        }
    }

    @Test("the session cookie cannot be read by a script and ends with the signing out")
    func session() async throws {
        try await TillFixture.with { client, _ in
            let answer = try await client.post(
                "/api/session",
                #"{"staff":"1007","pin":"1234","store":"0101","register":"02"}"#)
            let header = try #require(answer.headers[.setCookie])
            #expect(header.contains("HttpOnly"))
            #expect(header.contains("SameSite=Strict"))
            let cookie = String(header.prefix { $0 != ";" })
            #expect(try await client.get("/api/till", cookie).status == .ok)
            _ = try await client.execute(
                uri: "/api/session", method: .delete, headers: [.cookie: cookie])
            #expect(try await client.get("/api/till", cookie).status == .unauthorized)
        }
    }

    @Test(
        "who may not sign in here",
        arguments: [
            (#"{"staff":"1007","pin":"9999","store":"0101","register":"02"}"#, "T-201"),
            (#"{"staff":"9999","pin":"1234","store":"0101","register":"02"}"#, "T-201"),
            (#"{"staff":"1107","pin":"1234","store":"0101","register":"02"}"#, "T-201"),
            (#"{"staff":"1007","pin":"1234","store":"0101","register":"77"}"#, "T-404"),
            (#"{"staff":"abc","pin":"1234","store":"0101","register":"02"}"#, "T-400"),
            (#"{"staff":1007,"pin":"1234","store":"0101","register":"02"}"#, "T-400"),
            (#"[]"#, "T-400"), ("", "T-400"), ("{", "T-400"),
        ])
    func refusedSignIn(_ body: String, _ code: String) async throws {
        try await TillFixture.with { client, _ in
            let answer = try await client.post("/api/session", body)
            #expect(answer.code == code)
            #expect(answer.headers[.setCookie] == nil)
        }
    }
}

/// Function 400449 through its routes.
@Suite struct RemarkRoutesTests {
    @Test("a day is found and remarked on; finance answers, and nobody else does")
    func answered() async throws {
        try await TillFixture.with { client, _ in
            let cashier = try await client.signIn()
            let finance = try await client.signIn("1900")
            let day = try #require(
                try await client.get("/api/till", cashier).json["businessDate"].text)
            let body = #"{"receipt":"\#(day)","text":"换过钱箱"}"#
            #expect(try await client.post("/api/remarks", body, cashier).status == .ok)
            let found = try await client.get("/api/remarks?receipt=\(day)", cashier).json
            #expect(found["kind"].text == "day" && found["remarkNeeded"].isTrue)
            #expect(found["remarks"].count == 1 && !found["mayAnswer"].isTrue)
            let id = try #require(found["remarks"][0]["id"].text)
            let answer = #"{"store":"0101","remark":"\#(id)","text":"好"}"#
            #expect(
                try await client.post("/api/remarks/answer", answer, cashier).status == .forbidden)
            #expect(try await client.post("/api/remarks/answer", answer, finance).status == .ok)
            let list = try await client.get(
                "/api/remarks/list?state=answered&store=0101&from=\(day)&to=\(day)", finance
            ).json
            #expect(list["remarks"][0]["answer"]["text"].text == "好" && list["mayAnswer"].isTrue)
            let other = #"{"store":"0101","remark":"\#(id)","text":"别的"}"#
            #expect(try await client.post("/api/remarks/answer", other, finance).code == "F-104")
        }
    }

    @Test(
        "what cannot be read is refused",
        arguments: ["state=x", "from=x", "to=2026-13-01", "store=x", "store=0102"])
    func hostile(_ query: String) async throws {
        try await TillFixture.with { client, _ in
            let answer = try await client.get(
                "/api/remarks/list?" + query, try await client.signIn())
            #expect([.badRequest, .forbidden].contains(answer.status), "\(answer.status)")
        }
    }
}
