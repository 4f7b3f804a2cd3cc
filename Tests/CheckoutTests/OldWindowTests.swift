// A window that still shows a sale after it was held here and retrieved at another register: nothing
// pressed in it may act on that sale, or cash would lie in one drawer and be counted in another.

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct OldWindowTests {
    private static let acts: [@Sendable (SaleID) throws -> Act] = [
        { .addLine(sale: $0, entry: Fixture.plaster, quantity: 1) },
        { .setQuantity(sale: $0, line: 1, quantity: 2) },
        { .takeCash(sale: $0, received: Fixture.usual, nil) },
        { .takeCash(sale: $0, received: Fixture.usual, try .manager()) },
        {
            .beginPayment(
                sale: $0, code: PaymentCode.test(.alipay, 1), amount: nil, isNotIdentityCard: false)
        },
        { .suspend(sale: $0, note: "") }, { .complete(sale: $0) }, { .voidSale(sale: $0) },
    ]

    @Test("A sale that is open at another register now is left alone")
    func elsewhere() async throws {
        try await withShop { shop in
            let old = try await shop.till("01")
            let sale = try await old.ringUp()
            try await old.perform(.suspend(sale: sale, note: ""))
            let new = try await shop.till("02")
            try await new.perform(.retrieve(sale: sale))
            let before = try await new.sale(sale)
            for act in OldWindowTests.acts {
                await #expect(throws: OperatorNotice.saleChangedElsewhere) {
                    try await old.perform(act(sale))
                }
            }
            #expect(try await new.sale(sale) == before)
            #expect(shop.alipay.asked.isEmpty)
            try await new.cash(sale, Fixture.usual)
            try await new.complete(sale)
        }
    }

    @Test("42 in an old window puts nothing on a sale that is open elsewhere")
    func supplement() async throws {
        try await withShop { shop in
            let old = try await shop.till("01")
            let sale = try await old.ringUp()
            try await old.perform(.suspend(sale: sale, note: ""))
            let new = try await shop.till("02")
            try await new.perform(.retrieve(sale: sale))
            let number = try orderNumber()
            shop.alipay.customerPaid(number.digits, Fixture.usual)
            await #expect(throws: OperatorNotice.saleChangedElsewhere) {
                try await old.supplement(sale, number.digits)
            }
            try await new.supplement(sale, number.digits)
            try await new.complete(sale)
        }
    }
}
