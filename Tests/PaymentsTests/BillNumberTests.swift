// The two numbers on a customer's bill: ours at the bottom, the wallet's own above it.

import Payments
import Retail
import TestSupport
import Testing

@Suite struct BillNumberTests {
    @Test("R26 our number is read as ours, whole, in groups, or with dashes")
    func ours() throws {
        let number = try Counter.number()
        let dashed = number.grouped.split(separator: " ").joined(separator: "-")
        for text in [number.digits, number.grouped, dashed] {
            #expect(try BillNumber(reading: text) == .merchantOrderNumber(number))
        }
    }

    @Test(
        "R26 R27 the wallet's own number has 28 digits too, and is told apart",
        arguments: [
            ("2017091721001004920264050508", MerchantOrderNumberError.wrongCheckDigit),
            ("2017 0917 2100 1004 9202 6405 0508", .wrongCheckDigit),
            ("4200001234202611230123456789", .impossibleDate),
        ])
    func theWallets(_ text: String, _ error: MerchantOrderNumberError) throws {
        let digits = text.filter { $0 != " " }
        #expect(
            try BillNumber(reading: text) == .channelTradeNumber(digits, notOurs: error))
    }

    @Test("R18 a payment code belongs to 41")
    func paymentCodes() {
        for code in ["134501234567890123", "1345 0123 4567 8901 23", "287601234567890123"] {
            #expect(throws: BillNumber.Failure.isPaymentCode) { try BillNumber(reading: code) }
        }
    }

    @Test(
        arguments: [
            ("", .wrongLength), ("2026112315420501010200038", .wrongLength),
            ("20261123154205010102000387411", .wrongLength), ("6901234567892", .wrongLength),
            ("202611231542050101020003874x", .notDigits), ("https://example.com/a", .notDigits),
        ] as [(String, MerchantOrderNumberError)])
    func neither(_ text: String, _ error: MerchantOrderNumberError) {
        #expect(throws: BillNumber.Failure.unreadable(error)) { try BillNumber(reading: text) }
    }

    @Test func garbageDoesNotTrap() {
        var random = SeededRandom(seed: 10)
        for _ in 0..<10_000 {
            guard let number = try? BillNumber(reading: random.garbage()) else { continue }
            switch number {
            case .merchantOrderNumber(let ours): #expect(ours.digits.utf8.count == 28)
            case .channelTradeNumber(let digits, _): #expect(digits.utf8.count == 28)
            }
        }
    }

    struct DateRow: CustomTestStringConvertible, Sendable {
        let made: String
        let now: String
        let problem: BillNumber.DateProblem?

        var testDescription: String { "\(made) at \(now)" }
    }

    @Test(
        "R27 the date of a number: not in the future, not older than 90 days",
        arguments: [
            DateRow(made: "20261123154205", now: "20261123154205", problem: nil),
            DateRow(made: "20261123220000", now: "20261123080000", problem: nil),
            DateRow(made: "20261124000100", now: "20261123235500", problem: nil),
            DateRow(made: "20261124000100", now: "20261123234900", problem: .inTheFuture),
            DateRow(made: "20270101000000", now: "20261231120000", problem: .inTheFuture),
            DateRow(made: "20261231235959", now: "20270101000500", problem: nil),
            DateRow(made: "20261123120000", now: "20270221115959", problem: nil),
            DateRow(made: "20261123120000", now: "20270221120001", problem: .tooOld),
            DateRow(made: "20191014120000", now: "20261123120000", problem: .tooOld),
        ])
    func dates(_ row: DateRow) throws {
        let number = MerchantOrderNumber(
            at: try CivilTime(compact: row.made).timestamp, store: try StoreID("0101"),
            register: try RegisterID("02"), serial: 387)
        let bill = try BillNumber(reading: number.digits)
        let now = try CivilTime(compact: row.now).timestamp
        #expect(bill.dateProblem(at: now, notOlderThan: .days(90)) == row.problem)
    }
}
