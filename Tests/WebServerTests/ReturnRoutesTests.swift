// Returns over HTTP: what can come back, what it comes to, that it is made once, and that nobody
// reaches another store's sales by it.

import HTTPTypes
import Payments
import Testing

/// A sale that was posted, and who sold it.
private struct Sold {
    let client: Client
    let cookie: String
    let sale: String
    let receipt: String

    /// Three pieces of 急支糖浆 at 16.50, paid in cash.
    static func inCash(_ client: Client) async throws -> Sold {
        let cookie = try await client.signIn()
        let sale = try await rung(client, cookie)
        _ = try await client.post(
            "/api/sale/cash", #"{"sale":"\#(sale)","receivedFen":5000}"#, cookie)
        return try await posted(client, cookie, sale)
    }

    /// The same, paid by a wallet.
    static func byScan(_ client: Client) async throws -> Sold {
        let cookie = try await client.signIn()
        let sale = try await rung(client, cookie)
        _ = try await client.post(
            "/api/sale/payments", #"{"sale":"\#(sale)","code":"134567890123456789"}"#, cookie)
        try await client.until("the payment is through") {
            try await client.get("/api/till", cookie).json["sale"]["leftFen"].integer == 0
        }
        return try await posted(client, cookie, sale)
    }

    private static func rung(_ client: Client, _ cookie: String) async throws -> String {
        let rung = try await client.post(
            "/api/sale/lines", #"{"entry":"6990000010212","quantity":3}"#, cookie)
        return try #require(rung.json["sale"]["id"].text)
    }

    private static func posted(
        _ client: Client, _ cookie: String, _ sale: String
    ) async throws -> Sold {
        let done = try await client.post(
            "/api/sale/completion", #"{"sale":"\#(sale)"}"#, cookie)
        let receipt = try #require(done.json["lastPosted"]["receiptNumber"].text)
        return Sold(client: client, cookie: cookie, sale: sale, receipt: receipt)
    }

    func returnable() async throws -> Tree {
        try await client.get("/api/returns/sale?receipt=\(receipt)", cookie).json
    }

    func returned(
        pieces: Int = 1, reason: String = "quality", more: String = "", key: String = "k1"
    ) async throws -> Answer {
        try await client.post(
            "/api/returns",
            #"{"sale":"\#(sale)","lines":[{"line":1,"quantity":\#(pieces)}],"#
                + #""reason":"\#(reason)"\#(more)}"#, cookie, key: key)
    }
}

extension Client {
    /// Asks until it is so; what happens in the background needs no time, only turns.
    func until(
        _ what: String, _ condition: () async throws -> Bool
    ) async throws {
        for _ in 0..<20_000 {
            if try await condition() { return }
            await Task.yield()
        }
        Issue.record("never: \(what)")
    }
}

private let override = #","override":{"staff":"1001","pin":"1234","reason":"regular customer"}"#

@Suite struct ReturnRoutesTests {
    @Test("a cash sale: what can come back, what it comes to, the return, and its slip")
    func cash() async throws {
        try await TillFixture.with { client, _ in
            let sold = try await Sold.inCash(client)
            let before = try await sold.returnable()
            #expect(before["sale"]["id"].text == sold.sale)
            #expect(before["lines"][0]["code"].text == "6990000010212")
            #expect(before["lines"][0]["returnable"].integer == 3)
            #expect(before["tenders"][0]["amountFen"].integer == 4_950)
            #expect(before["returns"].count == 0)
            let quote = try await client.post(
                "/api/returns/quote",
                #"{"sale":"\#(sold.sale)","lines":[{"line":1,"quantity":2}]}"#, sold.cookie)
            #expect(quote.json["amountFen"].integer == 3_300)
            #expect(quote.json["ways"][0]["kind"].text == "cash")
            #expect(try await sold.returnable()["lines"][0]["returned"].integer == 0)
            let done = try await sold.returned(pieces: 2)
            #expect(done.status == .ok)
            #expect(done.json["say"]["code"].text == "S-309")
            let after = try await sold.returnable()
            #expect(after["lines"][0]["returned"].integer == 2)
            let made = after["returns"][0]
            #expect(made["number"].text == "\(sold.receipt)-T1")
            #expect(made["cashFen"].integer == 3_300)
            #expect(made["refunds"].count == 0)
            #expect(made["print"].text == "none")
            let id = try #require(made["id"].text)
            let paper = try await client.get("/api/returns/\(id)/receipt.txt", sold.cookie)
            #expect(paper.text.contains("退货小票"))
            #expect(paper.text.contains(sold.receipt))
            #expect(paper.text.contains("现金(1):"))
            let picture = try await client.get("/api/returns/\(id)/receipt.svg", sold.cookie)
            #expect(picture.headers[.contentType]?.hasPrefix("image/svg+xml") == true)
            #expect(picture.text.hasPrefix("<svg"))
        }
    }

    @Test("the same key is one return; another return has another key, until nothing is left")
    func once() async throws {
        try await TillFixture.with { client, _ in
            let sold = try await Sold.inCash(client)
            for _ in 0..<3 {
                let done = try await sold.returned(key: "one")
                #expect(done.status == .ok)
                #expect(done.json["say"]["code"].text == "S-309")
            }
            #expect(try await sold.returnable()["returns"].count == 1)
            let other = try await sold.returned(pieces: 2, key: "one")
            #expect(other.code == "T-409")
            #expect(try await sold.returned(pieces: 3, key: "two").code == "S-304")
            #expect(try await sold.returned(pieces: 2, key: "two").status == .ok)
            let nothing = try await sold.returned(key: "three")
            #expect(nothing.code == "S-305")
            #expect(nothing.status == .conflict)
            let after = try await sold.returnable()
            #expect(after["lines"][0]["returnable"].integer == 0)
            #expect(after["tenders"][0]["givenBackFen"].integer == 4_950)
            let today = try await client.get("/api/sales/today", sold.cookie).json
            #expect(today.count == 1)
            #expect(today[0]["receiptNumber"].text == sold.receipt)
            #expect(today[0]["givenBackFen"].integer == 4_950)
            #expect(today[0]["cashier"]["name"].text?.isEmpty == false)
        }
    }

    @Test("a wallet's money goes back to the wallet, by a refund of its own, and is told of")
    func wallet() async throws {
        let wallet = StubWallet()
        try await TillFixture.with(channels: [wallet]) { client, _ in
            let sold = try await Sold.byScan(client)
            let before = try await sold.returnable()
            #expect(before["tenders"][0]["walletName"].text == "微信支付")
            let order = try #require(before["tenders"][0]["number"].text)
            let byOrder = try await client.get(
                "/api/returns/sale?receipt=\(order)", sold.cookie)
            #expect(byOrder.json["sale"]["receiptNumber"].text == sold.receipt)
            let done = try await sold.returned(pieces: 2)
            #expect(done.json["say"]["moneyMoved"].text == "unknown")
            try await client.until("the refund has arrived") {
                try await sold.returnable()["returns"][0]["refunds"][0]["state"].text
                    == "succeeded"
            }
            let refund = try await sold.returnable()["returns"][0]["refunds"][0]
            #expect(refund["amountFen"].integer == 3_300)
            #expect(refund["order"].text == order)
            #expect(refund["notice"]["code"].text == "P-405")
            let number = try #require(refund["number"].text)
            #expect(wallet.numbers == [number])
            let id = try #require(try await sold.returnable()["returns"][0]["id"].text)
            let paper = try await client.get("/api/returns/\(id)/receipt.txt", sold.cookie).text
            #expect(paper.contains("微信支付(原路退回):"))
            #expect(paper.contains("||\(order)||"))
            let ended = try await client.post("/api/refunds/\(number)/query", "{}", sold.cookie)
            #expect(ended.code == "P-405")
        }
    }

    @Test("a refund in doubt says so, and is asked about again when somebody wants")
    func doubt() async throws {
        let wallet = StubWallet(refund: .unresolved(Doubt(kind: .timeout, detail: "")))
        try await TillFixture.with(channels: [wallet]) { client, _ in
            let sold = try await Sold.byScan(client)
            #expect(try await sold.returned().status == .ok)
            try await client.until("the refund is in doubt") {
                try await sold.returnable()["returns"][0]["refunds"][0]["state"].text
                    == "unresolved"
            }
            let refund = try await sold.returnable()["returns"][0]["refunds"][0]
            #expect(refund["notice"]["code"].text == "P-402")
            #expect(!refund["nextAt"].isAbsent)
            let number = try #require(refund["number"].text)
            let asked = try await client.post("/api/refunds/\(number)/query", "{}", sold.cookie)
            #expect(asked.status == .ok)
            try await client.until("it was asked about") {
                let refund = try await sold.returnable()["returns"][0]["refunds"][0]
                return refund["asked"].integer == 1
            }
            #expect(wallet.numbers == [number])
        }
    }

    struct Leave: CustomTestStringConvertible {
        let name: String
        let reason: String
        let more: String
        /// The refusal; nil when it is done.
        let code: String?
        var testDescription: String { name }
    }

    @Test(
        "cash for a wallet's money, and the manager's leave, need the manager",
        arguments: [
            Leave(name: "quality, to the wallet", reason: "quality", more: "", code: nil),
            Leave(
                name: "in cash, alone", reason: "quality", more: #","toCash":true"#,
                code: "S-307"),
            Leave(
                name: "in cash, with the manager", reason: "quality",
                more: #","toCash":true"# + override, code: nil),
            Leave(
                name: "manager's leave, alone", reason: "managers-leave", more: "",
                code: "S-306"),
            Leave(
                name: "manager's leave, with the manager", reason: "managers-leave",
                more: override, code: nil),
            Leave(
                name: "with a colleague", reason: "managers-leave",
                more: override.replacing("1001", with: "1012"), code: "T-203"),
            Leave(
                name: "with a wrong PIN", reason: "managers-leave",
                more: override.replacing(#""1234""#, with: #""9999""#), code: "T-203"),
            Leave(
                name: "without a reason", reason: "managers-leave",
                more: override.replacing("regular customer", with: " "), code: "T-204"),
        ])
    func leave(_ row: Leave) async throws {
        try await TillFixture.with(channels: [StubWallet()]) { client, _ in
            let sold = try await Sold.byScan(client)
            let answer = try await sold.returned(reason: row.reason, more: row.more)
            #expect(answer.code == row.code)
            let returns = try await sold.returnable()["returns"]
            #expect(returns.count == (row.code == nil ? 1 : 0))
            guard row.code == nil, !row.more.isEmpty else { return }
            #expect(returns[0]["approver"]["id"].text == "1001")
            let isCash = row.more.contains("toCash")
            #expect(returns[0]["cashFen"].integer == (isCash ? 1_650 : 0))
            #expect(returns[0]["refunds"].count == (isCash ? 0 : 1))
        }
    }

    @Test("a reprint of the slip says so; every copy has its own number")
    func reprint() async throws {
        try await TillFixture.with { client, _ in
            let sold = try await Sold.inCash(client)
            _ = try await sold.returned()
            let id = try #require(try await sold.returnable()["returns"][0]["id"].text)
            let path = "/api/returns/\(id)/receipt.txt"
            #expect(try await !client.get(path, sold.cookie).text.contains("补打"))
            for copy in 1...2 {
                let again = try await client.post(
                    "/api/returns/\(id)/reprint", "{}", sold.cookie)
                #expect(again.status == .ok)
                let paper = try await client.get(path, sold.cookie).text
                #expect(paper.contains("补打 第\(copy)次"))
                #expect(!paper.contains("[开钱箱]"))
            }
            // The sale's own receipt is another paper.
            let receipt = try await client.get("/api/sales/\(sold.sale)/receipt.txt", sold.cookie)
            #expect(!receipt.text.contains("补打"))
        }
    }

    @Test("what another store sold is not returned here, nor seen")
    func otherStore() async throws {
        try await TillFixture.with(channels: [StubWallet()]) { client, _ in
            let sold = try await Sold.byScan(client)
            #expect(try await sold.returned().status == .ok)
            let made = try await sold.returnable()
            let id = try #require(made["returns"][0]["id"].text)
            let number = try #require(made["returns"][0]["refunds"][0]["number"].text)
            let order = try #require(made["tenders"][0]["number"].text)
            let other = try await client.post(
                "/api/session",
                #"{"staff":"1112","pin":"1234","store":"0102","register":"02"}"#)
            let cookie = String((other.headers[.setCookie] ?? "").prefix { $0 != ";" })
            for entry in [sold.receipt, order] {
                let answer = try await client.get("/api/returns/sale?receipt=\(entry)", cookie)
                #expect(answer.status == .notFound)
                #expect(answer.code == "S-302")
            }
            let pieces = #""lines":[{"line":1,"quantity":1}]"#
            let acts = [
                ("returns", #"{"sale":"\#(sold.sale)",\#(pieces),"reason":"quality"}"#, "T-411"),
                ("returns/quote", #"{"sale":"\#(sold.sale)",\#(pieces)}"#, "T-411"),
                ("returns/\(id)/reprint", "{}", "T-404"),
                ("refunds/\(number)/query", "{}", "T-404"),
            ]
            for (path, body, code) in acts {
                let answer = try await client.post("/api/\(path)", body, cookie)
                #expect(answer.status == .notFound, "\(path)")
                #expect(answer.code == code, "\(path)")
            }
            for kind in ["svg", "txt"] {
                let paper = try await client.get("/api/returns/\(id)/receipt.\(kind)", cookie)
                #expect(paper.status == .notFound)
            }
            #expect(try await client.get("/api/sales/today", cookie).json.count == 0)
            #expect(try await sold.returnable()["returns"].count == 1)
        }
    }

    static let hostile: [(body: String, code: String)] = [
        (#""lines":[{"line":1,"quantity":0}],"reason":"quality""#, "S-104"),
        (#""lines":[{"line":1,"quantity":-1}],"reason":"quality""#, "S-104"),
        (#""lines":[{"line":1,"quantity":4}],"reason":"quality""#, "S-304"),
        (#""lines":[{"line":1,"quantity":2},{"line":1,"quantity":2}],"reason":"quality""#, "S-304"),
        (#""lines":[{"line":1,"quantity":9223372036854775807}],"reason":"quality""#, "S-104"),
        (#""lines":[{"line":9,"quantity":1}],"reason":"quality""#, "S-205"),
        (#""lines":[{"line":-9223372036854775808,"quantity":1}],"reason":"quality""#, "S-205"),
        (#""lines":[],"reason":"quality""#, "S-303"),
        (#""lines":[{"line":1,"quantity":1}],"reason":"because""#, "T-400"),
        (#""lines":[{"line":1,"quantity":1}]"#, "T-400"),
        (#""lines":[{"line":1,"quantity":1.5}],"reason":"quality""#, "T-400"),
        (#""lines":[{"line":"1","quantity":1}],"reason":"quality""#, "T-400"),
        (#""lines":{"line":1,"quantity":1},"reason":"quality""#, "T-400"),
        (#""lines":[{"line":1,"quantity":1}],"reason":"quality","toCash":"yes""#, "T-400"),
        (#""lines":[{"line":1,"quantity":1}],"reason":"quality","override":{}"#, "T-400"),
    ]

    @Test("impossible returns are refused with a sentence, and change nothing", arguments: hostile)
    func impossible(_ row: (body: String, code: String)) async throws {
        try await TillFixture.with { client, _ in
            let sold = try await Sold.inCash(client)
            let answer = try await client.post(
                "/api/returns", #"{"sale":"\#(sold.sale)",\#(row.body)}"#, sold.cookie)
            #expect(answer.code == row.code)
            #expect((400..<500).contains(answer.status.code))
            #expect(answer.json["error"]["moneyMoved"].text == "no")
            #expect(try await sold.returnable()["returns"].count == 0)
        }
    }

    @Test("1,000 pieces of lines at once are refused, not added up beyond what numbers hold")
    func manyLines() async throws {
        try await TillFixture.with { client, _ in
            let sold = try await Sold.inCash(client)
            let lines = Array(repeating: #"{"line":1,"quantity":9999}"#, count: 1_000)
            let answer = try await client.post(
                "/api/returns",
                #"{"sale":"\#(sold.sale)","lines":[\#(lines.joined(separator: ","))],"#
                    + #""reason":"quality"}"#, sold.cookie)
            #expect((400..<500).contains(answer.status.code))
            #expect(try await sold.returnable()["returns"].count == 0)
        }
    }

    @Test(
        "what names no sale is not found, and a payment code is not looked up",
        arguments: [
            ("", "T-404"), ("nothing", "T-404"), ("0101-02-20261123-9999", "T-404"),
            ("%00", "T-400"), ("%27%20OR%201=1--", "T-404"), ("134567890123456789", "P-302"),
            ("2026112315420501010200038741", "T-404"),
            (String(repeating: "9", count: 4_000), "T-404"),
        ])
    func unknownReceipt(_ entry: String, _ code: String) async throws {
        try await TillFixture.with { client, _ in
            let cookie = try await client.signIn()
            let answer = try await client.get("/api/returns/sale?receipt=\(entry)", cookie)
            #expect(answer.code == code)
            #expect((400..<500).contains(answer.status.code))
        }
    }
}
