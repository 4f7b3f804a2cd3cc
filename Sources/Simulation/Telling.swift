// A violation is made small and told: fewer customers, then fewer faults, as long as the same promise
// is broken in the same way; then what is left is run once more and written down.

/// A failing world, as small as it could be made, and its story.
package struct Told: Sendable {
    package let plan: WorldPlan
    package let violation: Violation
    package let story: Story
    /// How often a world was run to get there.
    package let runs: Int
}

package enum Telling {
    /// How often a world may be run to make it smaller.
    package static let runsMax = 120

    /// Makes a failing world small and tells what happened in it; nil when it does not fail again.
    ///
    /// *Errors*: whatever setting a world up throws.
    package static func tell(
        _ plan: WorldPlan, _ violation: Violation, runsMax: Int = Telling.runsMax
    ) async throws -> Told? {
        let kind = violation.kind
        let near = nearby(plan, violation)
        let start: WorldPlan
        if find(near, kind) != nil {
            start = near
        } else if find(plan, kind) != nil {
            start = plan
        } else {
            return nil
        }
        let shrinking = Shrinking<WorldPlan>(
            steps: [
                .subset(
                    count: { $0.customers.count },
                    keeping: { plan, kept in
                        var smaller = plan
                        smaller.customers = kept.map { plan.customers[$0] }
                        return smaller
                    }),
                .candidates(withoutOneFault),
            ], runsMax: runsMax)
        let shrunk = await shrinking.smallest(from: start) { find($0, kind) != nil }
        guard let found = find(shrunk.smallest, kind, recording: true) else { return nil }
        let story = story(of: found.report, about: found.violation)
        return Told(
            plan: shrunk.smallest, violation: found.violation, story: story, runs: shrunk.runs)
    }

    /// The customer's own register alone is mostly enough, and a great deal smaller.
    private static func nearby(_ plan: WorldPlan, _ violation: Violation) -> WorldPlan {
        guard let customer = violation.customer else { return plan }
        var smaller = plan
        smaller.customers = plan.customers.filter {
            $0 % plan.registers == customer % plan.registers
        }
        return smaller
    }

    private static func withoutOneFault(_ plan: WorldPlan) -> [WorldPlan] {
        plan.faults.sorted { $0.rawValue < $1.rawValue }.map { fault in
            var smaller = plan
            smaller.faults.remove(fault)
            return smaller
        }
    }

    private static func find(
        _ plan: WorldPlan, _ kind: String, recording: Bool = false
    ) -> (report: WorldReport, violation: Violation)? {
        guard let report = try? WorldRun.run(plan, recording: recording) else { return nil }
        guard let violation = report.violations.first(where: { $0.kind == kind }) else {
            return nil
        }
        return (report, violation)
    }

    /// What happened to one payment, out of a world's record.
    package static func story(of report: WorldReport, about violation: Violation) -> Story {
        let lines = lines(of: report, customer: violation.customer, number: violation.subject)
        return Story(
            title: "seed \(report.seed): \(violation.words)", lines: lines, language: .english)
    }

    /// The recovery of a good run that took longest.
    package static func slowest(of report: WorldReport) -> Story? {
        report.slowest.map { story(of: report, about: $0, titled: "the slowest recovery") }
    }

    /// How one payment was recovered.
    package static func story(
        of report: WorldReport, about recovery: Recovery, titled title: String
    ) -> Story {
        Story(
            title: "seed \(report.seed): \(title), order \(recovery.number)",
            lines: lines(of: report, customer: recovery.customer, number: recovery.number),
            language: .english)
    }

    /// The lines about a customer, and the deaths of processes while they last.
    private static func lines(
        of report: WorldReport, customer: Int?, number: String
    ) -> [StoryLine] {
        let own = report.record.filter { line in
            line.number == number || (customer != nil && line.customer == customer)
        }
        guard let first = own.first?.line.at, let last = own.last?.line.at else { return [] }
        return report.record.filter { line in
            if line.number == number || (customer != nil && line.customer == customer) {
                return true
            }
            let isOfAServer = line.number == nil && line.customer == nil
            return isOfAServer && first <= line.line.at && line.line.at <= last
        }.map(\.line).filter { $0.words != "look" }
    }
}
