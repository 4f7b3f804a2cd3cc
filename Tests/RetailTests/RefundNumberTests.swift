// The number of a refund: never an order's number, never the same twice, read back as it was made.

import Retail
import TestSupport
import Testing

@Suite struct RefundNumberTests {
    private static func number(serial: UInt32 = 3_874) throws -> RefundNumber {
        RefundNumber(
            at: try CivilTime(spaced: "2026-11-23 15:42:05").timestamp, store: try StoreID("0101"),
            register: try RegisterID("02"), serial: serial)
    }

    @Test func saysWhenAndWhereItWasMade() throws {
        let number = try Self.number()
        #expect(number.text.hasPrefix("R202611231542050101020003874"))
        #expect(number.text.utf8.count == 29)
        #expect(number.madeAt == (try CivilTime(spaced: "2026-11-23 15:42:05").timestamp))
        #expect(number.store?.digits == "0101")
        #expect(number.register?.digits == "02")
        #expect(number.grouped.hasPrefix("R 20261123 154205 0101 02 0003874 "))
    }

    @Test func isReadBack() throws {
        let number = try Self.number()
        let dashed = number.grouped.split(separator: " ").joined(separator: "-")
        for text in [number.text, number.grouped, " " + number.text, dashed] {
            #expect(try RefundNumber(reading: text) == number)
        }
        let small = try RefundNumber(reading: "r" + number.text.dropFirst())
        #expect(small.text == number.text)
    }

    @Test("an order's number is no refund's number, nor the other way round")
    func isNoOrderNumber() throws {
        let number = try Self.number()
        let order = MerchantOrderNumber(
            at: number.madeAt, store: try StoreID("0101"), register: try RegisterID("02"),
            serial: 3_874)
        #expect(number.text == "R" + order.digits)
        #expect(throws: RefundNumberError.noLetter) { try RefundNumber(reading: order.digits) }
        #expect(throws: MerchantOrderNumberError.notDigits) {
            try MerchantOrderNumber(reading: number.text)
        }
    }

    @Test(
        arguments: [
            ("", .noLetter), ("   ", .noLetter), ("S2026", .noLetter), ("Ｒ2026", .noLetter),
            ("R", .digits(.wrongLength)), ("R2026", .digits(.wrongLength)),
            ("RR20261123154205010102000387411", .digits(.notDigits)),
            ("R2026130115420501010200038741", .digits(.impossibleDate)),
        ] as [(String, RefundNumberError)])
    func saysWhatIsWrong(_ text: String, _ error: RefundNumberError) {
        #expect(throws: error) { try RefundNumber(reading: text) }
    }

    @Test func everyMistypedDigitIsRefused() throws {
        let whole = Array(try Self.number().text.utf8)
        for place in whole.indices.dropFirst() {
            var wrong = whole
            wrong[place] = wrong[place] == UInt8(ascii: "9") ? UInt8(ascii: "0") : wrong[place] + 1
            let text = String(decoding: wrong, as: UTF8.self)
            #expect(throws: RefundNumberError.self) { try RefundNumber(reading: text) }
        }
    }

    @Test("the channels take it: at most 64 of letters and digits, and each serial its own")
    func fitsTheChannels() throws {
        var seen: Set<RefundNumber> = []
        for serial in 0..<1_000 as Range<UInt32> {
            let number = try Self.number(serial: serial)
            #expect(number.text.utf8.count <= 64)
            #expect(number.text.utf8.dropFirst().allSatisfy { (48...57).contains($0) })
            seen.insert(number)
        }
        #expect(seen.count == 1_000)
    }

    @Test func garbageIsRefusedAndTrapsNothing() {
        var random = SeededRandom(seed: 9)
        for _ in 0..<5_000 {
            let text = "R" + random.garbage()
            if let number = try? RefundNumber(reading: text) {
                #expect((try? RefundNumber(reading: number.text)) == number)
            }
        }
    }
}
