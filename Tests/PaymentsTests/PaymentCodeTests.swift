// What a scan is: a code of some wallet, or something else that says what it looks like.

import Payments
import Retail
import TestSupport
import Testing

@Suite struct PaymentCodeTests {
    @Test("every row of the table, at each length and prefix it allows")
    func everyShape() throws {
        var read = 0
        for shape in PaymentCode.shapes {
            for length in shape.lengths {
                for prefix in shape.prefixes {
                    let start = prefix < 10 ? "0\(prefix)" : "\(prefix)"
                    let digits = start + String(repeating: "7", count: length - 2)
                    let code = try PaymentCode(reading: digits)
                    #expect(code.wallet == shape.wallet)
                    #expect(code.digits == digits)
                    read += 1
                }
            }
            #expect(!shape.source.isEmpty)
        }
        #expect(read == 6 + 9 * 6 + 1 + 1 + 1)
        #expect(Set(PaymentCode.shapes.map(\.wallet)) == Set(Wallet.allCases))
    }

    @Test func noTwoShapesOverlap() {
        for (index, shape) in PaymentCode.shapes.enumerated() {
            for other in PaymentCode.shapes.dropFirst(index + 1) {
                let isApart =
                    !shape.lengths.overlaps(other.lengths)
                    || !shape.prefixes.overlaps(other.prefixes)
                #expect(isApart, "\(shape.wallet) and \(other.wallet)")
            }
        }
    }

    @Test(
        "R18 groups of four with spaces are the same code",
        arguments: [
            ("1345 0123 4567 8901 23", "134501234567890123"),
            ("  2876 0123 4567 8901 ", "2876012345678901"),
            ("134501234567890123", "134501234567890123"),
        ])
    func groups(_ typed: String, _ digits: String) throws {
        #expect(try PaymentCode(reading: typed).digits == digits)
    }

    @Test(
        "R18 a wrong shape is refused before anything is sent, saying what it looks like",
        arguments: [
            ("", .wrongLength(0)), ("1", .wrongLength(1)),
            ("13450123456789012", .wrongLength(17)), ("1345012345678901234", .wrongLength(19)),
            ("276012345678901", .wrongLength(15)), ("2760123456789012345678901", .wrongLength(25)),
            ("6210", .wrongLength(4)), ("0123", .wrongLength(4)),
            ("161234567890123456", .unknownPrefix(16)), ("091234567890123456", .unknownPrefix(9)),
            ("6901234567892", .unknownPrefix(69)), ("81234567890123456789", .unknownPrefix(81)),
            ("1345-0123", .notDigits), ("１３４５０１２３４５６７８９０１２３", .notDigits),
            ("13450123456789012X", .notDigits), ("https://example.com", .notDigits),
            ("2017091721001004920264050508", .channelTradeNumber),
            ("4200001234202611230123456789", .channelTradeNumber),
            (String(repeating: "1", count: 65), .wrongLength(65)),
            (String(repeating: "9", count: 100_000), .wrongLength(65)),
        ] as [(String, PaymentCodeError)])
    func wrongShapes(_ text: String, _ error: PaymentCodeError) {
        #expect(throws: error) { try PaymentCode(reading: text) }
    }

    @Test("R18 our own number belongs to method 42, whole or in groups")
    func ownNumber() throws {
        let number = try Counter.number()
        #expect(throws: PaymentCodeError.merchantOrderNumber) {
            try PaymentCode(reading: number.digits)
        }
        #expect(throws: PaymentCodeError.merchantOrderNumber) {
            try PaymentCode(reading: number.grouped)
        }
    }

    @Test func aCodeIsNeverPrintedWhole() throws {
        let code = try PaymentCode(reading: "134501234567890123")
        #expect(code.description == "13…0123")
        #expect("\(code)" == "13…0123")
    }

    @Test func garbageDoesNotTrap() {
        var random = SeededRandom(seed: 8)
        for _ in 0..<10_000 {
            let text = random.garbage()
            if let code = try? PaymentCode(reading: text) {
                #expect(code.digits.utf8.count >= 16)
            }
            _ = ResidentID.looksLike(text)
        }
    }
}
