// Totals to the fen: by hand in a table, and by other arithmetic on ten thousand sales by chance.

import Retail
import Sales
import TestSupport
import Testing

/// A sale and what it comes to, reckoned by hand.
struct TotalsRow: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Price in fen, pieces, the line's discount.
    let lines: [(fen: Int64, quantity: Int64, discount: Discount)]
    var discount = Discount.none
    let amounts: [Int64]
    let due: Int64
    let saved: Int64

    func sale() throws -> Sale {
        let rung = try lines.enumerated().map { index, line in
            try Shop.line(
                Int64(index) + 1, fen: line.fen, quantity: line.quantity, discount: line.discount)
        }
        return try Shop.sale(rung, discount: discount)
    }

    static let all: [TotalsRow] = [
        TotalsRow(testDescription: "nothing", lines: [], amounts: [], due: 0, saved: 0),
        TotalsRow(
            testDescription: "one fen", lines: [(1, 1, .none)], amounts: [1], due: 1, saved: 0),
        TotalsRow(
            testDescription: "three pieces", lines: [(1_980, 3, .none)], amounts: [5_940],
            due: 5_940, saved: 0),
        TotalsRow(
            testDescription: "a line's amount off", lines: [(1_980, 3, .amount(Money(fen: 940)))],
            amounts: [5_000], due: 5_000, saved: 940),
        TotalsRow(
            testDescription: "a line's share off rounds half up",
            lines: [(5, 1, .percent(basisPoints: 1_000))], amounts: [4], due: 4, saved: 1),
        TotalsRow(
            testDescription: "a share of less than half a fen is nothing",
            lines: [(4, 1, .percent(basisPoints: 1_000))], amounts: [4], due: 4, saved: 0),
        TotalsRow(
            testDescription: "one fen off three equal lines goes to the first",
            lines: [(100, 1, .none), (100, 1, .none), (100, 1, .none)],
            discount: .amount(Money(fen: 1)), amounts: [99, 100, 100], due: 299, saved: 1),
        TotalsRow(
            testDescription: "two fen off three equal lines go to the first two",
            lines: [(100, 1, .none), (100, 1, .none), (100, 1, .none)],
            discount: .amount(Money(fen: 2)), amounts: [99, 99, 100], due: 298, saved: 2),
        TotalsRow(
            testDescription: "the odd fen goes where the remainder is largest",
            lines: [(100, 1, .none), (199, 1, .none)], discount: .amount(Money(fen: 100)),
            // Exactly it would be 33.44 and 66.55.
            amounts: [67, 132], due: 199, saved: 100),
        TotalsRow(
            testDescription: "line and sale discounts add up",
            lines: [(1_980, 2, .percent(basisPoints: 500)), (650, 1, .amount(Money(fen: 50)))],
            // 3960 - 198 = 3762, 650 - 50 = 600; a tenth of 4362 is 436 (436.2): 376.03… and 59.97….
            discount: .percent(basisPoints: 1_000), amounts: [3_386, 540], due: 3_926, saved: 684),
        TotalsRow(
            testDescription: "a free line takes no share",
            lines: [(0, 5, .none), (1_000, 1, .none)], discount: .amount(Money(fen: 300)),
            amounts: [0, 700], due: 700, saved: 300),
        TotalsRow(
            testDescription: "all of it off", lines: [(333, 1, .none), (667, 1, .none)],
            discount: .percent(basisPoints: 10_000), amounts: [0, 0], due: 0, saved: 1_000),
        TotalsRow(
            testDescription: "exactly the amount off", lines: [(333, 1, .none), (667, 1, .none)],
            discount: .amount(Money(fen: 1_000)), amounts: [0, 0], due: 0, saved: 1_000),
        TotalsRow(
            testDescription: "4,999.99", lines: [(499_999, 1, .none)], amounts: [499_999],
            due: 499_999, saved: 0),
        TotalsRow(
            testDescription: "the most a sale may be", lines: [(1_000_000_000, 1, .none)],
            discount: .percent(basisPoints: 1), amounts: [999_900_000], due: 999_900_000,
            saved: 100_000),
    ]
}

