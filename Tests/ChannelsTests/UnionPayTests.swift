// What UnionPay is asked, and how it is signed; every code of it, written down again; and every way
// in which an answer can be false.

import Channels
import Cryptography
import Foundation
import Payments
import Retail
import Testing

@Suite("UnionPay")
struct UnionPayTests {
    private typealias Fixture = UnionPayFixtures

    private func mapping() throws -> UnionPayOutcomeMapping {
        UnionPayOutcomeMapping(try Fixture.settings())
    }

    private func pay(_ body: String) throws -> PayAnswer {
        try mapping().pay(Array(body.utf8), asked: Fixtures.number())
    }

    private func query(_ body: String) throws -> QueryAnswer {
        try mapping().query(Array(body.utf8), asked: Fixtures.number())
    }

    private func reverse(_ body: String) throws -> ReverseAnswer {
        try mapping().reverse(Array(body.utf8), asked: Fixtures.number())
    }

    private func refund(_ body: String) throws -> RefundAnswer {
        try mapping().refund(Array(body.utf8), asked: RefundFixtures.request())
    }

    private func queryRefund(_ body: String) throws -> RefundQueryAnswer {
        try mapping().queryRefund(Array(body.utf8), asked: RefundFixtures.question())
    }

    @Test("Requests: type, number with its time, and a signature over the letters of the digest")
    func requests() throws {
        let wire = UnionPayWire(try Fixture.settings())
        let number = try Fixtures.number()
        let asked = try Fixtures.request(code: Fixture.code, payableFor: .minutes(3))
        let refund = try RefundFixtures.number().text
        let day = "20261124093000"
        let rows: [(HTTPRequest?, String, [String: String])] = [
            (
                wire.pay(asked), "backTransReq.do",
                [
                    "txnType": "01", "txnSubType": "06", "orderId": number.digits,
                    "txnTime": "20261123154205", "txnAmt": "6510", "currencyCode": "156",
                    "qrNo": Fixture.code, "termId": "01010002",
                ]
            ),
            (
                wire.query(number), "queryTrans.do",
                ["txnType": "00", "orderId": number.digits, "txnTime": "20261123154205"]
            ),
            (
                wire.reverse(ReverseRequest(number: number, amount: Fixtures.amount)),
                "backTransReq.do",
                [
                    "txnType": "99", "txnSubType": "01", "orderId": number.digits,
                    "txnTime": "20261123154205",
                ]
            ),
            (
                wire.refund(try RefundFixtures.request()), "backTransReq.do",
                [
                    "txnType": "04", "txnSubType": "00", "orderId": refund, "txnTime": day,
                    "txnAmt": "2000", "origQryId": "4200",
                ]
            ),
            (
                wire.queryRefund(try RefundFixtures.question()), "queryTrans.do",
                ["txnType": "00", "orderId": refund, "txnTime": day]
            ),
        ]
        let key = try RSAPublicKey(
            pem: RSAPrivateKey(pem: AlipayFixtures.merchantKey).publicKeyPEM())
        for (request, path, expected) in rows {
            let request = try #require(request)
            #expect(request.url == "http://127.0.0.1:9/gateway/api/" + path)
            var fields: [String: String] = [:]
            for part in String(decoding: request.body.value, as: UTF8.self).split(separator: "&") {
                let pair = part.split(separator: "=", maxSplits: 1)
                fields[String(pair[0])] = pair[1].removingPercentEncoding
            }
            #expect(fields.merging(expected) { $1 } == fields)
            #expect(fields["version"] == "5.1.0" && fields["signMethod"] == "01")
            #expect(fields["certId"] == "69629715588" && fields["merId"] == Fixture.merchant)
            let signature = try #require(fields["signature"].flatMap(Base64.bytes))
            let text = Hex.lower(Digest.sha256(Array(Fixture.joined(fields).utf8)))
            #expect(key.verifiesSHA256(Array(text.utf8), signature: signature))
        }
    }

