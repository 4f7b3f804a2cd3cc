// Every code of WeChat Pay row by row, written down again from the provider's pages, so that a slip
// in the table is a difference between two texts.

import Channels
import Payments
import Retail
import Testing

struct CodeRow<Answer: Sendable>: Sendable, CustomTestStringConvertible {
    let code: String
    let answer: Answer
    var testDescription: String { code }

    init(_ code: String, _ answer: Answer) {
        self.code = code
        self.answer = answer
    }
}

func no(_ kind: Decline.Kind, _ code: String) -> CodeRow<PayAnswer> {
    CodeRow(code, .declined(Decline(kind: kind, code: code)))
}

func ask(_ code: String) -> CodeRow<PayAnswer> {
    CodeRow(code, .unresolved(Doubt(kind: .listedCode, detail: code)))
}

@Suite("WeChat Pay outcomes")
struct WeChatPayOutcomeTests {
    private func mapping(
        _ type: WeChatPaySettings.SignType = .hmacSHA256
    ) throws -> WeChatPayOutcomeMapping {
        WeChatPayOutcomeMapping(try WeChatPayFixtures.settings(type))
    }

    private func pay(_ body: String) throws -> PayAnswer {
        try mapping().pay(Array(body.utf8), asked: Fixtures.number())
    }

    private func query(_ body: String, _ question: OrderQuestion? = nil) throws -> QueryAnswer {
        let question = try question ?? .merchantOrderNumber(Fixtures.number())
        return try mapping().query(Array(body.utf8), asked: question)
    }

    private func reverse(_ body: String) throws -> ReverseAnswer {
        try mapping().reverse(Array(body.utf8), asked: Fixtures.number())
    }

    private static let payRows: [CodeRow<PayAnswer>] = [
        ask("SYSTEMERROR"), ask("BANKERROR"), CodeRow("USERPAYING", .awaitingShopper),
        ask("ORDERPAID"), ask("OUT_TRADE_NO_USED"), ask("INVALID_REQUEST"),
        no(.orderClosed, "ORDERCLOSED"), no(.orderClosed, "ORDERREVERSED"),
        no(.codeExpired, "AUTHCODEEXPIRE"), no(.codeInvalid, "AUTH_CODE_ERROR"),
        no(.codeInvalid, "AUTH_CODE_INVALID"), no(.notEnoughMoney, "NOTENOUGH"),
        no(.methodNotSupported, "NOTSUPORTCARD"), no(.accountRestricted, "BUYER_MISMATCH"),
        no(.accountRestricted, "TRADE_ERROR"), no(.ourConfiguration, "PARAM_ERROR"),
        no(.ourConfiguration, "NOAUTH"), no(.ourConfiguration, "APPID_NOT_EXIST"),
        no(.ourConfiguration, "MCHID_NOT_EXIST"), no(.ourConfiguration, "APPID_MCHID_NOT_MATCH"),
        no(.ourConfiguration, "LACK_PARAMS"), no(.ourConfiguration, "SIGNERROR"),
        no(.ourConfiguration, "XML_FORMAT_ERROR"), no(.ourConfiguration, "REQUIRE_POST_METHOD"),
        no(.ourConfiguration, "NOT_UTF8"),
        CodeRow(
            "A_CODE_OF_TOMORROW",
            .unresolved(Doubt(kind: .unlistedCode, detail: "A_CODE_OF_TOMORROW"))),
    ]

    @Test("Pay: every code has its outcome, an unlisted one is unresolved", arguments: payRows)
    func payCodes(row: CodeRow<PayAnswer>) throws {
        #expect(try pay(WeChatPayFixtures.failed(row.code)) == row.answer)
        // The same words unsigned, or signed with another key, prove nothing.
        let forged = WeChatPayFixtures.answer(
            ["result_code": "FAIL", "err_code": row.code],
            key: "00000000000000000000000000000000")
        #expect(try pay(forged).name == "unresolved")
        let unsigned = WeChatPayFixtures.xml([
            "return_code": "SUCCESS", "result_code": "FAIL", "err_code": row.code,
        ])
        #expect(try pay(unsigned).name == "unresolved")
    }

