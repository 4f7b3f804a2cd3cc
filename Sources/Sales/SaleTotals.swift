// What a sale comes to. Computed from the lines each time, never kept beside them: two copies of one
// figure are how a receipt and a report come to differ.

package import Retail

/// The figures of one line.
package struct LineTotals: Equatable, Sendable {
    package let gross: Money
    /// The line's own discount.
    package let discount: Money
    /// Its share of the sale's discount.
    package let saleDiscount: Money
    /// What the line costs: gross less both.
    package let amount: Money
}

/// The figures of a sale.
///
/// *Unit*: fen.
package struct SaleTotals: Equatable, Sendable {
    /// In the order of the sale's lines.
    package let lines: [LineTotals]
    package let gross: Money
    package let saved: Money
    package let due: Money
    package let paid: Money
    package let left: Money
    package let change: Money
    /// Pieces over all lines.
    package let count: Int64
}

extension Sale {
    /// *Errors*: `SaleRefusal.amountOutOfRange`, `.discountTooLarge`.
    package func totals() throws(SaleRefusal) -> SaleTotals {
        var grosses: [Money] = []
        var discounts: [Money] = []
        var nets: [Money] = []
        var count: Int64 = 0
        for line in lines {
            let gross = try line.gross()
            let off = try line.discount.off(gross)
            grosses.append(gross)
            discounts.append(off)
            nets.append(try Sale.difference(gross, off))
            count += line.quantity
        }
        let net = try Sale.sum(nets)
        guard net <= Money.saleMax else { throw .amountOutOfRange }
        let saleOff = try discount.off(net)
        let shares = try Allocation.shares(of: saleOff, over: nets)
        var figures: [LineTotals] = []
        for index in lines.indices {
            figures.append(
                LineTotals(
                    gross: grosses[index], discount: discounts[index], saleDiscount: shares[index],
                    amount: try Sale.difference(nets[index], shares[index])))
        }
        let gross = try Sale.sum(grosses)
        let due = try Sale.difference(net, saleOff)
        let paidTenders = tenders.filter { $0.state == .paid }
        let paid = try Sale.sum(paidTenders.map { $0.amount })
        return SaleTotals(
            lines: figures, gross: gross, saved: try Sale.difference(gross, due), due: due,
            paid: paid, left: try Sale.difference(due, paid),
            change: try Sale.sum(paidTenders.map { $0.change }), count: count)
    }

    static func sum(_ amounts: [Money]) throws(SaleRefusal) -> Money {
        var sum = Money.zero
        for amount in amounts {
            do { sum = try sum.adding(amount) } catch { throw .amountOutOfRange }
        }
        return sum
    }

    static func difference(_ left: Money, _ right: Money) throws(SaleRefusal) -> Money {
        do { return try left.subtracting(right) } catch { throw .amountOutOfRange }
    }
}
