// Taking a payment back. A number never seen is not remembered: a delayed request for it may still
// arrive afterwards and pay, as it may at the real wallets (the merchant must know that).

package import Retail

/// How a wallet takes a payment back.
package struct ReversalRules: Sendable {
    /// Until when after the payment was asked for.
    package enum Window: Sendable {
        case within(Pause)
        /// On one and the same day, which begins so long before midnight.
        case sameDay(beginsBefore: Pause)
    }

    package let window: Window
    /// While the person is typing the password the first request is told to come again; the next
    /// one closes the order.
    package let asksAgainWhileWaiting: Bool

    /// *Source*: WeChat Pay v2, reverse: seven days.
    package static let wechat = ReversalRules(
        window: .within(.days(7)), asksAgainWhileWaiting: true)
    /// *Source*: alipay.trade.cancel: 24 hours.
    package static let alipay = ReversalRules(
        window: .within(.hours(24)), asksAgainWhileWaiting: false)
    /// *Source*: public examples of BestPay: on the order's own day.
    package static let bestpay = ReversalRules(
        window: .sameDay(beginsBefore: .zero), asksAgainWhileWaiting: false)
    /// *Source*: UnionPay, 冲正: from 23:00 of the day before to 23:00.
    package static let unionpay = ReversalRules(
        window: .sameDay(beginsBefore: .hours(1)), asksAgainWhileWaiting: false)

    func isOpen(_ createdAt: Timestamp, at now: Timestamp) -> Bool {
        switch window {
        case .within(let pause): return now.since(createdAt) <= pause
        case .sameDay(let early):
            let day = { (moment: Timestamp) in
                CivilTime(moment.advanced(by: early)).compact.prefix(8)
            }
            return day(createdAt) == day(now)
        }
    }
}

/// What a reversal did.
package enum ReversalResult: Equatable, Sendable {
    /// Not paid, and now it never will be.
    case closed(Order)
    /// Paid; the money is back.
    case returned(Order)
    case personIsPaying
    case tooLate
    /// Money was refunded already; the rest can only be refunded, too.
    case refunded
    case notFound
}

extension Ledger {
    /// Takes a payment back.
    ///
    /// *Idempotency*: by number; asked again it answers the same.
    package mutating func reverse(_ key: OrderKey, at now: Timestamp) -> ReversalResult {
        catchUp(at: now)
        guard let position = positions[key] else { return .notFound }
        let rules: ReversalRules =
            switch key.wallet {
            case .wechat: .wechat
            case .alipay: .alipay
            case .bestpay: .bestpay
            case .unionpay: .unionpay
            }
        let order = orders[position]
        guard rules.isOpen(order.createdAt, at: now) else { return .tooLate }
        switch order.state {
        case .reversed:
            return order.returned == .zero ? .closed(order) : .returned(order)
        case .paid:
            guard order.promised == .zero else { return .refunded }
            return giveBack(position, at: now)
        case .waiting(let until, let wrong, false) where rules.asksAgainWhileWaiting:
            orders[position].state = .waiting(
                until: until, wrongPasswords: wrong, reversalAsked: true)
            revision += 1
            return .personIsPaying
        case .waiting, .declined, .closed:
            return .closed(end(position, .reversed))
        }
    }

    // All of what was debited, once.
    private mutating func giveBack(_ position: Int, at now: Timestamp) -> ReversalResult {
        guard credit(orders[position].debited, position) else { return .notFound }
        orders[position].state = .reversed
        orders[position].reversedAt = now
        return .returned(orders[position])
    }
}
