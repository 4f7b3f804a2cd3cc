import Payments
import Retail
import TestSupport

// What really happens to one refund at a channel, written without looking at the machine. The machine
// never sees this; the walk compares the two.
//
// It imitates: delayed, repeated and lost requests, answers that say less than was done, a balance that
// is too low for a while, a replica that does not know a refund yet, a bank that takes its time or
// wants a person, another amount given back, and a channel that breaks its final no. It does not
// imitate a channel that gives back twice under one number: both promise not to.

struct RefundChannelModel {
    enum Standing: Equatable {
        case none, processing, held, done
        case refused(RefundFailure)
    }

    private(set) var standing = Standing.none
    private(set) var knownSince = Timestamp(microseconds: 0)
    /// How often money left the merchant.
    private(set) var givings = 0
    private(set) var given = Money.zero
    /// The final words that have been said, truly.
    private(set) var saidNo = false
    private(set) var requests: Set<String> = []
    var hasFaults = true
    var balanceLowUntil = Timestamp(microseconds: 0)
    let number: RefundNumber
    let order: MerchantOrderNumber

    init(number: RefundNumber, order: MerchantOrderNumber) {
        self.number = number
        self.order = order
    }

    /// Whether the bank has yet to act.
    var isWorking: Bool { standing == .processing || standing == .held }

    var proof: RefundProof {
        RefundProof(
            refundNumber: number.text, merchantOrderNumber: order.digits,
            channelRefundNumber: "C" + number.text, amount: given, refundedAt: knownSince)
    }

    private var foreign: RefundProof {
        RefundProof(
            refundNumber: "R1", merchantOrderNumber: order.digits, channelRefundNumber: "C1",
            amount: given, refundedAt: nil)
    }

    mutating func requestArrives(
        _ request: RefundRequest, at now: Timestamp, _ random: inout SeededRandom
    ) -> RefundAnswer {
        requests.insert("\(request)")
        let chance = hasFaults ? random.percent() : 99
        if chance < 6 { return .unresolved(Doubt(kind: .listedCode, detail: "SYSTEMERROR")) }
        switch standing {
        case .none:
            if now < balanceLowUntil || chance < 12 { return .later(code: "NOTENOUGH") }
            knownSince = now
            take(request, &random)
        case .processing, .held, .done, .refused:
            break
        }
        // The same number again is answered as it stands.
        if hasFaults, random.percent() < 8 {
            return .unresolved(Doubt(kind: .unlistedCode, detail: "?"))
        }
        if hasFaults, random.percent() < 3 { return .done(foreign) }
        switch standing {
        case .none: return .later(code: "NOTENOUGH")
        case .processing, .held: return .accepted
        case .done: return random.percent() < 60 ? .done(proof) : .accepted
        case .refused(let failure):
            saidNo = true
            return .failed(failure)
        }
    }

    private mutating func take(_ request: RefundRequest, _ random: inout SeededRandom) {
        switch random.percent() {
        case ..<40: standing = .processing
        case ..<80: give(request.amount)
        case ..<84: give(Money(fen: request.amount.fen - 1))
        default: standing = .refused(RefundFailure(kind: .tooLate, code: "TRADE_OVERDUE"))
        }
    }

    mutating func queryArrives(
        at now: Timestamp, _ random: inout SeededRandom
    ) -> RefundQueryAnswer {
        if hasFaults, random.percent() < 15 {
            return .unresolved(Doubt(kind: .unlistedCode, detail: "?"))
        }
        if hasFaults, random.percent() < 3 { return .done(foreign) }
        let isYoung = now.since(knownSince) < .seconds(5)
        if hasFaults, isYoung, random.percent() < 40 { return .notFound }
        switch standing {
        case .none: return .notFound
        case .processing: return .processing
        case .held: return .unresolved(Doubt(kind: .needsPerson, detail: "CHANGE"))
        case .done: return .done(proof)
        case .refused(let failure):
            saidNo = true
            return .failed(failure)
        }
    }

    /// The bank's turn.
    mutating func bankActs(_ amount: Money, _ random: inout SeededRandom) {
        guard isWorking else { return }
        switch hasFaults ? random.percent() : 0 {
        case ..<60: give(amount)
        case ..<80: standing = .refused(RefundFailure(kind: .closed, code: "REFUNDCLOSE"))
        default: standing = .held
        }
    }

    /// The channel said a final no, and gives the money back all the same.
    mutating func breaksItsWord(_ amount: Money) {
        guard case .refused = standing, saidNo else { return }
        give(amount)
    }

    private mutating func give(_ amount: Money) {
        standing = .done
        given = amount
        givings += 1
    }
}
