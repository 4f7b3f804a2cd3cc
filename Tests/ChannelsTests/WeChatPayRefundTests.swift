// Refunds at WeChat Pay: what leaves, to the byte, and every code row by row, written down again from
// the provider's pages. The signatures were computed by another program.

import Channels
import Payments
import Retail
import Testing

func refundFails(_ kind: RefundFailure.Kind, _ code: String) -> CodeRow<RefundAnswer> {
    CodeRow(code, .failed(RefundFailure(kind: kind, code: code)))
}

func refundLater(_ code: String) -> CodeRow<RefundAnswer> {
    CodeRow(code, .later(code: code))
}

func refundAsk(_ code: String, _ kind: Doubt.Kind = .listedCode) -> CodeRow<RefundAnswer> {
    CodeRow(code, .unresolved(Doubt(kind: kind, detail: code)))
}

@Suite("WeChat Pay refunds")
struct WeChatPayRefundTests {
    private func refund(_ body: String, _ request: RefundRequest? = nil) throws -> RefundAnswer {
        try WeChatPayOutcomeMapping(WeChatPayFixtures.settings())
            .refund(Array(body.utf8), asked: request ?? RefundFixtures.request())
    }

    private func query(_ body: String) throws -> RefundQueryAnswer {
        try WeChatPayOutcomeMapping(WeChatPayFixtures.settings())
            .queryRefund(Array(body.utf8), asked: RefundFixtures.question())
    }

    private func sent(
        _ settings: WeChatPaySettings, _ call: (WeChatPayClient) async throws -> Void
    ) async throws -> HTTPRequest? {
        let script = Script(body: "")
        try await call(
            WeChatPayClient(settings, transport: script.transport, sources: Fixtures.sources))
        let requests = await script.requests
        #expect(requests.count <= 1)
        return requests.first
    }

    private func text(_ request: HTTPRequest) -> String {
        String(decoding: request.body.value, as: UTF8.self)
    }

