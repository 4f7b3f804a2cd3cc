// Refunds are driven through random events, and each row is then rebuilt from its journal's lines
// alone, by feeding them to a new machine.

import Payments
import Persistence
import Retail
import Sales
import TestSupport
import Testing

@Suite struct RefundJournalFoldTests {
    private static let refunds: UInt32 = 120

    @Test("120 refunds rebuilt from their journals equal their rows", arguments: Engine.all)
    func rowsAreAFold(_ engine: Engine) async throws {
        try await engine.withShop { database in
            for serial in 1...Self.refunds { try await drive(serial, database) }
            var ends: Set<String> = []
            var events: Set<String> = []
            for serial in 1...Self.refunds {
                let (found, lines) = try await database.read { transaction in
                    let number = try Shop.refundNumber(serial)
                    return (
                        try RefundTable.find(number, paces: Shop.paces, in: transaction),
                        try JournalTable.lines(of: number, in: transaction)
                    )
                }
                let stored = try #require(found)
                #expect(stored.version == Int64(lines.count))
                var folded = try Shop.refund(serial, of: serial)
                for line in lines.dropFirst() {
                    let event = try RefundEvent(FieldText(parsing: line.event))
                    _ = try folded.receive(event, at: line.at)
                    #expect(folded.state.fieldText.line == line.stateAfter)
                    events.insert(try FieldText(parsing: line.event).name)
                }
                #expect(folded == stored.refund, "refund \(serial)")
                ends.insert(stored.refund.state.name)
            }
            // Chance must have reached every state and nearly every event, or nothing was proved.
            #expect(ends.count == 6, "only \(ends.sorted())")
            #expect(events.count > 13, "only \(events.sorted())")
        }
    }

    private func drive(_ serial: UInt32, _ database: any Database) async throws {
        try await database.write { transaction in
            var random = SeededRandom(seed: UInt64(serial))
            let sale = "sale-\(serial)"
            try Shop.post(serial, sale: sale, in: transaction)
            try Shop.giveBack(serial, of: serial, sale: sale, in: transaction)
            var stored = try #require(
                try RefundTable.find(
                    try Shop.refundNumber(serial), paces: Shop.paces, in: transaction))
            var now = stored.refund.startedAt
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                now = now.advanced(
                    by: .milliseconds(Int64.random(in: 0...40_000, using: &random)))
                let event = randomEvent(stored.refund, at: now, &random)
                // Whoever takes over may have another clock, and the row's times follow it.
                if event == .restarted {
                    now = now.advanced(
                        by: .seconds(Int64.random(in: -100_000...100_000, using: &random)))
                }
                guard (try? stored.refund.receive(event, at: now)) != nil else { continue }
                stored.version += 1
                try RefundTable.update(
                    stored, after: event, actor: "test", at: now, in: transaction)
            }
        }
    }

    private func randomEvent(
        _ refund: Refund, at now: Timestamp, _ random: inout SeededRandom
    ) -> RefundEvent {
        let isOurs = Int.random(in: 0..<4, using: &random) > 0
        let proof = RefundProof(
            refundNumber: isOurs ? refund.number.text : "other",
            merchantOrderNumber: refund.order.digits, channelRefundNumber: "余额 %=\n",
            amount: Bool.random(using: &random) ? refund.amount : Money(fen: 1),
            refundedAt: Bool.random(using: &random) ? nil : now)
        let doubt = Doubt(
            kind: Doubt.Kind.allCases.randomElement(using: &random) ?? .timeout, detail: "a b=%")
        let failure = RefundFailure(
            kind: RefundFailure.Kind.allCases.randomElement(using: &random) ?? .other, code: "X Y")
        switch Int.random(in: 0..<22, using: &random) {
        case 0: return .sendAnswered(.done(proof))
        case 1, 2: return .sendAnswered(.accepted)
        case 3: return .sendAnswered(.later(code: "NOT ENOUGH"))
        case 4: return .sendAnswered(.failed(failure))
        case 5, 6: return .sendAnswered(.unresolved(doubt))
        case 7: return .sendAnswered(.neverSent(doubt))
        case 8: return .queryAnswered(.done(proof), askedAt: now)
        case 9, 10: return .queryAnswered(.processing, askedAt: now)
        case 11: return .queryAnswered(.notFound, askedAt: now)
        case 12: return .queryAnswered(.failed(failure), askedAt: now)
        case 13: return .queryAnswered(.unresolved(doubt), askedAt: now)
        case 14, 15, 16, 17: return .due
        case 18: return .restarted
        case 19: return .askRequested
        case 20: return .notified(proof)
        default: return .statementShows(proof)
        }
    }
}
