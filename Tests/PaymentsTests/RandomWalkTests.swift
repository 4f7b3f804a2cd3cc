// Thousands of attempts in a bad world, each compared with what really happened at the channel.

import Payments
import Retail
import Testing

@Suite struct RandomWalkTests {
    @Test("P1 P3 P4 hold in every walk, whatever is lost, late, repeated or killed")
    func invariantsHold() throws {
        var steps = 0
        var seen: [String: Int] = [:]
        var seed: UInt64 = 1
        while steps < 120_000 {
            var walk = try Walk(seed: seed)
            walk.run()
            steps += walk.steps
            seen[walk.attempt.state.words, default: 0] += 1
            if !walk.complaints.isEmpty {
                walk = try Walk(seed: seed, tells: true)
                walk.run()
            }
            try #require(walk.complaints.isEmpty, "\(walk.report)")
            try checkReplay(walk)
            seed += 1
        }
        // A world where nothing goes wrong proves nothing: every end must have been met.
        for end in [
            "succeeded", "declined(notEnoughMoney)", "declined(neverArrived)",
            "declined(neverSent)", "declined(orderClosed)", "reversed(cashier)",
            "reversed(deadline)", "reversed(orphan)", "reversed(wrongAmount)", "reversed(outside)",
        ] {
            #expect(seen[end, default: 0] > 0, "no walk ended as \(end)")
        }
    }

    /// The journal alone rebuilds the attempt, through the text in which it is stored.
    private func checkReplay(_ walk: Walk) throws {
        var replayed = Attempt(
            number: walk.attempt.number, wallet: walk.attempt.wallet, amount: walk.attempt.amount,
            merchantAccount: walk.attempt.merchantAccount, startedAt: walk.begunAt,
            pace: walk.attempt.pace)
        for (event, at) in walk.journal {
            let stored = try AttemptEvent(FieldText(parsing: event.fieldText.line))
            #expect(stored == event)
            _ = try replayed.receive(stored, at: at)
            #expect(
                try AttemptState(FieldText(parsing: replayed.state.fieldText.line))
                    == replayed.state)
        }
        #expect(replayed == walk.attempt)
    }
}
