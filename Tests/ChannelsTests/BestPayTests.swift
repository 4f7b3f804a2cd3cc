// What BestPay is asked, to the letter; every code and state of it, written down again; and every
// way in which an answer can be false.

import Channels
import Foundation
import Payments
import Retail
import Testing

@Suite("BestPay")
struct BestPayTests {
    private typealias Fixture = BestPayFixtures

    private func mapping() throws -> BestPayOutcomeMapping {
        BestPayOutcomeMapping(try Fixture.settings())
    }

    private func pay(_ body: String) throws -> PayAnswer {
        try mapping().pay(Array(body.utf8), asked: Fixtures.number())
    }

    private func query(_ body: String) throws -> QueryAnswer {
        try mapping().query(Array(body.utf8), asked: Fixtures.number())
    }

    private func reverse(_ body: String) throws -> ReverseAnswer {
        try mapping().reverse(
            Array(body.utf8),
            asked: ReverseRequest(number: Fixtures.number(), amount: Fixtures.amount))
    }

    private func refund(_ body: String) throws -> RefundAnswer {
        try mapping().refund(Array(body.utf8), asked: RefundFixtures.request())
    }

    private func queryRefund(_ body: String) throws -> RefundQueryAnswer {
        try mapping().queryRefund(Array(body.utf8), asked: RefundFixtures.question())
    }

