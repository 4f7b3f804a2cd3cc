// The books for a reader from outside: what the store's side says of each number, whole and page by
// page, so that finance, or a program, can hold it against what the wallets say.
//
// Rows are told as they stand and nothing is rebuilt from them: a row that the till could not read is
// just the one that somebody wants to see here.

internal import Persistence
internal import Retail

/// A part of the books, in the order of its keys.
package struct BookPage<Entry: Sendable>: Sendable {
    package let entries: [Entry]
    /// Where the next page begins; nil after the last one.
    package let next: String?
}

/// Everything the books say of one number.
package struct BookedNumber: Sendable {
    package struct Attempt: Sendable {
        package let store: String
        package let register: String
        package let sale: String
        package let saleState: String
        package let wallet: String
        package let amountFen: Int64
        package let state: String
        package let startedAt: Int64
        package let changedAt: Int64
    }

    package struct Claim: Sendable {
        package let store: String
        package let sale: String
        package let saleState: String
        package let receipt: String?
        package let wallet: String
        package let method: Int64
        package let amountFen: Int64
        package let claimedAt: Int64
        package let postedAt: Int64?
    }

    package struct Refund: Sendable {
        package let number: String
        package let returned: String
        package let amountFen: Int64
        package let state: String
        package let startedAt: Int64
        package let changedAt: Int64
    }

    package struct Case: Sendable {
        package let store: String
        package let cause: String
        package let isOpen: Bool
        package let amountFen: Int64
        package let openedAt: Int64
        package let closedHow: String?
    }

    /// A merchant order number, or whatever else a case is about: a refund number, a return.
    package let number: String
    package fileprivate(set) var attempt: Attempt?
    package fileprivate(set) var claim: Claim?
    package fileprivate(set) var refunds: [Refund] = []
    package fileprivate(set) var cases: [Case] = []
}

/// A sale and how it was paid.
package struct BookedSale: Sendable {
    package struct Tender: Sendable {
        package let no: Int64
        package let method: Int64
        package let amountFen: Int64
        package let state: String
        package let number: String?
    }

    /// A part of what was given back of it, in cash or by a refund.
    package struct GivenBack: Sendable {
        package let returned: String
        package let at: Int64
        package let method: Int64
        package let amountFen: Int64
        package let refund: String?
    }

    package let sale: String
    package let store: String
    package let register: String
    package let state: String
    package let businessDate: String
    package let receipt: String?
    package let dueFen: Int64
    package let postedAt: Int64?
    package fileprivate(set) var tenders: [Tender] = []
    package fileprivate(set) var givenBack: [GivenBack] = []
}

extension Counter {
    /// The numbers after a cursor, in their own order; finance alone may read them.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for anybody else; the database's own.
    package func bookedNumbers(
        after cursor: String, limit: Int64, by session: Session
    ) async throws -> BookPage<BookedNumber> {
        try mustReadBooks(session)
        return try await driver.database.read { transaction in
            try Books.numbers(after: cursor, limit: limit, in: transaction)
        }
    }

    /// The sales after a cursor, `store/sale`; finance alone may read them.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for anybody else; the database's own.
    package func bookedSales(
        after store: String, _ sale: String, limit: Int64, by session: Session
    ) async throws -> BookPage<BookedSale> {
        try mustReadBooks(session)
        return try await driver.database.read { transaction in
            try Books.sales(after: store, sale, limit: limit, in: transaction)
        }
    }

    private func mustReadBooks(_ session: Session) throws {
        switch session.staff.role {
        case .finance: return
        case .cashier, .pharmacist, .manager, .area: throw OperatorNotice.overrideRefused
        }
    }
}

private enum Books {
    /// Each table is read by its own index, one row more than asked, so that the end is known.
    private static let numbersAfter = """
        SELECT number FROM (
            SELECT * FROM (SELECT order_number AS number FROM attempt
                WHERE order_number > ? ORDER BY order_number LIMIT ?) AS a
            UNION SELECT * FROM (SELECT order_number AS number FROM claim
                WHERE order_number > ? ORDER BY order_number LIMIT ?) AS c
            UNION SELECT * FROM (SELECT subject AS number FROM payment_case
                WHERE subject > ? ORDER BY subject LIMIT ?) AS p
        ) AS known ORDER BY number LIMIT ?
        """

    static func numbers(
        after cursor: String, limit: Int64, in transaction: any Transaction
    ) throws -> BookPage<BookedNumber> {
        let (text, most) = (SQLValue.text(cursor), SQLValue.integer(limit + 1))
        let found = try transaction.rows(
            numbersAfter, [text, most, text, most, text, most, most]
        ).map { try $0.text("number") }
        let numbers = found.prefix(Int(limit))
        guard let last = numbers.last else { return BookPage(entries: [], next: nil) }
        var entries: [String: BookedNumber] = [:]
        for number in numbers { entries[number] = BookedNumber(number: number) }
        let range: [SQLValue] = [text, .text(last)]
        for row in try transaction.rows(attempts, range) {
            entries[try row.text("order_number")]?.attempt = try BookedNumber.Attempt(row)
        }
        for row in try transaction.rows(claims, range) {
            entries[try row.text("order_number")]?.claim = try BookedNumber.Claim(row)
        }
        for row in try transaction.rows(refunds, range) {
            entries[try row.text("order_number")]?.refunds.append(try BookedNumber.Refund(row))
        }
        for row in try transaction.rows(cases, range) {
            entries[try row.text("subject")]?.cases.append(try BookedNumber.Case(row))
        }
        return BookPage(
            entries: numbers.compactMap { entries[$0] },
            next: found.count > numbers.count ? last : nil)
    }

