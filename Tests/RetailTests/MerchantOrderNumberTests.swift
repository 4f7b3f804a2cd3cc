// The number a cashier reads off a customer's phone: what it says of itself, and what is refused.

import Retail
import TestSupport
import Testing

@Suite struct MerchantOrderNumberTests {
    private static func number(
        _ at: String, store: String = "0101", register: String = "02", serial: UInt32 = 3_874
    ) throws -> MerchantOrderNumber {
        MerchantOrderNumber(
            at: try CivilTime(spaced: at).timestamp, store: try StoreID(store),
            register: try RegisterID(register), serial: serial)
    }

    @Test(
        "R27 begins with its own year, month and day, whatever the year",
        arguments: [
            ("2019-10-14 15:42:05", "20191014154205"), ("2026-11-23 15:42:05", "20261123154205"),
            ("2026-12-31 23:59:59", "20261231235959"), ("2027-01-01 00:00:00", "20270101000000"),
            ("2028-02-29 08:00:00", "20280229080000"), ("2099-12-31 23:59:59", "20991231235959"),
        ])
    func beginsWithItsDate(_ at: String, _ start: String) throws {
        let number = try Self.number(at)
        #expect(number.digits.hasPrefix(start))
        #expect(number.digits.utf8.count == MerchantOrderNumber.length)
        #expect(number.madeAt == (try CivilTime(spaced: at).timestamp))
        #expect(try MerchantOrderNumber(reading: number.digits) == number)
    }

    @Test("R27 both sides of New Year's Eve are read, one second apart")
    func newYear() throws {
        let old = try Self.number("2026-12-31 23:59:59")
        let new = try Self.number("2027-01-01 00:00:00")
        #expect(new.madeAt.since(old.madeAt) == .seconds(1))
        #expect(try MerchantOrderNumber(reading: old.digits) == old)
        #expect(try MerchantOrderNumber(reading: new.digits) == new)
    }

    @Test func saysWhereItWasMade() throws {
        let number = try Self.number("2026-11-23 15:42:05", store: "0899", register: "17")
        #expect(number.store?.digits == "0899")
        #expect(number.register?.digits == "17")
        #expect(number.grouped.hasPrefix("20261123 154205 0899 17 0003874 "))
        #expect(try MerchantOrderNumber(reading: number.grouped) == number)
        let dashed = number.grouped.split(separator: " ").joined(separator: "-")
        #expect(try MerchantOrderNumber(reading: dashed) == number)
    }

    @Test func onlySevenDigitsOfTheSerialAreUsed() throws {
        let short = try Self.number("2026-11-23 15:42:05", serial: 1)
        let long = try Self.number("2026-11-23 15:42:05", serial: 10_000_001)
        #expect(short == long)
        let most = try Self.number("2026-11-23 15:42:05", serial: .max)
        #expect(most.digits.utf8.count == MerchantOrderNumber.length)
    }

    @Test func unequalByOneDigit() throws {
        let base = try Self.number("2026-11-23 15:42:05", serial: 3_874)
        let others = try [
            Self.number("2026-11-23 15:42:06"), Self.number("2026-11-23 15:42:05", store: "0102"),
            Self.number("2026-11-23 15:42:05", register: "03"),
            Self.number("2026-11-23 15:42:05", serial: 3_875),
        ]
        for other in others { #expect(other != base) }
        #expect(Set(others + [base]).count == 5)
    }

    @Test(
        arguments: [
            ("", .wrongLength), ("2026", .wrongLength),
            ("20261123154205010102000387", .wrongLength),
            ("202611231542050101020003874555", .wrongLength),
            ("2026112315420501010200038 7x", .notDigits), ("二〇二六", .notDigits),
            ("２０２６", .notDigits), ("20261123154205010102000387\n1", .notDigits),
            ("2026130115420501010200038741", .impossibleDate),
            ("2026022915420501010200038741", .impossibleDate),
            ("2026112324420501010200038741", .impossibleDate),
            ("1999112315420501010200038741", .impossibleDate),
            ("4200001234202611230123456789", .impossibleDate),
        ] as [(String, MerchantOrderNumberError)])
    func saysWhatIsWrong(_ text: String, _ error: MerchantOrderNumberError) {
        #expect(throws: error) { try MerchantOrderNumber(reading: text) }
    }

    @Test("R27 Alipay's own number also begins with the date and has 28 digits, but is refused")
    func refusesAlipaysOwnNumber() {
        #expect(throws: MerchantOrderNumberError.wrongCheckDigit) {
            try MerchantOrderNumber(reading: "2017091721001004920264050508")
        }
    }

    @Test func everyMistypedDigitAndSwapIsRefused() throws {
        let whole = Array(try Self.number("2026-11-23 15:42:05").digits.utf8)
        for place in whole.indices {
            for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != whole[place] {
                var wrong = whole
                wrong[place] = digit
                let text = String(decoding: wrong, as: UTF8.self)
                #expect(throws: MerchantOrderNumberError.self) {
                    try MerchantOrderNumber(reading: text)
                }
            }
            guard place + 1 < whole.count, whole[place] != whole[place + 1] else { continue }
            var swapped = whole
            swapped.swapAt(place, place + 1)
            let text = String(decoding: swapped, as: UTF8.self)
            #expect(throws: MerchantOrderNumberError.self) {
                try MerchantOrderNumber(reading: text)
            }
        }
    }

    @Test func numbersAtRandomMomentsAreReadBack() throws {
        var random = SeededRandom(seed: 3)
        let first = try CivilTime(compact: "20000101000000").timestamp.microseconds
        let last = try CivilTime(compact: "20991231235959").timestamp.microseconds
        for _ in 0..<2_000 {
            let moment = Timestamp(microseconds: .random(in: first...last, using: &random))
            let number = MerchantOrderNumber(
                at: moment, store: try StoreID(random.digits(4)),
                register: try RegisterID(random.digits(2)), serial: random.next32())
            #expect(try MerchantOrderNumber(reading: number.digits) == number)
            #expect(moment.since(number.madeAt) < .seconds(1))
            #expect(number.madeAt <= moment)
        }
    }
}

extension SeededRandom {
    fileprivate mutating func next32() -> UInt32 {
        UInt32(truncatingIfNeeded: next())
    }
}
