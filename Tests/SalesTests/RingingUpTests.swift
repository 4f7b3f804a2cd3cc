// Goods, quantities, discounts and salespeople: what is taken, what is refused, and that a refusal
// leaves the sale as it was.

import Retail
import Sales
import Testing

@Suite struct RingingUpTests {
    @Test("The same goods of the same lot join their line; another lot or price is another line")
    func merging() throws {
        var sale = try Shop.sale()
        try sale.add(try Shop.goods(), quantity: 1)
        try sale.add(try Shop.goods(), quantity: 2)
        try sale.add(try Shop.goods(lot: "A2"), quantity: 1)
        try sale.add(try Shop.goods(fen: 1_900), quantity: 1)
        try sale.add(try Shop.goods(lot: "A2"), quantity: 4)

        #expect(sale.lines.map(\.no) == [1, 2, 3])
        #expect(sale.lines.map(\.quantity) == [3, 5, 1])
        #expect(try sale.totals().count == 9)
    }

    @Test("More of goods that something was taken off make a line of their own")
    func noMoreOfDiscounted() throws {
        var sale = try Shop.sale()
        try sale.add(try Shop.goods(fen: 1_000), quantity: 1)
        try sale.setDiscount(
            ofLine: 1, to: .percent(basisPoints: 1_000), authority: Shop.oneTenth)
        try sale.add(try Shop.goods(fen: 1_000), quantity: 1)
        try sale.add(try Shop.goods(fen: 1_000), quantity: 1)

        #expect(sale.lines.map(\.discount) == [.percent(basisPoints: 1_000), .none])
        #expect(sale.lines.map(\.quantity) == [1, 2])
        #expect(try sale.totals().due == Money(fen: 2_900))
    }

    @Test(
        "Quantities from 1 to 9,999",
        arguments: [Int64.min, -1, 0, SaleLine.quantityMax + 1, Int64.max])
    func quantityOutOfRange(_ quantity: Int64) throws {
        let before = try Shop.sale(fen: 1)
        var sale = before

        #expect(throws: SaleRefusal.quantityOutOfRange) {
            try sale.add(try Shop.goods(), quantity: quantity)
        }
        #expect(throws: SaleRefusal.quantityOutOfRange) {
            try sale.setQuantity(of: 1, to: quantity, authority: Shop.oneTenth)
        }
        #expect(sale == before)
    }

    @Test("Joining a line cannot pass the largest quantity")
    func mergingBeyondQuantity() throws {
        var sale = try Shop.sale()
        try sale.add(try Shop.goods(fen: 1), quantity: SaleLine.quantityMax)
        let before = sale

        #expect(throws: SaleRefusal.quantityOutOfRange) {
            try sale.add(try Shop.goods(fen: 1), quantity: 1)
        }
        #expect(sale == before)
    }

    @Test("200 lines fit on a sale, the next is refused")
    func tooManyLines() throws {
        var sale = try Shop.sale()
        for index in 0..<Sale.linesMax {
            try sale.add(try Shop.goods("p\(index)", fen: 1), quantity: 1)
        }
        #expect(throws: SaleRefusal.tooManyLines) {
            try sale.add(try Shop.goods("one more"), quantity: 1)
        }
        // What is there already may still grow.
        try sale.add(try Shop.goods("p0", fen: 1), quantity: 1)
        #expect(try sale.totals().due == Money(fen: Int64(Sale.linesMax) + 1))
    }

    @Test(
        "Prices up to the limit are taken; beyond it, and beyond 64 bits, they are refused",
        arguments: [
            (1, 1, true), (499_999, 1, true), (100_010, 9_999, true),
            (Money.saleMax.fen, 1, true), (Money.saleMax.fen + 1, 1, false),
            (100_011, 9_999, false), (Int64.max, 1, false), (Int64.max, 9_999, false),
            (Int64.max / 9_999 + 1, 9_999, false),
        ] as [(Int64, Int64, Bool)])
    func limits(_ fen: Int64, _ quantity: Int64, _ isTaken: Bool) throws {
        let before = try Shop.sale()
        var sale = before
        if isTaken {
            try sale.add(try Shop.goods(fen: fen), quantity: quantity)
            #expect(try sale.totals().due == Money(fen: fen * quantity))
        } else {
            #expect(throws: SaleRefusal.amountOutOfRange) {
                try sale.add(try Shop.goods(fen: fen), quantity: quantity)
            }
            #expect(sale == before)
        }
    }

    @Test("Two lines that each fit but together do not are refused as a whole")
    func sumBeyondLimit() throws {
        var sale = try Shop.sale()
        try sale.add(try Shop.goods("a", fen: Money.saleMax.fen), quantity: 1)
        let before = sale
        #expect(throws: SaleRefusal.amountOutOfRange) {
            try sale.add(try Shop.goods("b", fen: 1), quantity: 1)
        }
        #expect(sale == before)
    }

    @Test("A negative price, which no catalogue has, is a refusal and no trap")
    func negativePrice() throws {
        var sale = try Shop.sale()
        #expect(throws: SaleRefusal.amountOutOfRange) {
            try sale.add(try Shop.goods(fen: -1), quantity: 1)
        }
    }

    @Test("R14: a salesperson for the sale and for a line, and taken off again")
    func salespeople() throws {
        var sale = try Shop.sale(fen: 100)
        let staff = try StaffID("3001")
        try sale.setSalesperson(to: staff)
        try sale.setSalesperson(ofLine: 1, to: staff)
        #expect(sale.salesperson == staff)
        #expect(sale.lines.map(\.salesperson) == [staff])

        try sale.setSalesperson(to: nil)
        try sale.setSalesperson(ofLine: 1, to: nil)
        #expect(sale.salesperson == nil)
        #expect(sale.lines.map(\.salesperson) == [nil])
        #expect(throws: SaleRefusal.lineAbsent) {
            try sale.setSalesperson(ofLine: 2, to: staff)
        }
    }

    @Test("A line that is not there is named so")
    func lineAbsent() throws {
        var sale = try Shop.sale(fen: 100)
        #expect(throws: SaleRefusal.lineAbsent) {
            try sale.setQuantity(of: 2, to: 1, authority: Shop.oneTenth)
        }
        #expect(throws: SaleRefusal.lineAbsent) {
            try sale.remove(line: .max, authority: Shop.oneTenth)
        }
        #expect(throws: SaleRefusal.lineAbsent) {
            try sale.setDiscount(ofLine: 0, to: .none, authority: Shop.anyDiscount)
        }
    }

    @Test("R15: only a sale with goods that cost something goes to checkout")
    func readyForCheckout() throws {
        #expect(throws: SaleRefusal.empty) { try Shop.sale().mustBeReadyForCheckout() }
        #expect(throws: SaleRefusal.nothingDue) {
            try Shop.sale(fen: 0).mustBeReadyForCheckout()
        }
        try Shop.sale(fen: 1).mustBeReadyForCheckout()
    }
}
