// Holds what the wallets did against what the store's books say, order by order. Pure: books in,
// findings out. The words are those of the payment promises P1–P3, P5 and P6.

internal import Retail

struct SoakAudit: Sendable {
    struct Finding: Sendable {
        let kind: Kind
        let number: String
        let words: String
    }

    enum Kind: String, CaseIterable, Sendable {
        /// Debited and kept, on no posted sale, in no open case.
        case lost
        /// Kept twice for one sale, or one debit counted on two.
        case doubled
        /// The store says not paid or taken back, the wallet kept the money, and there is no case.
        case guessed
        /// Given back, and still counted on a posted sale.
        case counted
        /// Both sides know it, with different amounts.
        case amount
        /// Still open after the time to settle.
        case unsettled
        /// The store counts what no wallet knows.
        case unknown
        /// A till was told something that the books do not say.
        case broken
        /// Sums that should be equal are not.
        case sums
    }

    private(set) var findings: [Finding] = []
    /// By method: what posted sales say, and what the other side of the sum says.
    private(set) var sums: [(name: String, sales: Int64, other: Int64)] = []
    /// From the debit at the wallet until the sale counted it, in microseconds, shortest first.
    private(set) var counted: [Int64] = []
    /// From the debit at the wallet until its sale was posted: a cashier's time, too.
    private(set) var posted: [Int64] = []
    /// Kept debits that a person has a case for.
    private(set) var inCases = 0

    init(_ books: SoakBooks, told: [String: SoakSale]) {
        let entries = SoakAudit.entries(books)
        var tenders: [String: [String]] = [:]
        for sale in books.sales where sale.state.text != "voided" {
            for tender in sale.tenders.array where tender.state.text == "paid" {
                guard let number = tender.number.text else { continue }
                tenders[number, default: []].append(sale.sale.text ?? "")
            }
        }
        var known: Set<String> = []
        for order in books.orders {
            known.insert(order.number)
            check(order, entries[order.number], on: tenders[order.number] ?? [])
        }
        for entry in books.entries {
            check(entry, isKnown: known.contains(entry.number))
        }
        check(books.sales, told)
        addUp(books, entries)
        counted.sort()
        posted.sort()
    }

    /// By number; a case about a refund is one about its order, too.
    private static func entries(_ books: SoakBooks) -> [String: SoakEntry] {
        var entries = Dictionary(
            books.entries.map { ($0.number, $0) }, uniquingKeysWith: { one, _ in one })
        for entry in books.entries {
            for refund in entry.refunds {
                let cases = entries[refund.number.text ?? ""]?.openCases ?? []
                entries[entry.number]?.openCases += cases
            }
        }
        return entries
    }

    func count(_ kind: Kind) -> Int {
        findings.count { $0.kind == kind }
    }

    private mutating func find(_ kind: Kind, _ number: String, _ words: String) {
        findings.append(Finding(kind: kind, number: number, words: words))
    }

    private mutating func check(_ order: SoakOrder, _ entry: SoakEntry?, on sales: [String]) {
        let hasCase = entry?.openCases.isEmpty == false
        if sales.count > 1 {
            find(.doubled, order.number, "on the sales \(sales.joined(separator: ", "))")
        }
        if order.kept > 0, entry?.isPosted != true, !hasCase {
            let state = entry?.attemptState ?? "none"
            let words =
                "\(order.wallet) kept \(order.kept) fen; attempt \(state), "
                + "sale \(entry?.sale ?? "-") \(entry?.saleState ?? "-")"
            find(.lost, order.number, words)
            if state == "declined" || state == "reversed" { find(.guessed, order.number, words) }
            if entry?.saleState == "posted" { find(.doubled, order.number, words) }
        }
        if order.kept > 0, hasCase, entry?.isPosted != true { inCases += 1 }
        guard let entry, entry.isPosted else { return }
        let expected = entry.claimed - entry.refunded
        if order.kept == 0, expected > 0, !hasCase {
            find(.counted, order.number, "given back, on sale \(entry.claim.sale.text ?? "-")")
        } else if order.kept != expected, !hasCase {
            find(.amount, order.number, "\(order.kept) fen kept, \(expected) fen counted")
        }
        if let paidAt = order.paidAt, let postedAt = entry.claim.postedAt.integer,
            let claimedAt = entry.claim.claimedAt.integer
        {
            counted.append(max(0, claimedAt - paidAt))
            posted.append(max(0, postedAt - paidAt))
        }
    }

