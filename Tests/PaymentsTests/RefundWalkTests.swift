// Thousands of refunds in a bad world, each compared with what really happened at the channel.

import Payments
import Retail
import Testing

@Suite struct RefundWalkTests {
    @Test("P1 P2 P3 P4 hold in every walk of a refund, whatever is lost, late, repeated or killed")
    func invariantsHold() throws {
        var steps = 0
        var ends: [String: Int] = [:]
        var causes: [String: Int] = [:]
        var mostSends: Int64 = 0
        var seed: UInt64 = 1
        while steps < 60_000 {
            var walk = try RefundWalk(seed: seed)
            walk.run()
            steps += walk.steps
            ends[walk.refund.state.words, default: 0] += 1
            for cause in walk.cases { causes[cause.name, default: 0] += 1 }
            mostSends = max(mostSends, walk.refund.sends)
            if !walk.complaints.isEmpty {
                walk = try RefundWalk(seed: seed, tells: true)
                walk.run()
            }
            try #require(walk.complaints.isEmpty, "\(walk.report)")
            try checkReplay(walk)
            seed += 1
        }
        // A world where nothing goes wrong proves nothing: every end and every case must be met.
        for end in ["succeeded", "failed(tooLate)", "failed(closed)"] {
            #expect(ends[end, default: 0] > 10, "\(ends)")
        }
        for cause in [
            "refund-unresolved-too-long", "refund-failed", "refund-other-amount",
            "refund-late-success",
        ] {
            #expect(causes[cause, default: 0] > 0, "\(causes)")
        }
        #expect(mostSends > 5, "nothing was sent often")
    }

    /// The journal alone rebuilds the refund, through the text in which it is stored.
    private func checkReplay(_ walk: RefundWalk) throws {
        var replayed = try RefundCounter.refund()
        for (event, at) in walk.journal {
            let stored = try RefundEvent(FieldText(parsing: event.fieldText.line))
            #expect(stored == event)
            _ = try replayed.receive(stored, at: at)
            let state = try RefundState(FieldText(parsing: replayed.state.fieldText.line))
            #expect(state == replayed.state)
        }
        #expect(replayed == walk.refund)
    }
}
