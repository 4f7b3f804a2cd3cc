// The audit when nothing moves any more: both halves of every payment, held side by side.

internal import Retail

struct Closing {
    private let world: World
    private let books: AuditedBooks

    init(_ world: World, _ books: AuditedBooks) {
        self.world = world
        self.books = books
    }

    func audit() {
        for wallet in world.wallets {
            for number in wallet.numbers {
                guard let order = wallet.orders[number] else { continue }
                audit(order, isAsAsked: order.isAsAsked(at: wallet.merchantAccount))
            }
        }
        for (number, attempt) in books.attempts.sorted(by: { $0.key < $1.key }) {
            if attempt.state != world.auditor.known[number]?.state {
                found(.booksBalance, "a payment's row and its journal differ", number)
            }
            if attempt.isOpen { audit(number, open: attempt) }
        }
        for (number, refund) in books.refunds.sorted(by: { $0.key < $1.key }) {
            audit(number, refund)
        }
        for (id, sale) in books.sales.sorted(by: { $0.key < $1.key }) { audit(id, sale) }
        for (number, claims) in books.claims.sorted(by: { $0.key < $1.key }) {
            audit(number, claims)
        }
        auditLedger()
        if let sale = world.auditor.goods.tooMany(books.sales.mapValues(\.pieces)) {
            found(.nothingIsDoubled, "goods that nobody rang up", sale)
        }
    }

    private func found(_ promise: Promise, _ kind: String, _ subject: String) {
        world.auditor.found(promise, kind, subject)
    }

    /// Whether a person looks at this number because of just that.
    private func hasCase(_ number: String, _ causes: Set<String>) -> Bool {
        !(books.openCases[number] ?? []).isDisjoint(with: causes)
    }

    /// P1: a debit is on one posted sale, or given back whole, or in an open case.
    ///
    /// P2: on one of them.
    private func audit(_ order: WalletOrder, isAsAsked: Bool) {
        let number = order.number
        let claims = books.claims[number] ?? []
        if claims.count > 1 { found(.nothingIsDoubled, "claimed twice", number) }
        guard order.debitedAt != nil else {
            if !claims.isEmpty {
                found(.nothingIsGuessed, "counted, and never debited", number)
            }
            return
        }
        guard let claim = claims.first else {
            if order.kept > 0, !hasCase(number, Closing.uncounted) {
                found(.nothingIsLost, "debited, and nobody counts it", number)
            }
            return
        }
        if order.state == .reversed, !hasCase(number, ["given-back-after-success"]) {
            found(.nothingIsLost, "given back, and a sale counts it", number)
        }
        if claim.amount != order.amount.fen {
            found(.booksBalance, "counted with another amount", number)
        }
        if !isAsAsked {
            found(.nothingIsGuessed, "counted, and debited by another or for another", number)
        }
        let state = books.sales[claim.sale]?.state
        if state != "posted" {
            found(.nothingIsLost, "debited, and its sale is \(state ?? "absent")", number)
        }
        audit(order, claim, books.refundsOfOrder[number] ?? [])
    }

    /// The ledger says of each order what its wallet holds, and of each sale what it came to; what it
    /// cannot say has a case.
    private func auditLedger() {
        let numbers = Set(books.clearing.keys).union(world.wallets.flatMap(\.numbers))
        for number in numbers.sorted() {
            let held = books.clearing[number] ?? 0
            let isExplained =
                hasCase(number, Closing.uncounted) || books.attempts[number]?.isOpen == true
            if held != world.order(number)?.kept ?? 0, !isExplained,
                !hasOpenRefund(number)
            {
                found(.booksBalance, "the ledger and the wallet hold different sums", number)
            }
        }
        for (number, amount) in books.doubt.sorted(by: { $0.key < $1.key })
        where amount != 0 && !hasCase(number, Closing.unexplained) {
            found(.booksBalance, "in doubt, and nobody knows", number)
        }
        for (id, sale) in books.sales.sorted(by: { $0.key < $1.key }) {
            let due = sale.state == "posted" ? sale.due : 0
            if books.turnover[id] ?? 0 != due {
                found(.booksBalance, "the ledger has another turnover", id)
            }
            if books.counter[id] ?? 0 != 0 { found(.booksBalance, "goods without money", id) }
        }
        if books.drawer != books.cash { found(.booksBalance, "the drawer differs", "") }
    }

    private func hasOpenRefund(_ number: String) -> Bool {
        (books.refundsOfOrder[number] ?? []).contains { $0.isOpen }
    }

