// What the network tells about refunds, held against the till's listeners directly: two readings of one
// public description, without a server between them.

import Channels
import Payments
import Retail
import Testing

@testable import ChannelSimulators

@Suite("Notifications of refunds, one side against the other")
struct ToldRefundTests {
    private let world = World()
    private let books: Books
    private let writer: NoticeWriter
    private let channels: JSON
    private let key = OrderKey(wallet: .wechat, number: "2026112315420501010200038741")

    init() throws {
        let credentials = try ToldRefundTests.credentials.get()
        books = Books(Ledger(), surroundings: world.surroundings)
        writer = NoticeWriter(credentials: credentials, books: books)
        channels = try credentials.channels(base: "http://127.0.0.1:9")
    }

    /// Keys take a moment to make.
    private static let credentials = Result { try Credentials.make() }

    /// What a version's listener reads in the network's message about a refund.
    private func told(
        _ wire: Notice.Wire, _ twist: NoticeTwist,
        outcome: ChannelSimulators.RefundRequest.Outcome = .arrives
    ) throws -> ChannelNotification {
        func text(_ channel: String, _ key: String) -> String {
            channels[channel]?[key]?.string ?? ""
        }
        let entropy = world.entropy()
        let code = try #require(
            books.change {
                $0.issueCode(account: "lin", wallet: .wechat, entropy: entropy, at: $1)
            }
        ).digits
        let payment = ChannelSimulators.PayRequest(
            key: key, code: code, amount: Money(fen: 6_510), subject: "药品", details: "",
            attachment: "", payableUntil: world.now.advanced(by: .minutes(2)))
        let refund = ChannelSimulators.RefundRequest(
            order: key, number: "R1", amount: Money(fen: 300), outcome: outcome)
        books.change { ledger, now in
            #expect(throws: Never.self) { try ledger.pay(payment, at: now) }
            #expect(throws: Never.self) { try ledger.refund(refund, at: now) }
        }
        world.pass(.seconds(3))
        let notice = try #require(Notice("http://127.0.0.1:9/n", wire, key, refund: "R1"))
        let message = try #require(writer.message(notice, twist))
        let received = NotificationMessage(
            headers: message.headers.map { NotificationMessage.Field($0.key, $0.value) },
            body: message.body)
        guard wire == .weChatV3 else {
            let settings = try WeChatPaySettings(
                base: text("wechat", "base"), appID: text("wechat", "appID"),
                merchantID: text("wechat", "merchantID"), key: text("wechat", "key"),
                signType: .hmacSHA256)
            return try WeChatPayNotifications(settings).read(received, at: world.now)
        }
        let settings = try WeChatPayV3Settings(
            base: text("wechatV3", "base"), appID: text("wechatV3", "appID"),
            merchantID: text("wechatV3", "merchantID"),
            privateKeyText: text("wechatV3", "privateKey"),
            certificateSerial: text("wechatV3", "certificateSerial"),
            platformKeyTexts: [
                (text("wechatV3", "platformKeyID"), text("wechatV3", "platformKey"))
            ], notificationKey: text("wechatV3", "apiV3Key"))
        let listener = try #require(WeChatPayV3Notifications(settings))
        return try listener.read(received, at: world.now)
    }

    @Test("v2 hides and does not sign: a hint, whatever became of it")
    func second() throws {
        #expect(try told(.weChatV2, .none) == .refundMoved(refundNumber: "R1"))
    }

    @Test("v2: a refund that was closed is a hint as well, and never a word about money")
    func secondClosed() throws {
        #expect(
            try told(.weChatV2, .none, outcome: .fails) == .refundMoved(refundNumber: "R1"))
    }

    @Test("v3 signs: what arrived is proven, with its amount")
    func third() throws {
        guard case .refunded(let proof) = try told(.weChatV3, .none) else {
            Issue.record("not a proof")
            return
        }
        #expect(proof.refundNumber == "R1")
        #expect(proof.amount == Money(fen: 300))
        #expect(proof.merchantOrderNumber == key.number)
    }

    @Test("v3: what was closed is asked about")
    func thirdClosed() throws {
        #expect(
            try told(.weChatV3, .none, outcome: .fails) == .refundMoved(refundNumber: "R1"))
    }

    @Test("About another refund it says so, and nothing of ours")
    func otherRefund() throws {
        #expect(try told(.weChatV2, .otherOrder) == .refundMoved(refundNumber: "R2"))
    }

    @Test("Forged, it is nothing", arguments: [false, true])
    func forged(isThird: Bool) throws {
        #expect(throws: UnusableNotification.self) {
            try told(isThird ? .weChatV3 : .weChatV2, .badSignature)
        }
    }
}
