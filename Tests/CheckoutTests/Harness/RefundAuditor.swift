// At the end of every test the returns and refunds are held against what the wallets really gave back:
// never more than was debited, never twice under one number, nothing reserved that no refund stands
// for, nothing failed without a case, each return's money the sum of its parts.

import Payments
import Persistence
import Retail
import Sales
import Testing

struct RefundAuditor {
    private struct Books: Sendable {
        var sales: [SaleID: Sale] = [:]
        var returns: [SaleReturn] = []
        var refunds: [StoredRefund] = []
        var claims: [Claim] = []
        var openCases: Set<String> = []
        var slips: [String: Int64] = [:]
        var quarantined: [String: Int64] = [:]
        var journals: [String: [JournalLine]] = [:]
    }

    private let shop: Shop

    init(_ shop: Shop) {
        self.shop = shop
    }

    func audit() async throws {
        let books = try await books()
        for channel in [shop.weChatPay, shop.alipay] {
            for order in channel.orders {
                #expect(order.kept >= 0, "more was given back of \(order.number) than was paid")
            }
            for one in channel.refunds {
                #expect(one.effects <= 1, "P2: \(one.number) gave back \(one.effects) times")
            }
            for (number, requests) in channel.refundsAsked {
                #expect(Set(requests.map(\.words)).count == 1, "P2: \(number) said two things")
            }
        }
        for claim in books.claims { check(claim, books) }
        for one in books.returns { try check(one, books) }
        for (id, sale) in books.sales { try check(id, sale, books) }
        for stored in books.refunds { try check(stored, books) }
    }

    /// What is reserved of a debit is what its refunds stand for, and within it.
    private func check(_ claim: Claim, _ books: Books) {
        let ours = books.refunds.filter { $0.refund.order == claim.number }
        var reserved: Int64 = 0
        for one in ours {
            switch one.refund.state {
            case .failed:
                let isLate = books.openCases.contains(one.refund.number.text + " late")
                reserved += isLate ? one.refund.amount.fen : 0
            case .reserved, .sending, .unresolved, .accepted, .succeeded:
                reserved += one.refund.amount.fen
            }
        }
        #expect(claim.refunded.fen == reserved, "\(claim.number.digits) reserves something else")
        #expect(claim.refunded <= claim.amount)
    }

    /// A return is paid out exactly, its goods are in quarantine, it has one slip.
    private func check(_ one: SaleReturn, _ books: Books) throws {
        let lines = one.lines.map(\.amount.fen).reduce(0, +)
        let parts = one.givingBack.map(\.amount.fen).reduce(0, +)
        #expect(lines == parts, "P5: the return's money is the sum of its tenders")
        let refunds = books.refunds.filter { $0.returned == one.id }
        let wallets = one.givingBack.filter { $0.kind != .cash && $0.kind != .recorded }
        #expect(refunds.count == wallets.count)
        for part in wallets {
            guard case .wallet(let order) = part.kind else { continue }
            let refund = refunds.first { $0.refund.order == order }
            #expect(refund?.refund.amount == part.amount)
        }
        let pieces = one.lines.map(\.quantity).reduce(0, +)
        #expect(books.quarantined[one.id.text] == pieces)
        #expect(books.slips["\(one.sale.text) \(one.seq)"] == 1, "one slip per return")
        let today = try BusinessDate(of: one.at, turnsAt: .hours(2))
        #expect(one.businessDate == today)
    }

    /// Never more pieces than were sold, never more on a tender than was paid by it.
    private func check(_ id: SaleID, _ sale: Sale, _ books: Books) throws {
        let returns = books.returns.filter { $0.sale == id }
        guard !returns.isEmpty else { return }
        #expect(returns.map(\.seq) == Array(1...Int64(returns.count)))
        for line in try sale.returnableLines(after: returns) {
            #expect(line.returned <= line.line.quantity)
            #expect(line.givenBack <= line.amount)
            if line.returned == line.line.quantity { #expect(line.givenBack == line.amount) }
        }
        for tender in try sale.returnableTenders(after: returns) {
            #expect(tender.givenBack <= tender.tender.amount)
        }
    }

    /// A refund agrees with its wallet, an open one has a next step, and a row is a fold of its journal.
    private func check(_ stored: StoredRefund, _ books: Books) throws {
        let kept = stored.refund
        let number = kept.number.text
        let truth = try shop.channel(kept.wallet).refunds.first { $0.number == number }
        let hasCase = books.openCases.contains(number)
        switch kept.state {
        case .succeeded:
            #expect(truth?.isDone == true, "P3: \(number) succeeded")
            #expect(truth?.amount == kept.amount || hasCase)
        case .failed:
            #expect(hasCase, "P1: \(number) failed, and nobody is told")
            #expect(truth?.isDone != true || books.openCases.contains(number + " late"))
        case .reserved, .sending, .unresolved, .accepted:
            #expect(kept.step != nil, "P4: nothing moves \(number) on")
        }
        let lines = books.journals[number] ?? []
        // As with attempts, the row's own beginning may be another by now.
        var folded = Refund(
            number: kept.number, order: kept.order, tradeNumber: kept.tradeNumber,
            wallet: kept.wallet, paid: kept.paid, amount: kept.amount, reason: kept.reason,
            startedAt: try #require(lines.first).at, pace: kept.pace)
        #expect(lines.first?.event == "begun")
        for line in lines.dropFirst() {
            _ = try folded.receive(RefundEvent(FieldText(parsing: line.event)), at: line.at)
            #expect(folded.state.fieldText.line == line.stateAfter)
        }
        #expect(folded == kept, "the row is not the fold of its journal")
    }

    private func books() async throws -> Books {
        let paces = shop.paces
        return try await shop.read { transaction in
            var books = Books()
            for row in try transaction.rows("SELECT store_id, sale_id FROM sale") {
                let id = SaleID(try row.text("sale_id"))
                let store = try StoreID(row.text("store_id"))
                books.sales[id] = try SaleTable.find(id, store: store, in: transaction)?.sale
                books.returns += try ReturnTable.ofSale(id, store: store, in: transaction)
                books.refunds += try RefundTable.ofSale(
                    id, store: store, paces: paces, in: transaction)
                books.claims += try ClaimTable.ofSale(id, store: store, in: transaction)
            }
            for row in try transaction.rows(
                "SELECT subject, cause FROM payment_case WHERE state = 'open'")
            {
                let subject = try row.text("subject")
                books.openCases.insert(subject)
                if try row.text("cause") == "refund-late-success" {
                    books.openCases.insert(subject + " late")
                }
            }
            for row in try transaction.rows(
                """
                SELECT sale_id, return_seq, count(*) AS n FROM print_job
                WHERE copy_no = 0 AND return_seq > 0 GROUP BY sale_id, return_seq
                """)
            {
                let seq = try row.integer("return_seq")
                books.slips["\(try row.text("sale_id")) \(seq)"] = try row.integer("n")
            }
            for row in try transaction.rows(
                "SELECT return_id, sum(quantity) AS n FROM quarantine GROUP BY return_id")
            {
                books.quarantined[try row.text("return_id")] = try row.integer("n")
            }
            for stored in books.refunds {
                let number = stored.refund.number
                books.journals[number.text] = try JournalTable.lines(of: number, in: transaction)
            }
            return books
        }
    }
}

extension RefundRequest {
    fileprivate var words: String {
        "\(refund.text) \(order.digits) \(tradeNumber) \(paid.fen) \(amount.fen) \(reason)"
    }
}
