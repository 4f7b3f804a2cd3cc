// The ledger beside the facts it tells: what is in doubt and why, a debit that moves to another store,
// and a database of before that learns its entries.

import Checkout
import Ledger
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct LedgerTests {
    @Test("What is in doubt in a store is one list: a late success stands on it until 42 posts it")
    func doubt() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let number = try orderNumber()
            let sale = try await till.ringUp(Fixture.plaster)
            shop.alipay.customerPaid(number.digits, Fixture.usual)
            _ = try? await till.supplement(sale, number.digits)
            #expect(try await shop.cases(number) == ["debit-not-counted"])
            #expect(
                try await standing(shop, .doubt) == [number.digits: -Fixture.usual.fen],
                "proven, and on no sale")
            #expect(try await balance(shop)[.clearing(wallet: "alipay")] == Fixture.usual)
            try await till.perform(.voidSale(sale: sale))
            let right = try await till.ringUp()
            try await till.supplement(right, number.digits)
            try await till.complete(right)
            #expect(try await standing(shop, .doubt).isEmpty)
            #expect(try await balance(shop)[.clearing(wallet: "alipay")] == Fixture.usual)
        }
    }

    @Test("R29 what 42 posts stands in the ledger as what 41 posts does")
    func bothMethods() async throws {
        var balances: [TrialBalance] = []
        for isByHand in [false, true] {
            try await withShop { shop in
                let till = try await shop.till()
                let sale = try await till.ringUp()
                if isByHand {
                    let number = try orderNumber()
                    shop.weChatPay.customerPaid(number.digits, Fixture.usual)
                    try await till.supplement(sale, number.digits)
                } else {
                    try await till.pay(sale)
                }
                try await till.complete(sale)
                balances.append(try await balance(shop))
            }
        }
        #expect(balances.count == 2)
        #expect(balances.first == balances.last)
    }

    @Test("A debit that stood in one store and is posted in another stands there alone")
    func moved() async throws {
        try await withShop { shop in
            let number = try orderNumber()
            let first = try await shop.till()
            let sale = try await first.ringUp(Fixture.plaster)
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            _ = try? await first.supplement(sale, number.digits)
            try await first.perform(.voidSale(sale: sale))
            let here = try #require(number.store)
            #expect(try await balance(shop, here)[.clearing(wallet: "wechat")] == Fixture.usual)
            let second = try await shop.till(store: "0102")
            let there = second.session.store
            let right = try await second.ringUp()
            try await second.supplement(right, number.digits)
            try await second.complete(right)
            #expect(try await balance(shop, here).lines.allSatisfy { $0.balance == .zero })
            #expect(try await balance(shop, there)[.clearing(wallet: "wechat")] == Fixture.usual)
            #expect(try await balance(shop, there)[.doubt] == .zero)
        }
    }

    @Test("A database of before learns the entries that it would have had")
    func earlierFacts() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sold, _) = try await till.sold(quantity: 3)
            try await till.giveBack(sold, [pieces(1)])
            let mixed = try await till.ringUp()
            try await till.perform(
                .discountSale(sale: mixed, .amount(Money(fen: 100)), try .manager()))
            try await till.pay(mixed, amount: Money(fen: 1_000))
            try await till.cash(mixed, Money(fen: 100_000))
            try await till.complete(mixed)
            let inCash = try await till.ringUp(Fixture.plaster)
            try await till.cash(inCash, Money(fen: 2_000))
            try await till.complete(inCash)
            try await till.giveBack(inCash, [pieces(1)])
            let before = try await balance(shop)
            #expect(before[.drawer].isPositive && before[.discounts].isPositive)
            #expect(before[.returns].isPositive)
            try await shop.write { transaction in
                try transaction.execute("DELETE FROM ledger_entry")
                for text in LedgerTable.earlierFacts {
                    try transaction.execute(text.text(for: transaction.dialect) ?? "")
                }
            }
            #expect(try await balance(shop) == before)
            #expect(try await standing(shop, .doubt).isEmpty)
            #expect(try await standing(shop, .refundsDue).isEmpty)
            // There were no shifts before; the auditor knows no cash without one.
            try await shop.write { transaction in
                _ = try transaction.execute(
                    """
                    UPDATE ledger_entry SET register_id = '01', shift_no = 1
                    WHERE debit = 'drawer' OR credit = 'drawer'
                    """)
            }
        }
    }

    private func balance(_ shop: Shop, _ store: StoreID? = nil) async throws -> TrialBalance {
        try await shop.read { try LedgerTable.trialBalance(store: store, in: $0) }
    }

    private func standing(_ shop: Shop, _ account: Account) async throws -> [String: Int64] {
        let store = try StoreID("0101")
        let found = try await shop.read {
            try LedgerTable.standing(in: account, store: store, in: $0).map {
                [$0.number: $0.amount.fen]
            }
        }
        return found.reduce(into: [:]) { $0.merge($1) { $1 } }
    }
}
