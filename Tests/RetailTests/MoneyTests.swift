// Yuan texts in, yuan texts out, and every sum that could overflow says so.

import Retail
import TestSupport
import Testing

@Suite struct MoneyTests {
    @Test(
        arguments: [
            ("0", 0), ("0.00", 0), ("1", 100), ("12", 1_200), ("12.5", 1_250), ("12.50", 1_250),
            ("0.01", 1), ("0.10", 10), ("-3.00", -300), ("-0.01", -1), ("007.05", 705), ("-0", 0),
            ("10000000.00", 1_000_000_000),
            ("92233720368547758.07", Int64.max), ("-92233720368547758.07", -Int64.max),
        ] as [(String, Int64)])
    func readsYuan(_ text: String, _ fen: Int64) throws {
        #expect(try Money(yuan: text) == Money(fen: fen))
    }

    @Test(arguments: [
        "", "-", ".", "-.", ".5", "-.5", "1.", "1.234", "1.2.3", "1..2", "--1", "1-", "+1", " 1",
        "1 ", "1,000", "1e3", "0x10", "１２", "¥1", "1.0\u{301}", "NaN", "1\u{0}",
    ])
    func refusesWhatIsNotYuan(_ text: String) {
        #expect(throws: MoneyError.malformed) { try Money(yuan: text) }
    }

    @Test(arguments: [
        "92233720368547758.08", "92233720368547759", "922337203685477580",
        "99999999999999999999999999", "-92233720368547758.08",
    ])
    func refusesWhatDoesNotFit(_ text: String) {
        #expect(throws: MoneyError.overflow) { try Money(yuan: text) }
    }

    @Test(
        arguments: [
            (0, "0.00"), (1, "0.01"), (10, "0.10"), (99, "0.99"), (100, "1.00"), (6_510, "65.10"),
            (-1, "-0.01"), (-300, "-3.00"), (Int64.max, "92233720368547758.07"),
            (Int64.min, "-92233720368547758.08"),
        ] as [(Int64, String)])
    func printsYuan(_ fen: Int64, _ text: String) {
        #expect(Money(fen: fen).yuan == text)
    }

    @Test func whatIsPrintedIsReadBack() throws {
        var random = SeededRandom(seed: 1)
        for _ in 0..<10_000 {
            let bits = Int64.random(in: 0...62, using: &random)
            let amount = Money(fen: Int64.random(in: -(1 << bits)...(1 << bits), using: &random))
            #expect(try Money(yuan: amount.yuan) == amount)
        }
    }

    @Test func sumsAreExactOrRefused() throws {
        let most = Money(fen: .max)
        let least = Money(fen: .min)
        let fen = Money(fen: 1)
        #expect(try Money(fen: 10).adding(Money(fen: 20)) == Money(fen: 30))
        #expect(try Money(fen: 10).subtracting(Money(fen: 20)) == Money(fen: -10))
        #expect(try Money(fen: 1_980).multiplied(by: 2) == Money(fen: 3_960))
        #expect(throws: MoneyError.overflow) { try most.adding(fen) }
        #expect(throws: MoneyError.overflow) { try least.subtracting(fen) }
        #expect(throws: MoneyError.overflow) { try Money.zero.subtracting(least) }
        #expect(throws: MoneyError.overflow) { try most.multiplied(by: 2) }
        #expect(throws: MoneyError.overflow) { try least.multiplied(by: -1) }
    }

    @Test(
        arguments: [
            // fen, basis points, share: halves go away from zero, so that a refund mirrors its sale.
            (10_000, 8_800, 8_800), (10_000, 10_000, 10_000), (10_000, 0, 0),
            (1, 5_000, 1), (1, 4_999, 0), (3, 5_000, 2), (5, 5_000, 3), (199, 9_500, 189),
            (-1, 5_000, -1), (-1, 4_999, 0), (-3, 5_000, -2), (0, 9_999, 0),
            (1_000_000_000, 3_333, 333_300_000),
        ] as [(Int64, Int64, Int64)])
    func sharesAreRoundedToTheFen(_ fen: Int64, _ points: Int64, _ share: Int64) throws {
        #expect(try Money(fen: fen).share(basisPoints: points) == Money(fen: share))
    }

    @Test func sharesOutsideTheWholeAreRefused() {
        #expect(throws: MoneyError.malformed) { try Money(fen: 100).share(basisPoints: -1) }
        #expect(throws: MoneyError.malformed) { try Money(fen: 100).share(basisPoints: 10_001) }
        #expect(throws: MoneyError.overflow) { try Money(fen: .max).share(basisPoints: 10_000) }
        #expect(throws: MoneyError.overflow) { try Money(fen: .min).share(basisPoints: 2) }
        // Scaled it fits, but half a fen more does not.
        #expect(throws: MoneyError.overflow) { try Money(fen: .max).share(basisPoints: 1) }
        #expect(throws: MoneyError.overflow) { try Money(fen: .min).share(basisPoints: 1) }
    }

    @Test func ordersAndSigns() {
        #expect(Money(fen: -1) < .zero)
        #expect(Money.zero < Money(fen: 1))
        #expect(Money(fen: -1).isNegative && !Money(fen: -1).isPositive)
        #expect(Money(fen: 1).isPositive && !Money(fen: 1).isNegative)
        #expect(!Money.zero.isPositive && !Money.zero.isNegative)
    }
}
