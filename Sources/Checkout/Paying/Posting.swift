// F9, and what recovery does in its place: the one path by which a sale is posted. Receipt number,
// state, stock and the print job are written together (R20, R21); printing itself comes later and
// cannot undo a sale.

internal import Payments
package import Persistence
internal import Retail
internal import Sales

package enum Posting {
    /// Writes a sale that a payment has come for, posted where nobody has to press F9 for it.
    static func keep(
        _ stored: inout StoredSale, after arrival: PaymentArrival, moment: Moment,
        in transaction: any Transaction
    ) throws {
        let byItself = stored.sale.isPostedByItself(
            after: arrival, completesAutomatically: moment.settings.completesAutomatically)
        if byItself {
            try post(&stored, moment: moment, in: transaction)
        } else {
            try SaleTable.update(&stored, at: moment.now, in: transaction)
        }
    }

    /// Posts a sale that is fully paid and writes it.
    ///
    /// *Errors*: `SaleRefusal` when it is not complete; nothing is kept then.
    package static func post(
        _ stored: inout StoredSale, moment: Moment, in transaction: any Transaction
    ) throws {
        let sale = stored.sale
        try sale.mustBeComplete()
        let receipt = try SaleTable.nextReceipt(
            store: sale.store, register: sale.register, on: sale.businessDate, in: transaction)
        try stored.sale.complete(at: moment.now, receipt: receipt)
        try SaleTable.update(&stored, at: moment.now, in: transaction)
        try Bookkeeping(moment, transaction).posted(stored.sale)
        for line in sale.lines {
            try ProductTable.take(
                line.quantity, lot: line.goods.lot, of: line.goods.product, store: sale.store,
                in: transaction)
        }
        try PrintJobTable.insert(
            PrintJob(
                store: sale.store, id: moment.identifier, .receipt(sale.id),
                register: sale.register,
                copy: 0,
                state: moment.settings.hasPrinter(sale.store, sale.register) ? .queued : .none),
            at: moment.now, in: transaction)
    }
}
