// A refund as a row: the machine, the return it belongs to, and which process looks after it.

package import Payments
package import Retail
package import Sales

package struct StoredRefund: Sendable {
    package var refund: Refund
    package let store: StoreID
    package let sale: SaleID
    /// The return whose money it gives back.
    package let returned: ReturnID
    package let register: RegisterID
    package let cashier: StaffID
    /// The merchant account that took the money, as the channel named it; only it can give it back.
    package let merchantAccount: String
    /// The process that looks after it; see `Workers`.
    package var worker: String
    /// Counts the events; the row is only written over the version that was read.
    package var version: Int64

    package init(
        refund: Refund, store: StoreID, sale: SaleID, returned: ReturnID, register: RegisterID,
        cashier: StaffID, merchantAccount: String, worker: String, version: Int64
    ) {
        self.refund = refund
        self.store = store
        self.sale = sale
        self.returned = returned
        self.register = register
        self.cashier = cashier
        self.merchantAccount = merchantAccount
        self.worker = worker
        self.version = version
    }
}
