// Every code of WeChat Pay v3 row by row, written down again, and every way in which an answer can be
// false.

import Channels
import Cryptography
import Payments
import Retail
import Testing

@Suite("WeChat Pay v3 outcomes")
struct WeChatPayV3OutcomeTests {
    private typealias Fixture = WeChatPayV3Fixtures

    private func mapping() throws -> WeChatPayV3OutcomeMapping {
        WeChatPayV3OutcomeMapping(try Fixture.settings())
    }

    private func pay(_ outcome: HTTPOutcome) throws -> PayAnswer {
        try mapping().pay(outcome, asked: Fixtures.number(), at: Fixtures.startedAt)
    }

    private func query(_ outcome: HTTPOutcome) throws -> QueryAnswer {
        try mapping().query(
            outcome, asked: .merchantOrderNumber(Fixtures.number()), at: Fixtures.startedAt)
    }

    private func reverse(_ outcome: HTTPOutcome) throws -> ReverseAnswer {
        try mapping().reverse(outcome, asked: Fixtures.number(), at: Fixtures.startedAt)
    }

    private static let payRows: [CodeRow<PayAnswer>] = [
        CodeRow("USERPAYING", .awaitingShopper), ask("SYSTEM_ERROR"), ask("BANK_ERROR"),
        ask("FREQUENCY_LIMITED"), ask("RATELIMIT_EXCEEDED"), ask("ORDER_PAID"),
        ask("OUT_TRADE_NO_USED"), ask("INVALID_REQUEST"), no(.orderClosed, "ORDER_CLOSED"),
        no(.orderClosed, "ORDER_REVERSED"), no(.codeExpired, "AUTH_CODE_EXPIRED"),
        no(.codeInvalid, "AUTH_CODE_ERROR"), no(.codeInvalid, "AUTH_CODE_INVALID"),
        no(.notEnoughMoney, "NOT_ENOUGH"), no(.accountRestricted, "RULE_LIMIT"),
        no(.ourConfiguration, "PARAM_ERROR"), no(.ourConfiguration, "SIGN_ERROR"),
        no(.ourConfiguration, "APPID_MCHID_NOT_MATCH"), no(.ourConfiguration, "NO_AUTH"),
        no(.ourConfiguration, "MCH_NOT_EXISTS"),
        CodeRow(
            "A_CODE_OF_TOMORROW",
            .unresolved(Doubt(kind: .unlistedCode, detail: "A_CODE_OF_TOMORROW"))),
    ]

    @Test("Pay: every code has its outcome, an unlisted one is unresolved", arguments: payRows)
    func payCodes(row: CodeRow<PayAnswer>) throws {
        for status in [202, 400, 403, 404, 429, 500] {
            #expect(try pay(Fixture.failed(row.code, status: status)) == row.answer)
        }
        // The same words signed by a stranger, or by nobody, prove nothing.
        let body = "{\"code\":\"\(row.code)\"}"
        let forged = try Fixture.answer(
            body, status: 400, Fixture.Head(isStrangers: true))
        #expect(try pay(forged).name == "unresolved")
        let unsigned = HTTPOutcome.answered(status: 400, body: Array(body.utf8))
        #expect(try pay(unsigned) == .unresolved(Doubt(kind: .httpStatus, detail: "400")))
    }

    @Test("No code of the tables is without a row here")
    func complete() {
        let listed = Set(Self.payRows.map(\.code))
        #expect(WeChatPayV3OutcomeTables.pay.rows.allSatisfy { listed.contains($0.code) })
        let asked = Set(Self.queryRows.map(\.code))
        #expect(WeChatPayV3OutcomeTables.query.rows.allSatisfy { asked.contains($0.code) })
        let reversed = Set(Self.reverseRows.map(\.code))
        #expect(WeChatPayV3OutcomeTables.reverse.rows.allSatisfy { reversed.contains($0.code) })
    }

