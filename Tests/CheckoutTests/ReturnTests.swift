// 退货 at the counter: partly, several times, to the wallet that paid, in cash with the drawer or with
// the manager; yesterday's sale, another till's, one that was found by 42.

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct ReturnTests {
    @Test("One piece of three comes back: its third goes back to the wallet, the sale stays")
    func partly() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 3)
            let (before, receipt) = (try await till.sale(sale), try await till.receipt(sale))
            let rows = try await saleRows(shop)
            let done = try await till.giveBack(sale, [pieces(1)])
            #expect(done.toWallets == Money(fen: 1_200))
            #expect(done.inCash == .zero)
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
            #expect(shop.weChatPay.order(number)?.kept == 2_400)
            #expect(try await shop.claim(number)?.refunded == Money(fen: 1_200))
            #expect(try await till.sale(sale) == before)
            #expect(try await till.receipt(sale) == receipt)
            #expect(try await saleRows(shop) == rows, "the posted rows were touched")
            try await till.perform(.reprint(sale: sale))
        }
    }

    @Test("Several returns of one sale give back exactly what it cost, and then no more")
    func severally() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp(Fixture.plaster, quantity: 3)
            // 36.00 less 10.00: no third of it is a whole number of fen.
            try await till.perform(
                .discountSale(sale: sale, .amount(Money(fen: 1_000)), try .manager()))
            let number = try await till.pay(sale)
            try await till.complete(sale)
            var given: [Int64] = []
            for left in [2, 1, 0] as [Int64] {
                given.append(try await till.giveBack(sale, [pieces(1)]).toWallets.fen)
                #expect(try await till.returnable(sale).lines.map(\.returnable) == [left])
            }
            #expect(given == [866, 867, 867])
            #expect(shop.weChatPay.order(number)?.kept == 0)
            await #expect(throws: OperatorNotice.everythingReturned) {
                try await till.giveBack(sale, [pieces(1)])
            }
            let view = try await till.returnable(try #require(try await till.receipt(sale)))
            #expect(view.returns.map(\.number).allSatisfy { $0.hasPrefix(view.receipt + "-T") })
            #expect(view.returns.map(\.made.seq) == [1, 2, 3])
            #expect(view.tenders.map(\.left) == [.zero])
        }
    }

    @Test("What a return would come to is said before, and asking changes nothing")
    func quote() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 2)
            let counter = try shop.process.counter
            let plan = try await counter.quote(
                sale, lines: [pieces(2)], toCash: false, by: till.session)
            #expect(plan.amount == Money(fen: 2_400))
            #expect(plan.toWallets == Money(fen: 2_400))
            let inCash = try await counter.quote(
                sale, lines: [pieces(1)], toCash: true, by: till.session)
            #expect(inCash.cashForWallets == Money(fen: 1_200))
            await #expect(throws: OperatorNotice.returnTooMany(left: 2)) {
                try await counter.quote(sale, lines: [pieces(3)], toCash: false, by: till.session)
            }
            #expect(try await shop.count("sale_return") == 0)
            #expect(try await shop.claim(number)?.refunded == .zero)
        }
    }

    @Test("A sale paid in cash gives cash back, without anybody's leave and without a case")
    func cash() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.cash(sale, Money(fen: 10_000))
            try await till.complete(sale)
            let done = try await till.giveBack(sale, [pieces(1)], reason: .wrongItem)
            #expect(done.inCash == Fixture.usual)
            #expect(done.toWallets == .zero)
            #expect(try await shop.count("refund") == 0)
            #expect(try await shop.count("payment_case") == 0)
        }
    }

    @Test("Two wallets and cash: the wallets are given back first, each up to what it paid")
    func mixed() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp(Fixture.plaster, quantity: 3)
            let cash = try await till.cash(sale, Money(fen: 600))
            #expect(cash.sale == sale)
            let first = try await till.pay(sale, .weChatPay, amount: Money(fen: 1_500))
            let second = try await till.pay(sale, .alipay)
            try await till.complete(sale)
            let done = try await till.giveBack(sale, [pieces(2)])
            #expect(done.toWallets == Money(fen: 2_400))
            #expect(shop.weChatPay.order(first)?.kept == 0)
            #expect(shop.alipay.order(second)?.kept == 600)
            let rest = try await till.giveBack(sale, [pieces(1)])
            #expect(rest.toWallets == Money(fen: 600))
            #expect(rest.inCash == Money(fen: 600))
            #expect(shop.alipay.order(second)?.kept == 0)
        }
    }

    @Test("Cash instead of the wallet: only with a manager's PIN and reason, and with a case")
    func cashForWallet() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold()
            let refusal = OperatorNotice.refundInCashNeedsManager(Money(fen: 1_200))
            await #expect(throws: refusal) {
                try await till.giveBack(sale, [pieces(1)], toCash: true)
            }
            await #expect(throws: OperatorNotice.overrideRefused) {
                try await till.giveBack(
                    sale, [pieces(1)], toCash: true, override: .manager(pin: "00000000"))
            }
            await #expect(throws: OperatorNotice.overrideRefused) {
                try await till.giveBack(
                    sale, [pieces(1)], toCash: true, override: .manager("1012"))
            }
            let done = try await till.giveBack(
                sale, [pieces(1)], toCash: true, override: .manager(reason: "钱包已注销"))
            #expect(done.inCash == Money(fen: 1_200))
            let receipt = try #require(try await till.receipt(sale))
            #expect(try await shop.cases(about: receipt + "-T1") == ["cash-for-wallet-refund"])
            #expect(shop.weChatPay.order(number)?.kept == 1_200)
            #expect(try await shop.claim(number)?.refunded == .zero)
            await #expect(throws: OperatorNotice.everythingReturned) {
                try await till.giveBack(sale, [pieces(1)])
            }
        }
    }

    @Test(
        "店长特批 needs the manager; quality and a wrong item do not",
        arguments: ReturnReason.allCases)
    func reasons(_ reason: ReturnReason) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold()
            if reason == .managersLeave {
                await #expect(throws: OperatorNotice.returnNeedsManager) {
                    try await till.giveBack(sale, [pieces(1)], reason: reason)
                }
                try await till.giveBack(
                    sale, [pieces(1)], reason: reason, override: .manager())
            } else {
                try await till.giveBack(sale, [pieces(1)], reason: reason)
            }
            let made = try #require(try await till.returnable(sale).returns.first).made
            #expect(made.reason == reason)
            #expect(made.approval == nil || reason == .managersLeave)
        }
    }

    @Test("Yesterday's sale, returned today, is in today's books; before two it is still yesterday")
    func businessDate() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold(quantity: 2)
            shop.clock.set(.local("2019-11-01 01:30:00"))
            try await till.giveBack(sale, [pieces(1)])
            shop.clock.set(.local("2019-11-01 09:00:00"))
            try await till.giveBack(sale, [pieces(1)])
            let view = try await till.returnable(sale)
            #expect(view.returns.map(\.made.businessDate.iso) == ["2019-10-31", "2019-11-01"])
            #expect(view.sale.businessDate.iso == "2019-10-31")
        }
    }

    @Test("A payment found by 42, of which this database has no attempt, is refunded by its claim")
    func foundBy42() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let number = try orderNumber()
            let order = shop.alipay.customerPaid(number.digits, Fixture.usual)
            let sale = try await till.ringUp()
            try await till.supplement(sale, number.digits)
            try await till.complete(sale)
            #expect(try await till.attempts(of: sale).isEmpty)
            try await till.giveBack(sale, [pieces(1)])
            let refund = try #require(try await till.refunds(of: sale).first)
            #expect(refund.tradeNumber == order.tradeNumber)
            #expect(refund.state.name == "succeeded")
            #expect(shop.alipay.order(number)?.kept == 0)
            let part = try #require(try await till.returnable(sale).returns.first?.made.givingBack)
            #expect(part.map(\.method) == [42])
        }
    }

    @Test("Goods go into quarantine by lot, and the lot's stock stays as it was")
    func quarantine() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold(quantity: 3)
            let store = till.session.store
            let stock = "SELECT sum(stock) AS n FROM lot"
            let before = try await shop.read { try $0.row(stock, [])?.integer("n") }
            try await till.giveBack(sale, [pieces(2)])
            let waiting = try await shop.read {
                try QuarantineTable.all(store: store, limit: 10, in: $0)
            }
            #expect(waiting.map(\.quantity) == [2])
            #expect(waiting.map(\.lot) == ["L1"])
            #expect(waiting.map(\.product) == [Fixture.plaster])
            #expect(try await shop.read { try $0.row(stock, [])?.integer("n") } == before)
        }
    }

    private func saleRows(_ shop: Shop) async throws -> [String] {
        try await shop.read { transaction in
            try transaction.rows(
                """
                SELECT 'sale ' || sale_id || ' ' || version || ' ' || changed_at_us || ' ' || state
                       || ' ' || due_fen || ' ' || receipt_number AS words FROM sale
                UNION ALL
                SELECT 'line ' || line_no || ' ' || quantity || ' ' || amount_fen FROM sale_line
                UNION ALL
                SELECT 'tender ' || tender_no || ' ' || state || ' ' || amount_fen FROM tender
                ORDER BY words
                """
            ).map { try $0.text("words") }
        }
    }
}
