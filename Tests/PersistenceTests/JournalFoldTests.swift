// Rows are a fold of the journal: attempts are driven through random events, and each row is then
// rebuilt from its journal's lines alone, by feeding them to a new machine.

import Payments
import Persistence
import Retail
import Sales
import TestSupport
import Testing

@Suite struct JournalFoldTests {
    private static let attempts: UInt32 = 200

    @Test("200 attempts rebuilt from their journals equal their rows", arguments: Engine.all)
    func rowsAreAFold(_ engine: Engine) async throws {
        try await engine.withShop { database in
            for serial in 1...Self.attempts { try await drive(serial, database) }
            var ends: Set<String> = []
            var events: Set<String> = []
            for serial in 1...Self.attempts {
                let (stored, lines) = try await database.read { transaction in
                    let number = try Shop.number(serial)
                    return (
                        try AttemptTable.find(number, paces: Shop.paces, in: transaction),
                        try JournalTable.lines(of: number, in: transaction)
                    )
                }
                let row = try #require(stored)
                #expect(row.version == Int64(lines.count))
                #expect(try fold(lines, serial) == row.attempt, "attempt \(serial)")
                ends.insert(row.attempt.state.name)
                for line in lines.dropFirst() {
                    events.insert(try FieldText(parsing: line.event).name)
                }
            }
            // Chance must have reached every state and nearly every event, or nothing was proved.
            #expect(ends.count == 7, "only \(ends.sorted())")
            #expect(events.count > 22, "only \(events.sorted())")
        }
    }

    /// Feeds an attempt with events by chance, each written in the transaction of its state.
    private func drive(_ serial: UInt32, _ database: any Database) async throws {
        try await database.write { transaction in
            var random = SeededRandom(seed: UInt64(serial))
            let sale = try Shop.sale("sale-\(serial)")
            try SaleTable.insert(sale, at: Shop.at(0), in: transaction)
            var stored = try Shop.attempt(serial, sale: sale.id.text)
            try AttemptTable.begin(stored, in: transaction)
            var now = stored.attempt.startedAt
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                now = now.advanced(
                    by: .milliseconds(Int64.random(in: 0...20_000, using: &random)))
                let event = try randomEvent(serial, at: now, &random)
                // Whoever takes over may have another clock, and the row's times follow it.
                if event == .restarted {
                    now = now.advanced(
                        by: .seconds(Int64.random(in: -100_000...100_000, using: &random)))
                }
                // What the machine refuses is not an event that happened.
                guard (try? stored.attempt.receive(event, at: now)) != nil else { continue }
                stored.version += 1
                try AttemptTable.update(
                    stored, after: event, actor: "test", at: now, in: transaction)
            }
        }
    }

    private func fold(_ lines: [JournalLine], _ serial: UInt32) throws -> Attempt {
        let first = try #require(lines.first)
        #expect(first.event == "begun")
        var attempt = try Shop.attempt(serial, startedAt: first.at).attempt
        #expect(attempt.state.fieldText.line == first.stateAfter)
        for line in lines.dropFirst() {
            let event = try AttemptEvent(FieldText(parsing: line.event))
            _ = try attempt.receive(event, at: line.at)
            #expect(attempt.state.fieldText.line == line.stateAfter)
        }
        return attempt
    }

    private func randomEvent(
        _ serial: UInt32, at now: Timestamp, _ random: inout SeededRandom
    ) throws -> AttemptEvent {
        let askedAt = now.advanced(
            by: .milliseconds(-Int64.random(in: 0...10_000, using: &random)))
        let proof = try randomProof(serial, &random)
        let code = random.text()
        let doubt = Doubt(kind: random.pick(Doubt.Kind.allCases, or: .timeout), detail: code)
        let decline = Decline(kind: random.pick(Decline.Kind.allCases, or: .other), code: code)
        switch Int.random(in: 0..<27, using: &random) {
        case 0: return .payAnswered(.paid(proof))
        case 1, 2: return .payAnswered(.awaitingShopper)
        case 3: return .payAnswered(.declined(decline))
        case 4, 5: return .payAnswered(.unresolved(doubt))
        case 6: return .payAnswered(.neverSent(doubt))
        case 7: return .queryAnswered(.paid(proof), askedAt: askedAt)
        case 8: return .queryAnswered(.awaitingShopper, askedAt: askedAt)
        case 9: return .queryAnswered(.notPaid, askedAt: askedAt)
        case 10: return .queryAnswered(.notFound, askedAt: askedAt)
        case 11: return .queryAnswered(.closed(code: code), askedAt: askedAt)
        case 12: return .queryAnswered(.refunded(proof), askedAt: askedAt)
        case 13: return .queryAnswered(.unresolved(doubt), askedAt: askedAt)
        case 14: return .reverseAnswered(.reversed)
        case 15: return .reverseAnswered(.nothingToReverse)
        case 16: return .reverseAnswered(.again(code: code))
        case 17: return .reverseAnswered(.expired(code: code))
        case 18: return .reverseAnswered(.queryFirst(code: code))
        case 19: return .reverseAnswered(.refused(code: code))
        case 20: return .reverseAnswered(.unresolved(doubt))
        case 21: return .reverseAnswered(.neverSent(doubt))
        case 22: return .due
        case 23: return .restarted
        case 24: return .askRequested
        case 25: return .reversalRequested(random.pick(Reversal.Cause.allCases, or: .cashier))
        default: return Bool.random(using: &random) ? .notified(proof) : .statementShows(proof)
        }
    }

    /// Mostly ours; now and then another amount, currency, merchant or order.
    private func randomProof(
        _ serial: UInt32, _ random: inout SeededRandom
    ) throws -> PaidProof {
        let isOdd = Int.random(in: 0..<3, using: &random) == 0
        return PaidProof(
            merchantOrderNumber: try Shop.number(
                isOdd && Bool.random(using: &random) ? serial + 1_000 : serial
            ).digits,
            channelTradeNumber: isOdd ? random.text() + "9" : "42000012342026112300\(serial)",
            amount: Money(fen: isOdd && Bool.random(using: &random) ? 1 : 6_510),
            currency: isOdd && Bool.random(using: &random) ? "HKD" : "CNY",
            merchantAccount: isOdd && Bool.random(using: &random) ? "else" : Shop.account,
            paidAt: Bool.random(using: &random) ? nil : Shop.at(2))
    }
}

extension SeededRandom {
    fileprivate mutating func pick<Value>(_ values: [Value], or fallback: Value) -> Value {
        values.randomElement(using: &self) ?? fallback
    }

    /// What a channel may say, with every character that a line could stumble over.
    fileprivate mutating func text() -> String {
        let alphabet = Array("aZ09 %=_'\"\\\n\t\0\u{7F}余额不足😷\u{301}")
        let length = Int.random(in: 0...12, using: &self)
        return String((0..<length).map { _ in pick(alphabet, or: "x") })
    }
}
