// The whole refund machine as one table: every state by every event, what it becomes, what is to be
// done. The table is read by people when it changes; the invariants below hold over every row of it.

import Payments
import Retail
import TestSupport
import Testing

@Suite struct RefundTableTests {
    /// One state told one event.
    struct Row: CustomStringConvertible {
        let kind: RefundStateKind
        let word: String
        let sample: RefundSample
        let before: Refund
        let after: Refund
        let result: Result<[RefundEffect], Refusal>

        var now: Timestamp { Counter.at(sample.seconds) }
        var effects: [RefundEffect] { (try? result.get()) ?? [] }
        var description: String { "\(kind)(\(word)) on \(sample.title)" }

        var outcome: String {
            switch result {
            case .failure(let refusal): return refusal.words
            case .success(let effects):
                let same = after.state == before.state ? "stays" : "→ " + after.state.words
                let words = after.words(effects, .fromNow(now))
                return words.isEmpty ? same : same + " · " + words
            }
        }
    }

    static func rows() throws -> [Row] {
        let events = try RefundEventKind.allCases.flatMap { try $0.samples() }
        var rows: [Row] = []
        for kind in RefundStateKind.allCases {
            for sample in events {
                for (word, state) in try kind.samples() {
                    let before = try RefundCounter.refund(in: state, step: sample.step)
                    var after = before
                    let result = Result { () throws(Refusal) in
                        try after.receive(sample.event, at: Counter.at(sample.seconds))
                    }
                    rows.append(
                        Row(
                            kind: kind, word: word, sample: sample, before: before, after: after,
                            result: result))
                }
            }
        }
        return rows
    }

