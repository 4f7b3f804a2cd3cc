// A wallet that says yes to every payment at once, and to each refund what the test tells it.

import Payments
import Retail
import Synchronization

final class StubWallet: Channel {
    let wallet = Wallet.weChatPay
    let pace = ChannelPace(
        firstQueryAfter: .seconds(2), queryEvery: .seconds(5), queryEveryMax: .seconds(30),
        shopperMax: .seconds(45), reverseNotBefore: .seconds(15), reverseEvery: .seconds(5),
        reverseWithin: .hours(24), payableFor: .seconds(90), escalateAfter: .minutes(5),
        answerMax: .seconds(20))
    let refundPace = RefundPace(
        queryAfter: .seconds(5), queryEvery: .seconds(10), queryEveryMax: .minutes(2),
        resendEvery: .seconds(15), escalateAfter: .minutes(10), answerMax: .seconds(20),
        arrivesWithin: .days(7))
    /// What `refund` says; nil gives back at once.
    private let answer: RefundAnswer?
    private let sent = Mutex<[RefundRequest]>([])

    /// The numbers of the refunds that it was sent.
    var numbers: [String] { sent.withLock { $0.map(\.refund.text) } }

    init(refund answer: RefundAnswer? = nil) {
        self.answer = answer
    }

    func pay(_ permit: consuming SendPermit<PayRequest>) async -> PayAnswer {
        let request = permit.spend()
        return .paid(
            PaidProof(
                merchantOrderNumber: request.number.digits,
                channelTradeNumber: "4200" + request.number.digits.dropFirst(4),
                amount: request.amount, currency: "CNY", merchantAccount: "",
                paidAt: request.startedAt))
    }

    func query(_ question: OrderQuestion) async -> QueryAnswer { .notFound }

    func reverse(_ permit: consuming SendPermit<ReverseRequest>) async -> ReverseAnswer {
        _ = permit.spend()
        return .reversed
    }

    func refund(_ permit: consuming SendPermit<RefundRequest>) async -> RefundAnswer {
        let request = permit.spend()
        sent.withLock { $0.append(request) }
        return answer
            ?? .done(
                RefundProof(
                    refundNumber: request.refund.text, merchantOrderNumber: request.order.digits,
                    channelRefundNumber: "5", amount: request.amount, refundedAt: nil))
    }

    func queryRefund(_ question: RefundQuestion) async -> RefundQueryAnswer {
        .unresolved(Doubt(kind: .timeout, detail: ""))
    }
}
