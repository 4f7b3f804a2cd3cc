// The fake wallet's refunds: what really went back under each refund number, whatever was answered.
// Like the real ones it gives back once per number however often it is asked, never more than is left
// of the order, and answers the same again; "asked twice" is therefore no fault, "done twice" is.

import Payments
import Retail
import Synchronization

extension FakeChannel {
    enum Refund: Sendable {
        case done
        /// Given back, and the answer is lost.
        case doneUnheard(Doubt.Kind)
        /// The request is lost: nothing is done.
        case lost(Doubt.Kind)
        /// The request is on its way for longer than we wait.
        case arrivesLater
        /// Promised; done once `finishRefunds` is called.
        case processing
        /// Not now: the merchant's balance is too low.
        case later
        case failed(RefundFailure.Kind)
        case neverSent
        case doneOther(Money)
    }

    struct MoneyBack: Sendable {
        enum State: Sendable {
            case processing
            case done
            case failed(RefundFailure.Kind)
        }

        let number: String
        let order: String
        let amount: Money
        var state: State
        /// How often money moved under this number.
        var effects = 0
        var at: Timestamp?

        var isDone: Bool {
            switch state {
            case .done: true
            case .processing, .failed: false
            }
        }
    }

    struct Refunds: Sendable {
        var byNumber: [String: MoneyBack] = [:]
        /// What is to become of the next requests.
        var fates: [Refund] = []
        var delayed: [RefundRequest] = []
        /// Requests by their number, to see that each says the same.
        var asked: [String: [RefundRequest]] = [:]
        var queries = 0
    }

    // MARK: What the test decides

    func nextRefund(_ fates: Refund...) {
        change { $0.refunds.fates += fates }
    }

    /// Refunds that were on their way arrive now.
    func deliverDelayedRefunds() {
        change { truth in
            for request in truth.refunds.delayed { _ = giveBack(request, request.amount, &truth) }
            truth.refunds.delayed = []
        }
    }

    /// What was promised is done, or closed without anything being given back.
    func finishRefunds(failing kind: RefundFailure.Kind? = nil) {
        change { truth in
            for (number, var one) in truth.refunds.byNumber {
                guard case .processing = one.state else { continue }
                if let kind {
                    one.state = .failed(kind)
                    truth.refunds.byNumber[number] = one
                } else {
                    move(&one, &truth)
                }
            }
        }
    }

    // MARK: What is true

    /// By refund number.
    var refunds: [MoneyBack] {
        truth.withLock { $0.refunds.byNumber.values.sorted { $0.number < $1.number } }
    }

    var refundsAsked: [String: [RefundRequest]] { truth.withLock { $0.refunds.asked } }
    var refundQueries: Int { truth.withLock { $0.refunds.queries } }

    func proof(_ one: MoneyBack) -> RefundProof {
        RefundProof(
            refundNumber: one.number, merchantOrderNumber: one.order,
            channelRefundNumber: "50" + one.number.dropFirst(3), amount: one.amount,
            refundedAt: one.at)
    }

    // MARK: The wire

    func refund(_ permit: consuming SendPermit<RefundRequest>) async -> RefundAnswer {
        let request = permit.spend()
        let (said, hook) = truth.withLock { truth in
            truth.refunds.asked[request.refund.text, default: []].append(request)
            let fate =
                truth.refunds.fates.isEmpty ? Refund.done : truth.refunds.fates.removeFirst()
            return (take(request, fate, &truth), truth.afterWork)
        }
        hook?(.refund)
        return said
    }

    func queryRefund(_ question: RefundQuestion) async -> RefundQueryAnswer {
        let (said, hook) = truth.withLock { truth in
            truth.refunds.queries += 1
            return (look(question, &truth), truth.afterWork)
        }
        hook?(.queryRefund)
        return said
    }

