// What UnionPay and BestPay tell by themselves, written anew here: an honest one is heard, and each way
// of being false is as if nothing had come.

import Channels
import Cryptography
import Payments
import Retail
import Testing

@Suite("Notifications in forms")
struct FormNotificationTests {
    private static let now = Fixtures.startedAt

    private func form(_ fields: [(String, String)]) -> NotificationMessage {
        let text = fields.map { "\($0.0)=\(encoded($0.1))" }.joined(separator: "&")
        return NotificationMessage(headers: [], body: Array(text.utf8))
    }

    private func encoded(_ text: String) -> String {
        text.utf8.map { unit in
            switch unit {
            case 48...57, 65...90, 97...122: String(Unicode.Scalar(unit))
            default: "%" + (unit < 16 ? "0" : "") + String(unit, radix: 16)
            }
        }.joined()
    }

    private func refusal(
        _ listener: some NotificationListener, _ message: NotificationMessage
    ) -> Doubt.Kind? {
        do throws(UnusableNotification) {
            _ = try listener.read(message, at: FormNotificationTests.now)
            return nil
        } catch {
            return error.doubt.kind
        }
    }

    // MARK: UnionPay

    private func unionPay(
        _ changes: [String: String] = [:], isStrangers: Bool = false, isSigned: Bool = true
    ) throws -> NotificationMessage {
        let answer = try UnionPayFixtures.answer(
            [
                "queryId": UnionPayFixtures.trade, "txnAmt": "6510", "currencyCode": "156",
                "signPubKeyCert": "",
            ].merging(changes) { $1 },
            isStrangers: isStrangers, isSigned: isSigned)
        // The same fields, percent-encoded.
        return form(
            answer.split(separator: "&").map { part in
                let pair = part.split(separator: "=", maxSplits: 1)
                return (String(pair[0]), pair.count > 1 ? String(pair[1]) : "")
            })
    }

    @Test("UnionPay: a payment is proven; a failure and a refund are asked about")
    func unionPayHeard() throws {
        let listener = UnionPayNotifications(try UnionPayFixtures.settings())
        let number = try Fixtures.number().digits
        for code in ["00", "A6"] {
            let message = try unionPay(["respCode": code])
            let heard = try listener.read(message, at: FormNotificationTests.now)
            guard case .paid(let proof) = heard else {
                Issue.record("\(heard)")
                continue
            }
            #expect(proof.merchantOrderNumber == number)
            #expect(proof.channelTradeNumber == UnionPayFixtures.trade)
            #expect(proof.amount == Money(fen: 6_510))
            #expect(proof.currency == "CNY")
            #expect(proof.merchantAccount == UnionPayFixtures.merchant)
            #expect(listener.reply(to: message, isTaken: true).status == 200)
            #expect(listener.reply(to: message, isTaken: false).status == 500)
        }
        for (changes, expected) in [
            (["respCode": "01"], ChannelNotification.paymentMoved(orderNumber: number)),
            (["txnType": "04", "orderId": "R1234567"], .refundMoved(refundNumber: "R1234567")),
            (
                ["txnType": "04", "orderId": "R1234567", "respCode": "01"],
                .refundMoved(refundNumber: "R1234567")
            ),
            (["txnType": "72"], .other(kind: "72")),
        ] {
            let heard = try listener.read(try unionPay(changes), at: FormNotificationTests.now)
            #expect(heard == expected)
        }
    }

    @Test("UnionPay: forged, of another merchant, unreadable: as if nothing had come")
    func unionPayFalse() throws {
        let listener = UnionPayNotifications(try UnionPayFixtures.settings())
        let honest = try unionPay()
        let bent = String(decoding: honest.body, as: UTF8.self).replacing("6510", with: "6511")
        let messages: [(NotificationMessage, Doubt.Kind)] = [
            (NotificationMessage(headers: [], body: Array(bent.utf8)), .badSignature),
            (try unionPay(isStrangers: true), .badSignature),
            (try unionPay(isSigned: false), .badSignature),
            (try unionPay(["merId": "898310058129999"]), .foreignAnswer),
            (try unionPay(["txnAmt": "65.1"]), .malformed),
            (try unionPay(["queryId": ""]), .malformed),
            (try unionPay(["orderId": ""]), .malformed),
            (
                NotificationMessage(headers: [], body: honest.body + Array("&txnAmt=1".utf8)),
                .malformed
            ),
            (NotificationMessage(headers: [], body: []), .badSignature),
        ]
        for (index, (message, kind)) in messages.enumerated() {
            #expect(refusal(listener, message) == kind, "\(index)")
        }
    }

    // MARK: BestPay

