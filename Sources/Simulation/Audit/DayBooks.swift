// The books by their days, read by SQL of the audit's own: what was signed, what the ledger says of each
// day, what the facts behind its entries come to, and what statements were found to differ in.

internal import Persistence
internal import Retail

struct DayBooks {
    struct Key: Hashable, Comparable {
        let store: String
        let date: String

        static func < (left: Key, right: Key) -> Bool {
            (left.date, left.store) < (right.date, right.store)
        }
    }

    /// *Unit*: fen.
    struct Figures: Equatable {
        var net: Int64 = 0
        var cash: Int64 = 0
        var aggregated: Int64 = 0
    }

    struct Break {
        let wallet: String
        let day: String
        let kind: String
        let number: String
        let order: String
    }

    private(set) var signed: [Key: Figures] = [:]
    /// By the day in whose books an entry stands.
    private(set) var ledger: [Key: Figures] = [:]
    /// Sales and returns by the day in whose books their entries stand.
    private(set) var facts: [Key: Figures] = [:]
    /// What a day has between goods and money.
    private(set) var counter: [Key: Int64] = [:]
    /// Facts that stand in a later day than their own: it had been signed.
    private(set) var corrections: [(Key, own: String)] = []
    /// Of each order, what its wallet holds by the ledger, by wallet, day and number; fees apart.
    private(set) var clearing: [String: [String: [String: Int64]]] = [:]
    /// Of each order, what is on no sale.
    private(set) var doubt: [String: Int64] = [:]
    /// What was booked of fees, by wallet.
    private(set) var fees: [String: Int64] = [:]
    private(set) var breaks: [Break] = []
    /// Lines of the statement that is believed, by wallet and day.
    private(set) var statements: [String: [String: Int64]] = [:]

    init(_ transaction: any Transaction) throws {
        try readSigned(transaction)
        try readLedger(transaction)
        try readSales(transaction)
        try readReturns(transaction)
        try readStatements(transaction)
    }

    private mutating func readSigned(_ transaction: any Transaction) throws {
        for row in try transaction.rows("SELECT * FROM signed_day") {
            signed[try DayBooks.key(row)] = Figures(
                net: try row.integer("net_fen"), cash: try row.integer("cash_fen"),
                aggregated: try row.integer("aggregated_fen"))
        }
    }

    private static func key(_ row: Row) throws -> Key {
        Key(store: try row.text("store_id"), date: try row.text("business_date"))
    }

    private mutating func readLedger(_ transaction: any Transaction) throws {
        for row in try transaction.rows("SELECT * FROM ledger_entry") {
            let key = try DayBooks.key(row)
            let amount = try row.integer("amount_fen")
            let fact = try row.text("fact")
            let number = try row.textIfAny("order_number")
            for (account, signed) in [
                (try row.text("debit"), amount), (try row.text("credit"), -amount),
            ] {
                add(signed, to: account, of: fact, key)
                if fact == "fee", account.hasPrefix("clearing.") {
                    fees[String(account.dropFirst("clearing.".count)), default: 0] -= signed
                }
                guard let number else { continue }
                if account.hasPrefix("clearing.") {
                    let wallet = String(account.dropFirst("clearing.".count))
                    clearing[wallet, default: [:]][key.date, default: [:]][number, default: 0] +=
                        signed
                }
                if account == "doubt" { doubt[number, default: 0] += signed }
            }
        }
    }

    private mutating func add(_ fen: Int64, to account: String, of fact: String, _ key: Key) {
        let isOfCounter = fact == "sale" || fact == "return"
        switch account {
        case "sales", "discounts", "returns": ledger[key, default: Figures()].net -= fen
        case "drawer" where isOfCounter: ledger[key, default: Figures()].cash += fen
        // What a sale took out of doubt, and what a return promised.
        case "doubt" where fact == "sale": ledger[key, default: Figures()].aggregated += fen
        case "refunds-due" where fact == "return":
            ledger[key, default: Figures()].aggregated += fen
        case "counter": counter[key, default: 0] += fen
        default: break
        }
    }