    @Test("A refund says exactly this", arguments: WeChatPaySettings.SignType.allCases)
    func wire(type: WeChatPaySettings.SignType) async throws {
        let asked = try RefundFixtures.request()
        let request = try #require(
            try await sent(WeChatPayFixtures.settings(type)) {
                _ = await $0.refund(SendPermit(afterCommitOf: asked))
            })
        let (extra, sign) =
            switch type {
            case .md5: ("", "863000E655E205CC67AE33394576FDB7")
            case .hmacSHA256:
                (
                    "<sign_type>HMAC-SHA256</sign_type>",
                    "213358E0C30959858B904853797A7F1FC39646B77B9C9814C883FB31AB93405D"
                )
            }
        #expect(request.url == "http://127.0.0.1:9/secapi/pay/refund")
        #expect(request.showsCertificate)
        #expect(
            text(request)
                == "<xml><appid>wx2421b1c4370ec43b</appid><mch_id>1900000109</mch_id>"
                + "<nonce_str>5K8264ILTKCH16CQ</nonce_str>"
                + "<out_refund_no>R2026112409300001010200000425</out_refund_no>"
                + "<out_trade_no>2026112315420501010200038741</out_trade_no>"
                + "<refund_desc>退货</refund_desc><refund_fee>2000</refund_fee>"
                + "<refund_fee_type>CNY</refund_fee_type>" + extra
                + "<total_fee>6510</total_fee><sign>\(sign)</sign></xml>")
    }

    @Test("A refund query asks by our refund number, without the certificate")
    func queryWire() async throws {
        let question = try RefundFixtures.question()
        let request = try #require(
            try await sent(WeChatPayFixtures.settings()) { _ = await $0.queryRefund(question) })
        #expect(request.url == "http://127.0.0.1:9/pay/refundquery")
        #expect(!request.showsCertificate)
        #expect(
            text(request)
                == "<xml><appid>wx2421b1c4370ec43b</appid><mch_id>1900000109</mch_id>"
                + "<nonce_str>5K8264ILTKCH16CQ</nonce_str>"
                + "<out_refund_no>R2026112409300001010200000425</out_refund_no>"
                + "<sign_type>HMAC-SHA256</sign_type>"
                + "<sign>D51827DFEEE2BE78C05D7B1991A03D04127050A5DEF022A03E97D0078492169F</sign>"
                + "</xml>")
    }

    @Test("What must not be given back is not sent; a reason cannot break the request")
    func limits() async throws {
        let settings = try WeChatPayFixtures.settings()
        for asked in try [
            RefundFixtures.request(amount: .zero), RefundFixtures.request(amount: Money(fen: -1)),
            RefundFixtures.request(amount: Money(fen: 6_511)),
        ] {
            let request = try await sent(settings) { client in
                let answer = await client.refund(SendPermit(afterCommitOf: asked))
                #expect(answer.name == "neverSent")
            }
            #expect(request == nil)
        }
        for (reason, written) in [
            ("<b>&\u{0}", "&lt;b&gt;&amp; "), ("", "-"),
            (String(repeating: "退", count: 99), String(repeating: "退", count: 26)),
        ] {
            let asked = try RefundFixtures.request(amount: Fixtures.amount, reason: reason)
            let request = try #require(
                try await sent(settings) { _ = await $0.refund(SendPermit(afterCommitOf: asked)) })
            #expect(text(request).contains("<refund_desc>\(written)</refund_desc>"))
            #expect(throws: Never.self) { try FlatXML(reading: request.body.value) }
        }
    }

    @Test("Without randomness nothing is sent")
    func noNonce() async throws {
        let script = Script(body: "")
        let client = WeChatPayClient(
            try WeChatPayFixtures.settings(), transport: script.transport,
            sources: WireSources(now: { Fixtures.startedAt }, nonce: { nil }))
        let asked = try RefundFixtures.request()
        #expect(await client.refund(SendPermit(afterCommitOf: asked)).name == "neverSent")
        #expect(await client.queryRefund(try RefundFixtures.question()).name == "unresolved")
        #expect(await script.requests.isEmpty)
    }

    private static let rows: [CodeRow<RefundAnswer>] = [
        refundAsk("SYSTEMERROR"), refundAsk("BIZERR_NEED_RETRY"), refundAsk("INVALID_REQUEST"),
        refundLater("NOTENOUGH"),
        refundLater("FREQUENCY_LIMITED"), refundLater("INVALID_REQ_TOO_MUCH"),
        refundLater("ORDER_NOT_READY"), refundFails(.tooLate, "TRADE_OVERDUE"),
        refundFails(.accountAbnormal, "USER_ACCOUNT_ABNORMAL"),
        refundFails(.other, "REFUND_FEE_MISMATCH"), refundFails(.other, "ERROR"),
        refundFails(.ourConfiguration, "ORDERNOTEXIST"),
        refundFails(.ourConfiguration, "INVALID_TRANSACTIONID"),
        refundFails(.ourConfiguration, "PARAM_ERROR"),
        refundFails(.ourConfiguration, "LACK_PARAMS"), refundFails(.ourConfiguration, "NOAUTH"),
        refundFails(.ourConfiguration, "CERT_ERROR"),
        refundFails(.ourConfiguration, "APPID_NOT_EXIST"),
        refundFails(.ourConfiguration, "MCHID_NOT_EXIST"),
        refundFails(.ourConfiguration, "APPID_MCHID_NOT_MATCH"),
        refundFails(.ourConfiguration, "SIGNERROR"),
        refundFails(.ourConfiguration, "XML_FORMAT_ERROR"),
        refundFails(.ourConfiguration, "REQUIRE_POST_METHOD"),
        refundAsk("A_CODE_OF_TOMORROW", .unlistedCode),
    ]

    @Test("Refund: every code has its outcome, an unlisted one is unresolved", arguments: rows)
    func codes(row: CodeRow<RefundAnswer>) throws {
        #expect(try refund(WeChatPayFixtures.failed(row.code)) == row.answer)
        // The same words about another refund, order or merchant, forged or unsigned, prove nothing.
        for changes in [
            ["out_refund_no": "R2026112409300001010200000436"], ["mch_id": "1900000110"],
            ["out_trade_no": "2026112315420501010200038758"], ["appid": "wx0000000000000000"],
        ] {
            let foreign = WeChatPayFixtures.failed(row.code, changes.mapValues { $0 })
            guard case .unresolved(let doubt) = try refund(foreign) else {
                Issue.record("not unresolved: \(changes)")
                continue
            }
            #expect(doubt.kind == .foreignAnswer)
        }
        let forged = WeChatPayFixtures.answer(
            ["result_code": "FAIL", "err_code": row.code],
            key: "00000000000000000000000000000000")
        #expect(try refund(forged).name == "unresolved")
        let unsigned = WeChatPayFixtures.xml([
            "return_code": "SUCCESS", "result_code": "FAIL", "err_code": row.code,
        ])
        #expect(try refund(unsigned).name == "unresolved")
    }

    @Test("No row of the tables is without a test")
    func complete() {
        #expect(
            Self.rows.map(\.code).dropLast() == WeChatPayOutcomeTables.refund.rows.map(\.code)[...])
        #expect(
            Self.queryRows.map(\.code).dropLast()
                == WeChatPayOutcomeTables.refundQuery.rows.map(\.code)[...])
    }

    @Test("Refund: a success is a promise; that the money arrived is said by the query alone")
    func accepted() throws {
        #expect(try refund(WeChatPayFixtures.refundAccepted()) == .accepted)
        #expect(try refund(WeChatPayFixtures.refundAccepted(["cash_fee": nil])) == .accepted)
    }

    @Test(
        "Refund: a signed success that is not about this refund, or not readable, is unresolved",
        arguments: [
            ("out_refund_no", "R2026112409300001010200000436", .foreignAnswer),
            ("out_refund_no", nil, .malformed), ("refund_fee", "1999", .foreignAnswer),
            ("out_trade_no", "2026112315420501010200038758", .foreignAnswer),
            ("out_trade_no", nil, .malformed), ("mch_id", "1900000110", .foreignAnswer),
            ("mch_id", nil, .malformed), ("appid", "wx0000000000000000", .foreignAnswer),
            ("appid", nil, .malformed), ("refund_id", nil, .malformed),
            ("refund_id", "5 0", .malformed), ("refund_fee", nil, .malformed),
            ("refund_fee", "20.00", .malformed), ("refund_fee", "-2000", .malformed),
            ("refund_fee", "9223372036854775808", .malformed), ("result_code", nil, .malformed),
        ] as [(String, String?, Doubt.Kind)])
    func badSuccess(field: String, value: String?, kind: Doubt.Kind) throws {
        guard
            case .unresolved(let doubt) = try refund(
                WeChatPayFixtures.refundAccepted([field: value]))
        else {
            Issue.record("not unresolved")
            return
        }
        #expect(doubt.kind == kind)
    }
}

