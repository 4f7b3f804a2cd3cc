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
    let books: BookedMoney?
    let rows: [StatementRow]
    /// It differed before: what the line says was heard then.
    let isKnownToDiffer: Bool
}

/// Some numbers in a row, and what differs among them.
struct StatementPage: Sendable {
    var pairs: [StatementPair] = []
    var breaks: [StoredBreak] = []
    /// Open breaks that an earlier run found among these numbers.
    var known: [StoredBreak] = []
    /// Where to go on; nil at the end.
    var next: String?
}

struct StatementJoin: Sendable {
    private let number: Int64
    private let statement: StatementOf
    private let books: BookedMoneyReading

    init(_ number: Int64, of statement: StatementOf, paces: Paces) throws {
        self.number = number
        self.statement = statement
        books = try BookedMoneyReading(statement, number)
    }

    func page(
        after: String, limit: Int64, in transaction: any Transaction
    ) throws -> StatementPage {
        let found = try numbers(after: after, limit: limit, in: transaction)
        let numbers = found.prefix(Int(clamping: limit))
        var page = StatementPage()
        page.next = found.count > numbers.count ? numbers.last : nil
        page.known = try BreakTable.open(
            of: statement, after: after, upTo: page.next, in: transaction)
        guard let last = numbers.last else { return page }
        let rows = Dictionary(
            grouping: try StatementRowTable.rows(
                of: number, after: after, upTo: last, in: transaction), by: \.number)
        let booked = try books.read(after: after, upTo: last, in: transaction)
        for number in numbers {
            try add(number, rows[number] ?? [], booked[number], to: &page, transaction)
        }
        return page
    }

    private func add(
        _ number: String, _ rows: [StatementRow], _ booked: BookedEntry?,
        to page: inout StatementPage, _ transaction: any Transaction
    ) throws {
        let kind: ReconciledKind =
            booked?.isRefund ?? rows.contains { $0.kind == .refund } ? .refund : .payment
        let news = Reconciliation.news(kind, booked?.money, rows)
        let isKnown =
            try news != nil && BreakTable.isKnown(number, of: statement, in: transaction)
        page.pairs.append(
            StatementPair(
                number: number, kind: kind, books: booked?.money, rows: rows,
                isKnownToDiffer: isKnown))
        let day = statement.day
        guard Reconciliation.compare(kind, booked?.money, rows, on: day) != .agreement else {
            return
        }
        // Only what differs is looked for in the statements of other days.
        let elsewhere = try StatementRowTable.kindsElsewhere(
            number, of: statement, in: transaction)
        guard
            case .differs(let differs, let ours, let theirs) = Reconciliation.compare(
                kind, booked?.money, rows, on: day, elsewhere: elsewhere)
        else { return }
        let order = rows.first?.orderNumber ?? booked?.order ?? number
        page.breaks.append(
            StoredBreak(
                kind: differs, number: number, store: try store(booked, order), order: order,
                tradeNumber: rows.first?.tradeNumber, books: ours, channel: theirs,
                evidence: evidence(rows, booked)))
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

    /// The numbers of both sides after one, one more than asked, so that the end is known.
    private func numbers(
        after: String, limit: Int64, in transaction: any Transaction
    ) throws -> [String] {
        let most = SQLValue.integer(limit + 1)
        let payments: [SQLValue] = [
            .text(max(after, books.low)), .text(books.high),
            .text(statement.wallet.rawValue), .text(statement.account), most,
        ]
        let refunds: [SQLValue] = [
            .text(max(after, "R" + books.low)), .text("R" + books.high),
            .text(statement.wallet.rawValue), .text(statement.account), most,
        ]
        let claims: [SQLValue] = [
            .text(max(after, books.low)), .text(books.high),
            .text(statement.wallet.rawValue), most,
        ]
        let rows: [SQLValue] = [.integer(number), .text(after), most]
        return try transaction.rows(
            StatementJoin.numbersAfter, rows + payments + claims + refunds + [most]
        ).map { try $0.text("number") }
    }

    private static let numbersAfter = """
        SELECT number FROM (
            SELECT * FROM (SELECT DISTINCT number FROM statement_row
                WHERE statement_no = ? AND number > ? ORDER BY number LIMIT ?) AS s
            UNION SELECT * FROM (SELECT order_number AS number FROM attempt
                WHERE order_number > ? AND order_number < ? AND wallet = ?
                    AND merchant_account IN (?, '') AND state = 'succeeded'
                ORDER BY order_number LIMIT ?) AS a
            UNION SELECT * FROM (SELECT order_number AS number FROM claim
                WHERE order_number > ? AND order_number < ? AND wallet = ?
                    AND NOT EXISTS (SELECT 1 FROM attempt
                        WHERE attempt.order_number = claim.order_number)
                ORDER BY order_number LIMIT ?) AS c
            UNION SELECT * FROM (SELECT refund_number AS number FROM refund
                WHERE refund_number > ? AND refund_number < ? AND wallet = ?
                    AND merchant_account IN (?, '') AND state = 'succeeded'
                ORDER BY refund_number LIMIT ?) AS r
        ) AS known ORDER BY number LIMIT ?
        """
}
