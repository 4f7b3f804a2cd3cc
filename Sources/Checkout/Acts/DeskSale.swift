// Ringing up, completing, holding, dropping, reprinting.

internal import Payments
internal import Persistence
internal import Retail
internal import Sales

extension Desk {
    /// Goods by EAN-13 or code; the sale is opened by its first line.
    func ringUp(_ entry: String, quantity: Int64, on sale: SaleID?) throws -> ActOutcome {
        let entry = String(entry.filter { !$0.isWhitespace })
        guard !entry.isEmpty, entry.utf8.count <= 64 else {
            throw OperatorNotice.unreadable(field: "entry")
        }
        guard let product = try ProductTable.find(entry, in: transaction) else {
            if (try? PaymentCode(reading: entry)) != nil {
                throw OperatorNotice.paymentCodeBeforeCheckout
            }
            // An ID card read here by mistake is refused like anything else, but never repeated
            // back.
            let shown = ResidentID.looksLike(entry) ? "…" : String(entry.prefix(28))
            throw OperatorNotice.unknownGoods(entry: shown)
        }
        var stored = try saleToRingUp(sale)
        guard
            let lot = try ProductTable.sellableLot(
                of: product.code, store: session.store, on: stored.sale.businessDate,
                in: transaction)
        else { throw OperatorNotice.noSellableLot(name: product.name) }
        try refusing(stored.sale) { () throws(SaleRefusal) in
            try stored.sale.add(product.goods(of: lot), quantity: quantity)
        }
        try SaleTable.update(&stored, at: moment.now, in: transaction)
        return ActOutcome(sale: stored.sale.id)
    }

    /// The named sale, or the one open at this register, or a new one.
    private func saleToRingUp(_ sale: SaleID?) throws -> StoredSale {
        if let sale { return try find(sale) }
        if let open = try SaleTable.open(
            store: session.store, register: session.register, in: transaction)
        {
            return open
        }
        let new = Sale(
            id: newSale, store: session.store, register: session.register,
            cashier: session.staff.id,
            businessDate: try today(), openedAt: moment.now)
        return try SaleTable.begin(new, at: moment.now, in: transaction)
    }

    /// The business date of this store now.
    func today() throws -> BusinessDate {
        guard let store = try StoreTable.find(session.store, in: transaction) else {
            throw StoredError.absent("store")
        }
        return try BusinessDate(of: moment.now, turnsAt: store.dayTurns)
    }

    /// F9 (R20): posts the sale once, however often it is pressed.
    func complete(_ sale: SaleID) throws -> ActOutcome {
        var stored = try find(sale)
        // A second window's F9 finds the sale posted: the same good news, no second effect.
        if case .posted = stored.sale.state { return ActOutcome(sale: sale) }
        do {
            try Posting.post(&stored, moment: moment, in: transaction)
        } catch SaleRefusal.inDoubt {
            let left = try refusing(stored.sale) { () throws(SaleRefusal) in
                try stored.sale.totals().left
            }
            throw OperatorNotice.shortfall(left)
        } catch let refusal as SaleRefusal {
            throw OperatorNotice(refusal, of: stored.sale)
        }
        return ActOutcome(sale: sale)
    }

    func retrieve(_ sale: SaleID) throws -> ActOutcome {
        if let open = try SaleTable.open(
            store: session.store, register: session.register, in: transaction)
        {
            guard open.sale.id == sale else { throw OperatorNotice.registerBusy }
            return ActOutcome(sale: sale)
        }
        let (register, cashier, today) = (session.register, session.staff.id, try today())
        return try change(sale) { sale throws(SaleRefusal) in
            try sale.retrieve(register: register, cashier: cashier, on: today)
        }
    }

    /// Drops the sale; what is still being debited for it is taken back (hard case 12).
    func void(_ sale: SaleID) throws -> ActOutcome {
        let open = try openAttempts(of: sale)
        for attempt in open {
            // Otherwise a void and a new sale would be the short way round to cash (R35, R39).
            let acts = attempt.attempt.allowed(at: moment.now)
            guard acts.contains(.suspend) || acts.contains(.cancel) else {
                throw OperatorNotice(attempt.attempt, at: moment.now)
            }
        }
        let outcome = try change(sale) { sale throws(SaleRefusal) in try sale.void() }
        for attempt in open { try takeBackOrphan(attempt) }
        return outcome
    }

    func openAttempts(of sale: SaleID) throws -> [StoredAttempt] {
        try AttemptTable.ofSale(
            sale, store: session.store, paces: moment.paces, in: transaction
        ).filter { $0.attempt.isOpen }
    }

    func takeBackOrphan(_ stored: StoredAttempt) throws {
        _ = try AttemptBodies.apply(
            .reversalRequested(.orphan), to: stored.attempt.number,
            by: .person(session.staff.id), moment: moment, in: transaction)
    }

    func reprint(_ sale: SaleID) throws -> ActOutcome {
        let stored = try find(sale)
        guard case .posted = stored.sale.state else { throw OperatorNotice.saleNotOpen }
        let copies = try PrintJobTable.copies(
            of: sale, store: session.store, in: transaction)
        let hasPrinter = moment.settings.hasPrinter(session.store, session.register)
        try PrintJobTable.insert(
            PrintJob(
                store: session.store, id: moment.identifier, .receipt(sale),
                register: session.register, copy: copies, state: hasPrinter ? .queued : .none),
            at: moment.now, in: transaction)
        return ActOutcome(sale: sale)
    }
}
