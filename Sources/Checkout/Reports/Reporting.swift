// Who may read which report, and reading it. A manager reads the own store, and of wallets nothing (N2);
// an area manager the stores of the own areas, on the days on which they were there; finance everything.

package import Ledger
package import Persistence
package import Retail
internal import Sales

extension Counter {
    /// Sales on one page of a day.
    private static let salesOnPage: Int64 = 200

    /// A store's day: a page of its sales and returns, or all of them where it `isWhole`.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused`, `.notFoundHere`; the database's own.
    package func dayReport(
        of store: StoreID, on date: BusinessDate, after receipt: String = "",
        isWhole: Bool = false, by session: Session
    ) async throws -> DayReport {
        let scope = try Counter.scope(of: store, session)
        let now = driver.surroundings.now()
        return try await driver.database.read { transaction in
            try Counter.mustRead(scope, from: date, to: date, in: transaction)
            let found = try Counter.find(store, in: transaction)
            // What is open is of today, whichever day is asked for.
            let readsOpen = try Counter.reads(
                scope, on: BusinessDate(of: now, turnsAt: found.dayTurns), in: transaction)
            // One more is asked for, to know whether there is one.
            let page = isWhole ? Int64.max - 1 : Counter.salesOnPage
            let sales = try ReportTable.sales(
                store: store, on: date, after: receipt, limit: page + 1, in: transaction)
            return DayReport(
                store: found, date: date,
                figures: try Counter.figures(of: store, on: date, in: transaction),
                supplements: try Counter.supplements(
                    of: scope, from: date, to: date, in: transaction),
                hours: try ReportTable.hours(of: scope, from: date, to: date, in: transaction),
                compared: try Counter.compared(with: date, of: scope, in: transaction),
                doubt: try Counter.standing(.doubt, store, date, in: transaction),
                refundsDue: try Counter.standing(.refundsDue, store, date, in: transaction),
                open: readsOpen
                    ? try ReportTable.openAttempts(store: store, in: transaction)
                    : ReportedSum(name: "open", count: 0, amount: .zero),
                sales: Array(sales.prefix(Int(page))),
                next: sales.count > page ? sales[Int(page) - 1].receipt : nil,
                returns: try ReportTable.returns(
                    store: store, on: date, limit: page, in: transaction),
                signed: try SignedDayTable.find(store: store, on: date, in: transaction),
                shifts: try Counter.shifts(
                    of: store, on: date, readsOpen: readsOpen, in: transaction),
                uncounted: try ShiftReportTable.uncounted(
                    store: store, on: date, in: transaction))
        }
    }

    private static func shifts(
        of store: StoreID, on date: BusinessDate, readsOpen: Bool,
        in transaction: any Transaction
    ) throws -> [ReportedShift] {
        let signed = try SignedDayTable.find(store: store, on: date, in: transaction)
        let last = try SignedDayTable.last(of: store, in: transaction)
        // What is open belongs to the day that can still be signed.
        let withOpen =
            try readsOpen && signed == nil && (last.map { try $0.next() <= date } ?? true)
        return try ShiftReportTable.list(
            store: store, from: date, to: date, withOpen: withOpen, limit: Counter.shiftsMax,
            in: transaction)
    }

    /// An area manager reads what is of a day on which the store was in an own area.
    private static func reads(
        _ scope: ReportScope, on day: BusinessDate, in transaction: any Transaction
    ) throws -> Bool {
        guard case .managed(let person, let store?) = scope else { return true }
        return try OrganisationTable.isManaged(
            store, by: person, from: day, to: day, in: transaction)
    }

    /// More shifts than a page can show are listed up to here; their total is of all of them.
    package static let shiftsMax: Int64 = 20_000

