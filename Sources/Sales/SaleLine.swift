// One line of a sale. It copies what the goods were when they were rung up: a price or a name that
// changes tomorrow must not change yesterday's receipt.

package import Retail

/// Goods on a sale (销售明细).
package struct SaleLine: Equatable, Sendable {
    package static let quantityMax: Int64 = 9_999

    /// Its number on this sale, from 1; never used again on the same sale.
    package let no: Int64
    package let goods: Goods
    package internal(set) var quantity: Int64
    package internal(set) var discount: Discount
    package internal(set) var salesperson: StaffID?

    package init(
        no: Int64, goods: Goods, quantity: Int64, discount: Discount, salesperson: StaffID?
    ) {
        self.no = no
        self.goods = goods
        self.quantity = quantity
        self.discount = discount
        self.salesperson = salesperson
    }

    /// Price times quantity.
    ///
    /// *Errors*: `SaleRefusal.amountOutOfRange`.
    func gross() throws(SaleRefusal) -> Money {
        guard let gross = try? goods.price.multiplied(by: quantity), gross <= Money.saleMax else {
            throw .amountOutOfRange
        }
        return gross
    }
}

/// What is sold, as it is at the moment of ringing up.
package struct Goods: Equatable, Sendable {
    package let product: String
    package let ean13: String?
    package let name: String
    package let spec: String
    package let unit: String
    package let maker: String
    /// 甲, 乙, Rx, 器, 食, 消, 饮: the class as demo data and licences write it.
    package let category: String
    package let lot: String
    package let expiresOn: BusinessDate
    /// *Unit*: fen for one `unit`.
    package let price: Money

    package init(
        product: String, ean13: String?, name: String, spec: String, unit: String, maker: String,
        category: String, lot: String, expiresOn: BusinessDate, price: Money
    ) {
        self.product = product
        self.ean13 = ean13
        self.name = name
        self.spec = spec
        self.unit = unit
        self.maker = maker
        self.category = category
        self.lot = lot
        self.expiresOn = expiresOn
        self.price = price
    }
}