    private func payment(_ changes: [String: String] = [:]) throws -> NotificationMessage {
        let fields = [
            "UPTRANSEQ": BestPayFixtures.trade, "ORDERSEQ": try Fixtures.number().digits,
            "ORDERAMOUNT": "65.10", "RETNCODE": "0000", "RETNINFO": "0000", "TRANDATE": "20261123",
        ].merging(changes) { $1 }
        func value(_ name: String) -> String { name + "=" + (fields[name] ?? "") }
        let text = [
            value("UPTRANSEQ"), "MERCHANTID=" + (changes["MERCHANTID"] ?? BestPayFixtures.merchant),
            value("ORDERSEQ"), value("ORDERAMOUNT"), value("RETNCODE"), value("RETNINFO"),
            value("TRANDATE"),
        ].joined(separator: "&")
        return form(
            fields.filter { $0.key != "MERCHANTID" }.map { ($0.key, $0.value) }
                + [("SIGN", BestPayFixtures.sign(text))])
    }

    private func refund(
        _ changes: [String: String] = [:], key: String = BestPayFixtures.key
    ) throws -> NotificationMessage {
        let fields = [
            "merchantCode": BestPayFixtures.merchant, "oldOrderNo": try Fixtures.number().digits,
            "oldOrderReqNo": try Fixtures.number().digits, "ourTransNo": "2026112300000260482594",
            "refundReqNo": "RF2026112409300001010200000007", "transAmt": "2000", "transStatus": "B",
        ].merging(changes) { $1 }
        let names = [
            "merchantCode", "oldOrderNo", "oldOrderReqNo", "ourTransNo", "refundReqNo", "transAmt",
            "transStatus",
        ]
        let text = names.map { $0.uppercased() + "=" + (fields[$0] ?? "") }.joined(separator: "&")
        return form(
            fields.map { ($0.key, $0.value) } + [("mac", BestPayFixtures.sign(text, key: key))])
    }

    @Test("BestPay: both are hints: what they are about is asked for")
    func bestPayHeard() throws {
        let listener = BestPayNotifications(try BestPayFixtures.settings())
        let message = try payment()
        #expect(
            try listener.read(message, at: FormNotificationTests.now)
                == .paymentMoved(orderNumber: try Fixtures.number().digits))
        #expect(
            listener.reply(to: message, isTaken: true).body
                == "UPTRANSEQ_" + BestPayFixtures.trade)
        #expect(listener.reply(to: message, isTaken: false).body == "FAIL")
        let back = try refund()
        // Under our own number.
        #expect(
            try listener.read(back, at: FormNotificationTests.now)
                == .refundMoved(refundNumber: "R2026112409300001010200000007"))
        #expect(listener.reply(to: back, isTaken: true).body == "SUCCESS")
    }

    @Test("BestPay: forged, of another merchant, unreadable: as if nothing had come")
    func bestPayFalse() throws {
        let listener = BestPayNotifications(try BestPayFixtures.settings())
        let honest = try payment()
        let bent = String(decoding: honest.body, as: UTF8.self)
            .replacing(try Fixtures.number().digits, with: "2026112315420501010200099999")
        let messages: [(NotificationMessage, Doubt.Kind)] = [
            (NotificationMessage(headers: [], body: Array(bent.utf8)), .badSignature),
            (try payment(["MERCHANTID": "02310109000199009"]), .badSignature),
            (try payment(["ORDERSEQ": ""]), .malformed),
            (try refund(key: "00"), .badSignature),
            (try refund(["merchantCode": "02310109000199009"]), .foreignAnswer),
            (try refund(["refundReqNo": ""]), .malformed),
            (
                NotificationMessage(headers: [], body: honest.body + Array("&SIGN=1".utf8)),
                .malformed
            ),
            (NotificationMessage(headers: [], body: []), .badSignature),
        ]
        for (index, (message, kind)) in messages.enumerated() {
            #expect(refusal(listener, message) == kind, "\(index)")
        }
    }

    // MARK: the addresses that requests name

    @Test("Requests name where to tell, only where that is set")
    func addresses() throws {
        let url = "https://pay.example.com/notify/x"
        let encoded = "https%3A%2F%2Fpay.example.com%2Fnotify%2Fx"
        func text(_ request: HTTPRequest?) throws -> String {
            String(decoding: try #require(request).body.value, as: UTF8.self)
        }
        for isSet in [true, false] {
            let address = isSet ? url : nil
            let best = BestPayWire(try BestPayFixtures.settings(notifyURL: address))
            let bestPay = try Fixtures.request(code: BestPayFixtures.code, payableFor: .minutes(5))
            #expect(try text(best.pay(bestPay)).contains("backUrl=" + encoded) == isSet)
            let back = try RefundFixtures.request()
            #expect(try text(best.refund(back)).contains("bgUrl=" + encoded) == isSet)
            let union = UnionPayWire(try UnionPayFixtures.settings(notifyURL: address))
            let unionPay = try Fixtures.request(
                code: UnionPayFixtures.code, payableFor: .minutes(5))
            let asked = try text(union.pay(unionPay))
            #expect(asked.contains("backUrl=" + encoded) == isSet)
            #expect(asked.contains("backUrl=http%3A%2F%2Fwww.specialUrl.com") == !isSet)
        }
    }
}
