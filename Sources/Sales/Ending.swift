// How a sale leaves the counter: completed, held for later, or dropped.

package import Retail

extension Sale {
    /// Whether F9 would post it now.
    ///
    /// *Errors*: `SaleRefusal`, naming what is short (R20).
    package func mustBeComplete() throws(SaleRefusal) {
        switch state {
        case .posted: throw .posted
        case .voided: throw .notOpen
        case .open, .suspended: break
        }
        if lines.isEmpty { throw .empty }
        if isInDoubt { throw .inDoubt }
        let left = try totals().left
        if !left.isNegative, left != .zero { throw .shortfall(left) }
        guard left == .zero else { throw .amountOutOfRange }
    }

    /// Whether it is posted without F9, now that a payment of it has come (N8, N9, decision 0009).
    ///
    /// What nobody could wait for any more is posted by recovery; what a cashier found by its number
    /// is completed by the cashier; the rest as the chain has set.
    package func isPostedByItself(
        after arrival: PaymentArrival, completesAutomatically: Bool
    ) -> Bool {
        guard (try? mustBeComplete()) != nil else { return false }
        if completesAutomatically { return true }
        switch arrival {
        case .inTime: return state == .suspended
        case .afterDoubt: return true
        case .foundByHand: return false
        }
    }

    /// Posts it.
    ///
    /// *Errors*: as `mustBeComplete`.
    package mutating func complete(
        at now: Timestamp, receipt: String
    ) throws(SaleRefusal) {
        try mustBeComplete()
        state = .posted(at: now, receipt: receipt)
    }

    /// Holds it (挂单); a payment that is still open goes on meanwhile.
    package mutating func suspend(note: String) throws(SaleRefusal) {
        try mustBeOpen()
        if lines.isEmpty { throw .empty }
        let totals = try totals()
        if totals.due.isPositive, totals.left == .zero { throw .paidInFull }
        state = .suspended
        self.note = note
    }

    /// Takes a held sale back, at whichever register of the store asks (取单).
    package mutating func retrieve(
        register: RegisterID, cashier: StaffID, on date: BusinessDate
    ) throws(SaleRefusal) {
        switch state {
        case .suspended: break
        case .posted: throw .posted
        case .open, .voided: throw .notOpen
        }
        state = .open
        self.register = register
        self.cashier = cashier
        // Held over night it is a sale of the new day, with that day's methods (R11); once payment
        // has begun it stays in the books of the day it was begun.
        if !isFrozen { businessDate = date }
        note = ""
    }

    /// Drops an unposted sale (作废).
    ///
    /// Open payments of it must be taken back by the caller.
    package mutating func void() throws(SaleRefusal) {
        switch state {
        case .open, .suspended: break
        case .posted: throw .posted
        case .voided: throw .notOpen
        }
        let hasScannedMoney = tenders.contains { tender in
            tender.state == .paid && tender.number != nil
        }
        if hasScannedMoney { throw .paid }
        for index in tenders.indices where tenders[index].state == .open {
            tenders[index].state = .failed
        }
        state = .voided
    }
}

/// How a payment came to be known.
package enum PaymentArrival: CaseIterable, Sendable {
    /// The channel answered while the cashier was waiting.
    case inTime
    /// Nobody knew whether money had moved, until recovery found out.
    case afterDoubt
    /// A cashier scanned its number (method 42).
    case foundByHand
}
