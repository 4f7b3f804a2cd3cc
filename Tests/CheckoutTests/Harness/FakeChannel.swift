// A wallet with a truth of its own: what it really debited and gave back, whatever it answered. The
// test decides what is lost, late or wrong; everything else is answered honestly. It keeps count of
// every call, so that "asked to pay twice under one number" is found by the auditor.

import Payments
import Retail
import Synchronization

final class FakeChannel: Channel {
    enum Pay: Sendable {
        case debits
        case asksForPassword
        case declines(Decline.Kind)
        /// Debits, and the answer is lost.
        case debitsUnheard(Doubt.Kind)
        /// The request is lost: nothing is done.
        case lost(Doubt.Kind)
        /// The request is on its way for longer than we wait (hard case 2).
        case arrivesLater
        case neverSent
        case debitsOther(Money)
    }

    enum Reverse: Sendable {
        case honest
        /// Done, and the answer is lost (hard case 4).
        case doneUnheard
        case lost
        case again
        case neverSent
    }

    enum Call: Sendable {
        case pay
        case query
        case reverse
        case refund
        case queryRefund
    }

    struct Order: Sendable {
        enum State: Sendable {
            case awaitingShopper
            case paid
            case closed
            case reversed
            case refunded
        }

        let number: String
        let tradeNumber: String
        let amount: Money
        var state: State
        var debits: [Money] = []
        var returned = Money.zero
        var paidAt: Timestamp?
        var currency = "CNY"
        var account: String

        /// What went back by refunds, for the part of `returned` that is theirs.
        var refunded = Money.zero

        /// What the customer is out of pocket.
        ///
        /// *Unit*: fen.
        var kept: Int64 { debits.map(\.fen).reduce(0, +) - returned.fen }
    }

    struct Truth: Sendable {
        var orders: [String: Order] = [:]
        /// Numbers by how often `pay` was asked under them.
        var asked: [String: Int] = [:]
        var delayed: [PayRequest] = []
        /// How far the wallet's clock is ahead of the tills'.
        var clockAhead = Pause.zero
        var queries = 0
        var reversals = 0
        var pays: [Pay] = []
        var reverses: [Reverse] = []
        var offers: [Offer] = []
        var nextTradeNumbers: [String] = []
        /// While set, questions and reversals go unanswered.
        var silence: Doubt.Kind?
        var answersNotFound = 0
        var afterWork: (@Sendable (Call) -> Void)?
        var trades: Int64 = 0
        var refunds = Refunds()
    }

    let wallet: Wallet
    let pace: ChannelPace
    let refundPace = RefundPace.test
    let account: String
    /// Shut, it holds the answer to `pay` after the work is done.
    let payGate = Gate()
    /// Shut, it holds the answer to a question.
    let queryGate = Gate()
    let clock: TestClock
    let truth = Mutex(Truth())

    init(_ wallet: Wallet, account: String, clock: TestClock, pace: ChannelPace = .test) {
        self.wallet = wallet
        self.account = account
        self.clock = clock
        self.pace = pace
    }

    // MARK: What the test decides

    func next(_ pays: Pay...) {
        truth.withLock { $0.pays += pays }
    }

    func next(_ reverses: Reverse...) {
        truth.withLock { $0.reverses += reverses }
    }

    func change(_ body: (inout Truth) -> Void) {
        truth.withLock { body(&$0) }
    }

    /// Goes silent, or speaks again.
    func silence(_ kind: Doubt.Kind?) {
        change { $0.silence = kind }
    }

    /// What is to happen once a call's work is done and before its answer is out.
    func afterWork(_ body: (@Sendable (Call) -> Void)?) {
        change { $0.afterWork = body }
    }

    /// The requests that were on their way arrive now.
    func deliverDelayed() {
        let now = clock.now
        change { truth in
            for request in truth.delayed {
                // The channel keeps the order's own limit, as `time_expire` asks it to.
                guard now < request.payableUntil, truth.orders[request.number.digits] == nil else {
                    continue
                }
                let order = makeOrder(request.number.digits, request.amount, .paid, &truth)
                truth.orders[request.number.digits] = order
            }
            truth.delayed = []
        }
    }

    /// The customer types the password.
    func confirm(_ number: MerchantOrderNumber) {
        let now = clock.now
        change { truth in
            guard var order = truth.orders[number.digits], order.state == .awaitingShopper else {
                return
            }
            order.state = .paid
            order.debits.append(order.amount)
            order.paidAt = now
            truth.orders[number.digits] = order
        }
    }

    /// An order that some other till made and the customer paid.
    @discardableResult
    func customerPaid(
        _ number: String, _ amount: Money, _ state: Order.State = .paid, account: String? = nil
    ) -> Order {
        truth.withLock { truth in
            var order = makeOrder(number, amount, state, &truth)
            if let account { order.account = account }
            truth.orders[number] = order
            return order
        }
    }

    // MARK: What is true

    var orders: [Order] {
        truth.withLock { $0.orders.values.sorted { $0.number < $1.number } }
    }

    func order(_ number: MerchantOrderNumber) -> Order? {
        truth.withLock { $0.orders[number.digits] }
    }

    var asked: [String: Int] { truth.withLock { $0.asked } }
    var queries: Int { truth.withLock { $0.queries } }
    var reversals: Int { truth.withLock { $0.reversals } }

    // MARK: The wire

    func pay(_ permit: consuming SendPermit<PayRequest>) async -> PayAnswer {
        let request = permit.spend()
        let (said, hook) = truth.withLock { truth in
            truth.asked[request.number.digits, default: 0] += 1
            let fate = truth.pays.isEmpty ? Pay.debits : truth.pays.removeFirst()
            return (take(request, fate, &truth), truth.afterWork)
        }
        hook?(.pay)
        await payGate.pass()
        return said
    }

