// `counterfoil simulate`: the promises under attack, a million times if one has the patience. The same
// seed gives the same run, to the last fen, whatever the machine and however many threads.

internal import ArgumentParser
internal import Foundation
internal import Simulation

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Attack the payment promises in a simulated chain, and audit every fen.",
        discussion: """
            Runs the real machine, transaction bodies, migrations and recovery against wallets that \
            keep the truth, in virtual time. A broken promise is made small and told as a story, with \
            the command that plays it again. `--faults list` prints what can go wrong.

            Exit status: 0 nothing was broken; 1 a promise was; 2 it could not be run.
            """)

    @Option(help: "The number that all chance comes from.")
    var seed: UInt64 = 1

    @Option(help: "How many customers pay.")
    var payments = 10_000

    @Option(
        help: "all, none, list, or names with commas between; --faults=-name leaves one out of all."
    )
    var faults = "all"

    @Option(help: "Payments of one world; a run is as many worlds as it takes.")
    var worldSize = Simulator.usualWorldSize

    @Option(
        help: "Business days of a world; of many, each is signed and held against statements."
    )
    var days = 1

    @Option(help: "Worlds that run side by side; changes nothing but the time. 0: one per core.")
    var threads = 0

    @Flag(help: "Print one object; what goes on is told on standard error.")
    var json = false

    @Flag(help: "Also tell a good run's slowest recovery. A failing run is always told.")
    var story = false

    @Option(help: "Draw the story as a sequence picture (SVG) into this file.")
    var picture: String?

    func validate() throws {
        guard (0...100_000_000).contains(payments) else {
            throw ValidationError("--payments is 0 to 100000000.")
        }
        guard (1...1_000_000).contains(worldSize) else {
            throw ValidationError("--world-size is 1 to 1000000.")
        }
        guard (1...366).contains(days) else {
            throw ValidationError("--days is 1 to 366.")
        }
        guard (0...256).contains(threads) else {
            throw ValidationError("--threads is 0 to 256.")
        }
        if faults != "list" { _ = try FaultChoice(faults) }
    }

    func run() async throws {
        if faults == "list" { return print(FaultChoice.list, terminator: "") }
        let simulator = Simulator(
            seed: seed, payments: payments, faults: try FaultChoice(faults).faults,
            worldSize: worldSize,
            threads: threads == 0 ? ProcessInfo.processInfo.activeProcessorCount : threads,
            days: days)
        let progress = SimulateProgress(simulator)
        let report: Report
        do {
            report = try simulator.run { done, world in progress.tell(done, world) }
        } catch {
            progress.complain("没有跑完 the simulation broke off: \(error)")
            throw ExitCode(2)
        }
        let figures = SimulateFigures(report, of: simulator, seconds: progress.seconds)
        print(json ? try figures.json() : figures.table(), terminator: json ? "\n" : "")
        try await tell(report, simulator)
        if !report.violations.isEmpty { throw ExitCode(1) }
    }

    /// The first broken promise, made small; or, when asked for, a good run's slowest recovery.
    private func tell(_ report: Report, _ simulator: Simulator) async throws {
        guard let found = report.violations.first else {
            if story || picture != nil { try tellSlowest(simulator) }
            return
        }
        say("\n正在缩小 making it small: \(found.violation.words) …")
        guard
            let plan = simulator.plan(ofSeed: found.seed),
            let told = try await Telling.tell(plan, found.violation)
        else { return }
        say(StoryText.text(of: told.story))
        say(told.command(worldSize: plan.customers.count, faults: faults))
        try draw(told.story)
    }

    private func tellSlowest(_ simulator: Simulator) throws {
        guard simulator.worlds > 0 else { return }
        let report = try WorldRun.run(simulator.plan(0), recording: true)
        guard let story = Telling.slowest(of: report) else { return }
        say("\n" + StoryText.text(of: story))
        try draw(story)
    }

    private func draw(_ story: Story) throws {
        guard let picture else { return }
        do {
            try Data(StoryPicture.svg(of: story).utf8).write(to: URL(filePath: picture))
        } catch {
            say("图片不能写入 the picture cannot be written, choose another --picture: \(picture)")
            throw ExitCode(2)
        }
        say("图 picture: \(picture)")
    }

    /// With `--json` standard output holds one object and nothing else.
    private func say(_ words: String) {
        if json {
            FileHandle.standardError.write(Data((words + "\n").utf8))
        } else {
            print(words)
        }
    }
}

/// What `--faults` asked for.
struct FaultChoice {
    let faults: Set<Fault>

    /// *Errors*: `ValidationError`, naming the word that is no fault.
    init(_ words: String) throws {
        switch words {
        case "all": faults = Set(Fault.allCases)
        case "none": faults = []
        default:
            let names = words.split(separator: ",").map(String.init)
            let isLeavingOut = names.allSatisfy { $0.hasPrefix("-") }
            var chosen: Set<Fault> = isLeavingOut ? Set(Fault.allCases) : []
            for name in names {
                let plain = isLeavingOut ? String(name.dropFirst()) : name
                guard let fault = Fault(rawValue: plain) else {
                    throw ValidationError(
                        "没有这种故障 no such fault: \(name); see --faults list")
                }
                if isLeavingOut { chosen.remove(fault) } else { chosen.insert(fault) }
            }
            faults = chosen
        }
    }

    /// Every fault with its hard case.
    static var list: String {
        Fault.allCases.map { fault in
            let number =
                fault.hardCase == 0
                ? " –"
                : (fault.hardCase < 10 ? " " : "")
                    + "\(fault.hardCase)"
            return "\(number)  \(fault.rawValue)\n"
        }.joined()
    }
}

extension Told {
    /// What plays exactly this again.
    func command(worldSize: Int, faults asked: String) -> String {
        let names = plan.faults.map(\.rawValue).sorted().joined(separator: ",")
        let faults = plan.faults.count == Fault.allCases.count ? "all" : names
        let shown = plan.customers.prefix(40).map(String.init).joined(separator: ",")
        let more = plan.customers.count > 40 ? ",… (\(plan.customers.count))" : ""
        return """
            再跑一次 play the whole world again:
              counterfoil simulate --seed \(plan.seed) --payments \(worldSize) \
            --world-size \(worldSize)\(plan.days > 1 ? " --days \(plan.days)" : "") --faults=\(asked)
            最少 smallest: customers \(shown)\(more) \
            · faults \(faults.isEmpty ? "none" : faults) · \(runs) runs
            """
    }
}
