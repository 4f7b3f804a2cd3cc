// Every code of Alipay row by row, written down again from the provider's pages.

import Channels
import Cryptography
import Payments
import Retail
import Testing

@Suite("Alipay outcomes")
struct AlipayOutcomeTests {
    private func mapping() throws -> AlipayOutcomeMapping {
        AlipayOutcomeMapping(try AlipayFixtures.settings())
    }

    private func pay(_ body: String) throws -> PayAnswer {
        try mapping().pay(Array(body.utf8), asked: Fixtures.number())
    }

    private func query(_ body: String, _ question: OrderQuestion? = nil) throws -> QueryAnswer {
        let question = try question ?? .merchantOrderNumber(Fixtures.number())
        return try mapping().query(Array(body.utf8), asked: question)
    }

    private func cancel(_ body: String) throws -> ReverseAnswer {
        try mapping().cancel(Array(body.utf8), asked: Fixtures.number())
    }

    static let payRows: [CodeRow<PayAnswer>] = [
        ask("ACQ.SYSTEM_ERROR"), ask("AOP.ACQ.SYSTEM_ERROR"), ask("ACQ.TRADE_HAS_SUCCESS"),
        ask("ACQ.CONTEXT_INCONSISTENT"), no(.orderClosed, "ACQ.TRADE_HAS_CLOSE"),
        no(.codeInvalid, "ACQ.PAYMENT_AUTH_CODE_INVALID"),
        no(.notEnoughMoney, "ACQ.BUYER_BALANCE_NOT_ENOUGH"),
        no(.notEnoughMoney, "ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH"),
        no(.methodNotSupported, "ACQ.ERROR_BALANCE_PAYMENT_DISABLE"),
        no(.methodNotSupported, "ACQ.NO_PAYMENT_INSTRUMENTS_AVAILABLE"),
        no(.other, "ACQ.PULL_MOBILE_CASHIER_FAIL"),
        no(.methodNotSupported, "ACQ.MOBILE_PAYMENT_SWITCH_OFF"),
        no(.methodNotSupported, "ACQ.USER_FACE_PAYMENT_SWITCH_OFF"),
        no(.other, "ACQ.PAYMENT_FAIL"), no(.riskRefused, "ACQ.PAYMENT_REQUEST_HAS_RISK"),
        no(.accountRestricted, "ACQ.BUYER_SELLER_EQUAL"),
        no(.accountRestricted, "ACQ.TRADE_BUYER_NOT_MATCH"),
        no(.accountRestricted, "ACQ.BUYER_ENABLE_STATUS_FORBID"),
        no(.accountRestricted, "ACQ.ERROR_BUYER_CERTIFY_LEVEL_LIMIT"),
        no(.overLimit, "ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR"),
        no(.overLimit, "ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR"),
        no(.overLimit, "ACQ.BEYOND_PAY_RESTRICTION"),
        no(.overLimit, "ACQ.BEYOND_PER_RECEIPT_RESTRICTION"),
        no(.overLimit, "ACQ.TOTAL_FEE_EXCEED"), no(.ourConfiguration, "ACQ.SELLER_BEEN_BLOCKED"),
        no(.ourConfiguration, "ACQ.INVALID_PARAMETER"),
        no(.ourConfiguration, "ACQ.ACCESS_FORBIDDEN"), no(.ourConfiguration, "ACQ.PARTNER_ERROR"),
        no(.ourConfiguration, "ACQ.EXIST_FORBIDDEN_WORD"),
        no(.ourConfiguration, "ACQ.INVALID_STORE_ID"),
        CodeRow(
            "ACQ.OF_TOMORROW", .unresolved(Doubt(kind: .unlistedCode, detail: "ACQ.OF_TOMORROW"))),
    ]

