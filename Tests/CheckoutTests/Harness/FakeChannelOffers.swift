// The other way round: the channel makes an order, the customer scans it. As WeChat Pay, the fake closes
// what is unpaid and gives nothing back; as Alipay it knows the order only once it is scanned.

import Payments
import Retail
import Synchronization

extension FakeChannel: OfferingChannel {
    enum Offer: Sendable {
        case shown
        /// The order is made, and the answer with its code is lost.
        case lostAfter
        /// The request is lost.
        case lost
        case neverSent
    }

    var offerPace: ChannelPace? { wallet == .weChatPay ? .closingOnly : .testOffers }

    func next(_ offers: Offer...) {
        truth.withLock { $0.offers += offers }
    }

    func offer(_ permit: consuming SendPermit<OfferRequest>) async -> PayAnswer {
        let request = permit.spend()
        let number = request.number.digits
        let (said, hook) = truth.withLock { truth -> (PayAnswer, (@Sendable (Call) -> Void)?) in
            truth.asked[number, default: 0] += 1
            let fate = truth.offers.isEmpty ? Offer.shown : truth.offers.removeFirst()
            let lost = PayAnswer.unresolved(Doubt(kind: .timeout, detail: "test"))
            switch fate {
            case .lost: return (lost, truth.afterWork)
            case .neverSent:
                return (
                    .neverSent(Doubt(kind: .connectFailed, detail: "test")), truth.afterWork
                )
            case .shown, .lostAfter: break
            }
            if wallet == .weChatPay {
                truth.orders[number] = makeOrder(number, request.amount, .awaitingShopper, &truth)
            }
            let code = PayAnswer.offered(code: "test://\(wallet.rawValue)/\(number)")
            return (fate == .shown ? code : lost, truth.afterWork)
        }
        hook?(.pay)
        await payGate.pass()
        return said
    }

    /// The customer scans the code and pays.
    func scanAndPay(_ number: MerchantOrderNumber, _ amount: Money) {
        change { truth in
            if truth.orders[number.digits] == nil {
                truth.orders[number.digits] = makeOrder(
                    number.digits, amount, .awaitingShopper, &truth)
            }
        }
        confirm(number)
    }

    func withdraw(_ permit: consuming SendPermit<ReverseRequest>) async -> ReverseAnswer {
        let request = permit.spend()
        let (said, hook) = truth.withLock { truth -> (ReverseAnswer, (@Sendable (Call) -> Void)?) in
            truth.reversals += 1
            let fate = truth.reverses.isEmpty ? Reverse.honest : truth.reverses.removeFirst()
            if wallet == .weChatPay, truth.orders[request.number.digits]?.state == .paid {
                return (.queryFirst(code: "ORDERPAID"), truth.afterWork)
            }
            return (undo(request.number, fate, &truth), truth.afterWork)
        }
        hook?(.reverse)
        return said
    }
}

extension ChannelPace {
    static let testOffers = offers(givesBack: true)
    static let closingOnly = offers(givesBack: false)

    private static func offers(givesBack: Bool) -> ChannelPace {
        ChannelPace(
            firstQueryAfter: .seconds(2), queryEvery: .seconds(5), queryEveryMax: .seconds(30),
            shopperMax: .minutes(3), reverseNotBefore: .seconds(15), reverseEvery: .seconds(5),
            reverseWithin: .hours(24), payableFor: .minutes(4), escalateAfter: .minutes(10),
            answerMax: .seconds(20), reversalGivesBack: givesBack)
    }
}
