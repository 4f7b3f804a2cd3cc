// The promise of the check digit, tried out: no single wrong digit and no swap of neighbours passes.

import Retail
import TestSupport
import Testing

@Suite struct CheckDigitTests {
    /// Bodies of the length that is used, and short ones; some with long runs of one digit.
    private static let bodies: [String] = {
        var random = SeededRandom(seed: 2)
        var bodies = ["0", "9", "42", "000000000000000000000000000", "999999999999999999999999999"]
        for _ in 0..<100 { bodies.append(random.digits(27)) }
        for number in 0..<1_000 { bodies.append("\(number)") }
        return bodies
    }()

    @Test func everyNumberWithItsDigitIsRight() {
        for body in Self.bodies {
            #expect(CheckDigit.isRight(body + "\(CheckDigit.of(body))"))
        }
    }

    @Test func everySingleWrongDigitIsCaught() {
        for body in Self.bodies {
            let whole = Array((body + "\(CheckDigit.of(body))").utf8)
            for place in whole.indices {
                for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != whole[place] {
                    var wrong = whole
                    wrong[place] = digit
                    let text = String(decoding: wrong, as: UTF8.self)
                    #expect(!CheckDigit.isRight(text), "\(text) passed")
                }
            }
        }
    }

    @Test func everySwapOfNeighboursIsCaught() {
        var swaps = 0
        for body in Self.bodies {
            let whole = Array((body + "\(CheckDigit.of(body))").utf8)
            for place in whole.indices.dropLast() where whole[place] != whole[place + 1] {
                var wrong = whole
                wrong.swapAt(place, place + 1)
                swaps += 1
                let text = String(decoding: wrong, as: UTF8.self)
                #expect(!CheckDigit.isRight(text), "\(text) passed")
            }
        }
        #expect(swaps > 3_000)
    }

    @Test(arguments: [("572", 4), ("", 0), ("0", 0), ("1", 3)] as [(String, UInt8)])
    func knownDigits(_ digits: String, _ check: UInt8) {
        #expect(CheckDigit.of(digits) == check)
    }

    @Test func nothingIsNotRight() {
        #expect(!CheckDigit.isRight(""))
    }
}
