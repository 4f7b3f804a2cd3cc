import Payments
import Retail
import TestSupport

// What really happens at a channel, written without looking at the machine: an order, money held
// or not, requests still on their way. The machine never sees this; the walk compares the two.
//
// It imitates: delayed and lost requests, answers that say less than was done, reversals that find
// nothing and reversals that do nothing, a replica that does not know an order yet, an hour in which
// no question is answered, a limit after which nothing is reversed. It does not imitate: partial
// refunds, and a channel that debits what it has finally refused (hard case 18, see the scenarios).

struct ChannelModel {
    enum Order: Equatable {
        case none
        case waiting
        case paid
        /// Refused, closed or given back: it can never be debited again.
        case over
    }

    private(set) var order = Order.none
    private(set) var createdAt = Timestamp(microseconds: 0)
    /// Whether the customer's money is with us.
    private(set) var isHeld = false
    /// Whether somebody gave the money back at the channel, without us.
    private(set) var isGivenBackOutside = false
    /// Pay requests that have left and not arrived.
    var paysOnTheirWay = 0
    /// Reversals that have left and not arrived.
    var reversalsOnTheirWay = 0
    /// Faults happen only until the world is let to settle.
    var hasFaults = true
    /// Until then no question is answered.
    var deafUntil = Timestamp(microseconds: 0)
    var debited = Money.zero
    /// How long after its creation the channel still reverses an order.
    let reversibleFor: Pause
    let number: MerchantOrderNumber
    let amount: Money
    /// The expiry that the pay request carries, which the channel keeps by its own clock.
    let payableUntil: Timestamp

    init(
        number: MerchantOrderNumber, amount: Money, reversibleFor: Pause, payableUntil: Timestamp
    ) {
        self.payableUntil = payableUntil
        self.number = number
        self.amount = amount
        self.reversibleFor = reversibleFor
    }

    /// Whether this order might be debited from now on.
    var canStillDebit: Bool {
        order == .waiting || (order == .none && paysOnTheirWay > 0)
    }

    /// Whether a reversal of ours might still give the money back.
    func canStillReverse(at now: Timestamp) -> Bool {
        reversalsOnTheirWay > 0 && now.since(createdAt) <= reversibleFor
    }

    var proof: PaidProof {
        PaidProof(
            merchantOrderNumber: number.digits, channelTradeNumber: "T" + number.digits,
            amount: debited, currency: "CNY", merchantAccount: "", paidAt: createdAt)
    }

    // MARK: - Requests arrive

    mutating func payArrives(at now: Timestamp, _ random: inout SeededRandom) -> PayAnswer {
        paysOnTheirWay -= 1
        guard order == .none else { return .unresolved(Doubt(kind: .listedCode, detail: "used")) }
        createdAt = now
        guard now <= payableUntil else {
            order = .over
            return .declined(Decline(kind: .orderClosed, code: "EXPIRED"))
        }
        switch random.percent() {
        case ..<40:
            debit(amount)
        case ..<44:
            debit(Money(fen: amount.fen - 10))
        case ..<74:
            order = .waiting
            return .awaitingShopper
        case ..<90:
            order = .over
            return .declined(Decline(kind: .notEnoughMoney, code: "NOTENOUGH"))
        default:
            // It failed inside and knows nothing of the order.
            return .unresolved(Doubt(kind: .listedCode, detail: "SYSTEMERROR"))
        }
        if hasFaults, random.percent() < 15 {
            return .unresolved(Doubt(kind: .listedCode, detail: "SYSTEMERROR"))
        }
        return .paid(proof)
    }

    mutating func queryArrives(at now: Timestamp, _ random: inout SeededRandom) -> QueryAnswer {
        if now < deafUntil || (hasFaults && random.percent() < 15) {
            return .unresolved(Doubt(kind: .unlistedCode, detail: "?"))
        }
        // A replica may not know a young order yet.
        let isYoung = now.since(createdAt) < .seconds(5)
        if hasFaults, isYoung, random.percent() < 30 { return .notFound }
        switch order {
        case .none: return .notFound
        case .waiting: return random.percent() < 70 ? .awaitingShopper : .notPaid
        case .paid: return .paid(proof)
        case .over:
            if isGivenBackOutside { return .refunded(proof) }
            if debited == .zero, random.percent() < 50 { return .notFound }
            return random.percent() < 30 ? .refunded(proof) : .closed(code: "REVOKED")
        }
    }

    mutating func reversalArrives(
        at now: Timestamp, _ random: inout SeededRandom
    ) -> ReverseAnswer {
        reversalsOnTheirWay -= 1
        let chance = hasFaults ? random.percent() : 99
        if chance < 8 { return .unresolved(Doubt(kind: .listedCode, detail: "SYSTEMERROR")) }
        if chance < 14 { return .refused(code: "SIGNERROR") }
        if chance < 20 { return .queryFirst(code: "TRADE_ERROR") }
        switch order {
        case .none:
            // Some channels say yes to undoing what they never saw.
            return chance < 40 ? .reversed : .nothingToReverse
        case .waiting:
            if chance < 40 { return .again(code: "USERPAYING") }
            order = .over
        case .paid:
            guard now.since(createdAt) <= reversibleFor else { return .expired(code: "LATE") }
            giveBack()
        case .over:
            if chance < 60 { return .queryFirst(code: "TRADE_ERROR") }
        }
        return chance < 50 ? .again(code: "recall") : .reversed
    }

    // MARK: - People act

    mutating func shopperActs(_ random: inout SeededRandom) {
        guard order == .waiting else { return }
        if random.percent() < 70 { debit(amount) } else { order = .over }
    }

    mutating func orderExpires() {
        if order == .waiting { order = .over }
    }

    mutating func givenBackByHand() {
        guard order == .paid else { return }
        giveBack()
        isGivenBackOutside = true
    }

    private mutating func debit(_ amount: Money) {
        order = .paid
        isHeld = true
        debited = amount
    }

    private mutating func giveBack() {
        order = .over
        isHeld = false
    }
}

extension SeededRandom {
    mutating func percent() -> Int {
        Int.random(in: 0..<100, using: &self)
    }

    mutating func pause(_ seconds: ClosedRange<Double>) -> Pause {
        Pause(microseconds: Int64(Double.random(in: seconds, using: &self) * 1_000_000))
    }
}

extension Pause {
    func adding(_ other: Pause) -> Pause {
        Pause(microseconds: microseconds + other.microseconds)
    }
}
