// The gateway over HTTP, by a terminal of the test's own: what is debited once, what is refused, and
// that no cashier meets a terminal's payment.

import Checkout
import Cryptography
import Foundation
import HTTPTypes
import NIOCore
import Payments
import Persistence
import Retail
import Testing
import WebServer

/// A terminal that is activated, and signs.
struct TestTerminal {
    static let gatewayKey = Result { try Ed25519PrivateKey(seed: Array(repeating: 5, count: 32)) }

    let client: Client
    let fixture: TillFixture
    let id: String
    let key: Ed25519PrivateKey

    static func added(
        _ client: Client, _ fixture: TillFixture, rights: Set<TerminalRight> = [.pay, .refund]
    ) async throws -> TestTerminal {
        let terminal = Terminal(
            id: "T12345678", name: "测试", store: try StoreID("0101"),
            register: try RegisterID("91"), staff: try StaffID("1001"), rights: rights,
            madeAt: fixture.driver.surroundings.now())
        let made = TestTerminal(
            client: client, fixture: fixture, id: terminal.id, key: try .generate())
        let key = try made.key.publicKey()
        try await fixture.database.write { transaction in
            try TerminalTable.insert(terminal, in: transaction)
            try TerminalKeyTable.insert(
                TerminalKey(id: key.id, publicKey: key.base64, from: terminal.madeAt),
                of: terminal.id, in: transaction)
            try ProductTable.insert(
                Product(
                    code: TerminalCounter.goods, ean13: nil, name: "代收款", spec: "", unit: "笔",
                    maker: "", pinyin: "dsk", category: "代收", price: .zero, flags: ""),
                in: transaction)
        }
        return made
    }

    /// The head of a request, signed as the documents say.
    func head(
        _ method: String, _ target: String, _ body: String, key: String,
        nonce: String = UUID().uuidString, at: Timestamp? = nil
    ) throws -> HTTPFields {
        let stamp = (at ?? fixture.driver.surroundings.now()).microseconds
        let text =
            "counterfoil-request-1\n\(method)\n\(target)\n\(stamp)\n\(nonce)\n\(key)\n"
            + Hex.lower(Digest.sha256(Array(body.utf8))) + "\n"
        var fields = HTTPFields()
        for (name, value) in [
            ("Counterfoil-Terminal", id), ("Counterfoil-Key", try self.key.publicKey().id),
            ("Counterfoil-Timestamp", "\(stamp)"), ("Counterfoil-Nonce", nonce),
            ("Counterfoil-Signature", Base64.text(try self.key.sign(Array(text.utf8)))),
            ("Content-Type", "application/json"), ("Idempotency-Key", key),
        ] where !value.isEmpty {
            fields[try #require(HTTPField.Name(name))] = value
        }
        return fields
    }

    func send(
        _ method: HTTPRequest.Method, _ target: String, _ body: String = "", key: String = "",
        head: HTTPFields? = nil
    ) async throws -> Answer {
        try await client.execute(
            uri: target, method: method,
            headers: try head ?? self.head(method.rawValue, target, body, key: key),
            body: ByteBuffer(string: body))
    }

    func pay(
        _ reference: String, fen: Int = 1_650, key: String, more: String = ""
    ) async throws -> Answer {
        try await send(
            .post, "/api/v1/payments?wait=20",
            #"{"code":"134567890123456789","amount_fen":\#(fen),"reference":"\#(reference)"\#(more)}"#,
            key: key)
    }
}

@Suite("The gateway for other tills")
struct GatewayRoutesTests {
    private func with(
        rights: Set<TerminalRight> = [.pay, .refund],
        _ body: @escaping @Sendable (TestTerminal) async throws -> Void
    ) async throws {
        let key = try TestTerminal.gatewayKey.get()
        try await TillFixture.with(channels: [StubWallet()], gatewayKey: key) { client, fixture in
            try await body(try await TestTerminal.added(client, fixture, rights: rights))
        }
    }