    @Test("No row of the tables is without a test")
    func complete() {
        #expect(
            Set(Self.payRows.map(\.code)).subtracting(["A_CODE_OF_TOMORROW"])
                == Set(WeChatPayOutcomeTables.pay.rows.map(\.code)))
        #expect(WeChatPayOutcomeTables.pay.rows.count == Self.payRows.count - 1)
        #expect(WeChatPayOutcomeTables.query.rows.count == 2)
        #expect(WeChatPayOutcomeTables.reverse.rows.count == 6)
    }

    @Test("Pay: success is paid with the channel's own words as proof", arguments: [true, false])
    func paid(namesCurrency: Bool) throws {
        let body = try WeChatPayFixtures.paid(["fee_type": namesCurrency ? "CNY" : nil])
        #expect(
            try pay(body)
                == .paid(
                    Fixtures.proof(trade: WeChatPayFixtures.trade, account: "1900000109")))
        let type = WeChatPaySettings.SignType.md5
        let md5 = WeChatPayFixtures.answer(try WeChatPayFixtures.paidFields(), type)
        #expect(
            try mapping(type).pay(Array(md5.utf8), asked: Fixtures.number()).name == "paid")
        // A signature of the other kind is not the one that was agreed on.
        #expect(try pay(md5).name == "unresolved")
    }

    @Test("Pay: another amount or currency is handed to the machine with the proof")
    func wrongAmount() throws {
        let trade = WeChatPayFixtures.trade
        #expect(
            try pay(WeChatPayFixtures.paid(["total_fee": "1"]))
                == .paid(
                    Fixtures.proof(trade: trade, account: "1900000109", amount: Money(fen: 1))))
        #expect(
            try pay(WeChatPayFixtures.paid(["fee_type": "HKD"]))
                == .paid(Fixtures.proof(trade: trade, account: "1900000109", currency: "HKD")))
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let changes: [String: String?]
        let kind: Doubt.Kind
        var testDescription: String { "\(changes)" }
        init(_ changes: [String: String?], _ kind: Doubt.Kind) {
            self.changes = changes
            self.kind = kind
        }
    }

    @Test(
        "Pay: a signed success that is not about this order, or not readable, is unresolved",
        arguments: [
            Bad(["out_trade_no": "2026112315420501010200038758"], .foreignAnswer),
            Bad(["out_trade_no": nil], .malformed), Bad(["mch_id": "1900000110"], .foreignAnswer),
            Bad(["mch_id": nil], .malformed), Bad(["appid": "wx0000000000000000"], .foreignAnswer),
            Bad(["appid": nil], .malformed), Bad(["transaction_id": nil], .malformed),
            Bad(["transaction_id": ""], .malformed), Bad(["transaction_id": "4 2"], .malformed),
            Bad(["total_fee": nil], .malformed), Bad(["total_fee": "0"], .malformed),
            Bad(["total_fee": "-1"], .malformed), Bad(["total_fee": "+6510"], .malformed),
            Bad(["total_fee": "65.10"], .malformed), Bad(["total_fee": " 6510"], .malformed),
            Bad(["total_fee": "9223372036854775808"], .malformed),
            Bad(["total_fee": String(repeating: "9", count: 5_000)], .malformed),
            Bad(["total_fee": "6510e0"], .malformed), Bad(["total_fee": "６５１０"], .malformed),
            Bad(["fee_type": "C N Y"], .malformed), Bad(["result_code": nil], .malformed),
            Bad(["result_code": "success"], .malformed), Bad(["return_code": nil], .malformed),
            Bad(["return_code": "MAYBE"], .unlistedCode),
            Bad(["result_code": "FAIL"], .malformed),
        ])
    func badSuccess(bad: Bad) throws {
        guard case .unresolved(let doubt) = try pay(WeChatPayFixtures.paid(bad.changes)) else {
            Issue.record("not unresolved")
            return
        }
        #expect(doubt.kind == bad.kind)
    }

    @Test("A signed refusal about another order or merchant is no refusal of ours")
    func foreignRefusal() throws {
        for changes in [
            ["out_trade_no": "2026112315420501010200038758"], ["mch_id": "1900000110"],
            ["appid": "wx0000000000000000"],
        ] {
            let body = WeChatPayFixtures.failed("NOTENOUGH", changes.mapValues { $0 })
            guard case .unresolved(let doubt) = try pay(body) else {
                Issue.record("not unresolved: \(changes)")
                return
            }
            #expect(doubt.kind == .foreignAnswer)
        }
    }

    @Test(
        "An unsigned FAIL never proves anything, but says what to repair",
        arguments: [
            ("签名失败", "FAIL: the signature was not accepted"),
            ("appid不存在", "FAIL: the app ID was not accepted"),
            ("mch_id参数格式错误", "FAIL: the merchant ID was not accepted"),
            ("134567890123456789", "FAIL: not accepted"), ("", "FAIL: not accepted"),
        ])
    func unsignedFailure(message: String, detail: String) throws {
        let body = WeChatPayFixtures.xml(["return_code": "FAIL", "return_msg": message])
        let doubt = Doubt(kind: .badSignature, detail: detail)
        #expect(try pay(body) == .unresolved(doubt))
        #expect(try query(body) == .unresolved(doubt))
        #expect(try reverse(body) == .unresolved(doubt))
    }
}

