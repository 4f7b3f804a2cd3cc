// Plays the refund's tables; one that is wrong is printed as it would be right.

import Payments
import Retail
import Testing

@Suite struct RefundScenarioTests {
    @Test(arguments: RefundScenario.all)
    func plays(_ scenario: RefundScenario) throws {
        let played = try scenario.played()
        #expect(played == scenario.table, "the machine plays it so:\n\(played)")
    }

    @Test func everyTitleIsItsOwn() {
        #expect(Set(RefundScenario.all.map(\.title)).count == RefundScenario.all.count)
    }

    @Test func aTableThatIsWrongIsFound() throws {
        let wrong = RefundScenario("wrong", "0      begin    → succeeded")
        #expect(try wrong.played() != wrong.table)
        #expect(throws: ScenarioError.self) { try RefundScenario("x", "0 dance → x").played() }
        #expect(throws: ScenarioError.self) { try RefundScenario("x", "soon due → x").played() }
    }

    @Test("a new refund is reserved, to be sent at once, and knows what it will send")
    func beginning() throws {
        let refund = try RefundCounter.refund()
        #expect(refund.state == .reserved)
        #expect(refund.step == .send(at: Counter.start))
        #expect(refund.sends == 0 && refund.queries == 0 && refund.escalation == .none)
        #expect(
            refund.request
                == RefundRequest(
                    refund: try RefundCounter.number(), order: try Counter.number(),
                    tradeNumber: Counter.trade, paid: Counter.amount,
                    amount: RefundCounter.amount, reason: "退货"))
        #expect(
            refund.question
                == RefundQuestion(
                    refund: try RefundCounter.number(), order: try Counter.number(),
                    tradeNumber: Counter.trade))
    }

    @Test func causesHaveTheirNames() throws {
        let proof = try RefundCounter.proof()
        let causes: [RefundCause] = [
            .unresolvedTooLong, .failed, .otherAmount(proof), .lateSuccess(proof), .contradiction,
        ]
        #expect(
            causes.map(\.name) == [
                "refund-unresolved-too-long", "refund-failed", "refund-other-amount",
                "refund-late-success", "refund-contradiction",
            ])
    }
}
