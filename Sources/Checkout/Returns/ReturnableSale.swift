// What the page for returns draws: a posted sale with what has come back of it, and what a return
// would come to. Read in one transaction and never kept, like the till itself.

internal import Payments
package import Persistence
package import Retail
package import Sales

/// A posted sale that goods may come back of.
package struct ReturnableSale: Sendable {
    package let sale: Sale
    package let totals: SaleTotals
    package let receipt: String
    package let postedAt: Timestamp
    package let lines: [ReturnableLine]
    /// In the order in which a return draws on them: wallets first, then cash.
    package let tenders: [ReturnableTender]
    package let returns: [ReturnView]
    /// Names of the people who stand on the sale and its returns.
    package let names: [StaffID: String]
    package let methodNames: [Int64: TenderMethod]
    package let now: Timestamp
}

/// A return that was made, with its refunds as they stand now.
package struct ReturnView: Sendable {
    package let made: SaleReturn
    /// What people read, `0101-02-20261123-0087-T1`.
    package let number: String
    package let refunds: [StoredRefund]
    package let print: PrintJob?
}

/// A sale of today, for the list from which a return is begun without its receipt.
package struct RecentSale: Sendable {
    package let sale: Sale
    package let totals: SaleTotals
    package let receipt: String
    package let postedAt: Timestamp
    /// *Unit*: fen, over all its returns.
    package let givenBack: Money
}

extension Counter {
    /// More than a store sells in a usual day; the rest are found by their receipts.
    private static let recentMax: Int64 = 100

    /// A posted sale of this store, by its receipt number, or by a number of the customer's bill.
    ///
    /// *Errors*: `OperatorNotice.notFoundHere`, `.soldAtAnotherStore`, `.saleNotPosted`.
    package func returnable(
        receipt entry: String, by session: Session
    ) async throws -> ReturnableSale {
        try await read(session) { desk in
            try desk.returnable(try desk.saleToReturn(entry))
        }
    }

    /// The same, by the sale itself.
    ///
    /// *Errors*: `OperatorNotice.noSale`, `.saleNotPosted`.
    package func returnable(_ sale: SaleID, by session: Session) async throws -> ReturnableSale {
        try await read(session) { desk in try desk.returnable(try desk.find(sale).sale) }
    }

    /// What goes back where, if these pieces come back; changes nothing.
    ///
    /// *Errors*: `OperatorNotice`. Leave to be given by a superior is not asked for here.
    package func quote(
        _ sale: SaleID, lines: [LineToReturn], toCash: Bool, by session: Session
    ) async throws -> ReturnPlan {
        try await read(session) { desk in
            let sale = try desk.find(sale).sale
            let earlier = try ReturnTable.ofSale(
                sale.id, store: sale.store, in: desk.transaction)
            return try desk.plan(lines, of: sale, toCash: toCash, after: earlier)
        }
    }

    /// What this store has posted today, newest first.
    package func recentSales(by session: Session) async throws -> [RecentSale] {
        try await read(session) { desk in
            let date = try desk.today()
            let givenBack = try ReturnTable.amounts(
                ofSalesOn: date, store: session.store, in: desk.transaction)
            return try SaleTable.posted(
                store: session.store, on: date, limit: Counter.recentMax, in: desk.transaction
            ).compactMap { stored in
                guard case .posted(let at, let receipt) = stored.sale.state else { return nil }
                return RecentSale(
                    sale: stored.sale, totals: try stored.sale.totals(), receipt: receipt,
                    postedAt: at, givenBack: givenBack[stored.sale.id] ?? .zero)
            }
        }
    }

    private func read<Result: Sendable>(
        _ session: Session, _ body: @escaping @Sendable (Desk) throws -> Result
    ) async throws -> Result {
        let moment = driver.moment()
        return try await driver.database.read { transaction in
            try body(
                Desk(
                    session: session, moment: moment, approver: nil, newSale: SaleID(""),
                    transaction: transaction))
        }
    }
}

extension Desk {
    /// The posted sale that a receipt, or a customer's bill, speaks of.
    fileprivate func saleToReturn(_ entry: String) throws -> Sale {
        let entry = String(entry.filter { !$0.isWhitespace }.prefix(64))
        if let stored = try SaleTable.byReceipt(entry, store: session.store, in: transaction) {
            return stored.sale
        }
        // As it stands on the paper of the old till.
        let old = ImportedSale.receipt(entry, store: session.store)
        if let stored = try SaleTable.byReceipt(old, store: session.store, in: transaction) {
            return stored.sale
        }
        let bill: BillNumber
        do {
            bill = try BillNumber(reading: entry)
        } catch {
            throw error == .isPaymentCode ? OperatorNotice.thisIsAPaymentCode : notFound(entry)
        }
        let claim: Claim?
        switch bill {
        case .merchantOrderNumber(let number):
            claim = try ClaimTable.find(
                number: number, tradeNumber: number.digits, in: transaction)
        case .channelTradeNumber(let digits, _):
            claim = try ClaimTable.find(number: nil, tradeNumber: digits, in: transaction)
        }
        guard let claim else { throw notFound(entry) }
        guard claim.store == session.store else {
            throw OperatorNotice.soldAtAnotherStore(claim.store.digits)
        }
        return try find(claim.sale).sale
    }

    /// A receipt of another store says so in its first four digits.
    private func notFound(_ entry: String) -> OperatorNotice {
        if let part = entry.split(separator: "-").first, entry.contains("-"),
            let store = try? StoreID(String(part)), store != session.store,
            (try? StoreTable.find(store, in: transaction)) != nil
        {
            return .soldAtAnotherStore(store.digits)
        }
        return .notFoundHere(what: ResidentID.looksLike(entry) ? "…" : String(entry.prefix(28)))
    }

    fileprivate func returnable(_ sale: Sale) throws -> ReturnableSale {
        guard case .posted(let at, let receipt) = sale.state else {
            throw OperatorNotice.saleNotPosted
        }
        let earlier = try ReturnTable.ofSale(sale.id, store: sale.store, in: transaction)
        let refunds = try RefundTable.ofSale(
            sale.id, store: sale.store, paces: moment.paces, in: transaction)
        let people = try StaffTable.all(of: sale.store, in: transaction)
        return try refusingReturn {
            ReturnableSale(
                sale: sale, totals: try sale.totals(), receipt: receipt, postedAt: at,
                lines: try sale.returnableLines(after: earlier),
                tenders: try sale.returnableTenders(after: earlier),
                returns: try earlier.map { made in
                    ReturnView(
                        made: made, number: SaleReturn.number(of: receipt, seq: made.seq),
                        refunds: refunds.filter { $0.returned == made.id },
                        print: try PrintJobTable.latest(
                            of: sale.id, returnSeq: made.seq, store: sale.store, in: transaction))
                },
                names: Dictionary(
                    people.map { ($0.id, $0.name) }, uniquingKeysWith: { one, _ in one }),
                methodNames: Dictionary(
                    try TenderMethodTable.all(in: transaction).map { ($0.id, $0) },
                    uniquingKeysWith: { one, _ in one }),
                now: moment.now)
        }
    }
}