    private func take(
        _ request: RefundRequest, _ fate: Refund, _ truth: inout Truth
    ) -> RefundAnswer {
        switch fate {
        case .lost(let kind): return .unresolved(Doubt(kind: kind, detail: "test"))
        case .later: return .later(code: "NOTENOUGH")
        case .neverSent: return .neverSent(Doubt(kind: .connectFailed, detail: "test"))
        case .arrivesLater:
            truth.refunds.delayed.append(request)
            return .unresolved(Doubt(kind: .timeout, detail: "test"))
        case .failed(let kind):
            // A number that has been answered is answered the same again.
            if truth.refunds.byNumber[request.refund.text] == nil {
                truth.refunds.byNumber[request.refund.text] = MoneyBack(
                    number: request.refund.text, order: request.order.digits,
                    amount: request.amount, state: .failed(kind))
            }
        case .processing:
            if truth.refunds.byNumber[request.refund.text] == nil {
                truth.refunds.byNumber[request.refund.text] = MoneyBack(
                    number: request.refund.text, order: request.order.digits,
                    amount: request.amount, state: .processing)
            }
        case .done: _ = giveBack(request, request.amount, &truth)
        case .doneOther(let amount): _ = giveBack(request, amount, &truth)
        case .doneUnheard(let kind):
            _ = giveBack(request, request.amount, &truth)
            return .unresolved(Doubt(kind: kind, detail: "test"))
        }
        guard let one = truth.refunds.byNumber[request.refund.text] else {
            return .failed(RefundFailure(kind: .overRefunded, code: "OVER"))
        }
        if let silence = truth.silence { return .unresolved(Doubt(kind: silence, detail: "test")) }
        switch one.state {
        case .done: return .done(proof(one))
        case .processing: return .accepted
        case .failed(let kind): return .failed(RefundFailure(kind: kind, code: "TEST"))
        }
    }

    private func look(
        _ question: RefundQuestion, _ truth: inout Truth
    ) -> RefundQueryAnswer {
        if let silence = truth.silence {
            return .unresolved(Doubt(kind: silence, detail: "test"))
        }
        guard let one = truth.refunds.byNumber[question.refund.text] else { return .notFound }
        switch one.state {
        case .done: return .done(proof(one))
        case .processing: return .processing
        case .failed(let kind): return .failed(RefundFailure(kind: kind, code: "TEST"))
        }
    }

    /// Gives back under a number that has not done so yet; not more than is left of the order.
    private func giveBack(
        _ request: RefundRequest, _ amount: Money, _ truth: inout Truth
    ) -> Bool {
        guard truth.refunds.byNumber[request.refund.text] == nil,
            let order = truth.orders[request.order.digits], order.kept >= amount.fen
        else { return false }
        var one = MoneyBack(
            number: request.refund.text, order: request.order.digits, amount: amount,
            state: .processing)
        move(&one, &truth)
        return true
    }

    private func move(_ one: inout MoneyBack, _ truth: inout Truth) {
        guard var order = truth.orders[one.order], order.kept >= one.amount.fen else {
            one.state = .failed(.overRefunded)
            truth.refunds.byNumber[one.number] = one
            return
        }
        order.returned = Money(fen: order.returned.fen + one.amount.fen)
        order.refunded = Money(fen: order.refunded.fen + one.amount.fen)
        // WeChat Pay says REFUND of an order that was given back in part, too; Alipay says nothing
        // before all of it is back.
        if wallet == .weChatPay || order.kept == 0 { order.state = .refunded }
        truth.orders[one.order] = order
        one.state = .done
        one.effects += 1
        one.at = clock.now
        truth.refunds.byNumber[one.number] = one
    }
}

extension RefundPace {
    /// Near what the real channels allow, with round numbers.
    static let test = RefundPace(
        queryAfter: .seconds(5), queryEvery: .seconds(10), queryEveryMax: .minutes(2),
        resendEvery: .seconds(15), escalateAfter: .minutes(10), answerMax: .seconds(20),
        arrivesWithin: .days(7))
}
