// At the end of every test the books are held against what the wallets really did: P1 to P3, one
// posting per receipt, and each attempt's row as the fold of its journal.

import Payments
import Persistence
import Retail
import Sales
import Testing

struct Auditor {
    private struct Books: Sendable {
        var sales: [StoredSale] = []
        var attempts: [StoredAttempt] = []
        var claims: [Claim] = []
        var openCases: Set<String> = []
        var prints: [String: Int64] = [:]
        var journals: [String: [JournalLine]] = [:]
    }

    private let shop: Shop

    init(_ shop: Shop) {
        self.shop = shop
    }

    func audit() async throws {
        let books = try await books()
        for channel in [shop.weChatPay, shop.alipay] {
            for (number, count) in channel.asked where count > 1 {
                Issue.record("P2: \(number) was sent \(count) times")
            }
            for order in channel.orders { check(order, books) }
        }
        for sale in books.sales { try check(sale.sale, books) }
        for stored in books.attempts { try check(stored, books) }
    }

    /// P1: money that was kept is counted once, or a person has a case.
    private func check(_ order: FakeChannel.Order, _ books: Books) {
        let claims = books.claims.filter { $0.number.digits == order.number }
        let attempt = books.attempts.first { $0.attempt.number.digits == order.number }
        let hasCase = books.openCases.contains(order.number)
        #expect(claims.count <= 1, "P2: \(order.number) is claimed \(claims.count) times")
        if order.kept > 0 {
            // An open attempt is being looked into; an order of a foreign till is not ours.
            let isPending = attempt.map { $0.attempt.isOpen } ?? true
            #expect(
                !claims.isEmpty || hasCase || isPending,
                "P1: \(order.number) was debited \(order.kept) fen, and nobody counts it")
        } else if !claims.isEmpty, order.refunded != order.returned {
            // What our refunds gave back is audited with them.
            #expect(hasCase, "P1: \(order.number) was given back, and a sale counts it")
        }
        guard let attempt = attempt?.attempt, !attempt.isOpen else { return }
        switch attempt.state {
        case .succeeded:
            let kept = order.kept + order.refunded.fen
            #expect(kept == attempt.amount.fen || hasCase, "P3: \(order.number) succeeded")
        case .declined, .reversed:
            #expect(
                order.kept == 0 || hasCase || !claims.isEmpty, "P3: \(order.number) was debited")
        case .sending, .awaitingShopper, .unresolved, .reversing: break
        }
    }

    /// P2, P5: a posted sale is paid exactly, by tenders that each stand on a claim, and printed
    /// once.
    private func check(_ sale: Sale, _ books: Books) throws {
        let claims = books.claims.filter { $0.sale == sale.id }
        let scanned = sale.tenders.filter { $0.state == .paid && $0.number != nil }
        #expect(Set(claims.map(\.number)) == Set(scanned.compactMap(\.number)))
        for claim in claims {
            let tender = scanned.first { $0.number == claim.number }
            #expect(tender?.amount == claim.amount)
            #expect(tender?.method == claim.method)
        }
        guard case .posted = sale.state else {
            return #expect(books.prints[sale.id.text] == nil, "printed before it was posted")
        }
        let totals = try sale.totals()
        #expect(totals.left == .zero, "P5: a posted sale is paid exactly")
        #expect(books.prints[sale.id.text] == 1, "R21: one receipt per posted sale")
    }

    /// A row is a fold of its journal.
    private func check(_ stored: StoredAttempt, _ books: Books) throws {
        let kept = stored.attempt
        let lines = books.journals[kept.number.digits] ?? []
        // The row's own beginning is another, once a process has taken over that finds it in the future.
        var folded = Attempt(
            number: kept.number, wallet: kept.wallet, amount: kept.amount,
            merchantAccount: kept.merchantAccount, startedAt: try #require(lines.first).at,
            pace: kept.pace, presentment: kept.presentment)
        #expect(lines.first?.event == "begun")
        for line in lines.dropFirst() {
            let event = try AttemptEvent(FieldText(parsing: line.event))
            _ = try folded.receive(event, at: line.at)
            #expect(folded.state.fieldText.line == line.stateAfter)
        }
        #expect(folded == kept, "the row is not the fold of its journal")
        let open = books.attempts.filter { $0.sale == stored.sale && $0.attempt.isOpen }
        #expect(open.count <= 1, "P2: two attempts of one sale are open")
    }

    private func books() async throws -> Books {
        let paces = shop.paces
        return try await shop.read { transaction in
            var books = Books()
            for row in try transaction.rows("SELECT store_id, sale_id FROM sale") {
                let id = SaleID(try row.text("sale_id"))
                let store = try StoreID(row.text("store_id"))
                if let sale = try SaleTable.find(id, store: store, in: transaction) {
                    books.sales.append(sale)
                }
                books.attempts += try AttemptTable.ofSale(
                    id, store: store, paces: paces, in: transaction)
                books.claims += try ClaimTable.ofSale(id, store: store, in: transaction)
            }
            for row in try transaction.rows("SELECT subject FROM payment_case WHERE state = 'open'")
            {
                books.openCases.insert(try row.text("subject"))
            }
            for row in try transaction.rows(
                """
                SELECT sale_id, count(*) AS n FROM print_job
                WHERE copy_no = 0 AND return_seq = 0 AND sale_id IS NOT NULL GROUP BY sale_id
                """)
            {
                books.prints[try row.text("sale_id")] = try row.integer("n")
            }
            for stored in books.attempts {
                let number = stored.attempt.number
                books.journals[number.digits] = try JournalTable.lines(of: number, in: transaction)
            }
            return books
        }
    }
}
