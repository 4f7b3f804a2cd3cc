// One key, one effect, one answer, for ever (P2, decision 0010).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct KeyTests {
    @Test("R19 P2 the same key answers the same after a restart, with one effect")
    func afterRestart() async throws {
        try await withShop { shop in
            let before = try await shop.till()
            let sale = try await before.ringUp()
            let code = PaymentCode.test(.weChatPay, 77)
            let scan = Act.beginPayment(
                sale: sale, code: code, amount: nil, isNotIdentityCard: false)
            let begun = try await before.perform(scan, key: "scan")
            try await shop.settle()
            let posted = try await before.complete(sale, key: "f9")
            try shop.crash()
            try await shop.restart()
            shop.clock.advance(by: .days(400))
            let till = try await shop.till()
            #expect(try await till.perform(scan, key: "scan") == begun)
            #expect(try await till.complete(sale, key: "f9") == posted)
            try await shop.settle()
            #expect(shop.weChatPay.asked.values.map { $0 } == [1])
            #expect(try await shop.count("print_job") == 1)
        }
    }

    @Test("P2 the same key for 42 says the same sentence again, though the sale is posted by then")
    func supplement() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber()
            let order = shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            let first = try await till.supplement(sale, order.tradeNumber, key: "42")
            try await till.complete(sale)
            #expect(try await till.supplement(sale, order.tradeNumber, key: "42") == first)
            #expect(first.say == .tradeNumberConfirmed)
        }
    }

    @Test("P2 the same key for anything else is refused, T-409")
    func otherAct() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let cash = Act.takeCash(sale: sale, received: Money(fen: 1_000), nil)
            try await till.perform(cash, key: "k")
            let others: [Act] = [
                .takeCash(sale: sale, received: Money(fen: 1_001), nil),
                .takeCash(sale: SaleID("other"), received: Money(fen: 1_000), nil),
                .takeCash(sale: sale, received: Money(fen: 1_000), try .manager()),
                .complete(sale: sale), .voidSale(sale: sale),
                .beginPayment(
                    sale: sale, code: PaymentCode.test(.weChatPay, 1), amount: nil,
                    isNotIdentityCard: false),
                .supplement(sale: sale, entry: try orderNumber().digits),
            ]
            for act in others {
                await #expect(throws: OperatorNotice.actKeyReused) {
                    try await till.perform(act, key: "k")
                }
            }
            #expect(OperatorNotice.actKeyReused.code == "T-409")
            #expect(try await till.sale(sale).tenders.count == 1)
            #expect(shop.weChatPay.asked.isEmpty)
        }
    }

    @Test("P2 stores do not share keys")
    func stores() async throws {
        try await withShop { shop in
            let here = try await shop.till()
            let there = try await shop.till(store: "0102")
            let act = Act.addLine(sale: nil, entry: Fixture.syrup, quantity: 1)
            let first = try await here.perform(act, key: "same")
            let second = try await there.perform(act, key: "same")
            #expect(first.sale != second.sale)
            #expect(try await here.perform(act, key: "same") == first)
            #expect(try await there.perform(act, key: "same") == second)
            #expect(try await shop.count("sale_line") == 2)
        }
    }

    @Test("A refusal keeps no key: what was refused may be asked again when it can be done")
    func refusedKeepsNothing() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            await #expect(throws: OperatorNotice.shortfall(Fixture.usual)) {
                try await till.complete(sale, key: "f9")
            }
            try await till.cash(sale, Fixture.usual)
            try await till.complete(sale, key: "f9")
            #expect(try await till.receipt(sale) != nil)
        }
    }

    @Test("P2 neither payment codes nor PINs are kept with a key or anywhere in the file")
    func noSecrets() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let code = PaymentCode.test(.weChatPay, 4_242)
            shop.weChatPay.next(.lost(.connectionLost))
            try await till.perform(
                .beginPayment(sale: sale, code: code, amount: nil, isNotIdentityCard: false))
            try await shop.settle()
            try await till.cash(sale, Fixture.usual, override: .manager())
            let kept = try await shop.read { transaction in
                try transaction.rows(
                    """
                    SELECT fingerprint || answer AS text FROM act
                    UNION ALL SELECT event || state_after FROM attempt_event
                    UNION ALL SELECT detail FROM payment_case
                    """, []
                ).map { try $0.text("text") }
            }
            #expect(!kept.isEmpty)
            for text in kept {
                #expect(!text.contains(code))
                #expect(!text.contains(Fixture.pin(of: "1001")))
            }
        }
    }
}
