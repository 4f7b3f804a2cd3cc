// The program that scripts/mutants builds and runs: it plants one mistake, plays worlds, and says
// what the audit found. One mistake per process, so that a mistake that never ends, or that traps,
// takes nothing else along, and so that nothing of it stays behind in what is computed once.
//
//     mutants check NAME SEED SIZE [CUSTOMERS FAULTS]  what a world finds; NAME may be none
//     mutants find NAME PAYMENTS PROMISES SKIPPED…  the first world that finds the mistake
//     mutants shrink NAME SEED SIZE PROMISES  the customers and faults of it that are enough
//     mutants tell NAME SEED SIZE CUSTOMERS FAULTS KIND  what happens with those, as a story

internal import Foundation
internal import Retail
internal import Simulation

/// One answer on one line, fields parted by tabs.
func say(_ fields: String...) {
    print(fields.joined(separator: "\t"))
}

func plan(_ seed: UInt64, _ size: Int) -> WorldPlan {
    WorldPlan(seed: seed, payments: size, faults: Set(Fault.allCases))
}

/// The world that `SEED SIZE`, or `SEED SIZE CUSTOMERS FAULTS`, name.
func plan(_ words: some Collection<String>) -> WorldPlan {
    let words = Array(words)
    var plan = plan(UInt64(words[0]) ?? 1, Int(words[1]) ?? 100)
    guard words.count >= 4 else { return plan }
    plan.customers = words[2].split(separator: ",").compactMap { Int($0) }
    plan.faults = Set(words[3].split(separator: ",").compactMap { Fault(rawValue: String($0)) })
    return plan
}

func check(_ plan: WorldPlan) throws {
    let report = try WorldRun.run(plan)
    var counts: [String: Int] = [:]
    for violation in report.violations {
        counts["\(violation.promise.code) \(violation.kind)", default: 0] += 1
    }
    for (kind, count) in counts.sorted(by: { $0.key < $1.key }) { say("found", kind, "\(count)") }
    say("done", "\(report.violations.count)")
}

/// World sizes with how many worlds of each are tried: the smallest that is enough is the best story.
let sizes = [(40, 100), (200, 80), (600, 40), (2_000, 26), (5_000, 20)]

/// `skipped` are worlds that fail without the mistake, too, as `SEED:SIZE`.
func find(_ paymentsMax: Int, promises: [String], skipped: Set<String>) throws {
    var payments = 0
    for (size, count) in sizes {
        for seed in 1...UInt64(count) where payments < paymentsMax {
            payments += size
            if skipped.contains("\(seed):\(size)") { continue }
            let report = try WorldRun.run(plan(seed, size))
            guard chosen(report.violations, promises: promises) != nil else { continue }
            return say("caught", "\(seed)", "\(size)", "\(payments)")
        }
    }
    say("missed", "\(payments)")
}

/// The violation to tell of: the first that breaks one of the promises expected.
func chosen(_ violations: [Violation], promises: [String]) -> Violation? {
    violations.first { promises.contains($0.promise.code) }
}

/// Worlds that never come to rest take seconds each, so they are made less small.
func shrink(_ plan: WorldPlan, promises: [String]) async throws {
    let began = ContinuousClock.now
    let report = try WorldRun.run(plan)
    let took = max(1, Int((ContinuousClock.now - began) / .milliseconds(1)))
    let runsMax = min(Telling.runsMax, max(16, 60_000 / took))
    guard let violation = chosen(report.violations, promises: promises),
        let told = try await Telling.tell(plan, violation, runsMax: runsMax)
    else { return say("missed", "0") }
    say(
        "shrunk", "\(told.violation.promise.code) \(told.violation.kind)",
        told.plan.customers.map { "\($0)" }.joined(separator: ","),
        told.plan.faults.map(\.rawValue).sorted().joined(separator: ","))
}

func tell(_ plan: WorldPlan, kind: String) throws {
    let report = try WorldRun.run(plan, recording: true)
    guard
        let violation = report.violations.first(where: { "\($0.promise.code) \($0.kind)" == kind })
    else { return say("missed", "0") }
    for line in StoryText.text(of: Telling.story(of: report, about: violation)).split(
        separator: "\n", omittingEmptySubsequences: false)
    {
        say("story", String(line))
    }
}

/// As they stand in the table of mutants: `P1 P4`.
func promises(_ words: String) -> [String] {
    words.split(separator: " ").map(String.init)
}

let arguments = CommandLine.arguments.dropFirst()
let words = Array(arguments)
guard words.count >= 2, Planted.plant(words[1]) else {
    FileHandle.standardError.write(Data("no such mutant\n".utf8))
    exit(2)
}
do {
    switch words[0] {
    case "check": try check(plan(words.dropFirst(2)))
    case "find":
        try find(
            Int(words[2]) ?? 200_000, promises: promises(words[3]),
            skipped: Set(words.dropFirst(4)))
    case "shrink":
        try await shrink(plan(words[2...3]), promises: promises(words[4]))
    case "tell": try tell(plan(words[2...5]), kind: words[6])
    default: exit(2)
    }
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
