// What a day's end brings: fees as wallets' statements tell them, and what a drawer is over or short.

package import Retail

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