extension WeChatPayRefundTests {
    private static let queryRows: [CodeRow<RefundQueryAnswer>] =
        [CodeRow("REFUNDNOTEXIST", .notFound)]
        + [
            "SYSTEMERROR", "INVALID_TRANSACTIONID", "PARAM_ERROR", "APPID_NOT_EXIST",
            "MCHID_NOT_EXIST", "SIGNERROR", "XML_FORMAT_ERROR", "REQUIRE_POST_METHOD",
        ].map { CodeRow($0, .unresolved(Doubt(kind: .listedCode, detail: $0))) }
        + [CodeRow("NEW_CODE", .unresolved(Doubt(kind: .unlistedCode, detail: "NEW_CODE")))]

    @Test("Refund query: every code has its outcome", arguments: queryRows)
    func queryCodes(row: CodeRow<RefundQueryAnswer>) throws {
        #expect(try query(WeChatPayFixtures.failed(row.code)) == row.answer)
        let foreign = WeChatPayFixtures.failed(row.code, ["mch_id": "1900000110"])
        #expect(try query(foreign).name == "unresolved")
    }

    @Test("Refund query: every state has its outcome, and must name our refund")
    func states() throws {
        let proof = try RefundFixtures.proof(
            channelRefund: RefundFixtures.refundID, at: Fixtures.at("20261124093007"))
        let rows: [(String?, RefundQueryAnswer)] = [
            ("SUCCESS", .done(proof)), ("PROCESSING", .processing),
            ("REFUNDCLOSE", .failed(RefundFailure(kind: .closed, code: "REFUNDCLOSE"))),
            ("CHANGE", .unresolved(Doubt(kind: .needsPerson, detail: "CHANGE"))),
            ("NOTSURE", .unresolved(Doubt(kind: .unlistedCode, detail: "NOTSURE"))),
            (nil, .unresolved(Doubt(kind: .malformed, detail: "no refund_status"))),
        ]
        #expect(rows.count == WeChatPayOutcomeTables.RefundStatus.allCases.count + 2)
        for (status, answer) in rows {
            #expect(try query(WeChatPayFixtures.refundState(status)) == answer)
            for (field, value) in [
                ("out_refund_no_0", "R2026112409300001010200000436"), ("out_refund_no_0", nil),
                ("out_trade_no", "2026112315420501010200038758"), ("out_trade_no", nil),
                ("mch_id", "1900000110"), ("appid", "wx0000000000000000"),
            ] as [(String, String?)] {
                let body = try WeChatPayFixtures.refundState(status, [field: value])
                #expect(try query(body).name == "unresolved", "\(field)")
            }
        }
    }

