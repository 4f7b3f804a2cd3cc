// Refunds at Alipay: what leaves, to the byte, and every code row by row, written down again from the
// provider's pages. The signatures were computed by another program.

import Channels
import Payments
import Retail
import Testing

@Suite("Alipay refunds")
struct AlipayRefundTests {
    private static let refundText =
        "app_id=2021004100000001&method=alipay.trade.refund&format=JSON&charset=utf-8&s"
        + "ign_type=RSA2&timestamp=2026-11-23%2015%3A42%3A05&version=1.0&biz_content=%7B%"
        + "22out_trade_no%22%3A%222026112315420501010200038741%22%2C%22out_request_no%22%"
        + "3A%22R2026112409300001010200000425%22%2C%22refund_amount%22%3A%2220.00%22%2C%2"
        + "2refund_reason%22%3A%22%5Cu9000%5Cu8d27%22%7D&sign=mu05IqSh8xGxPb9bVZZwmPyhrDP"
        + "%2BMELg1emVTVWiCQSLPbJvclANMkqj0CrFRuQvQcHpzS2mUan%2B93QUnJ2O%2FBj8KllkJE%2BAm"
        + "PbTMCuwU%2B4JC4hVpkvqH5rc0S%2B6WuelRIzN0c9aVUP%2B%2F0jomAaU8gHeVBCTwUKsjxCOWJx"
        + "EFE%2BObt4XTiDcvTJYbpC133L9VnSLjqN2RdMlpJarO2jWnPFe5YKqjlm%2F9Cuj07zBIU49qfF5X"
        + "E%2BM%2BAhX9sGuYyWfDw%2BBl6Jlj2150l6cdj03r0zgyWNK6sjAAA8hv6yoV9hkCimkZDqaZKUOS"
        + "nWvKe7wbhDBAkyHJeQf2CMZ8nenaA%3D%3D"

    private static let queryText =
        "app_id=2021004100000001&method=alipay.trade.fastpay.refund.query&format=JSON&c"
        + "harset=utf-8&sign_type=RSA2&timestamp=2026-11-23%2015%3A42%3A05&version=1.0&bi"
        + "z_content=%7B%22out_trade_no%22%3A%222026112315420501010200038741%22%2C%22out_"
        + "request_no%22%3A%22R2026112409300001010200000425%22%7D&sign=iZDBlirKfVdYiF%2FD"
        + "CYmdAm1LlNo3WO607ppyE6dngnmpBMmaeX0Nbbx3%2Bymx4FPYbRH%2F1PK%2BIG%2FEedNykc9CoP"
        + "Pp5zMTDWEVc9rM1dZjE5F8FDJMJ75MhQUb9UP2XMjhynW9H74YCcauSYrqMkrE6y%2BOzR0XFpw9TO"
        + "GFtam6%2FwI7UN%2F8SeLvXE78fGgxPJDdFI%2FGcrRXFFv9ADWhISO3V5KNTObqT71eYPsL1OoBed"
        + "8VXJTWat0Z9hWR5XOIuXcROZfIHWExlM6M03ysJyBLizDC270bkEFOYjaPbRY8N4TOZo718TLt87vW"
        + "jlVlUfg%2BqQG%2BxxGhm31pyUnXd40fMg%3D%3D"

    private func refund(_ body: String, _ request: RefundRequest? = nil) throws -> RefundAnswer {
        try AlipayOutcomeMapping(AlipayFixtures.settings())
            .refund(Array(body.utf8), asked: request ?? RefundFixtures.request())
    }

    private func query(_ body: String) throws -> RefundQueryAnswer {
        try AlipayOutcomeMapping(AlipayFixtures.settings())
            .queryRefund(Array(body.utf8), asked: RefundFixtures.question())
    }

    private func sent(_ call: (AlipayClient) async throws -> Void) async throws -> HTTPRequest? {
        let script = Script(body: "")
        try await call(
            AlipayClient(
                try AlipayFixtures.settings(), transport: script.transport,
                sources: Fixtures.sources))
        let requests = await script.requests
        #expect(requests.count <= 1)
        return requests.first
    }

    private func text(_ request: HTTPRequest) -> String {
        String(decoding: request.body.value, as: UTF8.self)
    }

