// Every code and every status of the gateway row by row, written down again, and every way in which an
// answer can be false.

import Channels
import Cryptography
import Foundation
import Payments
import Retail
import Testing

@Suite("Aggregator outcomes")
struct AggregatorOutcomeTests {
    private typealias Fixture = AggregatorFixtures

    private func mapping() throws -> AggregatorOutcomeMapping {
        AggregatorOutcomeMapping(try Fixture.settings(), .weChatPay)
    }

    private func pay(_ outcome: HTTPOutcome) throws -> PayAnswer {
        try mapping().pay(
            outcome, asked: Fixtures.number(), nonce: Fixture.nonce, at: Fixtures.startedAt)
    }

    private func query(_ outcome: HTTPOutcome) throws -> QueryAnswer {
        try mapping().query(
            outcome, asked: .merchantOrderNumber(Fixtures.number()), nonce: Fixture.nonce,
            at: Fixtures.startedAt)
    }

    private func reverse(_ outcome: HTTPOutcome) throws -> ReverseAnswer {
        try mapping().reverse(
            outcome, asked: Fixtures.number(), nonce: Fixture.nonce, at: Fixtures.startedAt)
    }

    @Test(
        "Pay: a code that proves that nothing was done declines, every other is unresolved",
        arguments: [
            ("A-400", Decline.Kind.ourConfiguration), ("A-401", .ourConfiguration),
            ("A-403", .ourConfiguration), ("A-420", .codeInvalid), ("A-421", .codeInvalid),
            ("A-422", .methodNotSupported), ("A-423", .codeExpired),
            ("A-424", .ourConfiguration),
        ])
    func declines(code: String, kind: Decline.Kind) throws {
        #expect(try pay(Fixture.refused(code)) == .declined(Decline(kind: kind, code: code)))
    }

    @Test(
        "Pay: what may have been done by another copy of the request is unresolved",
        arguments: ["A-402", "A-406", "A-409", "A-410", "A-411", "A-999", "A-503"])
    func unresolved(code: String) throws {
        #expect(try pay(Fixture.refused(code)).name == "unresolved")
    }

