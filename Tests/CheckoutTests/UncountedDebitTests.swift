// A debit that 42 has proven and that this sale does not take: nobody's money, so a person has a case
// from then on, also when our database knows nothing of its attempt (P1).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct UncountedDebitTests {
    @Test("P1 R26 proven, but of another amount: a case, closed by the sale that takes it")
    func unequal() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp(Fixture.plaster)
            let number = try orderNumber()
            shop.alipay.customerPaid(number.digits, Fixture.usual)
            let refusal = OperatorNotice.numberUnequal(
                paid: Fixture.usual, left: Money(fen: 1_200))
            for _ in 0..<2 {
                await #expect(throws: refusal) { try await till.supplement(sale, number.digits) }
            }
            #expect(try await shop.cases(number) == ["debit-not-counted"])
            try await till.perform(.voidSale(sale: sale))
            let right = try await till.ringUp()
            try await till.supplement(right, number.digits)
            try await till.complete(right)
            #expect(try await shop.cases(number) == ["debit-not-counted (posted by 42)"])
        }
    }

    @Test("P1 proven after the sale was paid in cash: a case")
    func paidInCash() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.cash(sale, Fixture.usual)
            let number = try orderNumber()
            let order = shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            await #expect(throws: OperatorNotice.alreadyPaidInFull) {
                try await till.supplement(sale, order.tradeNumber)
            }
            #expect(try await shop.cases(number) == ["debit-not-counted"])
            try await till.complete(sale)
        }
    }

    @Test("A debit of another chain, or one that is counted elsewhere, is no case of ours")
    func notOurs() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let foreign = try orderNumber("0909")
            shop.alipay.customerPaid(foreign.digits, Fixture.usual)
            let sale = try await till.ringUp()
            await #expect(throws: OperatorNotice.numberOfAnotherChain(store: "0909")) {
                try await till.supplement(sale, foreign.digits)
            }
            let posted = try await till.pay(sale)
            try await till.complete(sale)
            let next = try await till.ringUp(Fixture.plaster)
            await #expect(throws: OperatorNotice.self) {
                try await till.supplement(next, posted.digits)
            }
            #expect(try await shop.cases(foreign) == [])
            #expect(try await shop.cases(posted) == [])
        }
    }

    @Test("R27 an old order is as old when it is found by the wallet's own number")
    func tooOld() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber(ago: .days(91))
            let order = shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            for entry in [number.digits, order.tradeNumber] {
                await #expect(throws: OperatorNotice.numberDate(isFuture: false)) {
                    try await till.supplement(sale, entry)
                }
            }
            #expect(try await shop.claim(number) == nil)
        }
    }

    @Test("P1 proven at another till by the wallet's own number: its attempt hears of it")
    func ofAnotherOpenSale() async throws {
        try await withShop { shop in
            let first = try await shop.till("01")
            let sale = try await first.ringUp()
            shop.weChatPay.next(.declines(.notEnoughMoney))
            let number = try await first.pay(sale)
            // The wallet said no, and debited.
            let order = shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            let second = try await shop.till("02")
            let other = try await second.ringUp()
            await #expect(throws: OperatorNotice.numberOfOpenSale(here: true, register: "01")) {
                try await second.supplement(other, order.tradeNumber)
            }
            #expect(try await shop.cases(number) == ["late-success"])
            try await first.supplement(sale, number.digits)
            try await first.complete(sale)
            #expect(try await shop.cases(number) == ["late-success (posted by 42)"])
        }
    }
}
