// A limit that can be walked around is no limit: the same reductions in another order, or a change of
// goods after a reduction, must not give more than the limit allows.

import Retail
import Sales
import Testing

/// A way to come to more off than a tenth, by somebody who may give a tenth.
struct Loophole: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let walk: @Sendable (inout Sale) throws -> Void

    static let all: [Loophole] = [
        Loophole(testDescription: "the sale first, then its line") { sale in
            try sale.setDiscount(to: .percent(basisPoints: 1_000), authority: Shop.oneTenth)
            try sale.setDiscount(
                ofLine: 1, to: .percent(basisPoints: 1_000), authority: Shop.oneTenth)
        },
        Loophole(testDescription: "an amount off ten pieces, then nine go back") { sale in
            try sale.setQuantity(of: 1, to: 10, authority: Shop.oneTenth)
            try sale.setDiscount(
                ofLine: 1, to: .amount(Money(fen: 1_000)), authority: Shop.oneTenth)
            try sale.setQuantity(of: 1, to: 1, authority: Shop.oneTenth)
        },
        Loophole(testDescription: "more of goods that have a tenth off, and a tenth off the sale") {
            sale in
            try sale.setDiscount(
                ofLine: 1, to: .percent(basisPoints: 1_000), authority: Shop.oneTenth)
            try sale.add(sale.lines[0].goods, quantity: 5)
            try sale.setDiscount(to: .percent(basisPoints: 1_000), authority: Shop.oneTenth)
        },
        Loophole(testDescription: "an amount off the sale, then goods go back") { sale in
            try sale.add(try Shop.goods("0002", fen: 9_000), quantity: 1)
            try sale.setDiscount(to: .amount(Money(fen: 1_000)), authority: Shop.oneTenth)
            try sale.remove(line: 2, authority: Shop.oneTenth)
        },
    ]
}

@Suite struct AuthorityLoopholeTests {
    @Test("R14: no order of acts gives more off than the limit", arguments: Loophole.all)
    func limitHolds(_ loophole: Loophole) throws {
        var sale = try Shop.sale([try Shop.line(1, fen: 1_000)])
        // Whether an act on the way is refused is open; what counts is where it ends.
        _ = try? loophole.walk(&sale)
        let totals = try sale.totals()
        #expect(totals.saved.fen * 10 <= totals.gross.fen)
    }

    @Test("R14: what a superior approved on a line stays, whatever other goods come and go")
    func approvedLine() throws {
        var sale = try Shop.sale([try Shop.line(1, fen: 1_000), try Shop.line(2, fen: 1_000)])
        try sale.setDiscount(
            ofLine: 1, to: .percent(basisPoints: 3_000), authority: Shop.anyDiscount)
        try sale.setQuantity(of: 2, to: 3, authority: Shop.oneTenth)
        try sale.setQuantity(of: 2, to: 1, authority: Shop.oneTenth)
        try sale.remove(line: 2, authority: Shop.oneTenth)
        #expect(try sale.totals().saved == Money(fen: 300))
    }

    @Test("R14: a fixed amount off the sale needs the superior again when goods go")
    func approvedAmount() throws {
        var sale = try Shop.sale([try Shop.line(1, fen: 1_000), try Shop.line(2, fen: 1_000)])
        try sale.setDiscount(to: .amount(Money(fen: 600)), authority: Shop.anyDiscount)
        try sale.setQuantity(of: 2, to: 3, authority: Shop.oneTenth)
        let before = sale
        #expect(throws: SaleRefusal.beyondAuthority(Shop.oneTenth)) {
            try sale.remove(line: 1, authority: Shop.oneTenth)
        }
        #expect(sale == before)
        try sale.remove(line: 1, authority: Shop.anyDiscount)
    }

    @Test("R14: an approved share of the sale stays when goods go, and cannot be added to")
    func approvedShare() throws {
        var sale = try Shop.sale([try Shop.line(1, fen: 1_000), try Shop.line(2, fen: 1_000)])
        try sale.setDiscount(to: .percent(basisPoints: 3_000), authority: Shop.anyDiscount)
        #expect(throws: SaleRefusal.beyondAuthority(Shop.oneTenth)) {
            try sale.setDiscount(
                ofLine: 1, to: .percent(basisPoints: 500), authority: Shop.oneTenth)
        }
        try sale.remove(line: 2, authority: Shop.oneTenth)
        #expect(try sale.totals().due == Money(fen: 700))
    }

    @Test("R14: what was taken off some pieces is not taken off more of them")
    func morePieces() throws {
        var sale = try Shop.sale([try Shop.line(1, fen: 1_000)])
        try sale.setDiscount(
            ofLine: 1, to: .percent(basisPoints: 3_000), authority: Shop.anyDiscount)
        try sale.add(sale.lines[0].goods, quantity: 4)
        #expect(sale.lines.map(\.quantity) == [1, 4])
        #expect(try sale.totals().saved == Money(fen: 300))
    }

    @Test("A line's number is never used again on the same sale")
    func lineNumbers() throws {
        var sale = try Shop.sale()
        try sale.add(try Shop.goods("0001"), quantity: 1)
        try sale.add(try Shop.goods("0002"), quantity: 1)
        try sale.remove(line: 1, authority: Shop.oneTenth)
        try sale.add(try Shop.goods("0003"), quantity: 1)
        #expect(sale.lines.map(\.no) == [2, 3])

        try sale.remove(line: 3, authority: Shop.oneTenth)
        try sale.add(try Shop.goods("0004"), quantity: 1)
        #expect(sale.lines.map(\.no) == [2, 4])
    }
}
