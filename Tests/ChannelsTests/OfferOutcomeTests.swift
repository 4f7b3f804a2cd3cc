// Every code of the orders that a customer scans, row by row, written down again from the providers'
// pages: making one (统一下单, Native 下单, alipay.trade.precreate), and closing one.

import Channels
import Payments
import Retail
import Testing

private func closing(_ code: String, _ answer: ReverseAnswer) -> CodeRow<ReverseAnswer> {
    CodeRow(code, answer)
}

private func askedFirst(_ code: String) -> CodeRow<ReverseAnswer> {
    CodeRow(code, .queryFirst(code: code))
}

private func refused(_ code: String) -> CodeRow<ReverseAnswer> {
    CodeRow(code, .refused(code: code))
}

private func again(_ code: String) -> CodeRow<ReverseAnswer> {
    CodeRow(code, .unresolved(Doubt(kind: .listedCode, detail: code)))
}

private let tomorrow = "A_CODE_OF_TOMORROW"
private let unlisted = Doubt(kind: .unlistedCode, detail: tomorrow)

/// The rows name each code of a table once, and none beside but the invented one.
private func expectSame<Answer, Outcome>(
    _ rows: [CodeRow<Answer>], _ table: OutcomeTable<Outcome>
) {
    #expect(rows.map(\.code).sorted() == (table.rows.map(\.code) + [tomorrow]).sorted())
}

/// What is no code to show: absent, empty, with a space, too long.
private let unreadable: [String?] = [nil, "", "weixin://a b", String(repeating: "a", count: 257)]

@Suite("WeChat Pay orders to be scanned")
struct WeChatPayOfferOutcomeTests {
    private typealias Fixture = WeChatPayFixtures

    private func offer(_ body: String) throws -> PayAnswer {
        try WeChatPayOutcomeMapping(Fixture.settings())
            .offer(Array(body.utf8), asked: Fixtures.number())
    }

    private func close(_ body: String) throws -> ReverseAnswer {
        try WeChatPayOutcomeMapping(Fixture.settings())
            .close(Array(body.utf8), asked: Fixtures.number())
    }

    private static let offerRows: [CodeRow<PayAnswer>] = [
        ask("SYSTEMERROR"), ask("ORDERPAID"), ask("OUT_TRADE_NO_USED"), ask("INVALID_REQUEST"),
        no(.orderClosed, "ORDERCLOSED"), no(.ourConfiguration, "PARAM_ERROR"),
        no(.ourConfiguration, "NOAUTH"), no(.ourConfiguration, "APPID_NOT_EXIST"),
        no(.ourConfiguration, "MCHID_NOT_EXIST"), no(.ourConfiguration, "APPID_MCHID_NOT_MATCH"),
        no(.ourConfiguration, "LACK_PARAMS"), no(.ourConfiguration, "SIGNERROR"),
        no(.ourConfiguration, "XML_FORMAT_ERROR"), no(.ourConfiguration, "REQUIRE_POST_METHOD"),
        no(.ourConfiguration, "POST_DATA_EMPTY"), no(.ourConfiguration, "NOT_UTF8"),
        CodeRow(tomorrow, .unresolved(unlisted)),
    ]

    private static let closeRows: [CodeRow<ReverseAnswer>] = [
        askedFirst("ORDERPAID"), askedFirst("ORDERCLOSED"), again("SYSTEMERROR"),
        closing("ORDERNOTEXIST", .nothingToReverse), refused("SIGNERROR"),
        refused("REQUIRE_POST_METHOD"), refused("XML_FORMAT_ERROR"),
        closing(tomorrow, .unresolved(unlisted)),
    ]

    /// The same words unsigned, or signed with another key, or said of another order.
    private func worthless(_ code: String) -> [String] {
        let fields = ["result_code": "FAIL", "err_code": code]
        return [
            Fixture.answer(
                fields.mapValues { $0 }, key: "00000000000000000000000000000000"),
            Fixture.xml(fields.merging(["return_code": "SUCCESS"]) { $1 }),
            Fixture.failed(code, ["out_trade_no": "2026112315420501010200038758"]),
            Fixture.failed(code, ["mch_id": "1900000110"]),
        ]
    }

