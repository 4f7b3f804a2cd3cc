// What a cashier sees of the till at a glance: the open sale and its last payment. The page itself draws
// more (`TillState`), which nobody here would look at.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

struct Glance: Sendable {
    let sale: Sale?
    let left: Money
    /// The last payment of the sale.
    let attempt: Attempt?
    let now: Timestamp

    init(of session: Session, _ counter: Counter) async throws {
        let driver = counter.driver
        let (now, paces) = (driver.surroundings.now(), driver.channels.paces)
        self = try await driver.database.read { transaction in
            guard
                let open = try SaleTable.open(
                    store: session.store, register: session.register, in: transaction)
            else { return Glance(sale: nil, left: .zero, attempt: nil, now: now) }
            let attempts = try AttemptTable.ofSale(
                open.sale.id, store: session.store, paces: paces, in: transaction)
            return Glance(
                sale: open.sale, left: try open.sale.totals().left,
                attempt: attempts.last { $0.attempt.isOpen }?.attempt ?? attempts.last?.attempt,
                now: now)
        }
    }

    private init(sale: Sale?, left: Money, attempt: Attempt?, now: Timestamp) {
        self.sale = sale
        self.left = left
        self.attempt = attempt
        self.now = now
    }

    var isPaidInFull: Bool {
        guard let sale, let totals = try? sale.totals() else { return false }
        return totals.due.isPositive && totals.left == .zero
    }
}
