// One act inside one transaction: who asks, what time it is, and the rows. Reads the sale, lets the
// core decide, writes what it decided.

internal import Payments
internal import Persistence
internal import Retail
internal import Sales

struct Desk {
    let session: Session
    let moment: Moment
    let approver: Approver?
    /// The id a sale gets if this act opens one.
    let newSale: SaleID
    let transaction: any Transaction

    func perform(_ act: Act) throws -> ActOutcome {
        switch act {
        case .addLine(let sale, let entry, let quantity):
            return try ringUp(entry, quantity: quantity, on: sale)
        case .setQuantity(let sale, let line, let quantity, _):
            let authority = authority
            return try change(sale) { sale throws(SaleRefusal) in
                try sale.setQuantity(of: line, to: quantity, authority: authority)
            }
        case .discountLine(let sale, let line, let discount, _):
            let authority = authority
            return try change(sale) { sale throws(SaleRefusal) in
                try sale.setDiscount(ofLine: line, to: discount, authority: authority)
            }
        case .setLineSalesperson(let sale, let line, let staff):
            try mustExist(staff)
            return try change(sale) { sale throws(SaleRefusal) in
                try sale.setSalesperson(ofLine: line, to: staff)
            }
        case .removeLine(let sale, let line, _):
            let authority = authority
            return try change(sale) { sale throws(SaleRefusal) in
                try sale.remove(line: line, authority: authority)
            }
        case .discountSale(let sale, let discount, _):
            let authority = authority
            return try change(sale) { sale throws(SaleRefusal) in
                try sale.setDiscount(to: discount, authority: authority)
            }
        case .setSalesperson(let sale, let staff):
            try mustExist(staff)
            return try change(sale) { sale throws(SaleRefusal) in
                try sale.setSalesperson(to: staff)
            }
        case .checkOut(let sale):
            let stored = try find(sale)
            try refusing(stored.sale) { () throws(SaleRefusal) in
                try stored.sale.mustBeReadyForCheckout()
            }
            return ActOutcome(sale: sale)
        case .takeCash(let sale, let received, _):
            return try takeCash(received, on: sale)
        case .removeTender(let sale, let no):
            return try change(sale) { sale throws(SaleRefusal) in try sale.remove(tender: no) }
        case .askAgain(let sale, let number):
            try mustAllow(.askAgain, try attempt(number, of: sale))
            return ActOutcome(sale: sale)
        case .takeBack(let sale, let number):
            return try takeBack(number, of: sale)
        case .complete(let sale): return try complete(sale)
        case .suspend(let sale, let note):
            for attempt in try openAttempts(of: sale) { try mustAllow(.suspend, attempt) }
            return try change(sale) { sale throws(SaleRefusal) in
                try sale.suspend(note: String(note.prefix(100)))
            }
        case .retrieve(let sale): return try retrieve(sale)
        case .voidSale(let sale): return try void(sale)
        case .reprint(let sale): return try reprint(sale)
        case .reprintSlip(let id): return try reprintSlip(id)
        case .remark(let receipt, let words):
            return try remark(words, on: receipt)
        case .askAboutRefund(let number): return try mustBeOpen(number)
        case .setFloat, .countShift, .readHandover, .reprintShiftSlip:
            return try performOnShift(act)
        case .beginPayment, .offerCode, .supplement, .returnGoods, .closeShift:
            // These have something to do before or after their transaction; the counter does them.
            throw StoredError.unreadable("act")
        }
    }

    /// The sale of this store, as it is now.
    ///
    /// An open sale belongs to one register: cash that an old window takes for it elsewhere would lie
    /// in one drawer and be counted in another.
    ///
    /// *Errors*: `OperatorNotice.noSale`, `.saleChangedElsewhere`.
    func find(_ id: SaleID) throws -> StoredSale {
        // What a terminal has taken is the terminal's alone.
        guard !id.isOfTerminal,
            let stored = try SaleTable.find(id, store: session.store, in: transaction)
        else { throw OperatorNotice.noSale }
        if stored.sale.state == .open, stored.sale.register != session.register {
            throw OperatorNotice.saleChangedElsewhere
        }
        return stored
    }

    /// Reads, lets the core decide, writes.
    func change(
        _ id: SaleID, _ body: (inout Sale) throws(SaleRefusal) -> Void
    ) throws -> ActOutcome {
        var stored = try find(id)
        let before = stored.sale
        var sale = before
        try refusing(before) { () throws(SaleRefusal) in try body(&sale) }
        stored.sale = sale
        if sale != before { try SaleTable.update(&stored, at: moment.now, in: transaction) }
        return ActOutcome(sale: id)
    }

    /// Turns the core's refusal into the counter's words.
    func refusing<Value>(
        _ sale: Sale, _ body: () throws(SaleRefusal) -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch {
            throw OperatorNotice(error, of: sale)
        }
    }

    private var authority: DiscountAuthority {
        DiscountAuthority(
            basisPointsMax: approver == nil && !session.staff.role.isSuperior
                ? moment.settings.cashierDiscountMax : moment.settings.superiorDiscountMax)
    }

    private func mustExist(_ staff: StaffID?) throws {
        guard let staff else { return }
        guard try StaffTable.find(staff, in: transaction) != nil else {
            throw OperatorNotice.notFoundHere(what: staff.digits)
        }
    }
}
