// What a refund's journal and state column hold is read back exactly, or refused with a reason.

import Payments
import Retail
import TestSupport
import Testing

@Suite struct RefundTextTests {
    @Test("every state of a refund is written and read back equal")
    func states() throws {
        for kind in RefundStateKind.allCases {
            for (_, state) in try kind.samples() {
                let line = state.fieldText.line
                #expect(try RefundState(FieldText(parsing: line)) == state, "\(line)")
                #expect(line.hasPrefix(state.name))
            }
        }
    }

    @Test("every event of a refund is written and read back equal")
    func events() throws {
        var lines: Set<String> = []
        for kind in RefundEventKind.allCases {
            for sample in try kind.samples() {
                let line = sample.event.fieldText.line
                lines.insert(String(line.prefix { $0 != " " }))
                #expect(try RefundEvent(FieldText(parsing: line)) == sample.event, "\(line)")
            }
        }
        #expect(lines.count == RefundEventKind.allCases.count, "two kinds share a name: \(lines)")
    }

    @Test func aMomentMayBeUnknown() throws {
        let proof = RefundProof(
            refundNumber: "", merchantOrderNumber: "1", channelRefundNumber: "",
            amount: Money(fen: .max), refundedAt: nil)
        let line = RefundState.succeeded(proof).fieldText.line
        #expect(try RefundState(FieldText(parsing: line)) == .succeeded(proof))
    }

    @Test(
        arguments: [
            ("gone", .unknownName("gone")), ("Reserved", .unknownName("Reserved")),
            ("unresolved", .missing("kind")), ("unresolved kind=timeout", .missing("detail")),
            ("failed kind=closed", .missing("code")), ("failed kind=mood code=X", .malformed),
            ("succeeded", .missing("refund")),
            ("succeeded refund=R1 order=1 channelRefund= fen=1.5", .malformed),
            ("succeeded refund=R1 order=1 channelRefund= fen=1 refundedAt=x", .malformed),
        ] as [(String, FieldError)])
    func refusesStatesThatAreNotWhole(_ line: String, _ error: FieldError) throws {
        let fields = try FieldText(parsing: line)
        #expect(throws: error) { try RefundState(fields) }
    }

    @Test(
        arguments: [
            ("gone", .unknownName("gone")), ("query-gone askedAt=1", .unknownName("query-gone")),
            ("query-processing", .missing("askedAt")),
            ("query-not-found askedAt=soon", .malformed), ("send-later", .missing("code")),
            ("notified", .missing("refund")), ("pay-paid", .unknownName("pay-paid")),
        ] as [(String, FieldError)])
    func refusesEventsThatAreNotWhole(_ line: String, _ error: FieldError) throws {
        let fields = try FieldText(parsing: line)
        #expect(throws: error) { try RefundEvent(fields) }
    }

    @Test("ten thousand lines nobody wrote: each is read or refused, none traps")
    func garbage() throws {
        var random = SeededRandom(seed: 8)
        let good = try RefundEventKind.allCases.flatMap { try $0.samples() }
            .map(\.event.fieldText.line)
        var read = 0
        for _ in 0..<10_000 {
            guard let start = good.randomElement(using: &random) else { continue }
            var units = Array(start.utf8)
            let place = Int.random(in: 0..<units.count, using: &random)
            units[place] = UInt8.random(in: 0...255, using: &random)
            let line = String(decoding: units, as: UTF8.self)
            guard let fields = try? FieldText(parsing: line) else { continue }
            if (try? RefundEvent(fields)) != nil { read += 1 }
            _ = try? RefundState(fields)
        }
        #expect((1_000..<9_999).contains(read), "\(read)")
    }

    @Test func stepsAreReadFromTheirColumns() throws {
        let at = Counter.at(1)
        #expect(try RefundStep(name: "send", at: at) == .send(at: at))
        #expect(try RefundStep(name: "query", at: at) == .query(at: at))
        #expect(RefundStep.send(at: at).name == "send" && RefundStep.query(at: at).name == "query")
        #expect(throws: FieldError.unknownName("pay")) { try RefundStep(name: "pay", at: at) }
    }
}
