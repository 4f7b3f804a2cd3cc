// The join of a statement with the books. Both are read by an index in the order of their numbers, so a
// page costs what is in it. Our numbers begin with the time at which they were made: those of a day, and
// of the evening before it, are a range of the index.

internal import Payments
internal import Persistence
internal import Retail

/// What stands under one number on both sides.
struct StatementPair: Sendable {
    let number: String
    let kind: ReconciledKind
    let booked: BookedEntry?
    let rows: [StatementRow]

    var books: BookedMoney? { booked?.money }

    /// Taken back, by a line whose debit stands in another day's statement, or nowhere.
    var isReversalAlone: Bool {
        rows.contains { $0.kind == .reversal } && !rows.contains { $0.kind == .payment }
    }

    init(_ number: String, _ rows: [StatementRow], _ booked: BookedEntry?) {
        self.number = number
        self.rows = rows
        self.booked = booked
        kind = booked?.isRefund ?? rows.contains { $0.kind == .refund } ? .refund : .payment
    }
}

/// Rows of both sides whose numbers follow each other, as they were read.
struct StatementStretch: Sendable {
    let after: String
    /// Where to go on; nil at the end.
    let next: String?
    let rows: [Row]
    let ofDay: BookedRows
    /// Open breaks that an earlier run found among these numbers.
    let known: [StoredBreak]
}

/// What differs among some numbers, and what is to be heard.
struct StatementPage: Sendable {
    /// Numbers.
    var count: Int64 = 0
    /// Pairs whose line proves what the books do not count, and that did not differ before: what they
    /// say was heard then.
    var news: [StatementPair] = []
    var breaks: [StoredBreak] = []
    /// What its lines come to.
    var sharing = StatementSharing()
}

struct StatementJoin: Sendable {
    private let number: Int64
    private let statement: StatementOf
    private let books: BookedMoneyReading

    init(_ number: Int64, of statement: StatementOf) throws {
        self.number = number
        self.statement = statement
        books = try BookedMoneyReading(statement)
    }

    /// Reads what comes after a number: some `limit` lines, and what the books have up to there.
    ///
    /// The database alone says which number comes first: engines order texts differently.
    func stretch(
        after: String, limit: Int64, in transaction: any Transaction
    ) throws -> StatementStretch {
        var end: String?
        while true {
            let (rows, linesEnd) = try lines(after: after, upTo: end, limit, in: transaction)
            end = linesEnd
            let ofDay = try books.read(after: after, upTo: end, limit: limit, in: transaction)
            if let sooner = ofDay.end {
                // The books have more there than fits: fewer lines, then.
                end = sooner
                continue
            }
            let known = try BreakTable.open(of: statement, after: after, upTo: end, in: transaction)
            return StatementStretch(
                after: after, next: end, rows: rows, ofDay: ofDay, known: known)
        }
    }

    /// The same numbers as they stand now.
    func again(
        _ stretch: StatementStretch, in transaction: any Transaction
    ) throws -> StatementStretch {
        let (after, end, all) = (stretch.after, stretch.next, Int64.max - 1)
        return StatementStretch(
            after: after, next: end,
            rows: try StatementRowTable.read(
                after: after, upTo: end, limit: all, of: number, in: transaction),
            ofDay: try books.read(after: after, upTo: end, limit: all, in: transaction),
            known: stretch.known)
    }

    /// Lines of whole numbers, and where they end where they are not all.
    private func lines(
        after: String, upTo end: String?, _ limit: Int64, in transaction: any Transaction
    ) throws -> (rows: [Row], end: String?) {
        func read(_ end: String?, _ limit: Int64) throws -> [Row] {
            try StatementRowTable.read(
                after: after, upTo: end, limit: limit, of: number, in: transaction)
        }
        if end != nil { return (try read(end, .max), end) }
        let rows = try read(nil, limit + 1)
        guard rows.count > limit, let cut = try rows.last.map(StatementRowTable.row)?.number else {
            return (rows, nil)
        }
        let whole = rows.prefix { (try? StatementRowTable.row($0))?.number != cut }
        guard let last = try whole.last.map(StatementRowTable.row)?.number else {
            // One number with more lines than that.
            return (try read(cut, .max), cut)
        }
        return (Array(whole), last)
    }

