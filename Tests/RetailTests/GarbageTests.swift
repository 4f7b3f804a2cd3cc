// Ten thousand texts nobody would send, to every parser: each is read or refused, and none traps.

import Retail
import TestSupport
import Testing

@Suite struct GarbageTests {
    @Test func noParserTraps() {
        var random = SeededRandom(seed: 6)
        var read = 0
        for _ in 0..<10_000 {
            let text = random.garbage()
            if let money = try? Money(yuan: text) {
                read += 1
                #expect(
                    (try? Money(yuan: money.yuan)) == money, "\(text) was read as another amount")
            }
            if let date = try? BusinessDate(iso: text) { #expect(date.iso == text) }
            if let time = try? CivilTime(compact: text) { #expect(time.compact == text) }
            if let time = try? CivilTime(spaced: text) { #expect(time.spaced == text) }
            if let store = try? StoreID(text) { #expect(store.digits == text) }
            if let register = try? RegisterID(text) { #expect(register.digits == text) }
            if let staff = try? StaffID(text) { #expect(staff.digits == text) }
            if let number = try? MerchantOrderNumber(reading: text) {
                #expect((try? MerchantOrderNumber(reading: number.grouped)) == number)
            }
            #expect((0...9).contains(CheckDigit.of(text)))
            _ = CheckDigit.isRight(text)
        }
        #expect(read > 100, "the garbage should hit now and then, or it tries nothing")
    }
}
