// The whole machine as one table: every state by every event, what it becomes, what is to be done.
// The table is read by people when it changes; the invariants below hold over every row of it.

import Payments
import Retail
import TestSupport
import Testing

@Suite struct AttemptTableTests {
    /// One state told one event.
    struct Row {
        let kind: StateKind
        let word: String
        let sample: EventSample
        let before: Attempt
        let after: Attempt
        let result: Result<[AttemptEffect], Refusal>

        var now: Timestamp { Counter.at(sample.seconds) }

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
        let events = try EventKind.allCases.flatMap { try $0.samples() }
        var rows: [Row] = []
        for kind in StateKind.all {
            for sample in events {
                for (word, state) in try kind.samples() {
                    let before = try Counter.attempt(in: state, step: sample.step)
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

    @Test("every state by every event is in docs/reference/attempt-table.md, as the machine has it")
    func tableIsKept() throws {
        #expect(
            try Snapshot.difference(of: try AttemptTable.text(Self.rows()), from: AttemptTable.path)
                == nil)
    }

    @Test func everyKindOfEventAndStateHasItsOwnRows() throws {
        for kind in EventKind.allCases {
            let samples = try kind.samples()
            #expect(!samples.isEmpty, "\(kind) has no row")
            for sample in samples { #expect(EventKind(sample.event) == kind) }
        }
        for kind in StateKind.all {
            let samples = try kind.samples()
            #expect(!samples.isEmpty, "\(kind) has no row")
            for sample in samples { #expect(StateKind(sample.state) == kind) }
        }
    }

    @Test("P4 an open attempt has a next step, an ended one has none; a wake is the step's time")
    func openMeansAStep() throws {
        for row in try Self.rows() {
            #expect(row.after.isOpen == (row.after.step != nil), "\(row.kind) \(row.sample.title)")
            guard case .success(let effects) = row.result else { continue }
            for case .wake(let at) in effects {
                #expect(row.after.step?.at == at, "\(row.kind) \(row.sample.title)")
            }
            if row.before.step != row.after.step, row.after.isOpen {
                #expect(
                    effects.contains { if case .wake = $0 { true } else { false } },
                    "\(row.kind) \(row.sample.title): a new step and nobody wakes for it")
            }
        }
    }

    @Test("a refusal changes nothing, and an end is never overwritten")
    func endsAndRefusalsChangeNothing() throws {
        for row in try Self.rows() {
            if case .failure = row.result { #expect(row.after == row.before) }
            if !row.before.isOpen { #expect(row.after == row.before) }
        }
    }

    @Test("an ended attempt calls nobody and is told to wake for nothing")
    func endedCallsNobody() throws {
        for row in try Self.rows() where !row.after.isOpen {
            guard case .success(let effects) = row.result else { continue }
            for effect in effects {
                switch effect {
                case .query, .reverse, .wake:
                    Issue.record("\(row.kind) \(row.sample.title): \(effect)")
                case .openCase, .tellTill: continue
                }
            }
        }
    }

    @Test("P1 money that an attempt ended without is never met with silence")
    func lateMoneyOpensACase() throws {
        for row in try Self.rows() where !row.before.isOpen {
            let kind = EventKind(row.sample.event)
            guard
                [.payPaid, .queryPaid, .notified, .statementShows].contains(kind),
                !row.sample.title.hasSuffix("another order"), row.kind != .succeeded,
                case .success(let effects) = row.result
            else { continue }
            #expect(
                effects.contains { if case .openCase(.lateSuccess) = $0 { true } else { false } })
        }
    }

    @Test("P3 only a channel's final word ends an attempt as not paid")
    func endsAsNotPaid() throws {
        let words: Set<String> = [
            "pay: declined", "pay: neverSent", "query: closed", "query: refunded",
            "query: notFound, no longer payable",
        ]
        for row in try Self.rows() where row.before.isOpen && !row.after.isOpen {
            if case .succeeded = row.after.state { continue }
            #expect(words.contains(row.sample.title), "\(row.kind) ended on \(row.sample.title)")
        }
    }

    @Test("P3 it succeeds only while no reversal of ours can still land")
    func succeedsOnlyWhileNoReversalCanLand() throws {
        for row in try Self.rows() where row.before.isOpen {
            guard case .succeeded = row.after.state else { continue }
            switch row.kind {
            case .reversing(.sending), .reversing(.sendingAgain), .reversing(.inDoubt),
                .reversing(.confirmed):
                Issue.record("\(row.kind) \(row.word) succeeded on \(row.sample.title)")
            case .sending, .awaitingShopper, .unresolved, .reversing, .succeeded, .declined,
                .reversed:
                continue
            }
        }
    }

    @Test("a reversal in doubt stays in doubt whatever a later one is answered")
    func doubtStays() throws {
        let doubtful: Set<Reversal.Progress> = [.sendingAgain, .inDoubt, .confirmed]
        for row in try Self.rows() {
            guard case .reversing(let progress) = row.kind, doubtful.contains(progress),
                case .reversing(let after) = row.after.state, row.sample.seconds < 86_400
            else { continue }
            #expect(
                doubtful.contains(after.progress),
                "\(row.kind) forgets its doubt on \(row.sample.title)")
        }
    }

    @Test("a second reversal beside an unanswered one is sent as in doubt")
    func secondReversalIsInDoubt() throws {
        for row in try Self.rows() {
            guard case .reversing(let progress) = row.kind, progress != .notSent,
                progress != .refused, progress != .foundNothing, progress != .tooLate,
                case .success(let effects) = row.result, effects.contains(.reverse),
                case .reversing(let after) = row.after.state
            else { continue }
            #expect(after.progress == .sendingAgain, "\(row.kind) \(row.word)")
        }
    }
}