@Suite struct SaleTotalsTests {
    @Test("R14: the figures of a sale", arguments: TotalsRow.all)
    func table(_ row: TotalsRow) throws {
        let totals = try row.sale().totals()

        #expect(totals.lines.map(\.amount.fen) == row.amounts)
        #expect(totals.due == Money(fen: row.due))
        #expect(totals.saved == Money(fen: row.saved))
        #expect(totals.left == totals.due)
        #expect(totals.count == row.lines.reduce(0) { $0 + $1.quantity })
    }

    @Test("The lines of 10,000 sales by chance add up to what is due, to the fen")
    func randomSales() throws {
        var random = SeededRandom(seed: 20_190_926)
        var computed = 0
        for round in 0..<10_000 {
            let sale = try randomSale(&random)
            let expected = Reckoning(sale)
            guard let totals = try? sale.totals() else {
                #expect(expected == nil, "refused in round \(round): \(sale)")
                continue
            }
            computed += 1
            let reckoned = try #require(expected, "taken in round \(round): \(sale)")
            #expect(totals.due.fen == reckoned.due)
            #expect(totals.gross.fen == reckoned.gross)
            #expect(totals.saved.fen == reckoned.gross - reckoned.due)
            #expect(totals.lines.reduce(0) { $0 + $1.amount.fen } == totals.due.fen)
            for (line, net) in zip(totals.lines, reckoned.nets) {
                #expect(line.gross.fen - line.discount.fen == net)
                #expect((0...net).contains(line.saleDiscount.fen), "a share beyond its line")
                #expect(line.amount.fen == net - line.saleDiscount.fen)
                // A share is the exact proportion, up or down to the next fen.
                let exact = reckoned.net == 0 ? 0 : reckoned.saleOff * net / reckoned.net
                #expect(line.saleDiscount.fen - exact == 0 || line.saleDiscount.fen - exact == 1)
            }
        }
        #expect(computed > 5_000, "too few sales were computed to prove anything")
    }

    private func randomSale(_ random: inout SeededRandom) throws -> Sale {
        let count =
            Int.random(in: 0..<50, using: &random) == 0
            ? Sale.linesMax : Int.random(in: 1...8, using: &random)
        let lines = try (1...Int64(count)).map { no in
            let most: Int64 = [1, 100, 10_000, 499_999].randomElement(using: &random) ?? 1
            let fen = Int64.random(in: 0...most, using: &random)
            let quantity = Int64.random(in: 1...12, using: &random)
            return try Shop.line(
                no, fen: fen, quantity: quantity,
                discount: randomDiscount(upTo: fen * quantity, &random))
        }
        let gross = lines.reduce(0) { $0 + $1.goods.price.fen * $1.quantity }
        return try Shop.sale(lines, discount: randomDiscount(upTo: gross / 2, &random))
    }

    private func randomDiscount(upTo fen: Int64, _ random: inout SeededRandom) -> Discount {
        switch Int.random(in: 0...4, using: &random) {
        case 0: .amount(Money(fen: Int64.random(in: 0...fen, using: &random)))
        case 1: .percent(basisPoints: Int64.random(in: 0...10_000, using: &random))
        case 2: .percent(basisPoints: [500, 1_000, 2_000].randomElement(using: &random) ?? 0)
        default: .none
        }
    }
}

/// The same figures by other arithmetic; nil where a discount is more than there is.
private struct Reckoning {
    var gross: Int64 = 0
    var nets: [Int64] = []
    var net: Int64 = 0
    var saleOff: Int64 = 0
    var due: Int64 { net - saleOff }

    init?(_ sale: Sale) {
        for line in sale.lines {
            let price = line.goods.price.fen * line.quantity
            guard let off = Reckoning.off(line.discount, price) else { return nil }
            gross += price
            nets.append(price - off)
        }
        net = nets.reduce(0, +)
        guard let off = Reckoning.off(sale.discount, net) else { return nil }
        saleOff = off
    }

    private static func off(_ discount: Discount, _ fen: Int64) -> Int64? {
        switch discount {
        case .none: 0
        case .amount(let amount): amount.fen <= fen ? amount.fen : nil
        // Half up: a share is rounded up once twice its rest reaches the whole.
        case .percent(let basisPoints):
            fen * basisPoints / 10_000 + (fen * basisPoints % 10_000 * 2 >= 10_000 ? 1 : 0)
        }
    }
}