    private mutating func readSales(_ transaction: any Transaction) throws {
        for row in try transaction.rows(
            """
            SELECT s.store_id, e.business_date, s.business_date AS own_date, s.due_fen,
                (SELECT coalesce(sum(amount_fen), 0) FROM tender t
                 WHERE t.store_id = s.store_id AND t.sale_id = s.sale_id AND t.state = 'paid'
                   AND t.order_number IS NULL) AS cash_fen,
                (SELECT coalesce(sum(amount_fen), 0) FROM tender t
                 WHERE t.store_id = s.store_id AND t.sale_id = s.sale_id AND t.state = 'paid'
                   AND t.order_number IS NOT NULL) AS scanned_fen
            FROM sale s
            JOIN (SELECT DISTINCT store_id, subject, business_date FROM ledger_entry
                  WHERE fact = 'sale') e ON e.store_id = s.store_id AND e.subject = s.sale_id
            WHERE s.state = 'posted'
            """)
        {
            try add(
                row, net: try row.integer("due_fen"), cash: try row.integer("cash_fen"),
                aggregated: try row.integer("scanned_fen"))
        }
    }

    private mutating func readReturns(_ transaction: any Transaction) throws {
        for row in try transaction.rows(
            """
            SELECT r.store_id, e.business_date, r.business_date AS own_date, r.amount_fen,
                (SELECT coalesce(sum(amount_fen), 0) FROM return_tender t
                 WHERE t.store_id = r.store_id AND t.return_id = r.return_id
                   AND t.kind = 'cash') AS cash_fen
            FROM sale_return r
            JOIN (SELECT DISTINCT store_id, subject, business_date FROM ledger_entry
                  WHERE fact = 'return') e ON e.store_id = r.store_id AND e.subject = r.return_id
            """)
        {
            let (amount, cash) = (try row.integer("amount_fen"), try row.integer("cash_fen"))
            try add(row, net: -amount, cash: -cash, aggregated: cash - amount)
        }
    }

    private mutating func add(
        _ row: Row, net: Int64, cash: Int64, aggregated: Int64
    ) throws {
        let (key, own) = (try DayBooks.key(row), try row.text("own_date"))
        facts[key, default: Figures()].net += net
        facts[key, default: Figures()].cash += cash
        facts[key, default: Figures()].aggregated += aggregated
        if own != key.date { corrections.append((key, own)) }
    }

    private mutating func readStatements(_ transaction: any Transaction) throws {
        for row in try transaction.rows(
            """
            SELECT * FROM statement_break WHERE gone_at_us IS NULL
            ORDER BY day, wallet, number, class
            """)
        {
            breaks.append(
                Break(
                    wallet: try row.text("wallet"), day: try row.text("day"),
                    kind: try row.text("class"), number: try row.text("number"),
                    order: try row.text("order_number")))
        }
        for row in try transaction.rows(
            """
            SELECT s.wallet, s.day, count(r.number) AS n FROM statement s
            LEFT JOIN statement_row r ON r.statement_no = s.statement_no
            WHERE s.is_current = 1 GROUP BY s.statement_no, s.wallet, s.day
            """)
        {
            statements[try row.text("wallet"), default: [:]][try row.text("day")] =
                try row.integer("n")
        }
    }

    /// The cash that the posted sales and the returns of a day come to.
    static func cash(
        of store: StoreID, on date: BusinessDate, _ transaction: any Transaction
    ) throws -> Int64 {
        let key = Key(store: store.digits, date: date.iso)
        return try DayBooks(transaction).ledger[key]?.cash ?? 0
    }

    /// How many rows there are of whatever a statement can write, and what they come to.
    static func fingerprint(_ transaction: any Transaction) throws -> [Int64] {
        let row = try transaction.row(
            """
            SELECT (SELECT count(*) FROM ledger_entry) AS entries,
                   (SELECT coalesce(sum(amount_fen), 0) FROM ledger_entry) AS fen,
                   (SELECT count(*) FROM statement) AS statements,
                   (SELECT count(*) FROM statement_row) AS lines,
                   (SELECT count(*) FROM statement_break) AS breaks,
                   (SELECT count(*) FROM statement_break WHERE gone_at_us IS NULL) AS open,
                   (SELECT count(*) FROM payment_case) AS cases,
                   (SELECT count(*) FROM attempt_event) AS events
            """, [])
        return try [
            "entries", "fen", "statements", "lines", "breaks", "open", "cases", "events",
        ].map { try row?.integer($0) ?? -1 }
    }
}