    /// Compares a stretch, with whatever else the books know of its numbers.
    func page(
        _ stretch: StatementStretch, in database: any Database
    ) async throws -> StatementPage {
        var booked = try books.entries(stretch.ofDay)
        let groups = try groups(stretch.rows)
        let unknown = groups.map(\.number).filter { booked[$0] == nil }
        if !unknown.isEmpty {
            let more = try await database.read { transaction in
                try books.read(unknown, in: transaction)
            }
            if !more.isEmpty { booked.merge(try books.entries(more)) { first, _ in first } }
        }
        var (page, open) = (StatementPage(), [StatementPair]())
        func look(at pair: StatementPair) {
            page.count += 1
            let found = Reconciliation.compare(pair.kind, pair.books, pair.rows, on: statement.day)
            let isNews = Reconciliation.news(pair.kind, pair.books, pair.rows) != nil
            if isNews || pair.isReversalAlone || found != .agreement { open.append(pair) }
        }
        for group in groups {
            for row in group.rows { try page.sharing.add(row) }
            let entry = booked.removeValue(forKey: group.number)
            look(at: StatementPair(group.number, group.rows, entry))
        }
        for (number, entry) in booked.sorted(by: { $0.key < $1.key }) {
            look(at: StatementPair(number, [], entry))
        }
        guard !open.isEmpty else { return page }
        // Only what differs is looked for in the statements of other days.
        let (join, pairs, so) = (self, open, page)
        return try await database.read { transaction in
            var page = so
            for pair in pairs { try join.add(pair, to: &page, transaction) }
            return page
        }
    }

    /// The lines by their numbers, which stand together.
    private func groups(_ rows: [Row]) throws -> [(number: String, rows: [StatementRow])] {
        var groups: [(number: String, rows: [StatementRow])] = []
        groups.reserveCapacity(rows.count)
        for row in rows {
            let line = try StatementRowTable.row(row)
            let number = line.number
            if let last = groups.last, last.number == number {
                groups[groups.count - 1].rows.append(line)
            } else {
                groups.append((number, [line]))
            }
        }
        return groups
    }

    private func add(
        _ pair: StatementPair, to page: inout StatementPage, _ transaction: any Transaction
    ) throws {
        let elsewhere = try StatementRowTable.kindsElsewhere(
            pair.number, of: statement, in: transaction)
        guard
            case .differs(let differs, let ours, let theirs) = Reconciliation.compare(
                pair.kind, pair.books, pair.rows, on: statement.day, elsewhere: elsewhere)
        else { return }
        if Reconciliation.news(pair.kind, pair.books, pair.rows) != nil,
            try !BreakTable.isKnown(pair.number, of: statement, in: transaction)
        {
            page.news.append(pair)
        }
        let order = pair.rows.first?.orderNumber ?? pair.booked?.order ?? pair.number
        page.breaks.append(
            StoredBreak(
                kind: differs, number: pair.number, store: try store(pair.booked, order),
                order: order, tradeNumber: pair.rows.first?.tradeNumber, books: ours,
                channel: theirs, evidence: evidence(pair.rows, pair.booked)))
    }

    /// Whose the case is; `0000`, the head office, where no store made the number.
    private func store(_ booked: BookedEntry?, _ order: String) throws -> StoreID {
        if let store = booked?.store { return try StoreID(store) }
        if let store = (try? MerchantOrderNumber(reading: order))?.store { return store }
        return try StoreID("0000")
    }

    /// Where a person finds it: the lines of the statement and the state in the books.
    private func evidence(_ rows: [StatementRow], _ booked: BookedEntry?) -> String {
        var text = FieldText("statement").with("wallet", statement.wallet.rawValue)
            .with("day", statement.day.iso)
            .with("lines", rows.prefix(9).map { "\($0.line)" }.joined(separator: ","))
        if let row = rows.first {
            text = text.with("trade", row.tradeNumber).with("at", row.at.microseconds)
        }
        return text.with("books", booked?.state ?? "none").line
    }
}
