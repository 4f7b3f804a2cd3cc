// Cash, taking a scanned payment back, and remarks.

internal import Ledger
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

extension Desk {
    /// Cash for what is left.
    ///
    /// While a scanned payment of the sale is in doubt it needs a superior's approval; then that
    /// payment is taken back, and finance has a case at once (R25, N16).
    func takeCash(_ received: Money, on sale: SaleID) throws -> ActOutcome {
        var stored = try find(sale)
        try mustBeOffered(TenderMethodID.cash, on: stored.sale.businessDate)
        let open = try openAttempts(of: sale)
        let approval = approver.map { Approval(by: $0.staff.id, reason: $0.reason) }
        do {
            try stored.sale.takeCash(received: received, approval: approval)
        } catch {
            throw error == .inDoubt
                ? OperatorNotice.cashWhileInDoubt : OperatorNotice(error, of: stored.sale)
        }
        try SaleTable.update(&stored, at: moment.now, in: transaction)
        for attempt in open {
            try takeBackOrphan(attempt)
            try AttemptBodies.openCase(
                "cash-over-scan",
                detail: FieldText("approved").with("by", approval?.by.digits ?? "")
                    .with("reason", approval?.reason ?? "").line,
                of: attempt, at: moment.now, in: transaction)
        }
        return ActOutcome(sale: sale)
    }

    func mustBeOffered(_ method: Int64, on date: BusinessDate) throws {
        let offered = try TenderMethodTable.offered(on: date, in: transaction)
        guard offered.contains(where: { $0.id == method }) else {
            throw OperatorNotice.methodNotOffered(id: method)
        }
    }

    /// An attempt of this sale.
    ///
    /// *Errors*: `OperatorNotice.notFoundHere`.
    func attempt(_ number: MerchantOrderNumber, of sale: SaleID) throws -> StoredAttempt {
        guard
            let stored = try AttemptTable.find(number, paces: moment.paces, in: transaction),
            stored.sale == sale, stored.store == session.store
        else { throw OperatorNotice.notFoundHere(what: number.grouped) }
        return stored
    }

    /// The core's table says what may be done while an attempt is open (R39, R40); the page only
    /// draws it.
    ///
    /// *Errors*: `OperatorNotice`, the state of the attempt.
    func mustAllow(_ act: CashierAct, _ stored: StoredAttempt) throws {
        guard stored.attempt.allowed(at: moment.now).contains(act) else {
            throw OperatorNotice(stored.attempt, at: moment.now)
        }
    }

    /// The cashier wants it undone, to scan again; only when the core allows it.
    func takeBack(_ number: MerchantOrderNumber, of sale: SaleID) throws -> ActOutcome {
        _ = try find(sale)
        let stored = try attempt(number, of: sale)
        try mustAllow(.cancel, stored)
        _ = try AttemptBodies.apply(
            .reversalRequested(.cashier), to: number, by: .person(session.staff.id),
            moment: moment, in: transaction)
        return ActOutcome(sale: sale)
    }

    /// Function 400449: a remark on a sale, a payment or a day; none where 42 has made it unneeded
    /// (N14), and none that would stand in for a recovery (N16).
    func remark(_ words: String, on text: String) throws -> ActOutcome {
        let words = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty, words.count <= 200 else { throw OperatorNotice.remarkEmpty }
        let thing = try Counter.remarked(text, session, at: moment.now, in: transaction)
        if let refusal = thing.refusal { throw refusal }
        var sale: SaleID?
        let standsIn: Bool
        switch thing.kind {
        case .sale(let stored, _, _):
            sale = stored.sale.id
            standsIn = Remarks.standsInForRecovery(words, on: stored.sale)
        case .day:
            let figures = try ReportTable.days(
                of: .store(thing.store), from: thing.date, to: thing.date, in: transaction)
            let cash = try figures.first?.figures.cash ?? .zero
            standsIn = Remarks.standsInForRecovery(words, onDayWithCash: cash != .zero)
        case .payment: standsIn = false
        }
        if standsIn { throw OperatorNotice.remarkStandsInForRecovery }
        try RemarkTable.insert(
            Remark(staff: session.staff.id, words: words, at: moment.now),
            id: moment.identifier, on: thing.subject, date: thing.date, store: thing.store,
            in: transaction)
        return ActOutcome(sale: sale)
    }
}