    @Test("Refund query: of several refunds of the order only ours counts")
    func several() throws {
        let others: [String: String?] = [
            "refund_count": "2", "out_refund_no_0": "R2026112409300001010200000436",
            "refund_status_0": "SUCCESS", "refund_fee_0": "4510",
            "out_refund_no_1": try RefundFixtures.number().text, "refund_id_1": "51",
            "refund_fee_1": "2000", "refund_status_1": "PROCESSING",
        ]
        #expect(try query(WeChatPayFixtures.refundState(nil, others)) == .processing)
        let done = others.merging(["refund_status_1": "SUCCESS"]) { _, new in new }
        #expect(
            try query(WeChatPayFixtures.refundState(nil, done))
                == .done(RefundFixtures.proof(channelRefund: "51")))
        let twice = ["out_refund_no_1": try RefundFixtures.number().text as String?]
        #expect(try query(WeChatPayFixtures.refundState("SUCCESS", twice)).name == "unresolved")
    }

    @Test(
        "Refund query: a success that cannot be read is unresolved",
        arguments: [
            ("refund_id_0", nil), ("refund_fee_0", nil), ("refund_fee_0", "0"),
            ("refund_fee_0", "20.00"), ("refund_fee_0", "９"),
        ] as [(String, String?)])
    func badProof(field: String, value: String?) throws {
        let body = try WeChatPayFixtures.refundState("SUCCESS", [field: value])
        #expect(try query(body).name == "unresolved")
    }

    @Test("Refund query: what was given back is told as it was said; the machine compares it")
    func otherAmount() throws {
        let body = try WeChatPayFixtures.refundState(
            "SUCCESS", ["refund_fee_0": "1999", "refund_success_time_0": "soon"])
        let proof = try RefundFixtures.proof(
            channelRefund: RefundFixtures.refundID, amount: Money(fen: 1_999))
        #expect(try query(body) == .done(proof))
    }
}
