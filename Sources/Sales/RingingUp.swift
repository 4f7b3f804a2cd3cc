// Goods, quantities, discounts, salespeople: everything before PageUp. Each act either holds for the
// whole sale (totals in range, within authority) or changes nothing.

package import Retail

extension Sale {
    /// Adds goods; the same goods of the same lot join the line that is there, unless something has
    /// been taken off that line: what was approved for its pieces was not approved for more of them.
    ///
    /// *Errors*: `SaleRefusal`.
    package mutating func add(_ goods: Goods, quantity: Int64) throws(SaleRefusal) {
        try mustBeEditable()
        guard (1...SaleLine.quantityMax).contains(quantity) else { throw .quantityOutOfRange }
        let sameLine = lines.firstIndex { $0.goods == goods && $0.discount == .none }
        if let index = sameLine {
            let sum = lines[index].quantity + quantity
            guard sum <= SaleLine.quantityMax else { throw .quantityOutOfRange }
            return try change { sale throws(SaleRefusal) in sale.lines[index].quantity = sum }
        }
        guard lines.count < Sale.linesMax else { throw .tooManyLines }
        try change { sale throws(SaleRefusal) in
            sale.lastLine += 1
            sale.lines.append(
                SaleLine(
                    no: sale.lastLine, goods: goods, quantity: quantity, discount: .none,
                    salesperson: nil))
        }
    }

    /// Sets the pieces of a line.
    ///
    /// Fewer of them under a fixed amount off is a greater discount, so it needs the authority for
    /// it.
    package mutating func setQuantity(
        of no: Int64, to quantity: Int64, authority: DiscountAuthority
    ) throws(SaleRefusal) {
        try mustBeEditable()
        guard (1...SaleLine.quantityMax).contains(quantity) else { throw .quantityOutOfRange }
        let index = try index(of: no)
        try change(.goods(ofLine: no), within: authority) { sale throws(SaleRefusal) in
            sale.lines[index].quantity = quantity
        }
    }

    /// Takes a line off; what remains must still be within the authority.
    package mutating func remove(
        line no: Int64, authority: DiscountAuthority
    ) throws(SaleRefusal) {
        try mustBeEditable()
        let index = try index(of: no)
        try change(.goods(ofLine: nil), within: authority) { sale throws(SaleRefusal) in
            sale.lines.remove(at: index)
            // Nothing is left that anything could be taken off.
            if sale.lines.isEmpty { sale.discount = .none }
        }
    }

    /// Takes something off a line, within the limit of whoever decides.
    package mutating func setDiscount(
        ofLine no: Int64, to discount: Discount, authority: DiscountAuthority
    ) throws(SaleRefusal) {
        try mustBeEditable()
        let index = try index(of: no)
        try change(.discount(ofLine: no), within: authority) { sale throws(SaleRefusal) in
            sale.lines[index].discount = discount
        }
    }

    /// Takes something off the whole sale, within the limit: counted with the lines' own discounts.
    package mutating func setDiscount(
        to discount: Discount, authority: DiscountAuthority
    ) throws(SaleRefusal) {
        try mustBeEditable()
        guard !lines.isEmpty || discount == .none else { throw .empty }
        try change(.discount(ofLine: nil), within: authority) { sale throws(SaleRefusal) in
            sale.discount = discount
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

    /// PageUp (R15): whether the sale can be paid.
    ///
    /// *Errors*: `SaleRefusal.empty`, `.nothingDue`.
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

    /// What an act changes, of which line.
    private enum Change {
        case goods(ofLine: Int64?)
        case discount(ofLine: Int64?)

        var line: Int64? {
            switch self {
            case .goods(let line), .discount(let line): line
            }
        }

        /// Whether the sale as a whole must be looked at under this discount of it.
        ///
        /// A share of the sale stays the same share of each line, whatever goods come and go; a fixed
        /// amount becomes a greater one when they go. And a discount that is given adds to the other.
        func mayRaiseTheSale(_ discount: Discount) -> Bool {
            switch (discount, self) {
            case (.none, _), (.percent, .goods): false
            case (.amount, _), (.percent, .discount): true
            }
        }
    }

    /// Makes a change, and keeps it only when what it takes off is within the authority.
    private mutating func change(
        _ change: Change, within authority: DiscountAuthority,
        _ body: (inout Sale) throws(SaleRefusal) -> Void
    ) throws(SaleRefusal) {
        let before = self
        try self.change(body)
        do throws(SaleRefusal) {
            if change.mayRaiseTheSale(discount) {
                guard authority.allows(try reduction(), insteadOf: try before.reduction()) else {
                    throw .beyondAuthority(authority)
                }
            }
            guard let no = change.line else { return }
            let (line, was) = (try reduction(ofLine: no), try before.reduction(ofLine: no))
            guard authority.allows(line, insteadOf: was) else { throw .beyondAuthority(authority) }
        } catch {
            self = before
            throw error
        }
    }

    private func reduction() throws(SaleRefusal) -> Reduction {
        let totals = try totals()
        return Reduction(off: totals.saved, gross: totals.gross)
    }

    private func reduction(ofLine no: Int64) throws(SaleRefusal) -> Reduction {
        let line = lines[try index(of: no)]
        let gross = try line.gross()
        return Reduction(off: try line.discount.off(gross), gross: gross)
    }

    private func index(of no: Int64) throws(SaleRefusal) -> Int {
        guard let index = lines.firstIndex(where: { $0.no == no }) else { throw .lineAbsent }
        return index
    }
}
