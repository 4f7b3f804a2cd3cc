// The store's half as its tables say it, read by SQL of the audit's own at the end of a run.

internal import Persistence
internal import Retail

struct AuditedBooks {
    struct Sale {
        let state: String
        let due: Int64
        var paid: Int64 = 0
        var scannedPaid: [String] = []
        var papers = 0
        /// Pieces on its lines.
        var pieces: Int64 = 0
        /// Whether of a line more came back than it says.
        var isOverReturned = false
    }

    struct Claim {
        let sale: String
        let amount: Int64
        let method: Int64
    }

    struct Attempt {
        let state: String
        let isOpen: Bool
        let sale: String
        let stepAt: Int64?
    }

    struct Refund {
        let order: String
        let amount: Int64
        let state: String
        let isOpen: Bool
    }

    private(set) var sales: [String: Sale] = [:]
    private(set) var claims: [String: [Claim]] = [:]
    private(set) var attempts: [String: Attempt] = [:]
    private(set) var refunds: [String: Refund] = [:]
    private(set) var refundsOfOrder: [String: [Refund]] = [:]
    /// Subjects that a person looks at, with the causes.
    private(set) var openCases: [String: Set<String>] = [:]
    private(set) var cases: [String: Int] = [:]
    private(set) var returns = 0
    /// What the ledger says wallets hold for us of each order; and what it counts on no sale.
    private(set) var clearing: [String: Int64] = [:]
    private(set) var doubt: [String: Int64] = [:]
    /// What the ledger has between goods and money of each sale, and what it sold for.
    private(set) var counter: [String: Int64] = [:]
    private(set) var turnover: [String: Int64] = [:]
    private(set) var drawer: Int64 = 0
    /// Cash of posted sales, less what was given back of it; and what a count found more or less.
    private(set) var cash: Int64 = 0

    init(_ transaction: any Transaction) throws {
        try readSales(transaction)
        try readLines(transaction)
        try readPayments(transaction)
        try readCases(transaction)
        try readReturns(transaction)
        try readLedger(transaction)
    }

    private mutating func readSales(_ transaction: any Transaction) throws {
        for row in try transaction.rows("SELECT sale_id, state, due_fen FROM sale") {
            sales[try row.text("sale_id")] = Sale(
                state: try row.text("state"), due: try row.integer("due_fen"))
        }
        for row in try transaction.rows(
            "SELECT sale_id, amount_fen, order_number FROM tender WHERE state = 'paid'")
        {
            let sale = try row.text("sale_id")
            sales[sale]?.paid += try row.integer("amount_fen")
            if let number = try row.textIfAny("order_number") {
                sales[sale]?.scannedPaid.append(number)
            }
        }
        for row in try transaction.rows(
            "SELECT sale_id, count(*) AS n FROM print_job WHERE copy_no = 0 AND return_seq = 0 GROUP BY sale_id"
        ) {
            sales[try row.text("sale_id")]?.papers = Int(try row.integer("n"))
        }
    }

    private mutating func readLines(_ transaction: any Transaction) throws {
        for row in try transaction.rows(
            """
            SELECT l.sale_id, sum(l.quantity) AS pieces, max(coalesce(b.quantity, 0) > l.quantity)
                   AS is_over
            FROM   sale_line l
            LEFT JOIN (
                SELECT r.sale_id, b.line_no, sum(b.quantity) AS quantity
                FROM   return_line b
                JOIN   sale_return r ON r.store_id = b.store_id AND r.return_id = b.return_id
                GROUP BY r.sale_id, b.line_no
            ) b ON b.sale_id = l.sale_id AND b.line_no = l.line_no
            GROUP BY l.sale_id
            """)
        {
            let sale = try row.text("sale_id")
            sales[sale]?.pieces = try row.integer("pieces")
            sales[sale]?.isOverReturned = try row.integer("is_over") == 1
        }
    }

