// What the journal and the state column hold is read back exactly, or refused with a reason.

import Payments
import Retail
import TestSupport
import Testing

@Suite struct FieldTextTests {
    @Test("every state is written and read back equal")
    func states() throws {
        for kind in StateKind.all {
            for (_, state) in try kind.samples() {
                let line = state.fieldText.line
                #expect(try AttemptState(FieldText(parsing: line)) == state, "\(line)")
            }
        }
    }

    @Test(
        "the time of a payment is read from its line alone",
        arguments: [
            (
                "succeeded order=1 trade=2 fen=3 currency=CNY account=4 paidAt=1570000000000000",
                1_570_000_000_000_000
            ),
            ("paid paidAt=17 order=1 trade=2 fen=3 currency=CNY account=4", 17),
            ("paid order=1 trade=2 fen=3 currency=CNY account=paidAt", nil),
            ("paid order=1 trade=2 fen=3 currency=CNY account=4 note=paidAt", nil),
        ] as [(String, Int64?)])
    func paidAt(_ line: String, _ expected: Int64?) throws {
        #expect(try PaidProof.paidAt(in: line)?.microseconds == expected)
        #expect(try PaidProof(FieldText(parsing: line)).paidAt?.microseconds == expected)
    }

    @Test(
        "a line whose time cannot be read is refused",
        arguments: ["paid paidAt=soon", "paid order=1 paidAt=", "paid order=1", "paidAt=1"])
    func noPaidAt(_ line: String) {
        #expect(throws: FieldError.self) { try PaidProof.paidAt(in: line) }
    }

    @Test("every event is written and read back equal")
    func events() throws {
        for kind in EventKind.allCases {
            for sample in try kind.samples() {
                let line = sample.event.fieldText.line
                #expect(try AttemptEvent(FieldText(parsing: line)) == sample.event, "\(line)")
            }
        }
    }

    @Test(arguments: [
        "", " ", "=", "%", "a b", "微信 支付", "line\nbreak", "tab\tand\r\n", "%20", "a=b", "\u{0}",
        "\u{7F}", "1=2 3=4", "é\u{301}", "\u{2028}", "👨‍👩‍👧",
    ])
    func everyValueSurvives(_ value: String) throws {
        let fields = FieldText("name").with("key", value).with("next", "x").with(value + "k", "y")
        let line = fields.line
        #expect(!line.contains("\n"))
        let read = try FieldText(parsing: line)
        #expect(read == fields)
        #expect(try read.text("key").unicodeScalars.elementsEqual(value.unicodeScalars))
        #expect(try read.text(value + "k") == "y")
    }

    @Test func aMomentMayBeUnknown() throws {
        let proof = PaidProof(
            merchantOrderNumber: "1", channelTradeNumber: "", amount: Money(fen: .min),
            currency: "", merchantAccount: "", paidAt: nil)
        let line = AttemptState.succeeded(proof).fieldText.line
        #expect(try AttemptState(FieldText(parsing: line)) == .succeeded(proof))
    }

    @Test(
        arguments: [
            ("", .empty), ("   ", .empty), ("due x", .malformed), ("due a=%", .malformed),
            ("due a=%4", .malformed), ("due a=%4g", .malformed), ("due a=%4a", .malformed),
        ] as [(String, FieldError)])
    func refusesLinesThatAreNotLines(_ line: String, _ error: FieldError) {
        #expect(throws: error) { try FieldText(parsing: line) }
    }

    @Test(
        arguments: [
            ("gone", .unknownName("gone")), ("Sending", .unknownName("Sending")),
            ("unresolved", .missing("kind")), ("unresolved kind=timeout", .missing("detail")),
            ("unresolved kind=boredom detail=", .malformed),
            ("reversing cause=cashier", .missing("progress")),
            ("reversing cause=cashier progress=halfway", .malformed),
            ("reversing cause=nobody progress=notSent", .malformed),
            ("reversed", .missing("cause")),
            ("succeeded order=1 trade=2 fen=1.5 currency=CNY account=", .malformed),
            ("succeeded order=1 trade=2 fen=9223372036854775808 currency=CNY account=", .malformed),
            ("declined kind=other", .missing("code")),
        ] as [(String, FieldError)])
    func refusesStatesThatAreNotWhole(_ line: String, _ error: FieldError) throws {
        let fields = try FieldText(parsing: line)
        #expect(throws: error) { try AttemptState(fields) }
    }

    @Test(
        arguments: [
            ("query-paid", .missing("askedAt")),
            ("query-gone askedAt=1", .unknownName("query-gone")),
            ("gone askedAt=1", .unknownName("gone")), ("query-not-found askedAt=soon", .malformed),
            ("reversal-requested cause=whim", .malformed), ("reverse-again", .missing("code")),
        ] as [(String, FieldError)])
    func refusesEventsThatAreNotWhole(_ line: String, _ error: FieldError) throws {
        let fields = try FieldText(parsing: line)
        #expect(throws: error) { try AttemptEvent(fields) }
    }

    @Test("ten thousand lines nobody wrote: each is read or refused, none traps")
    func garbage() throws {
        var random = SeededRandom(seed: 7)
        let good = try EventKind.allCases.flatMap { try $0.samples() }.map(\.event.fieldText.line)
        var read = 0
        for _ in 0..<10_000 {
            var line = random.garbage()
            if random.next() % 2 == 0, let start = good.randomElement(using: &random) {
                var units = Array(start.utf8)
                let place = Int.random(in: 0..<units.count, using: &random)
                units[place] = UInt8.random(in: 0...255, using: &random)
                line = String(decoding: units, as: UTF8.self)
            }
            guard let fields = try? FieldText(parsing: line) else { continue }
            read += 1
            #expect((try? FieldText(parsing: fields.line)) == fields || fields.name.isEmpty)
            _ = try? AttemptEvent(fields)
            _ = try? AttemptState(fields)
        }
        #expect(read > 1_000)
    }

    @Test func stepsAreReadFromTheirColumns() throws {
        let at = Counter.at(1)
        #expect(try AttemptStep(name: "query", at: at) == .query(at: at))
        #expect(try AttemptStep(name: "reverse", at: at) == .reverse(at: at))
        #expect(throws: FieldError.unknownName("pay")) { try AttemptStep(name: "pay", at: at) }
    }
}