    private mutating func check(_ entry: SoakEntry, isKnown: Bool) {
        if entry.isOpen {
            find(
                .unsettled, entry.number,
                "attempt \(entry.attemptState ?? "-"), \(entry.refunds.count) refunds")
        }
        if !isKnown, entry.claim != .null {
            find(.unknown, entry.number, "claimed by sale \(entry.claim.sale.text ?? "-")")
        }
    }

    /// Each posted sale is paid exactly, and what a till was told of it is true.
    private mutating func check(_ sales: [JSON], _ told: [String: SoakSale]) {
        var posted: [String: JSON] = [:]
        var (inBooks, inDrawers) = (Int64(0), Int64(0))
        for sale in sales where sale.state.text == "posted" {
            let id = sale.sale.text ?? ""
            posted[id] = sale
            let paid = sale.tenders.array.filter { $0.state.text == "paid" }
            let sum = paid.reduce(0) { $0 + ($1.amountFen.integer ?? 0) }
            if sum != sale.dueFen.integer {
                find(.sums, id, "\(sum) fen of tenders for \(sale.dueFen.line) fen")
            }
            let cash = paid.filter { $0.method.integer == 1 }
                .reduce(0) { $0 + ($1.amountFen.integer ?? 0) }
            inBooks += cash
            guard let till = told[id], !till.isUncertain else {
                inDrawers += cash
                continue
            }
            inDrawers += till.cashFen
            if till.cashFen != cash {
                find(.broken, id, "\(cash) fen of cash; its till took \(till.cashFen)")
            }
        }
        sums.append(("1 drawers", inBooks, inDrawers))
        for (id, till) in told {
            guard let receipt = till.receipt else { continue }
            let sale = posted[id] ?? .null
            if sale.receipt.text != receipt || sale.dueFen.integer != till.dueFen {
                find(.broken, id, "the till was told receipt \(receipt); the books: \(sale.line)")
            }
        }
    }

    private mutating func addUp(_ books: SoakBooks, _ entries: [String: SoakEntry]) {
        var byMethod: [Int64: Int64] = [:]
        for sale in books.sales where sale.state.text == "posted" {
            for tender in sale.tenders.array where tender.state.text == "paid" {
                byMethod[tender.method.integer ?? 0, default: 0] += tender.amountFen.integer ?? 0
            }
        }
        for method in [Int64(41), 42] {
            let claims = books.entries.filter {
                $0.isPosted && $0.claim.method.integer == method
            }
            let claimed = claims.reduce(0) { $0 + $1.claimed }
            sums.append(("\(method) claims", byMethod[method] ?? 0, claimed))
        }
        let posted = books.orders.filter { entries[$0.number]?.isPosted == true }
        let explained = posted.filter { entries[$0.number]?.openCases.isEmpty == false }
        func gap(_ orders: [SoakOrder]) -> Int64 {
            orders.reduce(0) { sum, order in
                let entry = entries[order.number]
                return sum + (entry?.claimed ?? 0) - (entry?.refunded ?? 0) - order.kept
            }
        }
        let refunded = posted.reduce(0) { $0 + (entries[$1.number]?.refunded ?? 0) }
        addUpReturns(books)
        let kept = posted.reduce(0) { $0 + $1.kept }
        sums.append(
            (
                "41 + 42 wallets", (byMethod[41] ?? 0) + (byMethod[42] ?? 0),
                kept + refunded + gap(explained)
            ))
        for sum in sums where sum.sales != sum.other {
            find(.sums, "-", "\(sum.name): \(sum.sales) fen posted, \(sum.other) fen there")
        }
    }
    /// What returns say went back to wallets, and the refunds that were begun for it.
    private mutating func addUpReturns(_ books: SoakBooks) {
        let parts = books.sales.flatMap { $0.givenBack.array }.filter { $0.refund.text != nil }
        let begun = books.entries.flatMap(\.refunds)
        sums.append(
            (
                "refunds", parts.reduce(0) { $0 + ($1.amountFen.integer ?? 0) },
                begun.reduce(0) { $0 + ($1.amountFen.integer ?? 0) }
            ))
    }
}
