// What the network tells in the words of BestPay and UnionPay, held against the till's listeners
// directly: two readings of the same sources, without a server between them.

import Channels
import Payments
import Retail
import Testing

@testable import ChannelSimulators

@Suite("Notifications in forms, one side against the other")
struct ToldFormTests {
    private static let number = "2026112315420501010200038741"
    /// Our refund, and the request number that BestPay knows it by.
    private static let refund = "R2026112409300001010200000007"
    private static let request = "RF2026112409300001010200000007"
    /// Keys take a moment to make.
    private static let credentials = Result { try Credentials.make() }

    /// What a wallet's listener reads in the network's message; nil when it believes none of it.
    private func told(
        _ wallet: ChannelSimulators.Wallet, _ twist: NoticeTwist, isRefund: Bool
    ) throws -> ChannelNotification? {
        let world = World()
        let credentials = try ToldFormTests.credentials.get()
        let books = Books(Ledger(), surroundings: world.surroundings)
        let key = OrderKey(wallet: wallet, number: ToldFormTests.number)
        let entropy = world.entropy()
        let code = try #require(
            books.change {
                $0.issueCode(account: "zhou", wallet: wallet, entropy: entropy, at: $1)
            }
        ).digits
        let refund = wallet == .bestpay ? ToldFormTests.request : ToldFormTests.refund
        let payment = ChannelSimulators.PayRequest(
            key: key, code: code, amount: Money(fen: 6_510), subject: "药品", details: "0101",
            attachment: "20261123154205", payableUntil: world.now.advanced(by: .minutes(2)))
        books.change { ledger, now in
            #expect(throws: Never.self) { try ledger.pay(payment, at: now) }
            guard isRefund else { return }
            #expect(throws: Never.self) {
                try ledger.refund(
                    ChannelSimulators.RefundRequest(
                        order: key, number: refund, amount: Money(fen: 300)), at: now)
            }
        }
        world.pass(.seconds(3))
        let wire = wallet == .bestpay ? Notice.Wire.bestPay : .unionPay
        let notice = try #require(
            Notice("http://127.0.0.1:9/n", wire, key, refund: isRefund ? refund : nil))
        let message = try #require(
            NoticeWriter(credentials: credentials, books: books).message(notice, twist))
        let listener = try listener(wallet, credentials)
        return try? listener.read(
            NotificationMessage(headers: [], body: message.body), at: world.now)
    }

    private func listener(
        _ wallet: ChannelSimulators.Wallet, _ credentials: Credentials
    ) throws -> any NotificationListener {
        let channels = try credentials.channels(base: "http://127.0.0.1:9")
        func text(_ key: String) -> String { channels[wallet.rawValue]?[key]?.string ?? "" }
        guard wallet == .bestpay else {
            return UnionPayNotifications(
                try UnionPaySettings(
                    base: text("base"), merchantID: text("merchantID"),
                    certificateID: text("certificateID"), privateKeyText: text("privateKey"),
                    unionPayKeyTexts: [text("unionPayKey")]))
        }
        return BestPayNotifications(
            try BestPaySettings(
                base: text("base"), merchantID: text("merchantID"), key: text("key"),
                tradePassword: text("tradePassword")))
    }

    @Test("A payment at UnionPay is proven, at BestPay it is asked about")
    func payments() throws {
        guard case .paid(let proof) = try told(.unionpay, .none, isRefund: false) else {
            Issue.record("not heard")
            return
        }
        #expect(proof.merchantOrderNumber == ToldFormTests.number)
        #expect(proof.amount == Money(fen: 6_510))
        guard case .paid(let bent) = try told(.unionpay, .wrongAmount, isRefund: false) else {
            Issue.record("not heard")
            return
        }
        #expect(bent.amount != Money(fen: 6_510), "signed all the same: the machine refuses it")
        #expect(
            try told(.bestpay, .none, isRefund: false)
                == .paymentMoved(orderNumber: ToldFormTests.number))
    }

    @Test("A refund at either is asked about, under our number")
    func refunds() throws {
        for wallet in [ChannelSimulators.Wallet.bestpay, .unionpay] {
            #expect(
                try told(wallet, .none, isRefund: true)
                    == .refundMoved(refundNumber: ToldFormTests.refund))
        }
    }

    @Test("What is forged is as if nothing had come")
    func forged() throws {
        for wallet in [ChannelSimulators.Wallet.bestpay, .unionpay] {
            for isRefund in [false, true] {
                #expect(try told(wallet, .badSignature, isRefund: isRefund) == nil)
            }
        }
    }
}