    @Test("A refund and a refund query say exactly this")
    func wire() async throws {
        let asked = try RefundFixtures.request()
        let refund = try #require(
            try await sent { _ = await $0.refund(SendPermit(afterCommitOf: asked)) })
        #expect(refund.url == "http://127.0.0.1:9/gateway.do")
        #expect(text(refund) == Self.refundText)
        let question = try RefundFixtures.question()
        let query = try #require(try await sent { _ = await $0.queryRefund(question) })
        #expect(text(query) == Self.queryText)
    }

    @Test("What must not be given back is not sent; a reason cannot break the request")
    func limits() async throws {
        for asked in try [
            RefundFixtures.request(amount: .zero), RefundFixtures.request(amount: Money(fen: -1)),
            RefundFixtures.request(amount: Money(fen: 6_511)),
        ] {
            let request = try await sent { client in
                let answer = await client.refund(SendPermit(afterCommitOf: asked))
                #expect(answer.name == "neverSent")
            }
            #expect(request == nil)
        }
        for (fen, yuan) in [(1, "0.01"), (10, "0.10"), (6_510, "65.10")] as [(Int64, String)] {
            let asked = try RefundFixtures.request(amount: Money(fen: fen), reason: "a/b=\"c&")
            let request = try #require(
                try await sent { _ = await $0.refund(SendPermit(afterCommitOf: asked)) })
            #expect(text(request).contains("%22refund_amount%22%3A%22\(yuan)%22"))
            #expect(text(request).contains("%22refund_reason%22%3A%22a%20b%20%5C%22c%20%22"))
        }
    }

    private static let rows: [CodeRow<RefundAnswer>] = [
        refundAsk("ACQ.SYSTEM_ERROR"), refundAsk("AOP.ACQ.SYSTEM_ERROR"),
        refundAsk("AQC.SYSTEM_ERROR"), refundAsk("ACQ.DISCORDANT_REPEAT_REQUEST"),
        refundAsk("ACQ.REFUND_CHARGE_ERROR"), refundLater("ACQ.SELLER_BALANCE_NOT_ENOUGH"),
        refundFails(.overRefunded, "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"),
        refundFails(.overRefunded, "ACQ.REASON_TRADE_REFUND_FEE_ERR"),
        refundFails(.overRefunded, "ACQ.REFUND_FEE_ERROR"),
        refundFails(.tooLate, "ACQ.TRADE_HAS_FINISHED"),
        refundFails(.accountAbnormal, "ACQ.BUYER_ERROR"),
        refundFails(.accountAbnormal, "ACQ.CUSTOMER_VALIDATE_ERROR"),
        refundFails(.other, "ACQ.REASON_TRADE_BEEN_FREEZEN"),
        refundFails(.other, "ACQ.TRADE_STATUS_ERROR"),
        refundFails(.other, "ACQ.REASON_TRADE_STATUS_INVALID"),
        refundFails(.other, "ACQ.TRADE_NOT_ALLOW_REFUND"),
        refundFails(.other, "ACQ.NOT_ALLOW_PARTIAL_REFUND"),
        refundFails(.other, "ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND"),
        refundFails(.ourConfiguration, "ACQ.TRADE_NOT_EXIST"),
        refundFails(.ourConfiguration, "ACQ.REFUND_ACCOUNT_NOT_EXIST"),
        refundFails(.ourConfiguration, "ACQ.INVALID_PARAMETER"),
        refundAsk("ACQ.OF_TOMORROW", .unlistedCode),
    ]

    @Test("Refund: every code has its outcome, an unlisted one is unresolved", arguments: rows)
    func codes(row: CodeRow<RefundAnswer>) throws {
        let body = try AlipayFixtures.failed(.refund, row.code)
        #expect(try refund(body) == row.answer)
        // Unsigned, changed, about another order or another refund, the same words prove nothing.
        let node = AlipayFixtures.node([("code", "40004"), ("sub_code", row.code)])
        #expect(try refund("{\"alipay_trade_refund_response\":\(node)}").name == "unresolved")
        #expect(try refund("{\"error_response\":\(node)}").name == "unresolved")
        #expect(try refund(body.replacing("说明", with: "说")).name == "unresolved")
        for (name, value) in [
            ("out_trade_no", "2026112315420501010200038758"),
            ("out_request_no", "R2026112409300001010200000436"),
        ] {
            let foreign = try AlipayFixtures.answer(
                .refund, [("code", "40004"), ("sub_code", row.code), (name, value)])
            #expect(
                try refund(foreign) == .unresolved(Doubt(kind: .foreignAnswer, detail: name)))
        }
    }

    private static let gatewayRows: [CodeRow<RefundAnswer>] = [
        refundAsk("20000"), refundFails(.ourConfiguration, "20001"),
        refundFails(.ourConfiguration, "40001"), refundFails(.ourConfiguration, "40002"),
        refundFails(.ourConfiguration, "40003"), refundLater("40005"),
        refundFails(.ourConfiguration, "40006"), refundAsk("10003", .unlistedCode),
    ]

    @Test("Refund: every code of the gateway has its outcome", arguments: gatewayRows)
    func gatewayCodes(row: CodeRow<RefundAnswer>) throws {
        let body = try AlipayFixtures.answer(.refund, [("code", row.code), ("msg", "m")])
        #expect(try refund(body) == row.answer)
        // For a query they decide nothing.
        let other = try AlipayFixtures.answer(.refundQuery, [("code", row.code), ("msg", "m")])
        #expect(try query(other).name == "unresolved")
    }

    @Test("No row of the tables is without a test")
    func complete() {
        #expect(
            Self.rows.map(\.code).dropLast() == AlipayOutcomeTables.refund.rows.map(\.code)[...])
        #expect(
            Self.gatewayRows.map(\.code).dropLast()
                == AlipayOutcomeTables.refundGateway.rows.map(\.code)[...])
        #expect(
            Self.queryRows.map(\.code).dropLast()
                == AlipayOutcomeTables.refundQuery.rows.map(\.code)[...])
    }

    @Test("Refund: fund_change Y is given back; N says to ask, as after a repeat")
    func fundChange() throws {
        let proof = try RefundFixtures.proof(
            channelRefund: "", at: Fixtures.at("20261124093007"))
        #expect(try refund(AlipayFixtures.refunded()) == .done(proof))
        // The sum of all refunds of the trade is no mismatch: this one was 20.00 of it.
        #expect(try refund(AlipayFixtures.refunded(["refund_fee": "65.10"])) == .done(proof))
        #expect(
            try refund(AlipayFixtures.refunded(["fund_change": "N"]))
                == .unresolved(Doubt(kind: .listedCode, detail: "fund_change N")))
    }

    @Test(
        "Refund: a signed success that is not about this refund, or not readable, is unresolved",
        arguments: [
            ("out_trade_no", "2026112315420501010200038758", .foreignAnswer),
            ("out_trade_no", "", .malformed),
            ("out_request_no", "R2026112409300001010200000436", .foreignAnswer),
            ("fund_change", "", .malformed), ("fund_change", "y", .malformed),
            ("refund_fee", "", .malformed), ("refund_fee", "2000.001", .malformed),
            ("refund_fee", "-20.00", .malformed), ("refund_fee", "19.99", .foreignAnswer),
            ("refund_fee", "65.11", .foreignAnswer), ("sub_code", "ACQ.X", .malformed),
        ] as [(String, String, Doubt.Kind)])
    func badSuccess(field: String, value: String, kind: Doubt.Kind) throws {
        guard case .unresolved(let doubt) = try refund(AlipayFixtures.refunded([field: value]))
        else {
            Issue.record("not unresolved")
            return
        }
        #expect(doubt.kind == kind)
    }

    private static let queryRows: [CodeRow<RefundQueryAnswer>] =
        [
            "ACQ.SYSTEM_ERROR", "AOP.ACQ.SYSTEM_ERROR", "ACQ.TRADE_NOT_EXIST",
            "ACQ.TRADE_STATUS_ERROR", "ACQ.INVALID_PARAMETER",
        ].map { CodeRow($0, .unresolved(Doubt(kind: .listedCode, detail: $0))) }
        + [CodeRow("ACQ.NEW", .unresolved(Doubt(kind: .unlistedCode, detail: "ACQ.NEW")))]

    @Test("Refund query: no code says anything about the refund", arguments: queryRows)
    func queryCodes(row: CodeRow<RefundQueryAnswer>) throws {
        #expect(try query(AlipayFixtures.failed(.refundQuery, row.code)) == row.answer)
    }

    @Test("Refund query: done only when it says so of our refund; empty is not (yet) given back")
    func states() throws {
        #expect(
            try query(AlipayFixtures.refundState())
                == .done(RefundFixtures.proof(channelRefund: "")))
        let timed = try AlipayFixtures.refundState([
            "refund_amount": "19.99", "gmt_refund_pay": "2026-11-24 09:30:07",
        ])
        let other = try RefundFixtures.proof(
            channelRefund: "", amount: Money(fen: 1_999), at: Fixtures.at("20261124093007"))
        #expect(try query(timed) == .done(other))
        let empty = ["refund_status": "", "refund_amount": ""]
        #expect(try query(AlipayFixtures.refundState(empty)) == .notFound)
        let bare = try AlipayFixtures.answer(
            .refundQuery, [("code", "10000"), ("msg", "Success")])
        #expect(try query(bare) == .notFound)
        let rows: [([String: String], Doubt.Kind)] = [
            (["refund_status": ""], .malformed),
            (["refund_status": "REFUND_PROCESSING"], .unlistedCode),
            (["refund_amount": ""], .malformed), (["refund_amount": "20.001"], .malformed),
            (["out_request_no": ""], .malformed), (["out_trade_no": ""], .malformed),
            (["out_request_no": "R2026112409300001010200000436"], .foreignAnswer),
            (["out_trade_no": "2026112315420501010200038758"], .foreignAnswer),
            (
                empty.merging(["out_request_no": "R2026112409300001010200000436"]) { _, new in new
                },
                .foreignAnswer
            ),
        ]
        for (changes, kind) in rows {
            guard case .unresolved(let doubt) = try query(AlipayFixtures.refundState(changes))
            else {
                Issue.record("not unresolved: \(changes)")
                continue
            }
            #expect(doubt.kind == kind, "\(changes)")
        }
        // An answer to the refund call does not answer the query, nor the other way round.
        #expect(try query(AlipayFixtures.refunded()).name == "unresolved")
        #expect(try refund(AlipayFixtures.refundState()).name == "unresolved")
    }
}
