// Plays the tables. When one is wrong the test prints the table that would be right, so that a person
// can read the two beside each other and decide which of them it is.

import Foundation
import Testing

@Suite struct ScenarioTests {
    private static let all =
        Scenario.plain + Scenario.offers + Scenario.hard1to8
        + Scenario.hard9to18

    @Test(arguments: all)
    func plays(_ scenario: Scenario) throws {
        let played = try scenario.played()
        #expect(played == scenario.table, "the machine plays it so:\n\(played)")
    }

    @Test func everyHardCaseHasItsScenario() {
        let shown = Set(Self.all.map(\.hardCase))
        #expect(shown == Set(0...18))
        #expect(Set(Self.all.map(\.title)).count == Self.all.count)
    }

    @Test func aTableThatIsWrongIsFound() throws {
        let wrong = Scenario(0, "wrong", "0      begin    → succeeded")
        #expect(try wrong.played() != wrong.table)
        #expect(throws: ScenarioError.self) { try Scenario(0, "x", "0 dance → sending").played() }
        #expect(throws: ScenarioError.self) { try Scenario(0, "x", "soon due → sending").played() }
    }
}