    @Test("Pay: every code has its outcome, an unlisted one is unresolved", arguments: payRows)
    func payCodes(row: CodeRow<PayAnswer>) throws {
        let body = try AlipayFixtures.failed(.pay, row.code)
        #expect(try pay(body) == row.answer)
        // Unsigned, or changed after it was signed, the same words prove nothing.
        let node = AlipayFixtures.node([("code", "40004"), ("sub_code", row.code)])
        let unsigned = "{\"alipay_trade_pay_response\":\(node)}"
        #expect(try pay(unsigned).name == "unresolved")
        #expect(
            try pay("{\"error_response\":\(node)}")
                == .unresolved(Doubt(kind: .badSignature, detail: "unsigned \(row.code)")))
        #expect(try pay(replacing("说明", with: "说", in: body)).name == "unresolved")
    }

    private static let gatewayRows: [CodeRow<PayAnswer>] = [
        ask("20000"), no(.ourConfiguration, "20001"), no(.ourConfiguration, "40001"),
        no(.ourConfiguration, "40002"), no(.ourConfiguration, "40003"),
        no(.ourConfiguration, "40006"), CodeRow("10003", .awaitingShopper),
        CodeRow("10004", .unresolved(Doubt(kind: .unlistedCode, detail: "10004"))),
    ]

    @Test("Pay: every code of the gateway has its outcome", arguments: gatewayRows)
    func gatewayCodes(row: CodeRow<PayAnswer>) throws {
        let body = try AlipayFixtures.answer(.pay, [("code", row.code), ("msg", "m")])
        #expect(try pay(body) == row.answer)
        // For a query or a cancel they decide nothing.
        for method in [AlipayMethod.query, .cancel] {
            let body = try AlipayFixtures.answer(method, [("code", row.code), ("msg", "m")])
            #expect(try query(body).name == "unresolved")
            #expect(try cancel(body).name == "unresolved")
        }
    }

    @Test("No row of the tables is without a test")
    func complete() {
        #expect(
            Set(Self.payRows.map(\.code)).subtracting(["ACQ.OF_TOMORROW"])
                == Set(AlipayOutcomeTables.pay.rows.map(\.code)))
        #expect(
            Set(Self.gatewayRows.map(\.code)).subtracting(["10003", "10004"])
                == Set(AlipayOutcomeTables.gateway.rows.map(\.code)))
        #expect(AlipayOutcomeTables.pay.rows.count == Self.payRows.count - 1)
        #expect(AlipayOutcomeTables.query.rows.count == 4)
        #expect(AlipayOutcomeTables.cancel.rows.count == 10)
    }

    @Test("Pay: success is paid with the channel's own words as proof")
    func paid() throws {
        let trade = AlipayFixtures.trade
        #expect(
            try pay(AlipayFixtures.paid()) == .paid(Fixtures.proof(trade: trade, account: "")))
        #expect(
            try pay(AlipayFixtures.paid(["total_amount": "0.01"]))
                == .paid(Fixtures.proof(trade: trade, account: "", amount: Money(fen: 1))))
        #expect(
            try pay(AlipayFixtures.paid(["trans_currency": "HKD"]))
                == .paid(Fixtures.proof(trade: trade, account: "", currency: "HKD")))
    }

    @Test("The signature covers the exact bytes of the node, spaces, escapes and all")
    func exactBytes() throws {
        let number = try Fixtures.number().digits
        let node =
            "{ \"code\" : \"10000\",\"msg\":\"a }\\\"{ \\\\ \\/ \\u0022\",\"total_amount\":65.10,"
            + "\"out_trade_no\":\"\(number)\",\t\"trade_no\":\"\(AlipayFixtures.trade)\","
            + "\"fund_bill_list\":[{\"amount\":\"65.10\"}],\"nothing\":null,\"flag\":true }"
        let body = try AlipayFixtures.answer(.pay, node: node)
        #expect(try pay(body).name == "paid")
        #expect(try pay(" \n" + body + "\n ").name == "paid")
        #expect(
            try pay(replacing("{ \"code\" :", with: "{\"code\":", in: body)).name == "unresolved")
        #expect(try pay(replacing("\\/", with: "/", in: body)).name == "unresolved")
    }

    @Test("A node that is signed twice over, or hidden beside another, is refused")
    func twoNodes() throws {
        let paid = try AlipayFixtures.paid()
        let inner = String(paid.dropFirst().dropLast())
        #expect(try pay("{\(inner),\(inner)}").name == "unresolved")
        #expect(try pay("{\"error_response\":{\"code\":\"40002\"},\(inner)}").name == "unresolved")
        // An answer to a query does not answer a pay call.
        #expect(try pay(AlipayFixtures.state("TRADE_SUCCESS")).name == "unresolved")
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let changes: [String: String]
        let kind: Doubt.Kind
        var testDescription: String { "\(changes)" }
        init(_ changes: [String: String], _ kind: Doubt.Kind) {
            self.changes = changes
            self.kind = kind
        }
    }

    @Test(
        "Pay: a signed success that is not about this order, or not readable, is unresolved",
        arguments: [
            Bad(["out_trade_no": "2026112315420501010200038758"], .foreignAnswer),
            Bad(["out_trade_no": ""], .malformed), Bad(["trade_no": ""], .malformed),
            Bad(["trade_no": "20 26"], .malformed), Bad(["total_amount": ""], .malformed),
            Bad(["total_amount": "0.00"], .malformed), Bad(["total_amount": "-65.10"], .malformed),
            Bad(["total_amount": "65.101"], .malformed), Bad(["total_amount": "6e1"], .malformed),
            Bad(["total_amount": "65,10"], .malformed),
            Bad(["total_amount": "92233720368547758.08"], .malformed),
            Bad(["total_amount": String(repeating: "9", count: 5_000)], .malformed),
            Bad(["trans_currency": "C N Y"], .malformed), Bad(["code": ""], .malformed),
            Bad(["sub_code": "ACQ.PAYMENT_FAIL"], .malformed), Bad(["code": "40004"], .malformed),
        ])
    func badSuccess(bad: Bad) throws {
        guard case .unresolved(let doubt) = try pay(AlipayFixtures.paid(bad.changes)) else {
            Issue.record("not unresolved")
            return
        }
        #expect(doubt.kind == bad.kind)
    }

    private func replacing(_ text: String, with other: String, in body: String) -> String {
        guard let range = body.firstRange(of: text) else {
            Issue.record("nothing to replace")
            return body
        }
        return body.replacingCharacters(in: range, with: other)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}