    /// The shifts of a month; of the chain for finance.
    ///
    /// An open shift is of its store's today, and told where that is one of the days.
    /// *Errors*: as `dayReport`.
    package func shiftReport(
        of store: StoreID?, from first: BusinessDate, to last: BusinessDate,
        atMost limit: Int64 = Counter.shiftsMax, by session: Session
    ) async throws -> ShiftReport {
        let scope = try Counter.scopeAsked(of: store, session)
        let now = driver.surroundings.now()
        return try await driver.database.read { transaction in
            try Counter.mustRead(scope, from: first, to: last, in: transaction)
            var todays: [StoreID: BusinessDate] = [:]
            for one in try StoreTable.all(in: transaction) {
                todays[one.id] = try BusinessDate(of: now, turnsAt: one.dayTurns)
            }
            let found = try ShiftReportTable.list(
                store: store, from: first, to: last,
                withOpen: todays.values.contains { (first...last).contains($0) },
                limit: limit + 1, in: transaction)
            let shifts = try found.prefix(Int(limit)).filter { one in
                let day = try one.bookedOn.map { try BusinessDate(iso: $0) }
                guard let day = day ?? todays[one.shift.id.store], (first...last).contains(day)
                else { return false }
                return try Counter.reads(scope, on: day, in: transaction)
            }
            return ShiftReport(
                first: first, last: last, store: store, shifts: shifts,
                isCut: found.count > limit,
                overShort: try ShiftReportTable.overShort(
                    of: scope, from: first, to: last, in: transaction))
        }
    }

    /// A store's days from one to another.
    ///
    /// *Errors*: as `dayReport`.
    package func storeReport(
        of store: StoreID, from first: BusinessDate, to last: BusinessDate, by session: Session
    ) async throws -> PeriodReport {
        let scope = try Counter.scope(of: store, session)
        return try await driver.database.read { transaction in
            let found = try Counter.find(store, in: transaction)
            try Counter.mustRead(scope, from: first, to: last, in: transaction)
            let days = try ReportTable.days(
                of: scope, from: first, to: last, in: transaction)
            let lines = try days.map { day in
                PeriodReport.Line(
                    store: found, date: day.date, figures: day.figures,
                    isSigned: try SignedDayTable.find(
                        store: store, on: day.date, in: transaction) != nil)
            }
            return try Counter.report(
                first, last, lines, scope, isAbove: false, in: transaction)
        }
    }

    /// All stores over some days.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for whoever is not of finance.
    package func chainReport(
        from first: BusinessDate, to last: BusinessDate, by session: Session
    ) async throws -> PeriodReport {
        try mustReadAll(session)
        return try await driver.database.read { transaction in
            try Counter.report(
                first, last, Counter.lines(first, last, .chain, in: transaction), .chain,
                isAbove: true,
                places: Counter.regions(first, last, in: transaction), in: transaction)
        }
    }