    @Test("Paid: what it proves")
    func paid() throws {
        let proof = try Fixtures.proof(trade: Fixture.trade, account: "1900000109")
        #expect(try pay(Fixture.answer(Fixture.paidBody())) == .paid(proof))
        #expect(try query(Fixture.answer(Fixture.paidBody())) == .paid(proof))
        // Another amount is the machine's business, and kept either way.
        let other = try Fixtures.proof(
            trade: Fixture.trade, account: "1900000109", amount: Money(fen: 6_511))
        #expect(try pay(Fixture.answer(Fixture.paidBody(total: 6_511))) == .paid(other))
    }

    struct False: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let kind: Doubt.Kind
        let outcome: @Sendable () throws -> HTTPOutcome
    }

    private static let falseAnswers: [False] = [
        False(testDescription: "a stranger's signature", kind: .badSignature) {
            try Fixture.answer(Fixture.paidBody(), Fixture.Head(isStrangers: true))
        },
        False(testDescription: "a key that we do not know", kind: .badSignature) {
            try Fixture.answer(Fixture.paidBody(), Fixture.Head(serial: "PUB_KEY_ID_2"))
        },
        False(testDescription: "over five minutes old", kind: .badSignature) {
            try Fixture.answer(
                Fixture.paidBody(),
                Fixture.Head(seconds: Fixtures.startedAt.microseconds / 1_000_000 - 301))
        },
        False(testDescription: "of the future", kind: .badSignature) {
            try Fixture.answer(
                Fixture.paidBody(),
                Fixture.Head(seconds: Fixtures.startedAt.microseconds / 1_000_000 + 301))
        },
        False(testDescription: "a time that is none", kind: .badSignature) {
            try Fixture.answer(Fixture.paidBody(), Fixture.Head(seconds: .max))
        },
        False(testDescription: "without a nonce", kind: .badSignature) {
            try Fixture.answer(Fixture.paidBody(), Fixture.Head(leavesOut: "Wechatpay-Nonce"))
        },
        False(testDescription: "changed on the way", kind: .badSignature) {
            let head = try Fixture.headers(of: Fixture.paidBody())
            return .answered(
                status: 200, body: Array(try Fixture.paidBody(total: 1).utf8), headers: head)
        },
        False(testDescription: "two signatures", kind: .badSignature) {
            let head = try Fixture.headers(of: Fixture.paidBody())
            return .answered(
                status: 200, body: Array(try Fixture.paidBody().utf8), headers: head + head)
        },
        False(testDescription: "another order", kind: .foreignAnswer) {
            try Fixture.answer(
                Fixture.paidBody(["out_trade_no": "2026112315420501010200038758"]))
        },
        False(testDescription: "another merchant", kind: .foreignAnswer) {
            try Fixture.answer(Fixture.paidBody(["mchid": "1900000110"]))
        },
        False(testDescription: "another application", kind: .foreignAnswer) {
            try Fixture.answer(Fixture.paidBody(["appid": "wx0000000000000000"]))
        },
        False(testDescription: "no order", kind: .malformed) {
            try Fixture.answer(Fixture.paidBody(["out_trade_no": ""]))
        },
        False(testDescription: "no trade number", kind: .malformed) {
            try Fixture.answer(Fixture.paidBody(["transaction_id": ""]))
        },
        False(testDescription: "no amount", kind: .malformed) {
            try Fixture.answer(Fixture.paidBody(total: 0))
        },
        False(testDescription: "no state", kind: .malformed) {
            try Fixture.answer(Fixture.paidBody(["trade_state": ""]))
        },
        False(testDescription: "a state of tomorrow", kind: .unlistedCode) {
            try Fixture.answer(Fixture.paidBody(state: "MAYBE"))
        },
        False(testDescription: "an array", kind: .malformed) { try Fixture.answer("[]") },
        False(testDescription: "half an object", kind: .malformed) {
            try Fixture.answer("{\"trade_state\":\"SUCCESS\"")
        },
        False(testDescription: "a refusal without a code", kind: .malformed) {
            try Fixture.answer("{}", status: 400)
        },
        False(testDescription: "a page of a proxy", kind: .httpStatus) {
            .answered(status: 502, body: Array("<html>".utf8))
        },
        False(testDescription: "a redirect", kind: .httpStatus) {
            try Fixture.answer("{}", status: 302)
        },
    ]

    @Test("A false answer is unresolved, whatever it was asked", arguments: falseAnswers)
    func falseAnswer(_ row: False) throws {
        let outcome = try row.outcome()
        guard case .unresolved(let doubt) = try pay(outcome),
            case .unresolved(let other) = try query(outcome)
        else {
            Issue.record("\(try pay(outcome)), \(try query(outcome))")
            return
        }
        #expect(doubt.kind == row.kind && other.kind == row.kind)
    }

    @Test("While a key takes the other's place, both are believed, and the first is asked for")
    func rotation() throws {
        let (old, new) = (try RSAPrivateKey.generate(bits: 2_048).publicKeyPEM(), Fixture.keyID)
        let known = try Fixture.settings().platformKeys
        #expect(known.keys.elementsEqual([new]))
        let settings = try Fixture.settings(platformKeys: [
            ("PUB_KEY_ID_OLD", old), (new, try Fixture.platformKeyText()),
        ])
        #expect(settings.platformKeyID == "PUB_KEY_ID_OLD")
        let mapping = WeChatPayV3OutcomeMapping(settings)
        let answer = mapping.pay(
            try Fixture.answer(Fixture.paidBody()), asked: try Fixtures.number(),
            at: Fixtures.startedAt)
        #expect(answer.name == "paid")
    }

    @Test("Settings that are wrong are named, and never quoted")
    func settings() {
        for keys in [[], [("", "x")], [("a b", "x")], [("id", "")], [("id", "no key")]] {
            do {
                _ = try Fixture.settings(platformKeys: keys)
                Issue.record("taken: \(keys)")
            } catch let error as SettingsError {
                #expect("\(error)".hasPrefix("wechatV3.platformKey"))
                #expect(!"\(error)".contains("no key"))
            } catch {
                Issue.record("\(error)")
            }
        }
    }

    @Test("Only what shows that we were told later counts: pay never takes CLOSED for a no")
    func payStates() throws {
        for state in ["CLOSED", "REVOKED", "PAYERROR", "NOTPAY", "REFUND"] {
            #expect(try pay(Fixture.answer(Fixture.paidBody(state: state))).name == "unresolved")
        }
    }

    @Test("Each state of an order")
    func states() throws {
        let rows: [(String, String)] = [
            ("SUCCESS", "paid"), ("REFUND", "refunded"), ("NOTPAY", "notPaid"),
            ("USERPAYING", "awaitingShopper"), ("ACCEPT", "awaitingShopper"),
            ("CLOSED", "closed"), ("REVOKED", "closed"), ("PAYERROR", "closed"),
        ]
        for (state, name) in rows {
            let answer = try query(Fixture.answer(Fixture.paidBody(state: state)))
            #expect("\(answer)".hasPrefix(name), "\(state): \(answer)")
        }
        // While the customer types the password the state may stand alone; no other may.
        #expect(
            try query(Fixture.answer("{\"trade_state\":\"USERPAYING\"}")) == .awaitingShopper)
        #expect(
            "\(try query(Fixture.answer("{\"trade_state\":\"CLOSED\"}")))".hasPrefix("unresolved"))
    }

    private static let queryRows: [CodeRow<String>] = [
        CodeRow("ORDER_NOT_EXIST", "notFound"), CodeRow("SYSTEM_ERROR", "unresolved"),
        CodeRow("FREQUENCY_LIMITED", "unresolved"), CodeRow("RATELIMIT_EXCEEDED", "unresolved"),
        CodeRow("PARAM_ERROR", "unresolved"), CodeRow("INVALID_REQUEST", "unresolved"),
        CodeRow("SIGN_ERROR", "unresolved"), CodeRow("MCH_NOT_EXISTS", "unresolved"),
        CodeRow("A_CODE_OF_TOMORROW", "unresolved"),
    ]

    @Test("Query: every code", arguments: queryRows)
    func queryCodes(row: CodeRow<String>) throws {
        #expect("\(try query(Fixture.failed(row.code, status: 404)))".hasPrefix(row.answer))
    }

    private static let reverseRows: [CodeRow<String>] = [
        CodeRow("SYSTEM_ERROR", "unresolved"), CodeRow("FREQUENCY_LIMITED", "unresolved"),
        CodeRow("RATELIMIT_EXCEEDED", "unresolved"), CodeRow("USERPAYING", "again"),
        CodeRow("REVERSE_EXPIRE", "expired"), CodeRow("TRADE_ERROR", "queryFirst"),
        CodeRow("INVALID_REQUEST", "queryFirst"), CodeRow("ORDER_NOT_EXIST", "nothingToReverse"),
        CodeRow("PARAM_ERROR", "refused"), CodeRow("SIGN_ERROR", "refused"),
        CodeRow("APPID_MCHID_NOT_MATCH", "refused"), CodeRow("NO_AUTH", "refused"),
        CodeRow("MCH_NOT_EXISTS", "refused"), CodeRow("A_CODE_OF_TOMORROW", "unresolved"),
    ]

    @Test("Reverse: every code", arguments: reverseRows)
    func reverseCodes(row: CodeRow<String>) throws {
        #expect("\(try reverse(Fixture.failed(row.code)))".hasPrefix(row.answer))
    }

    @Test("Reversed only when it names our order and our account")
    func reversed() throws {
        let number = try Fixtures.number().digits
        func body(_ number: String, _ account: String) -> String {
            "{\"appid\":\"wx2421b1c4370ec43b\",\"mchid\":\"\(account)\","
                + "\"out_trade_no\":\"\(number)\"}"
        }
        #expect(try reverse(Fixture.answer(body(number, "1900000109"))) == .reversed)
        for wrong in [
            body("2026112315420501010200038758", "1900000109"), body(number, "1900000110"), "{}",
        ] {
            #expect("\(try reverse(Fixture.answer(wrong)))".hasPrefix("unresolved"))
        }
    }

    @Test("Refund and its question: each state, each false answer")
    func refunds() throws {
        let (mapping, now) = (try mapping(), Fixtures.startedAt)
        let (asked, question) = (try RefundFixtures.request(), try RefundFixtures.question())
        let rows: [(String, String, String)] = [
            ("SUCCESS", "done", "done"), ("PROCESSING", "accepted", "processing"),
            ("CLOSED", "failed", "failed"), ("ABNORMAL", "unresolved", "unresolved"),
            ("MAYBE", "unresolved", "unresolved"),
        ]
        for (status, sent, queried) in rows {
            let outcome = try Fixture.answer(Fixture.refundBody(status: status))
            #expect("\(mapping.refund(outcome, asked: asked, at: now))".hasPrefix(sent))
            #expect("\(mapping.queryRefund(outcome, asked: question, at: now))".hasPrefix(queried))
        }
        let done = mapping.refund(
            try Fixture.answer(Fixture.refundBody()), asked: asked, at: now)
        #expect(
            done
                == .done(
                    RefundProof(
                        refundNumber: asked.refund.text,
                        merchantOrderNumber: asked.order.digits,
                        channelRefundNumber: "50000000382019052709732678859",
                        amount: asked.amount, refundedAt: Fixtures.at("20261123160000"))))
        for body in [
            try Fixture.refundBody(["out_refund_no": "R1"]),
            try Fixture.refundBody(["out_trade_no": "1"]),
            try Fixture.refundBody(["refund_id": ""]),
            try Fixture.refundBody(refund: asked.amount.fen + 1),
        ] {
            let outcome = try Fixture.answer(body)
            #expect("\(mapping.refund(outcome, asked: asked, at: now))".hasPrefix("unresolved"))
        }
        for row in WeChatPayV3OutcomeTables.refund.rows {
            let answer = mapping.refund(try Fixture.failed(row.code), asked: asked, at: now)
            let expected =
                switch row.outcome {
                case .later: "later"
                case .failed: "failed"
                case .unresolved: "unresolved"
                }
            #expect("\(answer)".hasPrefix(expected))
        }
        let absent = mapping.queryRefund(
            try Fixture.failed("RESOURCE_NOT_EXISTS", status: 404), asked: question, at: now)
        #expect(absent == .notFound)
    }
}