    private func fields(_ request: HTTPRequest) -> [String: String] {
        let text = String(decoding: request.body.value, as: UTF8.self)
        var fields: [String: String] = [:]
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1)
            fields[String(pair[0])] = pair.count > 1 ? String(pair[1]) : ""
        }
        return fields
    }

    @Test("Requests: the path, the fields and the signature, computed elsewhere")
    func requests() throws {
        let wire = BestPayWire(try Fixture.settings())
        let number = try Fixtures.number()
        let asked = try Fixtures.request(code: Fixture.code, payableFor: .minutes(3))
        let pay = try #require(wire.pay(asked))
        #expect(pay.url == "http://127.0.0.1:9/barcode/placeOrder")
        let sent = fields(pay)
        #expect(sent["mac"] == "8B46FFB0B19E6B0255394124418D916C")
        #expect(sent["barcode"] == Fixture.code && sent["orderAmt"] == "6510")
        #expect(sent["orderNo"] == number.digits && sent["orderReqNo"] == number.digits)
        #expect(sent["orderDate"] == "20261123154205" && sent["attachAmt"] == "0")
        #expect(sent["merchantPwd"] == nil)
        let query = fields(wire.query(number))
        #expect(query["mac"] == "91C34B922C08062477B75D8ED41EAE46")
        let reverse = try #require(
            wire.reverse(ReverseRequest(number: number, amount: Fixtures.amount)))
        #expect(reverse.url == "http://127.0.0.1:9/reverse/reverse")
        #expect(fields(reverse)["mac"] == "1577E777122C69DAA6263CA3715CC556")
        #expect(fields(reverse)["refundReqNo"] == "RV" + number.digits)
        let refund = try #require(wire.refund(try RefundFixtures.request()))
        #expect(refund.url == "http://127.0.0.1:9/refund/commonRefund")
        #expect(fields(refund)["transAmt"] == "2000")
        #expect(fields(refund)["refundReqDate"] == "20261124")
        // An even count of characters, at most 30.
        #expect(fields(refund)["refundReqNo"]?.utf8.count == 30)
        let asks = fields(wire.queryRefund(try RefundFixtures.question()))
        #expect(asks["orderReqNo"] == fields(refund)["refundReqNo"])
        #expect(asks["orderDate"] == "20261124093000")
    }

    @Test("Nothing is written for another wallet, too late, or without an amount")
    func unwritten() throws {
        let wire = BestPayWire(try Fixture.settings())
        let other = try Fixtures.request(code: Fixtures.wechatCode, payableFor: .minutes(3))
        let late = try Fixtures.request(code: Fixture.code, payableFor: .seconds(119))
        let nothing = try Fixtures.request(
            code: Fixture.code, amount: .zero, payableFor: .minutes(3))
        for request in [other, late, nothing] { #expect(wire.pay(request) == nil) }
        let more = try RefundFixtures.request(amount: Money(fen: 6_511))
        #expect(wire.refund(more) == nil)
        #expect(wire.reverse(ReverseRequest(number: try Fixtures.number(), amount: .zero)) == nil)
    }

    private static let payRows: [CodeRow<String>] = [
        CodeRow("BARCODE_VALIDATE_ERROR", "declined codeInvalid"),
        CodeRow("BE110062", "unresolved listedCode"),
        CodeRow("BE300001", "declined ourConfiguration"),
        CodeRow("BE300007", "declined ourConfiguration"),
        CodeRow("BE999999", "unresolved unlistedCode"),
    ]

    @Test("Pay: every code; unsigned or a stranger's it proves nothing", arguments: payRows)
    func payCodes(row: CodeRow<String>) throws {
        let about = try Fixture.aboutOrder()
        let answer = try pay(Fixture.refused(row.code, about: about))
        #expect(words(answer) == row.answer)
        for body in [
            Fixture.unsigned(row.code), Fixture.refused(row.code, about: about, key: "x"),
            Fixture.refused(row.code, about: "ORDERNO=1&ORDERREQNO=1"),
        ] {
            #expect(words(try pay(body)) == "unresolved badSignature")
            #expect(try query(body).name == "unresolved")
        }
    }

    private static let queryRows: [CodeRow<String>] = [
        CodeRow("BE110062", "notFound"), CodeRow("BE300001", "unresolved"),
        CodeRow("BE300007", "unresolved"), CodeRow("BE999999", "unresolved"),
    ]

    @Test("Query: every code", arguments: queryRows)
    func queryCodes(row: CodeRow<String>) throws {
        let body = Fixture.refused(row.code, about: try Fixture.aboutOrder())
        #expect(try query(body).name == row.answer)
    }

    private static let reverseRows: [CodeRow<String>] = [
        CodeRow("BE110062", "nothingToReverse"), CodeRow("BE301010", "again"),
        CodeRow("BE301012", "queryFirst"), CodeRow("BE301014", "expired"),
        CodeRow("BE300001", "refused"), CodeRow("BE300007", "refused"),
        CodeRow("BE999999", "unresolved"),
    ]

    @Test("Reverse: every code", arguments: reverseRows)
    func reverseCodes(row: CodeRow<String>) throws {
        let about = "OLDORDERNO=\(try Fixtures.number().digits)&REFUNDREQNO="
        let body = Fixture.refused(row.code, about: about + (try Fixture.reversal()))
        #expect(try reverse(body).name == row.answer)
        // One about a refund of the same order is not about its reversal.
        let other = Fixture.refused(row.code, about: about + (try Fixture.refund()))
        #expect(try reverse(other).name == "unresolved")
    }

    private static let refundRows: [CodeRow<String>] = [
        CodeRow("BE301010", "unresolved"), CodeRow("BE301009", "failed"),
        CodeRow("BE110062", "failed"), CodeRow("BE300001", "failed"),
        CodeRow("BE300007", "failed"), CodeRow("BE999999", "unresolved"),
    ]

    @Test("Refund: every code", arguments: refundRows)
    func refundCodes(row: CodeRow<String>) throws {
        let about =
            "OLDORDERNO=\(try Fixtures.number().digits)&REFUNDREQNO=\(try Fixture.refund())"
        #expect("\(try refund(Fixture.refused(row.code, about: about)))".hasPrefix(row.answer))
        #expect("\(try refund(Fixture.unsigned(row.code)))".hasPrefix("unresolved"))
    }

    private static let refundQueryRows: [CodeRow<String>] = [
        CodeRow("BE110062", "notFound"), CodeRow("BE300001", "unresolved"),
        CodeRow("BE300007", "unresolved"), CodeRow("BE999999", "unresolved"),
    ]

    @Test("Refund query: every code", arguments: refundQueryRows)
    func refundQueryCodes(row: CodeRow<String>) throws {
        let about =
            "ORDERNO=\(try Fixtures.number().digits)&ORDERREQNO=\(try Fixture.refund())"
        #expect(
            "\(try queryRefund(Fixture.refused(row.code, about: about)))".hasPrefix(row.answer))
    }

    @Test("No code of the tables is without a row here")
    func complete() {
        func codes<T>(_ rows: [CodeRow<T>]) -> Set<String> { Set(rows.map(\.code)) }
        #expect(BestPayOutcomeTables.pay.rows.allSatisfy { codes(Self.payRows).contains($0.code) })
        #expect(
            BestPayOutcomeTables.query.rows.allSatisfy { codes(Self.queryRows).contains($0.code) })
        #expect(
            BestPayOutcomeTables.reverse.rows.allSatisfy {
                codes(Self.reverseRows).contains($0.code)
            })
        #expect(
            BestPayOutcomeTables.refund.rows.allSatisfy { codes(Self.refundRows).contains($0.code) }
        )
        #expect(
            BestPayOutcomeTables.refundQuery.rows.allSatisfy {
                codes(Self.refundQueryRows).contains($0.code)
            })
    }

    @Test("Each state of an order, and what paid proves")
    func states() throws {
        let proof = PaidProof(
            merchantOrderNumber: try Fixtures.number().digits, channelTradeNumber: Fixture.trade,
            amount: Fixtures.amount, currency: "CNY", merchantAccount: Fixture.merchant,
            paidAt: nil)
        // The answer to a payment leaves the time out, and signs the word null.
        #expect(try pay(Fixture.order(["orderDate": ""])) == .paid(proof))
        #expect(try query(Fixture.order()) == .paid(proof))
        let rows = [
            ("A", "awaitingShopper", "awaitingShopper"), ("B", "paid", "paid"),
            ("C", "declined", "closed"), ("G", "declined", "closed"),
            ("X", "unresolved", "unresolved"), ("", "unresolved", "unresolved"),
        ]
        for (status, paid, asked) in rows {
            let body = try Fixture.order(["transStatus": status])
            #expect(try pay(body).name == paid, "\(status)")
            #expect(try query(body).name == asked, "\(status)")
        }
        for (flag, name) in [
            ("0", "paid"), ("1", "refunded"), ("2", "refunded"), ("3", "refunded"),
            ("7", "unresolved"),
        ] {
            #expect(try query(Fixture.order(forged: ["refundFlag": flag])).name == name)
        }
        let short = try Fixture.order(["transStatus": "C"], forged: ["respCode": "200020"])
        #expect(
            try pay(short) == .declined(Decline(kind: .notEnoughMoney, code: "200020")))
    }

    struct False: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let kind: Doubt.Kind
        let body: @Sendable () throws -> String
    }

    private static let falseAnswers: [False] = [
        False(testDescription: "another key", kind: .badSignature) {
            try BestPayFixtures.order(key: "x")
        },
        False(testDescription: "another amount", kind: .badSignature) {
            try BestPayFixtures.order(forged: ["transAmt": "1"])
        },
        False(testDescription: "another state", kind: .badSignature) {
            try BestPayFixtures.order(["transStatus": "C"], forged: ["transStatus": "B"])
        },
        False(testDescription: "no signature", kind: .badSignature) {
            try BestPayFixtures.order(forged: ["sign": ""])
        },
        False(testDescription: "a small signature", kind: .badSignature) {
            let body = try BestPayFixtures.order()
            let at = try #require(body.range(of: "\"sign\":\"")).upperBound
            return String(body[..<at]) + body[at...].lowercased()
        },
        False(testDescription: "success without a result", kind: .badSignature) {
            "{\"success\":true,\"result\":null,\"errorCode\":null,\"errorMsg\":null}"
        },
        False(testDescription: "another order", kind: .foreignAnswer) {
            try BestPayFixtures.order(["orderNo": "2026112315420501010200038758"])
        },
        False(testDescription: "another request", kind: .foreignAnswer) {
            try BestPayFixtures.order(["orderReqNo": "2026112315420501010200038758"])
        },
        False(testDescription: "another merchant", kind: .foreignAnswer) {
            try BestPayFixtures.order(["merchantId": "02310109000199001"])
        },
        False(testDescription: "no amount", kind: .malformed) {
            try BestPayFixtures.order(["transAmt": ""])
        },
        False(testDescription: "less than nothing", kind: .malformed) {
            try BestPayFixtures.order(["transAmt": "-6510"])
        },
        False(testDescription: "no number of its own", kind: .malformed) {
            try BestPayFixtures.order(["ourTransNo": ""])
        },
        False(testDescription: "neither yes nor no", kind: .malformed) {
            try BestPayFixtures.order().replacing("\"success\":true", with: "\"success\":1")
        },
        False(testDescription: "an array", kind: .malformed) { "[]" },
        False(testDescription: "nothing", kind: .malformed) { "" },
        False(testDescription: "a refusal without a code", kind: .malformed) {
            "{\"success\":false,\"result\":null}"
        },
    ]

    @Test("A false answer is unresolved, whatever it was asked", arguments: falseAnswers)
    func falseAnswer(_ row: False) throws {
        let body = try row.body()
        guard case .unresolved(let doubt) = try pay(body),
            case .unresolved(let other) = try query(body),
            case .unresolved = try reverse(body), case .unresolved = try refund(body),
            case .unresolved = try queryRefund(body)
        else {
            Issue.record("\(try pay(body)), \(try query(body))")
            return
        }
        #expect(doubt.kind == row.kind && other.kind == row.kind, "\(doubt)")
    }

    @Test("A reversal and a refund count only with our numbers and our amount")
    func givenBack() throws {
        let reversal = try Fixture.reversal()
        let refund = try Fixture.refund()
        #expect(try reverse(Fixture.givenBack(request: reversal, amount: 6_510)) == .reversed)
        for body in [
            try Fixture.givenBack(request: reversal, amount: 6_511),
            try Fixture.givenBack(request: refund, amount: 6_510),
            try Fixture.givenBack(request: reversal, amount: 6_510, ["oldOrderNo": "1"]),
            try Fixture.givenBack(request: reversal, amount: 6_510, forged: ["transAmt": "1"]),
        ] {
            #expect(try reverse(body).name == "unresolved")
        }
        #expect(try self.refund(Fixture.givenBack(request: refund, amount: 2_000)) == .accepted)
        let more = try Fixture.givenBack(request: refund, amount: 2_001)
        #expect("\(try self.refund(more))".hasPrefix("unresolved"))
        let asked = ["orderReqNo": refund, "transAmt": "2000", "orderDate": "20261124093000"]
        #expect(
            try queryRefund(Fixture.order(asked))
                == .done(RefundFixtures.proof(channelRefund: Fixture.trade)))
        for (status, name) in [("A", "processing"), ("C", "failed"), ("G", "failed")] {
            let body = try Fixture.order(asked.merging(["transStatus": status]) { $1 })
            #expect("\(try queryRefund(body))".hasPrefix(name))
        }
    }

    @Test("A wallet's own number is not asked about; one of another length is not BestPay's")
    func tradeNumbers() async throws {
        let script = Script(body: "")
        let client = BestPayClient(try Fixture.settings(), transport: script.transport)
        let elsewhere = await client.query(.channelTradeNumber("4200001987202611230000000001"))
        #expect(elsewhere == .notFound)
        #expect(await client.query(.channelTradeNumber(Fixture.trade)).name == "unresolved")
        #expect(await script.requests.isEmpty)
    }

    @Test("Settings that are wrong are named, and never quoted; nothing prints a key")
    func settings() throws {
        for (setting, key, password) in [
            ("bestpay.key", "", "663913"), ("bestpay.key", "a b", "663913"),
            ("bestpay.key", "secret&KEY=x", "663913"), ("bestpay.tradePassword", "K", ""),
            ("bestpay.tradePassword", "K", String(repeating: "9", count: 21)),
        ] {
            do {
                _ = try Fixture.settings(key: key, tradePassword: password)
                Issue.record("taken: \(setting)")
            } catch let error as SettingsError {
                #expect("\(error)".hasPrefix(setting))
                #expect(!"\(error)".contains("secret"))
            } catch {
                Issue.record("\(error)")
            }
        }
        let settings = try Fixture.settings()
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!dumped.contains(Fixture.key) && !dumped.contains("663913"))
        dumped = String(reflecting: BestPayClient(settings, transport: Script(body: "").transport))
        #expect(!dumped.contains(Fixture.key) && !dumped.contains("663913"))
    }

    private func words(_ answer: PayAnswer) -> String {
        switch answer {
        case .declined(let decline): "declined \(decline.kind.rawValue)"
        case .unresolved(let doubt): "unresolved \(doubt.kind.rawValue)"
        default: answer.name
        }
    }
}