    /// What explains a debit that stands on no sale, or a sale's whose debit has gone.
    static let unexplained = uncounted.union(["given-back-after-success", "second-debit"])

    /// What gives a person the task to find a debit its sale, or to give it back.
    static let uncounted: Set = [
        "late-success", "debit-not-counted", "wrong-amount", "unresolved-too-long", "orphan-paid",
        "reversal-too-late", "reversal-refused", "statement-channel-only", "statement-duplicate",
    ]

    /// P5: what was given back of a debit, as both say it.
    private func audit(
        _ order: WalletOrder, _ claim: AuditedBooks.Claim, _ refunds: [AuditedBooks.Refund]
    ) {
        let given = order.refunds.reduce(0) { $0 + $1.amount.fen }
        let booked = refunds.filter { $0.state == "succeeded" }.reduce(0) { $0 + $1.amount }
        if booked != given {
            found(.booksBalance, "refunds differ from the wallet's", order.number)
        }
        if given > order.debited {
            found(.nothingIsDoubled, "more given back than debited", order.number)
        }
        let meant = refunds.filter { $0.state != "failed" }.reduce(0) { $0 + $1.amount }
        if meant > claim.amount {
            found(.nothingIsDoubled, "more to be given back than was counted", order.number)
        }
    }

    /// P4: whatever is still open is being looked after, and a person knows.
    private func audit(_ number: String, open attempt: AuditedBooks.Attempt) {
        if !hasCase(number, ["unresolved-too-long"]) {
            found(.nothingIsForgotten, "open at the end, and nobody knows", number)
        }
        guard let stepAt = attempt.stepAt else {
            return found(.nothingIsForgotten, "open without a next step", number)
        }
        // The house sets its steps by its own clock, which may be wrong since the power was cut.
        let overdue = world.houseClock.microseconds - stepAt
        if overdue > 120_000_000 {
            found(.nothingIsForgotten, "its step came and nobody took it", number)
        }
    }

    private func audit(_ number: String, _ refund: AuditedBooks.Refund) {
        let truth = world.order(refund.order)?.refunds.first { $0.number == number }
        switch refund.state {
        case "succeeded":
            if truth?.amount.fen != refund.amount {
                found(.nothingIsGuessed, "refund called done, and was not", refund.order)
            }
        case "failed":
            if truth != nil {
                found(.nothingIsGuessed, "refund called failed, and was done", refund.order)
            }
            if !hasCase(number, ["refund-failed"]) {
                found(.nothingIsLost, "refund failed, and nobody knows", refund.order)
            }
        default:
            if !hasCase(number, ["refund-unresolved-too-long"]) {
                found(.nothingIsForgotten, "refund open at the end", refund.order)
            }
        }
    }

    /// P5: a posted sale is paid exactly, each scanned tender by a claim, with one receipt.
    private func audit(_ id: String, _ sale: AuditedBooks.Sale) {
        for number in sale.scannedPaid
        where !(books.claims[number] ?? []).contains(where: { $0.sale == id }) {
            found(.booksBalance, "a paid tender without its claim", number)
        }
        guard sale.state == "posted" else { return }
        if sale.paid != sale.due { found(.booksBalance, "posted and not paid exactly", id) }
        if sale.papers != 1 { found(.nothingIsDoubled, "\(sale.papers) receipts", id) }
        if sale.isOverReturned { found(.nothingIsDoubled, "more goods back than were sold", id) }
        if world.auditor.approvedCash.contains(id) {
            let numbers = books.attempts.filter { $0.value.sale == id }.map(\.key)
            let hasOwnCase = numbers.contains { hasCase($0, ["cash-over-scan"]) }
            if numbers.contains(where: { books.attempts[$0]?.state != "declined" }), !hasOwnCase,
                !sale.scannedPaid.isEmpty || numbers.contains(where: { isKept($0) })
            {
                found(.cashNeverCoversCode, "cash over a scan, and no case", id)
            }
        }
    }

    private func isKept(_ number: String) -> Bool {
        (world.order(number)?.kept ?? 0) > 0
    }

    private func audit(_ number: String, _ claims: [AuditedBooks.Claim]) {
        if world.order(number) == nil {
            found(.nothingIsGuessed, "counted, and no wallet knows it", number)
        }
        for claim in claims
        where !(books.sales[claim.sale]?.scannedPaid.contains(number) ?? false) {
            found(.booksBalance, "a claim without its tender", number)
        }
    }
}