    @Test("Nothing is written for another wallet, too late, or without what it needs")
    func unwritten() throws {
        let wire = UnionPayWire(try Fixture.settings())
        let other = try Fixtures.request(code: Fixtures.wechatCode, payableFor: .minutes(3))
        let late = try Fixtures.request(code: Fixture.code, payableFor: .seconds(119))
        let nothing = try Fixtures.request(
            code: Fixture.code, amount: .zero, payableFor: .minutes(3))
        for request in [other, late, nothing] { #expect(wire.pay(request) == nil) }
        #expect(wire.refund(try RefundFixtures.request(amount: Money(fen: 6_511))) == nil)
    }

    private static let ask = "unresolved listedCode"
    private static let ours = "declined ourConfiguration"

    private static let payRows: [CodeRow<String>] = [
        CodeRow("01", "declined other"), CodeRow("02", ask), CodeRow("03", ask),
        CodeRow("04", ask), CodeRow("05", "awaitingShopper"), CodeRow("06", ask),
        CodeRow("10", ours), CodeRow("11", ours), CodeRow("12", ask), CodeRow("13", ours),
        CodeRow("30", "declined other"), CodeRow("31", ours), CodeRow("32", ours),
        CodeRow("33", "declined overLimit"), CodeRow("34", ask), CodeRow("35", ask),
        CodeRow("36", ask), CodeRow("37", ask), CodeRow("38", "declined riskRefused"),
        CodeRow("39", "declined other"), CodeRow("42", ask), CodeRow("43", ours),
        CodeRow("44", "declined codeInvalid"), CodeRow("60", "declined other"),
        CodeRow("61", "declined codeInvalid"), CodeRow("62", "declined methodNotSupported"),
        CodeRow("63", "declined accountRestricted"), CodeRow("64", "declined notEnoughMoney"),
        CodeRow("65", "declined other"), CodeRow("66", "declined accountRestricted"),
        CodeRow("67", "declined accountRestricted"),
        CodeRow("68", "declined methodNotSupported"), CodeRow("69", ask), CodeRow("99", ask),
        CodeRow("A1", ask), CodeRow("A6", ask), CodeRow("Z9", "unresolved unlistedCode"),
    ]

    @Test("Pay, and what a query says became of it: every code", arguments: payRows)
    func payCodes(row: CodeRow<String>) throws {
        let body = try Fixture.answer(["respCode": row.code])
        #expect(words(try pay(body)) == row.answer)
        let found = try query(Fixture.state(row.code))
        let expected =
            row.answer.hasPrefix("declined")
            ? "closed" : row.answer.hasPrefix("unresolved") ? "unresolved" : row.answer
        #expect(found.name == expected)
        // The same words signed by a stranger, or by nobody, prove nothing.
        for body in [
            try Fixture.answer(["respCode": row.code], isStrangers: true),
            try Fixture.answer(["respCode": row.code], isSigned: false),
        ] {
            #expect(words(try pay(body)) == "unresolved badSignature")
        }
    }

    private static let queryRows: [CodeRow<String>] = [
        CodeRow("34", "notFound"), CodeRow("02", "unresolved"), CodeRow("03", "unresolved"),
        CodeRow("04", "unresolved"), CodeRow("05", "unresolved"), CodeRow("06", "unresolved"),
        CodeRow("10", "unresolved"), CodeRow("11", "unresolved"), CodeRow("13", "unresolved"),
        CodeRow("31", "unresolved"), CodeRow("32", "unresolved"), CodeRow("37", "unresolved"),
        CodeRow("Z9", "unresolved"),
    ]

    @Test("Query, of an order and of a refund: every code", arguments: queryRows)
    func queryCodes(row: CodeRow<String>) throws {
        #expect(try query(Fixture.answer(["respCode": row.code])).name == row.answer)
        let asked = try queryRefund(Fixture.refundAnswer(["respCode": row.code]))
        #expect("\(asked)".hasPrefix(row.answer))
    }

    private static let reverseRows: [CodeRow<String>] = [
        CodeRow("02", "unresolved"), CodeRow("03", "unresolved"), CodeRow("04", "unresolved"),
        CodeRow("05", "again"), CodeRow("06", "unresolved"), CodeRow("12", "queryFirst"),
        CodeRow("34", "nothingToReverse"), CodeRow("35", "queryFirst"),
        CodeRow("37", "unresolved"), CodeRow("39", "expired"), CodeRow("45", "queryFirst"),
        CodeRow("10", "refused"), CodeRow("11", "refused"), CodeRow("13", "refused"),
        CodeRow("31", "refused"), CodeRow("32", "refused"), CodeRow("36", "refused"),
        CodeRow("43", "refused"), CodeRow("00", "reversed"), CodeRow("Z9", "unresolved"),
    ]

    @Test("Reverse: every code, and only in an answer to a reversal", arguments: reverseRows)
    func reverseCodes(row: CodeRow<String>) throws {
        let body = try Fixture.answer(["respCode": row.code, "txnType": "99"])
        #expect(try reverse(body).name == row.answer)
        #expect(try reverse(Fixture.answer(["respCode": row.code])).name == "unresolved")
    }

    private static let refundRows: [CodeRow<String>] = [
        CodeRow("01", "failed"), CodeRow("02", "later"), CodeRow("03", "unresolved"),
        CodeRow("04", "unresolved"), CodeRow("05", "unresolved"), CodeRow("06", "later"),
        CodeRow("12", "unresolved"), CodeRow("33", "failed"), CodeRow("35", "failed"),
        CodeRow("36", "failed"), CodeRow("37", "later"), CodeRow("39", "failed"),
        CodeRow("45", "unresolved"), CodeRow("60", "failed"), CodeRow("63", "failed"),
        CodeRow("64", "later"), CodeRow("10", "failed"), CodeRow("11", "failed"),
        CodeRow("13", "failed"), CodeRow("31", "failed"), CodeRow("32", "failed"),
        CodeRow("34", "failed"), CodeRow("43", "failed"), CodeRow("99", "unresolved"),
        CodeRow("Z9", "unresolved"),
    ]

    @Test("Refund, and what a query says became of it: every code", arguments: refundRows)
    func refundCodes(row: CodeRow<String>) throws {
        let answer = try refund(Fixture.refundAnswer(["respCode": row.code]))
        #expect("\(answer)".hasPrefix(row.answer))
        let found = "\(try queryRefund(Fixture.refundState(row.code)))"
        let expected =
            row.code == "05" ? "processing" : row.answer == "failed" ? "failed" : "unresolved"
        #expect(found.hasPrefix(expected))
    }

    @Test("No code of the tables is without a row here")
    func complete() {
        func codes(_ rows: [CodeRow<String>]) -> Set<String> { Set(rows.map(\.code)) }
        #expect(UnionPayOutcomeTables.pay.rows.allSatisfy { codes(Self.payRows).contains($0.code) })
        #expect(
            UnionPayOutcomeTables.query.rows.allSatisfy { codes(Self.queryRows).contains($0.code) })
        #expect(
            UnionPayOutcomeTables.reverse.rows.allSatisfy {
                codes(Self.reverseRows).contains($0.code)
            })
        #expect(
            UnionPayOutcomeTables.refund.rows.allSatisfy {
                codes(Self.refundRows).contains($0.code)
            })
    }

    @Test("00 on a payment is a receipt; only the query says paid, and what it proves")
    func paid() throws {
        #expect(try pay(Fixture.answer([:])) == .awaitingShopper)
        let proof = PaidProof(
            merchantOrderNumber: try Fixtures.number().digits, channelTradeNumber: Fixture.trade,
            amount: Fixtures.amount, currency: "CNY", merchantAccount: Fixture.merchant,
            paidAt: nil)
        #expect(try query(Fixture.state("00")) == .paid(proof))
        #expect(try query(Fixture.state("45")) == .closed(code: "45"))
        // Another currency is the machine's business, and kept.
        guard case .paid(let other) = try query(Fixture.state("00", ["currencyCode": "840"]))
        else {
            Issue.record("not kept")
            return
        }
        #expect(other.currency == "840")
        #expect(try refund(Fixture.refundAnswer()) == .accepted)
        #expect(
            try queryRefund(Fixture.refundState("00"))
                == .done(RefundFixtures.proof(channelRefund: Fixture.trade)))
    }

    struct False: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let kind: Doubt.Kind
        let body: @Sendable () throws -> String
    }

    private static let falseAnswers: [False] = [
        False(testDescription: "a stranger's signature", kind: .badSignature) {
            try UnionPayFixtures.answer(
                ["origRespCode": "00", "queryId": "1", "txnAmt": "6510"], isStrangers: true)
        },
        False(testDescription: "no signature", kind: .badSignature) {
            try UnionPayFixtures.answer(["origRespCode": "00"], isSigned: false)
        },
        False(testDescription: "another amount", kind: .badSignature) {
            try UnionPayFixtures.state("00").replacing("txnAmt=6510", with: "txnAmt=6511")
        },
        False(testDescription: "another order", kind: .foreignAnswer) {
            try UnionPayFixtures.state("00", ["orderId": "2026112315420501010200038758"])
        },
        False(testDescription: "the same order at another time", kind: .foreignAnswer) {
            try UnionPayFixtures.state("00", ["txnTime": "20261123154206"])
        },
        False(testDescription: "another merchant", kind: .foreignAnswer) {
            try UnionPayFixtures.state("00", ["merId": "898310058120002"])
        },
        False(testDescription: "a refund in place of a payment", kind: .foreignAnswer) {
            try UnionPayFixtures.state("00", ["txnType": "04"])
        },
        False(testDescription: "no code", kind: .malformed) {
            try UnionPayFixtures.answer(["respCode": ""])
        },
        False(testDescription: "twice the same field", kind: .malformed) {
            try UnionPayFixtures.state("00") + "&txnAmt=1"
        },
        False(testDescription: "braces that do not close", kind: .malformed) {
            try UnionPayFixtures.state("00", ["reserved": "{a=1"])
        },
        False(testDescription: "JSON", kind: .malformed) { "{\"respCode\":\"00\"}" },
        False(testDescription: "nothing", kind: .malformed) { "" },
    ]

    @Test("A false answer is unresolved, whatever it was asked", arguments: falseAnswers)
    func falseAnswer(_ row: False) throws {
        let body = try row.body()
        guard case .unresolved(let doubt) = try query(body),
            case .unresolved = try reverse(body), case .unresolved = try refund(body),
            case .unresolved = try queryRefund(body)
        else {
            Issue.record("\(try query(body))")
            return
        }
        #expect(doubt.kind == row.kind, "\(doubt)")
        if row.kind != .foreignAnswer { #expect(try pay(body).name == "unresolved") }
    }

    @Test("A value in braces reaches to its end, whatever is in it")
    func braces() throws {
        let body = try Fixture.state("00", ["cardTransData": "{a=1&b={c=2}&d}"])
        #expect(try query(body).name == "paid")
        let form = try UnionPayForm(reading: Array("a={b=1&c=2}&d=e==&f=".utf8))
        #expect(form.fields == ["a": "{b=1&c=2}", "d": "e==", "f": ""])
        for text in ["", "a", "=a", "a=1&a=2", "a={", "a=}", "a=1&"] {
            #expect(throws: UnionPayForm.Failure.self) {
                try UnionPayForm(reading: Array(text.utf8))
            }
        }
    }

    @Test("Two keys while one takes the other's place; the one that comes along is never believed")
    func keys() throws {
        let both = UnionPayOutcomeMapping(
            try Fixture.settings(keys: [try Fixture.strangersKey(), try Fixture.keyText()]))
        let body = Array(try Fixture.state("00").utf8)
        #expect(both.query(body, asked: try Fixtures.number()).name == "paid")
        let other = UnionPayOutcomeMapping(
            try Fixture.settings(keys: [try Fixture.strangersKey()]))
        #expect(other.query(body, asked: try Fixtures.number()).name == "unresolved")
    }

    @Test("Settings that are wrong are named, and never quoted; nothing prints a key")
    func settings() throws {
        let attempts: [(String, () throws -> Void)] = [
            ("unionpay.base", { _ = try Fixture.settings(base: "http://gateway.95516.com") }),
            ("unionpay.certificateID", { _ = try Fixture.settings(certificateID: "") }),
            ("unionpay.certificateID", { _ = try Fixture.settings(certificateID: "secret") }),
            ("unionpay.unionPayKey", { _ = try Fixture.settings(keys: []) }),
            ("unionpay.unionPayKey", { _ = try Fixture.settings(keys: ["secret"]) }),
        ]
        for (setting, attempt) in attempts {
            do {
                try attempt()
                Issue.record("taken: \(setting)")
            } catch {
                #expect("\(error)".hasPrefix(setting))
                #expect(!"\(error)".contains("secret"))
            }
        }
        var dumped = ""
        dump(try Fixture.settings(), to: &dumped)
        #expect(!dumped.contains(AlipayFixtures.merchantKey.prefix(40)))
    }

    private func words(_ answer: PayAnswer) -> String {
        switch answer {
        case .declined(let decline): "declined \(decline.kind.rawValue)"
        case .unresolved(let doubt): "unresolved \(doubt.kind.rawValue)"
        default: answer.name
        }
    }
}