    @Test("Offer: every code has its outcome, an unlisted one is unresolved", arguments: offerRows)
    func offerCodes(row: CodeRow<PayAnswer>) throws {
        #expect(try offer(Fixture.failed(row.code)) == row.answer)
        for body in worthless(row.code) { #expect(try offer(body).name == "unresolved") }
    }

    @Test("Close: every code has its outcome, an unlisted one is unresolved", arguments: closeRows)
    func closeCodes(row: CodeRow<ReverseAnswer>) throws {
        #expect(try close(Fixture.failed(row.code)) == row.answer)
        for body in worthless(row.code) { #expect(try close(body).name == "unresolved") }
    }

    @Test("No row of the tables is without a test")
    func complete() {
        expectSame(Self.offerRows, WeChatPayOutcomeTables.offer)
        expectSame(Self.closeRows, WeChatPayOutcomeTables.close)
    }

    private func made(_ changes: [String: String?] = [:]) -> String {
        let fields: [String: String?] = [
            "result_code": "SUCCESS", "trade_type": "NATIVE", "prepay_id": "wx201410272009395522",
            "code_url": "weixin://wxpay/bizpayurl?pr=p4lpSuKzz",
        ]
        return Fixture.answer(fields.merging(changes) { $1 })
    }

    @Test("Offer: a code is shown only as the channel wrote it, for this kind and this merchant")
    func codes() throws {
        #expect(try offer(made()) == .offered(code: "weixin://wxpay/bizpayurl?pr=p4lpSuKzz"))
        for code in unreadable {
            #expect(try offer(made(["code_url": code])).name == "unresolved", "\(code ?? "nil")")
        }
        for (field, value) in [
            ("trade_type", nil), ("trade_type", "JSAPI"), ("appid", nil), ("mch_id", nil),
            ("mch_id", "1900000110"), ("out_trade_no", "2026112315420501010200038758"),
            ("result_code", nil),
        ] as [(String, String?)] {
            #expect(try offer(made([field: value])).name == "unresolved", "\(field)")
        }
    }

    @Test("Close: success is a reversal that the query must still confirm")
    func closed() throws {
        #expect(try close(Fixture.answer(["result_code": "SUCCESS"])) == .reversed)
        for changes in [
            ["result_code": nil], ["result_code": "SUCCESS", "mch_id": "1900000110"],
            ["result_code": "SUCCESS", "out_trade_no": "2026112315420501010200038758"],
        ] as [[String: String?]] {
            #expect(try close(Fixture.answer(changes)).name == "unresolved")
        }
    }
}

@Suite("WeChat Pay v3 orders to be scanned")
struct WeChatPayV3OfferOutcomeTests {
    private typealias Fixture = WeChatPayV3Fixtures

    private func offer(_ outcome: HTTPOutcome) throws -> PayAnswer {
        try WeChatPayV3OutcomeMapping(Fixture.settings())
            .offer(outcome, at: Fixtures.startedAt)
    }

    private func close(_ outcome: HTTPOutcome) throws -> ReverseAnswer {
        try WeChatPayV3OutcomeMapping(Fixture.settings())
            .close(outcome, at: Fixtures.startedAt)
    }

    private static let offerRows: [CodeRow<PayAnswer>] = [
        ask("SYSTEM_ERROR"), ask("FREQUENCY_LIMITED"), ask("RATELIMIT_EXCEEDED"),
        ask("ORDER_PAID"), ask("OUT_TRADE_NO_USED"), ask("INVALID_REQUEST"),
        no(.orderClosed, "ORDER_CLOSED"), no(.accountRestricted, "RULE_LIMIT"),
        no(.ourConfiguration, "PARAM_ERROR"), no(.ourConfiguration, "SIGN_ERROR"),
        no(.ourConfiguration, "APPID_MCHID_NOT_MATCH"), no(.ourConfiguration, "NO_AUTH"),
        no(.ourConfiguration, "MCH_NOT_EXISTS"), CodeRow(tomorrow, .unresolved(unlisted)),
    ]

    private static let closeRows: [CodeRow<ReverseAnswer>] = [
        askedFirst("ORDER_PAID"), askedFirst("ORDERPAID"), askedFirst("ORDER_CLOSED"),
        askedFirst("ORDERCLOSED"), again("SYSTEM_ERROR"), again("FREQUENCY_LIMITED"),
        again("RATELIMIT_EXCEEDED"), askedFirst("INVALID_REQUEST"),
        closing("ORDER_NOT_EXIST", .nothingToReverse), refused("PARAM_ERROR"),
        refused("SIGN_ERROR"), refused("MCH_NOT_EXISTS"),
        closing(tomorrow, .unresolved(unlisted)),
    ]

    private func worthless(_ code: String) throws -> [HTTPOutcome] {
        let body = "{\"code\":\"\(code)\"}"
        return [
            try Fixture.answer(body, status: 400, Fixture.Head(isStrangers: true)),
            .answered(status: 400, body: Array(body.utf8)),
        ]
    }

    @Test("Offer: every code has its outcome, an unlisted one is unresolved", arguments: offerRows)
    func offerCodes(row: CodeRow<PayAnswer>) throws {
        for status in [400, 403, 404, 429, 500] {
            #expect(try offer(Fixture.failed(row.code, status: status)) == row.answer)
        }
        for outcome in try worthless(row.code) {
            #expect(try offer(outcome).name == "unresolved")
        }
    }

    @Test("Close: every code has its outcome, an unlisted one is unresolved", arguments: closeRows)
    func closeCodes(row: CodeRow<ReverseAnswer>) throws {
        for status in [400, 403, 404, 429, 500] {
            #expect(try close(Fixture.failed(row.code, status: status)) == row.answer)
        }
        for outcome in try worthless(row.code) {
            #expect(try close(outcome).name == "unresolved")
        }
    }

    @Test("No row of the tables is without a test")
    func complete() {
        expectSame(Self.offerRows, WeChatPayV3OutcomeTables.offer)
        expectSame(Self.closeRows, WeChatPayV3OutcomeTables.close)
    }

    @Test("Offer: a code is shown only as the channel wrote and signed it")
    func codes() throws {
        let code = "weixin://wxpay/bizpayurl/up?pr=NwY5Mz9"
        let body = "{\"code_url\":\"\(code)\"}"
        #expect(try offer(Fixture.answer(body)) == .offered(code: code))
        let strangers = try Fixture.answer(body, Fixture.Head(isStrangers: true))
        #expect(try offer(strangers).name == "unresolved")
        for code in unreadable {
            let body = code.map { "{\"code_url\":\"\($0)\"}" } ?? "{}"
            #expect(try offer(Fixture.answer(body)).name == "unresolved", "\(body)")
        }
    }

    @Test("Close: done is 204, signed over nothing")
    func closed() throws {
        #expect(try close(Fixture.answer("", status: 204)) == .reversed)
        let strangers = try Fixture.answer("", status: 204, Fixture.Head(isStrangers: true))
        #expect(try close(strangers).name == "unresolved")
        #expect(try close(.answered(status: 204, body: [])).name == "unresolved")
        #expect(try close(Fixture.answer("{}", status: 200)).name == "unresolved")
    }
}

@Suite("Alipay orders to be scanned")
struct AlipayOfferOutcomeTests {
    private func offer(_ body: String) throws -> PayAnswer {
        try AlipayOutcomeMapping(AlipayFixtures.settings())
            .offer(Array(body.utf8), asked: Fixtures.number())
    }

    /// The codes of alipay.trade.pay, of which those of this call are a part.
    private static let rows = AlipayOutcomeTests.payRows

    @Test("Offer: every code has its outcome, an unlisted one is unresolved", arguments: rows)
    func codes(row: CodeRow<PayAnswer>) throws {
        let body = try AlipayFixtures.failed(.precreate, row.code)
        #expect(try offer(body) == row.answer)
        let node = AlipayFixtures.node([("code", "40004"), ("sub_code", row.code)])
        #expect(
            try offer("{\"alipay_trade_precreate_response\":\(node)}").name == "unresolved")
        #expect(try offer("{\"error_response\":\(node)}").name == "unresolved")
        // Said of another order, or as the answer to another call, it is no refusal of ours.
        let foreign = try AlipayFixtures.answer(
            .precreate,
            [
                ("code", "40004"), ("sub_code", row.code),
                ("out_trade_no", "2026112315420501010200038758"),
            ])
        #expect(try offer(foreign).name == "unresolved")
        #expect(try offer(AlipayFixtures.failed(.pay, row.code)).name == "unresolved")
    }

    private static let gatewayRows: [CodeRow<PayAnswer>] = [
        ask("20000"), no(.ourConfiguration, "20001"), no(.ourConfiguration, "40001"),
        no(.ourConfiguration, "40002"), no(.ourConfiguration, "40003"),
        no(.ourConfiguration, "40006"), CodeRow(tomorrow, .unresolved(unlisted)),
    ]

    @Test("Offer: every code of the gateway has its outcome", arguments: gatewayRows)
    func gatewayCodes(row: CodeRow<PayAnswer>) throws {
        let body = try AlipayFixtures.answer(.precreate, [("code", row.code), ("msg", "m")])
        #expect(try offer(body) == row.answer)
    }

    @Test("No row of the gateway's table is without a test, and no order awaits a password")
    func complete() throws {
        expectSame(Self.gatewayRows, AlipayOutcomeTables.gateway)
        // 10003 is alipay.trade.pay's alone: here nobody has scanned anything yet.
        let body = try AlipayFixtures.answer(.precreate, [("code", "10003"), ("msg", "m")])
        #expect(
            try offer(body) == .unresolved(Doubt(kind: .unlistedCode, detail: "10003")))
    }

    @Test("Offer: a code is shown only as the channel wrote it, for this order")
    func shown() throws {
        func made(_ changes: [String: String]) throws -> String {
            let fields = [
                ("code", "10000"), ("msg", "Success"),
                ("out_trade_no", try Fixtures.number().digits),
                ("qr_code", "https://qr.alipay.com/bavh4wjlxf12tper3a"),
            ]
            return try AlipayFixtures.answer(
                .precreate, AlipayFixtures.changed(fields, changes))
        }
        #expect(
            try offer(made([:])) == .offered(code: "https://qr.alipay.com/bavh4wjlxf12tper3a"))
        for code in unreadable {
            #expect(try offer(made(["qr_code": code ?? ""])).name == "unresolved")
        }
        for number in ["", "2026112315420501010200038758"] {
            #expect(try offer(made(["out_trade_no": number])).name == "unresolved")
        }
    }
}
