// A posted sale in entries: goods against the counter, the counter against money. What a wallet paid
// was booked when it was known and waits in `doubt` until its sale is posted, however soon that is.

package import Retail
package import Sales

extension BookedFact {
    /// A sale that has been posted.
    ///
    /// Its cash is in the drawer, unless another till has taken it long ago: then `safe`.
    /// *Errors*: `LedgerError.unbalanced` when its tenders do not pay for its goods; `.overflow`.
    package init(posted sale: Sale, cashIn cash: Account = .drawer) throws(LedgerError) {
        let totals: SaleTotals
        do {
            totals = try sale.totals()
        } catch {
            throw .overflow
        }
        guard totals.left == .zero else { throw .unbalanced }
        var entries: [Entry?] = [
            try Entry(debit: .counter, credit: .sales, totals.gross),
            try Entry(debit: .discounts, credit: .counter, totals.saved),
        ]
        for tender in sale.tenders where tender.state == .paid {
            switch tender.kind {
            case .cash(let received):
                entries.append(try Entry(debit: cash, credit: .counter, received))
                entries.append(try Entry(debit: .counter, credit: cash, tender.change))
            case .scanned(_, let number, _):
                entries.append(
                    try Entry(debit: .doubt, credit: .counter, tender.amount, of: number))
            case .recorded:
                entries.append(
                    try Entry(
                        debit: .retired(method: tender.method), credit: .counter, tender.amount))
            }
        }
        self.init(
            .sale(sale.id), store: sale.store, date: sale.businessDate,
            entries: entries, sale: sale.id)
    }

    /// A debit that a wallet has told of.
    package init(
        debited amount: Money, by wallet: String, number: MerchantOrderNumber,
        store: StoreID, sale: SaleID?, on date: BusinessDate, fact: Fact? = nil
    ) throws(LedgerError) {
        self.init(
            fact ?? .debit(number), store: store, date: date,
            entries: [
                try Entry(debit: .clearing(wallet: wallet), credit: .doubt, amount, of: number)
            ], sale: sale)
    }

    /// What stood in doubt and is nobody's (核销); below zero, what was counted and never came.
    package init(
        writtenOff amount: Money, of number: MerchantOrderNumber, case id: String, store: StoreID,
        on date: BusinessDate
    ) throws(LedgerError) {
        self.init(
            .writtenOff(number, case: id), store: store, date: date,
            entries: [try Entry(from: .overShort, to: .doubt, amount, of: number)])
    }

    /// A debit that is not this store's any more: given back by the wallet, or another store's.
    package init(
        gone fact: Fact, _ amount: Money, by wallet: String, number: MerchantOrderNumber,
        store: StoreID, sale: SaleID?, on date: BusinessDate
    ) throws(LedgerError) {
        self.init(
            fact, store: store, date: date,
            entries: [
                try Entry(debit: .doubt, credit: .clearing(wallet: wallet), amount, of: number)
            ], sale: sale)
    }
}
