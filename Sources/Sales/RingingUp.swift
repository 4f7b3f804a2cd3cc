// Goods, quantities, discounts, salespeople: everything before PageUp. Each act either holds for the
// whole sale (totals in range, within authority) or changes nothing.

package import Retail

extension Sale {
    /// Adds goods; the same goods of the same lot join the line that is there.
    ///
    /// *Errors*: `SaleRefusal`.
    package mutating func add(_ goods: Goods, quantity: Int64) throws(SaleRefusal) {
        try mustBeEditable()
        guard (1...SaleLine.quantityMax).contains(quantity) else { throw .quantityOutOfRange }
        if let index = lines.firstIndex(where: { $0.goods == goods }) {
            return try setQuantity(of: lines[index].no, to: lines[index].quantity + quantity)
        }
        guard lines.count < Sale.linesMax else { throw .tooManyLines }
        let no = (lines.map(\.no).max() ?? 0) + 1
        try change { sale throws(SaleRefusal) in
            sale.lines.append(
                SaleLine(no: no, goods: goods, quantity: quantity, discount: .none, salesperson: nil))
        }
    }

    package mutating func setQuantity(
        of no: Int64, to quantity: Int64
    ) throws(SaleRefusal) {
        try mustBeEditable()
        guard (1...SaleLine.quantityMax).contains(quantity) else { throw .quantityOutOfRange }
        let index = try index(of: no)
        try change { sale throws(SaleRefusal) in sale.lines[index].quantity = quantity }
    }

    package mutating func remove(line no: Int64) throws(SaleRefusal) {
        try mustBeEditable()
        let index = try index(of: no)
        try change { sale throws(SaleRefusal) in
            sale.lines.remove(at: index)
            // A fixed amount off may be more than what remains: then nothing is left to take it off.
            if sale.lines.isEmpty { sale.discount = .none }
        }
    }

    /// Takes something off a line, within the limit of whoever decides.
    package mutating func setDiscount(
        ofLine no: Int64, to discount: Discount, authority: DiscountAuthority
    ) throws(SaleRefusal) {
        try mustBeEditable()
        let index = try index(of: no)
        try change { sale throws(SaleRefusal) in
            sale.lines[index].discount = discount
            let line = sale.lines[index]
            let gross = try line.gross()
            guard authority.covers(try discount.off(gross), of: gross) else {
                throw .beyondAuthority(authority)
            }
        }
    }

    /// Takes something off the whole sale, within the limit: counted with the lines' own discounts.
    package mutating func setDiscount(
        to discount: Discount, authority: DiscountAuthority
    ) throws(SaleRefusal) {
        try mustBeEditable()
        guard !lines.isEmpty || discount == .none else { throw .empty }
        try change { sale throws(SaleRefusal) in
            sale.discount = discount
            let totals = try sale.totals()
            guard discount == .none || authority.covers(totals.saved, of: totals.gross) else {
                throw .beyondAuthority(authority)
            }
        }
    }

    package mutating func setSalesperson(
        ofLine no: Int64, to staff: StaffID?
    ) throws(SaleRefusal) {
        try mustBeOpen()
        lines[try index(of: no)].salesperson = staff
    }

    package mutating func setSalesperson(to staff: StaffID?) throws(SaleRefusal) {
        try mustBeOpen()
        salesperson = staff
    }

    /// PageUp (R15): whether the sale can be paid. *Errors*: `SaleRefusal.empty`, `.nothingDue`.
    package func mustBeReadyForCheckout() throws(SaleRefusal) {
        try mustBeOpen()
        if lines.isEmpty { throw .empty }
        if !(try totals().due.isPositive) { throw .nothingDue }
    }

    /// Makes a change on a copy, and keeps it only when the totals still can be computed.
    private mutating func change(
        _ body: (inout Sale) throws(SaleRefusal) -> Void
    ) throws(SaleRefusal) {
        var changed = self
        try body(&changed)
        _ = try changed.totals()
        self = changed
    }

    private func index(of no: Int64) throws(SaleRefusal) -> Int {
        guard let index = lines.firstIndex(where: { $0.no == no }) else { throw .lineAbsent }
        return index
    }
}