    /// A line for each store in which something was booked.
    static func lines(
        _ first: BusinessDate, _ last: BusinessDate, _ scope: ReportScope,
        in transaction: any Transaction
    ) throws -> [PeriodReport.Line] {
        let stores = Dictionary(
            try StoreTable.all(in: transaction).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        return try ReportTable.stores(of: scope, from: first, to: last, in: transaction)
            .compactMap { line in
                stores[line.store].map {
                    PeriodReport.Line(
                        store: $0, date: nil, figures: line.figures, isSigned: false)
                }
            }
    }

    static func report(
        _ first: BusinessDate, _ last: BusinessDate, _ lines: [PeriodReport.Line],
        _ scope: ReportScope, isAbove: Bool, places: [PeriodReport.Place] = [],
        in transaction: any Transaction
    ) throws -> PeriodReport {
        var total = DayFigures()
        for line in lines { try total.add(line.figures) }
        return PeriodReport(
            first: first, last: last, lines: lines, places: places, total: total,
            supplements: try Counter.supplements(
                of: scope, from: first, to: last, in: transaction),
            hours: try ReportTable.hours(of: scope, from: first, to: last, in: transaction),
            wallets: isAbove
                ? try ReportTable.wallets(of: scope, from: first, to: last, in: transaction) : [],
            methods: isAbove
                ? try ReportTable.methods(of: scope, from: first, to: last, in: transaction) : [],
            dates: isAbove
                ? try ReportTable.dates(of: scope, from: first, to: last, in: transaction) : [],
            compared: first == last
                ? try Counter.compared(with: first, of: scope, in: transaction) : [])
    }

    /// The tender methods with their dates, and who decided them.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for who is below a manager.
    package func tenderMethods(by session: Session) async throws -> [TenderMethod] {
        switch session.staff.role {
        case .manager, .area, .finance: break
        case .cashier, .pharmacist: throw OperatorNotice.overrideRefused
        }
        return try await driver.database.read { try TenderMethodTable.all(in: $0) }
    }

    /// Sales paid in cash shortly after a scan (R35).
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for whoever belongs to one store.
    package func cashAfterScan(
        from first: BusinessDate, to last: BusinessDate, by session: Session
    ) async throws -> [CashAfterScan] {
        let scope = try Counter.scope(of: nil, session)
        return try await driver.database.read { transaction in
            try CashAfterScanTable.list(
                of: scope, from: first, to: last, limit: Counter.cashMax, in: transaction)
        }
    }

    /// More of these in a month are another kind of trouble.
    private static let cashMax: Int64 = 500

    /// The balances of a store up to a day; of the chain for finance.
    ///
    /// An area manager's are of the days on which the store was in an own area.
    /// *Errors*: as `dayReport`.
    package func balanceReport(
        of store: StoreID?, until date: BusinessDate, by session: Session
    ) async throws -> BalanceReport {
        // Its accounts are the wallets', which a store is not told.
        let scope = try Counter.scopeAbove(store, session)
        return try await driver.database.read { transaction in
            try Counter.mustRead(
                scope, from: BusinessDate(year: 2000, month: 1, day: 1), to: date,
                in: transaction)
            return BalanceReport(
                store: try store.map { try Counter.find($0, in: transaction) }, until: date,
                isOfOwnDays: scope.isOfOwnDays,
                balance: try LedgerTable.trialBalance(of: scope, until: date, in: transaction))
        }
    }

    /// The entries of an account.
    ///
    /// *Errors*: as `balanceReport`.
    package func accountReport(
        _ account: Account, of store: StoreID?, from first: BusinessDate, to last: BusinessDate,
        after cursor: AccountEntryCursor?, by session: Session
    ) async throws -> AccountReport {
        let scope = try Counter.scopeAbove(store, session)
        return try await driver.database.read { transaction in
            try Counter.mustRead(scope, from: first, to: last, in: transaction)
            let found = try AccountEntryTable.list(
                account, of: scope, from: first, to: last, after: cursor,
                limit: Counter.entriesMax + 1, in: transaction)
            let entries = Array(found.prefix(Int(Counter.entriesMax)))
            return AccountReport(
                account: account, store: store, isOfOwnDays: scope.isOfOwnDays, entries: entries,
                hasMore: found.count > entries.count)
        }
    }

    /// *Unit*: entries of a page.
    private static let entriesMax: Int64 = 100

    /// A posted sale and its entries.
    ///
    /// *Errors*: as `dayReport`.
    package func saleReport(
        _ sale: SaleID, of store: StoreID, by session: Session
    ) async throws -> SaleReport {
        let scope = try Counter.scope(of: store, session)
        return try await driver.database.read { transaction in
            guard let stored = try SaleTable.find(sale, store: store, in: transaction) else {
                try Counter.mustRead(
                    scope, from: BusinessDate(year: 2000, month: 1, day: 1),
                    to: BusinessDate(year: 2099, month: 12, day: 31), in: transaction)
                throw OperatorNotice.notFoundHere(what: String(sale.text.prefix(28)))
            }
            let date = stored.sale.businessDate
            try Counter.mustRead(scope, from: date, to: date, in: transaction)
            return SaleReport(
                store: try Counter.find(store, in: transaction), sale: stored,
                cashier: try StaffTable.find(stored.sale.cashier, in: transaction)?.name ?? "",
                entries: try ReportTable.entries(of: sale, store: store, in: transaction).map {
                    SaleReport.Entry(
                        kind: $0.kind, date: $0.date, debit: $0.debit, credit: $0.credit,
                        amount: $0.amount)
                })
        }
    }

    /// Signs a day, so that its figures stay as they are.
    ///
    /// Signed again, the first signature answers.
    /// `counted` is the cash that was counted, before the report was seen: that of `registers`, as the
    /// page named them, or of all in which no shift's count has covered it. A drawer is over or short by
    /// its shift's count or by the day's, never by both.
    /// *Errors*: `OperatorNotice.overrideRefused` for anybody but the store's manager,
    /// `.unreadable` for a day to come, `.shiftCashMoved` when a shift was counted meanwhile.
    package func signDay(
        _ store: StoreID, _ date: BusinessDate, counted: Money?, of registers: [RegisterID]? = nil,
        by session: Session
    ) async throws -> SignedDay {
        guard session.staff.role == .manager, session.staff.store == store else {
            throw OperatorNotice.overrideRefused
        }
        let moment = driver.moment()
        return try await driver.database.write { transaction in
            // Nothing is booked between the figures and the signature under them.
            try StoreTable.closeToBooking(store, in: transaction)
            let found = try Counter.find(store, in: transaction)
            guard date <= (try BusinessDate(of: moment.now, turnsAt: found.dayTurns)) else {
                throw OperatorNotice.unreadable(field: "date")
            }
            if let signed = try SignedDayTable.find(store: store, on: date, in: transaction) {
                return signed
            }
            let figures = try Counter.figures(of: store, on: date, in: transaction)
            let byShifts = try ShiftTable.counted(store: store, on: date, in: transaction)
            let day = SignedDay(
                store: store, date: date, by: session.staff.id, at: moment.now,
                net: try figures.net, cash: try figures.drawerCash,
                aggregated: try figures.aggregated,
                counted: try counted.map { try $0.adding(byShifts) })
            // Before the signature: it belongs to the day that was counted.
            if let counted {
                let uncounted = try ShiftReportTable.uncounted(
                    store: store, on: date, in: transaction)
                guard registers ?? uncounted == uncounted,
                    byShifts == .zero || !uncounted.isEmpty
                else { throw OperatorNotice.shiftCashMoved }
                try Counter.count(
                    counted, cash: try day.cash.subtracting(byShifts), day, moment, transaction)
            }
            if try SignedDayTable.insert(day, in: transaction) { return day }
            return try SignedDayTable.find(store: store, on: date, in: transaction) ?? day
        }
    }

    /// Books what was counted of a day, and ends the shifts whose cash was in it: were they counted
    /// later, they would find the same difference again.
    private static func count(
        _ counted: Money, cash: Money, _ day: SignedDay, _ moment: Moment,
        _ transaction: any Transaction
    ) throws {
        let books = Bookkeeping(moment, transaction)
        try books.counted(counted, cash: cash, store: day.store, on: day.date)
        for shift in try ShiftTable.uncounted(
            store: day.store, until: day.date, in: transaction)
        {
            try books.ended(shift, on: day.date)
            let waiting = try ShiftTable.waiting(
                store: day.store, register: shift.id.register, in: transaction)
            try ShiftTable.end(
                shift, waiting: waiting, signedFor: day.date, at: moment.now, in: transaction)
        }
    }

    /// The business date of a store now.
    ///
    /// *Errors*: as `dayReport`.
    package func today(of store: StoreID) async throws -> BusinessDate {
        let now = driver.surroundings.now()
        return try await driver.database.read { transaction in
            try BusinessDate(
                of: now, turnsAt: Counter.find(store, in: transaction).dayTurns)
        }
    }

    func mustReadAll(_ session: Session) throws {
        guard session.staff.role == .finance else { throw OperatorNotice.overrideRefused }
    }

    static func find(_ store: StoreID, in transaction: any Transaction) throws -> Store {
        guard let found = try StoreTable.find(store, in: transaction) else {
            throw OperatorNotice.notFoundHere(what: store.digits)
        }
        return found
    }

    private static func figures(
        of store: StoreID, on date: BusinessDate, in transaction: any Transaction
    ) throws -> DayFigures {
        try ReportTable.days(of: .store(store), from: date, to: date, in: transaction).first?
            .figures
            ?? DayFigures()
    }

    private static func standing(
        _ account: Account, _ store: StoreID, _ date: BusinessDate,
        in transaction: any Transaction
    ) throws -> [DayReport.Standing] {
        try LedgerTable.standing(in: account, store: store, until: date, in: transaction).map {
            DayReport.Standing(number: $0.number, amount: $0.amount)
        }
    }
}
