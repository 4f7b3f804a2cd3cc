// The picture of the machine, drawn from the machine: every state is told every event, and each change
// of state that was seen becomes an arrow. A picture that was drawn by hand would lie within a month.

import Payments
import TestSupport
import Testing

@Suite struct StateDiagramTests {
    @Test("docs/state-machines.md shows the machine as it is")
    func pictureIsKept() throws {
        #expect(
            try Snapshot.difference(of: try StateDiagram.text(), from: StateDiagram.path) == nil)
    }

    @Test func everyStateIsReachedByAnArrow() throws {
        let arrows = StateDiagram.arrows(try AttemptTableTests.rows(), by: \.kind)
        let reached = Set(arrows.map(\.to))
        for kind in StateKind.all where kind != .sending {
            #expect(reached.contains(kind), "nothing leads to \(kind.title)")
        }
    }

    @Test func noArrowLeavesAnEnd() throws {
        for arrow in StateDiagram.arrows(try AttemptTableTests.rows(), by: \.kind) {
            #expect(![StateKind.succeeded, .declined, .reversed].contains(arrow.from))
        }
    }

    @Test func everyStateOfARefundIsReachedAndNoArrowLeavesItsEnds() throws {
        let arrows = StateDiagram.arrows(try RefundTableTests.rows())
        #expect(
            Set(arrows.map(\.to)) == ["sending", "unresolved", "accepted", "succeeded", "failed"])
        for arrow in arrows { #expect(arrow.from != "succeeded" && arrow.from != "failed") }
    }
}
