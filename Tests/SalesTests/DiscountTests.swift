// How much may be taken off, and by whom.

import Retail
import Sales
import Testing

/// A discount on a sale of one line, and what becomes of it.
struct DiscountRow: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var fen: Int64 = 1_000
    let discount: Discount
    let limit: Int64
    var refusal: SaleRefusal?
    var due: Int64 = 0

    private static func refused(
        _ title: String, _ discount: Discount, limit: Int64, _ refusal: SaleRefusal
    ) -> DiscountRow {
        DiscountRow(testDescription: title, discount: discount, limit: limit, refusal: refusal)
    }

    static let all: [DiscountRow] = [
        DiscountRow(
            testDescription: "none needs no leave", discount: .none, limit: 0, due: 1_000),
        DiscountRow(
            testDescription: "exactly the limit, as a share",
            discount: .percent(basisPoints: 1_000), limit: 1_000, due: 900),
        DiscountRow(
            testDescription: "exactly the limit, as an amount",
            discount: .amount(Money(fen: 100)), limit: 1_000, due: 900),
        DiscountRow(
            testDescription: "all of it, by somebody who may",
            discount: .percent(basisPoints: 10_000), limit: 10_000, due: 0),
        DiscountRow(
            testDescription: "all of it, as an amount", discount: .amount(Money(fen: 1_000)),
            limit: 10_000, due: 0),
        refused(
            "one fen beyond the limit", .amount(Money(fen: 101)), limit: 1_000,
            .beyondAuthority(Shop.oneTenth)),
        refused(
            "a share beyond the limit", .percent(basisPoints: 1_010), limit: 1_000,
            .beyondAuthority(Shop.oneTenth)),
        refused(
            "one fen by somebody who may not", .amount(Money(fen: 1)), limit: 0,
            .beyondAuthority(DiscountAuthority(basisPointsMax: 0))),
        refused(
            "more than there is", .amount(Money(fen: 1_001)), limit: 10_000, .discountTooLarge),
        refused(
            "more than all of it", .percent(basisPoints: 10_001), limit: 10_000,
            .discountTooLarge),
        refused(
            "a negative share", .percent(basisPoints: -1), limit: 10_000, .discountTooLarge),
        refused(
            "a negative amount", .amount(Money(fen: -1)), limit: 10_000, .amountOutOfRange),
        refused(
            "the least of amounts", .amount(Money(fen: .min)), limit: 10_000, .amountOutOfRange),
        refused(
            "the largest of shares", .percent(basisPoints: .max), limit: 10_000,
            .discountTooLarge),
    ]
}

@Suite struct DiscountTests {
    @Test("R14: off a line, within the limit", arguments: DiscountRow.all)
    func ofLine(_ row: DiscountRow) throws {
        try check(row) { sale throws(SaleRefusal) in
            try sale.setDiscount(
                ofLine: 1, to: row.discount,
                authority: DiscountAuthority(basisPointsMax: row.limit))
        }
    }

    @Test("R14: off the whole sale, within the limit", arguments: DiscountRow.all)
    func ofSale(_ row: DiscountRow) throws {
        try check(row) { sale throws(SaleRefusal) in
            try sale.setDiscount(
                to: row.discount, authority: DiscountAuthority(basisPointsMax: row.limit))
        }
    }

    private func check(
        _ row: DiscountRow, _ act: (inout Sale) throws(SaleRefusal) -> Void
    ) throws {
        let before = try Shop.sale(fen: row.fen)
        var sale = before
        do throws(SaleRefusal) {
            try act(&sale)
            #expect(row.refusal == nil)
            #expect(try sale.totals().due == Money(fen: row.due))
        } catch {
            #expect(error == row.refusal)
            #expect(sale == before)
        }
    }

    @Test("A sale's discount is counted together with what its lines have off already")
    func countsLines() throws {
        var sale = try Shop.sale([try Shop.line(fen: 1_000)])
        try sale.setDiscount(
            ofLine: 1, to: .percent(basisPoints: 600), authority: Shop.oneTenth)
        let before = sale
        #expect(throws: SaleRefusal.beyondAuthority(Shop.oneTenth)) {
            try sale.setDiscount(to: .percent(basisPoints: 500), authority: Shop.oneTenth)
        }
        #expect(sale == before)
        // 60 off the line and 40 off the sale are the tenth that a cashier may give.
        try sale.setDiscount(to: .amount(Money(fen: 40)), authority: Shop.oneTenth)
        #expect(try sale.totals().due == Money(fen: 900))
    }

    @Test("Taking a discount back needs no leave")
    func takingBack() throws {
        var sale = try Shop.sale(
            [try Shop.line(fen: 1_000, discount: .percent(basisPoints: 5_000))],
            discount: .percent(basisPoints: 5_000))
        let nobody = DiscountAuthority(basisPointsMax: 0)
        try sale.setDiscount(to: .none, authority: nobody)
        try sale.setDiscount(ofLine: 1, to: .none, authority: nobody)
        #expect(try sale.totals().due == Money(fen: 1_000))
    }

    @Test("An empty sale has nothing to take off, and its discount goes with its last line")
    func emptySale() throws {
        var sale = try Shop.sale()
        #expect(throws: SaleRefusal.empty) {
            try sale.setDiscount(to: .amount(Money(fen: 1)), authority: Shop.anyDiscount)
        }
        try sale.add(try Shop.goods(fen: 500), quantity: 1)
        try sale.setDiscount(to: .amount(Money(fen: 100)), authority: Shop.anyDiscount)
        try sale.remove(line: 1, authority: Shop.anyDiscount)
        #expect(sale.discount == .none)
        #expect(try sale.totals().due == .zero)
    }

    @Test("An amount off that would be more than what remains refuses the removal")
    func removalBelowDiscount() throws {
        var sale = try Shop.sale([try Shop.line(1, fen: 900), try Shop.line(2, fen: 100)])
        try sale.setDiscount(to: .amount(Money(fen: 200)), authority: Shop.anyDiscount)
        let before = sale
        #expect(throws: SaleRefusal.discountTooLarge) {
            try sale.remove(line: 1, authority: Shop.anyDiscount)
        }
        #expect(sale == before)
        try sale.remove(line: 2, authority: Shop.anyDiscount)
        #expect(try sale.totals().due == Money(fen: 700))
    }
}