    private mutating func readPayments(_ transaction: any Transaction) throws {
        for row in try transaction.rows(
            "SELECT order_number, sale_id, amount_fen, method_id FROM claim")
        {
            claims[try row.text("order_number"), default: []].append(
                Claim(
                    sale: try row.text("sale_id"), amount: try row.integer("amount_fen"),
                    method: try row.integer("method_id")))
        }
        for row in try transaction.rows(
            "SELECT order_number, sale_id, state, is_open, step_at_us FROM attempt")
        {
            attempts[try row.text("order_number")] = Attempt(
                state: try row.text("state"), isOpen: try row.integer("is_open") == 1,
                sale: try row.text("sale_id"), stepAt: try row.integerIfAny("step_at_us"))
        }
        for row in try transaction.rows(
            "SELECT refund_number, order_number, amount_fen, state, is_open FROM refund")
        {
            let refund = Refund(
                order: try row.text("order_number"), amount: try row.integer("amount_fen"),
                state: try row.text("state"), isOpen: try row.integer("is_open") == 1)
            refunds[try row.text("refund_number")] = refund
            refundsOfOrder[refund.order, default: []].append(refund)
        }
    }

    private mutating func readReturns(_ transaction: any Transaction) throws {
        returns = Int(
            try transaction.row("SELECT count(*) AS n FROM sale_return", [])?.integer("n") ?? 0)
    }

    private mutating func readLedger(_ transaction: any Transaction) throws {
        for row in try transaction.rows("SELECT * FROM ledger_entry") {
            let amount = try row.integer("amount_fen")
            let number = try row.textIfAny("order_number") ?? ""
            let sale = try row.textIfAny("sale_id") ?? ""
            let fact = try row.text("fact")
            let isOfSale = fact == "sale"
            for (account, sign) in [(try row.text("debit"), 1), (try row.text("credit"), -1)] {
                let signed = amount * Int64(sign)
                // A fee is of a day, and of no order.
                if account.hasPrefix("clearing."), fact != "fee" {
                    clearing[number, default: 0] += signed
                }
                if account == "doubt" { doubt[number, default: 0] += signed }
                if account == "drawer" { drawer += signed }
                if account == "counter" { counter[sale, default: 0] += signed }
                if isOfSale, account == "sales" || account == "discounts" {
                    turnover[sale, default: 0] -= signed
                }
            }
        }
        for row in try transaction.rows(
            """
            SELECT coalesce(sum(t.amount_fen), 0) AS fen FROM tender t
            JOIN   sale s ON s.store_id = t.store_id AND s.sale_id = t.sale_id
            WHERE  s.state = 'posted' AND t.state = 'paid' AND t.order_number IS NULL
            UNION ALL
            SELECT -coalesce(sum(amount_fen), 0) FROM return_tender WHERE kind = 'cash'
            UNION ALL
            SELECT coalesce(sum(counted_fen - cash_fen), 0) FROM signed_day
            WHERE  counted_fen IS NOT NULL
            """)
        {
            cash += try row.integer("fen")
        }
    }

    /// Everything that the books say, folded into a number.
    ///
    /// Two runs of one seed must agree in it.
    func fold(into world: World) {
        func bits(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) }
        for (id, sale) in sales.sorted(by: { $0.key < $1.key }) {
            world.fold(id + sale.state)
            world.fold(bits(sale.due), bits(sale.paid), bits(sale.pieces), UInt64(sale.papers))
        }
        for (number, claims) in claims.sorted(by: { $0.key < $1.key }) {
            for claim in claims {
                world.fold(number + claim.sale)
                world.fold(bits(claim.amount), bits(claim.method))
            }
        }
        for (number, refund) in refunds.sorted(by: { $0.key < $1.key }) {
            world.fold(number + refund.order + refund.state)
            world.fold(bits(refund.amount))
        }
        for (subject, causes) in openCases.sorted(by: { $0.key < $1.key }) {
            world.fold(subject + causes.sorted().joined())
        }
    }

    private mutating func readCases(_ transaction: any Transaction) throws {
        for row in try transaction.rows("SELECT subject, cause, state FROM payment_case") {
            let cause = try row.text("cause")
            cases[cause, default: 0] += 1
            if try row.text("state") == "open" {
                openCases[try row.text("subject"), default: []].insert(cause)
            }
        }
    }
}