extension WeChatPayOutcomeTests {
    @Test("Query: every state has its outcome")
    func queryStates() throws {
        let proof = try Fixtures.proof(trade: WeChatPayFixtures.trade, account: "1900000109")
        let rows: [(String, QueryAnswer)] = [
            ("SUCCESS", .paid(proof)), ("REFUND", .refunded(proof)), ("NOTPAY", .notPaid),
            ("CLOSED", .closed(code: "CLOSED")), ("REVOKED", .closed(code: "REVOKED")),
            ("PAYERROR", .closed(code: "PAYERROR")), ("USERPAYING", .awaitingShopper),
            ("ACCEPT", .awaitingShopper),
            ("NEW_STATE", .unresolved(Doubt(kind: .unlistedCode, detail: "NEW_STATE"))),
        ]
        #expect(rows.count == WeChatPayOutcomeTables.TradeState.allCases.count + 1)
        for (state, answer) in rows {
            #expect(try query(WeChatPayFixtures.state(state)) == answer)
            // Each must name our order, whether it is paid or not.
            let foreign = try WeChatPayFixtures.state(
                state, ["out_trade_no": "2026112315420501010200038758"])
            #expect(
                try query(foreign)
                    == .unresolved(Doubt(kind: .foreignAnswer, detail: "out_trade_no")))
            let nameless = try WeChatPayFixtures.state(state, ["out_trade_no": nil])
            #expect(try query(nameless).name == "unresolved")
        }
    }

    @Test("Query: unpaid orders need no amount")
    func queryUnpaid() throws {
        let bare: [String: String?] = [
            "total_fee": nil, "transaction_id": nil, "time_end": nil, "cash_fee": nil,
        ]
        #expect(try query(WeChatPayFixtures.state("NOTPAY", bare)) == .notPaid)
        #expect(try query(WeChatPayFixtures.state("USERPAYING", bare)) == .awaitingShopper)
        #expect(try query(WeChatPayFixtures.state("SUCCESS", bare)).name == "unresolved")
        #expect(try query(WeChatPayFixtures.state("REFUND", bare)).name == "unresolved")
    }

    @Test("Query: by the wallet's number the answer must name that number")
    func queryByTrade() throws {
        let question = OrderQuestion.channelTradeNumber(WeChatPayFixtures.trade)
        #expect(try query(WeChatPayFixtures.state("SUCCESS"), question).name == "paid")
        let other = OrderQuestion.channelTradeNumber("4200002026112315420799999999")
        #expect(
            try query(WeChatPayFixtures.state("SUCCESS"), other)
                == .unresolved(Doubt(kind: .foreignAnswer, detail: "transaction_id")))
    }

    @Test("Query: every code has its outcome")
    func queryCodes() throws {
        let rows: [(String, QueryAnswer)] = [
            ("ORDERNOTEXIST", .notFound),
            ("SYSTEMERROR", .unresolved(Doubt(kind: .listedCode, detail: "SYSTEMERROR"))),
            ("NOTENOUGH", .unresolved(Doubt(kind: .unlistedCode, detail: "NOTENOUGH"))),
        ]
        for (code, answer) in rows {
            #expect(try query(WeChatPayFixtures.failed(code)) == answer)
        }
    }

    @Test("Reverse: recall and every code have their outcome")
    func reverseCodes() throws {
        let done: [String: String?] = ["result_code": "SUCCESS"]
        let rows: [(String, ReverseAnswer)] = [
            (answer(done, recall: "N"), .reversed),
            (answer(done, recall: "Y"), .again(code: "recall")),
            (answer(done, recall: nil), .unresolved(Doubt(kind: .malformed, detail: "no recall"))),
            (answer(done, recall: "n"), .unresolved(Doubt(kind: .malformed, detail: "recall"))),
            (
                WeChatPayFixtures.failed("SYSTEMERROR", ["recall": "Y"]),
                .unresolved(Doubt(kind: .listedCode, detail: "SYSTEMERROR"))
            ),
            (WeChatPayFixtures.failed("USERPAYING"), .again(code: "USERPAYING")),
            (WeChatPayFixtures.failed("REVERSE_EXPIRE"), .expired(code: "REVERSE_EXPIRE")),
            (WeChatPayFixtures.failed("TRADE_ERROR"), .queryFirst(code: "TRADE_ERROR")),
            (WeChatPayFixtures.failed("ORDERNOTEXIST"), .nothingToReverse),
            (
                WeChatPayFixtures.failed("INVALID_TRANSACTIONID"),
                .refused(code: "INVALID_TRANSACTIONID")
            ),
            (
                WeChatPayFixtures.failed("SOMETHING"),
                .unresolved(Doubt(kind: .unlistedCode, detail: "SOMETHING"))
            ),
        ]
        for (body, answer) in rows { #expect(try reverse(body) == answer) }
        let foreign = answer(
            done.merging(["out_trade_no": "2026112315420501010200038758"]) { _, new in new },
            recall: "N")
        #expect(try reverse(foreign).name == "unresolved")
    }

    private func answer(_ fields: [String: String?], recall: String?) -> String {
        WeChatPayFixtures.answer(fields.merging(["recall": recall]) { _, new in new })
    }
}