    @Test("Each status has its meaning, for each of the three calls")
    func statuses() throws {
        let rows = [
            ("sending", "unresolved", "unresolved", "again"),
            ("waiting", "awaitingShopper", "awaitingShopper", "again"),
            ("in_doubt", "unresolved", "unresolved", "again"),
            ("reversing", "unresolved", "unresolved", "again"),
            ("paid", "paid", "paid", "refused"),
            ("declined", "declined", "closed", "reversed"),
            ("reversed", "unresolved", "closed", "reversed"),
            ("a_status_of_tomorrow", "unresolved", "unresolved", "unresolved"),
        ]
        for (status, paying, asking, reversing) in rows {
            let answer = try Fixture.answer(
                Fixture.payment(status, more: #","decline":{"kind":"other","code":"X"}"#))
            #expect(try pay(answer).name == paying, "pay \(status)")
            #expect(try query(answer).name == asking, "query \(status)")
            #expect(try reverse(answer).name == reversing, "reverse \(status)")
        }
    }

    @Test("Paid: what it proves; given back: that, too")
    func paid() throws {
        let proof = try Fixtures.proof(trade: Fixture.trade, account: Fixture.terminal)
        let answer = try Fixture.answer(Fixture.payment("paid"))
        #expect(try pay(answer) == .paid(proof))
        #expect(try query(answer) == .paid(proof))
        let back = try Fixture.answer(Fixture.payment("paid", ["refunded_fen": "1"]))
        #expect(try query(back) == .refunded(proof))
    }

    @Test("Not there now is not there now")
    func notFound() throws {
        #expect(try query(Fixture.refused("A-404", status: 404)) == .notFound)
        #expect(try reverse(Fixture.refused("A-404", status: 404)) == .nothingToReverse)
        #expect(try reverse(Fixture.refused("A-412")) == .refused(code: "A-412"))
    }

    @Test("Refused before anything was done: a payment was never sent, a question has no answer")
    func refusedEarly() throws {
        for (code, status) in [("A-426", 422), ("A-430", 429)] {
            let answer = try Fixture.refused(code, status: status)
            #expect(try pay(answer) == .declined(Decline(kind: .neverSent, code: code)))
            #expect(try query(answer).name == "unresolved")
            #expect(try reverse(answer).name == "unresolved")
        }
        let request = try RefundFixtures.request()
        #expect(
            try mapping().refund(
                Fixture.refused("A-430", status: 429), asked: request, nonce: Fixture.nonce,
                at: Fixtures.startedAt
            ).name == "later")
    }

    @Test(
        "Another payment's, terminal's or wallet's answer is no answer",
        arguments: [
            ["number": "2026112315420501010200038742"], ["terminal": "T87654321"],
            ["wallet": "alipay"],
        ])
    func foreign(changes: [String: String]) throws {
        let answer = try Fixture.answer(Fixture.payment("paid", changes))
        #expect(try pay(answer).name == "unresolved")
        #expect(try query(answer).name == "unresolved")
        #expect(try reverse(answer).name == "unresolved")
    }

    @Test(
        "An answer that is not rightly signed, for this request and of now, proves nothing",
        arguments: [
            Fixture.Head(isStrangers: true), Fixture.Head(nonce: "AnotherRequestsNonce"),
            Fixture.Head(at: Fixtures.startedAt.advanced(by: .minutes(6))),
            Fixture.Head(signedStatus: 202), Fixture.Head(leavesOut: "Counterfoil-Signature"),
            Fixture.Head(leavesOut: "Counterfoil-Key"),
            Fixture.Head(leavesOut: "Counterfoil-Timestamp"),
        ])
    func forged(head: AggregatorFixtures.Head) throws {
        let answer = try Fixture.answer(Fixture.payment("paid"), head)
        #expect(try pay(answer).name == "unresolved")
        #expect(try query(answer).name == "unresolved")
        let refusal = try Fixture.answer(#"{"code":"A-404"}"#, status: 404, head)
        #expect(try query(refusal) == .unresolved(Doubt(kind: .httpStatus, detail: "404")))
    }

    @Test("A refund's statuses, and that another amount is no promise")
    func refunds() throws {
        let request = try RefundFixtures.request()
        let rows = [
            ("pending", "accepted"), ("in_doubt", "unresolved"), ("refunded", "done"),
            ("failed", "failed"), ("tomorrow", "unresolved"),
        ]
        for (status, name) in rows {
            let answer = try Fixture.answer(
                Fixture.refund(status, request, more: #","failure":{"kind":"closed","code":"X"}"#))
            let told = try mapping().refund(
                answer, asked: request, nonce: Fixture.nonce, at: Fixtures.startedAt)
            #expect(told.name == name, "\(status)")
        }
        let other = try Fixture.answer(
            Fixture.refund("refunded", request, amount: request.amount.fen + 1))
        #expect(
            try mapping().refund(
                other, asked: request, nonce: Fixture.nonce, at: Fixtures.startedAt
            ).name == "unresolved")
        #expect(
            try mapping().refund(
                Fixture.refused("A-425", status: 422), asked: request, nonce: Fixture.nonce,
                at: Fixtures.startedAt)
                == .failed(RefundFailure(kind: .overRefunded, code: "A-425")))
        #expect(
            try mapping().queryRefund(
                Fixture.refused("A-404", status: 404), asked: RefundFixtures.question(),
                nonce: Fixture.nonce, at: Fixtures.startedAt) == .notFound)
    }

    @Test("A request carries its order number as number, reference and key, and its deadline")
    func request() async throws {
        let script = Script(body: "")
        let client = AggregatorClient(
            try Fixture.settings(), wallet: .weChatPay, transport: script.transport,
            sources: Fixtures.sources)
        let asked = try Fixtures.request(
            code: Fixtures.wechatCode, payableFor: client.pace.payableFor)
        _ = await client.pay(SendPermit(afterCommitOf: asked))
        let sent = try #require(await script.requests.first)
        #expect(sent.url == "http://127.0.0.1:9/api/v1/payments?wait=8")
        #expect(sent.headers.value.only("Idempotency-Key") == "pay-" + asked.number.digits)
        let body = String(decoding: sent.body.value, as: UTF8.self)
        let deadline = Fixtures.startedAt.advanced(by: .seconds(90)).microseconds
        for part in [
            #""number":"\#(asked.number.digits)""#, #""reference":"\#(asked.number.digits)""#,
            #""amount_fen":6510"#, #""expires_at":\#(deadline)"#,
        ] { #expect(body.contains(part)) }
    }

    @Test("A late copy of a request is refused before \"not found\" counts")
    func pace() throws {
        let client = AggregatorClient(
            try Fixture.settings(), wallet: .alipay, transport: Script(body: "").transport,
            sources: Fixtures.sources)
        // 90 s of validity, and 5 min by which the gateway's clock may be behind ours.
        #expect(client.pace.payableFor > .seconds(90 + 300))
        #expect(client.pace.payableFor > client.pace.shopperMax)
        #expect(client.refundPace.resendEvery > client.refundPace.answerMax)
    }

    @Test("The example in the documents is signed as it says")
    func example() throws {
        let page = try String(
            contentsOf: URL(fileURLWithPath: #filePath)
                .appendingPathComponent("../../../docs/reference/aggregator-api.md").standardized,
            encoding: .utf8)
        let body =
            #"{"code":"134567890123456789","amount_fen":1650,"reference":"order-20261126-0001"}"#
        let text = AggregatorSigning.requestText(
            .post, "/api/v1/payments?wait=10", at: 1_795_678_200_000_000,
            nonce: "0123456789abcdef0123456789abcdef", key: "6a1f0c3e-0001", body: body)
        #expect(page.contains(body))
        #expect(page.contains(text))
        let line = try #require(
            page.split(separator: "\n").first { $0.hasPrefix("Counterfoil-Signature: ") })
        let signature = try #require(Base64.bytes(String(line.dropFirst(23))))
        let key = try Ed25519PublicKey(base64: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
        #expect(key.verifies(Array(text.utf8), signature: signature))
        #expect(page.contains("Counterfoil-Key: \(key.id)"))
    }
}