extension AlipayOutcomeTests {
    @Test("Query: every status and code has its outcome")
    func queries() throws {
        let proof = try Fixtures.proof(trade: AlipayFixtures.trade, account: "")
        let states: [(String, QueryAnswer)] = [
            ("TRADE_SUCCESS", .paid(proof)), ("TRADE_FINISHED", .paid(proof)),
            ("WAIT_BUYER_PAY", .awaitingShopper),
            ("TRADE_CLOSED", .closed(code: "TRADE_CLOSED")),
            ("TRADE_NEW", .unresolved(Doubt(kind: .unlistedCode, detail: "TRADE_NEW"))),
        ]
        #expect(states.count == AlipayOutcomeTables.TradeStatus.allCases.count + 1)
        for (status, answer) in states {
            #expect(try query(AlipayFixtures.state(status)) == answer)
            let foreign = try AlipayFixtures.state(
                status, ["out_trade_no": "2026112315420501010200038758"])
            #expect(
                try query(foreign)
                    == .unresolved(Doubt(kind: .foreignAnswer, detail: "out_trade_no")))
            #expect(
                try query(AlipayFixtures.state(status, ["out_trade_no": ""])).name == "unresolved")
        }
        let codes: [(String, QueryAnswer)] = [
            ("ACQ.TRADE_NOT_EXIST", .notFound),
            ("ACQ.SYSTEM_ERROR", .unresolved(Doubt(kind: .listedCode, detail: "ACQ.SYSTEM_ERROR"))),
            (
                "AOP.ACQ.SYSTEM_ERROR",
                .unresolved(Doubt(kind: .listedCode, detail: "AOP.ACQ.SYSTEM_ERROR"))
            ),
            (
                "ACQ.INVALID_PARAMETER",
                .unresolved(Doubt(kind: .listedCode, detail: "ACQ.INVALID_PARAMETER"))
            ),
            ("ACQ.NEW", .unresolved(Doubt(kind: .unlistedCode, detail: "ACQ.NEW"))),
        ]
        for (code, answer) in codes {
            #expect(try query(AlipayFixtures.failed(.query, code)) == answer)
        }
    }

    @Test(
        "Query: a closed trade was paid and given back only where both its fields say so",
        arguments: [
            (["receipt_amount": "65.10"], true),
            // A voucher may have paid a part: received is less than the trade.
            (["receipt_amount": "60.00"], true),
            (["receipt_amount": "65.10", "send_pay_date": ""], false),
            (["receipt_amount": "65.10", "send_pay_date": "2026-02-30 15:42:07"], false),
            (["receipt_amount": "65.10", "total_amount": "sixty"], false),
            (["receipt_amount": "65.10", "trade_no": ""], false),
            (["receipt_amount": "0.00"], false), (["receipt_amount": "-1.00"], false),
            (["receipt_amount": "65,10"], false), (["receipt_amount": ""], false), ([:], false),
        ] as [([String: String], Bool)])
    func closed(_ changes: [String: String], _ wasPaid: Bool) throws {
        let answer = try query(AlipayFixtures.state("TRADE_CLOSED", changes))
        let proof = try Fixtures.proof(trade: AlipayFixtures.trade, account: "")
        #expect(answer == (wasPaid ? .refunded(proof) : .closed(code: "TRADE_CLOSED")))
        let foreign = changes.merging(["out_trade_no": "2026112315420501010200038758"]) { $1 }
        #expect(
            try query(AlipayFixtures.state("TRADE_CLOSED", foreign))
                == .unresolved(Doubt(kind: .foreignAnswer, detail: "out_trade_no")))
    }

    @Test("Query: by the wallet's number the answer must name that number")
    func queryByTrade() throws {
        let body = try AlipayFixtures.state("TRADE_SUCCESS")
        #expect(try query(body, .channelTradeNumber(AlipayFixtures.trade)).name == "paid")
        #expect(
            try query(body, .channelTradeNumber("2026112322001412345678909999"))
                == .unresolved(Doubt(kind: .foreignAnswer, detail: "trade_no")))
    }

    @Test("Cancel: retry_flag, action and every code have their outcome")
    func cancels() throws {
        let answers: [([String: String], ReverseAnswer)] = [
            ([:], .reversed), (["action": "refund"], .reversed),
            (["action": ""], .nothingToReverse),
            (["retry_flag": "Y"], .again(code: "retry_flag")),
            (["retry_flag": "Y", "action": ""], .again(code: "retry_flag")),
            (
                ["retry_flag": ""],
                .unresolved(Doubt(kind: .malformed, detail: "no retry_flag"))
            ),
            (["action": "other"], .unresolved(Doubt(kind: .malformed, detail: "action"))),
            (
                ["out_trade_no": "2026112315420501010200038758"],
                .unresolved(Doubt(kind: .foreignAnswer, detail: "out_trade_no"))
            ),
        ]
        for (changes, answer) in answers {
            #expect(try cancel(AlipayFixtures.cancelled(changes)) == answer)
        }
        let doubt = { Doubt(kind: .listedCode, detail: $0) }
        let codes: [(String, ReverseAnswer)] = [
            ("ACQ.SYSTEM_ERROR", .unresolved(doubt("ACQ.SYSTEM_ERROR"))),
            ("AOP.ACQ.SYSTEM_ERROR", .unresolved(doubt("AOP.ACQ.SYSTEM_ERROR"))),
            ("AQC.SYSTEM_ERROR", .unresolved(doubt("AQC.SYSTEM_ERROR"))),
            ("ACQ.TRADE_CANCEL_TIME_OUT", .expired(code: "ACQ.TRADE_CANCEL_TIME_OUT")),
            ("ACQ.TRADE_HAS_FINISHED", .queryFirst(code: "ACQ.TRADE_HAS_FINISHED")),
            (
                "ACQ.REASON_TRADE_REFUND_FEE_ERR",
                .queryFirst(code: "ACQ.REASON_TRADE_REFUND_FEE_ERR")
            ),
            ("ACQ.CANCEL_NOT_ALLOWED", .refused(code: "ACQ.CANCEL_NOT_ALLOWED")),
            ("ACQ.REASON_TRADE_BEEN_FREEZEN", .refused(code: "ACQ.REASON_TRADE_BEEN_FREEZEN")),
            ("ACQ.SELLER_BALANCE_NOT_ENOUGH", .refused(code: "ACQ.SELLER_BALANCE_NOT_ENOUGH")),
            ("ACQ.INVALID_PARAMETER", .refused(code: "ACQ.INVALID_PARAMETER")),
            ("ACQ.NEW", .unresolved(Doubt(kind: .unlistedCode, detail: "ACQ.NEW"))),
        ]
        for (code, answer) in codes {
            #expect(try cancel(AlipayFixtures.failed(.cancel, code)) == answer)
        }
    }
}
