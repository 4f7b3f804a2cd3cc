// What a day's end brings: fees as wallets' statements tell them, and what a drawer is over or short.

package import Retail
package import Sales

extension BookedFact {
    /// A fee; below zero, what a later statement gives back of it.
    package init(
        fee amount: Money, _ fact: Fact, by wallet: String, store: StoreID, on date: BusinessDate
    ) throws(LedgerError) {
        self.init(
            fact, store: store, date: date,
            entries: [try Entry(from: .clearing(wallet: wallet), to: .fees, amount)])
    }

    /// A count that is not the day's cash: above zero what is too much, below what is missing.
    package init(
        overShort amount: Money, store: StoreID, on date: BusinessDate
    ) throws(LedgerError) {
        self.init(
            .overShort(date), store: store, date: date,
            entries: [try Entry(from: .overShort, to: .drawer, amount)])
    }

    /// The float of a shift that a day's signature has counted: what was not in the drawer already.
    package init(floatOf shift: Shift, on date: BusinessDate) throws(LedgerError) {
        let added: Money
        do { added = try shift.float.subtracting(shift.carried) } catch { throw .overflow }
        self.init(
            .shiftClosed(shift.id), store: shift.id.store, date: date,
            entries: [try Entry(from: .safe, to: .drawer, added)])
    }

    /// A shift that was counted: its float, what it was over or short, and what was taken out.
    ///
    /// Of the float only what was not in the drawer already. The drawer then holds what was left in it.
    package init(
        closed shift: Shift, _ close: ShiftClose, on date: BusinessDate
    ) throws(LedgerError) {
        let difference: Money
        do { difference = try close.difference } catch { throw .overflow }
        let (added, out): (Money, Money)
        do {
            added = try shift.float.subtracting(shift.carried)
            out = try close.counted.subtracting(close.left)
        } catch {
            throw .overflow
        }
        self.init(
            .shiftClosed(shift.id), store: shift.id.store, date: date,
            entries: [
                try Entry(from: .safe, to: .drawer, added),
                try Entry(from: .overShort, to: .drawer, difference),
                try Entry(from: .drawer, to: .safe, out),
            ])
    }
}

extension Entry {
    /// An amount that may be below zero, and then goes the other way.
    ///
    /// *Errors*: `LedgerError.overflow`.
    init?(
        from: Account, to: Account, _ amount: Money, of number: MerchantOrderNumber? = nil
    ) throws(LedgerError) {
        guard amount.isNegative else {
            try self.init(debit: to, credit: from, amount, of: number)
            return
        }
        let size: Money
        do { size = try Money.zero.subtracting(amount) } catch { throw .overflow }
        try self.init(debit: from, credit: to, size, of: number)
    }
}
