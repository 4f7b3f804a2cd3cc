import Retail
import Testing

@testable import Simulation

@Suite("Telling a violation") struct TellingTests {
    @Test("a planted violation is told from its customer's first scan to the promise it breaks")
    func plantedViolation() throws {
        let plan = WorldPlan(seed: 2, payments: 30, faults: [.crash])
        let played = try PlayedWorld(plan, recording: true)
        defer { played.stop() }
        played.serve()
        let world = played.world
        #expect(world.auditor.violations == [])
        let number = try #require(try played.postedNumber())
        let books = try played.books { try $0.delete("claim", "order_number", number) }
        Closing(world, books).audit()
        let violation = try #require(
            world.auditor.violations.first { $0.kind == "debited, and nobody counts it" })
        #expect(violation.subject == number)
        #expect(violation.customer == world.customer(of: number))

        let report = WorldReport(world, books)
        let story = Telling.story(of: report, about: violation)
        let lines = StoryText.text(of: story).split(separator: "\n").map(String.init)
        #expect(story.title == "seed 2: debited, and nobody counts it: \(number)")
        #expect(lines.first == story.title)
        #expect(
            lines.last?.hasSuffix(
                "✗ This breaks promise P5 (books balance): a paid tender without its claim") == true
                || lines.last?.hasSuffix(
                    "✗ This breaks promise P1 (nothing is lost): debited, and nobody counts it")
                    == true
        )
        #expect(lines.contains { $0.contains("pay \(number)") })
        #expect(lines.contains { $0.contains("scan a code") })
        #expect(lines.contains { $0.contains("(on disk)") })
        // Of nobody else's payment, and without the cashier's looks at the screen.
        let others = world.wallets.flatMap(\.numbers).filter {
            world.customer(of: $0) != violation.customer
        }
        #expect(!others.isEmpty)
        #expect(!lines.contains { line in others.contains { line.contains($0) } })
        #expect(!story.lines.contains { $0.words == "look" })
    }

    @Test("what does not fail again is not told")
    func doesNotFailAgain() async throws {
        let plan = WorldPlan(seed: 2, payments: 4, faults: [.linkLost])
        let violation = Violation(
            promise: .nothingIsLost, kind: "debited, and nobody counts it", subject: "", words: "",
            at: plan.startsAt, customer: 1)
        let told = try await Telling.tell(plan, violation, runsMax: 3)
        #expect(told == nil)
    }

    @Test("the slowest recovery of a good run is a story, too")
    func slowest() throws {
        let plan = WorldPlan(seed: 3, payments: 60, faults: Set(Fault.allCases))
        let report = try WorldRun.run(plan, recording: true)
        let slowest = try #require(report.slowest)
        let story = try #require(Telling.slowest(of: report))
        #expect(story.title == "seed 3: the slowest recovery, order \(slowest.number)")
        #expect(story.lines.contains { $0.words.hasPrefix("pay \(slowest.number)") })
        #expect(slowest.time == report.times.max())
    }
}
