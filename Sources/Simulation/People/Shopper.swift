// One customer as the cashier will meet them: what they buy, how they pay, how patient both are. Drawn
// once from the customer's own stream.

internal import Payments
internal import Retail

struct Shopper {
    enum Way {
        case scan
        case cash
        /// Some cash, the rest by code.
        case mixed
    }

    /// How the cashier takes a payment that has no outcome.
    enum Manner {
        /// As the notice says: wait, ask, 42, hold.
        case obeys
        /// Presses whatever can be pressed as soon as it can be.
        case hurries
        /// Wants to take cash for it.
        case wantsCash
    }

    let basket: [(code: String, quantity: Int64)]
    let way: Way
    let manner: Manner
    /// The first wallet they hold out, and the one they take when two codes were refused.
    let wallet: Wallet
    let otherWallet: Wallet
    let comesAfter: Pause
    let returnsAfter: Pause?
    let isReturningAll: Bool

    init(_ number: Int, seed: UInt64) {
        var chance = Chance(seed: seed, 12, UInt64(number))
        let lines = 1 + chance.index(below: 2)
        basket = (0..<lines).map { _ in
            let goods = Town.goods[chance.index(below: Town.goods.count)]
            return (goods.code, chance.number(1...2))
        }
        way = chance.pick([(93, .scan), (3, .cash), (4, .mixed)]) ?? .scan
        manner = chance.pick([(70, .obeys), (20, .hurries), (10, .wantsCash)]) ?? .obeys
        let wallets: [(Int, Wallet)] = [
            (40, .weChatPay), (32, .alipay), (14, .bestPay), (14, .unionPay),
        ]
        wallet = chance.pick(wallets) ?? .weChatPay
        otherWallet = chance.pick(wallets) ?? .alipay
        comesAfter = .milliseconds(chance.number(500...6_000))
        returnsAfter =
            chance.happens(perMillion: 40_000)
            ? .milliseconds(chance.number(3_000...600_000)) : nil
        isReturningAll = chance.happens(perMillion: 400_000)
    }
}
