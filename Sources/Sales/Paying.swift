// Tenders: cash with change, scanned payments from begun to paid or failed, and mixed ones.
//
// Trap: "left to pay" counts only what is paid. An open scanned tender is neither paid nor free: while
// there is one, nothing else may be taken, or the customer could pay twice (P2, P6, N16).

package import Retail

extension Sale {
    /// Takes cash for what is left, up to what was received; the rest is change.
    ///
    /// With an `approval` a scanned payment without an outcome is given up: its tender fails here, and
    /// the caller must have its attempt taken back and a case opened.
    ///
    /// *Errors*: `SaleRefusal`; `.inDoubt` while a scanned payment is open and nobody approved (R25).
    package mutating func takeCash(
        received: Money, approval: Approval?
    ) throws(SaleRefusal) {
        try mustBeReadyForCheckout()
        guard received.isPositive, received <= Money.saleMax else { throw .amountOutOfRange }
        if isInDoubt, approval == nil { throw .inDoubt }
        let left = try totals().left
        guard left.isPositive else { throw .paidInFull }
        let isGivingUp = isInDoubt
        for index in tenders.indices where tenders[index].state == .open {
            tenders[index].state = .failed
        }
        tenders.append(
            Tender(
                no: nextTender(), method: TenderMethodID.cash, amount: min(received, left),
                kind: .cash(received: received), state: .paid,
                approval: isGivingUp ? approval : nil))
    }

    /// Begins a scanned payment (method 41) of what is left, or of a part of it.
    package mutating func beginPayment(
        _ payment: PaymentID, number: MerchantOrderNumber, wallet: String, amount: Money?
    ) throws(SaleRefusal) -> Money {
        try mustBeReadyForCheckout()
        if isInDoubt { throw .inDoubt }
        let left = try totals().left
        guard left.isPositive else { throw .paidInFull }
        let amount = amount ?? left
        guard amount.isPositive, amount <= left else { throw .amountOutOfRange }
        tenders.append(
            Tender(
                no: nextTender(), method: TenderMethodID.aggregated, amount: amount,
                kind: .scanned(payment: payment, number: number, wallet: wallet), state: .open,
                approval: nil))
        return amount
    }

    /// The channel's word on a scanned payment of this sale has come.
    ///
    /// False when the sale does not wait for it (any more): the money then belongs to nobody yet.
    package mutating func settle(
        _ number: MerchantOrderNumber, as outcome: Tender.State, method: Int64
    ) -> Bool {
        guard let index = tenders.firstIndex(where: { $0.number == number }),
            tenders[index].state == .open, !hasEnded
        else { return false }
        tenders[index].state = outcome
        if outcome == .paid { tenders[index].method = method }
        return true
    }

    /// Puts a payment that was found by its number on the sale (method 42, 补单), if it is exactly
    /// what is left to pay.
    package mutating func supplement(
        _ payment: PaymentID, number: MerchantOrderNumber, wallet: String, paid: Money
    ) throws(SaleRefusal) {
        try mustBeReadyForCheckout()
        // A second try of this sale may still be open while the first turns out to be paid.
        if isInDoubt { throw .inDoubt }
        let left = try totals().left
        guard left.isPositive else { throw .paidInFull }
        guard paid == left else { throw .unequal(paid: paid, left: left) }
        tenders.append(
            Tender(
                no: nextTender(), method: TenderMethodID.supplementary, amount: paid,
                kind: .scanned(payment: payment, number: number, wallet: wallet), state: .paid,
                approval: nil))
    }

    /// Takes back cash, or clears away a payment that failed.
    ///
    /// Scanned money is never dropped.
    package mutating func remove(tender no: Int64) throws(SaleRefusal) {
        try mustBeOpen()
        guard let index = tenders.firstIndex(where: { $0.no == no }) else { throw .tenderAbsent }
        switch (tenders[index].kind, tenders[index].state) {
        case (.cash, _), (.scanned, .failed): tenders.remove(at: index)
        case (.scanned, .open), (.scanned, .paid), (.recorded, _):
            throw .tenderCannotBeRemoved
        }
    }

    private mutating func nextTender() -> Int64 {
        lastTender += 1
        return lastTender
    }

    private var hasEnded: Bool {
        switch state {
        case .open, .suspended: false
        case .posted, .voided: true
        }
    }
}

/// The ids of the tender methods that the notice names (N6, N11), and cash.
package enum TenderMethodID {
    package static let cash: Int64 = 1
    package static let aggregated: Int64 = 41
    package static let supplementary: Int64 = 42
    /// Those with money in a drawer or a payment behind them; any other was told by an old till.
    package static let today: Set<Int64> = [cash, aggregated, supplementary]
}
