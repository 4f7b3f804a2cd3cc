// From the first scan to PageUp: goods, discounts with and without a superior, salespeople (R14,
// R15).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct RingingUpTests {
    @Test("R14 goods, discounts and salespeople stand on the sale, in any order")
    func everything() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp("6901234567892")
            try await till.perform(.setSalesperson(sale: sale, StaffID("1012")))
            try await till.ringUp("2", quantity: 3, on: sale)
            try await till.perform(
                .discountLine(sale: sale, line: 2, .amount(Money(fen: 300)), nil))
            try await till.perform(.discountSale(sale: sale, .percent(basisPoints: 500), nil))
            try await till.perform(.setLineSalesperson(sale: sale, line: 1, StaffID("1007")))
            try await till.perform(.setQuantity(sale: sale, line: 1, quantity: 2))

            let rung = try await till.sale(sale)
            #expect(rung.lines.map(\.quantity) == [2, 3])
            #expect(rung.salesperson?.digits == "1012")
            #expect(rung.lines.first?.salesperson?.digits == "1007")
            let totals = try rung.totals()
            // 2 × 65.10 + (3 × 12.00 − 3.00) = 163.20, less 5 %.
            #expect(totals.due == Money(fen: 15_504))
            #expect(totals.gross == Money(fen: 16_620))
        }
    }

    @Test("R14 the same goods join their line; a removed line's number is not used again by a row")
    func lines() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.ringUp(on: sale)
            try await till.ringUp(Fixture.plaster, on: sale)
            #expect(try await till.sale(sale).lines.map(\.quantity) == [2, 1])
            try await till.perform(.removeLine(sale: sale, line: 1))
            #expect(try await till.sale(sale).lines.map(\.goods.product) == [Fixture.plaster])
            await #expect(throws: OperatorNotice.lineAbsent) {
                try await till.perform(.removeLine(sale: sale, line: 1))
            }
        }
    }

    @Test("A scan opens one sale per register, whoever asks")
    func oneSale() async throws {
        try await withShop { shop in
            let first = try await shop.till("01")
            let second = try await shop.till("02")
            let sale = try await first.ringUp()
            #expect(try await first.ringUp() == sale)
            #expect(try await second.ringUp() != sale)
            #expect(try await shop.count("sale") == 2)
        }
    }

    @Test("What cannot be rung up is refused by name and changes nothing")
    func refusedEntries() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            await #expect(throws: OperatorNotice.unknownGoods(entry: "9999999")) {
                try await till.ringUp("9999999")
            }
            await #expect(throws: OperatorNotice.noSellableLot(name: "过期药")) {
                try await till.ringUp(Fixture.expired)
            }
            await #expect(throws: OperatorNotice.paymentCodeBeforeCheckout) {
                try await till.ringUp(PaymentCode.test(.weChatPay, 1))
            }
            await #expect(throws: OperatorNotice.quantityOutOfRange) {
                try await till.ringUp(quantity: 0)
            }
            await #expect(throws: OperatorNotice.unreadable(field: "entry")) {
                try await till.ringUp(" ")
            }
            #expect(try await shop.count("sale_line") == 0)
            #expect(try await shop.count("act") == 0)
        }
    }

    @Test("An identity card scanned among the goods is not repeated back")
    func identityCardIsNotShown() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            await #expect(throws: OperatorNotice.unknownGoods(entry: "…")) {
                try await till.ringUp("11010519491231002X")
            }
        }
    }

    @Test("R14 a cashier gives up to ten percent; more needs a manager of this store")
    func authority() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let half = Discount.percent(basisPoints: 3_000)
            await #expect(throws: OperatorNotice.discountBeyondAuthority(allowedPercent: 10)) {
                try await till.perform(.discountSale(sale: sale, half, nil))
            }
            try await till.perform(.discountSale(sale: sale, .percent(basisPoints: 1_000), nil))
            try await till.perform(.discountSale(sale: sale, half, .manager()))
            #expect(try await till.sale(sale).totals().due == Money(fen: 4_557))
            try await till.perform(.discountSale(sale: sale, half, .manager("1800")))
            await #expect(throws: OperatorNotice.discountBeyondAuthority(allowedPercent: 50)) {
                try await till.perform(
                    .discountLine(sale: sale, line: 1, .percent(basisPoints: 5_001), .manager()))
            }
            await #expect(throws: OperatorNotice.discountTooLarge) {
                try await till.perform(
                    .discountLine(sale: sale, line: 1, .amount(Money(fen: 6_511)), .manager()))
            }
            // A manager at the till needs nobody else.
            let manager = try await shop.till("02", by: "1001")
            let own = try await manager.ringUp()
            try await manager.perform(.discountSale(sale: own, half, nil))
        }
    }

    @Test("R14 goods that go under a fixed discount need the manager's word as the discount did")
    func authorityWhenGoodsGo() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let tenth = Discount.amount(Money(fen: 650))
            try await till.perform(.setQuantity(sale: sale, line: 1, quantity: 2))
            try await till.perform(.discountSale(sale: sale, tenth, nil))
            try await till.perform(.discountLine(sale: sale, line: 1, tenth, .manager()))
            let refused = OperatorNotice.discountBeyondAuthority(allowedPercent: 10)
            await #expect(throws: refused) {
                try await till.perform(.setQuantity(sale: sale, line: 1, quantity: 1))
            }
            #expect(try await till.sale(sale).lines.map(\.quantity) == [2])
            try await till.perform(.setQuantity(sale: sale, line: 1, quantity: 1, .manager()))
            #expect(try await till.sale(sale).lines.map(\.quantity) == [1])
        }
    }

    @Test("R14 an override needs the right person, PIN and a reason")
    func overrideRefused() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            func give(_ override: Override) async throws {
                try await till.perform(
                    .discountSale(sale: sale, .percent(basisPoints: 3_000), override))
            }
            for wrong in [
                try Override.manager(pin: "000000"), try .manager("1012"), try .manager("1900"),
                try .manager("1101"), try .manager("7777"),
            ] {
                await #expect(throws: OperatorNotice.overrideRefused) { try await give(wrong) }
            }
            for empty in ["", "  \t "] {
                await #expect(throws: OperatorNotice.overrideNeedsReason) {
                    try await give(.manager(reason: empty))
                }
            }
            #expect(try await till.sale(sale).discount == .none)
        }
    }

    @Test("Five wrong PINs lock a number, longer each time, and a right one after it counts anew")
    func lockout() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            func give(_ pin: String) async throws {
                try await till.perform(
                    .discountSale(
                        sale: sale, .percent(basisPoints: 3_000), .manager(pin: pin)))
            }
            for _ in 0..<5 {
                await #expect(throws: OperatorNotice.overrideRefused) { try await give("wrong") }
            }
            let until = afternoon.advanced(by: .seconds(30))
            await #expect(throws: OperatorNotice.signInLocked(until: until)) {
                try await give(Fixture.pin(of: "1001"))
            }
            shop.clock.set(until)
            await #expect(throws: OperatorNotice.overrideRefused) { try await give("wrong") }
            await #expect(
                throws: OperatorNotice.signInLocked(until: until.advanced(by: .minutes(1)))
            ) {
                try await give("wrong")
            }
            shop.clock.advance(by: .minutes(1))
            try await give(Fixture.pin(of: "1001"))
            await #expect(throws: OperatorNotice.overrideRefused) { try await give("wrong") }
            try await give(Fixture.pin(of: "1001"))
        }
    }

    @Test("PINs guessed at the same time are all counted")
    func parallelGuesses() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            await withDiscardingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        _ = try? await till.perform(
                            .discountSale(
                                sale: sale, .percent(basisPoints: 3_000), .manager(pin: "guess")))
                    }
                }
            }
            await #expect(throws: OperatorNotice.self) {
                try await till.perform(
                    .discountSale(sale: sale, .percent(basisPoints: 3_000), .manager()))
            }
        }
    }

    @Test("R15 checkout is refused with a reason when the sale is empty or comes to nothing")
    func emptyCheckout() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.perform(.checkOut(sale: sale))
            try await till.perform(.removeLine(sale: sale, line: 1))
            await #expect(throws: OperatorNotice.saleEmpty) {
                try await till.perform(.checkOut(sale: sale))
            }
            await #expect(throws: OperatorNotice.saleEmpty) { try await till.complete(sale) }
            try await till.ringUp(Fixture.leaflet, on: sale)
            await #expect(throws: OperatorNotice.nothingDue) {
                try await till.perform(.checkOut(sale: sale))
            }
            await #expect(throws: OperatorNotice.noSale) {
                try await till.perform(.checkOut(sale: SaleID("nobody")))
            }
        }
    }

    @Test("R15 once payment has begun goods and discounts are fixed, and going back loses nothing")
    func frozen() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.perform(.setSalesperson(sale: sale, StaffID("1012")))
            try await till.cash(sale, Money(fen: 1_000))
            await #expect(throws: OperatorNotice.saleFrozen) { try await till.ringUp(on: sale) }
            await #expect(throws: OperatorNotice.saleFrozen) {
                try await till.perform(.discountSale(sale: sale, .percent(basisPoints: 500), nil))
            }
            try await till.perform(.removeTender(sale: sale, no: 1))
            try await till.ringUp(on: sale)
            let back = try await till.sale(sale)
            #expect(back.salesperson?.digits == "1012")
            #expect(back.lines.map(\.quantity) == [2])
        }
    }

    @Test("A salesperson must exist")
    func unknownSalesperson() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            await #expect(throws: OperatorNotice.notFoundHere(what: "7777")) {
                try await till.perform(.setSalesperson(sale: sale, StaffID("7777")))
            }
        }
    }
}