    func query(_ question: OrderQuestion) async -> QueryAnswer {
        let (said, hook) = truth.withLock { truth in
            truth.queries += 1
            return (look(question, &truth), truth.afterWork)
        }
        hook?(.query)
        await queryGate.pass()
        return said
    }

    func reverse(_ permit: consuming SendPermit<ReverseRequest>) async -> ReverseAnswer {
        let request = permit.spend()
        let (said, hook) = truth.withLock { truth in
            truth.reversals += 1
            let fate = truth.reverses.isEmpty ? Reverse.honest : truth.reverses.removeFirst()
            return (undo(request.number, fate, &truth), truth.afterWork)
        }
        hook?(.reverse)
        return said
    }

    private func take(
        _ request: PayRequest, _ fate: Pay, _ truth: inout Truth
    ) -> PayAnswer {
        let number = request.number.digits
        switch fate {
        case .debits:
            let order = makeOrder(number, request.amount, .paid, &truth)
            truth.orders[number] = order
            return .paid(proof(order))
        case .debitsOther(let amount):
            let order = makeOrder(number, amount, .paid, &truth)
            truth.orders[number] = order
            return .paid(proof(order))
        case .debitsUnheard(let kind):
            truth.orders[number] = makeOrder(number, request.amount, .paid, &truth)
            return .unresolved(Doubt(kind: kind, detail: "test"))
        case .asksForPassword:
            truth.orders[number] = makeOrder(number, request.amount, .awaitingShopper, &truth)
            return .awaitingShopper
        case .declines(let kind):
            return .declined(Decline(kind: kind, code: "TEST"))
        case .lost(let kind):
            return .unresolved(Doubt(kind: kind, detail: "test"))
        case .arrivesLater:
            truth.delayed.append(request)
            return .unresolved(Doubt(kind: .timeout, detail: "test"))
        case .neverSent:
            return .neverSent(Doubt(kind: .connectFailed, detail: "test"))
        }
    }

    private func look(_ question: OrderQuestion, _ truth: inout Truth) -> QueryAnswer {
        if let silence = truth.silence {
            return .unresolved(Doubt(kind: silence, detail: "test"))
        }
        if truth.answersNotFound > 0 {
            truth.answersNotFound -= 1
            return .notFound
        }
        let found: Order?
        switch question {
        case .merchantOrderNumber(let number): found = truth.orders[number.digits]
        case .channelTradeNumber(let digits):
            found = truth.orders.values.first { $0.tradeNumber == digits }
        }
        guard let order = found else { return .notFound }
        switch order.state {
        case .awaitingShopper: return .awaitingShopper
        case .paid: return .paid(proof(order))
        case .closed: return .closed(code: "CLOSED")
        case .reversed: return .closed(code: "REVOKED")
        case .refunded: return .refunded(proof(order))
        }
    }

    func undo(
        _ number: MerchantOrderNumber, _ fate: Reverse, _ truth: inout Truth
    ) -> ReverseAnswer {
        let unheard = Doubt(kind: .timeout, detail: "test")
        switch fate {
        case .lost: return .unresolved(unheard)
        case .again: return .again(code: "USERPAYING")
        case .neverSent: return .neverSent(unheard)
        case .honest, .doneUnheard: break
        }
        guard var order = truth.orders[number.digits] else {
            return truth.silence == nil ? .nothingToReverse : .unresolved(unheard)
        }
        switch order.state {
        case .paid:
            order.returned = Money(fen: order.debits.map(\.fen).reduce(0, +))
            order.state = .reversed
        case .awaitingShopper: order.state = .closed
        case .closed, .reversed, .refunded: break
        }
        truth.orders[number.digits] = order
        if case .doneUnheard = fate { return .unresolved(unheard) }
        return truth.silence == nil ? .reversed : .unresolved(unheard)
    }

    func makeOrder(
        _ number: String, _ amount: Money, _ state: Order.State, _ truth: inout Truth
    ) -> Order {
        truth.trades += 1
        let own = String(truth.trades)
        let padded = String(repeating: "0", count: 22 - own.count) + own
        let trade =
            truth.nextTradeNumbers.isEmpty
            ? (wallet == .weChatPay ? "420000" : "209912") + padded
            : truth.nextTradeNumbers.removeFirst()
        var order = Order(
            number: number, tradeNumber: trade, amount: amount, state: state, account: account)
        switch state {
        case .paid, .reversed, .refunded:
            order.debits = [amount]
            order.paidAt = clock.now.advanced(by: truth.clockAhead)
            if state != .paid { order.returned = amount }
        case .awaitingShopper, .closed: break
        }
        return order
    }

    private func proof(_ order: Order) -> PaidProof {
        PaidProof(
            merchantOrderNumber: order.number, channelTradeNumber: order.tradeNumber,
            amount: order.amount, currency: order.currency, merchantAccount: order.account,
            paidAt: order.paidAt)
    }
}

extension ChannelPace {
    /// Near what the real channels allow, with round numbers.
    static let test = ChannelPace(
        firstQueryAfter: .seconds(2), queryEvery: .seconds(5), queryEveryMax: .seconds(30),
        shopperMax: .seconds(45), reverseNotBefore: .seconds(15), reverseEvery: .seconds(5),
        reverseWithin: .hours(24), payableFor: .seconds(90), escalateAfter: .minutes(5),
        answerMax: .seconds(20))
}