    @Test("every state by every event is in docs/reference/refund-table.md, as the machine has it")
    func tableIsKept() throws {
        #expect(
            try Snapshot.difference(of: try RefundTable.text(Self.rows()), from: RefundTable.path)
                == nil)
    }

    @Test func everyKindOfEventAndStateHasItsOwnRows() throws {
        for kind in RefundEventKind.allCases {
            let samples = try kind.samples()
            #expect(!samples.isEmpty, "\(kind) has no row")
            for sample in samples { #expect(RefundEventKind(sample.event) == kind) }
        }
        for kind in RefundStateKind.allCases {
            let samples = try kind.samples()
            #expect(!samples.isEmpty, "\(kind) has no row")
            for sample in samples { #expect(RefundStateKind(sample.state) == kind) }
        }
    }

    @Test("P4 an open refund has a next step, an ended one has none; a wake is the step's time")
    func openMeansAStep() throws {
        for row in try Self.rows() {
            #expect(row.after.isOpen == (row.after.step != nil), "\(row)")
            for case .wake(let at) in row.effects {
                #expect(row.after.step?.at == at, "\(row)")
            }
            if row.before.step != row.after.step, row.after.isOpen {
                #expect(
                    row.effects.contains { if case .wake = $0 { true } else { false } },
                    "\(row): a new step and nobody wakes for it")
            }
        }
    }

    @Test(
        "P4 a step that is due is taken: the refund is sent or asked about, and waits for an answer"
    )
    func dueCallsTheChannel() throws {
        for row in try Self.rows() where row.before.isOpen && row.sample.event == .due {
            guard let step = row.before.step, step.at <= row.now else { continue }
            let calls = row.effects.filter { $0 == .send || $0 == .query }
            // What was sent is asked about, unless the channel is known not to have it.
            switch row.kind {
            case .reserved: #expect(calls == [.send], "\(row)")
            case .sending, .accepted: #expect(calls == [.query], "\(row)")
            case .unresolved: #expect(calls == [step.name == "send" ? .send : .query], "\(row)")
            case .succeeded, .failed: Issue.record("\(row)")
            }
            #expect(row.after.step == .query(at: row.now.advanced(by: row.after.pace.answerMax)))
        }
    }

    @Test("a refusal changes nothing, and an end is never overwritten")
    func endsAndRefusalsChangeNothing() throws {
        for row in try Self.rows() {
            if case .failure = row.result { #expect(row.after == row.before, "\(row)") }
            if !row.before.isOpen { #expect(row.after == row.before, "\(row)") }
        }
    }

    @Test("an ended refund calls nobody and is told to wake for nothing")
    func endedCallsNobody() throws {
        for row in try Self.rows() where !row.after.isOpen {
            for effect in row.effects {
                switch effect {
                case .send, .query, .wake: Issue.record("\(row): \(effect)")
                case .openCase, .tellTill: continue
                }
            }
        }
    }

    @Test("P3 only the channel's word about this very refund ends it")
    func onlyASignedWordEnds() throws {
        let succeed: Set<RefundEventKind> = [.sendDone, .queryDone, .notified, .statementShows]
        let fail: Set<RefundEventKind> = [.sendFailed, .queryFailed]
        for row in try Self.rows() where row.before.isOpen && !row.after.isOpen {
            let kind = RefundEventKind(row.sample.event)
            #expect(!row.sample.title.hasSuffix("another refund"), "\(row)")
            #expect(!row.sample.title.hasSuffix("another order"), "\(row)")
            switch row.after.state {
            case .succeeded: #expect(succeed.contains(kind), "\(row)")
            case .failed: #expect(fail.contains(kind), "\(row)")
            case .reserved, .sending, .unresolved, .accepted: Issue.record("\(row)")
            }
        }
    }

    @Test("P1 a failed refund is a case; so is every word against an end")
    func nothingIsSilent() throws {
        for row in try Self.rows() {
            if row.before.isOpen, case .failed = row.after.state {
                #expect(row.effects.contains(.openCase(.failed)), "\(row)")
            }
            let isForeign =
                row.sample.title.contains("another refund")
                || row.sample.title.contains("another order")
            guard !row.before.isOpen, !isForeign else { continue }
            let kind = RefundEventKind(row.sample.event)
            let saysDone = [.sendDone, .queryDone, .notified, .statementShows].contains(kind)
            let saysNo = [.sendFailed, .queryFailed].contains(kind)
            let names = row.effects.compactMap { effect -> String? in
                if case .openCase(let cause) = effect { cause.name } else { nil }
            }
            switch row.kind {
            case .failed:
                if saysDone { #expect(names == ["refund-late-success"], "\(row)") }
                if kind == .sendAccepted || kind == .queryProcessing {
                    #expect(names == ["refund-contradiction"], "\(row)")
                }
            case .succeeded:
                if saysNo { #expect(names == ["refund-contradiction"], "\(row)") }
                let isOther = row.sample.title.hasSuffix("another amount")
                if saysDone { #expect(names == (isOther ? ["refund-other-amount"] : []), "\(row)") }
            case .reserved, .sending, .unresolved, .accepted: Issue.record("\(row)")
            }
        }
    }

    @Test("another amount ends it, as it was given back, and is a case")
    func anotherAmount() throws {
        for row in try Self.rows() where row.before.isOpen {
            guard row.sample.title.hasSuffix("another amount"), case .success = row.result else {
                continue
            }
            guard case .succeeded(let proof) = row.after.state else {
                Issue.record("\(row)")
                continue
            }
            #expect(row.effects.contains(.openCase(.otherAmount(proof))), "\(row)")
        }
    }

    @Test("P2 whatever happens, what is sent and asked is the same")
    func sameNumberForEverySend() throws {
        for row in try Self.rows() {
            #expect(row.after.request == row.before.request, "\(row)")
            #expect(row.after.question == row.before.question, "\(row)")
            #expect(row.after.request.refund == (try RefundCounter.number()))
            let sends = row.effects.filter { $0 == .send }.count
            #expect(row.after.sends == row.before.sends + Int64(sends), "\(row)")
            let queries = row.effects.filter { $0 == .query }.count
            #expect(row.after.queries == row.before.queries + Int64(queries), "\(row)")
            // Durable before the call: what may have been sent is never called reserved.
            if sends > 0 { #expect(row.after.state == .sending, "\(row)") }
        }
    }

    @Test("what the channel says of another refund changes nothing but the wait for its answer")
    func foreignWordsAreNoNews() throws {
        for row in try Self.rows() where row.before.isOpen {
            guard row.sample.title.hasSuffix("another refund"), case .success = row.result else {
                continue
            }
            let isAwaited = row.kind == .sending && row.sample.title.hasPrefix("send")
            #expect((row.after == row.before) == !isAwaited, "\(row)")
        }
    }

    @Test("once the channel has promised, no answer to a send takes it back")
    func promisesStand() throws {
        let held = RefundState.unresolved(Doubt(kind: .needsPerson, detail: "CHANGE"))
        for state in [RefundState.accepted, held] {
            for kind in RefundEventKind.allCases {
                for sample in try kind.samples() {
                    guard case .sendAnswered(let answer) = sample.event else { continue }
                    if case .done = answer { continue }
                    var refund = try RefundCounter.refund(in: state)
                    let effects = try refund.receive(sample.event, at: Counter.at(30))
                    #expect(refund.state == state, "\(sample.title)")
                    #expect(effects.contains(.query) == (kind == .sendFailed), "\(sample.title)")
                }
            }
        }
    }

    @Test("a person is told once, a promise is given longer")
    func escalation() throws {
        for (state, seconds, isTold) in [
            (RefundState.sending, 299, false), (.sending, 300, true), (.accepted, 300, false),
            (.accepted, 2_999, false), (.accepted, 3_000, true),
        ] as [(RefundState, Int64, Bool)] {
            let step = RefundStep.query(at: Counter.at(seconds))
            var refund = try RefundCounter.refund(in: state, step: step)
            let effects = try refund.receive(.due, at: Counter.at(seconds))
            #expect(
                effects.contains(.openCase(.unresolvedTooLong)) == isTold, "\(state) \(seconds)")
            #expect(refund.escalation == (isTold ? .opened : .none))
            let later = Counter.at(seconds + 4_000)
            let again = try refund.receive(.due, at: later)
            #expect(again.contains(.openCase(.unresolvedTooLong)) == !isTold)
        }
    }
}