    @Test("The same key and body debits once and answers the same; another body is refused")
    func once() async throws {
        try await with { terminal in
            let paid = try await terminal.pay("a", key: "k1")
            #expect(paid.status == .ok)
            #expect(paid.json["status"].text == "paid")
            #expect(try await terminal.pay("a", key: "k1").text == paid.text)
            let other = try await terminal.pay("a", fen: 1, key: "k1")
            #expect(other.json["code"].text == "A-409")
            let again = try await terminal.pay("a", key: "k2")
            #expect(again.json["code"].text == "A-410")
            let number = try #require(paid.json["number"].text)
            let attempts = try await terminal.fixture.database.read {
                try $0.rows("SELECT order_number FROM attempt", []).map {
                    try $0.text("order_number")
                }
            }
            #expect(attempts == [number])
        }
    }

    @Test("A terminal's own number is used, if it is of its store and new")
    func ownNumber() async throws {
        try await with { terminal in
            let now = terminal.fixture.driver.surroundings.now()
            func number(_ store: String) throws -> String {
                MerchantOrderNumber(
                    at: now, store: try StoreID(store), register: try RegisterID("02"), serial: 7
                ).digits
            }
            let own = try number("0101")
            let paid = try await terminal.pay("a", key: "k1", more: #","number":"\#(own)""#)
            #expect(paid.json["number"].text == own)
            let used = try await terminal.pay("b", key: "k2", more: #","number":"\#(own)""#)
            #expect(used.json["code"].text == "A-411")
            let foreign = try await terminal.pay(
                "c", key: "k3", more: #","number":"\#(try number("0102"))""#)
            #expect(foreign.json["code"].text == "A-424")
        }
    }

    @Test("A request is taken once; bent, late or without a right it is refused")
    func refused() async throws {
        try await with(rights: [.refund]) { terminal in
            let target = "/api/v1/terminal"
            let head = try terminal.head("GET", target, "", key: "")
            #expect(try await terminal.send(.get, target, head: head).status == .ok)
            let again = try await terminal.send(.get, target, head: head)
            #expect(again.json["code"].text == "A-406")
            let bent = try terminal.head("GET", target, "", key: "")
            let moved = try await terminal.send(.get, target + "?x=1", head: bent)
            #expect(moved.json["code"].text == "A-401")
            let now = terminal.fixture.driver.surroundings.now()
            for minutes: Int64 in [-6, 6] {
                let late = try terminal.head(
                    "GET", target, "", key: "", at: now.advanced(by: .minutes(minutes)))
                #expect(
                    try await terminal.send(.get, target, head: late).json["code"].text == "A-402")
            }
            #expect(try await terminal.pay("a", key: "k1").json["code"].text == "A-403")
            let bare = try await terminal.client.get(target)
            #expect(bare.status == .unauthorized)
        }
    }

    @Test("The answer is signed by the gateway, for this request")
    func signedAnswer() async throws {
        try await with { terminal in
            let target = "/api/v1/payments?reference=nothing"
            let head = try terminal.head(
                "GET", target, "", key: "", nonce: "0123456789abcdef")
            let answer = try await terminal.send(.get, target, head: head)
            #expect(answer.status == .notFound)
            func field(_ name: String) throws -> String {
                let known = try #require(HTTPField.Name(name))
                return try #require(answer.headers[known])
            }
            let text =
                "counterfoil-answer-1\n404\n\(try field("Counterfoil-Timestamp"))\n"
                + "0123456789abcdef\n"
                + Hex.lower(Digest.sha256(Array(answer.text.utf8))) + "\n"
            let key = try TestTerminal.gatewayKey.get().publicKey()
            let signature = try #require(Base64.bytes(try field("Counterfoil-Signature")))
            #expect(key.verifies(Array(text.utf8), signature: signature))
            #expect(try field("Counterfoil-Key") == key.id)
        }
    }

    @Test("Parts go back up to what was paid; a reversal gives back the whole")
    func givesBack() async throws {
        try await with { terminal in
            let paid = try await terminal.pay("a", key: "k1")
            let number = try #require(paid.json["number"].text)
            let target = "/api/v1/payments/\(number)/refunds?wait=20"
            let part = #"{"reference":"r1","amount_fen":600}"#
            let back = try await terminal.send(.post, target, part, key: "k2")
            #expect(back.json["status"].text == "refunded")
            #expect(try await terminal.send(.post, target, part, key: "k2").text == back.text)
            let tooMuch = try await terminal.send(
                .post, target, #"{"reference":"r2","amount_fen":1051}"#, key: "k3")
            #expect(tooMuch.json["code"].text == "A-425")
            let partly = try await terminal.send(
                .post, "/api/v1/payments/\(number)/reversal", "{}", key: "k4")
            #expect(partly.json["code"].text == "A-412")
            let second = try await terminal.pay("b", key: "k5")
            let undone = try await terminal.send(
                .post,
                "/api/v1/payments/\(try #require(second.json["number"].text))/reversal?wait=20",
                "{}", key: "k6")
            #expect(undone.json["status"].text == "reversed")
        }
    }

    @Test("No cashier meets a terminal's payment, and finance has it in the books")
    func apart() async throws {
        try await with { terminal in
            let number = try #require(try await terminal.pay("a", key: "k1").json["number"].text)
            let cookie = try await terminal.client.signIn()
            let till = try await terminal.client.get("/api/till", cookie).json
            #expect(till["suspended"].integer == 0)
            #expect(try await terminal.client.get("/api/sales/today", cookie).json.count == 0)
            let found = try await terminal.client.get(
                "/api/returns/sale?receipt=\(number)", cookie)
            #expect(found.code == "T-411")
            let finance = try await terminal.client.signIn("1900")
            let books = try await terminal.client.get("/api/books/payments", finance).json
            #expect(books["payments"][0]["number"].text == number)
            #expect(books["payments"][0]["claim"]["saleState"].text == "posted")
        }
    }

    @Test(
        "A body that is not one flat object of what is asked for is refused",
        arguments: [
            "", "{", "[]", "null", #"{"code":"1","code":"1"}"#, #"{"amount_fen":1.0}"#,
            #"{"amount_fen":1e3}"#, #"{"amount_fen":01}"#, #"{"amount_fen":"1"}"#,
            #"{"code":"134567890123456789","amount_fen":1,"reference":"a","more":1}"#,
            #"{"code":"134567890123456789","amount_fen":1,"reference":"a b"}"#,
            #"{"code":"134567890123456789","amount_fen":0,"reference":"a"}"#,
            #"{"code":"134567890123456789","amount_fen":-1,"reference":"a"}"#,
            #"{"code":"134567890123456789","amount_fen":99999999999999999999,"reference":"a"}"#,
            #"{"code":"134567890123456789","amount_fen":1,"reference":"a","subject":"\u0000"}"#,
            #"{"code":"134567890123456789","amount_fen":1,"reference":"a","subject":"\ud800"}"#,
            #"{"code":{"x":1}}"#, #"{"a":1} x"#,
        ])
    func strict(body: String) async throws {
        try await with { terminal in
            let answer = try await terminal.send(.post, "/api/v1/payments", body, key: "k1")
            #expect(answer.status == .badRequest)
            #expect(answer.json["code"].text == "A-400")
        }
    }

    @Test("A webhook is kept until it is taken, and told once for each end")
    func webhook() async throws {
        try await with { terminal in
            _ = try await terminal.send(
                .put, "/api/v1/terminal/webhook", #"{"url":"https://till.example/paid"}"#)
            let paid = try await terminal.pay("a", key: "k1")
            let number = try #require(paid.json["number"].text)
            let refusing = TerminalMail(driver: terminal.fixture.driver) { letter in
                #expect(letter.event.number == number)
                return "status 500"
            }
            #expect(try await refusing.deliver() == 1)
            let waiting = try await terminal.fixture.database.read {
                try $0.rows("SELECT last_error FROM terminal_event WHERE is_open = 1", [])
                    .map { try $0.text("last_error") }
            }
            #expect(waiting == ["status 500"])
            _ = try await terminal.fixture.database.write {
                try $0.execute("UPDATE terminal_event SET next_at_us = 0", [])
            }
            let taking = TerminalMail(driver: terminal.fixture.driver) { _ in nil }
            #expect(try await taking.deliver() == 1)
            #expect(try await taking.deliver() == 0)
            #expect(TerminalMail.pause(1) == .seconds(10))
            #expect(TerminalMail.pause(100) <= .hours(6))
        }
    }
}
