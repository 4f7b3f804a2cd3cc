// Refunds: accepted here, arriving when their time has come. Asking again under the same number is
// always safe and never gives back twice; that is what a merchant without an answer must rely on.
//
// The promised sum counts, not the arrived one: two refunds under way can never exceed the payment.

package import Retail

/// A refund that was accepted, now or before.
package struct AcceptedRefund: Equatable, Sendable {
    package let order: Order
    package let refund: Refund
    /// The number was not known before.
    package let isNew: Bool
}

/// A refund on its way.
struct Arrival: Sendable {
    let due: Timestamp
    let order: Int
    let refund: Int
}

extension Ledger {
    /// How long after the payment a refund is open.
    ///
    /// *Source*: WeChat Pay v2, refund, TRADE_OVERDUE: a year. At Alipay the merchant's contract says;
    /// a year here, too.
    package static let refundWindow = Pause.days(365)
    /// How many refunds an order can have.
    ///
    /// *Source*: WeChat Pay, refund: at most 50 parts.
    package static let refundCountMax = 50
    package static let refundDelayDefault = Pause.seconds(2)
    /// Longer than a trainer waits, or a test lets the clock run.
    package static let refundDelayMax = Pause.days(1)

    /// Accepts a refund.
    ///
    /// *Idempotency*: by number; a repeat with the same data changes nothing.
    package mutating func refund(
        _ request: RefundRequest, at now: Timestamp
    ) throws(RefundRefusal) -> AcceptedRefund {
        catchUp(at: now)
        guard let position = positions[request.order] else { throw .orderNotFound }
        let order = orders[position]
        if let known = order.refunds.first(where: { $0.number == request.number }) {
            guard known.amount == request.amount,
                request.orderAmount.map({ $0 == order.amount }) ?? true
            else { throw .numberUsedForOther }
            return AcceptedRefund(order: order, refund: known, isNew: false)
        }
        try check(request, order, at: now)
        serial += 1
        revision += 1
        let refund = Refund(
            number: request.number, channelNumber: refundID(order.wallet, at: now),
            amount: request.amount, askedAt: now,
            state: .processing(until: arrival(order.wallet, at: now), willFail: willFail(request)))
        orders[position].refundsMade = order.refunds + [refund]
        remember(refund, position)
        catchUp(at: now)
        let after = orders[position]
        return AcceptedRefund(
            order: after, refund: after.refunds.last ?? refund, isNew: true)
    }

    /// The order that a refund number belongs to: the merchant's or the wallet's.
    package mutating func order(
        refundNumber number: String, wallet: Wallet = .wechat, merchant: String = "",
        at now: Timestamp
    ) -> Order? {
        catchUp(at: now)
        return refundPositions[Ledger.refundName(number, wallet, merchant)].map { orders[$0] }
    }

    /// Two wallets may know the same number, and at each two merchants.
    static func refundName(_ number: String, _ wallet: Wallet, _ merchant: String) -> String {
        "\(wallet.rawValue) \(merchant) \(number)"
    }

    /// Sets how long refunds are on their way; `false` when it is out of range.
    package mutating func setRefundDelay(_ delay: Pause) -> Bool {
        guard (Pause.zero...Ledger.refundDelayMax).contains(delay) else { return false }
        refundDelay = delay
        revision += 1
        return true
    }

    /// Lets arrive what is due.
    mutating func settleRefunds(at now: Timestamp) {
        while let next = arrivals.first, next.due <= now {
            arrivals.removeFirst()
            settle(next)
        }
    }

    /// Finds a refund again by its numbers, and lets it arrive when it has yet to.
    mutating func remember(_ refund: Refund, _ position: Int) {
        let (wallet, merchant) = (orders[position].wallet, orders[position].merchant)
        if wallet.refundsArriveLater {
            refundPositions[Ledger.refundName(refund.number, wallet, merchant)] = position
        }
        if let number = refund.channelNumber {
            refundPositions[Ledger.refundName(number, wallet, merchant)] = position
        }
        guard case .processing(let due, _) = refund.state,
            let index = orders[position].refunds.firstIndex(where: { $0.number == refund.number })
        else { return }
        // In the order of their times; a new one is nearly always the last.
        let place = arrivals.lastIndex { $0.due <= due }.map { $0 + 1 } ?? arrivals.startIndex
        arrivals.insert(Arrival(due: due, order: position, refund: index), at: place)
    }

    private mutating func settle(_ arrival: Arrival) {
        guard var refunds = orders[arrival.order].refundsMade,
            refunds.indices.contains(arrival.refund),
            case .processing(let due, let willFail) = refunds[arrival.refund].state
        else { return }
        let isCredited = !willFail && credit(refunds[arrival.refund].amount, arrival.order)
        refunds[arrival.refund].state = isCredited ? .arrived(at: due) : .closed(at: due)
        orders[arrival.order].refundsMade = refunds
        revision += 1
    }

    private func check(
        _ request: RefundRequest, _ order: Order, at now: Timestamp
    ) throws(RefundRefusal) {
        switch order.state {
        case .waiting, .declined, .closed: throw .notPaid
        case .reversed: throw order.debited == .zero ? .notPaid : .reversed
        case .paid: break
        }
        // At Alipay a refund number belongs to the order, elsewhere to the merchant.
        let name = Ledger.refundName(request.number, order.wallet, order.merchant)
        if refundPositions[name] != nil {
            throw .numberUsedForOther
        }
        if let stated = request.orderAmount, stated != order.amount { throw .otherOrderAmount }
        guard now.since(order.paidAt ?? order.createdAt) <= Ledger.refundWindow else {
            throw .tooLate
        }
        let left = (try? order.debited.subtracting(order.promised)) ?? .zero
        guard left.isPositive else { throw .nothingLeft }
        guard request.amount <= left else { throw .tooMuch }
        guard order.refunds.count < Ledger.refundCountMax else { throw .tooMany }
        switch request.outcome {
        case .arrives, .fails: break
        case .merchantIsShort: throw .merchantIsShort
        }
    }

    private func willFail(_ request: RefundRequest) -> Bool {
        switch request.outcome {
        case .fails: true
        case .arrives, .merchantIsShort: false
        }
    }

    // Alipay gives back at once.
    private func arrival(_ wallet: Wallet, at now: Timestamp) -> Timestamp {
        wallet.refundsArriveLater ? now.advanced(by: refundDelay) : now
    }

    private func refundID(_ wallet: Wallet, at now: Timestamp) -> String? {
        switch wallet {
        case .wechat:
            "5030001987" + CivilTime(now).compact.prefix(8) + CivilTime.padded(spreadSerial, 11)
        case .unionpay:
            CivilTime(now).compact.prefix(8) + "290" + CivilTime.padded(spreadSerial, 10)
        case .alipay, .bestpay: nil
        }
    }
}