    private static let attempts = """
        SELECT attempt.*, sale.state AS sale_state
        FROM   attempt JOIN sale
               ON sale.store_id = attempt.store_id AND sale.sale_id = attempt.sale_id
        WHERE  attempt.order_number > ? AND attempt.order_number <= ?
        """

    private static let claims = """
        SELECT claim.*, sale.state AS sale_state, sale.receipt_number, sale.posted_at_us
        FROM   claim JOIN sale
               ON sale.store_id = claim.store_id AND sale.sale_id = claim.sale_id
        WHERE  claim.order_number > ? AND claim.order_number <= ?
        """

    private static let refunds = """
        SELECT * FROM refund WHERE order_number > ? AND order_number <= ?
        ORDER BY started_at_us, refund_number
        """

    private static let cases = """
        SELECT * FROM payment_case WHERE subject > ? AND subject <= ?
        ORDER BY opened_at_us, case_id
        """

    static func sales(
        after store: String, _ sale: String, limit: Int64, in transaction: any Transaction
    ) throws -> BookPage<BookedSale> {
        let found = try transaction.rows(
            """
            SELECT * FROM sale WHERE (store_id, sale_id) > (?, ?)
            ORDER BY store_id, sale_id LIMIT ?
            """, [.text(store), .text(sale), .integer(limit + 1)])
        var entries = try found.prefix(Int(limit)).map(BookedSale.init)
        guard let last = entries.last else { return BookPage(entries: [], next: nil) }
        for index in entries.indices {
            let key: [SQLValue] = [.text(entries[index].store), .text(entries[index].sale)]
            entries[index].tenders = try transaction.rows(tenders, key)
                .map(BookedSale.Tender.init)
            entries[index].givenBack = try transaction.rows(givenBack, key)
                .map(BookedSale.GivenBack.init)
        }
        return BookPage(
            entries: entries, next: found.count > entries.count ? last.cursor : nil)
    }

    private static let tenders = """
        SELECT * FROM tender WHERE store_id = ? AND sale_id = ? ORDER BY tender_no
        """

    private static let givenBack = """
        SELECT return_tender.*, sale_return.returned_at_us
        FROM   sale_return JOIN return_tender
               ON return_tender.store_id = sale_return.store_id
               AND return_tender.return_id = sale_return.return_id
        WHERE  sale_return.store_id = ? AND sale_return.sale_id = ?
        ORDER BY sale_return.seq, return_tender.tender_no
        """
}

extension BookedSale {
    fileprivate var cursor: String { store + "/" + sale }

    fileprivate init(_ row: Row) throws {
        sale = try row.text("sale_id")
        store = try row.text("store_id")
        register = try row.text("register_id")
        state = try row.text("state")
        businessDate = try row.text("business_date")
        receipt = try row.textIfAny("receipt_number")
        dueFen = try row.integer("due_fen")
        postedAt = try row.integerIfAny("posted_at_us")
    }
}

extension BookedSale.Tender {
    fileprivate init(_ row: Row) throws {
        no = try row.integer("tender_no")
        method = try row.integer("method_id")
        amountFen = try row.integer("amount_fen")
        state = try row.text("state")
        number = try row.textIfAny("order_number")
    }
}

extension BookedSale.GivenBack {
    fileprivate init(_ row: Row) throws {
        returned = try row.text("return_id")
        at = try row.integer("returned_at_us")
        method = try row.integer("method_id")
        amountFen = try row.integer("amount_fen")
        refund = try row.textIfAny("refund_number")
    }
}

extension BookedNumber.Refund {
    fileprivate init(_ row: Row) throws {
        number = try row.text("refund_number")
        returned = try row.text("return_id")
        amountFen = try row.integer("amount_fen")
        state = try row.text("state")
        startedAt = try row.integer("started_at_us")
        changedAt = try row.integer("changed_at_us")
    }
}

extension BookedNumber.Attempt {
    fileprivate init(_ row: Row) throws {
        store = try row.text("store_id")
        register = try row.text("register_id")
        sale = try row.text("sale_id")
        saleState = try row.text("sale_state")
        wallet = try row.text("wallet")
        amountFen = try row.integer("amount_fen")
        state = try row.text("state")
        startedAt = try row.integer("started_at_us")
        changedAt = try row.integer("changed_at_us")
    }
}

extension BookedNumber.Claim {
    fileprivate init(_ row: Row) throws {
        store = try row.text("store_id")
        sale = try row.text("sale_id")
        saleState = try row.text("sale_state")
        receipt = try row.textIfAny("receipt_number")
        wallet = try row.text("wallet")
        method = try row.integer("method_id")
        amountFen = try row.integer("amount_fen")
        claimedAt = try row.integer("claimed_at_us")
        postedAt = try row.integerIfAny("posted_at_us")
    }
}

extension BookedNumber.Case {
    fileprivate init(_ row: Row) throws {
        store = try row.text("store_id")
        cause = try row.text("cause")
        isOpen = try row.text("state") == "open"
        amountFen = try row.integer("amount_fen")
        openedAt = try row.integer("opened_at_us")
        closedHow = try row.textIfAny("closed_how")
    }
}
