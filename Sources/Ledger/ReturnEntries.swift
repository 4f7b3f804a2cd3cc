// A return in entries. The goods are back at once; what goes to a wallet is owed until the wallet says
// that it has given it back, which may be days later and in another day's books.

package import Retail
package import Sales

extension BookedFact {
    /// Goods that came back.
    ///
    /// *Errors*: `LedgerError.unbalanced` when its money does not add up to its goods; `.overflow`.
    package init(_ made: SaleReturn) throws(LedgerError) {
        var goods = Money.zero
        var money = Money.zero
        var entries: [Entry?] = []
        do {
            for line in made.lines { goods = try goods.adding(line.amount) }
            for part in made.givingBack { money = try money.adding(part.amount) }
        } catch {
            throw .overflow
        }
        guard goods == money else { throw .unbalanced }
        entries.append(try Entry(debit: .returns, credit: .counter, goods))
        for part in made.givingBack {
            switch part.kind {
            case .cash:
                entries.append(try Entry(debit: .counter, credit: .drawer, part.amount))
            case .wallet(let number):
                entries.append(
                    try Entry(debit: .counter, credit: .refundsDue, part.amount, of: number))
            case .recorded:
                entries.append(
                    try Entry(
                        debit: .counter, credit: .retired(method: part.method), part.amount))
            }
        }
        self.init(
            .goodsReturned(made.id), store: made.store, date: made.businessDate,
            entries: entries, sale: made.sale)
    }

    /// Money that a wallet has given back.
    package init(
        refunded amount: Money, by wallet: String, as refund: RefundNumber,
        of number: MerchantOrderNumber, store: StoreID, sale: SaleID?, on date: BusinessDate
    ) throws(LedgerError) {
        self.init(
            .refund(refund), store: store, date: date,
            entries: [
                try Entry(debit: .refundsDue, credit: .clearing(wallet: wallet), amount, of: number)
            ], sale: sale)
    }
}
