// What a wallet will tell a merchant by itself, once it has happened: that an order was paid, or what
// became of a refund. Kept in memory alone: a network that was stopped has forgotten it, as a real one
// may fail to tell.

internal import Retail
internal import Synchronization

/// One thing to be told, to the address that the request gave.
package struct Notice: Hashable, Sendable {
    package enum Wire: Hashable, Sendable {
        case weChatV2, weChatV3, alipay, bestPay, unionPay
    }

    package let order: OrderKey
    /// The merchant's refund number; `nil` for the payment.
    package let refund: String?
    package let wire: Wire
    package let url: String

    /// `nil` for an address that none can be told at.
    ///
    /// *Source*: notify_url: without parameters, at most 256 characters.
    init?(_ url: String?, _ wire: Wire, _ order: OrderKey, refund: String? = nil) {
        guard let url, url.hasPrefix("http://") || url.hasPrefix("https://"),
            url.utf8.count <= 256, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3F })
        else { return nil }
        self.order = order
        self.refund = refund
        self.wire = wire
        self.url = url
    }
}

/// What is yet to happen before it can be told.
final class Notices: Sendable {
    /// A bound on memory; who pays more than this at once is told less.
    private static let countMax = 10_000

    private let waiting = Mutex<Set<Notice>>([])

    func expect(_ notice: Notice?) {
        guard let notice else { return }
        waiting.withLock { waiting in
            if waiting.count < Notices.countMax { waiting.insert(notice) }
        }
    }

    /// Takes out what has happened, or never will.
    func take(_ ledger: borrowing Ledger) -> [Notice] {
        waiting.withLock { waiting in
            let ready = waiting.filter { ledger.hasEnded($0) }
            waiting.subtract(ready)
            return Array(ready)
        }
    }
}

extension Ledger {
    /// Whether nothing more will become of what a notice is about.
    fileprivate borrowing func hasEnded(_ notice: Notice) -> Bool {
        guard let order = positions[notice.order].map({ orders[$0] }) else { return true }
        guard let number = notice.refund else {
            if case .waiting = order.state { return false }
            return true
        }
        guard let refund = order.refunds.first(where: { $0.number == number }) else { return true }
        if case .processing = refund.state { return false }
        return true
    }
}
